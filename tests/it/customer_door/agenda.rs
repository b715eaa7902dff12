//! The agenda at the customer door.

use serde_json::json;

use crate::{builders::TestSale, customer_door::slot};

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    let review = sale.touchpoint("Your first thirty days").id;
    let path = format!("/touchpoints/{review}");
    sale.customer_does(&format!("{path}/ask-for-times"), &json!({"reason": "A fair"}));
    sale.vendor_does(&format!("{path}/offer-times"), &json!({"options": [slot("2026-12-10")]}));
    sale.customer_does(&format!("{path}/counter-move"), &json!({"options": [slot("2026-12-08")]}));
    sale.vendor_does(&format!("{path}/offer-times"), &json!({"options": [slot("2026-12-07")]}));
    sale.customer_does(&format!("{path}/consent"), &json!({"is_fine": true}));
    assert_eq!(sale.touchpoint("Your first thirty days").slot.local_date.to_string(), "2026-12-07");
}

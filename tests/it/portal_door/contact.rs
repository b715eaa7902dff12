//! Contact discipline at the customer door.

use crate::{builders::TestSale, clients::path};

/// Uses every endpoint of the group at least once.
pub fn everything(sale: &TestSale) {
    sale.browser.get(&path(sale.id, "/history")).must(200);
}

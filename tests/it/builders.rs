//! Sales to test with: `a_sale()` says what is special about one, `open` makes it through the vendor door.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::view::{AskView, CustomerView, TouchpointView},
    id::{AskId, CustomerId, SaleId, TouchpointId},
};
use serde_json::{Value, json};

use crate::{
    clients::{CustomerClient, VendorClient, open_ask, path},
    harness::{TestApp, TestVendor},
};

/// A sale to be, with a delivery on the Monday after.
pub fn a_sale() -> SaleBuilder {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::SeqCst);
    SaleBuilder {
        subject: format!("customer-{number}"),
        input: json!({
            "reference": format!("SO-{number}"),
            "title": "Coffee machine X2",
            "expected_delivery_on": "2026-11-09",
            "expectations": ["Quiet enough for the open office"],
            "invoiced": 129_900,
            "currency": "EUR",
        }),
    }
}

/// What a sale will be like.
#[derive(Debug, Clone)]
pub struct SaleBuilder {
    subject: String,
    input: Value,
}

impl SaleBuilder {
    /// To the customer whom the vendor calls so.
    #[must_use]
    pub fn to(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.subject);
        self
    }

    /// With another field.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.input[name] = value;
        self
    }

    /// As the vendor door takes it.
    pub fn input(&self, vendor: &TestVendor, customer: CustomerId) -> Value {
        let mut input = self.input.clone();
        input["owner"] = json!(vendor.member);
        input["customers"] = json!([customer]);
        input
    }

    /// Opens it.
    #[track_caller]
    pub fn open(&self, app: &TestApp, vendor: &TestVendor) -> TestSale {
        let system = vendor.client(app);
        let customer = system.post("/v1/customers", &a_customer(&self.subject)).must(201).json();
        let customer: CustomerId = serde_json::from_value(customer["id"].clone()).unwrap();
        let opened = system.post("/v1/sales", &self.input(vendor, customer)).must(201).json();
        TestSale {
            id: serde_json::from_value(opened["id"].clone()).unwrap(),
            customer,
            browser: vendor.customer(app, &self.subject),
            system,
        }
    }
}

/// A customer as the vendor door takes one.
pub fn a_customer(subject: &str) -> Value {
    json!({
        "external_id": subject,
        "name": "Anna Berg",
        "email": "anna@berg.example",
        "time_zone": "Europe/Copenhagen",
    })
}

/// A sale that follows its agenda, and both sides of it.
#[derive(Debug, Clone)]
pub struct TestSale {
    /// Its id.
    pub id: SaleId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Their browser.
    pub browser: CustomerClient,
    /// The vendor's system.
    pub system: VendorClient,
}

impl TestSale {
    /// Puts the vendor's clock forward; what is due on the way happens.
    #[track_caller]
    pub fn wait_until(&self, instant: &str) {
        self.system.post("/v1/test-clock/advance", &json!({"to": instant})).must(200);
    }

    /// Lets it arrive on the day on which it was expected.
    #[track_caller]
    pub fn deliver(&self) {
        self.wait_until("2026-11-09T10:00:00Z");
        self.system.acts(self.id, "/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-09"}));
    }

    /// The customer says that everything is as promised.
    #[track_caller]
    pub fn is_satisfied(&self) {
        self.vendor_does("/asks", &json!({"check": "complete@1", "about": {"subject": "sale"}}));
        let ask = self.open_ask().id;
        self.customer_does(&format!("/asks/{ask}/answers"), &json!({"value": "yes"}));
    }

    /// Waits until "Was everything as you had expected?" is open, and gives its id.
    #[track_caller]
    pub fn until_asked(&self) -> AskId {
        self.deliver();
        self.wait_until("2026-11-11T10:00:00Z");
        self.open_ask().id
    }

    /// What the customer sees.
    #[track_caller]
    pub fn view(&self) -> CustomerView {
        self.browser.view(self.id)
    }

    /// The question that is open.
    #[track_caller]
    pub fn open_ask(&self) -> AskView {
        open_ask(&self.view()).clone()
    }

    /// The item of the agenda with that title.
    #[track_caller]
    pub fn touchpoint(&self, title: &str) -> followthrough_common::api::view::TouchpointView {
        let found = self.view().touchpoints.into_iter().find(|item| item.title == title);
        found.unwrap_or_else(|| panic!("no {title} on the agenda"))
    }

    /// What the customer does.
    #[track_caller]
    pub fn customer_does(&self, what: &str, body: &Value) -> CustomerView {
        self.browser.acts(self.id, what, body)
    }

    /// "It is done", and whatever is next on the agenda comes next.
    #[track_caller]
    pub fn vendor_reports(&self, id: TouchpointId, body: &Value) {
        let clock = self.system.get("/v1/test-clock").must(200).json();
        let now: DateTime<Utc> = serde_json::from_value(clock["now"].clone()).unwrap();
        let view = self.view();
        let is_ahead = |item: &&TouchpointView| {
            item.id != id && item.facts.is_open() && item.facts.ends_at > now && item.facts.kind.is_outward()
        };
        let mut body = body.clone();
        let whole = self.browser.get(&path(self.id, "")).must(200).json();
        let mut items = whole["agenda"]["items"].as_array().unwrap().iter();
        if items.any(|item| item["id"] == json!(id) && item["purpose"] == "no_change") {
            body["verified"] = json!({"by": view.owner, "at": now});
        }
        match view.touchpoints.iter().find(is_ahead) {
            Some(next) => body["next"] = json!(next.id),
            None => body["nothing_next"] = json!(true),
        }
        self.vendor_does(&format!("/touchpoints/{id}/report"), &body);
    }

    /// What the vendor does.
    #[track_caller]
    pub fn vendor_does(&self, what: &str, body: &Value) {
        self.system.acts(self.id, what, body);
    }
}

//! A dealer with its system: made by the commands of the binary, acting through the vendor door.

use std::time::Duration;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use ureq::{Agent, http::Request};

use crate::{server::Server, token::Signer};

/// Where customers and dealer are.
pub const ZONE: &str = "Europe/Copenhagen";

/// The dealer.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// Its id.
    pub id: String,
    /// How it signs its customers' tokens.
    pub signer: Signer,
    /// The member who looks after everybody.
    pub member: String,
    key: String,
    agent: Agent,
}

/// A sale to a customer.
#[derive(Debug, Clone)]
pub struct Sale {
    /// Its id.
    pub id: String,
    /// What the dealer calls the customer.
    pub subject: String,
    /// The day of the order.
    pub monday: NaiveDate,
}

impl Sale {
    /// So many days after the order.
    pub fn day(&self, number: u64) -> NaiveDate {
        self.monday + Days::new(number)
    }
}

impl Vendor {
    /// Makes one whose portal has this origin, before the server runs or while it does.
    pub fn create(server: &Server, name: &str, portal: &str) -> Self {
        let id = server.run(&[
            "vendor",
            "create",
            "--name",
            name,
            "--time-zone",
            ZONE,
            "--phone",
            "+45 70 10 20 30",
            "--test",
        ]);
        let member = server.run(&[
            "member",
            "create",
            "--vendor",
            &id,
            "--name",
            "Anna Berg",
            "--role",
            "looks after you",
            "--phone",
            "+45 12 34 56 78",
            "--email",
            "anna@nordhavn.example",
            "--language",
            "en",
        ]);
        let key =
            server.run(&["key", "create", "api", "--vendor", &id, "--name", "shop", "--member", &member]);
        let signing = server.run(&["key", "create", "signing", "--vendor", &id, "--algorithm", "hs256"]);
        server.run(&["origin", "add", "--vendor", &id, portal]);
        let part = |name: &str| {
            let line = signing.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {signing}")).to_owned()
        };
        let signer = Signer {
            vendor: id.clone(),
            audience: server.origin(),
            key: part("kid="),
            secret: part("secret="),
        };
        let config = Agent::config_builder().http_status_as_error(false).max_idle_connections(0);
        let agent = config.timeout_global(Some(Duration::from_secs(30))).build().new_agent();
        Self { id, signer, member, key, agent }
    }

    #[track_caller]
    fn send(&self, method: &str, path: &str, bearer: &str, body: Option<&Value>) -> Value {
        let url = format!("{}{path}", self.signer.audience);
        let request = Request::builder().method(method).uri(url);
        let request = request.header("Authorization", format!("Bearer {bearer}"));
        let answer = match body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                self.agent.run(request.body(body.to_string()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let status = answer.status();
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Reads from the vendor door.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.send("GET", path, &self.key, None)
    }

    /// Writes through the vendor door.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.send("POST", path, &self.key, Some(body))
    }

    /// Does something to a sale.
    #[track_caller]
    pub fn acts(&self, sale: &Sale, what: &str, body: &Value) -> Value {
        self.post(&format!("/v1/sales/{}{what}", sale.id), body)
    }

    /// What the customer's door says about a sale.
    #[track_caller]
    pub fn view(&self, sale: &Sale) -> Value {
        let token = self.signer.sign(&sale.subject, 600);
        self.send("GET", &format!("/v1/portal/sales/{}", sale.id), &token, None)
    }

    /// What the vendor's clock shows.
    #[track_caller]
    pub fn now(&self) -> DateTime<Utc> {
        serde_json::from_value(self.get("/v1/test-clock")["now"].clone()).unwrap()
    }

    /// Puts the vendor's clock forward to a time of a day (UTC); what is due on the way happens.
    #[track_caller]
    pub fn wait_until(&self, day: NaiveDate, time: &str) {
        self.post("/v1/test-clock/advance", &json!({"to": format!("{day}T{time}:00Z")}));
    }

    /// Sells a coffee machine next Monday morning, to be delivered on Wednesday. The clock goes there.
    #[track_caller]
    pub fn sell(&self, subject: &str) -> Sale {
        let today = self.now().date_naive();
        let monday = today + Days::new(7 - u64::from(today.weekday().num_days_from_monday()));
        self.wait_until(monday, "09:00");
        self.sell_now(subject)
    }

    /// As [`Vendor::sell`], on the day that the clock shows.
    #[track_caller]
    pub fn sell_now(&self, subject: &str) -> Sale {
        let monday = self.now().date_naive();
        let customer = self.post(
            "/v1/customers",
            &json!({"external_id": subject, "name": "Mette Lund", "email": "mette@cafe.example", "time_zone": ZONE}),
        );
        let sale = self.post(
            "/v1/sales",
            &json!({
                "reference": format!("SO-{subject}"),
                "title": "Coffee machine X2",
                "owner": self.member,
                "customers": [customer["id"]],
                "expected_delivery_on": monday + Days::new(2),
                "invoiced": 129_900,
                "currency": "EUR",
                "expectations": ["espresso ready three minutes after we open"],
                "reasons": ["One person who answers."],
            }),
        );
        Sale { id: sale["id"].as_str().unwrap().to_owned(), subject: subject.to_owned(), monday }
    }

    /// Delivers on Wednesday and waits until Friday, when "Was everything as you had expected?" is open.
    #[track_caller]
    pub fn until_asked(&self, sale: &Sale) {
        self.wait_until(sale.day(2), "10:00");
        self.acts(sale, "/deliveries", &json!({"reference": "D-1", "delivered_on": sale.day(2)}));
        self.wait_until(sale.day(4), "10:00");
    }
}

//! A dealer with its system and its customers: made by the commands of the binary, acting through both doors.

use chrono::{DateTime, Days};
use serde_json::{Value, json};

use crate::{
    http::{Http, Reply},
    server::Server,
    token::{self, Signer},
};

/// The dealer.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// Its id.
    pub id: String,
    /// How it signs its customers' tokens.
    pub signer: Signer,
    /// Its API key.
    pub key: String,
    member: String,
}

/// A sale to a customer.
#[derive(Debug, Clone)]
pub struct Sale {
    /// Its id.
    pub id: String,
    /// What the dealer calls the customer.
    pub subject: String,
}

impl Sale {
    /// A path below it at the customers' door.
    pub fn path(&self, what: &str) -> String {
        format!("/v1/portal/sales/{}{what}", self.id)
    }
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Caller {
    /// The dealer's system.
    Shop,
    /// The customer whom the dealer calls so.
    Customer(String),
}

impl Vendor {
    /// Makes one. The server may run or not.
    #[track_caller]
    pub fn create(server: &Server) -> Self {
        let create = ["vendor", "create", "--name", "Nordhavn Kaffe", "--time-zone", "Europe/Copenhagen"];
        let id = server.run(&create);
        let member = server.run(&["member", "create", "--vendor", &id, "--name", "Anna Berg"]);
        let create = ["key", "create", "api", "--vendor", &id, "--name", "shop", "--member", &member];
        let key = server.run(&create);
        let signer = Self::signing_key(server, &id);
        Self { id, signer, key, member }
    }

    /// Another key to sign with.
    #[track_caller]
    pub fn signing_key(server: &Server, vendor: &str) -> Signer {
        let said = server.run(&["key", "create", "signing", "--vendor", vendor, "--algorithm", "hs256"]);
        let part = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {said}")).to_owned()
        };
        let audience = server.http.origin.clone();
        Signer { vendor: vendor.to_owned(), audience, key: part("kid="), secret: part("secret=") }
    }

    /// What they show at the door.
    pub fn bearer(&self, caller: &Caller) -> String {
        match caller {
            Caller::Shop => format!("Bearer {}", self.key),
            Caller::Customer(subject) => format!("Bearer {}", self.signer.sign(subject)),
        }
    }

    /// Reads.
    pub fn get(&self, http: &Http, caller: &Caller, path: &str) -> Result<Reply, String> {
        http.send("GET", path, &[("Authorization", &self.bearer(caller))], None)
    }

    /// Writes under a key.
    pub fn post(
        &self,
        http: &Http,
        caller: &Caller,
        path: &str,
        key: &str,
        body: &Value,
    ) -> Result<Reply, String> {
        let headers = [("Authorization", &*self.bearer(caller)), ("Idempotency-Key", key)];
        http.send("POST", path, &headers, Some(body))
    }

    #[track_caller]
    fn makes(&self, http: &Http, path: &str, body: &Value) -> String {
        let made = http.send("POST", path, &[("Authorization", &self.bearer(&Caller::Shop))], Some(body));
        let made = made.unwrap();
        assert_eq!(made.status, 201, "{path}: {}", made.body);
        made.json()["id"].as_str().unwrap().to_owned()
    }

    /// Sells something to a new customer.
    #[track_caller]
    pub fn sell(&self, http: &Http, subject: &str) -> Sale {
        let today = DateTime::from_timestamp(token::now(), 0).unwrap().date_naive();
        let customer = self.makes(http, "/v1/customers", &new_customer(subject));
        let sale = json!({
            "reference": format!("SO-{subject}"), "title": "Coffee machine X2", "owner": self.member,
            "customers": [customer], "expected_delivery_on": (today + Days::new(7)).to_string(), "invoiced": 129_900,
            "currency": "EUR",
        });
        Sale { id: self.makes(http, "/v1/sales", &sale), subject: subject.to_owned() }
    }

    /// Lets the customer of a sale raise a concern, and gives its id.
    #[track_caller]
    pub fn concern(&self, http: &Http, sale: &Sale, words: &str) -> String {
        let body = json!({"kind": "problem", "severity": "small", "words": words});
        let caller = Caller::Customer(sale.subject.clone());
        let letters: String = words.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        let key = format!("concern-{}-{letters}", sale.id);
        let raised = self.post(http, &caller, &sale.path("/concerns"), &key, &body).unwrap();
        assert_eq!(raised.status, 200, "{}", raised.body);
        raised.json()["concerns"][0]["id"].as_str().unwrap().to_owned()
    }
}

/// A customer as the vendor door takes one.
pub fn new_customer(subject: &str) -> Value {
    json!({
        "external_id": subject, "name": "Mette Lund", "email": "mette@cafe.example",
        "time_zone": "Europe/Copenhagen",
    })
}

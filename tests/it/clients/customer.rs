//! A customer's browser with a token of their vendor.

use std::sync::Arc;

use followthrough_backend::clock::{Clock as _, ManualClock};
use followthrough_common::{
    api::view::{AskView, CustomerView},
    domain::check::AskState,
    id::SaleId,
};
use serde_json::{Value, json};

use super::fresh_key;
use crate::{
    harness::TestApp,
    http::{Header, Http, Reply},
    token::{Signer, Token},
};

/// Sends what a customer does. Its token is always fresh, as the widget's is.
#[derive(Debug, Clone)]
pub struct CustomerClient {
    http: Http,
    clock: Arc<ManualClock>,
    token: Token,
    signer: Signer,
}

impl CustomerClient {
    /// A browser whose page gives it tokens like this one.
    pub fn new(app: &TestApp, token: Token, signer: Signer) -> Self {
        Self { http: app.http.clone(), clock: app.clock.clone(), token, signer }
    }

    /// The same with one claim of the tokens changed.
    #[must_use]
    pub fn claiming(mut self, name: &str, value: Value) -> Self {
        self.token = self.token.claim(name, value);
        self
    }

    /// The same browser before another server.
    #[must_use]
    pub fn at(mut self, http: &Http) -> Self {
        self.http = http.clone();
        self
    }

    /// A token of this moment.
    pub fn token(&self) -> String {
        let now = self.clock.now().timestamp();
        let token = self.token.clone().claim("iat", json!(now)).claim("exp", json!(now + 600));
        token.sign(&self.signer)
    }

    /// Any request with the token.
    pub fn send(&self, method: &str, path: &str, headers: &[Header<'_>], body: Option<&[u8]>) -> Reply {
        let bearer = format!("Bearer {}", self.token());
        let mut all = vec![("Authorization", bearer.as_str())];
        all.extend(headers);
        self.http.send(method, path, &all, body)
    }

    /// Reads.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }

    /// Writes once.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_as(path, body, &fresh_key())
    }

    /// Writes under a key.
    pub fn post_as(&self, path: &str, body: &Value, key: &str) -> Reply {
        let body = body.to_string();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
        self.send("POST", path, &headers, Some(body.as_bytes()))
    }

    /// Replaces a record of the customer's own.
    pub fn put(&self, path: &str, body: &Value) -> Reply {
        self.put_as(path, body, &fresh_key())
    }

    /// The same under a key.
    pub fn put_as(&self, path: &str, body: &Value, key: &str) -> Reply {
        let body = body.to_string();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
        self.send("PUT", path, &headers, Some(body.as_bytes()))
    }

    /// Looks at a sale.
    #[track_caller]
    pub fn view(&self, sale: SaleId) -> CustomerView {
        self.get(&path(sale, "")).must(200).read()
    }

    /// Does something to a sale and sees how it looks then.
    #[track_caller]
    pub fn acts(&self, sale: SaleId, what: &str, body: &Value) -> CustomerView {
        self.post(&path(sale, what), body).must(200).read()
    }
}

/// A path below a sale of the customer door.
pub fn path(sale: SaleId, what: &str) -> String {
    format!("/v1/portal/sales/{sale}{what}")
}

/// The question that waits for an answer.
#[track_caller]
pub fn open_ask(view: &CustomerView) -> &AskView {
    let mut open = view.asks.iter().filter(|ask| ask.facts.state == AskState::Offered);
    let ask = open.next().expect("a question is open");
    assert!(open.next().is_none(), "only one question is open at a time");
    ask
}

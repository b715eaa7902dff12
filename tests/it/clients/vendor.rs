//! A vendor's system with an API key.

use followthrough_common::{api::vendor_door::sale_view::VendorSale, id::SaleId};
use serde_json::Value;

use super::fresh_key;
use crate::{
    harness::TestApp,
    http::{Header, Http, Reply},
};

/// Sends what a vendor does.
#[derive(Debug, Clone)]
pub struct VendorClient {
    http: Http,
    key: String,
}

impl VendorClient {
    /// A system that has this key.
    pub fn new(app: &TestApp, key: &str) -> Self {
        Self { http: app.http.clone(), key: key.to_owned() }
    }

    /// The same system before another server.
    #[must_use]
    pub fn at(mut self, http: &Http) -> Self {
        self.http = http.clone();
        self
    }

    /// Any request with the key.
    pub fn send(&self, method: &str, path: &str, headers: &[Header<'_>], body: Option<&[u8]>) -> Reply {
        let bearer = format!("Bearer {}", self.key);
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

    /// Writes before a server that may be killed meanwhile.
    pub fn try_post(&self, path: &str, body: &[u8]) -> Result<Reply, ureq::Error> {
        let bearer = format!("Bearer {}", self.key);
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        self.http.try_send("POST", path, &headers, Some(body))
    }

    /// Replaces the version of a thing that has this tag.
    pub fn put(&self, path: &str, body: &Value, tag: &str) -> Reply {
        let (body, key) = (body.to_string(), fresh_key());
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key), ("If-Match", tag)];
        self.send("PUT", path, &headers, Some(body.as_bytes()))
    }

    /// Looks at a sale.
    #[track_caller]
    pub fn sale(&self, sale: SaleId) -> VendorSale {
        self.get(&path(sale, "")).must(200).read()
    }

    /// Does something to a sale.
    #[track_caller]
    pub fn acts(&self, sale: SaleId, what: &str, body: &Value) -> VendorSale {
        let reply = self.post(&path(sale, what), body);
        assert!(matches!(reply.status, 200 | 201), "{}: {}", reply.request, reply.body);
        reply.read()
    }
}

/// A path below a sale of the vendor door.
pub fn path(sale: SaleId, what: &str) -> String {
    format!("/v1/sales/{sale}{what}")
}

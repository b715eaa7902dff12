//! One customer cannot fill the disk: what is stored follows what was sent.

use serde_json::{Value, json};

use crate::{
    database, form,
    promise::Promise,
    server::Server,
    vendor::{Caller, Vendor},
};

/// How often larger than what was sent the database may grow.
const FACTOR: u64 = 10;

/// A customer at full speed.
struct Customer<'a> {
    server: &'a Server,
    vendor: &'a Vendor,
    caller: Caller,
    sent: u64,
    writes: u64,
    refused: u64,
}

impl Customer<'_> {
    /// Writes, and counts the bytes of head and body if the write was taken.
    fn write(&mut self, method: &str, path: &str, body: &Value) -> Option<Value> {
        let key = format!("growth-{:012}", self.writes + self.refused);
        let headers = [("Authorization", &*self.vendor.bearer(&self.caller)), ("Idempotency-Key", &key)];
        let reply = self.server.http.send(method, path, &headers, Some(body)).unwrap();
        if !reply.is_success() {
            assert!((400..500).contains(&reply.status), "{} {}", reply.status, reply.body);
            self.refused += 1;
            return None;
        }
        // What every client sends beside it: the line, host, type and length, the token and the key.
        let head = path.len() + self.vendor.bearer(&self.caller).len() + key.len() + 150;
        self.sent += u64::try_from(head + body.to_string().len()).unwrap();
        self.writes += 1;
        Some(reply.json())
    }

    /// Raises concerns until no more is taken, each followed by messages.
    fn talk(&mut self, sale: &str, words: &str, messages: usize) {
        for _ in 0..60 {
            let body = json!({"kind": "problem", "severity": "small", "words": words});
            let Some(view) = self.write("POST", &format!("{sale}/concerns"), &body) else { return };
            let newest = view["concerns"].as_array().unwrap().iter().max_by_key(|it| it["number"].as_u64());
            let id = newest.unwrap()["id"].as_str().unwrap().to_owned();
            for _ in 0..messages {
                let path = format!("{sale}/concerns/{id}/messages");
                if self.write("POST", &path, &json!({"text": words})).is_none() {
                    break;
                }
            }
        }
    }
}

/// Lets a customer do something at full speed, and compares what is stored with what was sent.
fn grow(how: &str, act: impl FnOnce(&mut Customer<'_>, &str)) {
    let mut promise = Promise::new("What is stored grows no faster than ten times what was sent", how);
    let mut server = Server::on_sqlite().without_limits();
    server.start();
    let vendor = Vendor::create(&server);
    let sale = vendor.sell(&server.http, "mette");
    let before = database::settled_size(&server.database());
    let caller = Caller::Customer(sale.subject.clone());
    let mut customer = Customer { server: &server, vendor: &vendor, caller, sent: 0, writes: 0, refused: 0 };
    act(&mut customer, &sale.path(""));
    let Customer { sent, writes, refused, .. } = customer;
    server.stop();
    let growth = database::settled_size(&server.database()) - before;
    let tenths = growth * 10 / sent;
    promise.measured(format!(
        "{writes} writes taken, {refused} refused; {} kB sent, {} kB stored: {}.{} times",
        sent / 1000,
        growth / 1000,
        tenths / 10,
        tenths % 10
    ));
    assert!(writes > 20, "{writes} writes");
    assert!(growth <= sent * FACTOR, "{growth} bytes stored for {sent} sent");
}

#[test]
fn many_long_words_of_one_customer_do_not_fill_the_disk() {
    let words = "The wand drips. ".repeat(240);
    let how =
        "one customer at full speed: concerns and messages of 3,840 letters, until the sale takes no more";
    grow(how, |customer, sale| customer.talk(sale, &words, form::pick(8, 250)));
}

#[test]
fn many_short_words_of_one_customer_do_not_fill_the_disk() {
    let how = "the same with messages of 9 letters";
    grow(how, |customer, sale| customer.talk(sale, "It drips.", form::pick(8, 250)));
}

#[test]
fn whatever_else_one_customer_does_does_not_fill_the_disk() {
    let how = "the same with expectations, reasons, wishes, calendars and share links in turn";
    grow(how, |customer, sale| {
        for number in 0..form::pick(25, 500) {
            let name = format!("Number {number}");
            let mut post = |path: &str, body: &Value| customer.write("POST", path, body);
            post(&format!("{sale}/expectations"), &json!({"statement": name}));
            post(&format!("{sale}/reasons"), &json!({"text": name}));
            post(&format!("{sale}/share-links"), &json!({"name": name}));
            post("/v1/portal/calendar-feeds", &json!({"name": name}));
            customer.write("PUT", "/v1/portal/preferences", &json!({"accessibility": name}));
        }
    });
}

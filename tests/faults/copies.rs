//! Copies of one request, all at once and at two servers, are one request.

use std::{sync::Barrier, thread, time::Duration};

use serde_json::{Value, json};

use crate::{
    http::Reply,
    postgres::Postgres,
    promise::Promise,
    server::Server,
    vendor::{Caller, Sale, Vendor, new_customer},
};

const KEYS: usize = 50;
const COPIES: usize = 20;

/// Sends one copy; whoever is told that another copy is on its way waits for it.
fn send(vendor: &Vendor, server: &Server, caller: &Caller, path: &str, key: &str, body: &Value) -> Reply {
    loop {
        let reply = vendor.post(&server.http, caller, path, key, body).unwrap();
        if reply.status != 409 || !reply.body.contains("idempotency-in-flight") {
            return reply;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// All copies of each key; the answers, key by key.
fn send_all(
    vendor: &Vendor,
    servers: &[Server; 2],
    caller: &Caller,
    path: &str,
    body: impl Fn(usize) -> Value + Sync,
) -> Vec<Vec<Reply>> {
    let together = Barrier::new(COPIES);
    let sent: Vec<Vec<Reply>> = thread::scope(|scope| {
        let copies: Vec<_> = (0..COPIES)
            .map(|copy| {
                let (together, body) = (&together, &body);
                scope.spawn(move || {
                    let answers = (0..KEYS).map(|number| {
                        together.wait();
                        let key = format!("copies-{path}-{number:04}");
                        send(vendor, &servers[copy % 2], caller, path, &key, &body(number))
                    });
                    answers.collect()
                })
            })
            .collect();
        copies.into_iter().map(|copy| copy.join().unwrap()).collect()
    });
    (0..KEYS).map(|number| sent.iter().map(|copy| copy[number].clone()).collect()).collect()
}

/// One of the answers is the first, and all others say that they repeat it.
fn assert_one_effect(answers: &[Reply], status: u16) {
    for answer in answers {
        assert_eq!(answer.status, status, "{}", answer.body);
    }
    assert_eq!(answers.iter().filter(|answer| !answer.is_replayed()).count(), 1, "one answer is fresh");
}

#[test]
fn copies_at_two_servers_on_postgres_have_one_effect() {
    let mut promise = Promise::new(
        "A request that is repeated is done once, and every copy gets the same answer",
        format!("{KEYS} keys, {COPIES} copies of each at once, at two servers on one PostgreSQL; both doors"),
    );
    let postgres = Postgres::start();
    let mut first = Server::on_postgres(&postgres).without_limits();
    first.start();
    let mut second = first.twin();
    second.start();
    let servers = [first, second];
    let vendor = Vendor::create(&servers[0]);

    let path = "/v1/customers";
    let shop =
        send_all(&vendor, &servers, &Caller::Shop, path, |number| new_customer(&format!("copy-{number}")));
    for answers in &shop {
        assert_one_effect(answers, 201);
        let id = |answer: &Reply| answer.json()["id"].clone();
        assert!(answers.iter().all(|answer| id(answer) == id(&answers[0]) && id(answer).is_string()));
    }

    let sale: Sale = vendor.sell(&servers[0].http, "mette");
    let concern = vendor.concern(&servers[0].http, &sale, "The wand drips");
    let (caller, path) =
        (Caller::Customer(sale.subject.clone()), sale.path(&format!("/concerns/{concern}/messages")));
    let text = |number: usize| format!("Message {number:04}");
    let customer = send_all(&vendor, &servers, &caller, &path, |number| json!({"text": text(number)}));
    for answers in &customer {
        assert_one_effect(answers, 200);
    }
    let view = vendor.get(&servers[1].http, &caller, &sale.path("")).unwrap();
    for number in 0..KEYS {
        assert_eq!(view.body.matches(&text(number)).count(), 1, "{}", text(number));
    }
    promise.measured(format!(
        "{} requests of the shop and {} of a customer: each key one effect, one fresh answer, {} marked as repeated, \
         the same status and ids",
        KEYS * COPIES,
        KEYS * COPIES,
        2 * KEYS * (COPIES - 1)
    ));
    servers[0].run(&["rebuild", "--check"]);
}

//! What a body may not look like, tried on every field of every operation that the document has: a list where
//! an object belongs, and times that are nearly right. A new field needs no line here.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::fresh_key,
    contract::operations,
    harness::{Backend, TestApp},
    http::Reply,
    sample,
};

/// A change of one value in a body, and what is told of it.
struct Trial {
    request: String,
    pointer: String,
    reply: Reply,
}

impl Trial {
    fn told(&self) -> (u16, String) {
        let pointer = self.reply.json()["errors"][0]["pointer"].as_str().unwrap_or("no pointer").to_owned();
        (self.reply.status, pointer)
    }
}

/// Sends every operation's bodies with one value in another form, each place once.
fn try_all(forms: impl Fn(&Value) -> Vec<Value>) -> Vec<Trial> {
    let app = TestApp::start(Backend::Sqlite);
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    let mut tried = BTreeSet::new();
    let mut trials = Vec::new();
    for (method, template, operation) in operations() {
        let path = sample::fill(template, |name| sample::nobodys(operation, name));
        for body in sample::bodies(operation) {
            for pointer in places(&body) {
                for form in forms(body.pointer(&pointer).unwrap()) {
                    if !tried.insert(format!("{method} {template} {pointer} {form}")) {
                        continue;
                    }
                    let mut changed = body.clone();
                    *changed.pointer_mut(&pointer).unwrap() = form;
                    let reply = send(&sale, (&method, &path), &changed);
                    let request = format!("{method} {template} {changed}");
                    trials.push(Trial { request, pointer: pointer.clone(), reply });
                }
            }
        }
    }
    trials
}

/// The pointers of everything in a body, the whole first.
fn places(body: &Value) -> Vec<String> {
    let below = |name: &str, value: &Value| {
        let name = name.replace('~', "~0").replace('/', "~1");
        places(value).into_iter().map(move |rest| format!("/{name}{rest}")).collect::<Vec<_>>()
    };
    let mut all = vec![String::new()];
    match body {
        Value::Object(object) => all.extend(object.iter().flat_map(|(name, value)| below(name, value))),
        Value::Array(list) => {
            all.extend(list.iter().enumerate().flat_map(|(index, value)| below(&index.to_string(), value)));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}

fn send(sale: &TestSale, (method, path): (&str, &str), body: &Value) -> Reply {
    let key = fresh_key();
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", &*key), ("If-Match", "\"1\"")];
    let body = body.to_string();
    if path.starts_with("/v1/portal/") {
        sale.browser.send(method, path, &headers, Some(body.as_bytes()))
    } else {
        sale.system.send(method, path, &headers, Some(body.as_bytes()))
    }
}

#[test]
fn a_list_passes_for_no_object_in_any_body() {
    let trials = try_all(|value| match value.as_object() {
        Some(object) => vec![json!([]), object.values().cloned().collect()],
        None => Vec::new(),
    });
    for trial in &trials {
        assert_eq!(trial.told(), (422, trial.pointer.clone()), "{}: {}", trial.request, trial.reply.body);
    }
    let nested = trials.iter().filter(|trial| !trial.pointer.is_empty()).count();
    assert!(trials.len() > 250 && nested > 50, "{} of which {nested}", trials.len());
}

#[test]
fn a_time_that_is_nearly_right_is_refused_in_every_field() {
    let nearly_right = |value: &Value| {
        let text = value.as_str().unwrap_or_default();
        let has_form = |pattern: &str| {
            text.len() == pattern.len()
                && text.chars().zip(pattern.chars()).all(|(a, b)| a == b || a.is_ascii_digit() && b == '0')
        };
        let forms: &[&str] = if has_form("0000-00-00") {
            &["2026-1-1", "+002026-01-01", "2026-02-30", "9999-12-31"]
        } else if has_form("0000-00-00T00:00:00Z") {
            &[
                "2026-10-31T23:59:60Z",
                "+262142-12-31T23:59:59Z",
                "2026-10-31 23:59:59Z",
                "2026-10-31T23:59:59",
            ]
        } else if has_form("00:00:00") {
            &["09:00:60", "9:00:00", "24:00:00"]
        } else {
            &[]
        };
        forms.iter().map(|form| json!(form)).collect()
    };
    let trials = try_all(nearly_right);
    for trial in &trials {
        let (status, told) = trial.told();
        assert_eq!(status, 422, "{}: {}", trial.request, trial.reply.body);
        // What is read in two steps, because its other fields depend on one of them, is named as a whole.
        let is_named = told == trial.pointer || told.is_empty() && trial.request.contains("/relationship ");
        assert!(is_named, "{}: {}", trial.request, trial.reply.body);
    }
    assert!(trials.len() > 150, "{}", trials.len());
}

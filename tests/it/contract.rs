//! What every answer must be: as `openapi.json` says, and safe.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::{http::Reply, inside};

thread_local! {
    /// The operations that did what was asked, in this thread's test.
    static DONE: RefCell<BTreeSet<String>> = RefCell::default();
}

/// The API's document, as the server serves it.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    written_out(serde_json::from_str(followthrough_backend::http::openapi::DOCUMENT).unwrap())
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Every operation: method, path template, description.
pub fn operations() -> impl Iterator<Item = (String, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter();
        operations.map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
    })
}

/// The operations below a path that this test has not seen succeed.
pub fn never_done(is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let names = operations()
        .filter(|(_, path, _)| is_wanted(path))
        .map(|(method, path, _)| format!("{method} {path}"));
    DONE.with_borrow(|done| names.filter(|name| !done.contains(name)).collect())
}

/// The document with every parameter, body and answer in its operation again; schemas stay named.
fn written_out(mut document: Value) -> Value {
    let components = document["components"].clone();
    let paths = document["paths"].as_object_mut().unwrap().values_mut();
    for operation in paths.flat_map(|path| path.as_object_mut().unwrap().values_mut()) {
        let parameters = operation["parameters"].as_array_mut().into_iter().flatten();
        parameters.for_each(|parameter| look_up(parameter, &components));
        if operation["requestBody"].is_object() {
            look_up(&mut operation["requestBody"], &components);
        }
        operation["responses"].as_object_mut().unwrap().values_mut().for_each(|it| look_up(it, &components));
    }
    document
}

fn look_up(place: &mut Value, components: &Value) {
    let named = place["$ref"].as_str().and_then(|name| name.strip_prefix("#/components"));
    if let Some(named) = named.map(|name| components.pointer(name).unwrap().clone()) {
        *place = named;
    }
}

/// Compares an answer with the document.
pub fn check(method: &str, path: &str, reply: &Reply) {
    check_headers(reply);
    inside::check(path, reply);
    let path = path.split('?').next().unwrap();
    let is_ours = path.starts_with("/v1/") && !matches!(method, "OPTIONS" | "HEAD");
    let Some((template, operation)) = find(method, path).filter(|_| is_ours) else {
        // Who is not let in by a door does not learn either what is not behind it.
        let is_refused = matches!(reply.status, 401 | 404 | 405 | 429);
        assert!(!is_ours || is_refused, "undocumented: {reply:?}");
        return;
    };
    if reply.status == 304 {
        return;
    }
    if reply.status < 300 {
        DONE.with_borrow_mut(|done| done.insert(format!("{method} {template}")));
    }
    let described = &operation["responses"][documented(method, reply.status)];
    assert!(described.is_object(), "{method} {template} does not document {}: {}", reply.status, reply.body);
    if !reply.header("preference-applied").is_empty() {
        let minimal = json!({"$ref": "#/components/schemas/CustomerView"});
        let validator = validator("what is drawn at once", &minimal);
        assert!(validator.is_valid(&reply.json()), "{method} {template}: {}", reply.body);
        return;
    }
    let media_type = reply.header("content-type").split(';').next().unwrap().trim();
    let Some(content) = described["content"].as_object().filter(|content| !content.is_empty()) else {
        assert_eq!(reply.body, "", "{method} {template} documents no body for {}", reply.status);
        return;
    };
    let schema = content.get(media_type).map(|content| &content["schema"]);
    let schema = schema.unwrap_or_else(|| panic!("{method} {template} documents no {media_type}: {reply:?}"));
    if media_type.ends_with("json") {
        let validator = validator(&format!("{method} {template} {}", reply.status), schema);
        let body = reply.json();
        let faults: Vec<String> = validator
            .iter_errors(&body)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .take(5)
            .collect();
        assert!(faults.is_empty(), "{method} {template} {} is not as documented: {faults:#?}", reply.status);
    }
}

/// Under which name the document tells of a status: what any request can be refused for stands together, what only
/// some can be refused for has a name of its own.
fn documented(method: &str, status: u16) -> String {
    let has_body = method != "GET";
    match status {
        400 | 401 | 403 | 404 | 422 | 429 => "4XX".to_owned(),
        408 | 413 | 415 if has_body => "4XX".to_owned(),
        500 | 503 => "5XX".to_owned(),
        status => status.to_string(),
    }
}

/// What no answer may lack or have, whatever it is about.
fn check_headers(reply: &Reply) {
    assert_eq!(reply.header("x-content-type-options"), "nosniff", "{reply:?}");
    assert!(!reply.header("x-request-id").is_empty(), "{reply:?}");
    assert!(!reply.header("content-security-policy").is_empty(), "{reply:?}");
    assert!(!reply.header("cache-control").is_empty(), "{reply:?}");
    assert_eq!(reply.header("access-control-allow-credentials"), "", "{reply:?}");
    assert_eq!(reply.header("set-cookie"), "", "{reply:?}");
    if reply.status >= 400 {
        assert_eq!(reply.header("content-type"), "application/problem+json", "{reply:?}");
        let body = reply.json();
        assert_eq!(body["status"], reply.status, "{reply:?}");
        assert_eq!(body["request_id"], reply.header("x-request-id"), "{reply:?}");
        assert_eq!(reply.header("cache-control"), "no-store", "{reply:?}");
        let standing = &body["standing"];
        let says_where = standing["state"].is_string() && standing["allowed"].is_array();
        assert!(body["code"] != "conflict" || says_where, "no word of where it stands: {reply:?}");
    }
    assert_ne!(reply.status, 500, "{}: {}", reply.request, reply.body);
    assert!(!has_a_far_time(&reply.body), "{}: {}", reply.request, reply.body);
}

/// `2026-11-24T09:00:00Z` with or without a fraction, and nothing that only some readers can read.
fn is_instant(text: &str) -> bool {
    let (time, fraction) = text.split_once('.').unwrap_or((text, "0Z"));
    let is_whole = text.contains('.') || text.ends_with('Z');
    let is_fraction =
        fraction.strip_suffix('Z').is_some_and(|digits| digits.bytes().all(|it| it.is_ascii_digit()));
    let seconds = time.trim_end_matches('Z');
    is_whole && is_fraction && is_written_as(seconds, "0000-00-00T00:00:00") && !seconds.ends_with(":60")
}

fn is_written_as(text: &str, pattern: &str) -> bool {
    let is_right =
        |(given, wanted): (u8, u8)| if wanted == b'0' { given.is_ascii_digit() } else { given == wanted };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(is_right)
}

/// Whether somewhere stands a time of a year with more than four digits, which only `+262142-12-31T…` is.
fn has_a_far_time(body: &str) -> bool {
    let years = body.match_indices(['+', '-']).filter_map(|(place, _)| body.get(place + 1..));
    years.into_iter().any(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 4 && rest.get(digits..digits + 7).is_some_and(|day| is_written_as(day, "-00-00T"))
    })
}

/// The operation that a path belongs to; one without parameters wins.
fn find(method: &str, path: &str) -> Option<(&'static str, &'static Value)> {
    let mut found: Vec<_> = operations()
        .filter(|(known, template, _)| known == method && fits(template, path))
        .map(|(_, template, operation)| (template, operation))
        .collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    found.into_iter().next()
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(known, given)| known == given || known.starts_with('{'))
}

fn validator(name: &str, schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap();
    if let Some(validator) = known.get(name) {
        return validator.clone();
    }
    // The references of the schema lead into the document, so it takes the document's components along.
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": DOCUMENT["components"],
    });
    let options = jsonschema::options().should_validate_formats(true);
    let options = options.with_format("date", |text: &str| is_written_as(text, "0000-00-00"));
    let validator = Arc::new(options.with_format("date-time", is_instant).build(&whole).unwrap());
    known.insert(name.to_owned(), validator.clone());
    validator
}

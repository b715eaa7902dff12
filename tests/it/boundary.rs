//! What surrounds both doors: the document, the health of the server, its counts, its headers.

use std::collections::BTreeSet;

use followthrough_common::error::ErrorCode;
use serde_json::Value;

use crate::{
    builders::a_sale,
    contract::{DOCUMENT, operations},
    harness::TestApp,
    sample,
};

both!(no_route_answers_without_a_proof_or_with_the_other_doors);
fn no_route_answers_without_a_proof_or_with_the_other_doors(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (key, token) = (vendor.key.clone(), vendor.token(app, "anna").sign(&vendor.signer));
    let powerless = vendor.client_with(app, &[]);
    let mut checked = 0;
    for (method, template, operation) in operations() {
        let path = sample::fill(template, |name| sample::nobodys(operation, name));
        let body = sample::body(operation).to_string();
        if template.starts_with("/v1/calendar/") || template.starts_with("/v1/shared/") {
            // The proof is the secret in the address: without it there is nothing.
            app.http.get(&path).refused(ErrorCode::NotFound);
            continue;
        }
        let takes_token_as_body = method == "POST" && template == "/v1/portal/view";
        let kind = if takes_token_as_body { "text/plain" } else { "application/json" };
        let body = if takes_token_as_body { "x" } else { &*body };
        let is_portal = template.starts_with("/v1/portal");
        let wrong = format!("Bearer {}", if is_portal { &key } else { &token });
        let proofs: [Option<&str>; 3] = [None, Some(&wrong), Some("Bearer nonsense")];
        for proof in proofs {
            let mut headers =
                vec![("Content-Type", kind), ("Idempotency-Key", "0123456789abcdef"), ("If-Match", "\"1\"")];
            headers.extend(proof.map(|proof| ("Authorization", proof)));
            let body = (method != "GET").then_some(body.as_bytes());
            let reply = app.http.send(&method, &path, &headers, body);
            assert_eq!(reply.status, 401, "{method} {template} with {proof:?}: {}", reply.body);
        }
        if !is_portal {
            let headers = [("Content-Type", kind), ("If-Match", "\"1\"")];
            let body = (method != "GET").then_some(body.as_bytes());
            powerless.send(&method, &path, &headers, body).refused(ErrorCode::ForbiddenScope);
        }
        checked += 1;
    }
    assert!(checked > 60, "{checked}");
}

both!(a_key_does_what_its_scopes_say_and_no_more);
fn a_key_does_what_its_scopes_say_and_no_more(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let (one, cancel) = (format!("/v1/sales/{}", sale.id), format!("/v1/sales/{}/cancel", sale.id));
    let reader = vendor.client_with(app, &["sales:read"]);
    reader.get(&one).must(200);
    reader.get("/v1/customers").must(200);
    reader.post(&cancel, &serde_json::json!({})).refused(ErrorCode::ForbiddenScope);
    reader.get("/v1/templates").refused(ErrorCode::ForbiddenScope);
    reader.get("/v1/reports/summary").refused(ErrorCode::ForbiddenScope);
    let settings = vendor.client_with(app, &["settings:read"]);
    settings.get("/v1/templates").must(200);
    settings.get(&one).refused(ErrorCode::ForbiddenScope);
    vendor.client_with(app, &["reports:read"]).get("/v1/reports/summary").must(200);
    // A key that is revoked through this server is refused at once.
    let made =
        sale.system.post("/v1/api-keys", &serde_json::json!({"name": "till", "scopes": ["sales:read"]}));
    let made = made.must(201).json();
    let till = crate::clients::VendorClient::new(app, made["secret"].as_str().unwrap());
    till.get(&one).must(200);
    let listed = sale.system.get("/v1/api-keys").must(200);
    assert!(!listed.body.contains("secret"), "a secret is told once: {}", listed.body);
    let revoke = format!("/v1/api-keys/{}/revoke", made["id"].as_str().unwrap());
    sale.system.post(&revoke, &serde_json::json!({})).must(204);
    till.get(&one).refused(ErrorCode::InvalidToken);
    let wrong = serde_json::json!({"name": "till", "scopes": ["sales:read", "everything"]});
    sale.system.post("/v1/api-keys", &wrong).refuses_field("/scopes/1");
}

both!(the_document_is_served_as_it_is_printed);
fn the_document_is_served_as_it_is_printed(app: &TestApp) {
    let served = app.http.get("/openapi.json").must(200);
    assert_eq!(served.body, followthrough_backend::http::openapi::DOCUMENT);
    assert_eq!(served.json()["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    let page = app.http.get("/docs").must(200);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.body.contains("/v1/portal/sales"));
}

#[test]
fn the_committed_document_is_the_one_of_this_code() {
    let committed = followthrough_backend::http::openapi::DOCUMENT;
    let now = followthrough_backend::http::openapi::collect().unwrap();
    assert!(committed.trim_end() == now.trim_end(), "openapi.json is stale; `cargo xtask gen` writes it");
}

#[test]
fn every_code_is_documented_with_its_status() {
    let codes: BTreeSet<&str> = DOCUMENT
        .pointer("/components/schemas/ErrorCode")
        .and_then(words)
        .expect("the document lists the codes");
    for code in ErrorCode::ALL {
        assert!(codes.contains(code.as_str()), "{} is not listed", code.as_str());
        let told = format!("{} `{}`", code.status(), code.as_str());
        let mut answers = DOCUMENT["components"]["responses"].as_object().unwrap().iter();
        let group = |name: &str| name[..1] == told[..1];
        let tells = |answer: &Value| answer["description"].as_str().is_some_and(|text| text.contains(&told));
        assert!(answers.any(|(name, answer)| group(name) && tells(answer)), "{code:?}");
    }
    assert_eq!(codes.len(), ErrorCode::ALL.len());
}

/// The words of an enumeration, written in one list or in one schema each.
fn words(schema: &'static Value) -> Option<BTreeSet<&'static str>> {
    let listed = schema["enum"].as_array().map(|list| list.iter().filter_map(Value::as_str).collect());
    let each = |list: &'static Vec<Value>| {
        list.iter().filter_map(|one| one["const"].as_str().or(one["enum"][0].as_str()))
    };
    listed.or_else(|| schema["oneOf"].as_array().map(|list| each(list).collect()))
}

both!(the_operator_sees_whether_the_server_lives_is_ready_and_what_it_does);
fn the_operator_sees_whether_the_server_lives_is_ready_and_what_it_does(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.view();
    app.http.get("/v1/portal/sales").must(401);
    for http in [&app.http, &app.management] {
        assert_eq!(http.get("/livez").must(200).body, "ok\n");
        assert_eq!(http.get("/readyz").must(200).body, "ok\n");
    }
    app.http.get("/metrics").must(404);
    let page = app.management.get("/metrics").must(200).body;
    assert!(page.ends_with("# EOF\n"), "{page}");
    assert!(page.contains("/v1/portal/sales/{sale}"), "routes are counted by template: {page}");
    for secret in [&*sale.id.to_string(), "Nordic", "anna", "customer-"] {
        assert!(!page.contains(secret), "{secret} in {page}");
    }
    app.management.get("/v1/sales").must(404);
}

both!(nothing_may_be_kept_framed_or_guessed);
fn nothing_may_be_kept_framed_or_guessed(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let own = format!("/v1/portal/sales/{}", sale.id);
    for reply in [sale.browser.get(&own), sale.system.get("/v1/sales"), app.http.get("/v1/nowhere")] {
        assert_eq!(reply.header("cache-control"), "no-store", "{}", reply.request);
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{}", reply.request);
        assert!(
            reply.header("content-security-policy").contains("frame-ancestors 'none'"),
            "{}",
            reply.request
        );
        assert_eq!(reply.header("server"), "", "{}", reply.request);
    }
    // A stranger does not choose the name under which a request is logged.
    let named = app.http.send("GET", "/livez", &[("X-Request-Id", "chosen-by-me")], None);
    assert_ne!(named.header("x-request-id"), "chosen-by-me");
    let again = app.http.get("/livez");
    assert_ne!(named.header("x-request-id"), again.header("x-request-id"));
}

both!(what_only_the_vendor_may_know_is_not_in_what_the_customer_sees);
fn what_only_the_vendor_may_know_is_not_in_what_the_customer_sees(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let view = sale.browser.get(&format!("/v1/portal/sales/{}", sale.id)).must(200).body;
    for word in [
        "anna@berg.example",
        "clock_offset",
        "assignee",
        "suppressed_for",
        "raised_by",
        "next_due_at",
        "\"actor\"",
    ] {
        assert!(!view.contains(word), "{word}");
    }
}

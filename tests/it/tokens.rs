//! Attacks on the customer's door, T1 to T10 of the threat model: whatever is not a genuine, timely token of
//! this very kind is 401, with the same words for every forgery.

use followthrough_backend::repo::vendor;
use followthrough_common::error::ErrorCode;
use serde_json::{Value, json};

use crate::{
    builders::a_sale,
    clients::path,
    contract::operations,
    harness::{SHOP, TestApp, TestVendor, at},
    http::{Reply, without_request_id},
    sample,
    token::{Signer, Token, encode},
};

fn knock(app: &TestApp, token: &str) -> Reply {
    app.http.send("GET", "/v1/portal/sales", &[("Authorization", &format!("Bearer {token}"))], None)
}

/// Every one of them is refused with the same body.
#[track_caller]
fn all_refused(app: &TestApp, tokens: impl IntoIterator<Item = (String, String)>) {
    let expected = without_request_id(&knock(app, "x").refused(ErrorCode::InvalidToken));
    for (what, token) in tokens {
        let reply = knock(app, &token);
        assert_eq!((reply.status, &*reply.code()), (401, "invalid-token"), "{what}: {}", reply.body);
        assert!(without_request_id(&reply) == expected, "{what} tells something: {}", reply.body);
        assert_eq!(reply.header("www-authenticate"), "Bearer", "{what}");
    }
}

fn signed(vendor: &TestVendor, what: &str, token: &Token) -> (String, String) {
    (what.to_owned(), token.sign(&vendor.signer))
}

both!(genuine_tokens_of_both_kinds_are_let_in);
fn genuine_tokens_of_both_kinds_are_let_in(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna");
    for signer in [&vendor.signer, &vendor.other_signer] {
        knock(app, &token.sign(signer)).must(200);
    }
    let full = token
        .claim("nbf", json!(at("2026-11-02T08:59:00Z").timestamp()))
        .claim("jti", json!("one"))
        .claim("name", json!("Anna"))
        .claim("locale", json!("da-DK"))
        .claim("zone", json!("Europe/Copenhagen"))
        .claim("unheard_of", json!({"of": "us"}));
    knock(app, &full.sign(&vendor.signer)).must(200);
}

both!(t1_a_token_without_a_signature_is_refused);
fn t1_a_token_without_a_signature_is_refused(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna");
    let good = token.sign(&vendor.signer);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let mut tokens = Vec::new();
    for algorithm in ["none", "None", "nOnE", "NONE", "", "HS512", "HS384", "RS256"] {
        let forged = token.clone().with_header("alg", json!(algorithm));
        tokens.push(signed(&vendor, algorithm, &forged));
        let header = json!({"alg": algorithm, "kid": vendor.signer.key_id, "typ": "followthrough+jwt"});
        tokens.push((format!("{algorithm} bare"), format!("{}.{}.", encode(&header), encode(&token.claims))));
    }
    for (what, text) in [
        ("no signature", format!("{message}.")),
        ("two parts", message.to_owned()),
        ("four parts", format!("{good}.{signature}")),
        ("trailing dot", format!("{good}.")),
        ("leading dot", format!(".{good}")),
        ("padding", format!("{good}=")),
        ("half a signature", format!("{message}.{}", &signature[..20])),
        ("empty parts", "..".to_owned()),
    ] {
        tokens.push((what.to_owned(), text));
    }
    all_refused(app, tokens);
}

both!(t2_the_algorithm_is_the_keys_and_not_the_tokens);
fn t2_the_algorithm_is_the_keys_and_not_the_tokens(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna");
    let public = vendor.other_signer.public_key();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "…"}).to_string();
    let mut tokens: Vec<_> = [public.as_slice(), jwk.as_bytes(), b"-----BEGIN PUBLIC KEY-----", b""]
        .into_iter()
        .map(|secret| {
            let forger = Signer::with_secret(&vendor.other_signer.key_id, secret);
            ("public key as a secret".to_owned(), token.sign(&forger))
        })
        .collect();
    let as_ed_dsa = token.clone().with_header("alg", json!("EdDSA"));
    tokens.push(signed(&vendor, "HS256 that says EdDSA", &as_ed_dsa));
    let as_hs256 = token.with_header("alg", json!("HS256"));
    tokens.push(("EdDSA that says HS256".to_owned(), as_hs256.sign(&vendor.other_signer)));
    all_refused(app, tokens);
}

both!(t3_a_key_id_is_only_looked_up_among_the_vendors_own);
fn t3_a_key_id_is_only_looked_up_among_the_vendors_own(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let token = vendor.token(app, "anna");
    let long = "k".repeat(65);
    let names =
        ["../../dev/null", "' OR '1'='1", "a\0b", "", " ", &long, "sgk_01h2xcejqtf2nbrexx3vqjhp41", "ключ"];
    let mut tokens: Vec<_> = names
        .iter()
        .map(|name| signed(&vendor, name, &token.clone().with_header("kid", json!(name))))
        .collect();
    tokens.push(signed(&vendor, "number", &token.clone().with_header("kid", json!(7))));
    tokens.push(signed(&vendor, "none", &token.clone().with_header("kid", Value::Null)));
    // The other vendor's key, named as its own.
    tokens.push(("another vendor's key".to_owned(), token.sign(&other.signer)));
    let foreign = Signer::with_secret(&other.signer.key_id, b"whatever");
    tokens.push(("another vendor's key id".to_owned(), token.sign(&foreign)));
    all_refused(app, tokens);
}

both!(t4_a_token_does_not_say_where_its_key_is);
fn t4_a_token_does_not_say_where_its_key_is(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna");
    let evil = json!("https://evil.example/keys");
    let headers = [
        ("jku", evil.clone()),
        ("x5u", evil),
        ("jwk", json!({"kty": "oct"})),
        ("x5c", json!(["AAAA"])),
        ("crit", json!(["exp"])),
    ];
    let tokens = headers.map(|(name, value)| signed(&vendor, name, &token.clone().with_header(name, value)));
    all_refused(app, tokens);
}

both!(t6_nobody_is_let_in_without_a_proof);
fn t6_nobody_is_let_in_without_a_proof(app: &TestApp) {
    app.http.get("/v1/portal/sales").refused(ErrorCode::AuthMissing);
    for header in ["Basic YTpi", "bearer", "Bearer", "Bearer ", "Token x"] {
        let reply = app.http.send("GET", "/v1/portal/sales", &[("Authorization", header)], None);
        assert_eq!(reply.status, 401, "{header}");
    }
    let random = "6f1e8a7c".repeat(8);
    all_refused(app, [("random".to_owned(), random), ("long".to_owned(), "a.b.".repeat(2000))]);
    // Neither the query nor a cookie is a place for a token.
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna").sign(&vendor.signer);
    app.http.get(&format!("/v1/portal/sales?access_token={token}")).refused(ErrorCode::AuthMissing);
    let cookie = format!("token={token}");
    app.http.send("GET", "/v1/portal/sales", &[("Cookie", &cookie)], None).refused(ErrorCode::AuthMissing);
}

both!(t7_a_token_for_elsewhere_is_refused);
fn t7_a_token_for_elsewhere_is_refused(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let token = vendor.token(app, "anna");
    let audience = app.app.config.server.public_url.as_str();
    let claims = [
        ("aud", json!("https://staging.follow.example")),
        ("aud", json!(format!("{audience}/"))),
        ("aud", json!(audience.to_uppercase())),
        ("aud", json!([audience])),
        ("aud", Value::Null),
        ("iss", json!(other.id)),
        ("iss", json!("ven_01h2xcejqtf2nbrexx3vqjhp41")),
        ("iss", json!("")),
        ("iss", Value::Null),
        ("sub", Value::Null),
        ("sub", json!("")),
        ("sub", json!(" anna")),
        ("sub", json!("anna\u{0}")),
        ("sub", json!("a".repeat(129))),
    ];
    let tokens = claims.map(|(name, value)| {
        let what = format!("{name} {value}");
        signed(&vendor, &what, &token.clone().claim(name, value))
    });
    all_refused(app, tokens);
}

both!(t8_a_token_lives_fifteen_minutes_at_most);
fn t8_a_token_lives_fifteen_minutes_at_most(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna");
    let now = at(crate::harness::MONDAY).timestamp();
    let lived = |issued: i64, expires: i64| {
        let token = token.clone().claim("iat", json!(now + issued)).claim("exp", json!(now + expires));
        knock(app, &token.sign(&vendor.signer))
    };
    lived(0, 900).must(200);
    lived(-900, 0).must(200);
    lived(-300, -29).must(200);
    lived(-300, -30).refused(ErrorCode::TokenExpired);
    lived(-86_400, -86_000).refused(ErrorCode::TokenExpired);
    lived(30, 600).must(200);
    lived(31, 600).refused(ErrorCode::TokenNotYetValid);
    lived(0, 901).refused(ErrorCode::InvalidToken);
    lived(0, 315_360_000).refused(ErrorCode::InvalidToken);
    lived(0, 0).refused(ErrorCode::InvalidToken);
    lived(0, -10).refused(ErrorCode::InvalidToken);
    let later = token.clone().claim("nbf", json!(now + 60));
    knock(app, &later.sign(&vendor.signer)).refused(ErrorCode::TokenNotYetValid);
    let forms = [
        json!("soon"),
        json!(1e308),
        json!(-1),
        json!(4.5e9),
        json!(i64::MAX),
        json!(u64::MAX),
        json!([now]),
        Value::Null,
    ];
    let tokens = ["exp", "iat"].into_iter().flat_map(|name| {
        let (vendor, token) = (&vendor, &token);
        forms.iter().map(move |form| {
            signed(vendor, &format!("{name} {form}"), &token.clone().claim(name, form.clone()))
        })
    });
    all_refused(app, tokens);
}

both!(t9_a_token_is_of_use_only_on_the_vendors_pages_and_until_it_is_revoked);
fn t9_a_token_is_of_use_only_on_the_vendors_pages_and_until_it_is_revoked(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = format!("Bearer {}", vendor.token(app, "anna").sign(&vendor.signer));
    let from = |origin: &str| {
        let headers = [("Authorization", &*token), ("Origin", origin)];
        app.http.send("GET", "/v1/portal/sales", &headers, None)
    };
    from(SHOP).must(200);
    from("https://evil.example").refused(ErrorCode::ForbiddenOrigin);
    from("null").refused(ErrorCode::ForbiddenOrigin);
    let (id, now) = (vendor.id, app.app.clock.now());
    app.write(move |conn| Ok(vendor::revoke_tokens_before(conn, id, now + chrono::TimeDelta::seconds(1))?));
    // Another server has not asked for this vendor's keys yet, so it knows at once.
    let twin = app.twin();
    let reply = twin.http.send("GET", "/v1/portal/sales", &[("Authorization", &token)], None);
    reply.refused(ErrorCode::TokenExpired);
}

both!(t10_every_kind_of_proof_opens_its_own_door_only);
fn t10_every_kind_of_proof_opens_its_own_door_only(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(app, "anna");
    let mut tokens = vec![("an API key".to_owned(), vendor.key.clone())];
    for kind in ["JWT", "at+jwt", "followthrough+JWT", ""] {
        tokens.push(signed(&vendor, kind, &token.clone().with_header("typ", json!(kind))));
    }
    tokens.push(signed(&vendor, "no type", &token.clone().with_header("typ", Value::Null)));
    all_refused(app, tokens);
    let customer = format!("Bearer {}", token.sign(&vendor.signer));
    let forged_key = format!("Bearer {}", vendor.key.replace("ft_test_", "ft_live_"));
    let spoilt_key = format!("Bearer {}x", vendor.key);
    for proof in [&customer, &forged_key, &spoilt_key] {
        app.http.send("GET", "/v1/sales", &[("Authorization", proof)], None).refused(ErrorCode::InvalidToken);
    }
}

both!(a_token_shows_and_allows_no_more_than_it_says);
fn a_token_shows_and_allows_no_more_than_it_says(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("anna").with("reference", json!("SO-A")).open(app, &vendor);
    let listed = |browser: &crate::clients::CustomerClient| {
        browser.get("/v1/portal/sales").must(200).json()["items"].as_array().unwrap().len()
    };
    let concern = json!({"kind": "problem", "severity": "small", "words": "It drips"});
    let concerns = path(sale.id, "/concerns");
    let of_sale = |path: &str| path.starts_with("/v1/portal/sales/") && sample::names(path) == ["sale"];
    let reads = operations().filter(|(method, path, _)| method == "GET" && of_sale(path));
    let reads: Vec<String> = reads.map(|(_, path, _)| path.to_owned()).collect();
    assert!(reads.len() > 3, "{reads:?}");
    for (names, is_shown) in
        [(json!(["SO-A"]), true), (json!([sale.id]), true), (json!(["SO-B"]), false), (json!([]), false)]
    {
        let browser = sale.browser.clone().claiming("sales", names);
        assert_eq!(listed(&browser), usize::from(is_shown));
        let status = if is_shown { 200 } else { 404 };
        for read in &reads {
            browser.get(&sample::fill(read, |_| sale.id.to_string())).must(status);
        }
        browser.post(&concerns, &concern).must(status);
    }
    let reader = sale.browser.clone().claiming("scope", json!("agenda:read"));
    reader.get(&path(sale.id, "")).must(200);
    reader.post(&concerns, &concern).refused(ErrorCode::ForbiddenScope);
    let nothing = sale.browser.clone().claiming("scope", json!(""));
    nothing.get(&path(sale.id, "")).refused(ErrorCode::ForbiddenScope);
    // A member who looks with the customer's eyes does not act with their hands.
    let member = sale.browser.clone().claiming("act", json!({"sub": vendor.member}));
    member.get(&path(sale.id, "")).must(200);
    member.post(&concerns, &concern).refused(ErrorCode::ForbiddenScope);
    assert_eq!(member.get("/v1/portal/view").must(200).json()["read_only"], true);
    assert_eq!(app.database.count("concern"), 2, "one for each list that names the sale");
}

both!(somebody_unheard_of_has_an_empty_list);
fn somebody_unheard_of_has_an_empty_list(app: &TestApp) {
    let browser = app.vendor("Nordic Coffee").customer(app, "nobody-yet");
    assert_eq!(browser.get("/v1/portal/sales").must(200).json(), json!({"items": [], "next_cursor": null}));
    let first = browser.get("/v1/portal/view").must(200).json();
    assert_eq!((&first["view"], &first["sales"]), (&Value::Null, &json!([])));
}

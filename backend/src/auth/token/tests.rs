//! The forgeries T1 to T10 of the threat model, each as a row. Every row differs from a genuine token in
//! one thing, and the genuine token passes.

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

use super::*;

const VENDOR: &str = "ven_01h2xcejqtf2nbrexx3vqjhp41";
const AUDIENCE: &str = "https://follow.example";
const NOW: i64 = 1_790_000_000;

fn hs256() -> Key {
    Key::Hs256(vec![7; 32])
}

fn ed25519() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn eddsa() -> Key {
    Key::EdDsa(ed25519().verifying_key().to_bytes())
}

fn header() -> Value {
    json!({"alg": "HS256", "kid": "sig_1", "typ": TOKEN_TYPE})
}

fn claims() -> Value {
    json!({"iss": VENDOR, "sub": "customer-1", "aud": AUDIENCE, "iat": NOW - 10, "exp": NOW + 600})
}

/// A valid object with some members replaced; `null` removes one.
fn with(mut base: Value, changes: &Value) -> Value {
    let members = base.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members.insert(name.clone(), value.clone());
        if value.is_null() {
            members.remove(name);
        }
    }
    base
}

fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn mac(message: &str, secret: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret).unwrap().chain_update(message.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn signed_text(header: &str, claims: &str) -> String {
    let message = message(header, claims);
    let signature = mac(&message, &[7; 32]);
    format!("{message}.{signature}")
}

fn signed(header: &Value, claims: &Value) -> String {
    signed_text(&header.to_string(), &claims.to_string())
}

fn judge(token: &str, key: &Key) -> Result<Verified, Refusal> {
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    Unverified::parse(token)?.verify(key, Rules { audience: AUDIENCE, now, valid_after: None })
}

fn is_invalid(token: &str) -> bool {
    matches!(judge(token, &hs256()), Err(Refusal::Invalid(_)))
}

#[test]
fn a_genuine_token_of_either_algorithm_passes() {
    let verified = judge(&signed(&header(), &claims()), &hs256()).unwrap();
    assert_eq!(verified.vendor.to_string(), VENDOR);
    assert_eq!(&*verified.subject, "customer-1");

    let message = message(&with(header(), &json!({"alg": "EdDSA"})).to_string(), &claims().to_string());
    let signature = URL_SAFE_NO_PAD.encode(ed25519().sign(message.as_bytes()).to_bytes());
    assert!(judge(&format!("{message}.{signature}"), &eddsa()).is_ok());
}

#[test]
fn t1_no_algorithm_and_no_signature() {
    for alg in ["none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", "HS384", "HS512", "RS256", "ES256"] {
        assert!(is_invalid(&signed(&with(header(), &json!({"alg": alg})), &claims())), "{alg}");
    }
    let message = message(&with(header(), &json!({"alg": "none"})).to_string(), &claims().to_string());
    let genuine = signed(&header(), &claims());
    let unsigned = genuine.rsplit_once('.').unwrap().0;
    for token in [
        message.clone(),
        format!("{message}."),
        format!("{message}.."),
        unsigned.to_owned(),
        format!("{unsigned}."),
        format!("{unsigned}..."),
        format!("{genuine}."),
        format!("{genuine}="),
        format!(".{genuine}"),
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "null".to_owned(),
    ] {
        assert!(is_invalid(&token), "{token}");
    }
    assert!(is_invalid(&signed(&with(header(), &json!({"alg": null})), &claims())));
}

#[test]
fn t2_the_public_key_is_no_secret() {
    let public = ed25519().verifying_key().to_bytes();
    let der_prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    let der = [&der_prefix[..], &public].concat();
    let standard = base64::engine::general_purpose::STANDARD;
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", standard.encode(&der));
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(public)}).to_string();
    for secret in [&public[..], &der, pem.as_bytes(), pem.trim_end().as_bytes(), jwk.as_bytes()] {
        for alg in ["HS256", "EdDSA"] {
            let message = message(&with(header(), &json!({"alg": alg})).to_string(), &claims().to_string());
            let token = format!("{message}.{}", mac(&message, secret));
            assert!(matches!(judge(&token, &eddsa()), Err(Refusal::Invalid(_))), "{alg}");
        }
    }
}

#[test]
fn t3_a_key_id_is_a_word() {
    let long = "k".repeat(65);
    for kid in ["../../dev/null", "' OR 1=1 --", "a\0b", "", "a b", "a/b", "ключ", long.as_str()] {
        let token = signed(&with(header(), &json!({"kid": kid})), &claims());
        assert!(Unverified::parse(&token).is_err(), "{kid}");
    }
    let huge = signed(&with(header(), &json!({"kid": "k".repeat(64 * 1024)})), &claims());
    assert!(Unverified::parse(&huge).is_err());
}

#[test]
fn t4_a_token_brings_no_key_of_its_own() {
    for name in ["jku", "x5u", "jwk", "x5c", "crit"] {
        for value in ["null", "\"https://evil.example/keys\"", "{}", "[]", "[\"b64\"]"] {
            let text = format!(r#"{{"alg":"HS256","kid":"sig_1","typ":"{TOKEN_TYPE}","{name}":{value}}}"#);
            assert!(is_invalid(&signed_text(&text, &claims().to_string())), "{text}");
        }
    }
}

#[test]
fn t6_a_random_or_changed_proof_is_none() {
    let genuine = signed(&header(), &claims());
    let (message, signature) = genuine.rsplit_once('.').unwrap();
    assert!(is_invalid(&format!("{message}.{}", URL_SAFE_NO_PAD.encode([1; 32]))));
    assert!(is_invalid(&format!("{message}.{}", &signature[..20])));
    let other = signed(&header(), &with(claims(), &json!({"sub": "customer-2"})));
    assert!(is_invalid(&format!("{}.{signature}", other.rsplit_once('.').unwrap().0)));
}

#[test]
fn t7_a_token_for_another_installation_is_refused() {
    for aud in [
        json!("https://staging.follow.example"),
        json!("https://follow.example/"),
        json!("https://follow.example.evil"),
        json!("http://follow.example"),
        json!("HTTPS://FOLLOW.EXAMPLE"),
        json!(""),
        json!(["https://follow.example"]),
        json!(null),
        json!(3),
    ] {
        assert!(is_invalid(&signed(&header(), &with(claims(), &json!({"aud": aud})))), "{aud}");
    }
    for iss in [json!("ven_"), json!("vendor"), json!(null), json!("sale_01h2xcejqtf2nbrexx3vqjhp41")] {
        assert!(is_invalid(&signed(&header(), &with(claims(), &json!({"iss": iss})))), "{iss}");
    }
}

#[test]
fn t8_times_are_kept() {
    let cases = [
        (json!({"iat": NOW - 600, "exp": NOW - 31}), Some(Refusal::Expired)),
        (json!({"iat": NOW - 600, "exp": NOW - 30}), Some(Refusal::Expired)),
        (json!({"iat": NOW - 600, "exp": NOW - 29}), None),
        (json!({"iat": NOW + 30, "exp": NOW + 60}), None),
        (json!({"iat": NOW + 31, "exp": NOW + 60}), Some(Refusal::NotYetValid)),
        (json!({"nbf": NOW + 31}), Some(Refusal::NotYetValid)),
        (json!({"nbf": NOW + 30}), None),
        (json!({"iat": NOW, "exp": NOW + 900}), None),
        (json!({"iat": NOW, "exp": NOW + 901}), Some(Refusal::Invalid("lifetime"))),
        (json!({"iat": NOW, "exp": NOW + 315_360_000}), Some(Refusal::Invalid("lifetime"))),
        (json!({"iat": NOW, "exp": NOW}), Some(Refusal::Invalid("lifetime"))),
        (json!({"iat": 0, "exp": 100}), Some(Refusal::Expired)),
        (json!({"iat": -900, "exp": -1}), Some(Refusal::Expired)),
        (json!({"exp": i64::MAX}), Some(Refusal::Invalid("time"))),
        (json!({"iat": i64::MIN}), Some(Refusal::Invalid("time"))),
    ];
    for (changes, refusal) in cases {
        let found = judge(&signed(&header(), &with(claims(), &changes)), &hs256());
        assert_eq!(found.err(), refusal, "{changes}");
    }
    for time in ["1e308", "1.5", "\"1790000600\"", "null", "[]", "true", "99999999999999999999"] {
        for name in ["exp", "iat"] {
            let text = with(claims(), &json!({name: "TIME"})).to_string().replace("\"TIME\"", time);
            assert!(is_invalid(&signed_text(&header().to_string(), &text)), "{name} {time}");
        }
    }
    assert!(is_invalid(&signed(&header(), &with(claims(), &json!({"exp": null})))));
    assert!(is_invalid(&signed(&header(), &with(claims(), &json!({"iat": null})))));
}

#[test]
fn t8_a_revoked_token_counts_as_expired() {
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let rules = Rules { audience: AUDIENCE, now, valid_after: Some(now) };
    let token = Unverified::parse(&signed(&header(), &claims())).unwrap();
    assert_eq!(token.verify(&hs256(), rules), Err(Refusal::Expired));
}

#[test]
fn t10_another_kind_of_token_is_refused() {
    for typ in [json!("JWT"), json!("at+jwt"), json!("Followthrough+JWT"), json!(""), json!(null)] {
        assert!(is_invalid(&signed(&with(header(), &json!({"typ": typ})), &claims())), "{typ}");
    }
    assert!(is_invalid("ft_live_01h2xcejqtf2nbrexx3vqjhp41_01h2xcejqtf2nbrexx3vqjhp42_secret"));
}

#[test]
fn claims_given_twice_or_out_of_bounds_are_refused() {
    let twice = claims().to_string().replacen('{', "{\"sub\":\"customer-2\",", 1);
    assert!(is_invalid(&signed_text(&header().to_string(), &twice)));
    for changes in [
        json!({"sub": ""}),
        json!({"sub": " a"}),
        json!({"sub": "a\nb"}),
        json!({"sub": "x".repeat(129)}),
        json!({"sub": 7}),
        json!({"act": {"sub": "admin"}}),
        json!({"act": true}),
        json!({"sales": vec!["a"; 201]}),
        json!({"sales": "all"}),
    ] {
        assert!(is_invalid(&signed(&header(), &with(claims(), &changes))), "{changes}");
    }
    assert!(is_invalid(&signed(&header(), &with(claims(), &json!({"name": "x".repeat(5000)})))));
}

#[test]
fn a_list_is_no_set_of_claims_and_no_header() {
    let in_order =
        json!([VENDOR, "customer-1", AUDIENCE, NOW - 10, NOW + 600, null, null, null, null, null, null]);
    assert!(is_invalid(&signed_text(&header().to_string(), &in_order.to_string())));
    let in_order = json!(["HS256", "sig_1", TOKEN_TYPE]);
    assert!(is_invalid(&signed_text(&in_order.to_string(), &claims().to_string())));
    let looking = with(claims(), &json!({"act": ["mem_01h455vb4pex5vsknk084sn02q"]}));
    assert!(is_invalid(&signed(&header(), &looking)));
    for text in ["null", "7", "\"x\"", "[]", "{}", "[{}]"] {
        assert!(is_invalid(&signed_text(&header().to_string(), text)), "{text}");
        assert!(is_invalid(&signed_text(text, &claims().to_string())), "{text}");
    }
}

#[test]
fn wishes_that_cannot_be_read_are_dropped() {
    let changes = json!({"locale": "../../etc", "zone": "+99:99", "unknown": {"deep": []}});
    let verified = judge(&signed(&header(), &with(claims(), &changes)), &hs256()).unwrap();
    assert_eq!((verified.locale, verified.zone), (None, None));
    for (tag, known) in [("de", true), ("pt-BR", true), ("sr-Latn-RS", true), ("d", false), ("de-", false)] {
        assert_eq!(is_language_tag(tag), known, "{tag}");
    }
}

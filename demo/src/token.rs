//! Signs a customer's token, as the README shows it for a vendor's own server.

use anyhow::{Context as _, Result};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

use crate::memory::Keys;

/// How long it is good for, in seconds.
const LIFETIME: i64 = 600;
/// What stands before the 32 bytes of an Ed25519 key in PKCS#8.
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// Whom a token is for.
#[derive(Debug, Clone, Copy)]
pub struct Bearer<'a> {
    /// The vendor's own id of the customer.
    pub subject: &'a str,
    /// Where they are.
    pub zone: &'a str,
    /// The API that it is for.
    pub audience: &'a str,
}

/// A token that begins at `now`, in seconds of the real clock.
pub fn sign(keys: &Keys, bearer: Bearer<'_>, now: i64) -> Result<String> {
    let key = STANDARD.decode(&keys.private_key).context("the private key is no base64")?;
    let key = key.strip_prefix(&PKCS8).context("the private key is none of Ed25519 in PKCS#8")?;
    let key = SigningKey::from_bytes(key.try_into().context("the private key has not 32 bytes")?);
    let head = json!({ "alg": "EdDSA", "kid": keys.signing_key, "typ": "followthrough+jwt" });
    let claims = json!({
        "iss": keys.vendor,
        "sub": bearer.subject,
        "aud": bearer.audience,
        "iat": now,
        "exp": now + LIFETIME,
        "zone": bearer.zone,
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&head), part(&claims));
    let signature = key.sign(message.as_bytes()).to_bytes();
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

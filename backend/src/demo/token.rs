//! Signs a customer token as a vendor's own server would: the demo's portal stands for one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::id::VendorId;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    auth::token::TOKEN_TYPE,
    problem::Error,
    repo::signing_key::{self, Material, SigningKey},
    vault::Vault,
};

/// How long it is good for.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Whom a token is for.
#[derive(Debug)]
pub struct Bearer<'a> {
    /// Whose customer.
    pub vendor: VendorId,
    /// The vendor's own id of them.
    pub subject: &'a str,
    /// Where they are.
    pub zone: &'a str,
    /// The API that it is for.
    pub audience: &'a str,
}

/// A token that begins at `now`, real time.
pub fn sign(
    vault: &Vault,
    key: &SigningKey,
    bearer: &Bearer<'_>,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let broken = |what: &str| Error::Internal(format!("the demo's key {} has {what}", key.id));
    let Material::Hs256 { sealed_secret } = &key.material else { return Err(broken("no secret")) };
    let secret = vault.open(&signing_key::place(bearer.vendor, key.id), sealed_secret)?;
    let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| broken("no secret"))?;
    let mac = Hmac::<Sha256>::new_from_slice(&secret).map_err(|_| broken("a bad secret"))?;
    let header = json!({ "alg": "HS256", "kid": key.id, "typ": TOKEN_TYPE });
    let claims = json!({
        "iss": bearer.vendor,
        "sub": bearer.subject,
        "aud": bearer.audience,
        "iat": now.timestamp(),
        "exp": (now + LIFETIME).timestamp(),
        "zone": bearer.zone,
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&header), part(&claims));
    let signature = mac.chain_update(&message).finalize().into_bytes();
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

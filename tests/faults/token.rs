//! Customer tokens, signed as a vendor's server does.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

/// What a vendor's server signs with.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The vendor's id.
    pub vendor: String,
    /// The API's origin.
    pub audience: String,
    /// The key's id.
    pub key: String,
    /// The key's secret in base64url.
    pub secret: String,
}

impl Signer {
    /// A token of the customer whom the vendor calls `subject`, good for ten minutes.
    pub fn sign(&self, subject: &str) -> String {
        let now = now();
        let header = json!({"alg": "HS256", "kid": self.key, "typ": "followthrough+jwt"});
        let claims = json!({
            "iss": self.vendor, "sub": subject, "aud": self.audience, "iat": now - 1, "exp": now + 600,
        });
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", encode(&header), encode(&claims));
        let secret = URL_SAFE_NO_PAD.decode(&self.secret).unwrap();
        let mac = Hmac::<Sha256>::new_from_slice(&secret).unwrap().chain_update(&message);
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "tokens expire by the time of the real world")]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

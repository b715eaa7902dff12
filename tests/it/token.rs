//! Customer tokens, made by hand, so that a test can make any bad one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use followthrough_backend::clock::Clock as _;
use followthrough_common::id::VendorId;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::TestApp;

/// What a vendor's server signs with.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The `kid`.
    pub key_id: String,
    /// The `alg`.
    pub algorithm: &'static str,
    secret: Secret,
}

#[derive(Debug, Clone)]
enum Secret {
    Shared(Vec<u8>),
    Private(Box<SigningKey>),
}

impl Signer {
    /// With a secret that both sides have, in base64url.
    pub fn hs256(key_id: String, secret: &str) -> Self {
        let secret = Secret::Shared(URL_SAFE_NO_PAD.decode(secret).unwrap());
        Self { key_id, algorithm: "HS256", secret }
    }

    /// The same with any bytes for a secret.
    pub fn with_secret(key_id: &str, secret: &[u8]) -> Self {
        Self { key_id: key_id.to_owned(), algorithm: "HS256", secret: Secret::Shared(secret.to_vec()) }
    }

    /// With the private half of a pair.
    pub fn ed_dsa(key_id: String, pair: SigningKey) -> Self {
        Self { key_id, algorithm: "EdDSA", secret: Secret::Private(Box::new(pair)) }
    }

    /// The public half of a pair.
    pub fn public_key(&self) -> Vec<u8> {
        match &self.secret {
            Secret::Private(pair) => pair.verifying_key().as_bytes().to_vec(),
            Secret::Shared(_) => panic!("a shared secret has no public half"),
        }
    }

    fn sign(&self, message: &str) -> Vec<u8> {
        match &self.secret {
            Secret::Shared(secret) => {
                let mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
                mac.chain_update(message).finalize().into_bytes().to_vec()
            }
            Secret::Private(pair) => pair.sign(message.as_bytes()).to_vec(),
        }
    }
}

/// A token before it is signed.
#[derive(Debug, Clone)]
pub struct Token {
    /// The claims.
    pub claims: Value,
    /// What the header says besides `alg`, `kid` and `typ`, or instead of them.
    pub header: Value,
}

impl Token {
    /// One that the server accepts.
    pub fn new(vendor: VendorId, subject: &str, app: &TestApp) -> Self {
        let now = app.clock.now().timestamp();
        let claims = json!({
            "iss": vendor,
            "sub": subject,
            "aud": app.app.config.server.public_url.as_str(),
            "iat": now,
            "exp": now + 600,
        });
        Self { claims, header: json!({}) }
    }

    /// The same with one claim changed, or taken away by `null`.
    #[must_use]
    pub fn claim(mut self, name: &str, value: Value) -> Self {
        set(&mut self.claims, name, value);
        self
    }

    /// The same with one member of the header changed, or taken away by `null`.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    /// The text.
    pub fn sign(&self, signer: &Signer) -> String {
        let mut header = json!({"alg": signer.algorithm, "kid": signer.key_id, "typ": "followthrough+jwt"});
        for (name, value) in self.header.as_object().unwrap() {
            set(&mut header, name, value.clone());
        }
        let message = format!("{}.{}", encode(&header), encode(&self.claims));
        let signature = URL_SAFE_NO_PAD.encode(signer.sign(&message));
        format!("{message}.{signature}")
    }
}

/// `null` takes away: a claim that is `null` is made by [`Token::claims`] itself.
fn set(object: &mut Value, name: &str, value: Value) {
    let members = object.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
}

/// JSON as a part of a token.
pub fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

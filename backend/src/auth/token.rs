//! Customer tokens (JWT, RFC 7519 and the best current practice RFC 8725). A token is parsed into an
//! [`Unverified`], which tells nothing but whose key to fetch; only [`Unverified::verify`] makes a
//! [`Verified`]. So "decoded but not checked" cannot be written. Knows no database and no HTTP.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use followthrough_common::{
    id::{MemberId, VendorId},
    text::Line,
    time::ZoneName,
};
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::Refusal;
use crate::json;

/// The most bytes of a token.
const TOKEN_LIMIT: usize = 4096;
/// What the header's `typ` must say, so that no other kind of token of the vendor passes for ours.
pub const TOKEN_TYPE: &str = "followthrough+jwt";
/// The longest time from `iat` to `exp`.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// What two clocks may differ by.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// The longest `sub`.
const SUBJECT_LIMIT: usize = 128;
/// The longest list of sales.
const SALES_LIMIT: usize = 200;

/// How a vendor signs.
#[derive(Clone, PartialEq, Eq)]
pub enum Key {
    /// HMAC with SHA-256; we made the secret.
    Hs256(Vec<u8>),
    /// Ed25519; we hold the public half only.
    EdDsa([u8; 32]),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Key({}, …)", self.algorithm())
    }
}

impl Key {
    /// What `alg` must say for this key.
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Hs256(_) => "HS256",
            Self::EdDsa(_) => "EdDSA",
        }
    }

    fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Hs256(secret) => Hmac::<Sha256>::new_from_slice(secret)
                .is_ok_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok()),
            Self::EdDsa(public) => VerifyingKey::from_bytes(public)
                .and_then(|key| key.verify_strict(message, &Signature::from_slice(signature)?))
                .is_ok(),
        }
    }
}

/// What a token must fit besides its signature.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Our public URL, which `aud` must equal.
    pub audience: &'a str,
    /// The real time, not a test clock's.
    pub now: DateTime<Utc>,
    /// Tokens issued earlier were revoked.
    pub valid_after: Option<DateTime<Utc>>,
}

/// A token whose signature nobody has checked.
#[derive(Debug)]
pub struct Unverified {
    algorithm: String,
    key_id: String,
    claims: Claims,
    message: String,
    signature: Vec<u8>,
}

/// What a genuine, timely token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub(super) vendor: VendorId,
    pub(super) subject: Line,
    pub(super) scope: Option<Vec<String>>,
    pub(super) sales: Option<Vec<String>>,
    pub(super) looking_member: Option<MemberId>,
    pub(super) locale: Option<String>,
    pub(super) zone: Option<ZoneName>,
}

impl Unverified {
    /// Takes a token apart. Everything that is wrong with its form is refused before any look-up.
    pub fn parse(token: &str) -> Result<Self, Refusal> {
        if token.len() > TOKEN_LIMIT {
            return Err(Refusal::Invalid("too long"));
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Refusal::Invalid("not three parts"))?;
        let (header, claims) = message.split_once('.').ok_or(Refusal::Invalid("not three parts"))?;
        let header = Header::parse(header)?;
        Ok(Self {
            algorithm: header.alg,
            key_id: header.kid,
            claims: typed(part(claims, "claims")?, "claims")?,
            message: message.to_owned(),
            signature: decode(signature).ok_or(Refusal::Invalid("signature encoding"))?,
        })
    }

    /// Whose keys to look among.
    pub fn vendor(&self) -> VendorId {
        self.claims.iss
    }

    /// Which of them.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Checks signature, audience and times, in this order.
    pub fn verify(self, key: &Key, rules: Rules<'_>) -> Result<Verified, Refusal> {
        if self.algorithm != key.algorithm() {
            return Err(Refusal::Invalid("algorithm of another key"));
        }
        if !key.has_signed(self.message.as_bytes(), &self.signature) {
            return Err(Refusal::Invalid("signature"));
        }
        if self.claims.aud != rules.audience {
            return Err(Refusal::Invalid("audience"));
        }
        self.claims.check_times(rules)?;
        self.claims.into_verified()
    }
}

fn decode(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}

fn part(text: &str, what: &'static str) -> Result<Map<String, Value>, Refusal> {
    let bytes = decode(text).ok_or(Refusal::Invalid(what))?;
    json::object(&bytes).map_err(|_| Refusal::Invalid(what))
}

fn typed<T: DeserializeOwned>(part: Map<String, Value>, what: &'static str) -> Result<T, Refusal> {
    json::known(part).map_err(|_| Refusal::Invalid(what))
}

/// Members that tell the verifier to fetch or to trust a key that the sender names, or to obey an extension.
const FORBIDDEN: [&str; 5] = ["jku", "jwk", "x5u", "x5c", "crit"];

/// The members of the header that we read. Others are ignored, except those that are forbidden.
#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

impl Header {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let members = part(text, "header")?;
        if FORBIDDEN.iter().any(|name| members.contains_key(*name)) {
            return Err(Refusal::Invalid("forbidden header"));
        }
        let header: Self = typed(members, "header")?;
        let is_word = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-';
        let kid = header.kid.as_bytes();
        if kid.is_empty() || kid.len() > 64 || !kid.iter().copied().all(is_word) {
            return Err(Refusal::Invalid("key id"));
        }
        if header.typ != TOKEN_TYPE {
            return Err(Refusal::Invalid("type"));
        }
        Ok(header)
    }
}

/// The claims that we read. Others are ignored, as RFC 7519 asks; times must be whole seconds.
#[derive(Debug, Deserialize)]
struct Claims {
    iss: VendorId,
    sub: String,
    aud: String,
    iat: i64,
    exp: i64,
    nbf: Option<i64>,
    locale: Option<String>,
    zone: Option<String>,
    scope: Option<String>,
    sales: Option<Vec<String>>,
    act: Option<Act>,
}

/// Who really looks (RFC 8693): a member at the vendor's side.
#[derive(Debug, Deserialize)]
struct Act {
    sub: MemberId,
}

fn instant(seconds: i64) -> Result<DateTime<Utc>, Refusal> {
    DateTime::from_timestamp(seconds, 0)
        .filter(|at| *at < DateTime::<Utc>::MAX_UTC - TimeDelta::days(1))
        .ok_or(Refusal::Invalid("time"))
}

impl Claims {
    fn check_times(&self, rules: Rules<'_>) -> Result<(), Refusal> {
        let (issued, expires) = (instant(self.iat)?, instant(self.exp)?);
        if expires <= issued || expires - issued > LIFETIME {
            return Err(Refusal::Invalid("lifetime"));
        }
        let starts = self.nbf.map(instant).transpose()?.unwrap_or(issued);
        if starts.max(issued) > rules.now + LEEWAY {
            return Err(Refusal::NotYetValid);
        }
        if expires <= rules.now - LEEWAY || rules.valid_after.is_some_and(|after| issued < after) {
            return Err(Refusal::Expired);
        }
        Ok(())
    }

    fn into_verified(self) -> Result<Verified, Refusal> {
        let subject = Line::parse(&self.sub).map_err(|_| Refusal::Invalid("subject"))?;
        if self.sub.len() > SUBJECT_LIMIT || *subject != *self.sub {
            return Err(Refusal::Invalid("subject"));
        }
        if self.sales.as_ref().is_some_and(|sales| sales.len() > SALES_LIMIT) {
            return Err(Refusal::Invalid("sales"));
        }
        Ok(Verified {
            vendor: self.iss,
            subject,
            scope: self.scope.map(|scope| scope.split_ascii_whitespace().map(str::to_owned).collect()),
            sales: self.sales,
            looking_member: self.act.map(|act| act.sub),
            // Wishes, not proofs: one that we cannot read is as good as none.
            locale: self.locale.filter(|locale| is_language_tag(locale)),
            zone: self.zone.and_then(|zone| ZoneName::parse(&zone).ok()),
        })
    }
}

/// Whether a text has the shape of a BCP 47 language tag.
pub fn is_language_tag(text: &str) -> bool {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    text.len() <= 35
        && text.split('-').all(is_part)
        && text.split('-').next().is_some_and(|language| {
            (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic())
        })
}

#[cfg(test)]
mod tests;

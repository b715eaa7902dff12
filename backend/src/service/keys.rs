//! The keys of vendors' systems and of their customers' tokens. A secret is told once, when it is made.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use followthrough_common::{
    error::Rejection,
    id::{ApiKeyId, MemberId, SigningKeyId, VendorId},
    text::Line,
};

use super::sealing::seal;
use crate::{
    auth::{api_key::Scope, key_text::KeyText},
    db::Conn,
    problem::Error,
    repo::{
        api_key::{self, ApiKey},
        member,
        signing_key::{self, KeyStatus, Material, SigningKey},
        vendor::{self, Mode},
    },
    state::App,
};

/// An API key to be.
#[derive(Debug, Clone)]
pub struct NewApiKey {
    /// What it is for.
    pub name: Line,
    /// What it may do.
    pub scopes: Vec<String>,
    /// Who acts when a request names nobody.
    pub member: Option<MemberId>,
}

/// A signing key to be.
#[derive(Debug, Clone)]
pub enum NewSigningKey {
    /// HMAC with SHA-256; we make the secret and tell it.
    Hs256,
    /// Ed25519: the public half, 32 bytes in base64url without padding (the `x` of its JWK).
    EdDsa(String),
}

/// A pair of which the vendor keeps the private half and we store the public one: nothing of ours can sign then.
#[derive(Clone)]
pub struct Pair {
    /// 32 bytes in base64url without padding, as [`NewSigningKey::EdDsa`] wants it.
    pub public_key: String,
    /// PKCS#8 (RFC 8410) in base64: one line that every language's library reads.
    pub private_key: String,
}

/// What PKCS#8 puts before the 32 bytes of an Ed25519 key (RFC 8410, section 7).
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// Makes a pair for who has none.
pub fn new_pair(app: &App) -> Result<Pair, Error> {
    let mut private = [0; 32];
    app.ids.fill(&mut private)?;
    let public = ed25519_dalek::SigningKey::from_bytes(&private).verifying_key();
    Ok(Pair {
        public_key: URL_SAFE_NO_PAD.encode(public.as_bytes()),
        private_key: STANDARD.encode([PKCS8.as_slice(), &private].concat()),
    })
}

/// Makes an API key. Returns its record and its text, which is stored nowhere.
pub fn create_api_key(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    new: NewApiKey,
) -> Result<(ApiKey, String), Error> {
    for (row, scope) in new.scopes.iter().enumerate() {
        if Scope::parse(scope).is_none() {
            return Err(Rejection::field(format!("/scopes/{row}"), "must be a scope like sales:write").into());
        }
    }
    if let Some(member) = new.member
        && member::find(conn, vendor, member)?.is_none()
    {
        return Err(Rejection::field("/member", "must be a member").into());
    }
    let owner = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
    let now = app.clock.now();
    let id: ApiKeyId = app.ids.maker(now)?.make();
    let mut random = [0; 32];
    app.ids.fill(&mut random)?;
    let text = KeyText::new(owner.mode == Mode::Live, vendor, id, random);
    let key = ApiKey {
        id,
        name: new.name,
        scopes: new.scopes,
        member: new.member,
        secret_hash: text.hash(),
        created_at: now,
        revoked_at: None,
    };
    api_key::insert(conn, vendor, &key)?;
    Ok((key, text.reveal()))
}

/// No longer accepts an API key.
pub fn revoke_api_key(conn: &mut Conn, app: &App, vendor: VendorId, id: ApiKeyId) -> Result<(), Error> {
    if api_key::find(conn, vendor, id)?.is_none() {
        return Err(Rejection::not_found().into());
    }
    api_key::revoke(conn, vendor, id, app.clock.now())?;
    Ok(())
}

/// Makes or takes a key that signs customer tokens. Returns its record and, when we made a secret, that; it is
/// stored sealed only.
pub fn create_signing_key(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    new: NewSigningKey,
    not_after: Option<DateTime<Utc>>,
) -> Result<(SigningKey, Option<String>), Error> {
    let now = app.clock.now();
    let id: SigningKeyId = app.ids.maker(now)?.make();
    let (material, told) = match new {
        NewSigningKey::Hs256 => {
            let mut secret = [0; 32];
            app.ids.fill(&mut secret)?;
            let secret = URL_SAFE_NO_PAD.encode(secret);
            let sealed_secret = seal(conn, app, &signing_key::place(vendor, id), &secret)?;
            (Material::Hs256 { sealed_secret }, Some(secret))
        }
        NewSigningKey::EdDsa(public) => {
            let bytes =
                URL_SAFE_NO_PAD.decode(&public).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
            let point = bytes.and_then(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok());
            // A weak key is one with which anybody's signature can be made to fit.
            if point.is_none_or(|point| point.is_weak()) {
                let detail = "must be an Ed25519 public key, 32 bytes in base64url without padding";
                return Err(Rejection::field("/public_key", detail).into());
            }
            (Material::EdDsa { public_key: public }, None)
        }
    };
    let key = SigningKey { id, material, status: KeyStatus::Active, not_after, created_at: now };
    signing_key::insert(conn, vendor, &key)?;
    Ok((key, told))
}

/// No longer accepts the tokens of a signing key.
pub fn retire_signing_key(conn: &mut Conn, vendor: VendorId, id: SigningKeyId) -> Result<(), Error> {
    if signing_key::find(conn, vendor, id)?.is_none() {
        return Err(Rejection::not_found().into());
    }
    signing_key::retire(conn, vendor, id)?;
    Ok(())
}

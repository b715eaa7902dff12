//! Keys and origins: what a vendor needs before its portal can show the widget.

use followthrough_common::id::VendorId;

use super::{
    Failure,
    arguments::{Algorithm, NewApiKey, NewSigningKey},
    open, print, tell,
    vendors::known,
};
use crate::{
    auth::api_key::Scope,
    config::Config,
    service::{keys, origins},
};

/// Creates an API key and prints it.
pub(super) fn create_api(config: Config, new: NewApiKey) -> Result<(), Failure> {
    let app = open::app(config)?;
    let everything = || Scope::ALL.iter().map(|scope| scope.as_str().to_owned()).collect();
    let scopes = if new.scopes.is_empty() { everything() } else { new.scopes };
    let wanted = keys::NewApiKey { name: new.name, scopes, member: new.member };
    let server = app.clone();
    let work = app.db.write(move |conn| {
        known(conn, new.vendor)?;
        keys::create_api_key(conn, &server, new.vendor, wanted.clone())
    });
    let (_, text) = open::block_on(work)??;
    tell("The key is shown this once; only its hash is stored.");
    print(text)
}

/// Creates a signing key and prints its id and, if we made it, what the vendor signs with.
pub(super) fn create_signing(config: Config, new: NewSigningKey) -> Result<(), Failure> {
    let app = open::app(config)?;
    let (wanted, private_key) = match (new.algorithm, new.public_key) {
        (Algorithm::Hs256, None) => (keys::NewSigningKey::Hs256, None),
        (Algorithm::Hs256, Some(_)) => return Err("--public-key belongs to --algorithm eddsa".into()),
        (Algorithm::Eddsa, Some(public)) => (keys::NewSigningKey::EdDsa(public), None),
        (Algorithm::Eddsa, None) => {
            let pair = keys::new_pair(&app)?;
            (keys::NewSigningKey::EdDsa(pair.public_key), Some(pair.private_key))
        }
    };
    let server = app.clone();
    let work = app.db.write(move |conn| {
        known(conn, new.vendor)?;
        keys::create_signing_key(conn, &server, new.vendor, wanted.clone(), None)
    });
    let (key, secret) = open::block_on(work)??;
    print(format_args!("kid={}", key.id))?;
    if let Some(private_key) = private_key {
        tell(
            "The private key (PKCS#8 in base64) is shown this once and stored nowhere. Keep it on your server, never \
             in a page.",
        );
        print(format_args!("private_key={private_key}"))?;
    }
    if let Some(secret) = secret {
        tell(
            "The secret (base64url of 32 bytes) is shown this once. Keep it on your server, never in a page.",
        );
        print(format_args!("secret={secret}"))?;
    }
    Ok(())
}

/// No longer accepts a key.
pub(super) fn revoke(config: Config, vendor: VendorId, key: &str) -> Result<(), Failure> {
    let app = open::app(config)?;
    let (api, signing) = (key.parse().ok(), key.parse().ok());
    let server = app.clone();
    let work = app.db.write(move |conn| match (api, signing) {
        (Some(id), _) => keys::revoke_api_key(conn, &server, vendor, id),
        (None, Some(id)) => keys::retire_signing_key(conn, vendor, id),
        (None, None) => Err(followthrough_common::error::Rejection::not_found().into()),
    });
    open::block_on(work)??;
    tell("Servers notice within a few seconds.");
    Ok(())
}

/// Allows an origin.
pub(super) fn add_origin(config: Config, vendor: VendorId, origin: String) -> Result<(), Failure> {
    let app = open::app(config)?;
    let server = app.clone();
    let work = app.db.write(move |conn| {
        known(conn, vendor)?;
        origins::add(conn, &server, vendor, &origin)
    });
    Ok(open::block_on(work)??)
}

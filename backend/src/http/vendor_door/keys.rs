//! Keys. A secret is told once, in the answer that made it; that answer is kept nowhere, so making a key
//! takes no idempotency key.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    api::{
        empty::EmptyBody,
        page::Page,
        vendor_door::settings::{ApiKeyInput, ApiKeyOut, SigningAlgorithm, SigningKeyInput, SigningKeyOut},
    },
    error::Rejection,
    id::{ApiKeyId, SigningKeyId},
};

use super::pages::{Listing, PageQuery};
use crate::{
    auth::{
        Directory,
        api_key::{SettingsRead, SettingsWrite, VendorKey},
    },
    http::extract::{Filter, Id, Valid},
    problem::Error,
    repo::{
        api_key::{self, ApiKey},
        signing_key::{self, Algorithm, KeyStatus, SigningKey},
    },
    service::keys::{self, NewApiKey, NewSigningKey},
    state::App,
};

fn api_key_out(key: ApiKey, secret: Option<String>) -> ApiKeyOut {
    ApiKeyOut {
        id: key.id,
        name: key.name,
        scopes: key.scopes,
        member: key.member,
        created_at: key.created_at,
        revoked_at: key.revoked_at,
        secret,
    }
}

fn signing_key_out(key: &SigningKey, secret: Option<String>) -> SigningKeyOut {
    let algorithm = match key.algorithm() {
        Algorithm::Hs256 => SigningAlgorithm::Hs256,
        Algorithm::EdDsa => SigningAlgorithm::EdDsa,
    };
    let is_active = key.status == KeyStatus::Active;
    SigningKeyOut { id: key.id, algorithm, is_active, created_at: key.created_at, secret }
}

/// Make an API key. The answer tells its text, once.
#[utoipa::path(post, path = "", responses((status = 201, body = ApiKeyOut)), request_body = ApiKeyInput)]
pub async fn create_api_key(
    key: VendorKey<SettingsWrite>,
    Valid(body): Valid<ApiKeyInput>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let scopes = body.scopes.iter().map(ToString::to_string).collect();
    let new = NewApiKey { name: body.name, scopes, member: body.member };
    let server = app.clone();
    let made = app.db.write(move |conn| keys::create_api_key(conn, &server, key.vendor, new.clone())).await?;
    Ok(HttpResponse::Created().json(api_key_out(made.0, Some(made.1))))
}

/// The vendor's API keys, without their secrets, oldest first.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<ApiKeyOut>)))]
pub async fn list_api_keys(
    key: VendorKey<SettingsRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = Listing::open(&key, "api-keys", &(), &query)?;
    let rows = app.db.read(move |conn| Ok(api_key::list(conn, key.vendor, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.id.to_string(), |row| api_key_out(row, None))))
}

/// Stop an API key from working, within five seconds on every server.
#[utoipa::path(post, path = "", responses((status = 204, description = "It no longer works")), request_body = EmptyBody)]
pub async fn revoke_api_key(
    key: VendorKey<SettingsWrite>,
    Id(id): Id<ApiKeyId>,
    _: Valid<EmptyBody>,
    (app, directory): (Data<App>, Data<Directory>),
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    app.db.write(move |conn| keys::revoke_api_key(conn, &server, key.vendor, id)).await?;
    directory.forget();
    Ok(HttpResponse::NoContent().finish())
}

/// Hand in the public half of a key of your own (`EdDSA`): then nothing here can sign for your customers. Or let us
/// make a secret that both sides have (`HS256`). Two may be active at a time and more; retire the old one when the
/// new one is in use.
#[utoipa::path(post, path = "", responses((status = 201, body = SigningKeyOut)), request_body = SigningKeyInput)]
pub async fn create_signing_key(
    key: VendorKey<SettingsWrite>,
    Valid(body): Valid<SigningKeyInput>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let new = match (body.algorithm, body.public_key) {
        (SigningAlgorithm::Hs256, None) => NewSigningKey::Hs256,
        (SigningAlgorithm::EdDsa, Some(public)) => NewSigningKey::EdDsa(public.to_string()),
        (SigningAlgorithm::Hs256, Some(_)) => {
            return Err(Rejection::field("/public_key", "belongs to EdDSA only; we make the secret").into());
        }
        (SigningAlgorithm::EdDsa, None) => {
            return Err(Rejection::field("/public_key", "is required with EdDSA").into());
        }
    };
    let server = app.clone();
    let made =
        app.db.write(move |conn| keys::create_signing_key(conn, &server, key.vendor, new.clone(), None));
    let (made, secret) = made.await?;
    Ok(HttpResponse::Created().json(signing_key_out(&made, secret)))
}

/// The keys for customer tokens, without secrets, oldest first.
#[utoipa::path(get, path = "", params(PageQuery), responses((status = 200, body = Page<SigningKeyOut>)))]
pub async fn list_signing_keys(
    key: VendorKey<SettingsRead>,
    Filter(query): Filter<PageQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (listing, page) = Listing::open(&key, "signing-keys", &(), &query)?;
    let rows = app.db.read(move |conn| Ok(signing_key::list(conn, key.vendor, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(
        rows,
        |row| row.id.to_string(),
        |row| signing_key_out(&row, None),
    )))
}

/// No longer accept the tokens of a key, within five seconds on every server.
#[utoipa::path(post, path = "", responses((status = 204, description = "It no longer works")), request_body = EmptyBody)]
pub async fn retire_signing_key(
    key: VendorKey<SettingsWrite>,
    Id(id): Id<SigningKeyId>,
    _: Valid<EmptyBody>,
    (app, directory): (Data<App>, Data<Directory>),
) -> Result<HttpResponse, Error> {
    app.db.write(move |conn| keys::retire_signing_key(conn, key.vendor, id)).await?;
    directory.forget();
    Ok(HttpResponse::NoContent().finish())
}

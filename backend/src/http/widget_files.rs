//! The widget's files: the loader under a rolling name for a short time, everything under a name of its
//! own version for ever. They are the same for everybody, so any page may load them.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data},
};
use followthrough_common::error::Rejection;

use crate::{
    assets::{Asset, Assets, EMBED, MANIFEST},
    problem::Error,
};

const ROLLING: &str = "public, max-age=300, stale-while-revalidate=86400";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The names that the build gives by content.
const HASHED: &str = "widget-[0-9a-f]+[0-9a-z_]*\\.(?:css|js|wasm)";

/// The routes. They stand before the doors, because `/v1` belongs to both.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/v1/embed.js", web::get().to(rolling))
        .route("/v1/manifest.json", web::get().to(manifest))
        .route(&format!("/v1/{{name:{HASHED}}}"), web::get().to(hashed))
        .route(r"/{version:\d+\.\d+\.\d+|[0-9a-f]{12}}/embed.js", web::get().to(versioned))
        .route(
            &format!(r"/{{version:\d+\.\d+\.\d+|[0-9a-f]{{12}}}}/{{name:{HASHED}}}"),
            web::get().to(hashed_of_version),
        );
}

async fn rolling(request: HttpRequest, assets: Data<Assets>) -> Result<HttpResponse, Error> {
    send(&request, assets.get(EMBED), ROLLING)
}

async fn manifest(request: HttpRequest, assets: Data<Assets>) -> Result<HttpResponse, Error> {
    send(&request, assets.get(MANIFEST), ROLLING)
}

async fn hashed(
    request: HttpRequest,
    assets: Data<Assets>,
    name: web::Path<String>,
) -> Result<HttpResponse, Error> {
    send(&request, assets.get(&name), FOR_EVER)
}

async fn versioned(
    request: HttpRequest,
    assets: Data<Assets>,
    version: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let loader = assets.get(EMBED).filter(|_| assets.is_version(&version));
    send(&request, loader, FOR_EVER)
}

async fn hashed_of_version(
    request: HttpRequest,
    assets: Data<Assets>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (_, name) = path.into_inner();
    send(&request, assets.get(&name), FOR_EVER)
}

fn send(request: &HttpRequest, asset: Option<&Asset>, cache: &'static str) -> Result<HttpResponse, Error> {
    let asset = asset.ok_or_else(Rejection::not_found)?;
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let form = asset.form(text(header::ACCEPT_ENCODING));
    let is_known =
        text(header::IF_NONE_MATCH).split(',').any(|tag| tag.trim().trim_start_matches("W/") == form.etag);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::ETAG, form.etag))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header(("Timing-Allow-Origin", "*"));
    if is_known {
        return Ok(answer.finish());
    }
    if let Some(encoding) = form.encoding.name() {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    Ok(answer.content_type(asset.media_type).body(form.bytes))
}

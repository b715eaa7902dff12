//! The widget's files: the loader under a rolling name for a short time, everything under a name of its
//! own version for ever. They are the same for everybody, so any page may load them.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
    web::{self, Data},
};
use followthrough_common::error::Rejection;

use super::{
    extract::{IfNoneMatch, Revision},
    table::Table,
};
use crate::{
    assets::{Asset, Assets, EMBED, MANIFEST, accepted},
    problem::Error,
};

const ROLLING: &str = "public, max-age=300, stale-while-revalidate=86400";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The routes of the newest build.
pub fn routes(table: &mut Table) {
    table.add(Method::GET, "/v1/embed.js", rolling);
    table.add(Method::GET, "/v1/manifest.json", manifest);
    table.add(Method::GET, "/v1/widget-{name}", hashed);
}

/// The routes below a version.
pub fn versioned_routes(table: &mut Table) {
    table.add(Method::GET, "/{version}/embed.js", versioned);
    table.add(Method::GET, "/{version}/widget-{name}", hashed_of_version);
}

/// Whether the path begins with a release's number or a build's name.
pub fn is_versioned(path: &str) -> bool {
    path.split('/').nth(1).is_some_and(is_version)
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
    send(&request, by_content(&assets, &name), FOR_EVER)
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
    send(&request, by_content(&assets, &name), FOR_EVER)
}

/// The names that the build gives by content begin alike, and nothing else does.
fn by_content<'a>(assets: &'a Assets, rest: &str) -> Option<&'a Asset> {
    assets.get(&format!("widget-{rest}"))
}

/// A release's number or a build's name: pages that were made for an older build ask under its name.
fn is_version(text: &str) -> bool {
    let is_build = text.len() == 12 && text.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'));
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|letter| letter.is_ascii_digit());
    is_build || (parts.len() == 3 && parts.iter().all(is_number))
}

fn send(request: &HttpRequest, asset: Option<&Asset>, cache: &'static str) -> Result<HttpResponse, Error> {
    let asset = asset.ok_or_else(Rejection::not_found)?;
    let form = asset.form(accepted(request));
    let revision = Revision::new(&form.tag);
    let is_known = IfNoneMatch::of(request).names(&revision);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::ETAG, revision.as_str()))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header(("Timing-Allow-Origin", "*"));
    if is_known {
        return Ok(answer.finish());
    }
    if let Some(coding) = form.encoding.coding() {
        answer.insert_header(coding);
    }
    Ok(answer.content_type(asset.media_type).body(form.bytes))
}

#[cfg(test)]
mod tests {
    use std::{borrow::Cow, path::Path};

    use actix_web::test::TestRequest;

    use super::*;

    const FILES: &str = r#"{"build": "b", "style": "s", "glue": "g", "wasm": "w", "texts": {}}"#;

    #[test]
    fn what_the_browser_has_already_is_not_sent_again() {
        let assets = Assets::load(Path::new(""), |_| Some(Cow::Borrowed(FILES.as_bytes()))).unwrap();
        let ask = |known: &str| {
            let request = TestRequest::default()
                .insert_header(("Accept-Encoding", "br"))
                .insert_header(("If-None-Match", known))
                .to_http_request();
            send(&request, assets.get(EMBED), FOR_EVER).unwrap()
        };
        let first = ask("\"other\"");
        assert_eq!(
            (first.status().as_u16(), first.headers().get("content-encoding").unwrap().to_str().unwrap()),
            (200, "br")
        );
        let tag = first.headers().get("etag").unwrap().to_str().unwrap();
        let plain = tag.replace("-br", "");
        for (known, status) in [
            (tag, 304),
            (&*format!("W/{tag}"), 304),
            (&*format!("\"other\", {tag}"), 304),
            ("*", 304),
            (&*plain, 200),
            (tag.trim_matches('"'), 200),
        ] {
            assert_eq!(ask(known).status().as_u16(), status, "{known}");
        }
    }
}

//! What lets listed pages talk to the customer door: the answer to a preflight, and the headers by which a page
//! may read an answer. Preflights are counted before anything is looked up for them.

use actix_web::{
    Error as ActixError, HttpRequest, HttpResponse,
    dev::ServiceResponse,
    http::header::{self, HeaderValue},
};
use followthrough_common::error::ErrorCode;

use super::{
    customer::Principal,
    limits::{self, Sort},
    origin::{Origin, Page, allow_headers, preflight_headers},
};
use crate::problem::Error;

/// The answer to a preflight. It is given to the pages of any vendor, because it carries no token; whether the
/// token's vendor lists the page is checked with the token.
pub async fn answer_preflight(request: &HttpRequest) -> Result<HttpResponse, Error> {
    limits::admit_address(request, Sort::Preflights)?;
    let Page::At(origin) = Page::of(request.headers()) else { return Err(foreign()) };
    let (app, directory) = super::parts(request)?;
    if !directory.lists(&app, None, &origin).await? {
        return Err(foreign());
    }
    let mut answer = HttpResponse::NoContent();
    for header in preflight_headers(&origin) {
        answer.insert_header(header);
    }
    Ok(answer.finish())
}

/// Lets the page that asked read the answer, if it may.
pub async fn let_read<B>(response: &mut ServiceResponse<B>) {
    let page = Page::of(response.request().headers());
    let readable = match page {
        Page::At(origin) if may_read(response, &origin).await => Some(origin),
        Page::At(_) | Page::None | Page::Nameless => None,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    for (name, value) in readable.iter().flat_map(allow_headers) {
        headers.insert(name, value);
    }
}

/// Pages of the token's vendor read everything. Why nobody was let in is for the pages of any vendor, so that
/// a widget can say what to do; a page that nobody remembers costs a look-up, which counts like a preflight.
async fn may_read<B>(response: &ServiceResponse<B>, origin: &Origin) -> bool {
    let request = response.request();
    if Principal::is_in(request) {
        return true;
    }
    if refused_code(response) == Some(ErrorCode::ForbiddenOrigin) {
        return false;
    }
    let Ok((app, directory)) = super::parts(request) else { return false };
    match directory.remembers(&app, origin) {
        Some(is_listed) => is_listed,
        None if limits::has_room(request, Sort::Preflights).unwrap_or_default() => {
            directory.lists(&app, None, origin).await.unwrap_or_default()
        }
        None => false,
    }
}

fn foreign() -> Error {
    Error::refused(ErrorCode::ForbiddenOrigin, "No vendor has listed the origin of this page.")
}

fn refused_code<B>(response: &ServiceResponse<B>) -> Option<ErrorCode> {
    response.response().error().and_then(ActixError::as_error::<Error>).map(Error::code)
}

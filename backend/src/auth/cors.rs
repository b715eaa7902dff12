//! The layer around the customer door that answers preflights and lets listed pages read answers.

use actix_web::{
    Error as ActixError, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderValue},
    middleware::Next,
};
use followthrough_common::error::ErrorCode;

use super::origin::{Origin, Page, allow_headers, is_preflight, preflight_headers};
use crate::problem::Error;

/// Wraps the customer door.
pub async fn cors<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, ActixError> {
    let page = Page::of(request.headers());
    let listed = match listed(&request, &page).await {
        Ok(listed) => listed,
        Err(error) => return Ok(answered(request, HttpResponse::from_error(error))),
    };
    if is_preflight(request.method(), request.headers()) {
        let answer = preflight(listed.as_ref());
        return Ok(answered(request, answer));
    }
    let mut response = next.call(request).await?.map_into_left_body();
    let is_foreign = refused_code(&response) == Some(ErrorCode::ForbiddenOrigin);
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = listed.filter(|_| !is_foreign) {
        for (name, value) in allow_headers(&origin) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

/// The page, if any vendor lists it. Whether the token's vendor does is checked with the token.
async fn listed(request: &ServiceRequest, page: &Page) -> Result<Option<Origin>, Error> {
    let Page::At(origin) = page else { return Ok(None) };
    let (app, directory) = super::parts(request.request())?;
    let is_listed = directory.lists(&app, None, origin).await?;
    Ok(is_listed.then(|| origin.clone()))
}

fn preflight(listed: Option<&Origin>) -> HttpResponse {
    let Some(origin) = listed else {
        let detail = "No vendor has listed the origin of this page.";
        return HttpResponse::from_error(Error::refused(ErrorCode::ForbiddenOrigin, detail));
    };
    let mut answer = HttpResponse::NoContent();
    for header in preflight_headers(origin) {
        answer.insert_header(header);
    }
    answer.finish()
}

fn answered<B>(request: ServiceRequest, mut answer: HttpResponse) -> ServiceResponse<EitherBody<B, BoxBody>> {
    answer.headers_mut().append(header::VARY, HeaderValue::from_static("Origin"));
    request.into_response(answer).map_into_right_body()
}

fn refused_code<B>(response: &ServiceResponse<B>) -> Option<ErrorCode> {
    response.response().error().and_then(ActixError::as_error::<Error>).map(Error::code)
}

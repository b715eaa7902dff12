//! What every request to the public port passes before it finds its route: who asks is known and counted
//! before anything else of the request is read or looked up, and who is not let in learns nothing of what is
//! behind a door. Therefore handlers may take their parts in any order; whatever is wrong with a body, a
//! refused token is refused, and a wrong body counts like a right one.

use std::sync::Arc;

use actix_web::{
    Error as ActixError, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use followthrough_common::error::ErrorCode;

use crate::{
    auth::{
        api_key, cors, customer,
        limits::{Access, Sort, admit_address, settle},
        origin::is_preflight,
        tally::Tally,
    },
    db,
    problem::Error,
    state::App,
};

/// The methods that some route takes or might. Any other word is the client's own.
const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
/// Where the token may be the body, which spares browsers a preflight. Its handler lets in, once it has read.
const TOKEN_AS_BODY: &str = "/v1/portal/view";

/// What a path belongs to. Below `/v1` a path belongs to a door unless it is named here, so a new route is
/// closed until somebody opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    CustomerDoor,
    VendorDoor,
    Documents,
    Health,
    Open,
}

impl Place {
    fn of(path: &str) -> Self {
        let Some(below) = path.strip_prefix("/v1/") else {
            return match path {
                "/livez" | "/readyz" => Self::Health,
                "/openapi.json" | "/docs" | "/docs/reference.css" => Self::Documents,
                _ => Self::Open,
            };
        };
        match below.split_once('/') {
            Some(("portal", _)) => Self::CustomerDoor,
            None if below == "portal" => Self::CustomerDoor,
            // The secret in the address is the proof.
            Some(("calendar" | "shared", _)) => Self::Open,
            // The widget's files.
            None if below.contains('.') => Self::Open,
            Some(_) | None => Self::VendorDoor,
        }
    }

    /// What a request that was not let in counts as, so that strangers cannot make counts of their own.
    fn label(self) -> &'static str {
        match self {
            Self::CustomerDoor => "customer door",
            Self::VendorDoor => "vendor door",
            Self::Documents => "documents",
            Self::Health => "health",
            Self::Open => "open",
        }
    }
}

/// The mark of a request that reached no handler, with what it counts as.
#[derive(Debug, Clone, Copy)]
pub struct TurnedAway(pub &'static str);

/// The word for a method in counts and log lines.
pub fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Wraps all routes of the public port.
pub async fn gate<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, ActixError> {
    // As the routes read it: `/v1/%73ales` is `/v1/sales`.
    let place = Place::of(request.match_info().as_str());
    let passed = match place {
        Place::CustomerDoor if is_preflight(request.method(), request.headers()) => {
            cors::answer_preflight(request.request()).await.map(Some)
        }
        _ => enter(request.request(), place).await.map(|()| None),
    };
    let mut response = match passed {
        Ok(None) => serve(request, place, next).await?,
        Ok(Some(answer)) => stop(request, place, answer),
        Err(error) => stop(request, place, HttpResponse::from_error(error)),
    };
    if place == Place::CustomerDoor {
        cors::let_read(&mut response).await;
    }
    Ok(response)
}

/// Lets a request through to its handler. A write takes its count along into the transaction of what it writes; one
/// that wrote nothing is counted afterwards, and may turn out to have been too many.
async fn serve<B: MessageBody + 'static>(
    request: ServiceRequest,
    place: Place,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, ActixError> {
    let tally = request.extensions().get::<Arc<Tally>>().cloned();
    let app = request.app_data::<Data<App>>().cloned();
    let Some((tally, app)) = tally.zip(app) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let response = db::aboard(tally.clone(), next.call(request)).await?;
    tally.count_alone(&app).await;
    let refusal = tally.found().and_then(|allowance| settle(response.request(), allowance).err());
    let is_done = response.status().is_success();
    Ok(match refusal {
        Some(error) if !is_done => {
            let request = response.into_parts().0;
            request.extensions_mut().insert(TurnedAway(place.label()));
            ServiceResponse::new(request, HttpResponse::from_error(error)).map_into_right_body()
        }
        Some(_) | None => response.map_into_left_body(),
    })
}

async fn enter(request: &HttpRequest, place: Place) -> Result<(), Error> {
    if !METHODS.contains(request.method()) {
        admit_address(request, Sort::Requests)?;
        return Err(Error::refused(ErrorCode::MethodNotAllowed, "There is no such method here."));
    }
    let access = Access::of(request.method());
    match place {
        Place::CustomerDoor if takes_token_as_body(request) => Ok(()),
        Place::CustomerDoor => customer::admit(request, access).await,
        Place::VendorDoor => api_key::admit(request, access).await,
        Place::Documents => admit_address(request, Sort::Documents),
        Place::Health => admit_address(request, Sort::Health),
        Place::Open => admit_address(request, Sort::Requests),
    }
}

fn takes_token_as_body(request: &HttpRequest) -> bool {
    request.method() == Method::POST && request.match_info().as_str() == TOKEN_AS_BODY
}

/// Answers without asking the routes.
fn stop<B>(
    request: ServiceRequest,
    place: Place,
    mut answer: HttpResponse,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    if answer.status() == actix_web::http::StatusCode::METHOD_NOT_ALLOWED {
        let allowed = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    request.extensions_mut().insert(TurnedAway(place.label()));
    // Not `into_response`, which forgets the error and with it the cause that the boundary logs.
    ServiceResponse::new(request.into_parts().0, answer).map_into_right_body()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_v1_belongs_to_a_door_unless_it_is_named() {
        for (path, place) in [
            ("/v1/portal", Place::CustomerDoor),
            ("/v1/portal/", Place::CustomerDoor),
            ("/v1/portal/sales/SO-1/concerns", Place::CustomerDoor),
            ("/v1/portals", Place::VendorDoor),
            ("/v1/sales", Place::VendorDoor),
            ("/v1/sales/SO.1/notes", Place::VendorDoor),
            ("/v1/calendar", Place::VendorDoor),
            ("/v1/calendars/cal_1", Place::VendorDoor),
            ("/v1/", Place::VendorDoor),
            ("/v1//portal/sales", Place::VendorDoor),
            ("/v1/calendar/feed_1.ics", Place::Open),
            ("/v1/shared/lnk_1", Place::Open),
            ("/v1/embed.js", Place::Open),
            ("/v1/widget-0a.wasm", Place::Open),
            ("/v1", Place::Open),
            ("/v2/sales", Place::Open),
            ("//v1/sales", Place::Open),
            ("/docs", Place::Documents),
            ("/livez", Place::Health),
        ] {
            assert_eq!(Place::of(path), place, "{path}");
        }
    }
}

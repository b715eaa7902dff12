//! What a vendor says to a promise that will not be as it was: a warning, other words, something in its place;
//! and the sessions that count for it.

use actix_web::HttpResponse;
use followthrough_common::{
    api::vendor_door::{
        promises::{ChangeProposal, RemedyOffer, RiskNotice, SessionInput, SessionRemoval},
        sale_view::VendorSale,
    },
    domain::{promise, sale::Command},
    id::PromiseId,
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Warn that it may slip, before its day: why, what we do, what we suggest, perhaps another date.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RiskNotice)]
pub async fn warn_of_promise(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<RiskNotice>,
) -> Result<HttpResponse, Error> {
    act.send(sale, Command::Promise(id, body.clone().into()), None, &body).await
}

/// Propose other words or another number. Nothing changes without the customer's yes, and both stay on record.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ChangeProposal)]
pub async fn propose_promise_change(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<ChangeProposal>,
) -> Result<HttpResponse, Error> {
    act.send(sale, Command::Promise(id, body.clone().into()), None, &body).await
}

/// Offer something in place of what was late, disputed or broken; the customer's yes makes it good.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RemedyOffer)]
pub async fn offer_promise_remedy(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<RemedyOffer>,
) -> Result<HttpResponse, Error> {
    let command = promise::Command::OfferRemedy { text: body.text.clone(), due: body.due };
    act.send(sale, Command::Promise(id, command), None, &body).await
}

/// Count a touchpoint as a session of the promise, or plan one that counts. A session far from the one before
/// needs a bridge or the customer's consent.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = SessionInput)]
pub async fn add_promise_session(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<SessionInput>,
) -> Result<HttpResponse, Error> {
    act.send(sale, body.clone().into_command(id)?, None, &body).await
}

/// Do not count a touchpoint as a session any more; it stays on the agenda.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = SessionRemoval)]
pub async fn remove_promise_session(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<SessionRemoval>,
) -> Result<HttpResponse, Error> {
    let command = promise::Command::UnlinkSession { touchpoint: body.touchpoint };
    act.send(sale, Command::Promise(id, command), None, &body).await
}

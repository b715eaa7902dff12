//! What the vendor promises.

use actix_web::HttpResponse;
use followthrough_common::{
    api::vendor_door::{
        promises::{DateProposal, KeptClaim, PromiseInput, PromiseRefusal},
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

/// Write a promise down. Its original date stays on record for ever.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PromiseInput)]
pub async fn make_promise(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<PromiseInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::MakePromise(Box::new(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Propose another date; the customer says yes or no.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = DateProposal)]
pub async fn propose_promise_date(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<DateProposal>,
) -> Result<HttpResponse, Error> {
    let command =
        Command::Promise(id, promise::Command::ProposeDate { due: body.due, reason: body.reason.clone() });
    act.send(sale, command, None, &body).await
}

/// It is kept. The customer has three days to contradict.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = KeptClaim)]
pub async fn claim_promise_kept(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<KeptClaim>,
) -> Result<HttpResponse, Error> {
    let command = Command::Promise(
        id,
        promise::Command::ClaimKept { kept_on: body.kept_on, evidence: body.evidence.clone() },
    );
    act.send(sale, command, None, &body).await
}

/// It cannot be kept.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PromiseRefusal)]
pub async fn give_up_promise(
    act: Act,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<PromiseRefusal>,
) -> Result<HttpResponse, Error> {
    let command = Command::Promise(id, promise::Command::GiveUp { reason: body.reason.clone() });
    act.send(sale, command, None, &body).await
}

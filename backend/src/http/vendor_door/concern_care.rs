//! How the vendor handles a concern between the words to the customer: who works on it, who answers for it,
//! what belongs together, what nobody else reads.

use actix_web::HttpResponse;
use followthrough_common::{
    api::vendor_door::{
        concerns::{
            ConcernAssignment, ConcernExtension, ConcernFinalAnswer, ConcernHandOver, ConcernLink,
            ConcernMessage,
        },
        sale_view::VendorSale,
    },
    domain::{concern, sale::Command},
    id::ConcernId,
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Say your last word, and where else the customer can go. They accept it, or disagree and are referred.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernFinalAnswer)]
pub async fn answer_finally(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernFinalAnswer>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, body.clone().into());
    act.send(sale, command, None, &body).await
}

/// Name who works on it; no customer sees that. A second round is worked on by somebody else, or say why not.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernAssignment)]
pub async fn assign_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernAssignment>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, body.clone().into());
    act.send(sale, command, None, &body).await
}

/// Give it another owner. The customer is told who answers for it now, and why.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernHandOver)]
pub async fn hand_over_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernHandOver>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, body.clone().into());
    act.send(sale, command, None, &body).await
}

/// Take more time for a proposal, and tell the customer why before it is late.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernExtension)]
pub async fn extend_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernExtension>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, body.clone().into());
    act.send(sale, command, None, &body).await
}

/// Note something for yourselves; no customer sees it.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernMessage)]
pub async fn note_on_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernMessage>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Note { text: body.text.clone() });
    act.send(sale, command, None, &body).await
}

/// Write down what was behind it; no customer sees it. The same again replaces it.
#[utoipa::path(put, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernMessage)]
pub async fn set_root_cause(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernMessage>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::FindCause { text: body.text.clone() });
    act.send(sale, command, None, &body).await
}

/// Say that two concerns belong together. Both show it.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernLink)]
pub async fn link_concerns(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernLink>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Link { to: body.to });
    act.send(sale, command, None, &body).await
}

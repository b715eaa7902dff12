//! What the vendor does with concerns. Everything but end them.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::PlainBody,
        vendor_door::{
            concerns::{ConcernInput, ConcernMessage, ConcernProposal},
            sale_view::VendorSale,
        },
    },
    domain::{concern, sale::Command},
    id::ConcernId,
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Write down a concern that came by telephone or mail.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernInput)]
pub async fn raise_concern(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ConcernInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::RaiseConcern(Box::new(body.clone().into_raise()));
    act.send(sale, command, None, &body).await
}

/// We have it.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn acknowledge_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Acknowledge);
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Begin to work on it.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn start_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Start);
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Say something to the customer.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernMessage)]
pub async fn message_customer(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernMessage>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Write { text: body.text.clone() });
    act.send(sale, command, None, &body).await
}

/// Ask the customer for something; the clock stands still.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernMessage)]
pub async fn ask_customer(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernMessage>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::AskCustomer { text: body.text.clone() });
    act.send(sale, command, None, &body).await
}

/// Propose a solution; only the customer says whether it is one.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ConcernProposal)]
pub async fn propose_solution(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernProposal>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Propose { text: body.text.clone(), due: body.due });
    act.send(sale, command, None, &body).await
}

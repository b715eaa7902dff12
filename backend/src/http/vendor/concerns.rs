//! What the vendor does with concerns. Everything but end them.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::{
        portal::PlainBody,
        vendor::{
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
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = ConcernInput)]
#[post("/sales/{sale}/concerns")]
pub async fn raise_concern(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ConcernInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::RaiseConcern(Box::new(body.clone().into_raise()));
    act.send(sale, command, None, &body).await
}

/// We have it.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = PlainBody)]
#[post("/sales/{sale}/concerns/{concern}/acknowledge")]
pub async fn acknowledge_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Acknowledge);
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Begin to work on it.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = PlainBody)]
#[post("/sales/{sale}/concerns/{concern}/start")]
pub async fn start_concern(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Start);
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Say something to the customer.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = ConcernMessage)]
#[post("/sales/{sale}/concerns/{concern}/messages")]
pub async fn message_customer(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernMessage>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Write { text: body.text.clone() });
    act.send(sale, command, None, &body).await
}

/// Ask the customer for something; the clock stands still.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = ConcernMessage)]
#[post("/sales/{sale}/concerns/{concern}/ask-customer")]
pub async fn ask_customer(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernMessage>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::AskCustomer { text: body.text.clone() });
    act.send(sale, command, None, &body).await
}

/// Propose a solution; only the customer says whether it is one.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = ConcernProposal)]
#[post("/sales/{sale}/concerns/{concern}/propose")]
pub async fn propose_solution(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ConcernProposal>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Propose { text: body.text.clone(), due: body.due });
    act.send(sale, command, None, &body).await
}

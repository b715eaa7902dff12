//! What a customer does with concerns. Only they can end one.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::{
        portal::{ConcernBody, MessageBody, NoteBody, PlainBody},
        whole::WholeView,
    },
    domain::{
        concern::{self, Raise},
        sale::Command,
    },
    id::ConcernId,
};

use super::act::Act;
use crate::{
    auth::customer::ConcernWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Raise a concern. It has an owner and a clock in the answer already.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = ConcernBody)]
#[post("/sales/{sale}/concerns")]
pub async fn raise_own_concern(
    customer: Act<ConcernWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ConcernBody>,
) -> Result<HttpResponse, Error> {
    let ConcernBody { kind, severity, words, wanted, touchpoint } = body.clone();
    let raise = Raise { kind, severity, words: Some(words), wanted, ask: None, touchpoint };
    customer.send(sale, Command::RaiseConcern(Box::new(raise)), None, &body).await
}

/// Say something about it.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = MessageBody)]
#[post("/sales/{sale}/concerns/{concern}/messages")]
pub async fn write_to_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<MessageBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Write { text: body.text.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Yes, sorted.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = PlainBody)]
#[post("/sales/{sale}/concerns/{concern}/confirm")]
pub async fn confirm_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Confirm);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Not yet: the next round begins.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = NoteBody)]
#[post("/sales/{sale}/concerns/{concern}/not-yet")]
pub async fn deny_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::NotYet { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Take it back.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = NoteBody)]
#[post("/sales/{sale}/concerns/{concern}/withdraw")]
pub async fn withdraw_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Withdraw { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

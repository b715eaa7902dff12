//! What a customer does with concerns. Only they can end one.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::{
        portal::{
            MessageBody, NoteBody, PlainBody,
            handling::{DescriptionBody, RaiseBody, ReturnBody},
        },
        whole::WholeView,
    },
    domain::{concern, sale::Command},
    id::ConcernId,
};

use super::act::Act;
use crate::{
    auth::customer::ConcernWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Raise a concern. It has an owner and a clock in the answer already.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = RaiseBody)]
#[post("/sales/{sale}/concerns")]
pub async fn raise_own_concern(
    customer: Act<ConcernWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<RaiseBody>,
) -> Result<HttpResponse, Error> {
    customer.send(sale, Command::RaiseConcern(Box::new(body.clone().into())), None, &body).await
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

/// The final answer is not accepted: the concern is referred, and where else to go is shown.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = NoteBody)]
#[post("/sales/{sale}/concerns/{concern}/disagree")]
pub async fn disagree_with_answer(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Disagree { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Say better what it is, or how bad. What the customer says counts.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = DescriptionBody)]
#[post("/sales/{sale}/concerns/{concern}/describe")]
pub async fn describe_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<DescriptionBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, body.clone().into());
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// It is back: raises another concern that follows this one.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = ReturnBody)]
#[post("/sales/{sale}/concerns/{concern}/it-is-back")]
pub async fn return_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ReturnBody>,
) -> Result<HttpResponse, Error> {
    let command = concern::Command::Return { words: body.words.clone(), severity: body.severity };
    let command = Command::Concern(id, command);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

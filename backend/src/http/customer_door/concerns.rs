//! What a customer does with concerns. Only they can end one.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{
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
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = RaiseBody)]
pub async fn raise_own_concern(
    customer: Act<ConcernWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<RaiseBody>,
) -> Result<HttpResponse, Error> {
    customer.send(sale, Command::RaiseConcern(Box::new(body.clone().into())), None, &body).await
}

/// Say something about it.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = MessageBody)]
pub async fn write_to_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<MessageBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Write { text: body.text.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Yes, sorted.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn confirm_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Confirm);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Not yet: the next round begins.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn deny_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::NotYet { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Take it back.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn withdraw_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Withdraw { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// The final answer is not accepted: the concern is referred, and where else to go is shown.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn disagree_with_answer(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, concern::Command::Disagree { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Say better what it is, or how bad. What the customer says counts.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = DescriptionBody)]
pub async fn describe_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<DescriptionBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Concern(id, body.clone().into());
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// It is back: raises another concern that follows this one.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ReturnBody)]
pub async fn return_concern(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, ConcernId)>,
    Valid(body): Valid<ReturnBody>,
) -> Result<HttpResponse, Error> {
    let command = concern::Command::Return { words: body.words.clone(), severity: body.severity };
    let command = Command::Concern(id, command);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

//! What a customer says to a promise.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{NoteBody, PlainBody, PromiseReply, PromiseReplyBody},
        whole::WholeView,
    },
    domain::{promise, sale::Command},
    error::Rejection,
    id::PromiseId,
};

use super::act::Act;
use crate::{
    auth::customer::AgendaWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

fn command(body: &PromiseReplyBody) -> Result<promise::Command, Rejection> {
    let proposed_at = || {
        let why = "is required to accept: when that was proposed which you read";
        body.proposed_at.ok_or_else(|| Rejection::field("/proposed_at", why))
    };
    Ok(match body.reply {
        PromiseReply::AcceptDate => promise::Command::AcceptDate { proposed_at: proposed_at()? },
        PromiseReply::DeclineDate => promise::Command::DeclineDate,
        PromiseReply::Agree => promise::Command::Agree,
        PromiseReply::AcceptChange => promise::Command::AcceptChange { proposed_at: proposed_at()? },
        PromiseReply::DeclineChange => promise::Command::DeclineChange,
        PromiseReply::AcceptRemedy => promise::Command::AcceptRemedy { proposed_at: proposed_at()? },
        PromiseReply::DeclineRemedy => promise::Command::DeclineRemedy,
    })
}

/// Answer to a proposed date, to other words, to something in its place, or to "kept".
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PromiseReplyBody)]
pub async fn reply_to_promise(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<PromiseReplyBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Promise(id, command(&body)?);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Not kept, or not as described.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn dispute_promise(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Promise(id, promise::Command::Dispute { note: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Never mind: the customer no longer wants it.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn release_promise(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, PromiseId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Promise(id, promise::Command::Release);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

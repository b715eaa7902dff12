//! What a customer does with a question.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::{
        portal::{AnswerInput, PlainBody},
        whole::WholeView,
    },
    domain::{check, sale::Command},
    id::AskId,
};

use super::act::Act;
use crate::{
    auth::customer::AnswerWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Answer a question, or correct the answer. A bad answer opens a concern in the same request.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = AnswerInput)]
#[post("/sales/{sale}/asks/{ask}/answers")]
pub async fn answer_ask(
    customer: Act<AnswerWrite>,
    Id((sale, ask)): Id<(SaleKey, AskId)>,
    Valid(body): Valid<AnswerInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Ask(ask, body.clone().into());
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Not now: the question comes back in three days.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = PlainBody)]
#[post("/sales/{sale}/asks/{ask}/snooze")]
pub async fn snooze_ask(
    customer: Act<AnswerWrite>,
    Id((sale, ask)): Id<(SaleKey, AskId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Ask(ask, check::Command::Snooze);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

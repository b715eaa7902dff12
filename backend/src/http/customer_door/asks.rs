//! What a customer does with a question.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{AnswerInput, OwnAskInput, PlainBody},
        whole::WholeView,
    },
    domain::{
        check::{self, About},
        sale::Command,
    },
    id::AskId,
};

use super::act::Act;
use crate::{
    auth::customer::AnswerWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Be asked now whether everything is as promised, without waiting for the day on which the vendor asks; the
/// answer is given to the question that opens. Of a question that is open already, nothing changes.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = OwnAskInput)]
pub async fn open_own_ask(
    customer: Act<AnswerWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<OwnAskInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::AskNow { check: body.check.clone(), about: About::Sale };
    customer.send(sale, command, None, &body).await
}

/// Answer a question, or correct the answer. A bad answer opens a concern in the same request.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = AnswerInput)]
pub async fn answer_ask(
    customer: Act<AnswerWrite>,
    Id((sale, ask)): Id<(SaleKey, AskId)>,
    Valid(body): Valid<AnswerInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Ask(ask, body.clone().into());
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Not now: the question comes back in three days.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn snooze_ask(
    customer: Act<AnswerWrite>,
    Id((sale, ask)): Id<(SaleKey, AskId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Ask(ask, check::Command::Snooze);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

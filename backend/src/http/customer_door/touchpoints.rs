//! What a customer does with the agenda.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{
            AcceptMoveBody, MoveBody, NoteBody, PlainBody,
            agenda::{ConsentBody, TimesBody},
        },
        whole::WholeView,
    },
    domain::{sale::Command, touchpoint},
    id::TouchpointId,
};

use super::act::Act;
use crate::{
    auth::customer::AgendaWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// That suits me.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn confirm_touchpoint(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::Confirm);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Suggest other times; the old one stands until the vendor picks one.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = MoveBody)]
pub async fn request_touchpoint_move(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<MoveBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(
        id,
        touchpoint::Command::RequestMove { options: body.options.clone(), reason: body.reason.clone() },
    );
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Ask which other times there are; the old one stands until you pick one.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = TimesBody)]
pub async fn ask_for_touchpoint_times(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TimesBody>,
) -> Result<HttpResponse, Error> {
    let ask = touchpoint::Command::AskForTimes { reason: body.reason.clone() };
    customer.send(sale, Command::Touchpoint(id, ask), body.expected_state.clone(), &body).await
}

/// Answer the vendor's times with your own; the old one stands until the vendor picks one.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = MoveBody)]
pub async fn counter_touchpoint_move(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<MoveBody>,
) -> Result<HttpResponse, Error> {
    let (options, reason) = (body.options.clone(), body.reason.clone());
    let command = Command::Touchpoint(id, touchpoint::Command::CounterMove { options, reason });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// "That is fine", or not: the answer to a wish of the vendor's that breaks a rule.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ConsentBody)]
pub async fn answer_consent(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<ConsentBody>,
) -> Result<HttpResponse, Error> {
    let answer = if body.is_fine {
        touchpoint::Command::Consent
    } else {
        touchpoint::Command::RefuseConsent { note: body.note.clone() }
    };
    customer.send(sale, Command::Touchpoint(id, answer), body.expected_state.clone(), &body).await
}

/// Take one of the times that the vendor suggests.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = AcceptMoveBody)]
pub async fn accept_touchpoint_move(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<AcceptMoveBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::AcceptMove { option: body.option });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Take none of the times that the vendor suggests; the old one stands.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn decline_touchpoint_move(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::DeclineMove { reason: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// A step of the customer's own is taken.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn complete_touchpoint(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::Complete);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Yes, it happened.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn agree_touchpoint(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::AgreeDone);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// This did not happen.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn dispute_touchpoint(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::Dispute { note: body.note.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// It did happen after all.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn take_back_touchpoint(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::TakeBack);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Call it off, until a day before.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn cancel_touchpoint(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(
        id,
        touchpoint::Command::Cancel {
            reason: body.note.clone(),
            replacement: None,
            remedy: touchpoint::Remedy::Nothing,
        },
    );
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

//! What a customer says to a delivery.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{
            DeliveryReplyBody,
            handover::{DeliveryLinesBody, EndingBody},
        },
        whole::WholeView,
    },
    domain::{delivery, sale::Command},
    id::DeliveryId,
};

use super::act::Act;
use crate::{
    auth::customer::AgendaWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

fn command(body: &DeliveryReplyBody) -> delivery::Command {
    if body.is_complete {
        return delivery::Command::Accept;
    }
    delivery::Command::ReportMissing { note: body.note.clone() }
}

/// Received, all there; or something is missing.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = DeliveryReplyBody)]
pub async fn reply_to_delivery(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, DeliveryId)>,
    Valid(body): Valid<DeliveryReplyBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Delivery(id, command(&body));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Accepted, short or refused, line by line. What is wrong raises a concern in the same request.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = DeliveryLinesBody)]
pub async fn answer_delivery_lines(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, DeliveryId)>,
    Valid(body): Valid<DeliveryLinesBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Delivery(id, delivery::Command::AnswerLines { replies: body.lines.clone() });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// End the follow-up: the customer is not satisfied.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = EndingBody)]
pub async fn end_own_follow_up(
    customer: Act<AgendaWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<EndingBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::EndUnsatisfied { reason: body.reason.clone() };
    customer.send(sale, command, None, &body).await
}

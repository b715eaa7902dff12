//! What a customer says to a delivery.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::{portal::DeliveryReplyBody, whole::WholeView},
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
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = DeliveryReplyBody)]
#[post("/sales/{sale}/deliveries/{delivery}/reply")]
pub async fn reply_to_delivery(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, DeliveryId)>,
    Valid(body): Valid<DeliveryReplyBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Delivery(id, command(&body));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

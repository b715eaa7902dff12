//! What the vendor does with the agenda and with questions.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::vendor::{
        sale_view::VendorSale,
        touchpoints::{
            MoveAcceptance, MoveRefusal, TouchpointCancellation, TouchpointInput, TouchpointMiss,
            TouchpointMove, TouchpointReport,
        },
    },
    domain::{sale::Command, touchpoint},
    id::TouchpointId,
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Put something on the agenda.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = TouchpointInput)]
#[post("/sales/{sale}/touchpoints")]
pub async fn plan_touchpoint(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<TouchpointInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::PlanTouchpoint(Box::new(body.clone().into_plan()));
    act.send(sale, command, None, &body).await
}

/// It was done. The customer has three days to contradict.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = TouchpointReport)]
#[post("/sales/{sale}/touchpoints/{touchpoint}/report")]
pub async fn report_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointReport>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::ReportDone { note: body.note.clone() });
    act.send(sale, command, None, &body).await
}

/// Another time; a confirmed touchpoint moves when the customer says yes.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = TouchpointMove)]
#[post("/sales/{sale}/touchpoints/{touchpoint}/move")]
pub async fn move_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointMove>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(
        id,
        touchpoint::Command::Move { to: body.to.clone(), reason: body.reason.clone() },
    );
    act.send(sale, command, None, &body).await
}

/// Take one of the times that the customer suggests.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = MoveAcceptance)]
#[post("/sales/{sale}/touchpoints/{touchpoint}/accept-move")]
pub async fn accept_customer_move(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<MoveAcceptance>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::AcceptMove { option: body.option });
    act.send(sale, command, None, &body).await
}

/// Take none of the times that the customer suggests; the old one stands.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = MoveRefusal)]
#[post("/sales/{sale}/touchpoints/{touchpoint}/decline-move")]
pub async fn decline_customer_move(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<MoveRefusal>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::DeclineMove { reason: body.reason.clone() });
    act.send(sale, command, None, &body).await
}

/// Call it off.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = TouchpointCancellation)]
#[post("/sales/{sale}/touchpoints/{touchpoint}/cancel")]
pub async fn call_off_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointCancellation>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::Cancel { reason: body.reason.clone() });
    act.send(sale, command, None, &body).await
}

/// It did not happen.
#[utoipa::path(responses((status = 200, body = VendorSale)), request_body = TouchpointMiss)]
#[post("/sales/{sale}/touchpoints/{touchpoint}/missed")]
pub async fn report_missed_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointMiss>,
) -> Result<HttpResponse, Error> {
    let command =
        Command::Touchpoint(id, touchpoint::Command::ReportMissed { by: body.by, note: body.note.clone() });
    act.send(sale, command, None, &body).await
}

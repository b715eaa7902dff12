//! What the vendor does with the agenda and with questions.

use actix_web::HttpResponse;
use followthrough_common::{
    api::vendor_door::{
        sale_view::VendorSale,
        touchpoints::{
            MoveAcceptance, MoveRefusal, TimesOffer, TouchpointCancellation, TouchpointMiss, TouchpointMove,
            TouchpointOwner, TouchpointPlan, TouchpointReport,
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

/// Put something on the agenda. A first live contact that comes late, or a session far from the one before it,
/// needs a bridge or the customer's consent.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TouchpointPlan)]
pub async fn plan_touchpoint(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<TouchpointPlan>,
) -> Result<HttpResponse, Error> {
    let command = body.clone().into_command()?;
    act.send(sale, command, None, &body).await
}

/// It was done, and this comes next. The customer has three days to contradict.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TouchpointReport)]
pub async fn report_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointReport>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, body.clone().into_command()?);
    act.send(sale, command, None, &body).await
}

/// Another time; a confirmed touchpoint moves when the customer says yes. What breaks the rhythm of contacts
/// needs a bridge or the customer's consent.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TouchpointMove)]
pub async fn move_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointMove>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, body.clone().into_command()?);
    act.send(sale, command, None, &body).await
}

/// Offer times that you can keep: to a customer who asks for some, against their own, or by your own wish.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TimesOffer)]
pub async fn offer_times(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TimesOffer>,
) -> Result<HttpResponse, Error> {
    let (options, reason) = (body.options.clone(), body.reason.clone());
    let command = Command::Touchpoint(id, touchpoint::Command::OfferTimes { options, reason });
    act.send(sale, command, None, &body).await
}

/// Let somebody else come. The customer is told and confirms again; less than a day before, they are asked.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TouchpointOwner)]
pub async fn change_touchpoint_owner(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointOwner>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, body.clone().into_command()?);
    act.send(sale, command, None, &body).await
}

/// Take one of the times that the customer suggests.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = MoveAcceptance)]
pub async fn accept_customer_move(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<MoveAcceptance>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::AcceptMove { option: body.option });
    act.send(sale, command, None, &body).await
}

/// Take none of the times that the customer suggests; the old one stands.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = MoveRefusal)]
pub async fn decline_customer_move(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<MoveRefusal>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, touchpoint::Command::DeclineMove { reason: body.reason.clone() });
    act.send(sale, command, None, &body).await
}

/// Call it off. What is required needs something in its place, and what breaks the rhythm of contacts a bridge
/// or the customer's consent.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TouchpointCancellation)]
pub async fn call_off_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointCancellation>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, body.clone().into_command()?);
    act.send(sale, command, None, &body).await
}

/// It did not happen. What stands in for it comes soon, is bridged, or waits for the customer's consent.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TouchpointMiss)]
pub async fn report_missed_touchpoint(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TouchpointId)>,
    Valid(body): Valid<TouchpointMiss>,
) -> Result<HttpResponse, Error> {
    let command = Command::Touchpoint(id, body.clone().into_command()?);
    act.send(sale, command, None, &body).await
}

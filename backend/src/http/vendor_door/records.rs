//! Facts of the vendor's own systems: deliveries, payments, news.

use actix_web::HttpResponse;
use followthrough_common::{
    api::vendor_door::{
        records::{DeliveryCompletion, DeliveryInput, PaymentInput, UpdateInput},
        sale_view::VendorSale,
    },
    domain::{delivery, sale::Command},
    id::DeliveryId,
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Something arrived. The same reference again changes nothing.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = DeliveryInput)]
pub async fn report_delivery(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<DeliveryInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::ReportDelivery(Box::new(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// What was missing is there: all of it, or the lines that are named.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = DeliveryCompletion)]
pub async fn complete_delivery(
    act: Act,
    Id((sale, id)): Id<(SaleKey, DeliveryId)>,
    Valid(body): Valid<DeliveryCompletion>,
) -> Result<HttpResponse, Error> {
    let command = Command::Delivery(id, delivery::Command::Complete { lines: body.lines.clone() });
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Money moved. The same reference again updates the state.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PaymentInput)]
pub async fn report_payment(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<PaymentInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::ReportPayment(body.clone().into());
    act.send(sale, command, None, &body).await
}

/// Send news, also the news that nothing is new: then say who checked.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = UpdateInput)]
pub async fn send_update(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<UpdateInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::SendUpdate(Box::new(body.clone().into()));
    act.send(sale, command, None, &body).await
}

//! What a vendor proposes to do differently.

use actix_web::HttpResponse;
use followthrough_common::{
    api::vendor_door::{
        adjustments::{AdjustmentInput, AdjustmentWithdrawal},
        sale_view::VendorSale,
    },
    domain::{adjustment, sale::Command},
    id::AdjustmentId,
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Propose to do something differently, or something else.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = AdjustmentInput)]
pub async fn propose_adjustment(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<AdjustmentInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::ProposeAdjustment(Box::new(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Propose it anew, in other words; what was proposed before stays on record.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = AdjustmentInput)]
pub async fn revise_adjustment(
    act: Act,
    Id((sale, id)): Id<(SaleKey, AdjustmentId)>,
    Valid(body): Valid<AdjustmentInput>,
) -> Result<HttpResponse, Error> {
    let command = adjustment::Command::Propose(Box::new(body.clone().into()));
    act.send(sale, Command::Adjustment(id, command), None, &body).await
}

/// Take it back.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = AdjustmentWithdrawal)]
pub async fn withdraw_adjustment(
    act: Act,
    Id((sale, id)): Id<(SaleKey, AdjustmentId)>,
    Valid(body): Valid<AdjustmentWithdrawal>,
) -> Result<HttpResponse, Error> {
    let command = adjustment::Command::Withdraw { reason: body.reason.clone() };
    act.send(sale, Command::Adjustment(id, command), None, &body).await
}

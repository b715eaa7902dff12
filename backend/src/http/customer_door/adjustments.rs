//! What a customer says to an adjustment.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{AdjustmentReply, AdjustmentReplyBody},
        whole::WholeView,
    },
    domain::{adjustment, sale::Command},
    error::Rejection,
    id::AdjustmentId,
};

use super::act::Act;
use crate::{
    auth::customer::AgendaWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

fn command(body: AdjustmentReplyBody) -> Result<adjustment::Command, Rejection> {
    let note = body.note;
    let missing = || Rejection::field("/version", "is required to accept: the version that you read");
    Ok(match body.reply {
        AdjustmentReply::Accept => adjustment::Command::Accept { version: body.version.ok_or_else(missing)? },
        AdjustmentReply::Decline => adjustment::Command::Decline { note },
        AdjustmentReply::Talk => adjustment::Command::Talk { note },
    })
}

/// Take it, leave it, or talk about it first.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = AdjustmentReplyBody)]
pub async fn reply_to_adjustment(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, AdjustmentId)>,
    Valid(body): Valid<AdjustmentReplyBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Adjustment(id, command(body.clone())?);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

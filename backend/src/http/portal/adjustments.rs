//! What a customer says to an adjustment.

use actix_web::{HttpResponse, post};
use followthrough_common::{
    api::{
        portal::{AdjustmentReply, AdjustmentReplyBody},
        whole::WholeView,
    },
    domain::{adjustment, sale::Command},
    id::AdjustmentId,
};

use super::act::Act;
use crate::{
    auth::customer::AgendaWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

fn command(body: AdjustmentReplyBody) -> adjustment::Command {
    let note = body.note;
    match body.reply {
        AdjustmentReply::Accept => adjustment::Command::Accept,
        AdjustmentReply::Decline => adjustment::Command::Decline { note },
        AdjustmentReply::Talk => adjustment::Command::Talk { note },
    }
}

/// Take it, leave it, or talk about it first.
#[utoipa::path(responses((status = 200, body = WholeView)), request_body = AdjustmentReplyBody)]
#[post("/sales/{sale}/adjustments/{adjustment}/reply")]
pub async fn reply_to_adjustment(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, AdjustmentId)>,
    Valid(body): Valid<AdjustmentReplyBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Adjustment(id, command(body.clone()));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

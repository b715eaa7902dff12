//! Milestones with their overseers and small things, vital areas, and what the vendor's clocks show.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    actor::Actor,
    api::{
        clocks::ClocksOut,
        customer_door::handling::VitalAreasBody,
        vendor_door::{
            handling::{
                HandlingReport, MilestoneDrop, MilestoneInput, MilestoneSlip, ReplyBefore, SnagInput,
            },
            sale_view::VendorSale,
        },
    },
    domain::{
        milestone::{self, SnagCommand},
        sale::Command,
    },
    id::{MilestoneId, SnagId},
};

use super::act::{Act, locate};
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// Plan a milestone that a named person sees to.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = MilestoneInput)]
pub async fn plan_milestone(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<MilestoneInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::PlanMilestone(Box::new(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// It is reached.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = HandlingReport)]
pub async fn reach_milestone(
    act: Act,
    Id((sale, id)): Id<(SaleKey, MilestoneId)>,
    Valid(body): Valid<HandlingReport>,
) -> Result<HttpResponse, Error> {
    let command = Command::Milestone(id, milestone::Command::Reach { note: body.note.clone() });
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// It comes later; the first date stays on record.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = MilestoneSlip)]
pub async fn slip_milestone(
    act: Act,
    Id((sale, id)): Id<(SaleKey, MilestoneId)>,
    Valid(body): Valid<MilestoneSlip>,
) -> Result<HttpResponse, Error> {
    let command = Command::Milestone(id, body.clone().into());
    act.send(sale, command, None, &body).await
}

/// It is no longer needed.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = MilestoneDrop)]
pub async fn drop_milestone(
    act: Act,
    Id((sale, id)): Id<(SaleKey, MilestoneId)>,
    Valid(body): Valid<MilestoneDrop>,
) -> Result<HttpResponse, Error> {
    let command = Command::Milestone(id, milestone::Command::Drop { reason: body.reason.clone() });
    act.send(sale, command, None, &body).await
}

/// Write down a small thing that is wrong.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = SnagInput)]
pub async fn add_snag(
    act: Act,
    Id((sale, id)): Id<(SaleKey, MilestoneId)>,
    Valid(body): Valid<SnagInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Milestone(id, milestone::Command::AddSnag(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// A small thing is right; the customer says whether it is.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = HandlingReport)]
pub async fn fix_snag(
    act: Act,
    Id((sale, id, snag)): Id<(SaleKey, MilestoneId, SnagId)>,
    Valid(body): Valid<HandlingReport>,
) -> Result<HttpResponse, Error> {
    let command = SnagCommand::Fix { note: body.note.clone() };
    let command = Command::Milestone(id, milestone::Command::Snag(snag, command));
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// What matters most to the customer, up to five, most vital first.
#[utoipa::path(put, path = "", responses((status = 200, body = VendorSale)), request_body = VitalAreasBody)]
pub async fn set_vital_areas(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<VitalAreasBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::SetVitalAreas(body.clone().into());
    act.send(sale, command, None, &body).await
}

/// How fast you answered before the signature, by your own figure; the customer sees it beside the real one.
#[utoipa::path(put, path = "", responses((status = 200, body = VendorSale)), request_body = ReplyBefore)]
pub async fn set_reply_before(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ReplyBefore>,
) -> Result<HttpResponse, Error> {
    let command = Command::SetReplyBefore { minutes: body.working_minutes };
    act.send(sale, command, None, &body).await
}

/// What the clocks of the open concerns show now, in working time and in absolute time.
#[utoipa::path(get, path = "", responses((status = 200, body = ClocksOut)))]
pub async fn get_clocks(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let clocks = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        let mut unit = Unit::open(conn, &server, key.vendor)?;
        look(conn, &mut unit, Actor::System, id, |_, fresh| Ok(fresh.clocks()))
    });
    Ok(HttpResponse::Ok().json(clocks.await?))
}

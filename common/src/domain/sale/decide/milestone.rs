//! Milestones are planned, reached and moved.

use super::Draft;
use crate::{
    domain::{event::EventBody, milestone},
    error::Rejection,
    id::MilestoneId,
};

pub(super) fn plan(draft: &mut Draft<'_, '_>, plan: milestone::Plan) -> Result<(), Rejection> {
    milestone::check_plan(&plan, draft.ctx.today(&draft.sale.time_zone))?;
    let id = draft.ctx.ids.make();
    draft.record(EventBody::Milestone { id, event: milestone::Event::Planned(Box::new(plan)) });
    Ok(())
}

pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    id: MilestoneId,
    command: milestone::Command,
) -> Result<(), Rejection> {
    let milestone = draft.sale.milestone(id).ok_or_else(Rejection::not_found)?;
    let today = draft.ctx.today(&draft.sale.time_zone);
    let event = milestone::decide(milestone, command, today, draft.ctx)?;
    draft.record(EventBody::Milestone { id, event });
    Ok(())
}

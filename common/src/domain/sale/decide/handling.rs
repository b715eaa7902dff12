//! The agreement, the vital areas and the milestones of a sale.

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        agreement,
        check::About,
        event::EventBody,
        milestone,
        touchpoint::{self, TouchpointAction, TouchpointKind},
        transition::Machine,
        vital_area,
    },
    error::Rejection,
    id::{AskId, MilestoneId},
};

/// The item of the agenda that asks the customer to read the agreement.
const AGENDA_ITEM: &str = "agreement";
/// Longer than a year of working days would be no figure but a mistake.
const MOST_MINUTES: i64 = 125_000;

pub(super) fn decide_agreement(
    draft: &mut Draft<'_, '_>,
    command: &agreement::Command,
) -> Result<(), Rejection> {
    let event = agreement::decide(&draft.sale.handling.agreement, command, draft.ctx)?;
    let is_accepted = matches!(event, agreement::Event::Accepted { .. });
    draft.record(EventBody::Agreement { event });
    if is_accepted {
        complete_item(draft);
    }
    Ok(())
}

/// Accepting is what the agenda's item asks for, so it is done with it.
fn complete_item(draft: &mut Draft<'_, '_>) {
    let waits = draft.sale.touchpoints.iter().find(|it| {
        it.plan.kind == TouchpointKind::CustomerStep
            && it.plan.item.as_deref() == Some(AGENDA_ITEM)
            && it.state.after(TouchpointAction::Complete, Role::Customer).is_some()
    });
    if let Some(id) = waits.map(|it| it.id) {
        draft.record_touchpoint(id, touchpoint::Event::Completed);
    }
}

pub(super) fn set_vital_areas(
    draft: &mut Draft<'_, '_>,
    wishes: &[vital_area::Wish],
) -> Result<(), Rejection> {
    if let Some(areas) = vital_area::decide(&draft.sale.handling.vital_areas, wishes, &draft.ctx.ids)? {
        draft.record(EventBody::VitalAreas { areas });
        // Nobody is asked about what does not matter any more; what matters now is asked about instead.
        let is_gone = |about| match about {
            About::VitalArea(id) => draft.sale.handling.vital_area(id).is_none(),
            _ => false,
        };
        let gone = draft.sale.asks.iter().filter(|ask| ask.is_unfinished() && is_gone(ask.plan.about));
        let gone: Vec<AskId> = gone.map(|ask| ask.id).collect();
        for id in gone {
            draft.plan_next_area(id);
            draft.drop_asks(|ask| ask.id == id);
        }
    }
    Ok(())
}

pub(super) fn plan_milestone(draft: &mut Draft<'_, '_>, plan: milestone::Plan) -> Result<(), Rejection> {
    milestone::check_plan(&plan, draft.ctx.today(&draft.sale.time_zone))?;
    let id = draft.ctx.ids.make();
    draft.record(EventBody::Milestone { id, event: milestone::Event::Planned(Box::new(plan)) });
    Ok(())
}

pub(super) fn decide_milestone(
    draft: &mut Draft<'_, '_>,
    id: MilestoneId,
    command: &milestone::Command,
) -> Result<(), Rejection> {
    let milestone = draft.sale.handling.milestone(id).ok_or_else(Rejection::not_found)?;
    let today = draft.ctx.today(&draft.sale.time_zone);
    let event = milestone::decide(milestone, command, today, draft.ctx)?;
    draft.record(EventBody::Milestone { id, event });
    Ok(())
}

pub(super) fn set_reply_before(draft: &mut Draft<'_, '_>, minutes: Option<i64>) -> Result<(), Rejection> {
    if minutes.is_some_and(|minutes| !(0..=MOST_MINUTES).contains(&minutes)) {
        return Err(Rejection::field("/working_minutes", format!("must be 0 to {MOST_MINUTES}")));
    }
    if draft.sale.handling.reply_before != minutes {
        draft.record(EventBody::ReplyBefore { minutes });
    }
    Ok(())
}

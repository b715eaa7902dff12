//! The momentum guard at work: whatever the vendor wants with a live contact either keeps the rhythm, is bridged,
//! or waits for the customer's "that is fine". Every way to break the rhythm comes through here.

use super::Draft;
use crate::{
    domain::{
        momentum::{Broken, refusal},
        questions::momentum,
        touchpoint::{self, Event, Plan, Remedy, Touchpoint, check_plan},
    },
    error::Rejection,
    id::TouchpointId,
    text::Words,
    time::Slot,
};

/// Puts something on the agenda if it keeps the rhythm, with its bridge, or with the question whether its time
/// is fine. `pointer` is where the request holds it.
pub(super) fn plan_in_rhythm(
    draft: &mut Draft<'_, '_>,
    plan: Plan,
    remedy: Remedy,
    pointer: &str,
) -> Result<TouchpointId, Rejection> {
    check_plan(&plan, pointer, draft.ctx)?;
    check_bridge(draft, remedy.bridge())?;
    let broken = momentum::of_plan(&draft.sale, &plan, remedy.bridge(), draft.ctx);
    may_break(&broken, &remedy)?;
    let slot = plan.slot.clone();
    let id = draft.plan(plan);
    bridge(draft, remedy, id);
    if !broken.is_empty() {
        ask_to_move(draft, id, slot, None, broken);
    }
    Ok(id)
}

/// Refuses what breaks a rule, unless the customer is asked.
pub(super) fn may_break(broken: &[Broken], remedy: &Remedy) -> Result<(), Rejection> {
    if broken.is_empty() || *remedy == Remedy::AskConsent { Ok(()) } else { Err(refusal(broken)) }
}

pub(super) fn check_bridge(draft: &Draft<'_, '_>, bridge: Option<&Plan>) -> Result<(), Rejection> {
    let Some(bridge) = bridge else { return Ok(()) };
    check_plan(bridge, "/bridge", draft.ctx)?;
    if !bridge.kind.is_live() {
        return Err(Rejection::field("/bridge/kind", "must be a live contact, like a call"));
    }
    Ok(())
}

pub(super) fn bridge(draft: &mut Draft<'_, '_>, remedy: Remedy, id: TouchpointId) {
    if let Remedy::Bridge(mut plan) = remedy {
        plan.ties.bridge_for = Some(id);
        draft.plan(*plan);
    }
}

pub(super) fn ask_to_move(
    draft: &mut Draft<'_, '_>,
    id: TouchpointId,
    to: Slot,
    reason: Option<Words>,
    broken: Vec<Broken>,
) {
    draft.record_touchpoint(id, Event::MoveRequested { options: vec![to], reason, breaks: vec![broken] });
}

/// Asks the customer, if the vendor says so; else the broken rules refuse. `event` is the question.
pub(super) fn ask_consent(
    draft: &mut Draft<'_, '_>,
    it: &Touchpoint,
    event: Event,
    remedy: &Remedy,
) -> Result<(), Rejection> {
    if let Event::ConsentAsked { broken, .. } = &event {
        may_break(broken, remedy)?;
    }
    touchpoint::may_ask_consent(it, draft.ctx)?;
    draft.record_touchpoint(it.id, event);
    Ok(())
}

//! What may be done to a touchpoint now; asked by the server to decide and by the widget to show buttons.

use chrono::{DateTime, Utc};

use super::{Basis, Touchpoint, TouchpointAction, TouchpointFacts, TouchpointKind, TouchpointState, Wish};
use crate::{
    actor::Role,
    domain::{context::Context, policy::Policy, transition::Machine},
    error::{Call, Rejection},
};

/// Why a customer can no longer do it here: somebody is to be called.
const TOO_LATE: &str = "it begins too soon; please call";

/// What `who` may do now. `decide` refuses everything else with the reason of [`refusal`].
pub fn allowed(
    facts: &TouchpointFacts,
    who: Role,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Vec<TouchpointAction> {
    let actions = facts.state.actions(who);
    actions.filter(|action| refusal(facts, *action, who, now, policy).is_none()).collect()
}

/// Why an action that the table has is not possible now.
pub fn refusal(
    facts: &TouchpointFacts,
    action: TouchpointAction,
    who: Role,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<&'static str> {
    use TouchpointAction as A;
    let is_over = facts.ends_at <= now;
    let has_begun = facts.starts_at <= now;
    let is_estimate = facts.basis != Basis::Fixed;
    let too_late = who == Role::Customer && facts.starts_at - policy.notice() <= now;
    let answers_own = facts.pending_move_by == Some(who);
    let window_over = facts.contradict_until(policy).is_some_and(|until| until <= now);
    let rules: &[(bool, &'static str)] = match action {
        A::Confirm => &[
            (!facts.kind.is_live(), "there is no time to agree on"),
            (is_estimate, "its date is not certain yet"),
            (has_begun, "it has begun already"),
            (facts.pending_move_by.is_some(), "a move is being talked about"),
            (facts.is_gated, "something else comes first"),
        ],
        A::CounterMove => &[
            (facts.pending_move_by.is_none(), "nobody asked for a move"),
            (answers_own, "the other side answers a wish to move"),
            (has_begun, "it has begun already"),
        ],
        A::AskConsent => &[
            (has_begun, "it has begun already"),
            (facts.consent_to.is_some(), "the customer was asked already"),
        ],
        A::Consent => &[(!matches!(facts.consent_to, Some(Wish::Owner { .. })), "nothing waits for consent")],
        A::ConsentToCancel => &[(facts.consent_to != Some(Wish::Cancel), "nothing waits for consent")],
        A::RefuseConsent => &[(facts.consent_to.is_none(), "nothing waits for consent")],
        A::RequestMove | A::AskForTimes => &[
            (!facts.kind.is_live(), "there is no time to agree on"),
            (is_estimate, "its date is not certain yet"),
            (has_begun, "it has begun already"),
            (too_late, TOO_LATE),
            (facts.pending_move_by.is_some(), "a move is being talked about"),
        ],
        A::AcceptMove | A::DeclineMove => &[
            (facts.pending_move_by.is_none(), "nobody asked for a move"),
            (answers_own, "the other side answers a wish to move"),
        ],
        A::Move | A::ChangeOwner => &[(has_begun, "it has begun already")],
        A::Complete => &[
            (facts.kind != TouchpointKind::CustomerStep, "it is not a step of the customer's"),
            (facts.is_gated, "something else comes first"),
        ],
        A::ReportDone => &[
            (!facts.kind.is_outward(), "it is not done by the vendor"),
            (!has_begun, "it has not begun yet"),
            (facts.is_gated, "something else comes first"),
        ],
        A::ReportMissed if facts.state == TouchpointState::Disputed => &[],
        A::ReportMissed => &[(!facts.kind.is_live(), "nobody was to come"), (!is_over, "it is not over yet")],
        A::Dispute => &[
            (!facts.kind.is_outward(), "it is not done by the vendor"),
            (window_over, "the time to contradict is over"),
        ],
        A::AgreeDone | A::TakeBack => &[],
        A::EndWindow => &[(!window_over, "the time to contradict is not over")],
        A::Cancel => &[
            (who == Role::Customer && !facts.kind.is_live(), "there is nothing to call off"),
            (has_begun, "it has begun already"),
            (too_late, TOO_LATE),
        ],
    };
    rules.iter().find(|(applies, _)| *applies).map(|(_, why)| *why)
}

/// The refusal of an action that something besides the rules speaks against.
pub(super) fn refuse(
    facts: &TouchpointFacts,
    refused: TouchpointAction,
    detail: &str,
    ctx: &Context<'_>,
) -> Rejection {
    facts.state.refuse(detail, |action, who| match action {
        action if action == refused => Some("it is refused"),
        _ => refusal(facts, action, who, ctx.now, ctx.policy),
    })
}

pub(super) fn check(
    touchpoint: &Touchpoint,
    facts: &TouchpointFacts,
    action: TouchpointAction,
    ctx: &Context<'_>,
) -> Result<(), Rejection> {
    let who = ctx.actor.role();
    let guard = |action, who| refusal(facts, action, who, ctx.now, ctx.policy);
    let permitted = facts.state.permit(action, who, guard);
    permitted.map(|_| ()).map_err(|refused| match guard(action, who) {
        Some(TOO_LATE) => Rejection { call: Some(Box::new(Call::to(touchpoint.plan.owner))), ..refused },
        _ => refused,
    })
}

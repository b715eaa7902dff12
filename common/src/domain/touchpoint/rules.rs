//! What may be done to a touchpoint now; asked by the server to decide and by the widget to show buttons.

use chrono::{DateTime, Utc};

use super::{Basis, TouchpointAction, TouchpointFacts, TouchpointKind, TouchpointState};
use crate::{
    actor::Role,
    domain::{context::Context, policy::Policy, transition::Machine},
    error::Rejection,
};

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
        ],
        A::RequestMove => &[
            (!facts.kind.is_live(), "there is no time to agree on"),
            (is_estimate, "its date is not certain yet"),
            (has_begun, "it has begun already"),
            (too_late, "it begins too soon; please call"),
            (facts.pending_move_by.is_some(), "a move is being talked about"),
        ],
        A::AcceptMove | A::DeclineMove => &[
            (facts.pending_move_by.is_none(), "nobody asked for a move"),
            (answers_own, "the other side answers a wish to move"),
        ],
        A::Move => &[(has_begun, "it has begun already")],
        A::Complete => &[(facts.kind != TouchpointKind::CustomerStep, "it is not a step of the customer's")],
        A::ReportDone => &[
            (!facts.kind.is_outward(), "it is not done by the vendor"),
            (!has_begun, "it has not begun yet"),
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
            (too_late, "it begins too soon; please call"),
        ],
    };
    rules.iter().find(|(applies, _)| *applies).map(|(_, why)| *why)
}

pub(super) fn check(
    facts: &TouchpointFacts,
    action: TouchpointAction,
    ctx: &Context<'_>,
) -> Result<(), Rejection> {
    let who = ctx.actor.role();
    facts
        .state
        .permit(action, who, |action, who| refusal(facts, action, who, ctx.now, ctx.policy))
        .map(|_| ())
}

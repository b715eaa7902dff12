//! What a vendor does with the agenda.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    api::century,
    domain::{
        check::About,
        sale::Command,
        touchpoint::{self, Basis, Next, Purpose, Remedy, Report, Ties, TouchpointKind},
        update::Verification,
    },
    error::Rejection,
    id::{MemberId, TouchpointId},
    text::{Line, Words},
    time::Slot,
};

/// Something to put on the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointInput {
    /// What kind of contact.
    pub kind: TouchpointKind,
    /// What it is called.
    pub title: Line,
    /// What to expect.
    pub text: Option<Words>,
    /// What to have ready.
    pub prepare: Option<Words>,
    /// Where.
    pub place: Option<Line>,
    /// Who does it.
    pub owner: MemberId,
    /// When.
    #[serde(deserialize_with = "century::slot")]
    pub slot: Slot,
    /// `key@version` of the question, for a check.
    pub check: Option<Line>,
    /// The series that it is a session of; sessions are counted down.
    pub series: Option<Line>,
    /// The key of the item of the agenda that must be done first.
    pub after: Option<Line>,
    /// Whether something must stand in for it when it is called off.
    pub required: Option<bool>,
    /// What it is for, where that asks more of its report than the kind does.
    pub purpose: Option<Purpose>,
    /// The one that it stands in for: called off, or missed.
    pub replaces: Option<TouchpointId>,
}

/// Something to put on the agenda, and what is done when it breaks the rhythm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointPlan {
    /// What kind of contact.
    pub kind: TouchpointKind,
    /// What it is called.
    pub title: Line,
    /// What to expect.
    pub text: Option<Words>,
    /// What to have ready.
    pub prepare: Option<Words>,
    /// Where.
    pub place: Option<Line>,
    /// Who does it.
    pub owner: MemberId,
    /// When.
    #[serde(deserialize_with = "century::slot")]
    pub slot: Slot,
    /// `key@version` of the question, for a check.
    pub check: Option<Line>,
    /// The series that it is a session of; sessions are counted down.
    pub series: Option<Line>,
    /// The key of the item of the agenda that must be done first.
    pub after: Option<Line>,
    /// Whether something must stand in for it when it is called off.
    pub required: Option<bool>,
    /// What it is for, where that asks more of its report than the kind does.
    pub purpose: Option<Purpose>,
    /// The one that it stands in for: called off, or missed.
    pub replaces: Option<TouchpointId>,
    /// When it breaks the rhythm: a live contact inside the gap.
    pub bridge: Option<TouchpointInput>,
    /// When it breaks the rhythm: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

/// What is done about a broken rule. Both at once is no answer.
pub(super) fn remedy(
    bridge: Option<TouchpointInput>,
    ask_consent: Option<bool>,
) -> Result<Remedy, Rejection> {
    match (bridge, ask_consent.unwrap_or(false)) {
        (Some(_), true) => Err(Rejection::field("/ask_consent", "is not needed with a bridge")),
        (Some(bridge), false) => Ok(Remedy::Bridge(Box::new(bridge.into_plan()))),
        (None, true) => Ok(Remedy::AskConsent),
        (None, false) => Ok(Remedy::Nothing),
    }
}

/// The same for something that need not be planned; without it there is no rhythm to break.
pub(super) fn remedy_of(
    plan: Option<&TouchpointInput>,
    what: &str,
    bridge: Option<TouchpointInput>,
    ask_consent: Option<bool>,
) -> Result<Remedy, Rejection> {
    match (plan, remedy(bridge, ask_consent)?) {
        (None, Remedy::Bridge(_)) => Err(Rejection::field("/bridge", format!("belongs to {what}"))),
        (None, Remedy::AskConsent) => Err(Rejection::field("/ask_consent", format!("belongs to {what}"))),
        (_, remedy) => Ok(remedy),
    }
}

impl TouchpointPlan {
    /// As the agenda takes it.
    pub fn into_command(self) -> Result<Command, Rejection> {
        let Self { kind, title, text, prepare, place, owner, slot, check, .. } = self;
        let Self { series, after, required, purpose, replaces, bridge, ask_consent, .. } = self;
        let remedy = remedy(bridge, ask_consent)?;
        let input = TouchpointInput {
            kind,
            title,
            text,
            prepare,
            place,
            owner,
            slot,
            check,
            series,
            after,
            required,
            purpose,
            replaces,
        };
        Ok(Command::PlanTouchpoint(Box::new(input.into_plan()), remedy))
    }
}

impl TouchpointInput {
    /// As the agenda takes it.
    pub fn into_plan(self) -> touchpoint::Plan {
        let Self { kind, title, text, prepare, place, owner, slot, check, .. } = self;
        let Self { series, after, required, purpose, replaces, .. } = self;
        let ties = Ties {
            series,
            after,
            is_required: required.unwrap_or(false),
            purpose,
            replaces,
            bridge_for: None,
        };
        touchpoint::Plan {
            ties,
            item: None,
            kind,
            title,
            text,
            prepare,
            place,
            owner,
            slot,
            basis: Basis::Fixed,
            check,
        }
    }
}

/// It was done. Exactly one of `next`, `plan` and `nothing_next` says what comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointReport {
    /// What came of it; the customer reads it. Required for a call to thank again.
    pub note: Option<Words>,
    /// The words that were sent; required for thanks in writing.
    pub sent: Option<Words>,
    /// Where the copy lies, like an address in your own files; required for a note by post.
    pub evidence: Option<Words>,
    /// Who checked and when; required for word that nothing changed, and for nothing else.
    pub verified: Option<Verification>,
    /// What was checked; as long as nothing is said, what the sale waits for.
    #[serde(default)]
    pub about: Vec<About>,
    /// What comes next: a touchpoint of this sale that is still to come.
    pub next: Option<TouchpointId>,
    /// What comes next: this, put on the agenda now.
    pub plan: Option<TouchpointInput>,
    /// Nothing comes next; only when nothing is left on the agenda.
    pub nothing_next: Option<bool>,
    /// When `plan` breaks the rhythm: a live contact inside the gap.
    pub bridge: Option<TouchpointInput>,
    /// When `plan` breaks the rhythm: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

impl TouchpointReport {
    /// As the agenda takes it.
    pub fn into_command(self) -> Result<touchpoint::Command, Rejection> {
        let Self { note, sent, evidence, verified, about, .. } = self;
        let Self { next, plan, nothing_next, bridge, ask_consent, .. } = self;
        let remedy = remedy_of(plan.as_ref(), "a `plan`", bridge, ask_consent)?;
        let next = match (next, plan, nothing_next.unwrap_or(false)) {
            (Some(next), None, false) => Next::Touchpoint(next),
            (None, Some(plan), false) => Next::Plan(Box::new(plan.into_plan()), remedy),
            (None, None, true) => Next::Nothing,
            (None, None, false) => {
                return Err(Rejection::field(
                    "/next",
                    "is required: what comes next, or `plan` or `nothing_next`",
                ));
            }
            _ => {
                return Err(Rejection::field("/next", "must be the only one of next, plan and nothing_next"));
            }
        };
        Ok(touchpoint::Command::ReportDone(Box::new(Report { note, sent, evidence, verified, about, next })))
    }
}

/// Another time. A confirmed touchpoint moves when the customer says yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointMove {
    /// The new time.
    #[serde(deserialize_with = "century::slot")]
    pub to: Slot,
    /// Why; the customer reads it.
    pub reason: Words,
    /// When it breaks the rhythm: a live contact inside the gap.
    pub bridge: Option<TouchpointInput>,
    /// When it breaks the rhythm: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

impl TouchpointMove {
    /// As the agenda takes it.
    pub fn into_command(self) -> Result<touchpoint::Command, Rejection> {
        let Self { to, reason, bridge, ask_consent } = self;
        Ok(touchpoint::Command::Move { to, reason, remedy: remedy(bridge, ask_consent)? })
    }
}

/// Somebody else comes. The customer is told, and confirms the time again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointOwner {
    /// Who comes.
    pub to: MemberId,
    /// Why; the customer reads it.
    pub reason: Words,
    /// When it is said too late: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

impl TouchpointOwner {
    /// As the agenda takes it.
    pub fn into_command(self) -> Result<touchpoint::Command, Rejection> {
        let Self { to, reason, ask_consent } = self;
        Ok(touchpoint::Command::ChangeOwner { to, reason, remedy: remedy(None, ask_consent)? })
    }
}

/// It is called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointCancellation {
    /// Why; the customer reads it.
    pub reason: Option<Words>,
    /// What stands in for it; must be there for one that is required.
    pub replacement: Option<TouchpointInput>,
    /// When it breaks the rhythm: a live contact inside the gap.
    pub bridge: Option<TouchpointInput>,
    /// When it breaks the rhythm: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

impl TouchpointCancellation {
    /// As the agenda takes it.
    pub fn into_command(self) -> Result<touchpoint::Command, Rejection> {
        let Self { reason, replacement, bridge, ask_consent } = self;
        let replacement = replacement.map(|plan| Box::new(plan.into_plan()));
        Ok(touchpoint::Command::Cancel { reason, replacement, remedy: remedy(bridge, ask_consent)? })
    }
}

/// It did not happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointMiss {
    /// Who was not there.
    pub by: Role,
    /// What happened.
    pub note: Option<Words>,
    /// What stands in for it.
    pub replacement: Option<TouchpointInput>,
    /// When the replacement breaks the rhythm: a live contact inside the gap.
    pub bridge: Option<TouchpointInput>,
    /// When the replacement breaks the rhythm: ask the customer whether that is fine.
    pub ask_consent: Option<bool>,
}

impl TouchpointMiss {
    /// As the agenda takes it.
    pub fn into_command(self) -> Result<touchpoint::Command, Rejection> {
        let Self { by, note, replacement, bridge, ask_consent } = self;
        let remedy = remedy_of(replacement.as_ref(), "a `replacement`", bridge, ask_consent)?;
        let replacement = replacement.map(|plan| Box::new(plan.into_plan()));
        Ok(touchpoint::Command::ReportMissed { by, note, replacement, remedy })
    }
}

//! Promises and adjustments as their vendor sees them: every version, with who said what to it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ActorOut;
use crate::{
    domain::{
        adjustment::{Adjustment, AdjustmentState},
        promise::{
            Consent, Evidence, NewDate, Outcome, Promise, PromiseKind, PromiseSource, PromiseState, Terms,
            sessions,
        },
        touchpoint::Touchpoint,
    },
    id::{AdjustmentId, ConcernId, MemberId, PromiseId, TouchpointId},
    text::Words,
};

/// The customer's answer to what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentOut {
    /// Yes or no.
    pub is_given: bool,
    /// Who answered.
    pub by: ActorOut,
    /// When.
    pub at: DateTime<Utc>,
}

impl From<&Consent> for ConsentOut {
    fn from(it: &Consent) -> Self {
        Self { is_given: it.is_given, by: it.by.into(), at: it.at }
    }
}

/// A warning that a promise may slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RiskOut {
    /// Why.
    pub reason: Words,
    /// What we do about it.
    pub doing: Words,
    /// What we suggest to the customer.
    pub suggestion: Option<Words>,
    /// When we said so.
    pub at: DateTime<Utc>,
}

/// Another day that was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenegotiationOut {
    /// The day.
    pub due: NaiveDate,
    /// Why.
    pub reason: Words,
    /// Who proposed it.
    pub by: ActorOut,
    /// When.
    pub at: DateTime<Utc>,
    /// The customer's answer.
    pub consent: Option<ConsentOut>,
}

/// A deviation from what was described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeOut {
    /// What counted when it was proposed.
    pub from: Terms,
    /// What is to count instead.
    pub to: Terms,
    /// Why.
    pub reason: Words,
    /// Who proposed it.
    pub by: ActorOut,
    /// When.
    pub at: DateTime<Utc>,
    /// The customer's answer.
    pub consent: Option<ConsentOut>,
}

/// Something in place of what was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemedyOut {
    /// What we offer.
    pub text: Words,
    /// Until when, if something is still to be done.
    pub due: Option<NaiveDate>,
    /// Who offered it.
    pub by: ActorOut,
    /// When.
    pub at: DateTime<Utc>,
    /// The customer's answer.
    pub consent: Option<ConsentOut>,
}

/// How far the sessions of a promise are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionsOut {
    /// How many were promised.
    pub total: u32,
    /// How many have taken place.
    pub used: u32,
    /// How many are on the agenda.
    pub planned: u32,
    /// The next one.
    pub next: Option<TouchpointId>,
    /// All of them.
    pub touchpoints: Vec<TouchpointId>,
}

impl SessionsOut {
    /// Counted over the agenda; none for a promise without a number.
    pub fn of(promise: &Promise, touchpoints: &[Touchpoint]) -> Option<Self> {
        let counted = sessions(promise, touchpoints)?;
        Some(Self {
            total: counted.total,
            used: counted.used,
            planned: counted.planned,
            next: counted.next,
            touchpoints: promise.sessions.clone(),
        })
    }
}

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseOut {
    /// Its id.
    pub id: PromiseId,
    /// As the customer reads it.
    pub statement: Words,
    /// As it was made.
    pub original_statement: Words,
    /// How many, of what is counted.
    pub quantity: Option<u32>,
    /// How many were promised first.
    pub original_quantity: Option<u32>,
    /// What was promised.
    pub kind: PromiseKind,
    /// Where it was said.
    pub source: PromiseSource,
    /// The concern that it puts right.
    pub concern: Option<ConcernId>,
    /// Who made it.
    pub made_by: Option<MemberId>,
    /// On which day.
    pub made_on: Option<NaiveDate>,
    /// When it was written down.
    pub made_at: DateTime<Utc>,
    /// The original day; it never changes.
    pub original_due: Option<NaiveDate>,
    /// The day that counts now.
    pub current_due: Option<NaiveDate>,
    /// A new day that waits for the customer.
    pub proposed: Option<NewDate>,
    /// Where it stands.
    pub state: PromiseState,
    /// When it was kept.
    pub kept_on: Option<NaiveDate>,
    /// When we said so.
    pub claimed_at: Option<DateTime<Utc>>,
    /// Whether "kept" is the customer's word.
    pub is_agreed: bool,
    /// How it counts, always against the original day.
    pub outcome: Outcome,
    /// Whether that it was kept, or was not, is the customer's own word.
    pub is_confirmed: bool,
    /// In the words of who disputed or gave up.
    pub note: Option<Words>,
    /// The promise that it makes good.
    pub makes_good: Option<PromiseId>,
    /// The last warning that it may slip.
    pub risk: Option<RiskOut>,
    /// Every other day that was proposed, oldest first, with the customer's answer.
    pub renegotiations: Vec<RenegotiationOut>,
    /// Every change of words that was proposed, oldest first, with the customer's answer.
    pub changes: Vec<ChangeOut>,
    /// Everything that was offered in its place, oldest first, with the customer's answer.
    pub remedies: Vec<RemedyOut>,
    /// What proves that it was kept, oldest first.
    pub evidence: Vec<Evidence>,
    /// How far its sessions are.
    pub sessions: Option<SessionsOut>,
}

impl PromiseOut {
    /// With its sessions counted over the agenda.
    pub fn of(it: &Promise, touchpoints: &[Touchpoint]) -> Self {
        let terms = it.terms();
        let risk = |risk: &crate::domain::promise::Risk| RiskOut {
            reason: risk.reason.clone(),
            doing: risk.doing.clone(),
            suggestion: risk.suggestion.clone(),
            at: risk.at,
        };
        let renegotiation = |date: &crate::domain::promise::Renegotiation| RenegotiationOut {
            due: date.due,
            reason: date.reason.clone(),
            by: date.by.into(),
            at: date.at,
            consent: date.consent.as_ref().map(ConsentOut::from),
        };
        let change = |change: &crate::domain::promise::Change| ChangeOut {
            from: change.from.clone(),
            to: change.to.clone(),
            reason: change.reason.clone(),
            by: change.by.into(),
            at: change.at,
            consent: change.consent.as_ref().map(ConsentOut::from),
        };
        let remedy = |remedy: &crate::domain::promise::Remedy| RemedyOut {
            text: remedy.text.clone(),
            due: remedy.due,
            by: remedy.by.into(),
            at: remedy.at,
            consent: remedy.consent.as_ref().map(ConsentOut::from),
        };
        Self {
            id: it.id,
            statement: terms.statement,
            original_statement: it.making.statement.clone(),
            quantity: terms.quantity,
            original_quantity: it.making.quantity,
            kind: it.making.kind,
            source: it.making.source,
            concern: it.making.concern,
            made_by: it.making.made_by,
            made_on: it.making.made_on,
            made_at: it.made_at,
            original_due: it.making.original_due,
            current_due: it.current_due,
            proposed: it.proposed.clone(),
            state: it.state,
            kept_on: it.kept_on,
            claimed_at: it.claimed_at,
            is_agreed: it.is_agreed,
            outcome: it.outcome(),
            is_confirmed: it.is_confirmed(),
            note: it.note.clone(),
            makes_good: it.making.makes_good,
            risk: it.risk.as_ref().map(risk),
            renegotiations: it.renegotiations.iter().map(renegotiation).collect(),
            changes: it.changes.iter().map(change).collect(),
            remedies: it.remedies.iter().map(remedy).collect(),
            evidence: it.evidence.clone(),
            sessions: SessionsOut::of(it, touchpoints),
        }
    }
}

/// One version of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalVersionOut {
    /// What we would do.
    pub what: Words,
    /// Why.
    pub why: Words,
    /// What the sale would cost more, in minor units.
    pub price_change: Option<i64>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Who proposed it.
    pub by: ActorOut,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something to do differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustmentOut {
    /// Its id.
    pub id: AdjustmentId,
    /// Where it stands.
    pub state: AdjustmentState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// Everything that was proposed, the present version last.
    pub versions: Vec<ProposalVersionOut>,
    /// In the words of who declined, wanted to talk or took it back.
    pub note: Option<Words>,
    /// The question in which it is talked about.
    pub concern: Option<ConcernId>,
    /// The promise that it became.
    pub promise: Option<PromiseId>,
}

impl From<&Adjustment> for AdjustmentOut {
    fn from(it: &Adjustment) -> Self {
        let version = |version: &crate::domain::adjustment::Version| ProposalVersionOut {
            what: version.proposal.what.clone(),
            why: version.proposal.why.clone(),
            price_change: version.proposal.price_change,
            due: version.proposal.due,
            by: version.by.into(),
            at: version.at,
        };
        Self {
            id: it.id,
            state: it.state,
            state_since: it.state_since,
            versions: it.versions.iter().map(version).collect(),
            note: it.note.clone(),
            concern: it.concern,
            promise: it.promise,
        }
    }
}

//! A promise as its vendor sees it: everything that was ever said about it, with who said it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        promise::{
            Change, Evidence, NewDate, Outcome, Promise, PromiseKind, PromiseSource, PromiseState, Remedy,
            Renegotiation, Risk, Sessions, sessions,
        },
        touchpoint::Touchpoint,
    },
    id::{ConcernId, MemberId, PromiseId},
    text::Words,
};

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
    pub risk: Option<Risk>,
    /// Every other day that was proposed, oldest first, with the customer's answer.
    pub renegotiations: Vec<Renegotiation>,
    /// Every change of words that was proposed, oldest first, with the customer's answer.
    pub changes: Vec<Change>,
    /// Everything that was offered in its place, oldest first, with the customer's answer.
    pub remedies: Vec<Remedy>,
    /// What proves that it was kept, oldest first.
    pub evidence: Vec<Evidence>,
    /// How far its sessions are.
    pub sessions: Option<Sessions>,
}

impl PromiseOut {
    /// With its sessions counted over the agenda.
    pub fn of(it: &Promise, touchpoints: &[Touchpoint]) -> Self {
        let terms = it.terms();
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
            risk: it.risk.clone(),
            renegotiations: it.renegotiations.clone(),
            changes: it.changes.clone(),
            remedies: it.remedies.clone(),
            evidence: it.evidence.clone(),
            sessions: sessions(it, touchpoints),
        }
    }
}

//! The rest of what a customer sees of promises and adjustments: warnings, other words with their consent,
//! remedies, proofs, sessions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::{
    actor::{Actor, Role},
    api::{vendor_door::sale_view::SessionsOut, view::Records},
    domain::{
        adjustment::{Adjustment, AdjustmentAction, AdjustmentState},
        check::AskState,
        promise::{Change, Consent, Evidence, Promise, PromiseSource, Remedy, Renegotiation, Terms},
        sale::Sale,
        transition::Machine,
    },
    id::{AdjustmentId, AskId, ConcernId, PromiseId},
    text::{Line, Words},
};

/// "Heads up": what may slip, what we do about it and what we suggest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeadsUp {
    /// Why it may slip.
    pub reason: Words,
    /// What we do about it.
    pub doing: Words,
    /// What we suggest.
    pub suggestion: Option<Words>,
    /// When we said so.
    pub at: DateTime<Utc>,
}

/// The answer to what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentView {
    /// Yes or no.
    pub is_given: bool,
    /// Whether the reader gave it, or another person of the sale.
    pub is_yours: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Another day that was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenegotiationView {
    /// The day.
    pub due: NaiveDate,
    /// Why.
    pub reason: Words,
    /// Who proposed it.
    pub by: Option<Line>,
    /// When.
    pub at: DateTime<Utc>,
    /// The answer; none while it waits, or when something else took its place.
    pub consent: Option<ConsentView>,
}

/// A change of what was described, with both wordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeView {
    /// What counted when it was proposed.
    pub from: Terms,
    /// What is to count instead.
    pub to: Terms,
    /// Why.
    pub reason: Words,
    /// Who proposed it.
    pub by: Option<Line>,
    /// When.
    pub at: DateTime<Utc>,
    /// The answer; none while it waits, or when a later proposal took its place.
    pub consent: Option<ConsentView>,
}

/// Something in place of what was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemedyView {
    /// What we offer.
    pub text: Words,
    /// Until when, if something is still to be done.
    pub due: Option<NaiveDate>,
    /// Who offered it.
    pub by: Option<Line>,
    /// When.
    pub at: DateTime<Utc>,
    /// The answer; none while it waits, or when a later offer took its place.
    pub consent: Option<ConsentView>,
}

/// What stands behind a promise of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseRecord {
    /// Its id.
    pub id: PromiseId,
    /// Where it was said.
    pub source: PromiseSource,
    /// Who made it.
    pub made_by: Option<Line>,
    /// On which day.
    pub made_on: Option<NaiveDate>,
    /// The words and the number that it was made with.
    pub original: Terms,
    /// The words and the number that count now.
    pub terms: Terms,
    /// The last warning that it may slip.
    pub heads_up: Option<HeadsUp>,
    /// Every other day that was proposed, oldest first.
    pub renegotiations: Vec<RenegotiationView>,
    /// Every change that was proposed, oldest first.
    pub changes: Vec<ChangeView>,
    /// Everything that was offered in its place, oldest first.
    pub remedies: Vec<RemedyView>,
    /// What proves that it was kept, oldest first.
    pub evidence: Vec<Evidence>,
    /// "2 of 4 sessions used, next on …".
    pub sessions: Option<SessionsOut>,
    /// The promise that it makes good.
    pub makes_good: Option<PromiseId>,
    /// Whether that it was kept, or was not, is a customer's own word.
    pub is_confirmed: bool,
    /// The open question about it.
    pub ask: Option<AskId>,
}

/// One version of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalVersion {
    /// What we would do.
    pub what: Words,
    /// Why.
    pub why: Words,
    /// What the sale would cost more, in minor units; less, when below zero.
    pub price_change: Option<i64>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Who proposed it.
    pub by: Option<Line>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something to do differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustmentView {
    /// Its id.
    pub id: AdjustmentId,
    /// Where it stands.
    pub state: AdjustmentState,
    /// What the customer may do with it.
    pub allowed: Vec<AdjustmentAction>,
    /// Everything that was proposed, the present version last.
    pub versions: Vec<ProposalVersion>,
    /// In the words of who declined, wanted to talk or took it back.
    pub note: Option<Words>,
    /// The question in which it is talked about.
    pub concern: Option<ConcernId>,
    /// The promise that it became.
    pub promise: Option<PromiseId>,
}

/// What stands behind each promise.
pub(super) fn promise_records(sale: &Sale, records: Records<'_>) -> Vec<PromiseRecord> {
    sale.promises.iter().map(|it| promise_record(it, sale, records)).collect()
}

fn promise_record(it: &Promise, sale: &Sale, records: Records<'_>) -> PromiseRecord {
    let open_ask = sale.asks.iter().find(|ask| {
        let is_about = ask.plan.about == crate::domain::check::About::Promise(it.id);
        is_about && matches!(ask.state, AskState::Offered | AskState::Snoozed)
    });
    PromiseRecord {
        id: it.id,
        source: it.making.source,
        made_by: it.making.made_by.and_then(|member| name(Actor::Member(member), records)),
        made_on: it.making.made_on,
        original: it.original_terms(),
        terms: it.terms(),
        heads_up: it.risk.as_ref().map(|risk| HeadsUp {
            reason: risk.reason.clone(),
            doing: risk.doing.clone(),
            suggestion: risk.suggestion.clone(),
            at: risk.at,
        }),
        renegotiations: it.renegotiations.iter().map(|date| renegotiation_view(date, records)).collect(),
        changes: it.changes.iter().map(|change| change_view(change, records)).collect(),
        remedies: it.remedies.iter().map(|remedy| remedy_view(remedy, records)).collect(),
        evidence: it.evidence.clone(),
        sessions: SessionsOut::of(it, &sale.touchpoints),
        makes_good: it.making.makes_good,
        is_confirmed: it.is_confirmed(),
        ask: open_ask.map(|ask| ask.id),
    }
}

fn renegotiation_view(it: &Renegotiation, records: Records<'_>) -> RenegotiationView {
    RenegotiationView {
        due: it.due,
        reason: it.reason.clone(),
        by: name(it.by, records),
        at: it.at,
        consent: it.consent.as_ref().map(|consent| consent_view(consent, records)),
    }
}

fn change_view(it: &Change, records: Records<'_>) -> ChangeView {
    ChangeView {
        from: it.from.clone(),
        to: it.to.clone(),
        reason: it.reason.clone(),
        by: name(it.by, records),
        at: it.at,
        consent: it.consent.as_ref().map(|consent| consent_view(consent, records)),
    }
}

fn remedy_view(it: &Remedy, records: Records<'_>) -> RemedyView {
    RemedyView {
        text: it.text.clone(),
        due: it.due,
        by: name(it.by, records),
        at: it.at,
        consent: it.consent.as_ref().map(|consent| consent_view(consent, records)),
    }
}

fn consent_view(it: &Consent, records: Records<'_>) -> ConsentView {
    ConsentView { is_given: it.is_given, is_yours: it.by == Actor::Customer(records.customer.id), at: it.at }
}

/// The name of a person at the vendor.
pub(super) fn name(actor: Actor, records: Records<'_>) -> Option<Line> {
    let Actor::Member(id) = actor else { return None };
    records.members.iter().find(|member| member.id == id).map(|member| member.name.clone())
}

/// What the vendor proposed to do differently, newest first.
pub(super) fn adjustments(sale: &Sale, records: Records<'_>) -> Vec<AdjustmentView> {
    sale.adjustments.iter().rev().map(|it| adjustment(it, records)).collect()
}

fn adjustment(it: &Adjustment, records: Records<'_>) -> AdjustmentView {
    let version = |version: &crate::domain::adjustment::Version| ProposalVersion {
        what: version.proposal.what.clone(),
        why: version.proposal.why.clone(),
        price_change: version.proposal.price_change,
        due: version.proposal.due,
        by: name(version.by, records),
        at: version.at,
    };
    AdjustmentView {
        id: it.id,
        state: it.state,
        allowed: it.state.actions(Role::Customer).collect(),
        versions: it.versions.iter().map(version).collect(),
        note: it.note.clone(),
        concern: it.concern,
        promise: it.promise,
    }
}

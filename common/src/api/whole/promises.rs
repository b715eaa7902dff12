//! The rest of what a customer sees of promises and adjustments: warnings, other words with their consent,
//! remedies, proofs, sessions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    api::view::Records,
    domain::{
        adjustment::{Adjustment, AdjustmentAction, AdjustmentState, Version},
        check::AskState,
        promise::{
            Change, Consent, Evidence, Promise, PromiseSource, Reader, Remedy, Renegotiation, Risk, Sessions,
            Terms, sessions,
        },
        sale::Sale,
        transition::Machine,
    },
    id::{AdjustmentId, AskId, ConcernId, PromiseId},
    text::{Line, Words},
};

/// The answer to what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentView {
    /// Yes or no.
    pub is_given: bool,
    /// Whether the reader gave it, or another person of the sale.
    pub is_yours: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// The name of somebody at the vendor; none when it is no longer known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Name(pub Option<Line>);

/// How a customer is told of a promise: by the names of the people at the vendor, and no word of the others on the
/// customer's side but whether it was the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Customer {}

impl Reader for Customer {
    type By = Name;
    type Consent = ConsentView;
}

/// The document has it in the names of what is told so, and nowhere else.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Customer {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::RefOr::default()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Customer {}

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
    pub heads_up: Option<Risk>,
    /// Every other day that was proposed, oldest first.
    pub renegotiations: Vec<Renegotiation<Customer>>,
    /// Every change that was proposed, oldest first.
    pub changes: Vec<Change<Customer>>,
    /// Everything that was offered in its place, oldest first.
    pub remedies: Vec<Remedy<Customer>>,
    /// What proves that it was kept, oldest first.
    pub evidence: Vec<Evidence>,
    /// "2 of 4 sessions used, next on …".
    pub sessions: Option<Sessions>,
    /// The promise that it makes good.
    pub makes_good: Option<PromiseId>,
    /// Whether that it was kept, or was not, is a customer's own word.
    pub is_confirmed: bool,
    /// The open question about it.
    pub ask: Option<AskId>,
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
    pub versions: Vec<Version<Name>>,
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
        heads_up: it.risk.clone(),
        renegotiations: it.renegotiations.iter().map(|date| renegotiation_view(date, records)).collect(),
        changes: it.changes.iter().map(|change| change_view(change, records)).collect(),
        remedies: it.remedies.iter().map(|remedy| remedy_view(remedy, records)).collect(),
        evidence: it.evidence.clone(),
        sessions: sessions(it, &sale.touchpoints),
        makes_good: it.making.makes_good,
        is_confirmed: it.is_confirmed(),
        ask: open_ask.map(|ask| ask.id),
    }
}

fn renegotiation_view(it: &Renegotiation, records: Records<'_>) -> Renegotiation<Customer> {
    Renegotiation {
        due: it.due,
        reason: it.reason.clone(),
        by: Name(name(it.by, records)),
        at: it.at,
        consent: it.consent.as_ref().map(|consent| consent_view(consent, records)),
    }
}

fn change_view(it: &Change, records: Records<'_>) -> Change<Customer> {
    Change {
        from: it.from.clone(),
        to: it.to.clone(),
        reason: it.reason.clone(),
        by: Name(name(it.by, records)),
        at: it.at,
        consent: it.consent.as_ref().map(|consent| consent_view(consent, records)),
    }
}

fn remedy_view(it: &Remedy, records: Records<'_>) -> Remedy<Customer> {
    Remedy {
        text: it.text.clone(),
        due: it.due,
        by: Name(name(it.by, records)),
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
    let version = |version: &Version| version.by(Name(name(version.by, records)));
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

//! What both doors say about an item of the agenda beside its time: what it hangs together with, what was asked
//! of the customer and why, and what came of it. Nothing here is for one side only.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::{
        momentum::Broken,
        sale::Sale,
        series::Series,
        touchpoint::{Consent, ConsentRequest, OwnerChange, Plan, Purpose, Touchpoint, TouchpointKind, Wish},
    },
    id::{MemberId, TouchpointId},
    text::{Line, Words},
    time::Slot,
};

/// "1 of 4".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The key of the series.
    pub series: Line,
    /// From 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

/// What comes next, as the report named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextItem {
    /// Which item; if it was called off, the one in its place.
    pub id: TouchpointId,
    /// What it is called.
    pub title: String,
    /// When.
    pub slot: Slot,
}

/// A time that was suggested, with the rules that it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestedTime {
    /// The time.
    pub slot: Slot,
    /// The rules of the rhythm that it breaks.
    pub broken: Vec<Broken>,
}

/// A wish to move that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveWish {
    /// The side that asks.
    pub by: Role,
    /// The time that stands until then.
    pub from: Slot,
    /// The times to choose from; none when the customer asks which there are.
    pub to: Vec<SuggestedTime>,
    /// Why.
    pub reason: Option<Words>,
    /// Since when it waits.
    pub at: DateTime<Utc>,
}

/// What would stand in the place of something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instead {
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
    /// Who would come.
    pub owner: MemberId,
    /// When.
    pub slot: Slot,
}

/// A question for the customer's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConsentRequest))]
pub struct ConsentQuestion {
    /// To what.
    #[serde(flatten)]
    pub wish: Wish,
    /// Why.
    pub reason: Option<Words>,
    /// The rules that it breaks.
    pub broken: Vec<Broken>,
    /// Since when it waits.
    pub at: DateTime<Utc>,
    /// What would stand in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Instead>,
}

/// An item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgendaItem {
    /// Which.
    pub id: TouchpointId,
    /// Which session of its series it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Whether something must stand in for it when it is called off.
    pub is_required: bool,
    /// The item that must be done first, while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<TouchpointId>,
    /// The one that it stands in for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<TouchpointId>,
    /// The one that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<TouchpointId>,
    /// The one whose gap it closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge_for: Option<TouchpointId>,
    /// How often in seven days the customer wishes to hear from us at most, if that left no room for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out_at: Option<u8>,
    /// A wish to move that waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub move_wish: Option<MoveWish>,
    /// What waits for the customer's consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_request: Option<ConsentQuestion>,
    /// What the customer was fine with, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// Who came before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner_changes: Vec<OwnerChange>,
    /// The words that were sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Words>,
    /// Where the copy of what was sent lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Words>,
    /// "Next is …": what the report named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextItem>,
}

/// The items of the agenda, in the order in which they were planned.
pub(super) fn agenda_items(sale: &Sale, series: &[Series]) -> Vec<AgendaItem> {
    sale.touchpoints.iter().map(|it| item(sale, series, it)).collect()
}

fn item(sale: &Sale, series: &[Series], it: &Touchpoint) -> AgendaItem {
    let ties = &it.plan.ties;
    let first = ties.after.as_ref().filter(|_| it.is_gated);
    let first =
        first.and_then(|key| sale.touchpoints.iter().find(|other| other.plan.item.as_ref() == Some(key)));
    AgendaItem {
        id: it.id,
        session: session(series, it.id),
        purpose: ties.purpose,
        is_required: ties.is_required,
        waits_for: first.map(|first| first.id),
        replaces: ties.replaces,
        replaced_by: sale.replacement(it.id).map(|other| other.id),
        bridge_for: ties.bridge_for,
        left_out_at: it.left_out_at,
        move_wish: move_wish(it),
        consent_request: it.consent_request.clone().map(consent_question),
        consents: it.consents.clone(),
        owner_changes: it.owner_changes.clone(),
        sent: it.sent.clone(),
        evidence: it.evidence.clone(),
        next: it.next.and_then(|next| next_item(sale, next)),
    }
}

fn session(series: &[Series], id: TouchpointId) -> Option<Session> {
    series.iter().find_map(|known| {
        let place = known.sessions.iter().position(|session| *session == id)?;
        Some(Session { series: known.key.clone(), number: place + 1, of: known.total })
    })
}

fn move_wish(it: &Touchpoint) -> Option<MoveWish> {
    let pending = it.pending_move.clone()?;
    let breaks = it.pending_breaks.iter().cloned().chain(std::iter::repeat_with(Vec::new));
    let to = pending.options.into_iter().zip(breaks);
    Some(MoveWish {
        by: pending.by,
        from: it.plan.slot.clone(),
        to: to.map(|(slot, broken)| SuggestedTime { slot, broken }).collect(),
        reason: pending.reason,
        at: pending.at,
    })
}

fn consent_question(asked: ConsentRequest) -> ConsentQuestion {
    let ConsentRequest { wish, reason, broken, at, replacement } = asked;
    ConsentQuestion { wish, reason, broken, at, replacement: replacement.map(|plan| instead(*plan)) }
}

fn instead(plan: Plan) -> Instead {
    let Plan { kind, title, text, prepare, place, owner, slot, .. } = plan;
    Instead { kind, title, text, prepare, place, owner, slot }
}

fn next_item(sale: &Sale, id: TouchpointId) -> Option<NextItem> {
    let named = sale.touchpoint(id)?;
    let next = sale.replacement(id).unwrap_or(named);
    Some(NextItem { id: next.id, title: next.plan.title.to_string(), slot: next.plan.slot.clone() })
}

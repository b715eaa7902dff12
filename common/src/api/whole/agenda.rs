//! What the customer sees of the agenda beside its dates: where to begin, how the series count down, what is
//! asked of them and why, and whom to call when it is too late to ask here.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    api::{
        agenda::{AgendaItem, agenda_items},
        view::Records,
    },
    domain::{
        sale::Sale,
        series::{Series, series},
        touchpoint::{Touchpoint, TouchpointKind, TouchpointState},
    },
    id::{MemberId, TouchpointId},
    text::Line,
};

/// From when on an item is no longer moved here, and whom to call then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LateCall {
    /// Which item.
    pub touchpoint: TouchpointId,
    /// From then on.
    pub from: DateTime<Utc>,
    /// Whom to call.
    pub member: MemberId,
    /// What they are called.
    pub name: Option<Line>,
    /// Their number, else the vendor's.
    pub phone: Option<Line>,
}

/// The agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgendaView {
    /// A step that the customer can take at once.
    pub first_step: Option<TouchpointId>,
    /// The first live contact.
    pub first_live: Option<TouchpointId>,
    /// Series of sessions.
    pub series: Vec<Series>,
    /// Every item.
    pub items: Vec<AgendaItem>,
    /// Whom to call when it is too late to move an item here.
    pub late_calls: Vec<LateCall>,
}

pub(super) fn agenda_view(sale: &Sale, records: Records<'_>) -> AgendaView {
    let series = series(sale, records.world.zones);
    let starts = |it: &&Touchpoint| it.plan.slot.starts_at(records.world.zones);
    let open = || {
        let is_open =
            |it: &&Touchpoint| matches!(it.state, TouchpointState::Planned | TouchpointState::Confirmed);
        sale.touchpoints.iter().filter(is_open)
    };
    let steps = open().filter(|it| it.plan.kind == TouchpointKind::CustomerStep && !it.is_gated);
    let is_contact = |it: &&Touchpoint| {
        it.plan.kind.is_live() && !matches!(it.state, TouchpointState::Cancelled | TouchpointState::Missed)
    };
    AgendaView {
        first_step: steps.min_by_key(starts).map(|it| it.id),
        first_live: sale.touchpoints.iter().filter(is_contact).min_by_key(starts).map(|it| it.id),
        items: agenda_items(sale, &series),
        series,
        late_calls: open().filter(|it| it.plan.kind.is_live()).map(|it| late_call(it, records)).collect(),
    }
}

fn late_call(it: &Touchpoint, records: Records<'_>) -> LateCall {
    let person = records.members.iter().find(|member| member.id == it.plan.owner);
    let phone = person.and_then(|person| person.phone.clone()).or_else(|| records.vendor.phone.clone());
    LateCall {
        touchpoint: it.id,
        from: it.plan.slot.starts_at(records.world.zones) - records.world.policy.notice(),
        member: it.plan.owner,
        name: person.map(|person| person.name.clone()),
        phone,
    }
}

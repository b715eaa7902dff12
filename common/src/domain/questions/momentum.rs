//! What the guard says about a sale: about a change that a vendor wants, and about the agenda as it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    calendar::Calendar,
    domain::{
        context::Context,
        momentum::{Broken, Contact, Ground, Rule, first_live, gaps, notice, opened_gaps, slip},
        policy::Policy,
        sale::Sale,
        template::Anchor,
        touchpoint::{Plan, Touchpoint, TouchpointState},
    },
    id::{MemberId, TouchpointId},
    time::OffsetTable,
};

/// The guard looks after the first thirty days; later the relationship has a rhythm of its own.
const WINDOW_DAYS: i64 = 30;

/// Why somebody at the vendor must look at an item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum AttentionReason {
    /// The vendor moved it so often that the manager takes over.
    Escalated {
        /// How often.
        moves: usize,
    },
    /// It was missed, and nothing stands in for it: by the vendor, or by the customer where it is needed.
    NeedsRecovery,
    /// It was required and is called off, and nothing stands in for it.
    NeedsReplacement,
    /// The customer was asked whether something that breaks a rule is fine, and has not answered.
    ConsentAwaited,
    /// The customer said no to something that breaks a rule.
    ConsentRefused,
    /// The rhythm is broken here.
    Rhythm {
        /// The rule.
        broken: Broken,
    },
}

/// An item of the agenda that somebody must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// Which item.
    pub touchpoint: TouchpointId,
    /// Why.
    #[serde(flatten)]
    pub reason: AttentionReason,
}

/// What the days of a sale count from.
pub fn ground<'a>(
    sale: &Sale,
    policy: &'a Policy,
    calendar: &'a Calendar,
    zones: &OffsetTable,
) -> Ground<'a> {
    let mut items = sale.agenda.iter().flat_map(|agenda| &agenda.items);
    let waits_for_delivery = items.any(|item| item.anchor == Anchor::Delivery);
    let purchase = zones.date(&sale.time_zone, sale.anchors.purchased_at);
    let base = sale.anchors.delivered_on.or(sale.anchors.expected_delivery_on);
    let base = base.or_else(|| (!waits_for_delivery).then_some(purchase));
    let starts = match sale.agenda.as_ref().and_then(|agenda| agenda.first_live_from) {
        Some(Anchor::Purchase) => Some(purchase),
        Some(Anchor::Delivery) | None => base,
    };
    let counts = |day: Option<NaiveDate>| day.filter(|_| !sale.is_history);
    Ground { calendar, policy, base: counts(base), starts: counts(starts) }
}

fn of_context<'a>(sale: &Sale, ctx: &'a Context<'_>) -> Ground<'a> {
    ground(sale, ctx.policy, ctx.calendar, ctx.zones)
}

/// The live contacts that happened or are still to come.
fn contacts(sale: &Sale) -> Vec<Contact> {
    let stands = |it: &&Touchpoint| {
        it.plan.kind.is_live() && !matches!(it.state, TouchpointState::Missed | TouchpointState::Cancelled)
    };
    sale.touchpoints.iter().filter(stands).map(|it| contact(sale, Some(it.id), &it.plan)).collect()
}

/// A bridge keeps the series of the item together that it bridges.
fn contact(sale: &Sale, id: Option<TouchpointId>, plan: &Plan) -> Contact {
    let bridged = plan.ties.bridge_for.and_then(|id| sale.touchpoint(id));
    let series = plan.ties.series.clone().or_else(|| bridged.and_then(|it| it.plan.ties.series.clone()));
    Contact { id, date: plan.slot.local_date, series }
}

fn proposed(sale: &Sale, plan: Option<&Plan>) -> Option<Contact> {
    plan.filter(|plan| plan.kind.is_live()).map(|plan| contact(sale, None, plan))
}

/// A bridge that comes soon enough makes good for a replacement that comes late.
fn bridges(bridge: Option<&Contact>, id: TouchpointId, from: NaiveDate, ground: Ground<'_>) -> bool {
    bridge.is_some_and(|bridge| slip(id, from, bridge.date, ground).is_none())
}

/// The first live contact is late now, and was not so late before.
fn delays_start(before: &[Contact], after: &[Contact], ground: Ground<'_>) -> Option<Broken> {
    let was = first_live(before, ground).map(|broken| broken.actual);
    let is_within =
        |contact: &&Contact| ground.starts.is_some_and(|day| (contact.date - day).num_days() <= WINDOW_DAYS);
    let after: Vec<Contact> = after.iter().filter(is_within).cloned().collect();
    first_live(&after, ground).filter(|broken| was.is_none_or(|was| broken.actual > was))
}

/// What breaks when this is put on the agenda. A further contact closes gaps rather than opening any, so only
/// the start and the sessions of its series are looked at; and what stands in for another comes soon after it,
/// or soon from now.
pub fn of_plan(sale: &Sale, plan: &Plan, bridge: Option<&Plan>, ctx: &Context<'_>) -> Vec<Broken> {
    if !plan.kind.is_live() {
        return Vec::new();
    }
    let ground = of_context(sale, ctx);
    let before = contacts(sale);
    let bridge = bridge_of(sale, bridge, plan.ties.series.clone());
    let slipped = plan.ties.replaces.and_then(|id| sale.touchpoint(id)).and_then(|it| {
        let from = it.plan.slot.local_date.max(ctx.today(&sale.time_zone));
        let slipped = slip(it.id, from, plan.slot.local_date, ground).filter(|_| it.plan.kind.is_live());
        slipped.filter(|_| !bridges(bridge.as_ref(), it.id, from, ground))
    });
    let mut after = before.clone();
    after.extend(proposed(sale, Some(plan)));
    after.extend(bridge);
    let late = delays_start(&before, &after, ground);
    let opened = opened_gaps(&before, &after, ground).into_iter();
    let opened = opened.filter(|broken| broken.rule == Rule::MaxSeriesGap);
    slipped.into_iter().chain(late).chain(opened).collect()
}

fn bridge_of(sale: &Sale, bridge: Option<&Plan>, series: Option<crate::text::Line>) -> Option<Contact> {
    proposed(sale, bridge).map(|bridge| Contact { series: bridge.series.clone().or(series), ..bridge })
}

/// What breaks when this is moved to another day.
pub fn of_move(
    sale: &Sale,
    item: &Touchpoint,
    to: NaiveDate,
    bridge: Option<&Plan>,
    ctx: &Context<'_>,
) -> Vec<Broken> {
    if !item.plan.kind.is_live() {
        return Vec::new();
    }
    let moved = Contact { id: Some(item.id), date: to, series: item.plan.ties.series.clone() };
    replaced(sale, item, Some(moved), bridge, ctx)
}

/// What breaks when this is called off, with or without another one in its place.
pub fn of_cancellation(
    sale: &Sale,
    item: &Touchpoint,
    replacement: Option<&Plan>,
    bridge: Option<&Plan>,
    ctx: &Context<'_>,
) -> Vec<Broken> {
    if !item.plan.kind.is_live() {
        return Vec::new();
    }
    let instead = bridge_of(sale, replacement, item.plan.ties.series.clone());
    replaced(sale, item, instead, bridge, ctx)
}

fn replaced(
    sale: &Sale,
    item: &Touchpoint,
    instead: Option<Contact>,
    bridge: Option<&Plan>,
    ctx: &Context<'_>,
) -> Vec<Broken> {
    let ground = of_context(sale, ctx);
    let (before, from) = (contacts(sale), item.plan.slot.local_date);
    let bridge = bridge_of(sale, bridge, item.plan.ties.series.clone());
    let slipped = instead.as_ref().and_then(|instead| slip(item.id, from, instead.date, ground));
    let slipped = slipped.filter(|_| !bridges(bridge.as_ref(), item.id, from, ground));
    let others = before.iter().filter(|contact| contact.id != Some(item.id)).cloned();
    let after: Vec<Contact> = others.chain(instead).chain(bridge).collect();
    let late = notice(item.id, item.plan.slot.starts_at(ctx.zones), ctx.now, ctx.policy);
    slipped
        .into_iter()
        .chain(opened_gaps(&before, &after, ground))
        .chain(delays_start(&before, &after, ground))
        .chain(late)
        .collect()
}

/// What breaks when somebody else comes.
pub fn of_owner_change(item: &Touchpoint, ctx: &Context<'_>) -> Vec<Broken> {
    if !item.plan.kind.is_live() {
        return Vec::new();
    }
    notice(item.id, item.plan.slot.starts_at(ctx.zones), ctx.now, ctx.policy).into_iter().collect()
}

/// What breaks when somebody else looks after the customer from that day on, and comes to what was to come.
pub fn of_hand_over(sale: &Sale, from: MemberId, on: NaiveDate, ctx: &Context<'_>) -> Vec<Broken> {
    let begins = ctx.zones.start_of_day(&sale.time_zone, on);
    let passes_on = |it: &&Touchpoint| {
        it.plan.owner == from && is_open(it) && it.plan.slot.starts_at(ctx.zones) >= begins
    };
    sale.touchpoints.iter().filter(passes_on).flat_map(|it| of_owner_change(it, ctx)).collect()
}

fn is_open(it: &Touchpoint) -> bool {
    matches!(it.state, TouchpointState::Planned | TouchpointState::Confirmed)
}

/// Whether the vendor moved it so often that the manager takes over.
pub fn is_escalated(item: &Touchpoint, policy: &Policy) -> bool {
    item.vendor_moves() >= policy.escalate_at_moves
}

/// What somebody at the vendor must look at, the worst first: for the worklist.
pub fn attention(sale: &Sale, policy: &Policy, calendar: &Calendar, zones: &OffsetTable) -> Vec<Attention> {
    if !sale.is_active() || sale.is_history {
        return Vec::new();
    }
    let of = |it: &Touchpoint, reason| Attention { touchpoint: it.id, reason };
    let items = || sale.touchpoints.iter();
    let escalated = items().filter(|it| is_open(it) && is_escalated(it, policy));
    let escalated = escalated.map(|it| of(it, AttentionReason::Escalated { moves: it.vendor_moves() }));
    let unreplaced = items().filter(|it| !sale.is_replaced(it.id)).filter_map(|it| match it.state {
        TouchpointState::Missed if it.needs_recovery() => Some(of(it, AttentionReason::NeedsRecovery)),
        TouchpointState::Cancelled if it.plan.ties.is_required && !it.is_dropped => {
            Some(of(it, AttentionReason::NeedsReplacement))
        }
        _ => None,
    });
    let refused = items().filter(|it| is_open(it) && it.consent_refused_at.is_some());
    let refused = refused.map(|it| of(it, AttentionReason::ConsentRefused));
    let handed = sale.owner_changes.iter().filter(|it| it.awaits_consent());
    let handed: Vec<TouchpointId> =
        handed.flat_map(|it| &it.broken).flat_map(|it| it.touchpoints.clone()).collect();
    let awaited = items().filter(|it| is_open(it) && (awaits_consent(it) || handed.contains(&it.id)));
    let awaited = awaited.map(|it| of(it, AttentionReason::ConsentAwaited));
    let ground = ground(sale, policy, calendar, zones);
    let contacts = contacts(sale);
    let still_open = |id: &TouchpointId| sale.touchpoint(*id).is_some_and(is_open);
    // Only what the vendor's own moves did and what can still be put right.
    let rhythm = first_live(&contacts, ground).into_iter().chain(gaps(&contacts, ground));
    let rhythm = rhythm.filter_map(|broken| {
        let touchpoint = *broken.touchpoints.last().filter(|id| still_open(id))?;
        let is_torn = broken.touchpoints.iter().any(|id| sale.touchpoint(*id).is_some_and(is_moved_alone));
        is_torn.then_some(Attention { touchpoint, reason: AttentionReason::Rhythm { broken } })
    });
    escalated.chain(unreplaced).chain(refused).chain(awaited).chain(rhythm).collect()
}

/// The customer was asked about something that breaks a rule.
fn awaits_consent(it: &Touchpoint) -> bool {
    it.consent_request.is_some() || it.pending_breaks.iter().any(|broken| !broken.is_empty())
}

/// The vendor moved it last, and the customer has not said that the time suits them.
fn is_moved_alone(it: &Touchpoint) -> bool {
    let last = it.moves.last().map(|one| one.by);
    last == Some(Role::Member) && it.state == TouchpointState::Planned && it.consents.is_empty()
}

//! The agenda: template items become dated touchpoints. Purchase-anchored items are dated at once;
//! delivery-anchored ones are estimates until the delivery is real, and follow it when it moves. What the
//! customer confirmed never moves silently.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, Roll},
    domain::{
        context::add_days,
        many::Many,
        silence::LongestSilence,
        template::{Anchor, Offset, Template, TemplateItem},
        touchpoint::{Basis, Plan, Ties, Touchpoint, TouchpointState},
    },
    id::MemberId,
    text::{Line, Localized, Words},
    time::{Hours, OffsetTable, Slot, ZoneName},
};

mod series;
#[cfg(test)]
mod tests;

pub use series::promised;

/// A repeated item stops after so many occurrences even if its anchor never comes.
const MOST_REPEATS: i32 = 20;

/// The days that offsets count from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Anchors {
    /// When the order was confirmed.
    pub purchased_at: DateTime<Utc>,
    /// The day on which the delivery is expected.
    pub expected_delivery_on: Option<NaiveDate>,
    /// The day on which it came.
    pub delivered_on: Option<NaiveDate>,
}

/// What an agenda was made from; kept with the sale, so that it can be resolved anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The key of the template.
    pub template: Line,
    /// Its version at the time.
    pub version: i64,
    /// Its items at the time.
    pub items: Many<TemplateItem>,
    /// The longest time without word that it promised at the time.
    #[serde(default, skip_serializing_if = "LongestSilence::is_policys")]
    pub longest_silence: LongestSilence,
    /// The day from which the first live contact is counted, where that is not the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_live_from: Option<Anchor>,
}

impl Agenda {
    /// The agenda of a sale that begins with this version of the template.
    pub fn of(template: Template, version: i64) -> Self {
        let Template { key, items, longest_silence, first_live_from, .. } = template;
        Self { template: key, version, items: items.into(), longest_silence, first_live_from }
    }
}

/// Where and with whom an agenda happens.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The customer's zone, in which slots are.
    pub zone: &'a ZoneName,
    /// Open days and hours.
    pub calendar: &'a Calendar,
    /// Offsets.
    pub zones: &'a OffsetTable,
    /// The language of whom it is for.
    pub reader: Option<&'a str>,
}

impl Anchors {
    /// The day of an anchor and how sure it is.
    fn day(&self, anchor: Anchor, place: Place<'_>) -> Option<(NaiveDate, Basis)> {
        match (anchor, self.delivered_on, self.expected_delivery_on) {
            (Anchor::Purchase, ..) => Some((place.zones.date(place.zone, self.purchased_at), Basis::Fixed)),
            (Anchor::Delivery, Some(day), _) => Some((day, Basis::Fixed)),
            (Anchor::Delivery, None, Some(day)) => Some((day, Basis::EstimatedFrom(Anchor::Delivery))),
            (Anchor::Delivery, None, None) => None,
        }
    }
}

/// The slot of an item and how sure it is; none while its anchor is unknown.
pub fn resolve(item: &TemplateItem, anchors: &Anchors, place: Place<'_>) -> Option<(Slot, Basis)> {
    let (day, basis) = anchors.day(item.anchor, place)?;
    let calendar = place.calendar;
    let (date, hours) = match item.offset {
        Offset::BusinessDays(0) => (calendar.roll(day, item.roll), None),
        Offset::BusinessDays(days) => (calendar.add_business_days(day, days), None),
        Offset::CalendarDays(0) => (day, None),
        Offset::CalendarDays(days) => (calendar.roll(add_days(day, days), item.roll), None),
        Offset::BusinessHours(hours) => after_hours(hours, day, anchors, item.anchor, place),
    };
    Some((
        Slot { local_date: date, hours: hours.or(appointment(item)), time_zone: place.zone.clone() },
        basis,
    ))
}

/// So many open hours after the anchor; for a delivery, after the opening of its day.
fn after_hours(
    hours: i64,
    day: NaiveDate,
    anchors: &Anchors,
    anchor: Anchor,
    place: Place<'_>,
) -> (NaiveDate, Option<Hours>) {
    let from = match anchor {
        Anchor::Purchase => anchors.purchased_at,
        Anchor::Delivery => place.zones.start_of_day(place.zone, day),
    };
    let due = place.calendar.add_working_minutes(from, hours * 60, place.zones);
    (place.zones.date(place.zone, due), None)
}

fn appointment(item: &TemplateItem) -> Option<Hours> {
    let start = item.starts?;
    let length = TimeDelta::minutes(item.minutes?.into());
    Some(Hours { start, end: start.overflowing_add_signed(length).0 })
}

/// Every slot that the agenda's items have now: one for most, several for repeated ones, none while the
/// anchor is unknown. Repeated items get the key `key-2`, `key-3`, …
pub fn resolve_all(agenda: &Agenda, anchors: &Anchors, owner: MemberId, place: Place<'_>) -> Vec<Plan> {
    let plans = agenda.items.iter().flat_map(|item| {
        let first = resolve(item, anchors, place);
        let slots: Vec<(Slot, Basis)> = match (&item.repeat, first) {
            (_, None) => Vec::new(),
            (None, Some(slot)) => vec![slot],
            (Some(repeat), Some((first, basis))) => {
                let until = anchors.day(repeat.until, place).map(|(day, _)| day);
                let dates = (0..MOST_REPEATS).map(|count| {
                    place.calendar.add_business_days(first.local_date, count * repeat.business_days)
                });
                // Without a known end only the next one is planned; more follow when the day is known.
                let dates = dates.enumerate().take_while(|(count, date)| match until {
                    Some(until) => *date < until,
                    None => *count == 0,
                });
                dates.map(|(_, date)| (Slot { local_date: date, ..first.clone() }, basis)).collect()
            }
        };
        let named = slots.into_iter().enumerate();
        named.filter_map(|(count, slot)| plan(item, count, slot, owner, place.reader)).collect::<Vec<_>>()
    });
    let mut plans: Vec<Plan> = plans.collect();
    keep_order(&mut plans, place);
    plans.sort_by_key(|plan| plan.slot.starts_at(place.zones));
    plans
}

/// Sessions of a series come in the order of the template. When a run of closed days brings one of them to the
/// one before it, or before that, it goes to the next open day after it.
fn keep_order(plans: &mut [Plan], place: Place<'_>) {
    let mut last: BTreeMap<Line, (NaiveDate, DateTime<Utc>)> = BTreeMap::new();
    for plan in plans {
        let Some(series) = plan.ties.series.clone() else { continue };
        if let Some((day, ends)) = last.get(&series)
            && plan.slot.starts_at(place.zones) < *ends
        {
            plan.slot.local_date = place.calendar.add_business_days(*day, 1);
        }
        last.insert(series, (plan.slot.local_date, plan.slot.ends_at(place.zones)));
    }
}

fn plan(
    item: &TemplateItem,
    count: usize,
    (slot, basis): (Slot, Basis),
    owner: MemberId,
    reader: Option<&str>,
) -> Option<Plan> {
    let words = |text: &Localized<Words>| Words::parse(text.for_reader(reader)).ok();
    Some(Plan {
        item: Some(occurrence(&item.key, count)?),
        kind: item.kind,
        title: Line::parse(item.title.for_reader(reader)).ok()?,
        text: words(&item.text),
        prepare: item.prepare.as_ref().and_then(words),
        place: None,
        owner,
        slot,
        basis,
        check: item.check.clone(),
        ties: Ties {
            series: item.series.clone(),
            after: item.after.clone(),
            is_required: item.required,
            purpose: item.purpose,
            ..Ties::default()
        },
    })
}

/// The key of an occurrence of a repeated item, counted from zero.
fn occurrence(key: &Line, count: usize) -> Option<Line> {
    if count == 0 { Some(key.clone()) } else { Line::parse(&format!("{key}-{}", count + 1)).ok() }
}

/// The item of the agenda that a touchpoint's key belongs to, and which occurrence of it that is.
pub fn item_of<'a>(agenda: &'a Agenda, key: &str) -> Option<(&'a TemplateItem, usize)> {
    let find = |key: &str| agenda.items.iter().find(|item| &*item.key == key);
    if let Some(item) = find(key) {
        return Some((item, 0));
    }
    let (base, number) = key.rsplit_once('-')?;
    let item = find(base).filter(|item| item.repeat.is_some())?;
    Some((item, number.parse::<usize>().ok()?.checked_sub(1)?))
}

/// The next occurrence of a repeated item whose end is not known yet: it goes on until it is.
pub fn next_occurrence(agenda: &Agenda, anchors: &Anchors, done: &Plan, place: Place<'_>) -> Option<Plan> {
    let (item, count) = item_of(agenda, done.item.as_ref()?)?;
    let repeat = item.repeat.filter(|repeat| anchors.day(repeat.until, place).is_none())?;
    let date = place.calendar.add_business_days(done.slot.local_date, repeat.business_days);
    let slot = Slot { local_date: date, ..done.slot.clone() };
    plan(item, count + 1, (slot, done.basis), done.owner, place.reader)
}

/// What a changed anchor means for one agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new touchpoint.
    Add(Box<Plan>),
    /// A planned one follows its anchor.
    Follow(crate::id::TouchpointId, Slot, Basis),
    /// One whose time was chosen by somebody: the customer is asked.
    AskToMove(crate::id::TouchpointId, Slot),
    /// A repeated one that is no longer needed.
    Drop(crate::id::TouchpointId),
}

/// Compares the agenda with what its items resolve to, `before` and `after` something changed. Only what is
/// still to come changes, and never behind the back of a customer who waits for an answer about it.
pub fn reanchor(
    (before, after): (&[Plan], &[Plan]),
    touchpoints: &[Touchpoint],
    now: DateTime<Utc>,
    place: Place<'_>,
) -> Vec<Change> {
    let is_future = |slot: &Slot| slot.ends_at(place.zones) > now;
    let of = |plans: &'_ [Plan], touchpoint: &Touchpoint| {
        plans.iter().find(|plan| plan.item == touchpoint.plan.item).cloned()
    };
    // A time that was chosen by hand moves as far as its item does.
    let moved_along = |touchpoint: &Touchpoint| {
        let (was, is) = (of(before, touchpoint)?, of(after, touchpoint)?);
        let days = is.slot.local_date - was.slot.local_date;
        let day = touchpoint.plan.slot.local_date.checked_add_signed(days).filter(|_| !days.is_zero())?;
        let slot =
            Slot { local_date: place.calendar.roll(day, Roll::Following), ..touchpoint.plan.slot.clone() };
        is_future(&slot).then_some(Change::AskToMove(touchpoint.id, slot))
    };
    let from_template = touchpoints.iter().filter(|touchpoint| touchpoint.plan.item.is_some());
    let mut changes: Vec<Change> = from_template
        .filter(|touchpoint| is_future(&touchpoint.plan.slot) && !touchpoint.has_customers_wish())
        .filter_map(|touchpoint| match (touchpoint.state, of(after, touchpoint)) {
            (TouchpointState::Planned | TouchpointState::Confirmed, _) if !touchpoint.moves.is_empty() => {
                moved_along(touchpoint)
            }
            (TouchpointState::Planned, None) => Some(Change::Drop(touchpoint.id)),
            (TouchpointState::Planned, Some(plan))
                if plan.slot != touchpoint.plan.slot || plan.basis != touchpoint.plan.basis =>
            {
                Some(Change::Follow(touchpoint.id, plan.slot, plan.basis))
            }
            (TouchpointState::Confirmed, Some(plan))
                if plan.slot != touchpoint.plan.slot && is_future(&plan.slot) =>
            {
                Some(Change::AskToMove(touchpoint.id, plan.slot))
            }
            _ => None,
        })
        .collect();
    let is_known = |plan: &Plan| touchpoints.iter().any(|touchpoint| touchpoint.plan.item == plan.item);
    let added = after.iter().filter(|plan| !is_known(plan) && is_future(&plan.slot));
    changes.extend(added.map(|plan| Change::Add(Box::new(plan.clone()))));
    changes
}

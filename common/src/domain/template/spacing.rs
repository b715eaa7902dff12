//! Whether a template keeps the rhythm that it promises, for a delivery on each weekday. Checked when it is
//! saved, with the vendor's week but without holidays: those are different each year, and the guard looks at
//! every single agenda anyway.
//!
//! The rules look at the items that hang on the delivery, or at those on the purchase where nothing hangs on a
//! delivery. How long the wait for a delivery is, no template knows, so nothing is measured across it. A template
//! without live contacts has no gaps, and one with a single question no distance between questions. Only the
//! longest silence is looked at on both sides of the delivery, in [`silence`].

use chrono::{NaiveDate, TimeDelta, Weekday};

use self::dated::{Dated, Fault};
use super::{Anchor, Template};
use crate::{
    calendar::Calendar,
    domain::{
        agenda::{Anchors, Place, resolve},
        momentum::{self, Broken, Contact, Ground, Rule},
        policy::Policy,
        silence::Limits,
        touchpoint::TouchpointKind,
    },
    error::{FieldError, Rejection},
    id::{TouchpointId, TypedId},
    time::{OffsetTable, ZoneName},
};

mod dated;
mod silence;

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Monday"),
    (Weekday::Tue, "Tuesday"),
    (Weekday::Wed, "Wednesday"),
    (Weekday::Thu, "Thursday"),
    (Weekday::Fri, "Friday"),
    (Weekday::Sat, "Saturday"),
    (Weekday::Sun, "Sunday"),
];

/// Refuses a template that breaks the rhythm. Each item and rule is named once, with the first weekday.
pub fn check_spacing(template: &Template, calendar: &Calendar, policy: &Policy) -> Result<(), Rejection> {
    let week = Calendar { special_days: Vec::new(), ..calendar.clone() };
    let mut errors: Vec<FieldError> = Vec::new();
    let mut known: Vec<(usize, &'static str)> = Vec::new();
    for (offset, (_, name)) in (0..).zip(WEEKDAYS) {
        // Any Monday will do.
        let day = NaiveDate::default() + TimeDelta::days(4 + offset);
        for fault in faults(template, day, &week, policy) {
            if !known.contains(&(fault.row, fault.rule)) {
                known.push((fault.row, fault.rule));
                let of = if fault.anchor == Anchor::Delivery { "delivery" } else { "purchase" };
                let detail = format!("breaks {} for a {of} on a {name}: {}", fault.rule, fault.detail);
                errors.push(FieldError { pointer: format!("/items/{}/{}", fault.row, fault.field), detail });
            }
        }
    }
    match errors.first() {
        None => Ok(()),
        Some(first) => {
            Err(Rejection { errors: errors.clone(), ..Rejection::field(&first.pointer, &first.detail) })
        }
    }
}

/// What the days of the template count from.
fn base(template: &Template) -> Anchor {
    let has_delivery = template.items.iter().any(|item| item.anchor == Anchor::Delivery);
    if has_delivery { Anchor::Delivery } else { Anchor::Purchase }
}

fn faults(template: &Template, day: NaiveDate, week: &Calendar, policy: &Policy) -> Vec<Fault> {
    let (zone, zones) = (ZoneName::utc(), OffsetTable::default());
    // In a table without zones every clock shows UTC, the calendar's too.
    let place = Place { zone: &zone, calendar: week, zones: &zones, reader: None };
    let purchased_at = zones.start_of_day(&zone, day);
    let anchors = Anchors { purchased_at, expected_delivery_on: None, delivered_on: Some(day) };
    let anchor = base(template);
    let of = |anchor| -> Vec<Dated<'_>> {
        let rows = template.items.iter().enumerate().filter(|(_, item)| item.anchor == anchor);
        rows.filter_map(|(row, item)| {
            Some(Dated { row, item, date: resolve(item, &anchors, place)?.0.local_date })
        })
        .collect()
    };
    let dated = of(anchor);
    let ground = Ground { calendar: week, policy, base: Some(day), starts: Some(day) };
    let limits = Limits::of_template(template.longest_silence, policy);
    let starts = template.first_live_from.unwrap_or(anchor);
    rhythm(&dated, anchor, ground)
        .into_iter()
        .chain(start(&of(starts), &dated, starts, ground))
        .chain(questions(&dated, anchor, policy))
        .chain(too_late(&dated, anchor, day, template.last_day))
        .chain(silence::before_delivery(&of(Anchor::Purchase), day, week, limits))
        .chain(silence::after_delivery(&of(Anchor::Delivery), day, week, limits))
        .collect()
}

/// The live contacts, in which an item's row stands for its id.
fn live(dated: &[Dated<'_>]) -> Vec<Contact> {
    let live = dated.iter().filter(|it| it.item.kind.is_live() && it.item.repeat.is_none());
    live.map(|it| Contact {
        id: u128::try_from(it.row).ok().map(TouchpointId::from_bits),
        date: it.date,
        series: it.item.series.clone(),
    })
    .collect()
}

/// What the momentum guard says, by the key of the item.
fn told(broken: Broken, dated: &[Dated<'_>], anchor: Anchor, ground: Ground<'_>) -> Option<Fault> {
    let Broken { rule, limit, actual, unit, touchpoints } = broken;
    let row_of = |id: &TouchpointId| {
        dated.iter().find(|it| u128::try_from(it.row).is_ok_and(|row| TouchpointId::from_bits(row) == *id))
    };
    let last = row_of(touchpoints.last()?)?;
    let unit = unit.as_str().replace('_', " ");
    let since = match touchpoints.first().filter(|_| touchpoints.len() > 1).and_then(row_of) {
        Some(first) => format!("after {}", first.item.key),
        None => "after the start".to_owned(),
    };
    let day = ground.base.map_or(0, |base| (last.date - base).num_days());
    let detail = format!("{actual} {unit} {since}, at most {limit}, on day {day}");
    Some(Fault::of_offset(last.row, rule.as_str(), anchor, detail))
}

/// The limits of the momentum guard between live contacts.
fn rhythm(dated: &[Dated<'_>], anchor: Anchor, ground: Ground<'_>) -> Vec<Fault> {
    let gaps = momentum::gaps(&live(dated), ground).into_iter();
    gaps.filter_map(|broken| told(broken, dated, anchor, ground)).collect()
}

/// The first live contact comes soon after the day from which it is counted. Where nobody is met before the
/// delivery, it comes no template knows how long after the purchase.
fn start(dated: &[Dated<'_>], later: &[Dated<'_>], anchor: Anchor, ground: Ground<'_>) -> Option<Fault> {
    let contacts = live(dated);
    if let Some(broken) = momentum::first_live(&contacts, ground) {
        return told(broken, dated, anchor, ground);
    }
    let first = later.iter().filter(|it| it.item.kind.is_live()).min_by_key(|it| it.date);
    let first = first.filter(|_| contacts.is_empty() && anchor == Anchor::Purchase)?;
    let (rule, limit) = (Rule::FirstLiveWithin.as_str(), ground.policy.first_live_days);
    let detail = format!("only with the delivery, at most {limit} business days after the start");
    Some(Fault::of_offset(first.row, rule, anchor, detail))
}

/// Questions lie some days apart.
fn questions(dated: &[Dated<'_>], anchor: Anchor, policy: &Policy) -> Vec<Fault> {
    let mut checks: Vec<&Dated<'_>> =
        dated.iter().filter(|it| it.item.kind == TouchpointKind::Check && it.item.repeat.is_none()).collect();
    checks.sort_by_key(|it| it.date);
    let pairs = checks.iter().zip(checks.iter().skip(1));
    let faults = pairs.filter_map(|(first, second)| {
        let (least, actual) = (policy.ask_spacing_days, (second.date - first.date).num_days());
        let detail = format!("{actual} days after {}, at least {least}", first.item.key);
        (actual < least).then(|| Fault::of_offset(second.row, "ask_spacing", anchor, detail))
    });
    faults.collect()
}

/// Nothing comes after the last day.
fn too_late(dated: &[Dated<'_>], anchor: Anchor, base: NaiveDate, last_day: Option<u16>) -> Vec<Fault> {
    let Some(last_day) = last_day else { return Vec::new() };
    let faults = dated.iter().filter_map(|it| {
        let day = (it.date - base).num_days();
        let detail = format!("on day {day}, at most day {last_day}");
        (day > last_day.into()).then(|| Fault::of_offset(it.row, "last_day", anchor, detail))
    });
    faults.collect()
}

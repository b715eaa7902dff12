//! Distances of the default agenda.

use super::*;
use crate::{
    calendar::SpecialDay,
    domain::{
        template::{first_30_days, shipped},
        touchpoint::TouchpointKind,
    },
    id::TypedId,
};

fn plans(delivered_on: NaiveDate) -> Vec<Plan> {
    plans_in(delivered_on, &Calendar::office_hours(ZoneName::utc()))
}

fn plans_in(delivered_on: NaiveDate, calendar: &Calendar) -> Vec<Plan> {
    let template = first_30_days().unwrap();
    let agenda = Agenda::of(template, 1);
    let zone = ZoneName::utc();
    let purchased_at = (delivered_on - TimeDelta::days(7)).and_hms_opt(10, 0, 0).unwrap().and_utc();
    let anchors = Anchors { purchased_at, expected_delivery_on: None, delivered_on: Some(delivered_on) };
    let zones = OffsetTable::default();
    resolve_all(
        &agenda,
        &anchors,
        MemberId::from_bits(1),
        Place { zone: &zone, calendar, zones: &zones, reader: None },
    )
}

/// The spacing that the practice asks for, whatever the weekday of the delivery: live contacts at most five
/// days apart up to the second session and twelve after it, sessions at most seven, questions at least five.
#[test]
fn the_default_agenda_keeps_its_distances_for_a_delivery_on_each_weekday() {
    for weekday in 0..7 {
        let delivery = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap() + TimeDelta::days(weekday);
        let plans = plans(delivery);
        let date = |key: &str| {
            let found = plans.iter().find(|plan| plan.item.as_deref() == Some(key));
            found.unwrap_or_else(|| panic!("{key}")).slot.local_date
        };
        let gaps = |keys: &[&str]| -> Vec<i64> {
            let dates: Vec<_> = keys.iter().map(|key| date(key)).collect();
            dates.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect()
        };
        let early = gaps(&["delivery", "thanks_call", "training_1", "teething", "training_2"]);
        assert!(early.iter().all(|gap| *gap <= 5), "{delivery}: {early:?}");
        let late = gaps(&["training_2", "visit_3w", "review_30"]);
        assert!(late.iter().all(|gap| *gap <= 12), "{delivery}: {late:?}");
        assert!(gaps(&["training_1", "training_2"])[0] <= 7, "{delivery}");
        let asks = gaps(&["check_expected", "check_change", "check_vital", "check_complete"]);
        assert!(asks.iter().all(|gap| *gap >= 5), "{delivery}: {asks:?}");
        let last = plans.iter().map(|plan| plan.slot.local_date).max().unwrap();
        assert!((last - delivery).num_days() <= 30, "{delivery}");
        let live = plans.iter().filter(|plan| plan.kind.is_live() && plan.kind != TouchpointKind::Delivery);
        assert!(live.into_iter().all(|plan| plan.slot.hours.is_some()));
    }
}

/// A new year's week, golden week, the company's summer break.
#[test]
fn a_run_of_closed_days_leaves_the_sessions_in_their_order_and_on_days_of_their_own() {
    let friday = NaiveDate::from_ymd_opt(2026, 2, 13).unwrap();
    for closed in 1..15 {
        let name = Line::parse("Closed").unwrap();
        let days = (1..=closed).map(|day| friday + TimeDelta::days(day));
        let special_days =
            days.map(|date| SpecialDay { date, name: name.clone(), hours: Vec::new() }).collect();
        let calendar = Calendar { special_days, ..Calendar::office_hours(ZoneName::utc()) };
        let plans = plans_in(friday, &calendar);
        let date =
            |key: &str| plans.iter().find(|it| it.item.as_deref() == Some(key)).unwrap().slot.local_date;
        assert!(date("training_1") < date("training_2"), "{closed} days: {}", date("training_1"));
        assert!(calendar.is_business_day(date("training_2")));
    }
}

#[test]
fn the_check_on_the_schedule_repeats_until_the_delivery() {
    let plans = plans(NaiveDate::from_ymd_opt(2026, 11, 16).unwrap());
    let keys: Vec<_> = plans.iter().filter_map(|plan| plan.item.as_deref()).collect();
    assert_eq!(keys.iter().filter(|key| key.starts_with("on_track")).count(), 1);
    let later = keys.iter().position(|key| *key == "delivery");
    assert!(keys.iter().position(|key| *key == "on_track") < later);
}

#[test]
fn a_long_wait_is_told_every_week_and_goes_on_until_the_day_is_known() {
    let template =
        shipped().unwrap().into_iter().find(|template| &*template.key == "long-lead-time").unwrap();
    let agenda = Agenda::of(template, 1);
    let zone = ZoneName::utc();
    let purchased_at = "2026-11-02T10:00:00Z".parse().unwrap();
    let (calendar, zones) = (Calendar::office_hours(zone.clone()), OffsetTable::default());
    let place = Place { zone: &zone, calendar: &calendar, zones: &zones, reader: Some("de") };
    let expected = |day: Option<&str>| {
        let expected_delivery_on = day.map(|day| day.parse().unwrap());
        let anchors = Anchors { purchased_at, expected_delivery_on, delivered_on: None };
        let told = resolve_all(&agenda, &anchors, MemberId::from_bits(1), place);
        let told =
            told.into_iter().filter(|plan| plan.item.as_deref().is_some_and(|it| it.starts_with("on_track")));
        (told.collect::<Vec<_>>(), anchors)
    };
    let (known, _) = expected(Some("2026-12-07"));
    let days: Vec<String> = known.iter().map(|plan| plan.slot.local_date.to_string()).collect();
    assert_eq!(days, ["2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"]);
    assert_eq!(
        &*known[0].title, "So steht es diese Woche um Ihre Bestellung",
        "in the language of who reads it"
    );
    let (unknown, anchors) = expected(None);
    assert_eq!(unknown.len(), 1);
    let next = next_occurrence(&agenda, &anchors, &unknown[0], place).unwrap();
    assert_eq!(
        (next.item.as_deref(), next.slot.local_date.to_string()),
        (Some("on_track-2"), "2026-11-16".to_owned())
    );
    let third = next_occurrence(&agenda, &anchors, &next, place).unwrap();
    assert_eq!(third.item.as_deref(), Some("on_track-3"));
}

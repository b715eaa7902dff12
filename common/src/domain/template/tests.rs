//! The shipped templates, and broken ones.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Calendar, SpecialDay},
    domain::{
        agenda::{Agenda, Anchors, Place, resolve_all},
        policy::Policy,
        silence::{Limits, LongestSilence, SilenceLimit},
        touchpoint::TouchpointKind,
    },
    error::{ErrorCode, Rejection},
    id::{MemberId, TypedId as _},
    text::Line,
    time::{OffsetTable, ZoneName},
};

fn week() -> Calendar {
    Calendar::office_hours(ZoneName::utc())
}

fn spaced(template: &Template) -> Result<(), Rejection> {
    check_spacing(template, &week(), &Policy::default())
}

#[test]
fn every_shipped_template_is_sound_and_keeps_its_rhythm_for_a_delivery_on_each_weekday() {
    let keys: Vec<String> = shipped().unwrap().iter().map(|template| template.key.to_string()).collect();
    assert_eq!(keys, ["first-30-days", "small-order", "service-start", "long-lead-time"]);
    for template in shipped().unwrap() {
        assert_eq!(template.validate(), Ok(()), "{}", template.key);
        assert_eq!(spaced(&template), Ok(()), "{}", template.key);
        assert_eq!(template.last_day, Some(30));
    }
}

#[test]
fn every_text_of_a_shipped_template_is_in_every_language() {
    let all = ["ar", "de", "en", "es", "fr", "pt-BR"];
    for template in shipped().unwrap() {
        assert_eq!(template.title.languages().collect::<Vec<_>>(), all, "{}", template.key);
        for item in &template.items {
            let of = |languages: Vec<&str>| assert_eq!(languages, all, "{} of {}", item.key, template.key);
            of(item.title.languages().collect());
            of(item.text.languages().collect());
            if let Some(prepare) = &item.prepare {
                of(prepare.languages().collect());
            }
            // What is filled in stands in every language.
            for language in all {
                let text = item.text.for_reader(Some(language));
                assert_eq!(
                    text.contains("{owner}"),
                    item.text.for_reader(None).contains("{owner}"),
                    "{language}"
                );
            }
        }
    }
}

#[test]
fn a_broken_template_names_the_item() {
    let mut template = first_30_days().unwrap();
    template.items[4].key = template.items[2].key.clone();
    let refused = template.validate().unwrap_err();
    assert_eq!((refused.code, refused.errors[0].pointer.as_str()), (ErrorCode::Validation, "/items/4/key"));
}

#[test]
fn a_check_names_a_known_question() {
    let mut template = first_30_days().unwrap();
    let row = template.items.iter().position(|item| &*item.key == "check_expected").unwrap();
    template.items[row].check = Some(Line::parse("unknown@9").unwrap());
    let refused = template.validate().unwrap_err();
    assert_eq!(refused.errors[0].pointer, format!("/items/{row}/check"));
}

#[test]
fn a_gate_leads_somewhere_and_not_back() {
    let mut template = first_30_days().unwrap();
    let key = |row: usize| Some(first_30_days().unwrap().items[row].key.clone());
    template.items[3].after = Some(Line::parse("nowhere").unwrap());
    assert_eq!(template.validate().unwrap_err().errors[0].pointer, "/items/3/after");
    for (row, after) in [(3, 5), (5, 9), (9, 3)] {
        template.items[row].after = key(after);
    }
    assert_eq!(template.validate().unwrap_err().errors[0].pointer, "/items/3/after");
    template.items[9].after = None;
    assert_eq!(template.validate(), Ok(()));
    template.items[9].after = key(9);
    assert_eq!(template.validate().unwrap_err().errors[0].pointer, "/items/9/after", "that waits for itself");
}

/// Moves an item and says what is refused then.
fn moved(key: &str, offset: Offset) -> Vec<String> {
    let mut template = first_30_days().unwrap();
    template.items.iter_mut().find(|item| &*item.key == key).unwrap().offset = offset;
    let refused = spaced(&template).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Validation);
    refused
        .errors
        .iter()
        .map(|error| {
            let row: usize = error.pointer.split('/').nth(2).unwrap().parse().unwrap();
            format!("{}: {}", template.items[row].key, error.detail)
        })
        .collect()
}

#[test]
fn a_template_that_breaks_a_rule_names_the_item_the_rule_and_the_day() {
    assert_eq!(
        moved("training_2", Offset::CalendarDays(14)),
        [
            "training_2: breaks max_live_gap for a delivery on a Monday: 7 days after teething, at most 5, on day 14",
            "training_2: breaks max_series_gap for a delivery on a Monday: 11 days after training_1, at most 7, on day 14",
        ]
    );
    assert!(moved("check_vital", Offset::CalendarDays(12))[0].starts_with("check_vital: breaks ask_spacing"));
    assert!(moved("what_next", Offset::CalendarDays(33))[0].starts_with("what_next: breaks last_day"));
    let mut late = first_30_days().unwrap();
    late.items.retain(|item| !item.kind.is_live() || &*item.key == "training_1");
    late.longest_silence.after_delivery = Some([30, 30, 30]);
    assert_eq!(spaced(&late), Ok(()), "three business days after the delivery");
    late.items.iter_mut().find(|item| &*item.key == "training_1").unwrap().offset = Offset::BusinessDays(10);
    let refused = spaced(&late).unwrap_err();
    assert!(refused.detail.contains("first_live_within"), "{}", refused.detail);
    assert!(refused.detail.contains("10 business days after the start, at most 3"), "{}", refused.detail);
}

/// A shipped template with other limits.
fn promising(key: &str, longest_silence: LongestSilence) -> Template {
    let shipped = shipped().unwrap().into_iter().find(|template| &*template.key == key).unwrap();
    Template { longest_silence, ..shipped }
}

fn silences(template: &Template) -> Vec<(String, String)> {
    let refused = spaced(template).unwrap_err().errors.into_iter();
    let of_silence = refused.filter(|error| error.detail.starts_with("breaks longest_silence"));
    of_silence.map(|error| (error.pointer, error.detail)).collect()
}

#[test]
fn a_template_that_is_silent_for_longer_than_it_promises_names_the_item_the_rule_and_the_day() {
    let row = |template: &Template, key: &str| template.items.iter().position(|it| &*it.key == key).unwrap();
    let small = promising("small-order", LongestSilence::default());
    let (pointer, detail) = silences(&small).remove(0);
    assert_eq!(pointer, format!("/items/{}/offset", row(&small, "check_complete")));
    let words = "breaks longest_silence for a delivery on a Monday: 23 days after check_expected, at most 5, on day 25";
    assert_eq!(detail, words);
    let long = promising("long-lead-time", LongestSilence::default());
    let pointer = format!("/items/{}/repeat", row(&long, "on_track"));
    let words =
        "breaks longest_silence for a purchase on a Monday: again only every 5 business days, at most 3";
    assert_eq!(silences(&long), [(pointer, words.to_owned())]);
    // Without the second visit, the last question comes too late.
    let mut month = first_30_days().unwrap();
    month.items.retain(|item| &*item.key != "visit_3w");
    let (_, detail) = silences(&month).remove(0);
    assert!(
        detail.starts_with("breaks longest_silence for a delivery on a Monday: 9 days after check_vital"),
        "{detail}"
    );
    let mut late = first_30_days().unwrap();
    late.items.retain(|item| item.anchor == Anchor::Delivery || item.repeat.is_some());
    let first = row(&late, "on_track");
    late.items[first].offset = Offset::BusinessDays(4);
    let (pointer, detail) = silences(&late).remove(0);
    assert_eq!(pointer, format!("/items/{first}/offset"));
    assert!(
        detail.ends_with("purchase on a Monday: 4 business days after the start, at most 3, on day 4"),
        "{detail}"
    );
}

#[test]
fn no_template_promises_what_nobody_counts() {
    let refused = |longest_silence| promising("small-order", longest_silence).validate().unwrap_err().errors;
    let before = LongestSilence { before_delivery: Some(0), after_delivery: None };
    assert_eq!(refused(before)[0].pointer, "/longest_silence/before_delivery");
    let after = LongestSilence { before_delivery: None, after_delivery: Some([5, 400, 30]) };
    assert_eq!(refused(after)[0].pointer, "/longest_silence/after_delivery/1");
}

#[test]
fn a_template_that_was_stored_without_a_longest_silence_promises_what_the_vendor_does() {
    let mut written = serde_json::to_value(promising("small-order", LongestSilence::default())).unwrap();
    assert!(
        written.as_object_mut().unwrap().remove("longest_silence").is_none(),
        "what is not said is not written"
    );
    let read: Template = serde_json::from_value(written).unwrap();
    assert!(read.longest_silence.is_policys());
}

#[test]
fn a_template_without_live_contacts_has_no_rhythm_to_keep() {
    let mut template = first_30_days().unwrap();
    template.items.truncate(3);
    assert_eq!(spaced(&template), Ok(()));
}

/// The days of the items that hang on the delivery.
fn dates(template: &Template, delivered: NaiveDate, calendar: &Calendar) -> Vec<(TemplateItem, NaiveDate)> {
    let (zone, zones) = (ZoneName::utc(), OffsetTable::default());
    let purchased_at = zones.start_of_day(&zone, delivered - TimeDelta::days(14));
    let anchors = Anchors { purchased_at, expected_delivery_on: None, delivered_on: Some(delivered) };
    let place = Place { zone: &zone, calendar, zones: &zones, reader: None };
    let items = template.items.iter().filter(|item| item.anchor == Anchor::Delivery);
    let plans = resolve_all(&Agenda::of(template.clone(), 1), &anchors, MemberId::from_bits(1), place);
    let plan = |item: &TemplateItem| plans.iter().find(|plan| plan.item.as_ref() == Some(&item.key)).unwrap();
    items.map(|item| (item.clone(), plan(item).slot.local_date)).collect()
}

/// Closed working days from the day before `from` to the day after `to`, with what borders on them: a run of
/// closed days at an end pushes that end by its whole length.
fn closed_days_about(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> i64 {
    let (mut first, mut last) = (from, to);
    while !calendar.is_business_day(first - TimeDelta::days(1)) {
        first -= TimeDelta::days(1);
    }
    while !calendar.is_business_day(last + TimeDelta::days(1)) {
        last += TimeDelta::days(1);
    }
    let holidays = calendar.special_days.iter().filter(|day| day.date >= first && day.date <= last);
    // A holiday next to a weekend takes the weekend with it.
    i64::try_from(holidays.count()).unwrap() * 3
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// With holidays, whole days fall away, and no template can know which. What holds for any holidays: nothing
    /// falls on a closed day but what the delivery itself brings, nothing comes after day 30, the items of a
    /// series come one after the other, each on a day of its own, and a gap, also one between two words, grows by
    /// no more than the holidays in and next to it, each with its weekend.
    #[test]
    fn with_any_holidays_a_shipped_template_stays_in_its_month_and_grows_by_the_holidays_only(
        delivery in 0_i64..365,
        holidays in prop::collection::btree_set(0_i64..45, 0..4),
    ) {
        let delivered = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(delivery);
        let special: BTreeSet<NaiveDate> = holidays.iter().map(|day| delivered + TimeDelta::days(*day)).collect();
        let name = Line::parse("Holiday").unwrap();
        let special_days = special.into_iter().filter(|date| week().is_business_day(*date));
        let special_days =
            special_days.map(|date| SpecialDay { date, name: name.clone(), hours: Vec::new() }).collect();
        let calendar = Calendar { special_days, ..week() };
        for template in shipped().unwrap() {
            let items = dates(&template, delivered, &calendar);
            for (item, date) in &items {
                let is_anchor = item.offset == Offset::CalendarDays(0);
                prop_assert!(is_anchor || calendar.is_business_day(*date), "{} {date}", item.key);
                prop_assert!((*date - delivered).num_days() <= 30, "{} {date}", item.key);
            }
            let mut live: Vec<NaiveDate> = items
                .iter()
                .filter(|(item, date)| item.kind.is_live() && *date >= delivered)
                .map(|(_, date)| *date)
                .collect();
            live.sort_unstable();
            for pair in live.windows(2) {
                let ends = (pair[1] - delivered).num_days();
                let limit = if ends <= 14 { 5 } else { 12 };
                let slack = closed_days_about(pair[0], pair[1], &calendar);
                let gap = (pair[1] - pair[0]).num_days();
                prop_assert!(gap <= limit + slack, "{delivered}: {pair:?}, {slack}");
            }
            let limits = Limits::of_template(template.longest_silence, &Policy::default());
            let mut words: Vec<NaiveDate> = items
                .iter()
                .filter(|(item, date)| item.kind != TouchpointKind::CustomerStep && *date >= delivered)
                .map(|(_, date)| *date)
                .collect();
            words.sort_unstable();
            prop_assert_eq!(words.first(), Some(&delivered));
            for pair in words.windows(2) {
                let SilenceLimit::Days(limit) = limits.on_day((pair[0] - delivered).num_days()) else {
                    panic!("no plan")
                };
                let slack = closed_days_about(pair[0], pair[1], &calendar);
                let gap = (pair[1] - pair[0]).num_days();
                // What ends on a closed day ends on the next open one.
                prop_assert!(gap <= limit + 2 + slack, "{delivered}: {pair:?}, {slack}");
            }
            let sessions: Vec<NaiveDate> =
                items.iter().filter(|(item, _)| item.series.is_some()).map(|(_, date)| *date).collect();
            for pair in sessions.windows(2) {
                let slack = closed_days_about(pair[0], pair[1], &calendar);
                let gap = (pair[1] - pair[0]).num_days();
                prop_assert!(gap > 0 && gap <= 7 + slack, "{delivered}: {pair:?}, {slack}");
            }
        }
    }
}

#[test]
fn every_text_of_the_shipped_agendas_is_said_by_one_of_them() {
    let mut said: Vec<String> = vec![follows(None).unwrap().to_string()];
    for template in shipped().unwrap() {
        said.push(template.title.for_reader(None).to_owned());
        for item in template.items {
            said.extend([item.title.for_reader(None), item.text.for_reader(None)].map(str::to_owned));
            said.extend(item.prepare.map(|text| text.for_reader(None).to_owned()));
            assert_eq!(item.title.languages().count(), 6, "{}", &*item.key);
        }
    }
    for path in crate::words::paths("template") {
        let text = crate::words::found(path, None);
        assert!(said.iter().any(|known| known == text), "{path} is said nowhere");
    }
}

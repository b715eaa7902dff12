//! One question to the rules of time each, and its answer as JSON.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use followthrough_common::{
    calendar::{Calendar, Roll},
    domain::{
        agenda::{Anchors, Place},
        concern::WorkingTime,
        policy::Span,
    },
    time::ZoneName,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{World, agenda};

/// What is asked. `calendar` is the name of one of the file's.
#[derive(Debug, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the arguments of the rule of that name")]
pub enum Case {
    /// `OffsetTable::local`.
    Local { zone: ZoneName, instant: DateTime<Utc> },
    /// `OffsetTable::instant`.
    Instant { zone: ZoneName, local: NaiveDateTime },
    /// `OffsetTable::start_of_day` and `end_of_day`.
    Day { zone: ZoneName, date: NaiveDate },
    /// `Calendar::add_working_minutes`.
    AddWorkingMinutes { calendar: String, from: DateTime<Utc>, minutes: i64 },
    /// `Calendar::working_minutes_between`.
    WorkingMinutesBetween { calendar: String, from: DateTime<Utc>, to: DateTime<Utc> },
    /// `Calendar::next_open`.
    NextOpen { calendar: String, from: DateTime<Utc> },
    /// `Calendar::close_of`.
    CloseOf { calendar: String, date: NaiveDate },
    /// `Calendar::add_business_days`.
    AddBusinessDays { calendar: String, date: NaiveDate, count: i32 },
    /// `Calendar::roll`.
    Roll { calendar: String, date: NaiveDate, roll: Roll },
    /// `Span::after`.
    Span { calendar: String, from: DateTime<Utc>, span: Span },
    /// `WorkingTime::deadline`, then `resumed` after each pause: the warning and the end.
    Clock { calendar: String, from: DateTime<Utc>, span: Span, pauses: Vec<(DateTime<Utc>, DateTime<Utc>)> },
    /// `agenda::resolve_all`.
    Agenda { calendar: String, zone: ZoneName, anchors: Anchors },
}

/// The answer of the rules.
pub(crate) fn evaluate(world: &World, case: &Case) -> Result<Value, String> {
    let zones = &world.zones;
    Ok(match case {
        Case::Local { zone, instant } => {
            json!(zones.local(zone, *instant).format("%Y-%m-%dT%H:%M:%S").to_string())
        }
        Case::Instant { zone, local } => stamp(zones.instant(zone, *local)),
        Case::Day { zone, date } => {
            json!([stamp(zones.start_of_day(zone, *date)), stamp(zones.end_of_day(zone, *date))])
        }
        Case::AddWorkingMinutes { calendar, from, minutes } => {
            stamp(find(world, calendar)?.add_working_minutes(*from, *minutes, zones))
        }
        Case::WorkingMinutesBetween { calendar, from, to } => {
            json!(find(world, calendar)?.working_minutes_between(*from, *to, zones))
        }
        Case::NextOpen { calendar, from } => stamp(find(world, calendar)?.next_open(*from, zones)),
        Case::CloseOf { calendar, date } => stamp(find(world, calendar)?.close_of(*date, zones)),
        Case::AddBusinessDays { calendar, date, count } => {
            json!(find(world, calendar)?.add_business_days(*date, *count))
        }
        Case::Roll { calendar, date, roll } => json!(find(world, calendar)?.roll(*date, *roll)),
        Case::Span { calendar, from, span } => stamp(span.after(*from, find(world, calendar)?, zones)),
        Case::Clock { calendar, from, span, pauses } => {
            let time = WorkingTime { calendar: find(world, calendar)?, zones, warn_at_percent: 75 };
            let deadline = pauses.iter().fold(time.deadline(*span, *from), |running, (stop, go)| {
                time.resumed(&running, time.minutes(*stop, running.due), *go)
            });
            json!([stamp(deadline.warn_at), stamp(deadline.due)])
        }
        Case::Agenda { calendar, zone, anchors } => {
            let place = Place { zone, calendar: find(world, calendar)?, zones, reader: None };
            json!(agenda::lines(&world.agenda, anchors, place)?)
        }
    })
}

fn find<'a>(world: &'a World, name: &str) -> Result<&'a Calendar, String> {
    world.calendars.get(name).ok_or_else(|| format!("there is no calendar {name}"))
}

fn stamp(instant: DateTime<Utc>) -> Value {
    json!(instant.to_rfc3339_opts(SecondsFormat::Secs, true))
}

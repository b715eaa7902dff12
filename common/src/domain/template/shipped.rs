//! The templates that every vendor starts with, as rows. Their texts are in `words`.

use chrono::NaiveTime;

use super::{Anchor, Offset, Purpose, Repeat, Template, TemplateItem, words};
use crate::{
    calendar::Roll,
    domain::{silence::LongestSilence, touchpoint::TouchpointKind as Kind},
    error::Rejection,
    text::{BadText, Line},
};

/// One row: key, key of its words, anchor, offset, kind.
type Row = (&'static str, &'static str, Anchor, Offset, Kind);

const P: Anchor = Anchor::Purchase;
const D: Anchor = Anchor::Delivery;
/// No item of a shipped template comes later than so many days after the delivery.
const LAST_DAY: u16 = 30;

const fn bd(days: i32) -> Offset {
    Offset::BusinessDays(days)
}

const fn d(days: i64) -> Offset {
    Offset::CalendarDays(days)
}

/// Right after the order.
const BEGIN: &[Row] = &[
    ("thanks", "thanks", P, Offset::BusinessHours(2), Kind::Thanks),
    ("start_now", "start_now", P, d(0), Kind::CustomerStep),
    ("preferences", "preferences", P, bd(3), Kind::CustomerStep),
    ("why", "why", P, bd(1), Kind::Written),
    ("agreement", "agreement", P, bd(2), Kind::CustomerStep),
    ("who_to_call", "who_to_call", P, bd(2), Kind::Written),
];
/// Nobody waits for a service without having met anyone.
const FIRST_CALL: Row = ("first_call", "first_call", P, bd(2), Kind::Call);
const THANKS_SHORT: Row = ("thanks", "thanks_short", P, Offset::BusinessHours(2), Kind::Thanks);
const ON_TRACK: Row = ("on_track", "on_track", P, bd(3), Kind::Written);
const ON_TRACK_WEEKLY: Row = ("on_track", "on_track_weekly", P, bd(5), Kind::Written);
const ARRIVAL: Row = ("delivery", "delivery", D, d(0), Kind::Delivery);
const DELIVERY: &[Row] = &[("getting_ready", "getting_ready", D, bd(-2), Kind::Call), ARRIVAL];
const START: &[Row] = &[
    ("getting_ready", "getting_ready_start", D, bd(-2), Kind::Call),
    ("service_starts", "service_starts", D, d(0), Kind::Visit),
];
const CHECK_EXPECTED: Row = ("check_expected", "check_expected", D, bd(2), Kind::Check);
const CHECK_COMPLETE: Row = ("check_complete", "check_complete", D, d(27), Kind::Check);
/// The thirty days after the delivery or the start.
const THIRTY_DAYS: &[Row] = &[
    ("thanks_call", "thanks_call", D, bd(1), Kind::Call),
    CHECK_EXPECTED,
    ("training_1", "training_1", D, bd(3), Kind::Training),
    ("note", "note", D, bd(5), Kind::Note),
    ("teething", "teething", D, d(7), Kind::Call),
    ("check_change", "check_change", D, d(9), Kind::Check),
    ("training_2", "training_2", D, d(10), Kind::Training),
    ("success_1", "success_1", D, d(14), Kind::Written),
    ("check_vital", "check_vital", D, d(16), Kind::Check),
    ("visit_3w", "visit_3w", D, d(21), Kind::Visit),
    CHECK_COMPLETE,
    ("review_30", "review_30", D, d(30), Kind::Call),
    ("what_next", "what_next", D, d(30), Kind::Written),
];

/// What a row needs besides: start of day and minutes of a live contact.
fn appointment(key: &str) -> Option<(u32, u16)> {
    match key {
        "first_call" => Some((10, 15)),
        "getting_ready" => Some((9, 10)),
        "delivery" => Some((8, 240)),
        "service_starts" => Some((9, 60)),
        "thanks_call" => Some((10, 10)),
        "training_1" | "training_2" => Some((10, 45)),
        "teething" => Some((14, 15)),
        "visit_3w" => Some((10, 30)),
        "review_30" => Some((11, 30)),
        _ => None,
    }
}

fn check(key: &str) -> Option<&'static str> {
    match key {
        "check_expected" => Some("expected@1"),
        "check_change" => Some("change@1"),
        "check_vital" => Some("vital@1"),
        "check_complete" => Some("complete@1"),
        _ => None,
    }
}

fn repeat(words: &str) -> Option<Repeat> {
    let business_days = match words {
        "on_track" => 3,
        "on_track_weekly" => 5,
        _ => return None,
    };
    Some(Repeat { business_days, until: D })
}

fn item(row: &Row, prepares: bool) -> Result<TemplateItem, BadText> {
    let (key, words, anchor, offset, kind) = *row;
    let appointment = appointment(key);
    let is_session = kind == Kind::Training;
    Ok(TemplateItem {
        key: Line::parse(key)?,
        anchor,
        offset,
        roll: match key {
            "check_complete" | "review_30" | "what_next" => Roll::Preceding,
            // Twelve days after the second session at most, also when the delivery came on a Saturday.
            "visit_3w" => Roll::Nearest,
            _ => Roll::Following,
        },
        kind,
        title: words::title(words)?,
        text: words::text(words)?,
        prepare: (is_session && prepares).then(words::prepare).transpose()?,
        starts: appointment.and_then(|(hour, _)| NaiveTime::from_hms_opt(hour, 0, 0)),
        minutes: appointment.map(|(_, minutes)| minutes),
        check: check(key).map(Line::parse).transpose()?,
        repeat: repeat(words),
        // The outlook is written when the review is over.
        after: (key == "what_next").then(|| Line::parse("review_30")).transpose()?,
        series: is_session.then(|| Line::parse("training")).transpose()?,
        required: kind.is_live() && key != "getting_ready" && key != "teething",
        purpose: match words {
            "thanks_call" => Some(Purpose::ThanksAgain),
            "on_track" => Some(Purpose::NoChange),
            "on_track_weekly" => Some(Purpose::Fact),
            _ => None,
        },
    })
}

/// What a template with fewer words than the others promises instead of the vendor's numbers.
fn longest_silence(key: &str) -> LongestSilence {
    match key {
        // Between the first question, two working days after the delivery, and the last one, on day 27.
        "small-order" => LongestSilence { after_delivery: Some([25, 30, 30]), ..LongestSilence::default() },
        // Every week.
        "long-lead-time" => LongestSilence { before_delivery: Some(5), ..LongestSilence::default() },
        _ => LongestSilence::default(),
    }
}

fn template(key: &str, rows: &[&[Row]]) -> Result<Template, Rejection> {
    // A service has nothing to switch on.
    let is_service = key == "service-start";
    let build = || -> Result<Template, BadText> {
        let items = rows.iter().flat_map(|rows| rows.iter()).map(|row| item(row, !is_service));
        Ok(Template {
            key: Line::parse(key)?,
            title: words::template_title(key)?,
            items: items.collect::<Result<_, _>>()?,
            last_day: Some(LAST_DAY),
            longest_silence: longest_silence(key),
            first_live_from: is_service.then_some(Anchor::Purchase),
        })
    };
    build().map_err(|fault| Rejection::field("/items", fault.to_string()))
}

/// `first-30-days`: goods that arrive, with two sessions and a visit.
pub fn first_30_days() -> Result<Template, Rejection> {
    template("first-30-days", &[BEGIN, &[ON_TRACK], DELIVERY, THIRTY_DAYS])
}

/// Every template that a new vendor has, the default first.
pub fn shipped() -> Result<Vec<Template>, Rejection> {
    Ok(vec![
        first_30_days()?,
        template("small-order", &[&[THANKS_SHORT, ON_TRACK, ARRIVAL, CHECK_EXPECTED, CHECK_COMPLETE]])?,
        template("service-start", &[BEGIN, &[FIRST_CALL, ON_TRACK], START, THIRTY_DAYS])?,
        template("long-lead-time", &[BEGIN, &[ON_TRACK_WEEKLY], DELIVERY, THIRTY_DAYS])?,
    ])
}

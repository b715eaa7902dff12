//! The template that every vendor starts with: the first thirty days.

use chrono::NaiveTime;

use super::{Anchor, Offset, Repeat, Template, TemplateItem};
use crate::{
    calendar::Roll,
    domain::touchpoint::TouchpointKind as Kind,
    error::Rejection,
    text::{BadText, Line, Words},
};

/// One row: key, anchor, offset, kind, title, text.
type Row = (&'static str, Anchor, Offset, Kind, &'static str, &'static str);

const P: Anchor = Anchor::Purchase;
const D: Anchor = Anchor::Delivery;

const fn bd(days: i32) -> Offset {
    Offset::BusinessDays(days)
}

const fn d(days: i64) -> Offset {
    Offset::CalendarDays(days)
}

const ROWS: &[Row] = &[
    (
        "thanks",
        P,
        Offset::BusinessHours(2),
        Kind::Thanks,
        "Thank you for your order",
        "Thank you for choosing us. {owner} looks after you from here. Below is everything we will do in your first thirty days, with dates.",
    ),
    (
        "start_now",
        P,
        d(0),
        Kind::CustomerStep,
        "Start here today",
        "Something useful you can do while you wait: think of the first thing you want to get out of it, and tell us.",
    ),
    (
        "preferences",
        P,
        bd(3),
        Kind::CustomerStep,
        "How would you like us to work with you?",
        "Tell us how and when to contact you, and what matters most to you. Two minutes.",
    ),
    (
        "why",
        P,
        bd(1),
        Kind::Written,
        "Why you chose this",
        "What you told us you wanted, and how this does that, in writing.",
    ),
    (
        "agreement",
        P,
        bd(2),
        Kind::CustomerStep,
        "If something goes wrong",
        "This is what we will do, how fast, and who answers for it. Is this right for you?",
    ),
    (
        "who_to_call",
        P,
        bd(2),
        Kind::Written,
        "Who to contact for what",
        "Keep this: one name and number for every situation, and who stands in for them.",
    ),
    (
        "on_track",
        P,
        bd(3),
        Kind::Written,
        "Still on schedule?",
        "{owner} checks that everything is on schedule and tells you, even if there is nothing new.",
    ),
    (
        "getting_ready",
        D,
        bd(-2),
        Kind::Call,
        "Getting ready for your delivery",
        "Does the day still suit you? We tell you what to have ready.",
    ),
    (
        "delivery",
        D,
        d(0),
        Kind::Delivery,
        "Delivery day",
        "We make sure it arrives, is complete and works. Please look it over with us.",
    ),
    (
        "thanks_call",
        D,
        bd(1),
        Kind::Call,
        "A quick call to say thank you",
        "And to answer any question you have by now.",
    ),
    ("check_expected", D, bd(2), Kind::Check, "Was everything as you had expected?", "One question, here."),
    ("training_1", D, bd(3), Kind::Training, "First session: getting going", "We get you going together."),
    ("note", D, bd(5), Kind::Note, "A note from us", "Something for you in the post."),
    (
        "teething",
        D,
        d(7),
        Kind::Call,
        "One week in: a short call",
        "New things take getting used to. What is awkward so far?",
    ),
    ("check_change", D, d(9), Kind::Check, "Is there anything we need to change?", "One question, here."),
    (
        "training_2",
        D,
        d(10),
        Kind::Training,
        "Second session: your own questions",
        "Bring what you wondered about since the first session.",
    ),
    (
        "success_1",
        D,
        d(14),
        Kind::Written,
        "What has worked so far",
        "We write down what has worked. Did we get that right?",
    ),
    (
        "check_vital",
        D,
        d(16),
        Kind::Check,
        "How are we doing on what matters most to you?",
        "One question, here.",
    ),
    (
        "visit_3w",
        D,
        d(21),
        Kind::Visit,
        "Three weeks in: is it doing what you bought it for?",
        "We go through your list together. Has anything changed in what you need?",
    ),
    (
        "check_complete",
        D,
        d(27),
        Kind::Check,
        "Are you satisfied?",
        "One question, here. Your word completes the sale.",
    ),
    (
        "review_30",
        D,
        d(30),
        Kind::Call,
        "Your first thirty days",
        "What we promised, what we did, what is left, and how we stay in touch.",
    ),
    (
        "what_next",
        D,
        d(30),
        Kind::Written,
        "What comes next",
        "When you will hear from us, and useful things we found for you.",
    ),
];

/// What a row needs besides: start of day and minutes of a live contact.
fn appointment(key: &str) -> Option<(u32, u16)> {
    match key {
        "getting_ready" => Some((9, 10)),
        "delivery" => Some((8, 240)),
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

fn item(row: &Row) -> Result<TemplateItem, BadText> {
    let (key, anchor, offset, kind, title, text) = *row;
    let appointment = appointment(key);
    let prepare =
        matches!(key, "training_1" | "training_2").then_some("Please have it switched on and at hand.");
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
        title: Line::parse(title)?,
        text: Words::parse(text)?,
        prepare: prepare.map(Words::parse).transpose()?,
        starts: appointment.and_then(|(hour, _)| NaiveTime::from_hms_opt(hour, 0, 0)),
        minutes: appointment.map(|(_, minutes)| minutes),
        check: check(key).map(Line::parse).transpose()?,
        repeat: (key == "on_track").then_some(Repeat { business_days: 3, until: Anchor::Delivery }),
    })
}

/// `first-30-days`, in English.
pub fn first_30_days() -> Result<Template, Rejection> {
    let build = || -> Result<Template, BadText> {
        let items = ROWS.iter().map(item).collect::<Result<_, _>>()?;
        Ok(Template {
            key: Line::parse("first-30-days")?,
            title: Line::parse("Your first thirty days")?,
            items,
        })
    };
    build().map_err(|fault| Rejection::field("/items", fault.to_string()))
}

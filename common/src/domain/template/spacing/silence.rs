//! Whether a template keeps its longest silence by its own items: those by which the customer hears from the
//! vendor, and the questions.
//!
//! Before the delivery, what hangs on the purchase and what is repeated until the delivery is looked at; a wait
//! that nothing is repeated in ends no template knows when. After it, the delivery itself begins.

use chrono::NaiveDate;

use super::dated::{Dated, Fault};
use crate::{
    calendar::{Calendar, Roll},
    domain::{
        context::add_days,
        momentum::business_days_between,
        silence::{Limits, SilenceLimit},
        template::Anchor,
        touchpoint::TouchpointKind,
    },
};

const RULE: &str = "longest_silence";

/// The customer hears from the vendor by it. What they do themselves is no word.
fn is_word(kind: TouchpointKind) -> bool {
    kind.is_outward() || kind == TouchpointKind::Check
}

/// From the purchase on, in working days.
pub fn before_delivery(
    dated: &[Dated<'_>],
    purchase: NaiveDate,
    week: &Calendar,
    limits: Limits,
) -> Vec<Fault> {
    let SilenceLimit::WorkingDays(most) = limits.before_delivery() else { return Vec::new() };
    let words: Vec<&Dated<'_>> = dated.iter().filter(|it| is_word(it.item.kind)).collect();
    let until_delivery = |it: &&Dated<'_>| it.item.repeat.filter(|repeat| repeat.until == Anchor::Delivery);
    let repeated = words.iter().copied().filter_map(|it| Some((until_delivery(&it)?.business_days, it)));
    let most_often = repeated.min_by_key(|(every, _)| *every);
    let too_rare = most_often.filter(|(every, _)| *every > most).map(|(every, it)| {
        let detail = format!("again only every {every} business days, at most {most}");
        Fault { field: "repeat", ..Fault::of_offset(it.row, RULE, Anchor::Purchase, detail) }
    });
    // What is repeated goes on from its first day, and what comes later fills in at most.
    let begun = |it: &&&Dated<'_>| most_often.is_none_or(|(_, begins)| it.date <= begins.date);
    let gaps = pairs(words.iter().filter(begun).copied().collect(), purchase).into_iter().filter_map(
        |(since, from, next)| {
            let actual = business_days_between(from, next.date, week);
            let day = (next.date - purchase).num_days();
            let detail = format!("{actual} business days {since}, at most {most}, on day {day}");
            (actual > most.into()).then(|| Fault::of_offset(next.row, RULE, Anchor::Purchase, detail))
        },
    );
    too_rare.into_iter().chain(gaps).collect()
}

/// From the delivery on, in days. A limit that ends on a closed day ends on the next open one.
pub fn after_delivery(
    dated: &[Dated<'_>],
    delivery: NaiveDate,
    week: &Calendar,
    limits: Limits,
) -> Vec<Fault> {
    let words = dated.iter().filter(|it| is_word(it.item.kind) && it.date >= delivery);
    let gaps = pairs(words.collect(), delivery).into_iter().filter_map(|(since, from, next)| {
        let SilenceLimit::Days(most) = limits.on_day((from - delivery).num_days()) else { return None };
        let (actual, day) = ((next.date - from).num_days(), (next.date - delivery).num_days());
        let detail = format!("{actual} days {since}, at most {most}, on day {day}");
        let is_over = next.date > week.roll(add_days(from, most), Roll::Following);
        is_over.then(|| Fault::of_offset(next.row, RULE, Anchor::Delivery, detail))
    });
    gaps.collect()
}

/// Each word with the one before it, or with the start.
fn pairs<'a>(mut words: Vec<&'a Dated<'a>>, start: NaiveDate) -> Vec<(String, NaiveDate, &'a Dated<'a>)> {
    words.sort_by_key(|it| it.date);
    let before = std::iter::once(None).chain(words.iter().map(Some));
    let pairs = before.zip(&words).map(|(before, next)| match before {
        None => ("after the start".to_owned(), start, *next),
        Some(before) => (format!("after {}", before.item.key), before.date, *next),
    });
    pairs.collect()
}

//! May we ask now? One open question at a time, five days apart, four in thirty days, never before the
//! thing has happened, never while a concern is open except about it. Every rule that says no is named.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{About, Ask, Class, Suppression, definition};
use crate::{
    domain::policy::Policy,
    id::{AskId, CustomerId, SaleId, TouchpointId},
};

/// One question that somebody was asked, in any of their sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The ask.
    pub ask: AskId,
    /// Its sale.
    pub sale: SaleId,
    /// Who was asked.
    pub customer: CustomerId,
    /// `key@version`.
    pub check: String,
    /// The agenda item that announced it; questions of one item are one occasion.
    pub occasion: Option<TouchpointId>,
    /// When it was offered last.
    pub offered_at: DateTime<Utc>,
    /// Whether it still waits for an answer.
    pub is_open: bool,
    /// Whether the rules on how often count it.
    pub counts: bool,
}

/// What the rule looks at besides the ask.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of its own; none excludes another")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// What the customer, and the other people of their sales, were asked lately.
    pub ledger: &'a [LedgerEntry],
    /// When the agenda asks next.
    pub next_planned_at: Option<DateTime<Utc>>,
    /// Whole days since it was delivered or the service began.
    pub day: Option<i64>,
    /// Whether the thing that it asks about has happened.
    pub has_happened: bool,
    /// Whether what it asks about is on record.
    pub has_subject: bool,
    /// Whether a concern is open, here or in another sale of the customer, that no answer of the same occasion
    /// raised.
    pub has_open_concern: bool,
    /// Whether a promise is late, disputed or broken.
    pub has_promise_in_the_way: bool,
    /// Whether the customer wants no planned questions.
    pub opted_out: bool,
    /// Whether nobody asks, because the follow-up rests or is over.
    pub is_resting: bool,
}

/// Every rule that forbids asking now; none means that it may be offered.
pub fn refusals(
    ask: &Ask,
    around: Surroundings<'_>,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Vec<Suppression> {
    let plan = &ask.plan;
    let class = definition(&plan.check).map_or(Class::Event, |definition| definition.class);
    let others = || around.ledger.iter().filter(|entry| entry.ask != ask.id);
    let mine = |entry: &&LedgerEntry| entry.customer == plan.customer;
    // The questions of one agenda item are one occasion; they do not stand in each other's way.
    let of_others =
        || others().filter(|entry| plan.touchpoint.is_none() || entry.occasion != plan.touchpoint);
    let earlier = || of_others().filter(mine);
    let is_within = |entry: &LedgerEntry, days: i64| entry.offered_at > now - TimeDelta::days(days);
    let counted = |days: i64| earlier().filter(move |entry| entry.counts && is_within(entry, days));
    let of_class = |wanted: Class, days: i64| {
        counted(days).any(|entry| definition(&entry.check).is_some_and(|it| it.class == wanted))
    };
    let window = policy.ask_window_days;
    let is_settled = around.day.is_some_and(|day| day > policy.first_days);
    let is_too_soon = match class {
        Class::Event => {
            counted(policy.ask_spacing_days).next().is_some()
                || is_settled && of_class(Class::Event, policy.later_ask_spacing_days)
        }
        Class::Relationship => {
            counted(policy.ask_spacing_days).next().is_some()
                || of_class(Class::Relationship, policy.relationship_spacing_days)
        }
        Class::Promise => earlier().any(|entry| is_within(entry, policy.promise_ask_spacing_days)),
        Class::Completion | Class::Inner => false,
    };
    let is_near = |at: DateTime<Utc>| at < now + TimeDelta::days(policy.promise_ask_spacing_days);
    let of_account = || {
        of_others().filter(|entry| entry.counts && is_within(entry, window)).count()
            >= policy.most_asks_per_account
    };
    let is_relationship = class == Class::Relationship;
    let rules = [
        (others().filter(mine).any(|entry| entry.is_open), Suppression::AnotherIsOpen),
        (is_too_soon, Suppression::TooSoon),
        (class.counts() && counted(window).count() >= policy.most_asks_in_30_days, Suppression::TooMany),
        (class.is_planned() && of_account(), Suppression::TooManyForAccount),
        (class == Class::Promise && around.next_planned_at.is_some_and(is_near), Suppression::PlannedIsNear),
        (!around.has_happened, Suppression::NotHappenedYet),
        (!around.has_subject, Suppression::NothingToAskAbout),
        (around.has_open_concern && !matches!(plan.about, About::Concern(_)), Suppression::ConcernIsOpen),
        (class == Class::Completion && around.has_promise_in_the_way, Suppression::PromiseIsInTheWay),
        (
            is_relationship && around.day.is_none_or(|day| day < policy.relationship_from_day),
            Suppression::TooEarly,
        ),
        (is_relationship && !policy.asks_to_recommend, Suppression::SwitchedOff),
        (class.is_planned() && around.opted_out, Suppression::OptedOut),
        (around.is_resting, Suppression::Resting),
    ];
    rules.into_iter().filter(|(applies, _)| *applies).map(|(_, reason)| reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::check::{AskPlan, definitions},
        id::TypedId,
        text::Line,
    };

    #[test]
    fn a_customer_who_opted_out_is_asked_nothing_that_was_planned() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let around =
            Surroundings { has_happened: true, has_subject: true, day: Some(90), ..Surroundings::default() };
        for definition in definitions() {
            let plan = AskPlan {
                check: Line::parse(definition.key).unwrap(),
                about: About::Sale,
                touchpoint: None,
                customer: CustomerId::from_bits(1),
                planned_for: now,
                area: None,
            };
            let ask = Ask::new(AskId::from_bits(1), plan);
            let why = |opted_out| {
                let around = Surroundings { opted_out, ..around };
                refusals(&ask, around, now, &Policy { asks_to_recommend: true, ..Policy::default() })
            };
            assert_eq!(why(false), [], "{}", definition.key);
            // Whether all is well in the end, and whether a problem is solved, is the customer's to say anyway.
            let is_exempt = matches!(definition.class, Class::Completion | Class::Inner);
            let wanted: &[Suppression] = if is_exempt { &[] } else { &[Suppression::OptedOut] };
            assert_eq!(why(true), wanted, "{}", definition.key);
        }
    }
}

//! The numbers behind the rules, with the defaults. A vendor may have its own; a sale uses the vendor's
//! present ones.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{calendar::Calendar, domain::concern::Severity, time::OffsetTable};

/// A span of working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// So many hours of open time.
    WorkingHours(i64),
    /// The close of business on the n-th working day after; 0 is today's close.
    WorkingDays(i32),
}

impl Span {
    /// The instant at which the span that starts at `from` is over.
    pub fn after(self, from: DateTime<Utc>, calendar: &Calendar, zones: &OffsetTable) -> DateTime<Utc> {
        match self {
            Self::WorkingHours(hours) => calendar.add_working_minutes(from, hours * 60, zones),
            Self::WorkingDays(days) => {
                let opens = calendar.next_open(from, zones);
                let date = zones.date(&calendar.time_zone, opens);
                calendar.close_of(calendar.add_business_days(date, days), zones)
            }
        }
    }
}

impl Span {
    /// The one that is over sooner on an ordinary day.
    #[must_use]
    pub fn tighter(self, other: Self) -> Self {
        if other.length() < self.length() { other } else { self }
    }

    /// Minutes, roughly: a day of eight hours, of which half is left.
    fn length(self) -> i64 {
        match self {
            Self::WorkingHours(hours) => hours.saturating_mul(60),
            Self::WorkingDays(days) => i64::from(days).saturating_mul(480).saturating_add(240),
        }
    }

    /// Why nobody could promise this.
    pub fn fault(self) -> Option<&'static str> {
        match self {
            Self::WorkingHours(hours) if !(1..=400).contains(&hours) => Some("must be 1 to 400 hours"),
            Self::WorkingDays(days) if !(0..=50).contains(&days) => Some("must be 0 to 50 days"),
            Self::WorkingHours(_) | Self::WorkingDays(_) => None,
        }
    }
}

/// The promises that a response clock makes for one severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResponseTimes {
    /// Until somebody says "we have it".
    pub acknowledge: Span,
    /// The longest silence afterwards.
    pub next_word: Span,
    /// Until a fix should be proposed.
    pub propose: Span,
}

impl ResponseTimes {
    /// The better of two, time by time.
    #[must_use]
    pub fn tighter(self, other: Self) -> Self {
        Self {
            acknowledge: self.acknowledge.tighter(other.acknowledge),
            next_word: self.next_word.tighter(other.next_word),
            propose: self.propose.tighter(other.propose),
        }
    }
}

/// Every number that a rule uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Policy {
    /// Hours before its start until which a customer may move or cancel a touchpoint.
    pub notice_hours: i64,
    /// Days in which a customer may contradict "done" or "kept".
    pub contradict_days: i64,
    /// Working hours after its end until a touchpoint without a report shows as "not reported".
    pub report_grace_hours: i64,
    /// Days until an open question closes by itself.
    pub ask_expires_days: i64,
    /// Days that "not now" puts a question off.
    pub snooze_days: i64,
    /// How often a question is offered at most.
    pub most_offers: u8,
    /// Hours in which an answer may be corrected.
    pub correct_hours: i64,
    /// Days between two planned questions to one customer.
    pub ask_spacing_days: i64,
    /// Planned questions to one customer in thirty days.
    pub most_asks_in_30_days: usize,
    /// Planned questions in thirty days to all the people of a customer's sales.
    pub most_asks_per_account: usize,
    /// The thirty days in which questions are counted.
    pub ask_window_days: i64,
    /// Days after the delivery in which questions may follow each other closely.
    pub first_days: i64,
    /// Days between two questions about events after that.
    pub later_ask_spacing_days: i64,
    /// Days between two questions about the relationship.
    pub relationship_spacing_days: i64,
    /// Day after the delivery from which a question about the relationship may be asked.
    pub relationship_from_day: i64,
    /// Whether customers are asked at all how likely they are to recommend us.
    pub asks_to_recommend: bool,
    /// Days that a question about a promise keeps from every other.
    pub promise_ask_spacing_days: i64,
    /// Days after which a question that could not be asked is tried again.
    pub ask_retry_days: i64,
    /// Days for which it is tried.
    pub ask_patience_days: i64,
    /// The same for whether the customer is satisfied, and for the relationship.
    pub late_ask_retry_days: i64,
    /// The same.
    pub late_ask_patience_days: i64,
    /// Days after a proposal on which the customer is reminded.
    pub reminder_days: [i64; 2],
    /// Days after a proposal until an unanswered concern lapses.
    pub lapse_days: i64,
    /// Days in which a customer may take up a lapsed concern again.
    pub revive_days: i64,
    /// Days without contradiction until "delivered" counts without the customer's word.
    pub delivered_days: i64,
    /// Days after the customer's "I am satisfied" in which a new concern opens the sale again.
    pub reopen_days: i64,
    /// Days after the delivery that everything is fresh.
    pub fresh_days: i64,
    /// Days after the delivery until which the customer is getting used to it, unless all is well before.
    pub learning_days: i64,
    /// Working days without word before the delivery.
    pub silence_before_delivery: i32,
    /// Calendar days without word until day 14 after the delivery, until day 30, and later.
    pub silence_after_delivery: [i64; 3],
    /// After so many percent of a time the vendor is warned that it ends.
    pub warn_at_percent: i64,
    /// Working days before a promise is due on which it enters the worklist.
    pub due_soon_days: i64,
    /// Working days after the last planned contact until "no next contact" shows.
    pub no_next_contact_days: i32,
    /// How often a customer hears from us at least, whatever the sale's size.
    pub least_contacts: usize,
    /// How often we ask at least.
    pub least_checks: usize,
    /// Days after the order in which a sale is held against the least.
    pub least_follow_up_days: i64,
    /// Business days after the delivery or the start within which the first live contact comes.
    pub first_live_days: i64,
    /// Business days by which the vendor may put a live contact off.
    pub max_slip_days: i64,
    /// Days between two sessions of one series.
    pub max_series_gap_days: i64,
    /// Days between two live contacts: for gaps that end by day 14, and by day 30.
    pub max_live_gap_days: [i64; 2],
    /// The vendor's how manieth move of one item goes to the manager.
    pub escalate_at_moves: usize,
    /// Days after the delivery in which concerns are handled as if they were worse.
    pub new_customer_days: i64,
    /// Hours that may lie between a check and the news that nothing has changed.
    pub verified_within_hours: i64,
    /// Working days before which a change of the owner is announced.
    pub owner_notice_days: i32,
    /// The most days that a relationship rests.
    pub longest_pause_days: i64,
    /// The most concerns of one sale that are open at a time, more than people ever have.
    pub most_open_concerns: usize,
    /// The most new concerns of one sale in any 24 hours, whoever raises them.
    pub most_concerns_in_24_hours: usize,
    /// The most messages in the conversation of one concern, and the most notes on it.
    pub most_messages: usize,
    /// The most kibibytes that everything said and done in one sale takes in its log.
    pub most_text_kib: u64,
    /// The response clock when something stops the customer.
    pub stops: ResponseTimes,
    /// … for a big problem.
    pub big: ResponseTimes,
    /// … for a small problem or a change.
    pub small: ResponseTimes,
    /// … for a question or a request.
    pub question: ResponseTimes,
}

impl Default for Policy {
    /// Source of each number: the follow-up practices behind the product, and the response times that
    /// public complaint rules ask for, made stricter.
    fn default() -> Self {
        let clock = |hours, word, propose| ResponseTimes {
            acknowledge: Span::WorkingHours(hours),
            next_word: Span::WorkingDays(word),
            propose: Span::WorkingDays(propose),
        };
        Self {
            notice_hours: 24,
            contradict_days: 3,
            report_grace_hours: 4,
            ask_expires_days: 14,
            snooze_days: 3,
            most_offers: 2,
            correct_hours: 24,
            ask_spacing_days: 5,
            most_asks_in_30_days: 4,
            most_asks_per_account: 6,
            ask_window_days: 30,
            first_days: 30,
            later_ask_spacing_days: 30,
            relationship_spacing_days: 90,
            relationship_from_day: 60,
            asks_to_recommend: false,
            promise_ask_spacing_days: 2,
            ask_retry_days: 1,
            ask_patience_days: 7,
            late_ask_retry_days: 7,
            late_ask_patience_days: 60,
            reminder_days: [3, 7],
            lapse_days: 14,
            revive_days: 90,
            delivered_days: 7,
            reopen_days: 14,
            fresh_days: 3,
            learning_days: 30,
            silence_before_delivery: 3,
            silence_after_delivery: [5, 7, 30],
            warn_at_percent: 75,
            due_soon_days: 2,
            no_next_contact_days: 1,
            least_contacts: 3,
            least_checks: 1,
            least_follow_up_days: 60,
            first_live_days: 3,
            max_slip_days: 3,
            max_series_gap_days: 7,
            max_live_gap_days: [5, 12],
            escalate_at_moves: 3,
            new_customer_days: 30,
            verified_within_hours: 24,
            owner_notice_days: 1,
            longest_pause_days: 366,
            most_open_concerns: 50,
            most_concerns_in_24_hours: 20,
            most_messages: 200,
            most_text_kib: 2_048,
            stops: clock(1, 0, 1),
            big: clock(2, 1, 3),
            small: clock(4, 2, 5),
            question: clock(4, 2, 2),
        }
    }
}

impl Policy {
    /// The clock for a severity.
    pub fn response_times(&self, severity: Severity) -> ResponseTimes {
        match severity {
            Severity::Stops => self.stops,
            Severity::Big => self.big,
            Severity::Small => self.small,
            Severity::Question => self.question,
        }
    }

    /// The part of the policy that a customer's buttons depend on.
    pub fn notice(&self) -> TimeDelta {
        TimeDelta::hours(self.notice_hours)
    }
}

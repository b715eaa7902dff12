//! The vendor's figures.

use serde::{Deserialize, Serialize};

pub mod reply_times;

use crate::domain::check::{Metric, score::Score};

/// A word and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WordCount {
    /// The word; none where it is not known.
    pub word: Option<String>,
    /// How often.
    pub count: u64,
}

/// What was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleFigures {
    /// Every sale.
    pub total: u64,
    /// Distinct persons.
    pub customers: u64,
    /// Sales with money that has cleared.
    pub with_payment: u64,
    /// Sales with a time of delivery.
    pub with_delivery: u64,
    /// By whether follow-up goes on.
    pub by_state: Vec<WordCount>,
    /// By the vendor's own word for where they stand, most frequent first.
    pub by_status: Vec<WordCount>,
}

/// What became of promises, always against the original date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseFigures {
    /// Every promise.
    pub total: u64,
    /// Kept on or before the original day.
    pub on_original: u64,
    /// Kept later.
    pub late: u64,
    /// Of these, on or before a day that the customer agreed to.
    pub late_as_agreed: u64,
    /// Given up.
    pub broken: u64,
    /// The customer no longer wanted them.
    pub released: u64,
    /// Not kept yet.
    pub open: u64,
    /// `on_original` of those that came to an end (`on_original`, `late`, `broken`), two decimals.
    pub on_original_percent: Option<f64>,
    /// `late` of the same.
    pub late_percent: Option<f64>,
}

/// The answers to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerFigures {
    /// `key@version`.
    pub check: String,
    /// The score that it feeds.
    pub metric: Option<Metric>,
    /// Answers that count; "cannot say yet" does not.
    pub n: u64,
    /// Every answer by its choice, in the order of the scale.
    pub choices: Vec<WordCount>,
    /// The mean of a numeric scale, four decimals; none under five answers.
    pub mean: Option<f64>,
    /// The share of the top two of five, two decimals; none under five answers.
    pub csat_percent: Option<f64>,
    /// Answers with words.
    pub with_comment: u64,
    /// Of these, with a line break in them.
    pub with_line_break: u64,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportSummary {
    /// What was sold.
    pub sales: SaleFigures,
    /// What was promised.
    pub promises: PromiseFigures,
    /// What customers answered, by question.
    pub answers: Vec<AnswerFigures>,
    /// Reviews that were asked for before the delivery. Only imported orders can have any: our own rules
    /// never ask before the thing has happened.
    pub surveys_before_delivery: u64,
}

/// One of the rates of promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseRate {
    /// How many.
    pub count: u64,
    /// Of these, so many by the customer's own word.
    pub confirmed: u64,
    /// The others: nobody contradicted.
    pub unconfirmed: u64,
    /// The share of all that came to an end, two decimals; none as long as none has.
    pub percent: Option<f64>,
}

/// What became of promises, always against the original date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseReport {
    /// Every promise.
    pub total: u64,
    /// Those that came to an end: kept, broken or made good. The rates stand on them.
    pub n: u64,
    /// Kept on or before the original day.
    pub on_original: PromiseRate,
    /// Kept later, on or before a day that the customer agreed to.
    pub on_agreed: PromiseRate,
    /// Kept later than that.
    pub late: PromiseRate,
    /// Not kept: given up, or made good by something else.
    pub broken: PromiseRate,
    /// Of the broken ones, those that the customer took something for.
    pub made_good: u64,
    /// The customer no longer wanted them.
    pub released: u64,
    /// Not kept yet, or contradicted.
    pub open: u64,
}

/// What became of the contacts with customers: everything on the agenda but questions and the customers' own
/// steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchpointFigures {
    /// Every contact.
    pub total: u64,
    /// To come, or not reported.
    pub planned: u64,
    /// Those that came to an end otherwise than by being called off: done, contradicted or missed.
    pub n: u64,
    /// Done, by the customer's own word.
    pub done_confirmed: u64,
    /// Done; nobody contradicted.
    pub done_unconfirmed: u64,
    /// Reported as done; the customer says that it did not happen.
    pub disputed: u64,
    /// Missed by the vendor.
    pub missed_by_vendor: u64,
    /// Missed by the customer.
    pub missed_by_customer: u64,
    /// Called off, or no longer on the agenda.
    pub cancelled: u64,
    /// `done_confirmed` of `n`, two decimals; none as long as there is none.
    pub done_confirmed_percent: Option<f64>,
    /// `done_unconfirmed` of the same.
    pub done_unconfirmed_percent: Option<f64>,
}

/// What became of the askings of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskFigures {
    /// Opened to the customer, or answered elsewhere.
    pub offered: u64,
    /// Answered.
    pub answered: u64,
    /// Of these, written down by a member for the customer.
    pub recorded: u64,
    /// Waits for an answer.
    pub open: u64,
    /// Put off by the customer, and never answered.
    pub declined: u64,
    /// Never answered nor put off.
    pub expired: u64,
    /// Not asked, because a rule forbade it.
    pub suppressed: u64,
    /// Not asked, because there was nothing left to ask about.
    pub dropped: u64,
    /// Its day has not come.
    pub waiting: u64,
    /// `answered` of `offered`, two decimals.
    pub response_percent: Option<f64>,
}

/// One check at one version; a new wording is a series of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckFigures {
    /// `key@version`.
    pub check: String,
    /// Its score by the exact definition, if it feeds one.
    pub score: Option<Score>,
    /// Every answer by its choice, in the order of the scale.
    pub choices: Vec<WordCount>,
    /// What became of its askings.
    pub asks: AskFigures,
}

/// Every check that was ever planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckReport {
    /// By `key@version`.
    pub items: Vec<CheckFigures>,
}

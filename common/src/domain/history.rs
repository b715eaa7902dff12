//! What happened before Followthrough knew the sale. Taken as it was: it wakes no clock, opens no concern
//! and invents no touchpoint.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{AskId, DeliveryId, PaymentId, PromiseId},
    text::{Line, Quote},
};

/// Past facts of one order, as a shop's export has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// When the payment cleared, with its amount in minor units.
    pub paid: Option<(DateTime<Utc>, i64)>,
    /// The promised day of delivery: the original date of the delivery promise.
    pub promised_on: Option<NaiveDate>,
    /// When it was delivered.
    pub delivered_at: Option<DateTime<Utc>>,
    /// The same as a day in the sale's zone.
    pub delivered_on: Option<NaiveDate>,
    /// When the order was cancelled or could not be served; the shop's own word.
    pub ended: Option<Line>,
    /// The survey, if one was sent.
    pub survey: Option<Survey>,
}

/// A survey of the past and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: DateTime<Utc>,
    /// The value of `review@1`, one to five.
    pub score: Line,
    /// The comment, as the customer left it.
    pub comment: Option<Quote>,
}

/// The ids of what past facts became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryIds {
    /// The payment.
    pub payment: PaymentId,
    /// The delivery promise.
    pub promise: PromiseId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// The survey.
    pub ask: AskId,
}

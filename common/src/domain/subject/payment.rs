//! A payment: a fact of the vendor's own systems. Only cleared money counts, and it can be taken back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{id::PaymentId, machine, text::Line};

machine! {
    /// Where a payment stands.
    PaymentState "payment" {
        /// On its way.
        Pending "pending",
        /// The money is there.
        Cleared "cleared",
        /// The money went back.
        Reversed "reversed",
    }
    /// What can be done to a payment.
    PaymentAction {
        /// The money is there.
        Clear,
        /// The money went back.
        Reverse,
    }
    table {
        Pending, Member: Clear => Cleared;
        Pending, Member: Reverse => Reversed;
        Cleared, Member: Reverse => Reversed;
    }
}

/// A payment as the vendor's systems report it. The same reference again updates the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The vendor's own number.
    pub reference: Line,
    /// Minor units (cents).
    pub amount: i64,
    /// Where the money is.
    pub state: PaymentState,
}

impl Report {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self.state {
            PaymentState::Pending => "payment.pending",
            PaymentState::Cleared => "payment.cleared",
            PaymentState::Reversed => "payment.reversed",
        }
    }
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What was reported last.
    pub report: Report,
    /// When.
    pub at: DateTime<Utc>,
}

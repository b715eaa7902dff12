//! A payment: a fact of the vendor's own systems. Only cleared money counts, and it can be taken back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    id::PaymentId,
    machine,
    text::Line,
};

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

/// Money moved. The same reference again updates the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PaymentInput))]
pub struct Report {
    /// The vendor's own number.
    pub reference: Line,
    /// Minor units (cents).
    pub amount: i64,
    /// Where the money is.
    pub state: PaymentState,
}

/// What was reported of a payment. Where the money is, is the word for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It is under way.
    Pending(Figures),
    /// It is there.
    Cleared(Figures),
    /// It went back.
    Reversed(Figures),
}

/// What a report says besides where the money is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The vendor's own number.
    pub reference: Line,
    /// Minor units (cents).
    pub amount: i64,
}

impl Event {
    /// Taken down as it was reported.
    pub fn of(report: Report) -> Self {
        let Report { reference, amount, state } = report;
        let figures = Figures { reference, amount };
        match state {
            PaymentState::Pending => Self::Pending(figures),
            PaymentState::Cleared => Self::Cleared(figures),
            PaymentState::Reversed => Self::Reversed(figures),
        }
    }

    fn report(&self) -> Report {
        let (Figures { reference, amount }, state) = match self {
            Self::Pending(figures) => (figures.clone(), PaymentState::Pending),
            Self::Cleared(figures) => (figures.clone(), PaymentState::Cleared),
            Self::Reversed(figures) => (figures.clone(), PaymentState::Reversed),
        };
        Report { reference, amount, state }
    }
}

/// A payment, as it was reported last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// The vendor's own number.
    pub reference: Line,
    /// Minor units.
    pub amount: i64,
    /// Where the money is.
    pub state: PaymentState,
    /// When it got there.
    pub at: DateTime<Utc>,
}

impl Payment {
    /// Whether that was reported already.
    pub fn says(&self, report: &Report) -> bool {
        let Report { reference, amount, state } = report;
        (&self.reference, self.amount, self.state) == (reference, *amount, *state)
    }
}

impl Subject for Event {
    type Id = PaymentId;
    type Held = Vec<Payment>;

    fn subject(&self) -> &'static str {
        "payment"
    }

    fn evolve(&self, payments: &mut Vec<Payment>, id: PaymentId, at: DateTime<Utc>, _: Actor) {
        payments.retain(|it| it.id != id);
        let Report { reference, amount, state } = self.report();
        payments.push(Payment { id, reference, amount, state, at });
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Vec<Payment>, _: PaymentId, page: Page<'_>) -> Entry {
        let report = self.report();
        Entry::shown()
            .with("reference", &report.reference)
            .with("amount", report.amount)
            .and("currency", page.sale.currency())
    }

    fn state(payments: &Vec<Payment>, id: PaymentId) -> Option<&'static str> {
        payments.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

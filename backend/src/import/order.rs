//! What a line becomes: an order, or a refusal that names the field.

use chrono::{DateTime, Utc};
use followthrough_common::{domain::history::History, text::Line};

/// An order whose line was good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The first line of the record in its file.
    pub line: u64,
    /// The shop's order number; a number that is known already changes nothing.
    pub reference: Line,
    /// What was bought.
    pub title: Line,
    /// The shop's own word for where it stands.
    pub status: Option<Line>,
    /// Who bought it.
    pub buyer: Buyer,
    /// When.
    pub purchased_at: DateTime<Utc>,
    /// What was to be paid, in minor units.
    pub invoiced: Option<i64>,
    /// ISO 4217.
    pub currency: Option<Line>,
    /// What has happened since.
    pub history: History,
}

/// A person as the export knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buyer {
    /// The shop's own id of them, the `sub` of their tokens.
    pub external_id: Line,
    /// Their name, or the id where the export has none.
    pub name: Line,
    /// Where mail reaches them.
    pub email: Option<Line>,
}

/// A line that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The first line of the record in its file.
    pub line: u64,
    /// The order number as it stands there, so that somebody can find it.
    pub reference: String,
    /// The column that is wrong; empty if it is the line as a whole.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

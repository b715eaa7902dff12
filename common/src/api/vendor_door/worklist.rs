//! The list of who has to be contacted today, and why.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    api::contact::ContactWishes,
    domain::worklist::{Item, ReasonCode, WorkKind},
    id::{CustomerId, MemberId, SaleId},
    text::Line,
};

/// Why somebody should look at a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonOut {
    /// The word for it.
    pub code: ReasonCode,
    /// What it is about.
    pub kind: WorkKind,
    /// The reason in plain words.
    pub words: String,
    /// What to do about it.
    pub task: String,
    /// The id of the touchpoint, promise, concern, … that it is about; none when it is the sale.
    pub about: Option<String>,
    /// What that is called.
    pub title: String,
    /// Who does it.
    pub member: MemberId,
    /// Since when it counts.
    pub since: DateTime<Utc>,
    /// When it should have been done, or should be.
    pub due: Option<DateTime<Utc>>,
}

impl From<Item> for ReasonOut {
    fn from(item: Item) -> Self {
        Self {
            code: item.code,
            kind: item.code.kind(),
            words: item.code.words().to_owned(),
            task: item.code.task().to_owned(),
            about: item.about,
            title: item.title,
            member: item.member,
            since: item.since,
            due: item.due,
        }
    }
}

/// The customer of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkCustomer {
    /// Their id.
    pub id: CustomerId,
    /// How they are called.
    pub name: Line,
    /// Their company, if they buy for one.
    pub company: Option<Line>,
    /// Where a call reaches them.
    pub phone: Option<Line>,
    /// Where mail reaches them.
    pub email: Option<Line>,
    /// How they wish to be contacted.
    pub wishes: ContactWishes,
}

/// A sale that somebody should look at. The most urgent one comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRow {
    /// The sale.
    pub sale: SaleId,
    /// The vendor's order number.
    pub reference: String,
    /// What was bought.
    pub title: String,
    /// Whom to contact.
    pub customer: WorkCustomer,
    /// Who does the most urgent thing.
    pub member: MemberId,
    /// What to do first.
    pub task: String,
    /// How urgent the most urgent reason is; a lower number comes first.
    pub rank: u16,
    /// When the most urgent thing should have been done, or should be.
    pub due: Option<DateTime<Utc>>,
    /// Why, the most urgent reason first.
    pub reasons: Vec<ReasonOut>,
}

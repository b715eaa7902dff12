//! Who has to be contacted today, and why. What is wrong with a sale follows from the sale and from time;
//! [`items`] says for each thing from when until when it counts, so that a list which was written down stays
//! right while time passes, and [`reasons`] says what counts now. Never shown to customers.

use chrono::{DateTime, Utc};

use crate::{
    calendar::Calendar,
    domain::{customer::CustomerRecord, policy::Policy, sale::Sale},
    id::MemberId,
    time::OffsetTable,
};

mod reason;
mod sources;

pub use reason::{ReasonCode, WorkKind};

/// A title is cut after so many characters.
const MOST_TITLE: usize = 120;

/// What the reasons depend on besides the sale.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The vendor's numbers.
    pub policy: &'a Policy,
    /// The calendar that the sale pinned.
    pub calendar: &'a Calendar,
    /// Offsets of the sale's and the calendar's zones.
    pub zones: &'a OffsetTable,
    /// The first customer.
    pub customer: &'a CustomerRecord,
}

/// One thing to do, with the time in which it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Why.
    pub code: ReasonCode,
    /// The id of what it is about; none when it is the sale.
    pub about: Option<String>,
    /// What that is called.
    pub title: String,
    /// Who does it.
    pub member: MemberId,
    /// From when it counts.
    pub since: DateTime<Utc>,
    /// From when it counts no longer, if time alone ends it.
    pub until: Option<DateTime<Utc>>,
    /// When it should have been done, or should be.
    pub due: Option<DateTime<Utc>>,
}

impl Item {
    fn new(code: ReasonCode, title: &str, member: MemberId, since: DateTime<Utc>) -> Self {
        let title = title.chars().take(MOST_TITLE).collect();
        Self { code, about: None, title, member, since, until: None, due: None }
    }

    fn about(self, id: &impl ToString) -> Self {
        Self { about: Some(id.to_string()), ..self }
    }

    fn until(self, until: Option<DateTime<Utc>>) -> Self {
        Self { until, ..self }
    }

    fn due(self, due: Option<DateTime<Utc>>) -> Self {
        Self { due, ..self }
    }

    /// Tells it apart from the other items of its sale.
    pub fn key(&self) -> String {
        let code = self.code.as_str();
        self.about.as_ref().map_or_else(|| code.to_owned(), |about| format!("{code} {about}"))
    }

    /// Whether it counts at `now`.
    pub fn counts(&self, now: DateTime<Utc>) -> bool {
        self.since <= now && self.until.is_none_or(|until| until > now)
    }

    /// Where it stands in the list: by urgency, then the longest waiting first.
    pub fn place(&self) -> i64 {
        // Microseconds of every year until 2100 need 52 bits.
        (i64::from(self.code.rank()) << 52) + self.since.timestamp_micros().max(0)
    }
}

/// Everything that has to be done about the sale, now or later.
pub fn items(sale: &Sale, around: Surroundings<'_>) -> Vec<Item> {
    let mut all = sources::all(sale, around);
    // What would never count is not worth remembering.
    all.retain(|item| item.until.is_none_or(|until| until > item.since));
    all.sort_by_key(Item::place);
    all
}

/// Why somebody should look at the sale now, the most urgent reason first.
pub fn reasons(sale: &Sale, around: Surroundings<'_>, now: DateTime<Utc>) -> Vec<Item> {
    items(sale, around).into_iter().filter(|item| item.counts(now)).collect()
}

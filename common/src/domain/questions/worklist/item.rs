//! One thing to do.

use chrono::{DateTime, Utc};

use super::ReasonCode;
use crate::id::MemberId;

/// A title is cut after so many characters.
const MOST_TITLE: usize = 120;

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
    pub(super) fn new(code: ReasonCode, title: &str, member: MemberId, since: DateTime<Utc>) -> Self {
        let title = title.chars().take(MOST_TITLE).collect();
        Self { code, about: None, title, member, since, until: None, due: None }
    }

    pub(super) fn about(self, id: &impl ToString) -> Self {
        Self { about: Some(id.to_string()), ..self }
    }

    pub(super) fn until(self, until: Option<DateTime<Utc>>) -> Self {
        Self { until, ..self }
    }

    pub(super) fn due(self, due: Option<DateTime<Utc>>) -> Self {
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

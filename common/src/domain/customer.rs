//! A customer: a versioned record of the vendor's, not an aggregate.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::{needs::Needs, preference::Preferences},
    error::{Breach, Rejection},
    id::CustomerId,
    text::Line,
    time::ZoneName,
};

/// The most changes of one customer's wishes and needs in 24 hours: with each, every sale of theirs is planned anew.
const MOST_CHANGES: usize = 30;

/// A person at the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerRecord {
    /// Our id.
    pub id: CustomerId,
    /// The vendor's own id of this person: the `sub` of the customer's tokens. Unique per vendor.
    pub external_id: Line,
    /// How they are called.
    pub name: Line,
    /// Their company, if they buy for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Where a call reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// BCP 47 tag of the language they read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Line>,
    /// Where they are.
    pub time_zone: ZoneName,
    /// No planned questions, please.
    #[serde(default)]
    pub wants_no_checks: bool,
    /// How they wish to be treated, and what they need.
    #[serde(default)]
    pub contact: ContactRecord,
}

impl CustomerRecord {
    /// How they wish to be treated, planned questions included.
    pub fn preferences(&self) -> Preferences {
        Preferences { wants_no_checks: Some(self.wants_no_checks), ..self.contact.preferences.clone() }
    }

    /// Takes the wishes of one side. Whether planned questions are welcome stands in the record alone, whoever
    /// says so.
    pub fn take_preferences(&mut self, new: Preferences, said: LastWord) {
        let questions = new.wants_no_checks;
        let new = Preferences { wants_no_checks: None, ..new };
        if self.contact.preferences != new {
            self.time_zone = new.time_zone.clone().unwrap_or(self.time_zone.clone());
            self.locale = new.language.clone().or(self.locale.take());
            self.contact.preferences = new;
            self.contact.preferences_version += 1;
        }
        self.take_no_checks(questions, said);
    }

    /// Takes one side's word on planned questions. The last word counts; to repeat what stands is none.
    pub fn take_no_checks(&mut self, wants_no_checks: Option<bool>, said: LastWord) {
        let Some(wanted) = wants_no_checks.filter(|wanted| *wanted != self.wants_no_checks) else { return };
        self.wants_no_checks = wanted;
        self.contact.no_checks_said = Some(said);
        // The sales look at the wishes anew.
        self.contact.preferences_version += 1;
    }
}

/// Who said last what stands, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastWord {
    /// The side.
    pub by: Role,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a customer wishes to be treated, and what they need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ContactRecord {
    /// Their wishes.
    pub preferences: Preferences,
    /// The number of changes of the wishes.
    pub preferences_version: u32,
    /// Who said last whether planned questions are welcome; nobody while they always were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_checks_said: Option<LastWord>,
    /// Their needs, with every change.
    pub needs: Needs,
    /// When wishes and needs were changed in the last 24 hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed_at: Vec<DateTime<Utc>>,
}

impl ContactRecord {
    /// Counts a change, or refuses one too many.
    pub fn count_change(&mut self, now: DateTime<Utc>) -> Result<(), Rejection> {
        self.changed_at.retain(|at| *at > now - TimeDelta::hours(24));
        let Some(oldest) = self.changed_at.first().filter(|_| self.changed_at.len() >= MOST_CHANGES) else {
            self.changed_at.push(now);
            return Ok(());
        };
        let detail = format!(
            "Wishes and needs are changed at most {MOST_CHANGES} times in 24 hours. They can be changed again \
             after {}.",
            (*oldest + TimeDelta::hours(24)).to_rfc3339_opts(SecondsFormat::Secs, true)
        );
        let most = u64::try_from(MOST_CHANGES).unwrap_or(u64::MAX);
        let breach = Breach::of_count("most_changes_in_24_hours", (most, most.saturating_add(1)), "changes");
        Err(Rejection::limit(breach, detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn the_thirty_first_change_of_a_day_waits_until_the_first_is_a_day_old() {
        let morning: DateTime<Utc> = "2026-11-02T10:00:00Z".parse().unwrap();
        let minute = |number: i64| morning + TimeDelta::minutes(number);
        let mut record = ContactRecord::default();
        for number in 0..30 {
            record.count_change(minute(number)).unwrap();
        }
        let refused = record.count_change(minute(30)).unwrap_err();
        assert_eq!((refused.code, refused.breaches[0].limit), (ErrorCode::LimitReached, 30));
        assert!(refused.detail.contains("2026-11-03T10:00:00Z"), "{}", refused.detail);
        record.count_change(minute(24 * 60)).unwrap();
        record.count_change(minute(24 * 60)).unwrap_err();
        record.count_change(minute(48 * 60)).unwrap();
        assert_eq!(record.changed_at.len(), 1);
    }
}

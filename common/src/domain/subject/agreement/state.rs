//! The versions of an agreement, and which of them applies.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Pinned, Source, Standard, Terms};
use crate::{
    calendar::CalendarRef,
    id::{CustomerId, MemberId},
    machine,
    text::Words,
};

machine! {
    /// Where the newest version stands.
    AgreementState "agreement" {
        /// Nothing was offered; the standard applies.
        Draft "draft",
        /// It waits for the customer.
        Offered "offered",
        /// The customer wants something changed.
        ChangeWanted "change_wanted",
        /// The customer accepted it.
        Accepted "accepted",
    }
    /// What can be done with it.
    AgreementAction {
        /// Offer the next version.
        Offer,
        /// Accept the newest version.
        Accept,
        /// Ask for a change.
        WantChange,
    }
    table {
        Draft, Member: Offer => Offered;
        Offered, Member: Offer => Offered;
        Offered, Customer: Accept => Accepted;
        Offered, Customer: WantChange => ChangeWanted;
        ChangeWanted, Member: Offer => Offered;
        ChangeWanted, Customer: Accept => Accepted;
        ChangeWanted, Customer: WantChange => ChangeWanted;
        Accepted, Member: Offer => Offered;
        Accepted, Customer: WantChange => ChangeWanted;
    }
}

/// One version as it was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// What it says.
    pub terms: Terms,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// By whom; none for a rule.
    pub offered_by: Option<MemberId>,
    /// Who accepted it, and when.
    pub accepted: Option<(CustomerId, DateTime<Utc>)>,
    /// What the customer wanted changed.
    pub wishes: Vec<Wish>,
}

/// Something that the customer wanted changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wish {
    /// What should be different.
    pub words: Words,
    /// When it was said.
    pub at: DateTime<Utc>,
}

/// The agreement of a sale with all its versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Oldest first.
    pub versions: Vec<Version>,
    /// Where the newest stands.
    pub state: AgreementState,
}

#[expect(clippy::derivable_impls, reason = "the table's macro writes the enum")]
impl Default for AgreementState {
    fn default() -> Self {
        Self::Draft
    }
}

impl Agreement {
    /// The version that the customer accepted last; it applies until they accept another.
    pub fn accepted(&self) -> Option<&Version> {
        self.versions.iter().filter(|version| version.accepted.is_some()).max_by_key(|it| it.accepted)
    }

    /// What applies now, and where it comes from.
    pub fn in_force<'a>(&'a self, standard: &'a Standard) -> (Source, &'a Terms) {
        match self.accepted() {
            Some(version) => (Source::Agreed { version: version.number }, &version.terms),
            None => (Source::Standard { version: standard.version }, &standard.terms),
        }
    }

    /// What a concern that is raised now takes along. `until` is the day on which the service of the first
    /// days ends, if it has not ended.
    pub fn pin(&self, standard: &Standard, until: Option<NaiveDate>) -> (Pinned, Option<CalendarRef>) {
        let (source, terms) = self.in_force(standard);
        let clocks = if until.is_some() { terms.clocks.stricter() } else { terms.clocks };
        let pinned = Pinned {
            source,
            clocks,
            steps: terms.steps.clone(),
            outside_route: terms.outside_route.clone(),
            new_customer_until: until,
        };
        (pinned, terms.calendar)
    }
}

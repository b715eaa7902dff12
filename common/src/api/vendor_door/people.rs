//! Customers and members.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        customer::{ContactRecord, CustomerRecord},
        member::Member,
    },
    id::{CustomerId, MemberId},
    text::Line,
    time::ZoneName,
};

/// A person at the customer's side, new or replaced as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerInput {
    /// The vendor's own id of this person: the `sub` of their tokens. Unique at the vendor.
    pub external_id: Line,
    /// How they are called.
    pub name: Line,
    /// Their company, if they buy for one.
    pub company: Option<Line>,
    /// Where mail reaches them.
    pub email: Option<Line>,
    /// Where a call reaches them.
    pub phone: Option<Line>,
    /// BCP 47 tag of the language they read.
    pub locale: Option<Line>,
    /// Where they are.
    pub time_zone: ZoneName,
    /// No planned questions, please. What was said before stands when nothing is said.
    #[serde(default)]
    pub wants_no_checks: Option<bool>,
}

impl CustomerInput {
    /// The record under our id.
    pub fn into_record(self, id: CustomerId) -> CustomerRecord {
        CustomerRecord {
            id,
            external_id: self.external_id,
            name: self.name,
            company: self.company,
            email: self.email,
            phone: self.phone,
            locale: self.locale,
            time_zone: self.time_zone,
            wants_no_checks: self.wants_no_checks.unwrap_or_default(),
            contact: ContactRecord::default(),
        }
    }
}

/// A person at the vendor, new or replaced as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberInput {
    /// First and last name.
    pub name: Line,
    /// What they do, "looks after you".
    pub role: Option<Line>,
    /// Where a call reaches them.
    pub phone: Option<Line>,
    /// Where mail reaches them.
    pub email: Option<Line>,
    /// BCP 47 tags of the languages they speak.
    #[serde(default)]
    pub languages: Vec<Line>,
}

impl MemberInput {
    /// The record under our id.
    pub fn into_record(self, id: MemberId) -> Member {
        let Self { name, role, phone, email, languages } = self;
        Member { id, name, role, phone, email, languages }
    }
}

//! Contact discipline at the vendor door.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::touchpoints::remedy;
use crate::{
    api::{
        century,
        contact::{ContactWishes, RelationshipOut},
    },
    domain::{
        contact_sheet::ContactSheet,
        customer::CustomerRecord,
        follow_up,
        needs::Noticed,
        owner_change::{NewOwner, OwnerChange},
        people::Person,
        sale::{Command, Sale},
    },
    error::Rejection,
    id::MemberId,
    text::Words,
};

/// Who belongs to a sale on the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeopleBody {
    /// All of them, up to twenty, the one who is asked first.
    pub people: Vec<Person>,
}

/// Another owner. The customer is told before it takes effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerChangeInput {
    /// Who looks after the customer from then on.
    pub to: MemberId,
    /// Why, for the customer.
    pub reason: Words,
    /// Their first day, in the sale's zone.
    #[serde(deserialize_with = "century::date")]
    pub effective_from: NaiveDate,
    /// What they have to know. The customer never sees it.
    pub handover: Words,
    /// How they introduce themselves to the customer.
    pub introduction: Words,
    /// When it is said too late for what is to come: let it wait until the customer says that it is fine.
    pub ask_consent: Option<bool>,
}

impl OwnerChangeInput {
    /// As the sale takes it.
    pub fn into_command(self) -> Result<Command, Rejection> {
        let Self { to, reason, effective_from, handover, introduction, ask_consent } = self;
        let remedy = remedy(None, ask_consent)?;
        let new = NewOwner { to, reason, effective_from, handover, introduction, remedy };
        Ok(Command::ChangeOwner(Box::new(new)))
    }
}

/// The section of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VendorContact {
    /// The sale goes on, and no next contact is planned or owed: plan one.
    pub no_next_contact: bool,
    /// The people on the customer's side, the one who is asked first.
    pub people: Vec<Person>,
    /// Whether follow-up goes on.
    pub relationship: RelationshipOut,
    /// Changes of the owner, oldest first.
    pub owner_changes: Vec<OwnerChange>,
    /// The sheet of this sale; the vendor's standard counts when it has none.
    pub contact_sheet: Option<ContactSheet>,
    /// How the customer wishes to be contacted.
    pub wishes: ContactWishes,
    /// The changes of the customer's needs since the sale was made, oldest first.
    pub need_changes: Vec<Noticed>,
    /// Since when a change of the needs waits to be read.
    pub needs_unread_since: Option<DateTime<Utc>>,
}

impl VendorContact {
    /// With the wishes of the first customer.
    pub fn of(sale: &Sale, customer: &CustomerRecord) -> Self {
        Self {
            no_next_contact: follow_up::has_no_next_contact(sale),
            people: sale.people(),
            relationship: sale.into(),
            owner_changes: sale.owner_changes.clone(),
            contact_sheet: sale.contact_sheet.clone(),
            wishes: customer.into(),
            need_changes: sale.needs.changes.clone(),
            needs_unread_since: sale.needs.unread_since,
        }
    }
}

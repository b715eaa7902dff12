//! Contact discipline at the vendor door.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::touchpoints::remedy;
use crate::{
    api::{
        century,
        contact::{ContactWishes, NoticedOut, RelationshipOut},
    },
    domain::{
        contact_sheet::ContactSheet,
        customer::CustomerRecord,
        follow_up,
        momentum::Broken,
        needs::Noticed,
        owner_change::{NewOwner, OwnerChange, OwnerChangeState},
        people::Person,
        sale::{Command, Sale},
    },
    error::Rejection,
    id::{MemberId, OwnerChangeId},
    text::Words,
};

/// Who belongs to a sale on the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PeopleBody {
    /// All of them, up to twenty, the one who is asked first.
    pub people: Vec<Person>,
}

/// Another owner. The customer is told before it takes effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
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

/// A change of the owner with everything on the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerChangeOut {
    /// Its id.
    pub id: OwnerChangeId,
    /// Where it stands.
    pub state: OwnerChangeState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// Who looks after the customer until then.
    pub from: MemberId,
    /// Who does from then on.
    pub to: MemberId,
    /// Why.
    pub reason: Words,
    /// The first day of the new one.
    pub effective_from: NaiveDate,
    /// What the new one has to know.
    pub handover: Words,
    /// How the new one introduces themselves.
    pub introduction: Words,
    /// When it was announced.
    pub announced_at: DateTime<Utc>,
    /// In the customer's words, or why it was taken back.
    pub note: Option<Words>,
    /// The rules of the rhythm that it breaks; then it waits for the customer's yes.
    pub broken: Vec<Broken>,
}

impl From<&OwnerChange> for OwnerChangeOut {
    fn from(it: &OwnerChange) -> Self {
        let announced = it.announcement.clone();
        Self {
            id: it.id,
            state: it.state,
            state_since: it.state_since,
            from: announced.from,
            to: announced.to,
            reason: announced.reason,
            effective_from: announced.effective_from,
            handover: announced.handover,
            introduction: announced.introduction,
            announced_at: it.announced_at,
            note: it.note.clone(),
            broken: announced.broken,
        }
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
    pub owner_changes: Vec<OwnerChangeOut>,
    /// The sheet of this sale; the vendor's standard counts when it has none.
    pub contact_sheet: Option<ContactSheet>,
    /// How the customer wishes to be contacted.
    pub wishes: ContactWishes,
    /// The changes of the customer's needs since the sale was made, oldest first.
    pub need_changes: Vec<NoticedOut>,
    /// Since when a change of the needs waits to be read.
    pub needs_unread_since: Option<DateTime<Utc>>,
}

impl VendorContact {
    /// With the wishes of the first customer.
    pub fn of(sale: &Sale, customer: &CustomerRecord) -> Self {
        let changes = sale.needs.changes.iter().cloned();
        Self {
            no_next_contact: follow_up::has_no_next_contact(sale),
            people: sale.people(),
            relationship: sale.into(),
            owner_changes: sale.owner_changes.iter().map(Into::into).collect(),
            contact_sheet: sale.contact_sheet.clone(),
            wishes: customer.into(),
            need_changes: changes
                .map(|Noticed { change, asked, words, customer }| NoticedOut {
                    change,
                    asked,
                    words,
                    customer,
                })
                .collect(),
            needs_unread_since: sale.needs.unread_since,
        }
    }
}

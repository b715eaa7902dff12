//! Contact discipline in both doors: how a customer wishes to be treated, what they need, whom to contact when,
//! who looks after them, and whether follow-up goes on.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{
        contact_sheet::{Eventuality, SheetContact},
        customer::{CustomerRecord, LastWord},
        momentum::Broken,
        needs::Need,
        owner_change::{self, OwnerChangeState},
        preference::{Channel, CopyTo, Preferences, TopicWish},
        relationship::{self, RelationshipState},
        sale::Sale,
    },
    id::{MemberId, OwnerChangeId},
    text::{Line, Words},
};

/// The needs, replaced as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NeedsInput {
    /// What is needed now.
    pub items: Vec<Need>,
}

/// What somebody wants with the relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum RelationshipBody {
    /// Let it rest: nobody asks, no silence is counted, planned contacts wait.
    Pause {
        /// The day on which it goes on.
        #[serde(deserialize_with = "century::date")]
        until: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// Go on now.
    Resume {},
    /// End it.
    End {
        /// Why.
        reason: Words,
    },
}

impl From<RelationshipBody> for relationship::Command {
    fn from(body: RelationshipBody) -> Self {
        match body {
            RelationshipBody::Pause { until, reason } => Self::Pause { until, reason },
            RelationshipBody::Resume {} => Self::Resume,
            RelationshipBody::End { reason } => Self::End { reason },
        }
    }
}

/// Where the relationship stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelationshipOut {
    /// Where it stands.
    pub state: RelationshipState,
    /// Since when; none from the beginning.
    pub since: Option<DateTime<Utc>>,
    /// The side that brought it there.
    pub by: Option<crate::actor::Role>,
    /// Why.
    pub reason: Option<Words>,
    /// The day on which a pause ends by itself.
    pub until: Option<NaiveDate>,
}

impl From<&Sale> for RelationshipOut {
    fn from(sale: &Sale) -> Self {
        let it = sale.relationship.clone();
        let by = it.by.map(crate::actor::Actor::role);
        Self { state: it.state, since: it.since, by, reason: it.reason, until: it.until }
    }
}

/// A change of the owner, as the customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerChangeView {
    /// Its id.
    pub id: OwnerChangeId,
    /// Where it stands.
    pub state: OwnerChangeState,
    /// Who looks after the customer until then.
    pub from: MemberId,
    /// Their name.
    pub from_name: Option<Line>,
    /// Who does from then on.
    pub to: MemberId,
    /// Their name.
    pub to_name: Option<Line>,
    /// Why.
    pub reason: Words,
    /// The first day of the new one.
    pub effective_from: NaiveDate,
    /// How the new one introduces themselves.
    pub introduction: Words,
    /// When it was announced.
    pub announced_at: DateTime<Utc>,
    /// In the customer's words, or why it was taken back.
    pub note: Option<Words>,
    /// The rules of the rhythm that it breaks; then it waits for your yes.
    pub broken: Vec<Broken>,
}

/// One line of the sheet, as the customer reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetLineView {
    /// When what happens.
    pub eventuality: Eventuality,
    /// The same in the reader's language.
    pub label: String,
    /// What to do then.
    pub what_to_do: Words,
    /// Whom to contact.
    pub contact: SheetContact,
    /// Who stands in for them.
    pub backup: Option<SheetContact>,
    /// The first day on which the line counts.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it counts.
    pub valid_to: Option<NaiveDate>,
}

/// Whom to contact when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetView {
    /// Whether it is the vendor's standard, because this sale has none of its own.
    pub is_standard: bool,
    /// The lines, in the order of the eventualities.
    pub lines: Vec<SheetLineView>,
}

/// `POST /v1/portal/sales/{sale}/owner-changes/{change}/reply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnerReplyBody {
    /// Whether that is fine.
    pub is_fine: bool,
    /// In the customer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

impl From<OwnerReplyBody> for owner_change::Command {
    fn from(OwnerReplyBody { is_fine, note }: OwnerReplyBody) -> Self {
        if is_fine { Self::Agree } else { Self::Contest { note } }
    }
}

/// What whoever makes a contact has to know of the customer's wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactWishes {
    /// The ways to reach them, the best one first.
    pub channels: Vec<Channel>,
    /// What they want to hear about, and what not.
    pub topics: Vec<TopicWish>,
    /// Who gets a copy.
    pub copy_to: Vec<CopyTo>,
    /// The language that they read.
    pub language: Option<Line>,
    /// How to address them.
    pub form_of_address: Option<Line>,
    /// What they need to be able to see, hear, read or come.
    pub accessibility: Option<Words>,
    /// Whether they want no planned questions.
    pub wants_no_checks: bool,
    /// Who said last whether planned questions are welcome; nobody while they always were.
    pub no_checks_said: Option<LastWord>,
}

impl From<&CustomerRecord> for ContactWishes {
    fn from(customer: &CustomerRecord) -> Self {
        let Preferences { channels, topics, copy_to, language, form_of_address, accessibility, .. } =
            customer.contact.preferences.clone();
        let (wants_no_checks, no_checks_said) = (customer.wants_no_checks, customer.contact.no_checks_said);
        Self {
            channels,
            topics,
            copy_to,
            language,
            form_of_address,
            accessibility,
            wants_no_checks,
            no_checks_said,
        }
    }
}

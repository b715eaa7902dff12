//! A referral: who else could use this, another department, another place, another company. Asked for and
//! taken only after the customer has said that they are satisfied.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    domain::{
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
        wish::Wish,
    },
    error::Rejection,
    id::ReferralId,
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a referral stands.
    ReferralState "referral" {
        /// The customer named somebody.
        Named "named",
        /// The vendor spoke with them.
        Approached "approached",
        /// They bought.
        Won "won",
        /// They did not want to.
        Lost "lost",
        /// The customer took the name back.
        Withdrawn "withdrawn",
    }
    /// What can be done to a referral.
    ReferralAction {
        /// Speak with them.
        Approach,
        /// They bought.
        Win,
        /// They did not want to.
        Lose,
        /// Take the name back.
        Withdraw,
    }
    table {
        Named, Member: Approach => Approached;
        Named, Member: Lose => Lost;
        Named, Customer: Withdraw => Withdrawn;
        Approached, Member: Win => Won;
        Approached, Member: Lose => Lost;
    }
}

/// How the other one belongs to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Another department of the same company.
    Department,
    /// Another division of the same company.
    Division,
    /// Another place of the same company.
    Location,
    /// Another company.
    Company,
    /// A friend or relative.
    Private,
}

/// Who else could use this. Both doors take it, after the customer said that they are satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferralInput))]
pub struct Naming {
    /// Who.
    pub name: Line,
    /// How they belong to the customer.
    pub relation: Relation,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
    /// What they need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// Whether the vendor may say who named them.
    #[serde(default)]
    pub may_name_customer: bool,
}

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// Who.
    pub name: Line,
    /// How they belong to the customer.
    pub relation: Relation,
    /// How to reach them.
    pub contact: Option<Line>,
    /// What they need.
    pub note: Option<Words>,
    /// Whether the vendor may say who named them.
    pub may_name_customer: bool,
    /// The side that wrote it down.
    pub by: Role,
    /// When.
    pub named_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ReferralState,
    /// Since when.
    pub state_since: DateTime<Utc>,
}

impl Referral {
    /// As the customer sees it: whether that person bought is theirs and the vendor's matter.
    #[must_use]
    pub fn for_customer(&self) -> Self {
        match self.state {
            ReferralState::Named | ReferralState::Withdrawn => self.clone(),
            ReferralState::Approached | ReferralState::Won | ReferralState::Lost => {
                Self { state: ReferralState::Named, state_since: self.named_at, ..self.clone() }
            }
        }
    }
}

/// What somebody wants with the referrals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Name somebody.
    Name(Naming),
    /// Do something with one.
    Act(ReferralId, ReferralAction),
}

/// What happened to a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// Somebody was named.
    Named(Naming),
    /// The vendor spoke with them.
    Approached,
    /// They bought.
    Won,
    /// They did not want to.
    Lost,
    /// The customer took the name back.
    Withdrawn,
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<ReferralId> {
        match self {
            Self::Name(_) => None,
            Self::Act(id, _) => Some(*id),
        }
    }

    fn decide(
        self,
        referrals: &Vec<Referral>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(ReferralId, Event), Rejection> {
        let (id, action) = match self {
            Command::Name(naming) => return Ok((ctx.ids.make(), Event::Named(naming))),
            Command::Act(id, action) => (id, action),
        };
        let it = referrals.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
        it.state.check(action, ctx.actor.role())?;
        let event = match action {
            ReferralAction::Approach => Event::Approached,
            ReferralAction::Win => Event::Won,
            ReferralAction::Lose => Event::Lost,
            ReferralAction::Withdraw => Event::Withdrawn,
        };
        Ok((id, event))
    }
}

impl Subject for Event {
    type Id = ReferralId;
    type Held = Vec<Referral>;

    fn subject(&self) -> &'static str {
        "referral"
    }

    fn evolve(&self, referrals: &mut Vec<Referral>, id: ReferralId, at: DateTime<Utc>, actor: Actor) {
        if let Event::Named(naming) = self {
            let Naming { name, relation, contact, note, may_name_customer } = naming.clone();
            referrals.push(Referral {
                id,
                name,
                relation,
                contact,
                note,
                may_name_customer,
                by: actor.role(),
                named_at: at,
                state: ReferralState::Named,
                state_since: at,
            });
            return;
        }
        let Some(it) = referrals.iter_mut().find(|it| it.id == id) else { return };
        it.state_since = at;
        it.state = match self {
            Event::Named(_) => return,
            Event::Approached => ReferralState::Approached,
            Event::Won => ReferralState::Won,
            Event::Lost => ReferralState::Lost,
            Event::Withdrawn => ReferralState::Withdrawn,
        };
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, referrals: &Vec<Referral>, id: ReferralId, _: Page<'_>) -> Entry {
        // What became of it is the vendor's matter and theirs.
        let name = referrals.iter().find(|it| it.id == id).map(|it| &it.name);
        match self {
            Self::Named(naming) => {
                Entry::shown().with("name", &naming.name).word("relation", &naming.relation)
            }
            Self::Withdrawn => Entry::shown().and("name", name),
            Self::Approached | Self::Won | Self::Lost => Entry::kept().and("name", name),
        }
    }

    fn state(referrals: &Vec<Referral>, id: ReferralId) -> Option<&'static str> {
        referrals.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

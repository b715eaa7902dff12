//! An introduction: the vendor knows somebody whom the customer may like to meet. Both say yes first; until
//! then neither is told how to reach the other. The other one's yes is recorded by the vendor, who asked them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{context::Context, transition::Machine},
    error::Rejection,
    id::{CustomerId, IntroductionId},
    machine,
    text::{Line, Words},
};

machine! {
    /// Where an introduction stands.
    IntroductionState "introduction" {
        /// Both were asked; nobody has said anything.
        Offered "offered",
        /// The customer said yes.
        CustomerAgreed "customer_agreed",
        /// The other one said yes.
        OtherAgreed "other_agreed",
        /// Both said yes.
        Introduced "introduced",
        /// Somebody said no.
        Declined "declined",
        /// The vendor took it back.
        Withdrawn "withdrawn",
    }
    /// What can be done to an introduction.
    IntroductionAction {
        /// The customer says yes.
        Accept,
        /// The customer says no.
        Decline,
        /// The other one said yes to the vendor.
        RecordYes,
        /// The other one said no to the vendor.
        RecordNo,
        /// Take it back.
        Withdraw,
    }
    table {
        Offered, Customer: Accept => CustomerAgreed;
        Offered, Customer: Decline => Declined;
        Offered, Member: RecordYes => OtherAgreed;
        Offered, Member: RecordNo => Declined;
        Offered, Member: Withdraw => Withdrawn;
        CustomerAgreed, Customer: Decline => Declined;
        CustomerAgreed, Member: RecordYes => Introduced;
        CustomerAgreed, Member: RecordNo => Declined;
        CustomerAgreed, Member: Withdraw => Withdrawn;
        OtherAgreed, Customer: Accept => Introduced;
        OtherAgreed, Customer: Decline => Declined;
        OtherAgreed, Member: RecordNo => Declined;
        OtherAgreed, Member: Withdraw => Withdrawn;
    }
}

/// The other one, with how to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Acquaintance {
    /// How they are called.
    pub name: Line,
    /// Their company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Where a call reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Who they are, if they are another customer of the vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
}

/// What the vendor offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Who it is, without a name: "the manager of a bar with the same machine".
    pub about: Words,
    /// Why the two should meet.
    pub why: Words,
    /// The other one; shown to the customer when both said yes.
    pub other: Acquaintance,
}

/// An introduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Introduction {
    /// Its id.
    pub id: IntroductionId,
    /// Who it is, without a name.
    pub about: Words,
    /// Why the two should meet.
    pub why: Words,
    /// The other one; none at the customer door until both said yes.
    pub other: Option<Acquaintance>,
    /// Where it stands.
    pub state: IntroductionState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// When the customer said yes.
    pub customer_agreed_at: Option<DateTime<Utc>>,
    /// When the vendor recorded the other one's yes.
    pub other_agreed_at: Option<DateTime<Utc>>,
    /// How the other one said so: "by telephone on Tuesday". Never shown to the customer.
    pub other_said: Option<Words>,
    /// Why somebody said no, or why it was taken back.
    pub note: Option<Words>,
}

/// What somebody wants with the introductions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Offer one.
    Offer(Box<Offer>),
    /// Do something with one.
    Act(IntroductionId, Act),
}

/// What somebody wants with one introduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The customer says yes.
    Accept,
    /// The customer says no.
    Decline {
        /// Why.
        note: Option<Words>,
    },
    /// The other one said yes.
    RecordYes {
        /// How they said so.
        said: Words,
    },
    /// The other one said no.
    RecordNo {
        /// How they said so. Never shown to the customer.
        said: Option<Words>,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        note: Option<Words>,
    },
}

/// What happened to an introduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was offered.
    Offered(Box<Offer>),
    /// The customer said yes.
    CustomerAgreed,
    /// The customer said no.
    CustomerDeclined {
        /// Why.
        note: Option<Words>,
    },
    /// The other one said yes.
    OtherAgreed {
        /// How they said so.
        said: Words,
    },
    /// The other one said no.
    OtherDeclined {
        /// How they said so.
        said: Option<Words>,
    },
    /// The vendor took it back.
    Withdrawn {
        /// Why.
        note: Option<Words>,
    },
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Offered(_) => "introduction.offered",
            Self::CustomerAgreed => "introduction.customer_agreed",
            Self::CustomerDeclined { .. } => "introduction.customer_declined",
            Self::OtherAgreed { .. } => "introduction.other_agreed",
            Self::OtherDeclined { .. } => "introduction.other_declined",
            Self::Withdrawn { .. } => "introduction.withdrawn",
        }
    }

    /// Whether the customer heard from the vendor by it.
    pub fn is_word(&self) -> bool {
        matches!(self, Self::Offered(_))
    }
}

impl Act {
    /// The row of the table.
    pub fn action(&self) -> IntroductionAction {
        match self {
            Self::Accept => IntroductionAction::Accept,
            Self::Decline { .. } => IntroductionAction::Decline,
            Self::RecordYes { .. } => IntroductionAction::RecordYes,
            Self::RecordNo { .. } => IntroductionAction::RecordNo,
            Self::Withdraw { .. } => IntroductionAction::Withdraw,
        }
    }
}

impl Introduction {
    /// What the customer may see of it: nothing that names the other one before both said yes.
    #[must_use]
    pub fn for_customer(&self) -> Self {
        let is_done = self.state == IntroductionState::Introduced;
        let known = |other: &Acquaintance| Acquaintance { customer: None, ..other.clone() };
        let other = self.other.as_ref().filter(|_| is_done).map(known);
        Self { other, other_said: None, ..self.clone() }
    }
}

/// What follows from the command, or why it cannot be.
pub fn decide(
    introductions: &[Introduction],
    command: &Command,
    ctx: &Context<'_>,
) -> Result<(IntroductionId, Event), Rejection> {
    let (id, act) = match command.clone() {
        Command::Offer(offer) => return Ok((ctx.ids.make(), Event::Offered(offer))),
        Command::Act(id, act) => (id, act),
    };
    let it = introductions.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
    it.state.check(act.action(), ctx.actor.role())?;
    let event = match act {
        Act::Accept => Event::CustomerAgreed,
        Act::Decline { note } => Event::CustomerDeclined { note },
        Act::RecordYes { said } => Event::OtherAgreed { said },
        Act::RecordNo { said } => Event::OtherDeclined { said },
        Act::Withdraw { note } => Event::Withdrawn { note },
    };
    Ok((id, event))
}

/// Remembers what happened.
pub fn evolve(
    introductions: &mut Vec<Introduction>,
    id: IntroductionId,
    event: &Event,
    at: DateTime<Utc>,
    _: Actor,
) {
    use IntroductionState as S;
    if let Event::Offered(offer) = event {
        let Offer { about, why, other } = offer.as_ref().clone();
        introductions.push(Introduction {
            id,
            about,
            why,
            other: Some(other),
            state: S::Offered,
            state_since: at,
            customer_agreed_at: None,
            other_agreed_at: None,
            other_said: None,
            note: None,
        });
        return;
    }
    let Some(it) = introductions.iter_mut().find(|it| it.id == id) else { return };
    it.state_since = at;
    match event.clone() {
        Event::Offered(_) => {}
        Event::CustomerAgreed => {
            it.state = if it.other_agreed_at.is_some() { S::Introduced } else { S::CustomerAgreed };
            it.customer_agreed_at = Some(at);
        }
        Event::OtherAgreed { said } => {
            it.state = if it.customer_agreed_at.is_some() { S::Introduced } else { S::OtherAgreed };
            it.other_agreed_at = Some(at);
            it.other_said = Some(said);
        }
        Event::CustomerDeclined { note } => {
            it.state = S::Declined;
            it.note = note;
        }
        Event::OtherDeclined { said } => {
            it.state = S::Declined;
            it.other_said = said;
        }
        Event::Withdrawn { note } => {
            it.state = S::Withdrawn;
            it.note = note;
        }
    }
}

//! An introduction: the vendor knows somebody whom the customer may like to meet. Both say yes first; until
//! then neither is told how to reach the other. Who is another customer reads the question in a sale of their
//! own and answers it there: the same introduction then stands in both sales, each half seen from its side,
//! and what one side says is an [`Echo`] in the other. Anybody else is asked by the vendor, who records it.

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
    id::{CustomerId, IntroductionId, SaleId},
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
        /// The other one said yes, to the vendor or in their own portal.
        RecordYes,
        /// The other one said no, to the vendor or in their own portal.
        RecordNo,
        /// Take it back.
        Withdraw,
    }
    table {
        Offered, Customer: Accept => CustomerAgreed;
        Offered, Customer: Decline => Declined;
        Offered, Member: RecordYes => OtherAgreed;
        Offered, Member: RecordNo => Declined;
        Offered, System: RecordYes => OtherAgreed;
        Offered, System: RecordNo => Declined;
        Offered, Member: Withdraw => Withdrawn;
        CustomerAgreed, Customer: Decline => Declined;
        CustomerAgreed, Member: RecordYes => Introduced;
        CustomerAgreed, Member: RecordNo => Declined;
        CustomerAgreed, System: RecordYes => Introduced;
        CustomerAgreed, System: RecordNo => Declined;
        CustomerAgreed, Member: Withdraw => Withdrawn;
        OtherAgreed, Customer: Accept => Introduced;
        OtherAgreed, Customer: Decline => Declined;
        OtherAgreed, Member: RecordNo => Declined;
        OtherAgreed, System: RecordNo => Declined;
        OtherAgreed, Member: Withdraw => Withdrawn;
    }
}

/// The other one, with how to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The sale in which the other one is asked; none when the vendor asks them.
    #[serde(default)]
    pub asked_in: Option<SaleId>,
}

/// The other half of an introduction between two customers: how it reads in the other one's sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counterpart {
    /// The other one's sale: they read the question there, and their answer counts from there.
    pub sale: SaleId,
    /// Who this customer is, without a name.
    pub about: Words,
    /// Why the two should meet, said to the other one.
    pub why: Words,
    /// This customer, with how to reach them; shown to the other one when both said yes.
    pub customer: Acquaintance,
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
    /// The sale in which the other one is asked; none when the vendor asks them. Never shown to the customer.
    #[serde(default)]
    pub asked_in: Option<SaleId>,
    /// Where it stands.
    pub state: IntroductionState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// When the customer said yes.
    pub customer_agreed_at: Option<DateTime<Utc>>,
    /// When the other one said yes.
    pub other_agreed_at: Option<DateTime<Utc>>,
    /// How the other one told the vendor: "by telephone on Tuesday". Never shown to the customer.
    pub other_said: Option<Words>,
    /// Why somebody said no, or why it was taken back.
    pub note: Option<Words>,
}

/// What somebody wants with the introductions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Offer one, and if the other one is a customer too, to both.
    Offer(Box<Offer>, Option<Box<Counterpart>>),
    /// Do something with one.
    Act(IntroductionId, Act),
    /// Take over what was done with it in the other one's sale.
    Echo(IntroductionId, Box<Echo>),
}

/// What was done with an introduction in the other one's sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Echo {
    /// It was offered to them, so it is offered here.
    Offered {
        /// How it reads here.
        offer: Box<Offer>,
        /// The customers of the other sale.
        customers: Vec<CustomerId>,
        /// Whom the vendor named as the other one: a customer of this sale.
        named: Option<CustomerId>,
    },
    /// They said yes or no, or the vendor took it back.
    Done(Act),
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
        /// How they told the vendor.
        said: Option<Words>,
    },
    /// The other one said no.
    RecordNo {
        /// How they told the vendor. Never shown to the customer.
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
        /// How they told the vendor; none when they said so in their own portal.
        said: Option<Words>,
    },
    /// The other one said no.
    OtherDeclined {
        /// How they told the vendor.
        said: Option<Words>,
    },
    /// The vendor took it back.
    Withdrawn {
        /// Why.
        note: Option<Words>,
    },
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
    /// Nobody answers for a customer who is asked in their own portal.
    fn speaks_for_other(&self, action: IntroductionAction, who: Role) -> Option<&'static str> {
        let is_their_word = matches!(action, IntroductionAction::RecordYes | IntroductionAction::RecordNo);
        (is_their_word && who == Role::Member && self.asked_in.is_some())
            .then_some("the other one is asked in their own portal and answers there")
    }

    /// What the customer may see of it: nothing that names the other one before both said yes.
    #[must_use]
    pub fn for_customer(&self) -> Self {
        let is_done = self.state == IntroductionState::Introduced;
        let known = |other: &Acquaintance| Acquaintance { customer: None, ..other.clone() };
        let other = self.other.as_ref().filter(|_| is_done).map(known);
        Self { other, other_said: None, asked_in: None, ..self.clone() }
    }
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<IntroductionId> {
        match self {
            Self::Offer(..) => None,
            Self::Act(id, _) | Self::Echo(id, _) => Some(*id),
        }
    }

    fn decide(
        self,
        introductions: &Vec<Introduction>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(IntroductionId, Event), Rejection> {
        let (id, act) = match self {
            Command::Offer(offer, counterpart) => {
                let asked_in = counterpart.map(|other| other.sale);
                return Ok((ctx.ids.make(), Event::Offered(Box::new(Offer { asked_in, ..*offer }))));
            }
            Command::Act(id, act) => (id, act),
            Command::Echo(id, echo) => match *echo {
                Echo::Offered { offer, .. } => return Ok((id, Event::Offered(offer))),
                Echo::Done(act) => (id, act),
            },
        };
        let it = introductions.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
        it.state.permit(act.action(), ctx.actor.role(), |action, who| it.speaks_for_other(action, who))?;
        let event = match act {
            Act::Accept => Event::CustomerAgreed,
            Act::Decline { note } => Event::CustomerDeclined { note },
            Act::RecordYes { said } => Event::OtherAgreed { said },
            Act::RecordNo { said } => Event::OtherDeclined { said },
            Act::Withdraw { note } => Event::Withdrawn { note },
        };
        Ok((id, event))
    }
}

impl Subject for Event {
    type Id = IntroductionId;
    type Held = Vec<Introduction>;

    fn subject(&self) -> &'static str {
        "introduction"
    }

    fn evolve(&self, introductions: &mut Vec<Introduction>, id: IntroductionId, at: DateTime<Utc>, _: Actor) {
        use IntroductionState as S;
        if let Event::Offered(offer) = self {
            let Offer { about, why, other, asked_in } = offer.as_ref().clone();
            introductions.push(Introduction {
                id,
                about,
                why,
                other: Some(other),
                asked_in,
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
        match self.clone() {
            Event::Offered(_) => {}
            Event::CustomerAgreed => {
                it.state = if it.other_agreed_at.is_some() { S::Introduced } else { S::CustomerAgreed };
                it.customer_agreed_at = Some(at);
            }
            Event::OtherAgreed { said } => {
                it.state = if it.customer_agreed_at.is_some() { S::Introduced } else { S::OtherAgreed };
                it.other_agreed_at = Some(at);
                it.other_said = said;
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

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Offered(_))
    }

    fn entry(&self, _: &Vec<Introduction>, _: IntroductionId, _: Page<'_>) -> Entry {
        // The other one is not named here, and what they said to the vendor stays there.
        match self {
            Self::Offered(offer) => Entry::shown().with("about", &offer.about).with("why", &offer.why),
            Self::CustomerDeclined { note } | Self::Withdrawn { note } => {
                Entry::shown().and("note", note.as_deref())
            }
            Self::CustomerAgreed | Self::OtherAgreed { .. } | Self::OtherDeclined { .. } => Entry::shown(),
        }
    }

    fn state(introductions: &Vec<Introduction>, id: IntroductionId) -> Option<&'static str> {
        introductions.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

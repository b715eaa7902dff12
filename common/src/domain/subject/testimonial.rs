//! What a customer lets the vendor show others: asked after they agreed to a success, whatever they answered
//! to questions, given for named uses, and taken back at any time.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        context::Context,
        entry::{Entry, Page},
        reason::ReasonKind,
        shape::Subject,
        transition::Machine,
        wish::Wish,
    },
    error::Rejection,
    id::{SuccessId, TestimonialId},
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a testimonial stands.
    TestimonialState "testimonial" {
        /// The customer was asked.
        Asked "asked",
        /// The customer said yes.
        Granted "granted",
        /// The customer said no.
        Declined "declined",
        /// The customer took the yes back.
        Revoked "revoked",
        /// The vendor took the question back.
        Withdrawn "withdrawn",
    }
    /// What can be done to a testimonial.
    TestimonialAction {
        /// "Yes, you may show this."
        Grant,
        /// "No."
        Decline,
        /// "No longer."
        Revoke,
        /// Take the question back, or show it no longer.
        Withdraw,
    }
    table {
        Asked, Customer: Grant => Granted;
        Asked, Customer: Decline => Declined;
        Asked, Member: Withdraw => Withdrawn;
        Granted, Customer: Revoke => Revoked;
        Granted, Member: Withdraw => Withdrawn;
        Declined, Customer: Grant => Granted;
        Revoked, Customer: Grant => Granted;
    }
}

/// Where a testimonial may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// To other customers of the vendor, beside their reasons.
    Portal,
    /// On the vendor's site.
    Website,
    /// On paper.
    Print,
    /// In talks with people who think about buying.
    Talks,
}

/// May this be shown to others?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = TestimonialQuestion))]
pub struct Question {
    /// A success that the customer agreed to.
    pub success: SuccessId,
    /// Where it would be shown.
    pub uses: Vec<Use>,
    /// The kind of reason that it speaks to: shown first to those who have such a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_kind: Option<ReasonKind>,
}

/// What the customer gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grant {
    /// In the customer's words.
    pub words: Words,
    /// The name that may stand beside it.
    pub shown_as: Line,
    /// Where it may be shown.
    pub uses: Vec<Use>,
    /// When they said so.
    pub at: DateTime<Utc>,
}

/// A testimonial of this sale's customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Testimonial {
    /// Its id.
    pub id: TestimonialId,
    /// The success that it is about.
    pub success: SuccessId,
    /// The uses that were asked for.
    pub uses: Vec<Use>,
    /// The kind of reason that it speaks to: shown first to those who have such a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_kind: Option<ReasonKind>,
    /// When the customer was asked.
    pub asked_at: DateTime<Utc>,
    /// Where it stands.
    pub state: TestimonialState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// What the customer gave; none before, and none when it was taken back.
    pub grant: Option<Grant>,
}

impl Testimonial {
    /// Whether it may be shown there.
    pub fn may_show(&self, place: Use) -> bool {
        self.grant.as_ref().is_some_and(|grant| grant.uses.contains(&place))
    }
}

/// What somebody wants with the testimonials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask the customer.
    Ask(Question),
    /// Do something with one.
    Act(TestimonialId, Act),
}

/// What somebody wants with one testimonial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// "Yes, you may show this."
    Grant {
        /// In the customer's words.
        words: Words,
        /// The name that may stand beside it.
        shown_as: Line,
        /// Where it may be shown; nowhere else than was asked for.
        uses: Vec<Use>,
    },
    /// "No."
    Decline,
    /// "No longer."
    Revoke,
    /// Take the question back, or show it no longer.
    Withdraw,
}

/// What happened to a testimonial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The customer was asked.
    Asked(Question),
    /// The customer said yes.
    Granted {
        /// In their words.
        words: Words,
        /// The name that may stand beside it.
        shown_as: Line,
        /// Where it may be shown.
        uses: Vec<Use>,
    },
    /// The customer said no.
    Declined,
    /// The customer took the yes back.
    Revoked,
    /// The vendor took the question back.
    Withdrawn,
}

impl Act {
    /// The row of the table.
    pub fn action(&self) -> TestimonialAction {
        match self {
            Self::Grant { .. } => TestimonialAction::Grant,
            Self::Decline => TestimonialAction::Decline,
            Self::Revoke => TestimonialAction::Revoke,
            Self::Withdraw => TestimonialAction::Withdraw,
        }
    }
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<TestimonialId> {
        match self {
            Self::Ask(_) => None,
            Self::Act(id, _) => Some(*id),
        }
    }

    fn decide(
        self,
        testimonials: &Vec<Testimonial>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(TestimonialId, Event), Rejection> {
        let (id, act) = match self {
            Command::Ask(question) if question.uses.is_empty() => {
                return Err(Rejection::field("/uses", "must name at least one use"));
            }
            Command::Ask(question) => return Ok((ctx.ids.make(), Event::Asked(question))),
            Command::Act(id, act) => (id, act),
        };
        let it = testimonials.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
        it.state.check(act.action(), ctx.actor.role())?;
        let event = match act {
            Act::Grant { uses, .. } if uses.is_empty() => {
                return Err(Rejection::field("/uses", "must name at least one use"));
            }
            Act::Grant { uses, .. } if !uses.iter().all(|place| it.uses.contains(place)) => {
                return Err(Rejection::field("/uses", "must name only uses that were asked for"));
            }
            Act::Grant { words, shown_as, uses } => Event::Granted { words, shown_as, uses },
            Act::Decline => Event::Declined,
            Act::Revoke => Event::Revoked,
            Act::Withdraw => Event::Withdrawn,
        };
        Ok((id, event))
    }
}

impl Subject for Event {
    type Id = TestimonialId;
    type Held = Vec<Testimonial>;

    fn subject(&self) -> &'static str {
        "testimonial"
    }

    fn evolve(&self, testimonials: &mut Vec<Testimonial>, id: TestimonialId, at: DateTime<Utc>, _: Actor) {
        use TestimonialState as S;
        if let Event::Asked(question) = self {
            let Question { success, uses, reason_kind } = question.clone();
            let (state, asked_at, state_since) = (S::Asked, at, at);
            let new =
                Testimonial { id, success, uses, reason_kind, asked_at, state, state_since, grant: None };
            testimonials.push(new);
            return;
        }
        let Some(it) = testimonials.iter_mut().find(|it| it.id == id) else { return };
        it.state_since = at;
        let (state, grant) = match self.clone() {
            Event::Asked(_) => return,
            Event::Granted { words, shown_as, uses } => {
                (S::Granted, Some(Grant { words, shown_as, uses, at }))
            }
            Event::Declined => (S::Declined, None),
            Event::Revoked => (S::Revoked, None),
            Event::Withdrawn => (S::Withdrawn, None),
        };
        it.state = state;
        it.grant = grant;
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Vec<Testimonial>, _: TestimonialId, _: Page<'_>) -> Entry {
        let named =
            |entry: Entry, uses: &[Use]| uses.iter().fold(entry, |entry, place| entry.word("use", place));
        match self {
            Self::Asked(question) => named(Entry::shown(), &question.uses),
            Self::Granted { words, shown_as, uses } => {
                named(Entry::shown().with("words", words).with("shown_as", shown_as), uses)
            }
            Self::Declined | Self::Revoked | Self::Withdrawn => Entry::shown(),
        }
    }

    fn state(testimonials: &Vec<Testimonial>, id: TestimonialId) -> Option<&'static str> {
        testimonials.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

//! An adjustment: the vendor proposes to do something differently, or something else. The customer takes it,
//! leaves it, or wants to talk first. Every version that was proposed is kept.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        check::About,
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    error::Rejection,
    id::{AdjustmentId, ConcernId, PromiseId},
    machine,
    text::Words,
    time::{ZoneName, century},
};

#[cfg(test)]
mod tests;

machine! {
    /// Where an adjustment stands.
    AdjustmentState "adjustment" {
        /// It waits for the customer.
        Proposed "proposed",
        /// The customer wants to talk about it first.
        Talking "talking",
        /// The customer took it.
        Accepted "accepted",
        /// The customer left it.
        Declined "declined",
        /// The vendor took it back.
        Withdrawn "withdrawn",
    }
    /// What can be done to an adjustment.
    AdjustmentAction {
        /// Propose it anew, in other words.
        Propose,
        /// "Yes, please."
        Accept,
        /// "No, thank you."
        Decline,
        /// "Let us talk about it."
        Talk,
        /// Take it back.
        Withdraw,
    }
    table {
        Proposed, Member: Propose => Proposed;
        Proposed, Member: Withdraw => Withdrawn;
        Proposed, Customer: Accept => Accepted;
        Proposed, Customer: Decline => Declined;
        Proposed, Customer: Talk => Talking;
        Talking, Member: Propose => Proposed;
        Talking, Member: Withdraw => Withdrawn;
        Talking, Customer: Accept => Accepted;
        Talking, Customer: Decline => Declined;
    }
}

/// Something to do differently, or something else; the customer takes it, leaves it or talks about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AdjustmentInput))]
pub struct Proposal {
    /// What we would do; the customer reads all of this.
    pub what: Words,
    /// Why.
    pub why: Words,
    /// What the sale would cost more, in minor units of its currency; less, when below zero.
    pub price_change: Option<i64>,
    /// Until when we would do it; accepted, it is a promise for that day.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

/// One version of what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ProposalVersion))]
pub struct Version<By = Actor> {
    /// What we would do.
    pub what: Words,
    /// Why.
    pub why: Words,
    /// What the sale would cost more, in minor units; less, when below zero.
    pub price_change: Option<i64>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Who proposed it.
    pub by: By,
    /// When.
    pub at: DateTime<Utc>,
}

impl Version {
    fn new(proposal: Proposal, by: Actor, at: DateTime<Utc>) -> Self {
        let Proposal { what, why, price_change, due } = proposal;
        Self { what, why, price_change, due, by, at }
    }

    /// The same with its author named otherwise.
    pub fn by<By>(&self, by: By) -> Version<By> {
        let Self { what, why, price_change, due, at, .. } = self.clone();
        Version { what, why, price_change, due, by, at }
    }
}

/// An adjustment with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Adjustment {
    /// Its id.
    pub id: AdjustmentId,
    /// Everything that was proposed, the present version last.
    pub versions: Vec<Version>,
    /// Where it stands.
    pub state: AdjustmentState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// In the words of who declined, wanted to talk or took it back.
    pub note: Option<Words>,
    /// The question in which it is talked about.
    pub concern: Option<ConcernId>,
    /// The promise that it became.
    pub promise: Option<PromiseId>,
}

impl Adjustment {
    /// As it was proposed first.
    pub fn new(id: AdjustmentId, proposal: Proposal, at: DateTime<Utc>, by: Actor) -> Self {
        Self {
            id,
            versions: vec![Version::new(proposal, by, at)],
            state: AdjustmentState::Proposed,
            state_since: at,
            note: None,
            concern: None,
            promise: None,
        }
    }

    /// What is proposed now.
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }
}

/// What somebody wants with an adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Other words for it.
    Propose(Box<Proposal>),
    /// "Yes, please", to the newest version.
    Accept {
        /// As the customer read it, counted from 1.
        version: usize,
    },
    /// "No, thank you."
    Decline {
        /// Why.
        note: Option<Words>,
    },
    /// "Let us talk about it."
    Talk {
        /// What about.
        note: Option<Words>,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: Words,
    },
}

/// What happened to an adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was proposed, for the first time or anew.
    Proposed {
        /// What.
        proposal: Box<Proposal>,
    },
    /// The customer took it.
    Accepted {
        /// What the sale costs more from now on, in minor units.
        price_change: i64,
    },
    /// The customer left it.
    Declined {
        /// Why.
        note: Option<Words>,
    },
    /// The customer wants to talk about it.
    TalkWanted {
        /// What about.
        note: Option<Words>,
    },
    /// The question in which it is talked about.
    Discussed {
        /// Which.
        concern: ConcernId,
    },
    /// The promise that it became.
    Promised {
        /// Which.
        promise: PromiseId,
    },
    /// The vendor took it back.
    Withdrawn {
        /// Why.
        reason: Words,
    },
}

/// Refuses a proposal for a day that is over.
pub fn check_proposal(proposal: &Proposal, zone: &ZoneName, ctx: &Context<'_>) -> Result<(), Rejection> {
    if proposal.due.is_some_and(|due| due < ctx.today(zone)) {
        return Err(Rejection::field("/due", "must not lie in the past"));
    }
    Ok(())
}

/// What follows from the command, or why it cannot be.
pub fn decide(
    adjustment: &Adjustment,
    command: Command,
    zone: &ZoneName,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let allow = |action| adjustment.state.check(action, ctx.actor.role());
    match command {
        Command::Propose(proposal) => {
            allow(AdjustmentAction::Propose)?;
            check_proposal(&proposal, zone, ctx)?;
            Ok(Event::Proposed { proposal })
        }
        Command::Accept { version } => {
            allow(AdjustmentAction::Accept)?;
            Rejection::unless_newest(version, adjustment.versions.len())?;
            let price_change = adjustment.newest().and_then(|version| version.price_change);
            Ok(Event::Accepted { price_change: price_change.unwrap_or(0) })
        }
        Command::Decline { note } => {
            allow(AdjustmentAction::Decline)?;
            Ok(Event::Declined { note })
        }
        Command::Talk { note } => {
            allow(AdjustmentAction::Talk)?;
            Ok(Event::TalkWanted { note })
        }
        Command::Withdraw { reason } => {
            allow(AdjustmentAction::Withdraw)?;
            Ok(Event::Withdrawn { reason })
        }
    }
}

fn evolve(adjustment: &mut Adjustment, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let state = match event.clone() {
        Event::Proposed { proposal } => {
            adjustment.versions.push(Version::new(*proposal, actor, at));
            AdjustmentState::Proposed
        }
        Event::Accepted { .. } => AdjustmentState::Accepted,
        Event::Declined { note } => {
            adjustment.note = note;
            AdjustmentState::Declined
        }
        Event::TalkWanted { note } => {
            adjustment.note = note;
            AdjustmentState::Talking
        }
        Event::Discussed { concern } => {
            adjustment.concern = Some(concern);
            return;
        }
        Event::Promised { promise } => {
            adjustment.promise = Some(promise);
            return;
        }
        Event::Withdrawn { reason } => {
            adjustment.note = Some(reason);
            AdjustmentState::Withdrawn
        }
    };
    adjustment.state = state;
    adjustment.state_since = at;
}

impl Subject for Event {
    type Id = AdjustmentId;
    type Held = Vec<Adjustment>;

    fn subject(&self) -> &'static str {
        "adjustment"
    }

    fn evolve(&self, adjustments: &mut Vec<Adjustment>, id: AdjustmentId, at: DateTime<Utc>, actor: Actor) {
        match (adjustments.iter_mut().find(|it| it.id == id), self) {
            (Some(it), event) => evolve(it, event, at, actor),
            (None, Self::Proposed { proposal }) => {
                adjustments.push(Adjustment::new(id, proposal.as_ref().clone(), at, actor));
            }
            (None, _) => {}
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Proposed { .. } | Self::Withdrawn { .. })
    }

    fn entry(&self, adjustments: &Vec<Adjustment>, id: AdjustmentId, page: Page<'_>) -> Entry {
        let known = adjustments.iter().find(|it| it.id == id).and_then(Adjustment::newest);
        let entry = Entry::shown().and("what", known.map(|it| &it.what));
        match self {
            Self::Proposed { proposal } => entry
                .with("proposed", &proposal.what)
                .with("reason", &proposal.why)
                .and("price_change", proposal.price_change)
                .and("due", proposal.due),
            Self::Accepted { price_change } => entry.with("price_change", price_change),
            Self::Declined { note } | Self::TalkWanted { note } => entry.and("note", note.as_deref()),
            Self::Discussed { concern } => entry.and("concern", page.sale.called(About::Concern(*concern))),
            Self::Promised { promise } => entry.and("promise", page.sale.called(About::Promise(*promise))),
            Self::Withdrawn { reason } => entry.with("reason", reason),
        }
    }

    fn state(adjustments: &Vec<Adjustment>, id: AdjustmentId) -> Option<&'static str> {
        adjustments.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

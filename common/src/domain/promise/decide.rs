//! Deciding about a promise and remembering what happened to it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Making, NewDate, Promise, PromiseAction, PromiseState, refusal};
use crate::{
    domain::{context::Context, transition::Machine},
    error::Rejection,
    text::Words,
    time::ZoneName,
};

/// What somebody wants with a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A new date.
    ProposeDate {
        /// The date.
        due: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// The new date is fine.
    AcceptDate,
    /// The new date is not.
    DeclineDate,
    /// It is kept.
    ClaimKept {
        /// On which day; today if it is not said.
        kept_on: Option<NaiveDate>,
        /// What proves it.
        evidence: Option<Words>,
    },
    /// "Yes, you did."
    Agree,
    /// "Not really."
    Dispute {
        /// What is missing.
        note: Option<Words>,
    },
    /// We cannot keep it.
    GiveUp {
        /// Why.
        reason: Words,
    },
    /// "Never mind."
    Release,
    /// The window to contradict is over.
    EndWindow,
}

/// What happened to a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was made.
    Made(Box<Making>),
    /// A new date is proposed.
    DateProposed {
        /// The date.
        due: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// The customer said yes to it.
    DateAccepted,
    /// The customer said no to it.
    DateDeclined,
    /// The vendor says that it is kept.
    ClaimedKept {
        /// On which day.
        kept_on: NaiveDate,
        /// What proves it.
        evidence: Option<Words>,
    },
    /// The customer agrees.
    Agreed,
    /// The customer does not.
    Disputed {
        /// What is missing.
        note: Option<Words>,
    },
    /// The vendor gives it up.
    GivenUp {
        /// Why.
        reason: Words,
    },
    /// The customer no longer wants it.
    Released,
    /// Nobody contradicted in time.
    WindowEnded,
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Made(_) => "promise.made",
            Self::DateProposed { .. } => "promise.date_proposed",
            Self::DateAccepted => "promise.date_accepted",
            Self::DateDeclined => "promise.date_declined",
            Self::ClaimedKept { .. } => "promise.claimed_kept",
            Self::Agreed => "promise.agreed",
            Self::Disputed { .. } => "promise.disputed",
            Self::GivenUp { .. } => "promise.given_up",
            Self::Released => "promise.released",
            Self::WindowEnded => "promise.window_ended",
        }
    }
}

/// What follows from the command, or why it cannot be.
pub fn decide(
    promise: &Promise,
    command: &Command,
    zone: &ZoneName,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let facts = promise.facts(zone, ctx.zones);
    let allow = |action: PromiseAction| {
        let guard = |action, _| refusal(&facts, action, ctx.now, ctx.policy);
        facts.state.permit(action, ctx.actor.role(), guard)
    };
    let today = ctx.today(zone);
    match command.clone() {
        Command::ProposeDate { due, reason } => {
            allow(PromiseAction::ProposeDate)?;
            if due < today {
                return Err(Rejection::field("/due", "must not lie in the past"));
            }
            Ok(Event::DateProposed { due, reason })
        }
        Command::AcceptDate => allow(PromiseAction::AcceptDate).map(|_| Event::DateAccepted),
        Command::DeclineDate => allow(PromiseAction::DeclineDate).map(|_| Event::DateDeclined),
        Command::ClaimKept { kept_on, evidence } => {
            allow(PromiseAction::ClaimKept)?;
            if kept_on.is_some_and(|day| day > today) {
                return Err(Rejection::field("/kept_on", "must not lie in the future"));
            }
            Ok(Event::ClaimedKept { kept_on: kept_on.unwrap_or(today), evidence })
        }
        Command::Agree => allow(PromiseAction::Agree).map(|_| Event::Agreed),
        Command::Dispute { note } => allow(PromiseAction::Dispute).map(|_| Event::Disputed { note }),
        Command::GiveUp { reason } => allow(PromiseAction::GiveUp).map(|_| Event::GivenUp { reason }),
        Command::Release => allow(PromiseAction::Release).map(|_| Event::Released),
        Command::EndWindow => allow(PromiseAction::EndWindow).map(|_| Event::WindowEnded),
    }
}

/// Remembers what happened.
pub fn evolve(promise: &mut Promise, event: &Event, at: DateTime<Utc>) {
    match event.clone() {
        // Making is where a promise begins; later the original date is out of everybody's reach.
        Event::Made(_) => {}
        Event::DateProposed { due, reason } => promise.proposed = Some(NewDate { due, reason, at }),
        Event::DateAccepted => {
            if let Some(accepted) = promise.proposed.take() {
                promise.current_due = Some(accepted.due);
                promise.state = PromiseState::Made;
            }
        }
        Event::DateDeclined => promise.proposed = None,
        Event::ClaimedKept { kept_on, .. } => {
            promise.state = PromiseState::ClaimedKept;
            promise.kept_on = Some(kept_on);
            promise.claimed_at = Some(at);
            promise.proposed = None;
        }
        Event::Agreed => {
            promise.state = PromiseState::Kept;
            promise.is_agreed = true;
        }
        Event::WindowEnded => promise.state = PromiseState::Kept,
        Event::Disputed { note } => {
            promise.state = PromiseState::Disputed;
            promise.note = note;
            promise.is_agreed = false;
        }
        Event::GivenUp { reason } => {
            promise.state = PromiseState::Broken;
            promise.note = Some(reason);
        }
        Event::Released => promise.state = PromiseState::Released,
    }
}

//! Offering, accepting, wanting a change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Agreement, AgreementAction as Action, AgreementState as State, Terms, Version, Wish};
use crate::{
    actor::Actor,
    domain::{
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    error::Rejection,
    text::Words,
};

/// What somebody wants with the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Offer these terms as the next version.
    Offer(Box<Terms>),
    /// Accept a version, which must be the newest.
    Accept {
        /// As the customer read it.
        version: u32,
    },
    /// Ask for a change.
    WantChange {
        /// What.
        words: Words,
    },
}

/// What happened to the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// A version was offered.
    Offered {
        /// From 1.
        version: u32,
        /// What it says.
        terms: Box<Terms>,
    },
    /// The customer accepted it.
    Accepted {
        /// Which.
        version: u32,
    },
    /// The customer wants a change.
    ChangeWanted {
        /// Of which version.
        version: u32,
        /// What.
        words: Words,
    },
}

/// What follows from the command, or why it cannot be.
pub fn decide(agreement: &Agreement, command: Command, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let allow = |action| agreement.state.check(action, ctx.actor.role());
    let newest = agreement.versions.last().map_or(0, |version| version.number);
    match command {
        Command::Offer(terms) => {
            allow(Action::Offer)?;
            terms.validate()?;
            Ok(Event::Offered { version: newest.saturating_add(1), terms })
        }
        Command::Accept { version } => {
            allow(Action::Accept)?;
            Rejection::unless_newest(version, newest)?;
            Ok(Event::Accepted { version })
        }
        Command::WantChange { words } => {
            allow(Action::WantChange).map(|_| Event::ChangeWanted { version: newest, words })
        }
    }
}

impl Subject for Event {
    type Id = ();
    type Held = Agreement;

    fn subject(&self) -> &'static str {
        "agreement"
    }

    fn evolve(&self, it: &mut Agreement, (): (), at: DateTime<Utc>, actor: Actor) {
        let known =
            |it: &mut Agreement, number| it.versions.iter().position(|version| version.number == number);
        match self.clone() {
            Event::Offered { version, terms } => {
                let offered_by = if let Actor::Member(member) = actor { Some(member) } else { None };
                it.versions.push(Version {
                    number: version,
                    terms: *terms,
                    offered_at: at,
                    offered_by,
                    accepted: None,
                    wishes: Vec::new(),
                });
                it.state = State::Offered;
            }
            Event::Accepted { version } => {
                let row = known(it, version).and_then(|row| it.versions.get_mut(row));
                if let (Some(row), Actor::Customer(customer)) = (row, actor) {
                    row.accepted = Some((customer, at));
                    it.state = State::Accepted;
                }
            }
            Event::ChangeWanted { version, words } => {
                if let Some(row) = known(it, version).and_then(|row| it.versions.get_mut(row)) {
                    row.wishes.push(Wish { words, at });
                    it.state = State::ChangeWanted;
                }
            }
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Offered { .. })
    }

    fn entry(&self, _: &Agreement, (): (), _: Page<'_>) -> Entry {
        match self {
            Self::Offered { version, .. } | Self::Accepted { version } => {
                Entry::shown().with("version", version)
            }
            Self::ChangeWanted { version, words } => {
                Entry::shown().with("version", version).with("text", words)
            }
        }
    }

    fn state(agreement: &Agreement, (): ()) -> Option<&'static str> {
        Some(agreement.state.as_str())
    }
}

//! A success: a dated sentence with a fact, in writing. The customer agrees, or says in their own words how
//! it was.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{context::Context, transition::Machine},
    error::Rejection,
    id::{ExpectationId, SuccessId},
    machine,
    text::Words,
};

machine! {
    /// Where a success stands.
    SuccessState "success" {
        /// The vendor wrote it; the customer has not said anything.
        Written "written",
        /// "Yes, so it was."
        Agreed "agreed",
        /// "Not quite": the customer's words stand beside it.
        Corrected "corrected",
        /// The vendor took it back.
        Withdrawn "withdrawn",
    }
    /// What can be done to a success.
    SuccessAction {
        /// "Yes, so it was."
        Agree,
        /// "Not quite."
        Correct,
        /// Write it as the customer said.
        Rewrite,
        /// Take it back.
        Withdraw,
    }
    table {
        Written, Customer: Agree => Agreed;
        Written, Customer: Correct => Corrected;
        Written, Member: Rewrite => Written;
        Written, Member: Withdraw => Withdrawn;
        Agreed, Customer: Correct => Corrected;
        Corrected, Customer: Agree => Agreed;
        Corrected, Customer: Correct => Corrected;
        Corrected, Member: Rewrite => Written;
        Corrected, Member: Withdraw => Withdrawn;
    }
}

/// What the vendor writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What went well, with the fact in it.
    pub sentence: Words,
    /// The day on which it did.
    pub happened_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
    /// The expectation that it fulfils.
    pub expectation: Option<ExpectationId>,
}

/// A success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Success {
    /// Its id.
    pub id: SuccessId,
    /// What went well.
    pub sentence: Words,
    /// The day on which it did.
    pub happened_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
    /// The expectation that it fulfils.
    pub expectation: Option<ExpectationId>,
    /// Where it stands.
    pub state: SuccessState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// How it was, in the customer's words.
    pub correction: Option<Words>,
}

/// What somebody wants with the successes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write one down.
    Write(Entry),
    /// Do something with one.
    Act(SuccessId, Act),
}

/// What somebody wants with one success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// "Yes, so it was."
    Agree,
    /// "Not quite."
    Correct {
        /// How it was.
        words: Words,
    },
    /// Write it as the customer said.
    Rewrite {
        /// The new sentence.
        sentence: Words,
    },
    /// Take it back.
    Withdraw,
}

/// What happened to a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The vendor wrote it down.
    Written(Entry),
    /// The customer agrees.
    Agreed,
    /// The customer says how it was.
    Corrected {
        /// In their words.
        words: Words,
    },
    /// The vendor wrote it anew.
    Rewritten {
        /// The new sentence.
        sentence: Words,
    },
    /// The vendor took it back.
    Withdrawn,
}

impl Event {
    /// The name that stands in the log and in webhooks.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Written(_) => "success.written",
            Self::Agreed => "success.agreed",
            Self::Corrected { .. } => "success.corrected",
            Self::Rewritten { .. } => "success.rewritten",
            Self::Withdrawn => "success.withdrawn",
        }
    }

    /// Whether the customer heard from the vendor by it.
    pub fn is_word(&self) -> bool {
        matches!(self, Self::Written(_) | Self::Rewritten { .. })
    }
}

impl Act {
    /// The row of the table.
    pub fn action(&self) -> SuccessAction {
        match self {
            Self::Agree => SuccessAction::Agree,
            Self::Correct { .. } => SuccessAction::Correct,
            Self::Rewrite { .. } => SuccessAction::Rewrite,
            Self::Withdraw => SuccessAction::Withdraw,
        }
    }
}

/// What follows from the command, or why it cannot be. That a named expectation is there is the sale's
/// matter.
pub fn decide(
    successes: &[Success],
    command: &Command,
    today: NaiveDate,
    ctx: &Context<'_>,
) -> Result<(SuccessId, Event), Rejection> {
    let (id, act) = match command.clone() {
        Command::Write(entry) if entry.happened_on > today => {
            return Err(Rejection::field("/happened_on", "must not lie in the future"));
        }
        Command::Write(entry) => return Ok((ctx.ids.make(), Event::Written(entry))),
        Command::Act(id, act) => (id, act),
    };
    let it = successes.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
    it.state.check(act.action(), ctx.actor.role())?;
    let event = match act {
        Act::Agree => Event::Agreed,
        Act::Correct { words } => Event::Corrected { words },
        Act::Rewrite { sentence } => Event::Rewritten { sentence },
        Act::Withdraw => Event::Withdrawn,
    };
    Ok((id, event))
}

/// Remembers what happened.
pub fn evolve(successes: &mut Vec<Success>, id: SuccessId, event: &Event, at: DateTime<Utc>, _: Actor) {
    if let Event::Written(entry) = event {
        let Entry { sentence, happened_on, evidence, expectation } = entry.clone();
        let state = SuccessState::Written;
        let correction = None;
        let new =
            Success { id, sentence, happened_on, evidence, expectation, state, state_since: at, correction };
        successes.push(new);
        return;
    }
    let Some(it) = successes.iter_mut().find(|it| it.id == id) else { return };
    it.state_since = at;
    match event.clone() {
        Event::Written(_) => {}
        Event::Agreed => it.state = SuccessState::Agreed,
        Event::Corrected { words } => {
            it.state = SuccessState::Corrected;
            it.correction = Some(words);
        }
        Event::Rewritten { sentence } => {
            it.state = SuccessState::Written;
            it.sentence = sentence;
        }
        Event::Withdrawn => it.state = SuccessState::Withdrawn,
    }
}

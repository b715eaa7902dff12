//! A success: a dated sentence with a fact, in writing. The customer agrees, or says in their own words how
//! it was.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        context::Context,
        entry::{self, Page},
        shape::Subject,
        transition::Machine,
        wish::Wish,
    },
    error::Rejection,
    id::{ExpectationId, SuccessId},
    machine,
    text::Words,
    time::century,
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

/// Something that went well, in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SuccessInput))]
pub struct Entry {
    /// What went well, with the fact in it.
    pub sentence: Words,
    /// The day on which it did.
    #[serde(deserialize_with = "century::date")]
    pub happened_on: NaiveDate,
    /// What proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Words>,
    /// The expectation that it fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<SuccessId> {
        match self {
            Self::Write(_) => None,
            Self::Act(id, _) => Some(*id),
        }
    }

    fn decide(
        self,
        successes: &Vec<Success>,
        today: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(SuccessId, Event), Rejection> {
        let (id, act) = match self {
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
}

impl Subject for Event {
    type Id = SuccessId;
    type Held = Vec<Success>;

    fn subject(&self) -> &'static str {
        "success"
    }

    fn evolve(&self, successes: &mut Vec<Success>, id: SuccessId, at: DateTime<Utc>, _: Actor) {
        if let Event::Written(entry) = self {
            let Entry { sentence, happened_on, evidence, expectation } = entry.clone();
            let state = SuccessState::Written;
            let correction = None;
            let new = Success {
                id,
                sentence,
                happened_on,
                evidence,
                expectation,
                state,
                state_since: at,
                correction,
            };
            successes.push(new);
            return;
        }
        let Some(it) = successes.iter_mut().find(|it| it.id == id) else { return };
        it.state_since = at;
        match self.clone() {
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

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Written(_) | Self::Rewritten { .. })
    }

    fn entry(&self, successes: &Vec<Success>, id: SuccessId, _: Page<'_>) -> entry::Entry {
        let sentence = successes.iter().find(|it| it.id == id).map(|it| &it.sentence);
        match self {
            Self::Written(written) => entry::Entry::shown()
                .with("sentence", &written.sentence)
                .with("on", written.happened_on)
                .and("evidence", written.evidence.as_deref()),
            Self::Rewritten { sentence } => entry::Entry::shown().with("sentence", sentence),
            Self::Corrected { words } => entry::Entry::shown().and("sentence", sentence).with("words", words),
            Self::Agreed | Self::Withdrawn => entry::Entry::shown().and("sentence", sentence),
        }
    }

    fn state(successes: &Vec<Success>, id: SuccessId) -> Option<&'static str> {
        successes.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

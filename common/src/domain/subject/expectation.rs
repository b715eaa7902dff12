//! An expectation: a benefit in the customer's words, how both sides will know, and by when. Both sides may
//! write one down; only the customer says whether it came true.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    domain::{
        check::Mood,
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
        wish::Wish,
    },
    error::{Possible, Rejection},
    id::{AskId, ExpectationId},
    machine,
    text::Words,
    time::century,
};

/// The most expectations of one sale.
pub const MOST_EXPECTATIONS: usize = 30;

machine! {
    /// Whether an expectation came true.
    ExpectationState "expectation" {
        /// Nobody can say yet.
        NotYet "not_yet",
        /// In part.
        Partly "partly",
        /// It came true.
        Met "met",
        /// It did not.
        NotMet "not_met",
    }
    /// What can be said of an expectation.
    ExpectationAction {
        /// "Not yet."
        SayNotYet,
        /// "In part."
        SayPartly,
        /// "Yes."
        SayMet,
        /// "No."
        SayNotMet,
    }
    table {
        NotYet, Customer: SayNotYet => NotYet;
        NotYet, Customer: SayPartly => Partly;
        NotYet, Customer: SayMet => Met;
        NotYet, Customer: SayNotMet => NotMet;
        Partly, Customer: SayNotYet => NotYet;
        Partly, Customer: SayPartly => Partly;
        Partly, Customer: SayMet => Met;
        Partly, Customer: SayNotMet => NotMet;
        Met, Customer: SayNotYet => NotYet;
        Met, Customer: SayPartly => Partly;
        Met, Customer: SayMet => Met;
        Met, Customer: SayNotMet => NotMet;
        NotMet, Customer: SayNotYet => NotYet;
        NotMet, Customer: SayPartly => Partly;
        NotMet, Customer: SayMet => Met;
        NotMet, Customer: SayNotMet => NotMet;
    }
}

/// An expectation is new until the customer says something.
fn not_yet() -> ExpectationState {
    ExpectationState::NotYet
}

/// What the customer expects. Both doors take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ExpectationInput))]
pub struct Wording {
    /// The benefit, in the customer's words.
    pub statement: Words,
    /// How both sides will know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Words>,
    /// By when.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
    /// Whether the purchase stands or falls with it.
    #[serde(default)]
    pub is_vital: bool,
}

/// What the customer expects of what they bought, in their words; questions are asked against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expectation {
    /// Its id.
    pub id: ExpectationId,
    /// In the customer's words.
    pub statement: Words,
    /// How both sides will know.
    #[serde(default)]
    pub measure: Option<Words>,
    /// By when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// Whether the purchase stands or falls with it.
    #[serde(default)]
    pub is_vital: bool,
    /// Whether it came true, in the customer's opinion.
    #[serde(default = "not_yet")]
    pub state: ExpectationState,
    /// What the customer said with it.
    #[serde(default)]
    pub note: Option<Words>,
    /// When the customer said so last.
    #[serde(default)]
    pub last_confirmed_at: Option<DateTime<Utc>>,
}

/// What somebody wants with the expectations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write one down.
    Add(Wording),
    /// The customer says whether it came true.
    SetState {
        /// Which.
        id: ExpectationId,
        /// Whether it did.
        state: ExpectationState,
        /// In the customer's words.
        note: Option<Words>,
        /// The question that they answer with it, if it is one.
        ask: Option<AskId>,
    },
}

/// What happened to an expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was written down.
    Added(Wording),
    /// The customer said whether it came true.
    StateSet {
        /// Whether it did.
        state: ExpectationState,
        /// In the customer's words.
        note: Option<Words>,
        /// The question that they answered with it, if it was one.
        ask: Option<AskId>,
    },
}

impl ExpectationState {
    /// What is said to get there.
    pub fn action(self) -> ExpectationAction {
        match self {
            Self::NotYet => ExpectationAction::SayNotYet,
            Self::Partly => ExpectationAction::SayPartly,
            Self::Met => ExpectationAction::SayMet,
            Self::NotMet => ExpectationAction::SayNotMet,
        }
    }
}

/// What an answer to "as expected?" says of an expectation.
impl From<Mood> for ExpectationState {
    fn from(mood: Mood) -> Self {
        match mood {
            Mood::Good => Self::Met,
            Mood::Neutral => Self::Partly,
            Mood::Bad => Self::NotMet,
            Mood::NotYet => Self::NotYet,
        }
    }
}

impl Expectation {
    /// A new one.
    pub fn new(id: ExpectationId, wording: Wording) -> Self {
        let Wording { statement, measure, due, is_vital } = wording;
        let state = ExpectationState::NotYet;
        Self { id, statement, measure, due, is_vital, state, note: None, last_confirmed_at: None }
    }

    /// One of which only the words are known.
    pub fn bare(id: ExpectationId, statement: Words) -> Self {
        Self::new(id, Wording { statement, measure: None, due: None, is_vital: false })
    }
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<ExpectationId> {
        match self {
            Self::Add(_) => None,
            Self::SetState { id, .. } => Some(*id),
        }
    }

    fn decide(
        self,
        expectations: &Vec<Expectation>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(ExpectationId, Event), Rejection> {
        match self {
            Command::Add(_) if expectations.len() >= MOST_EXPECTATIONS => {
                let allowed = vec![Possible::new("set_state", Role::Customer)];
                let detail = format!("There are {MOST_EXPECTATIONS} expectations already.");
                Err(Rejection::standing("expectations", "full", allowed, detail))
            }
            Command::Add(wording) => Ok((ctx.ids.make(), Event::Added(wording))),
            Command::SetState { id, state, note, ask } => {
                let it = expectations.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
                it.state.check(state.action(), ctx.actor.role())?;
                Ok((id, Event::StateSet { state, note, ask }))
            }
        }
    }
}

impl Subject for Event {
    type Id = ExpectationId;
    type Held = Vec<Expectation>;

    fn subject(&self) -> &'static str {
        "expectation"
    }

    fn evolve(&self, expectations: &mut Vec<Expectation>, id: ExpectationId, at: DateTime<Utc>, _: Actor) {
        match self.clone() {
            Event::Added(wording) => expectations.push(Expectation::new(id, wording)),
            Event::StateSet { state, note, .. } => {
                if let Some(it) = expectations.iter_mut().find(|it| it.id == id) {
                    it.state = state;
                    it.note = note;
                    it.last_confirmed_at = Some(at);
                }
            }
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, expectations: &Vec<Expectation>, id: ExpectationId, _: Page<'_>) -> Entry {
        match self {
            Self::Added(wording) => {
                Entry::shown().with("statement", &wording.statement).and("due", wording.due)
            }
            Self::StateSet { state, note, .. } => Entry::shown()
                .and("statement", expectations.iter().find(|it| it.id == id).map(|it| &it.statement))
                .word("state", state)
                .and("note", note.as_deref()),
        }
    }

    fn state(expectations: &Vec<Expectation>, id: ExpectationId) -> Option<&'static str> {
        expectations.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

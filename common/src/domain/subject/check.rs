//! Checks: the questions, each asking of one (an *ask*) and the answers. A question is announced on the
//! agenda, asked when due and only when the rules of good asking allow it.

mod about;
mod decide;
mod default_checks;
mod definition;
mod eligibility;
mod event;
mod evolve;
mod log;
pub mod score;
mod state;
mod suppression;
mod texts;

pub use about::{About, Subject};
pub use decide::{Command, advance, decide};
pub use default_checks::{definition, definitions};
pub use definition::{COMPLETE, Choice, Class, Definition, Metric, Mood};
pub use eligibility::{LedgerEntry, Surroundings, refusals};
pub use event::Event;
pub use state::{Answer, Ask, AskAction, AskFacts, AskPlan, AskState, Channel, Fate, Part, allowed, refusal};
pub use suppression::Suppression;

//! The handling agreement: what we do when something goes wrong, how fast, and who answers for it, agreed
//! before anything goes wrong. Until the customer accepts one, the vendor's standard applies and says so. A
//! new version changes no clock that runs already.

mod decide;
mod standard;
mod state;
mod terms;
#[cfg(test)]
mod tests;

pub use decide::{Command, Event, decide};
pub use standard::{Standard, standard_terms};
pub use state::{Agreement, AgreementAction, AgreementState, Version, Wish};
pub use terms::{Clocks, EscalationStep, LocalWords, Pinned, Source, Terms, step_at};

//! A promise: made to win the sale or to put something right. Its original date and its original words never
//! change; a new date or other words stand beside them and need the customer's yes.

mod decide;
mod event;
mod evolve;
mod facts;
mod log;
mod sessions;
mod state;
mod terms;
#[cfg(test)]
mod tests;

pub use decide::{Command, decide, refuse};
pub use event::Event;
pub use facts::{Outcome, PromiseFacts, allowed, refusal};
pub use sessions::{Sessions, check_link, may_link, sessions};
pub use state::{Making, Promise, PromiseAction, PromiseKind, PromiseSource, PromiseState};
pub use terms::{Change, Consent, Evidence, Log, NewDate, Reader, Remedy, Renegotiation, Risk, Terms};

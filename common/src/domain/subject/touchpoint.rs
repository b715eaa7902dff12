//! A touchpoint: something that happens between people at a time. Both sides keep the record of it: the
//! vendor reports, the customer may say that it did not happen.

mod command;
mod consent;
mod decide;
mod event;
mod evolve;
mod kind;
mod log;
mod outcome;
mod plan;
mod rules;
mod state;

pub use command::{Command, Next, Remedy, Report};
pub use consent::{Consent, ConsentRequest, OwnerChange, Wish};
pub use decide::decide;
pub(crate) use decide::{check_plan, may_ask_consent};
pub use event::Event;
pub use kind::{Basis, TouchpointKind};
pub use outcome::Outcome;
pub use plan::{Plan, Purpose, Ties};
pub use rules::{allowed, refusal};
pub use state::{Move, PendingMove, Touchpoint, TouchpointAction, TouchpointFacts, TouchpointState};

//! A concern: every "no", question and problem. It has one owner, a clock on the business calendar that the
//! customer watches, and it ends only by the customer's word.

mod clock;
mod command;
mod decide;
mod event;
mod evolve;
mod handler;
mod kind;
mod log;
mod opening;
mod questions;
mod state;
mod times;

pub use clock::{Clock, ClockKind, Deadline, WorkingTime};
pub use command::{Command, Description};
pub use decide::{clock_events, decide, refuse};
pub use event::{Event, Times};
pub use kind::{ConcernKind, Severity};
pub use opening::{Channel, Ground, Opening, Raise, Reported, Subject, raise};
pub use questions::{ConcernFacts, Reading, allowed, refusal};
pub use state::{
    Concern, ConcernAction, ConcernState, Extension, HandOver, Inside, Message, Proposal, Waited,
};

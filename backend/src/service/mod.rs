//! The use cases: each one transaction. `execute` is the only writer of a sale; everything else changes
//! plain records. Knows no HTTP and no SQL.

pub mod agreements;
pub mod asks;
mod begin;
pub mod calendars;
pub mod clock;
pub mod contacts;
pub mod customers;
mod execute;
pub mod files;
pub mod history;
pub mod keys;
mod look;
pub mod members;
mod memory;
mod once;
pub mod origins;
pub mod pledges;
pub mod policies;
pub mod polls;
pub mod positions;
pub mod rebuild;
mod references;
mod request;
pub mod reseal;
pub mod sealing;
pub mod secret_links;
pub mod templates;
pub mod testimonials;
pub mod tick;
mod unit;
pub mod vendors;
mod version;
pub mod view;
pub mod worklist;
mod world;

pub use execute::{execute, execute_in, execute_own, silent};
pub use look::{look, look_own};
pub use memory::{Memory, Settings};
pub use once::{Shown, Turn, once, once_showing};
pub use request::{Answer, Outcome, OwnRequest, Render, Request, SaleName};
pub use unit::{Fresh, Unit};

#[cfg(test)]
mod tests;

//! The sale: one aggregate that joins the subjects. `decide` may refuse, `evolve` only remembers.

mod command;
mod decide;
mod draft;
mod echo;
mod entry;
mod event;
mod evolve;
mod files;
mod history;
mod limits;
mod log;
mod named;
mod opening;
mod parts;
mod record;
#[cfg(test)]
pub(crate) mod tests;
mod tick;

pub use command::Command;
pub use decide::decide;
pub use draft::Decided;
pub use echo::echo;
pub use entry::entry;
pub use event::Event;
pub use evolve::evolve;
pub use opening::{Opening, Withdrawal};
pub use record::{Sale, SaleState};
pub use tick::next_due_at;

pub use crate::domain::questions::asking::{ledger_entries, standing_refusals};

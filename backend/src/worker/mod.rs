//! What happens by itself: sales that are due are ticked, events get their positions, and what is no longer needed is
//! forgotten. Any
//! number of workers may run at once; the version check of a sale lets only one of them win.

mod backoff;
mod round;
mod run;
mod sequencer;
mod sweep;

pub use backoff::Backoff;
pub use round::{Round, run_once};
pub use run::run;
pub use sweep::sweep;

//! The demo: a dealer of coffee machines, three of his customers, and the page that they see. This is what a vendor
//! has beside Followthrough: a system that sells, people who act, a portal that signs tokens. It knows the server by
//! its commands and its API alone, and no rule; what the rules refuse does not happen in the story either.
//!
//! The stories are data, in `demo/stories/`: when, who, and which request.

mod cast;
mod commands;
mod door;
mod fill;
mod furnish;
mod memory;
pub mod page;
pub mod portal;
mod stage;
mod theatre;
mod timeline;
mod token;

pub use cast::{Cast, Story};
pub use commands::Commands;
pub use door::Door;
pub use memory::Keys;
pub use theatre::{Clock, Played, Standing, Theatre};

#[cfg(test)]
mod tests;

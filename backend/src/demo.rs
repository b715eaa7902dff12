//! The demo: a dealer of coffee machines, three of his customers, and the page that they see. Their first
//! thirty days are a list of cues, played through the same use cases as everything else, on the clock of a
//! test vendor. Nothing here knows a rule; what the rules refuse does not happen in the story either.

mod act;
mod cast;
mod deed;
mod page;
mod stage;
mod story;
mod token;

pub use page::routes;
pub use stage::{Seeded, seed};

#[cfg(test)]
mod tests;

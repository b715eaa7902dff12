//! The parts of the screen. Each reads a [`crate::store::Scene`] and tells the store what the customer wants.
//! They run on the server too, so nothing here touches the browser.

mod actions;
mod agenda;
mod completion;
mod concern;
mod concern_form;
mod concerns;
mod contact;
mod delivery;
mod happened;
mod header;
mod inline;
mod next;
mod next_words;
mod promises;
mod question;
mod reasons;
pub mod root;
mod status;
mod touchpoint;
mod touchpoint_badge;
mod touchpoint_moved;

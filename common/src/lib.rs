//! The domain of Followthrough: what happens after the sale, as types and pure functions.
//!
//! This crate runs in the server and, compiled to WebAssembly, in the customer's browser, so that both
//! sides decide by the same rules. It reads no clock, does no input or output and draws no random
//! numbers: `now`, ids, calendars and zone offsets are arguments.

pub mod actor;
pub mod api;
pub mod calendar;
pub mod described;
pub mod domain;
pub mod error;
pub mod id;
pub mod link;
pub mod text;
pub mod time;
pub mod words;

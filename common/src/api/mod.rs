//! The wire types of the two doors.

pub mod agenda;
pub mod calendar_feeds;
pub mod clocks;
pub mod contact;
pub mod history;
pub mod imports;
pub mod page;
pub mod portal;
pub mod problem;
pub mod reports;
pub mod share_links;
pub mod summary;
pub mod value;
pub mod vendor;
pub mod view;
pub mod whole;

pub use crate::time::century;

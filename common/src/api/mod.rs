//! The wire types of the two doors.

pub mod acts;
pub mod agenda;
pub mod calendar_feeds;
pub mod clocks;
pub mod contact;
pub mod customer_door;
pub mod empty;
pub mod files;
pub mod handling;
pub mod history;
pub mod imports;
pub mod page;
pub mod problem;
pub mod reports;
pub mod share_links;
pub mod summary;
pub mod value;
pub mod vendor_door;
pub mod view;
pub mod whole;

pub use crate::time::century;

//! The two doors: routes, and what every request passes on its way.

mod acts;
mod answer;
pub mod boundary;
mod calendar_feed;
mod customer_door;
pub mod extract;
mod files;
pub mod gate;
pub mod health;
mod ics;
mod imports;
mod open;
pub mod openapi;
mod paced;
mod packed;
mod reference;
mod reports;
mod routes;
mod secret_link;
mod shared;
mod shared_page;
mod summary_page;
pub mod table;
mod unreadable;
mod vendor_door;
mod widget_files;

pub use self::{
    routes::{management, public},
    shared::Shared,
    unreadable::Strangers,
};

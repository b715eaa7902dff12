//! The two doors: routes, and what every request passes on its way.

pub mod boundary;
pub mod extract;
pub mod health;
pub mod limits;
pub mod openapi;
mod reference;
mod routes;
mod shared;
mod widget_files;

pub use self::{
    routes::{doors, management, public},
    shared::Shared,
};

//! A client's connection from its first byte to its last: how slow it may be, and how it ends. Knows bytes and
//! times; must not know routes, people or databases.

mod addresses;
mod bare;
mod closing;
mod conduct;
mod door;
mod pace;
mod stream;
mod watch;

pub use self::{
    door::{Door, Unreadable, listen},
    pace::{Pace, count},
    watch::{Exchange, Left, Patience},
};

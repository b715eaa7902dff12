//! Clients that take their time, on bare connections: each is waited for as long as it should be, and no longer.

mod ambiguous;
mod bodies;
mod cut;
mod places;
mod unreadable;
mod wire;

//! The server of Followthrough.

pub mod problem;

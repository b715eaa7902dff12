//! The server of Followthrough.

pub mod auth;
pub mod http;
pub mod problem;

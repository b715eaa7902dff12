//! The wire types of the two doors.

pub mod portal;
pub mod problem;
pub mod view;

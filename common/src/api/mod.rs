//! The wire types of the two doors.

pub mod problem;

//! The two doors.

pub mod extract;

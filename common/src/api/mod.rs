//! The wire types of the two doors.

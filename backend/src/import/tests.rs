//! The made-up file, from its text to its orders.

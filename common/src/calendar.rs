//! cal

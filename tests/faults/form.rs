//! How hard things are tried: shortly with every run of all tests, or long for the figures.

use std::env;

/// `short`, or `long` if `cargo xtask faults --long` asked for it.
pub fn pick<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// Whether this is the long form. It runs one test at a time, so that times can be believed.
pub fn is_long() -> bool {
    env::var_os("FOLLOWTHROUGH_TEST_LONG").is_some()
}

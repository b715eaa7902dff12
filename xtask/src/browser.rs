//! Chromium and its driver for the browser tests: Debian's, or those that the environment names.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::debian::Package;
use crate::tools;

/// The variables through which the tests learn where the programs are.
const CHROMIUM: &str = "FOLLOWTHROUGH_TEST_CHROMIUM";
const CHROMEDRIVER: &str = "FOLLOWTHROUGH_TEST_CHROMEDRIVER";

/// The packages that are missing.
pub fn missing() -> Vec<Package> {
    let mut missing = Vec::new();
    if find(CHROMIUM, "chromium").is_none() {
        missing.push(Package { name: "chromium", purpose: "the browser in which the widget is tested" });
    }
    if find(CHROMEDRIVER, "chromedriver").is_none() {
        missing.push(Package { name: "chromium-driver", purpose: "lets the tests steer that browser" });
    }
    missing
}

/// Tells the tests where the programs are.
pub fn pass_on(tests: &mut Command) {
    for (variable, name) in [(CHROMIUM, "chromium"), (CHROMEDRIVER, "chromedriver")] {
        if let Some(path) = find(variable, name) {
            tests.env(variable, path);
        }
    }
}

fn find(variable: &str, name: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).or_else(|| tools::on_path(name))
}

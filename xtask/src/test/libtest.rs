//! Reads what Rust's test harness prints, while it is passed on to the reader.

use std::fmt;
use std::process::Command;

use anyhow::Result;

use crate::{process, say};

/// How many tests ended how.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// The names of those that failed.
    pub failures: Vec<String>,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
        self.skipped = self.skipped.saturating_add(other.skipped);
        self.failures.extend(other.failures.iter().cloned());
    }

    /// Something failed that is no test: it did not compile, or a test binary crashed.
    pub fn add_failure(&mut self, what: &str) {
        self.failed = self.failed.saturating_add(1);
        self.failures.push(what.to_owned());
    }

    /// The counts of these results.
    pub fn of<'a>(results: impl IntoIterator<Item = &'a TestResult>) -> Self {
        let mut counts = Self::default();
        for result in results {
            match result.ending {
                Ending::Passed => counts.passed = counts.passed.saturating_add(1),
                Ending::Skipped => counts.skipped = counts.skipped.saturating_add(1),
                Ending::Failed => counts.add_failure(&result.name),
            }
        }
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(formatter, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// One line `test NAME ... ok`.
#[derive(Debug, PartialEq, Eq)]
pub struct TestResult {
    pub name: String,
    pub ending: Ending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Passed,
    Failed,
    Skipped,
}

/// What a call of `cargo test` did.
pub struct Run {
    pub results: Vec<TestResult>,
    pub ended_well: bool,
}

/// Runs `cargo test …`, shows its output, collects the results.
pub fn run(command: &mut Command) -> Result<Run> {
    let mut results = Vec::new();
    let ended_well = process::stream(command, |line| {
        say::line(line);
        results.extend(result_in(line));
    })?;
    Ok(Run { results, ended_well })
}

fn result_in(line: &str) -> Option<TestResult> {
    let (name, ending) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let ending = match ending.split([',', ' ']).next()? {
        "ok" => Ending::Passed,
        "FAILED" => Ending::Failed,
        "ignored" => Ending::Skipped,
        _ => return None,
    };
    let name = name.trim_end_matches(" - should panic");
    Some(TestResult { name: name.to_owned(), ending })
}

#[cfg(test)]
mod tests {
    use super::{Counts, Ending, result_in};

    #[test]
    fn the_harness_lines_are_understood() {
        let cases = [
            ("test sales::sqlite::an_answer_stays ... ok", Some(Ending::Passed)),
            ("test a::b ... FAILED", Some(Ending::Failed)),
            ("test a::b ... ignored, needs a network", Some(Ending::Skipped)),
            ("test a::b - should panic ... ok", Some(Ending::Passed)),
            ("test src/lib.rs - id::parse (line 12) ... ok", Some(Ending::Passed)),
            ("test result: ok. 3 passed; 0 failed", None),
            ("testing ... ok", None),
        ];
        for (line, ending) in cases {
            assert_eq!(result_in(line).map(|result| result.ending), ending, "{line}");
        }
    }

    #[test]
    fn the_closing_line_names_skipped_tests_only_if_there_are_any() {
        let mut counts = Counts { passed: 3, ..Counts::default() };
        assert_eq!(counts.to_string(), "3 passed, 0 failed");
        counts.skipped = 1;
        assert_eq!(counts.to_string(), "3 passed, 0 failed, 1 skipped");
    }
}

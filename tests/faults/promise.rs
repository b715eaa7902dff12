//! What a test tells about its promise: one line of JSON in the file that `FOLLOWTHROUGH_TEST_TABLE` names.

use std::{env, fs::File, io::Write as _, thread};

use serde_json::json;

/// A promise that is being tried. It is told when this is dropped: held, or broken if the test panicked.
#[derive(Debug)]
pub struct Promise {
    what: &'static str,
    how: String,
    measured: String,
    is_tried: bool,
}

impl Promise {
    /// What is promised, and how it is tried.
    pub fn new(what: &'static str, how: impl Into<String>) -> Self {
        Self { what, how: how.into(), measured: String::new(), is_tried: true }
    }

    /// What was measured, before anything is asserted about it. A second figure stands behind the first.
    pub fn measured(&mut self, figure: impl Into<String>) {
        if !self.measured.is_empty() {
            self.measured.push_str("; ");
        }
        self.measured.push_str(&figure.into());
    }

    /// It could not be tried here, and why.
    pub fn not_tried(mut self, why: &str) {
        self.is_tried = false;
        why.trim().replace('\n', " ").clone_into(&mut self.measured);
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        let outcome = match (self.is_tried, thread::panicking()) {
            (false, _) => "not tried",
            (true, false) => "held",
            (true, true) => "broken",
        };
        println!("{} | {} | {outcome}: {}", self.what, self.how, self.measured);
        let Some(file) = env::var_os("FOLLOWTHROUGH_TEST_TABLE") else { return };
        let test = thread::current().name().unwrap_or_default().to_owned();
        let line = json!({
            "test": test, "promise": self.what, "how": self.how, "measured": self.measured, "outcome": outcome,
        });
        // Several tests end at once: one write appends one whole line.
        let opened = File::options().append(true).create(true).open(file);
        let told = opened.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
        assert!(told.is_ok() || thread::panicking(), "the table cannot be written: {told:?}");
    }
}

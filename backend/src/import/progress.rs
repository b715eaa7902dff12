//! Tells on stderr how an import gets on.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

use super::run::Counts;

/// Between two words.
const ON_A_TERMINAL: Duration = Duration::from_millis(200);
const IN_A_LOG: Duration = Duration::from_secs(2);

/// The clock of what is told.
pub(super) struct Progress {
    began: Instant,
    told: Instant,
    is_terminal: bool,
}

impl Progress {
    pub(super) fn begin() -> Self {
        let now = Instant::now();
        Self { began: now, told: now, is_terminal: io::stderr().is_terminal() }
    }

    /// Says how far it is, if it is time to.
    pub(super) fn tell(&mut self, counts: Counts) {
        let pause = if self.is_terminal { ON_A_TERMINAL } else { IN_A_LOG };
        if self.told.elapsed() < pause {
            return;
        }
        self.told = Instant::now();
        let line = format!(
            "{} lines, {} per second, {} refused",
            counts.lines,
            self.rate(counts.lines),
            counts.refused
        );
        // Whoever closed stderr does not want to know.
        let _ = if self.is_terminal {
            write!(io::stderr(), "\r{line}\u{1b}[K")
        } else {
            writeln!(io::stderr(), "{line}")
        };
    }

    /// Makes room for the last word.
    pub(super) fn end(&self) {
        if self.is_terminal {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }

    /// How many of them a second.
    pub(super) fn rate(&self, count: u64) -> u64 {
        let elapsed = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        count.saturating_mul(1000) / elapsed
    }
}

//! How fast bytes must move, in either direction. A limit for the whole would cut an honest sender of much on a
//! thin line before it cuts somebody who sends a byte now and then.

use std::time::Duration;

use tokio::time::Instant;

use crate::config;

/// The slowest that is still waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The longest pause between two pieces.
    pub pause: Duration,
    /// The time after which the average counts.
    pub grace: Duration,
    /// Bytes per second that must then be reached on average.
    pub rate: u32,
}

impl Pace {
    /// That of whoever sends a body to this server.
    pub fn of_senders(config: &config::Server) -> Self {
        let pause = config.stall_timeout.duration();
        Self { pause, grace: pause * 2, rate: config.least_rate }
    }

    /// That of whoever takes an answer. Telephones that change the network stand still for longer than it takes
    /// to send a form, and what they lose is a whole page.
    pub fn of_readers(config: &config::Server) -> Self {
        let sender = Self::of_senders(config);
        Self { pause: sender.grace, ..sender }
    }

    /// The most time that so many bytes may have taken.
    pub fn allowed(self, bytes: u64) -> Duration {
        let milliseconds = bytes.saturating_mul(1000) / u64::from(self.rate.max(1));
        self.grace.max(Duration::from_millis(milliseconds))
    }
}

/// Bytes on their way.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    began: Instant,
    moved_at: Instant,
    bytes: u64,
}

impl Flow {
    /// Nothing has moved yet.
    pub fn begin(now: Instant) -> Self {
        Self { began: now, moved_at: now, bytes: 0 }
    }

    /// So many bytes more.
    pub fn moved(&mut self, bytes: usize, now: Instant) {
        self.bytes = self.bytes.saturating_add(count(bytes));
        self.moved_at = now;
    }

    /// When it will have been too slow, unless more moves until then.
    pub fn deadline(&self, pace: Pace) -> Instant {
        (self.moved_at + pace.pause).min(self.began + pace.allowed(self.bytes))
    }
}

/// A length in memory as a count of bytes.
pub fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { pause: Duration::from_secs(5), grace: Duration::from_secs(10), rate: 8192 };

    fn after(pieces: &[(u64, usize)]) -> Duration {
        let began = Instant::now();
        let mut flow = Flow::begin(began);
        for (second, bytes) in pieces {
            flow.moved(*bytes, began + Duration::from_secs(*second));
        }
        flow.deadline(PACE) - began
    }

    #[test]
    fn who_stands_still_is_waited_for_as_long_as_one_pause() {
        assert_eq!(after(&[]), Duration::from_secs(5));
        assert_eq!(after(&[(3, 1)]), Duration::from_secs(8));
    }

    #[test]
    fn a_byte_now_and_then_is_not_enough() {
        assert_eq!(after(&[(4, 1), (8, 1), (9, 1)]), Duration::from_secs(10));
    }

    #[test]
    fn much_may_take_long_when_it_moves() {
        let pieces: Vec<_> = (1..=50).map(|second| (second, 200 * 1024)).collect();
        assert_eq!(after(&pieces), Duration::from_secs(55));
    }
}

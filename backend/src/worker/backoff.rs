//! Remembers which sales could not be ticked, so that they hold up nobody while they are tried ever less often.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::id::SaleId;

/// The pause after the first failure; it doubles with each further one.
const FIRST: TimeDelta = TimeDelta::seconds(10);
/// The longest pause.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// Failures by sale, in real time.
#[derive(Debug, Default)]
pub struct Backoff(HashMap<SaleId, (u32, DateTime<Utc>)>);

impl Backoff {
    /// Whether it should be tried now.
    pub fn allows(&self, sale: SaleId, now: DateTime<Utc>) -> bool {
        self.0.get(&sale).is_none_or(|(_, until)| *until <= now)
    }

    /// How many are waiting.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is waiting.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// It failed.
    pub fn failed(&mut self, sale: SaleId, now: DateTime<Utc>) {
        let (count, until) = self.0.entry(sale).or_insert((0, now));
        let pause = FIRST * 2_i32.saturating_pow((*count).min(10));
        *count += 1;
        *until = now + pause.min(LONGEST);
    }

    /// It worked.
    pub fn worked(&mut self, sale: SaleId) {
        self.0.remove(&sale);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_and_end_with_success() {
        let sale = "sale_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap();
        let mut now = DateTime::UNIX_EPOCH;
        let mut backoff = Backoff::default();
        for seconds in [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600] {
            backoff.failed(sale, now);
            assert!(!backoff.allows(sale, now + TimeDelta::seconds(seconds - 1)), "{seconds}");
            now += TimeDelta::seconds(seconds);
            assert!(backoff.allows(sale, now), "{seconds}");
        }
        backoff.failed(sale, now);
        backoff.worked(sale);
        assert!(backoff.allows(sale, now) && backoff.is_empty());
    }
}

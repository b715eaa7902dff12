//! How much somebody did within a minute, as this process counts it. Knows nothing of requests and rows.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError, atomic::AtomicBool},
};

use super::limits::{Allowance, Bound, Share, WINDOW};

/// The most keys that one process counts; beyond it, counts of earlier windows go first.
const MOST_KEYS: usize = 100_000;

/// The counts of this process, in windows of a minute.
#[derive(Debug, Default)]
pub struct Counts {
    windows: Mutex<HashMap<(Bound, String), Count>>,
    /// Whether it was told that the proxies are silent.
    pub(super) has_warned: AtomicBool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    window: i64,
    /// What this process let through.
    used: u32,
    /// How many of them are in the rows that all servers share.
    stored: u32,
    /// How many others the other servers had let through when this one last looked.
    elsewhere: u32,
    /// Whether a transaction is on its way with those that are not stored. One at a time, so that no write waits for
    /// another one's commit.
    is_lent: bool,
}

impl Counts {
    /// Counts one request of `key` at `now` (Unix seconds).
    pub fn take(&self, bound: Bound, key: &str, limit: u32, now: i64) -> Allowance {
        self.with(bound, key, now, |count| {
            let used = count.used.saturating_add(1);
            let left = limit.checked_sub(used.saturating_add(count.elsewhere));
            if left.is_some() {
                count.used = used;
            }
            Allowance { bound, limit, left, resets_in: until_next_window(now) }
        })
    }

    /// Takes back what was counted in the window of `now`, if it is still that window.
    pub(super) fn give_back(&self, bound: Bound, key: &str, now: i64) {
        self.within(bound, key, now, |count| count.used = count.used.saturating_sub(1));
    }

    /// What is not in the rows yet, for a transaction that brings it there and then [settles](Self::settle).
    pub(super) fn lend(&self, share: &Share, now: i64) -> Option<u32> {
        let lent = self.within(share.bound, &share.key, now, |count| {
            let open = count.used.saturating_sub(count.stored);
            let lent = (!count.is_lent && open > 0).then_some(open);
            count.is_lent |= lent.is_some();
            lent
        });
        lent.flatten()
    }

    /// So much of what was lent is in the rows now.
    pub(super) fn settle(&self, share: &Share, now: i64, stored: u32) {
        self.within(share.bound, &share.key, now, |count| {
            count.stored = count.stored.saturating_add(stored);
            count.is_lent = false;
        });
    }

    /// The rows say that all servers have let through so many, with what was lent to this transaction.
    pub(super) fn learn(&self, share: &Share, now: i64, (total, lent): (u32, u32)) {
        self.within(share.bound, &share.key, now, |count| {
            count.elsewhere = total.saturating_sub(count.stored.saturating_add(lent));
        });
    }

    /// How the limit stands for what was let through last.
    pub(super) fn look(&self, share: &Share, now: i64) -> Allowance {
        let Share { bound, limit, .. } = *share;
        let known = self.within(bound, &share.key, now, |count| count.used.saturating_add(count.elsewhere));
        let left = limit.checked_sub(known.unwrap_or_default());
        Allowance { bound, limit, left, resets_in: until_next_window(now) }
    }

    /// The count of a window, as long as no later one has begun.
    fn within<T>(&self, bound: Bound, key: &str, now: i64, then: impl FnOnce(&mut Count) -> T) -> Option<T> {
        let mut counts = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get_mut(&(bound, key.to_owned()))?;
        (count.window == now.div_euclid(WINDOW)).then(|| then(count))
    }

    /// The count of the window that `now` is in, which may begin with it.
    fn with<T>(&self, bound: Bound, key: &str, now: i64, then: impl FnOnce(&mut Count) -> T) -> T {
        let window = now.div_euclid(WINDOW);
        let mut counts = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_KEYS {
            counts.retain(|_, count| count.window == window);
        }
        if counts.len() >= MOST_KEYS {
            counts.clear();
        }
        let count = counts.entry((bound, key.to_owned())).or_default();
        if count.window != window {
            *count = Count { window, ..Count::default() };
        }
        then(count)
    }
}

/// Seconds until the window of `now` ends.
fn until_next_window(now: i64) -> u32 {
    u32::try_from(WINDOW - now.rem_euclid(WINDOW)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::limits::Sort, *};

    #[test]
    fn a_window_lets_so_many_through_and_the_next_begins_anew() {
        let counts = Counts::default();
        let bound = Bound::Address(Sort::Requests);
        let take = |now| counts.take(bound, "a", 2, now);
        assert!(!take(60).is_used_up());
        assert_eq!(take(61).state(), "\"address\";r=0;t=59");
        assert!(take(119).is_used_up());
        assert!(!take(120).is_used_up());
        assert!(!counts.take(bound, "b", 2, 120).is_used_up());
        assert_eq!(take(121).policy(), "\"address\";q=2;w=60");
    }

    #[test]
    fn what_turned_out_otherwise_is_given_back_within_its_window() {
        let counts = Counts::default();
        let bound = Bound::Address(Sort::Refused);
        let take = |now| counts.take(bound, "a", 2, now).left;
        assert_eq!((take(60), take(60)), (Some(1), Some(0)));
        counts.give_back(bound, "a", 61);
        assert_eq!((take(61), take(61)), (Some(0), None));
        counts.give_back(bound, "a", 120);
        assert_eq!(take(62), None, "what was counted in another minute is past");
        counts.give_back(bound, "b", 62);
    }

    #[test]
    fn what_is_not_in_the_rows_is_brought_there_by_one_at_a_time() {
        let counts = Counts::default();
        let share = Share { bound: Bound::Vendor, limit: 5, bucket: "b".to_owned(), key: "k".to_owned() };
        let take = || counts.take(share.bound, &share.key, share.limit, 60).left;
        assert_eq!((take(), take()), (Some(4), Some(3)));
        assert_eq!(counts.lend(&share, 60), Some(2));
        assert_eq!(take(), Some(2));
        assert_eq!(counts.lend(&share, 60), None, "another one is on its way");
        // Two of other servers stand there too.
        counts.learn(&share, 60, (4, 2));
        counts.settle(&share, 60, 2);
        assert_eq!(counts.look(&share, 60).left, Some(0));
        assert_eq!(take(), None);
        assert_eq!(counts.lend(&share, 60), Some(1), "who was refused here is not counted there");
        counts.settle(&share, 60, 0);
        assert_eq!(counts.lend(&share, 60), Some(1), "what was taken back is brought by the next");
        // A transaction that ends in the next minute changes nothing of that.
        assert_eq!(counts.take(share.bound, &share.key, share.limit, 120).left, Some(4));
        counts.settle(&share, 60, 1);
        assert_eq!(counts.take(share.bound, &share.key, share.limit, 121).left, Some(3));
    }
}

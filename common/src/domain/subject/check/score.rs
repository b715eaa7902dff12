//! The three scores, by their exact definitions, with the number of answers that they stand on. "Cannot say
//! yet" is no answer. A score on fewer than five answers would tell about persons; it is not told.

use serde::{Deserialize, Serialize};

use super::{Metric, Mood};

/// A score stands on at least so many answers.
pub const FEWEST_ANSWERS: u64 = 5;

/// How many answers chose this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The choice as a number; none for "cannot say yet".
    pub value: Option<u64>,
    /// How it is meant.
    pub mood: Mood,
    /// How many.
    pub count: u64,
}

/// A score with what it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CheckScore))]
pub struct Score {
    /// By which definition.
    pub metric: Metric,
    /// The answers that count.
    pub n: u64,
    /// CSAT: percent of the top two of five. CES: the mean of one to seven. NPS: percent of 9 and 10 minus
    /// percent of 0 to 6. Two decimals; none under five answers.
    pub value: Option<f64>,
}

/// The score of these answers.
pub fn score(metric: Metric, tallies: &[Tally]) -> Score {
    let valid = || tallies.iter().filter(|tally| tally.mood != Mood::NotYet);
    let valid = || valid().filter_map(|tally| Some((tally.value?, tally.count)));
    let between = |low: u64, high: u64| -> u64 {
        valid().filter(|(value, _)| (low..=high).contains(value)).map(|(_, count)| count).sum()
    };
    let (n, told) = match metric {
        Metric::Csat => {
            let n = between(1, 5);
            (n, percent(between(4, 5), n))
        }
        Metric::Ces => {
            let n = between(1, 7);
            let sum =
                valid().filter(|(value, _)| (1..=7).contains(value)).map(|(value, count)| value * count);
            (n, ratio(sum.sum(), n, 100))
        }
        Metric::Nps => {
            let n = between(0, 10);
            (n, net_percent(between(9, 10), between(0, 6), n))
        }
    };
    Score { metric, n, value: told.filter(|_| n >= FEWEST_ANSWERS) }
}

/// Percent of the answered among the offered, two decimals.
pub fn response_rate(answered: u64, offered: u64) -> Option<f64> {
    percent(answered, offered)
}

/// To two decimals.
pub fn percent(part: u64, whole: u64) -> Option<f64> {
    ratio(part.checked_mul(100)?, whole, 100)
}

/// The difference of two shares; rounded away from zero, so that both signs are treated alike.
fn net_percent(plus: u64, minus: u64, whole: u64) -> Option<f64> {
    let share = percent(plus.abs_diff(minus), whole)?;
    Some(if plus < minus { -share } else { share })
}

/// `part / whole` in that many steps, rounded half up in whole numbers, so that both databases and every
/// machine say the same.
pub fn ratio(part: u64, whole: u64, steps: u32) -> Option<f64> {
    let twice = part.checked_mul(2 * u64::from(steps))?.checked_add(whole)?;
    let rounded = u32::try_from(twice.checked_div(whole.checked_mul(2)?)?).ok()?;
    Some(f64::from(rounded) / f64::from(steps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tallies(counts: &[(u64, u64)]) -> Vec<Tally> {
        let tally =
            |(value, count): &(u64, u64)| Tally { value: Some(*value), mood: Mood::Good, count: *count };
        let cannot_say = Tally { value: None, mood: Mood::NotYet, count: 99 };
        counts.iter().map(tally).chain([cannot_say]).collect()
    }

    #[test]
    fn csat_is_the_share_of_the_top_two_of_five() {
        for (counts, n, value) in [
            (&[(5, 2), (4, 2)][..], 4, None),
            (&[(5, 2), (4, 2), (3, 1)], 5, Some(80.0)),
            (&[(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)], 7, Some(57.14)),
            (&[(1, 5)], 5, Some(0.0)),
            (&[(5, 5)], 5, Some(100.0)),
            (&[], 0, None),
        ] {
            let told = score(Metric::Csat, &tallies(counts));
            assert_eq!((told.n, told.value), (n, value), "{counts:?}");
        }
    }

    #[test]
    fn ces_is_the_mean_of_one_to_seven() {
        for (counts, n, value) in [
            (&[(7, 4)][..], 4, None),
            (&[(1, 1), (7, 4)], 5, Some(5.8)),
            (&[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1)], 6, Some(3.5)),
            (&[(6, 2), (7, 1), (5, 3)], 6, Some(5.67)),
        ] {
            let told = score(Metric::Ces, &tallies(counts));
            assert_eq!((told.n, told.value), (n, value), "{counts:?}");
        }
    }

    #[test]
    fn nps_is_the_share_of_nine_and_ten_minus_the_share_of_nought_to_six() {
        for (counts, n, value) in [
            (&[(10, 4)][..], 4, None),
            (&[(10, 5)], 5, Some(100.0)),
            (&[(0, 5)], 5, Some(-100.0)),
            (&[(0, 1), (6, 1), (7, 1), (8, 1), (9, 1)], 5, Some(-20.0)),
            (&[(9, 2), (10, 1), (7, 2), (6, 1)], 6, Some(33.33)),
            (&[(9, 1), (6, 2), (8, 3)], 6, Some(-16.67)),
        ] {
            let told = score(Metric::Nps, &tallies(counts));
            assert_eq!((told.n, told.value), (n, value), "{counts:?}");
        }
    }

    #[test]
    fn the_response_rate_stands_on_what_was_offered() {
        assert_eq!(response_rate(1, 3), Some(33.33));
        assert_eq!(response_rate(0, 0), None);
        assert_eq!(ratio(1, 8, 100), Some(0.13), "half is rounded up");
    }
}

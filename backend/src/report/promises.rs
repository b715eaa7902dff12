//! The rates of promises. They stand on what came to an end, and always on the original date.

use followthrough_common::{
    api::reports::{PromiseRate, PromiseReport},
    domain::{check::score::percent, promise::Outcome},
    id::VendorId,
};

use crate::{
    db::Conn,
    problem::Error,
    repo::report::{self as counts, PromiseCount},
};

/// As the database has it now.
pub fn report(conn: &mut Conn, vendor: VendorId) -> Result<PromiseReport, Error> {
    Ok(figures(&counts::promise_words(conn, vendor)?))
}

fn figures(rows: &[PromiseCount]) -> PromiseReport {
    let count = |outcomes: &[Outcome], is_wanted: &dyn Fn(&PromiseCount) -> bool| -> u64 {
        let rows = rows.iter().filter(|row| outcomes.contains(&row.outcome) && is_wanted(row));
        rows.map(|row| row.count).sum()
    };
    let all = |outcomes: &[Outcome]| count(outcomes, &|_| true);
    let broken = [Outcome::Broken, Outcome::MadeGood];
    let n = all(&[Outcome::OnOriginal, Outcome::OnAgreed, Outcome::Late]) + all(&broken);
    let rate = |outcomes: &[Outcome]| PromiseRate {
        count: all(outcomes),
        confirmed: count(outcomes, &|row| row.is_confirmed),
        unconfirmed: count(outcomes, &|row| !row.is_confirmed),
        percent: percent(all(outcomes), n),
    };
    PromiseReport {
        total: rows.iter().map(|row| row.count).sum(),
        n,
        on_original: rate(&[Outcome::OnOriginal]),
        on_agreed: rate(&[Outcome::OnAgreed]),
        late: rate(&[Outcome::Late]),
        broken: rate(&broken),
        made_good: all(&[Outcome::MadeGood]),
        released: all(&[Outcome::Released]),
        open: all(&[Outcome::Open]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rate_is_split_by_whose_word_it_is() {
        let row = |outcome, is_confirmed, count| PromiseCount { outcome, is_confirmed, count };
        let told = figures(&[
            row(Outcome::OnOriginal, true, 3),
            row(Outcome::OnOriginal, false, 1),
            row(Outcome::OnAgreed, true, 1),
            row(Outcome::Late, false, 1),
            row(Outcome::Broken, false, 1),
            row(Outcome::MadeGood, true, 1),
            row(Outcome::Released, true, 2),
            row(Outcome::Open, false, 7),
        ]);
        assert_eq!((told.total, told.n, told.made_good, told.released, told.open), (17, 8, 1, 2, 7));
        let rate =
            |count, confirmed, unconfirmed, percent| PromiseRate { count, confirmed, unconfirmed, percent };
        assert_eq!(told.on_original, rate(4, 3, 1, Some(50.0)));
        assert_eq!(told.on_agreed, rate(1, 1, 0, Some(12.5)));
        assert_eq!(told.late, rate(1, 0, 1, Some(12.5)));
        assert_eq!(told.broken, rate(2, 1, 1, Some(25.0)));
        assert_eq!(figures(&[row(Outcome::Open, false, 2)]).on_original, rate(0, 0, 0, None));
    }
}

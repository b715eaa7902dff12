//! The vendor's figures: what was sold, promised and answered. One place makes them, for the command and for
//! the API. No score is told that stands on fewer than five answers.

pub mod checks;
mod print;
pub mod promises;
mod reply_times;
pub mod touchpoints;

use followthrough_common::{
    api::reports::{AnswerFigures, PromiseFigures, ReportSummary, SaleFigures, WordCount},
    domain::{
        check::{
            self, Metric, Mood,
            score::{FEWEST_ANSWERS, percent, ratio},
        },
        promise::Outcome,
        sale::SaleState,
    },
    error::Rejection,
    id::VendorId,
};

pub use self::{print::printed, reply_times::reply_times};
use crate::{
    db::Conn,
    import::command::only_vendor,
    problem::Error,
    repo::{
        report::{self as counts, ChoiceCount, Comments, SaleCount},
        vendor,
    },
    state::App,
};

/// What imported orders were asked.
const REVIEW: &str = "review@1";

/// The figures of a vendor, or of the only one there is.
pub async fn of_vendor(app: &App, vendor: Option<VendorId>) -> Result<ReportSummary, Error> {
    let work = move |conn: &mut Conn| {
        let vendor = vendor.map_or_else(|| only_vendor(conn), Ok)?;
        summary(conn, vendor)
    };
    app.db.for_jobs().snapshot(work).await
}

/// The figures as the database has them now.
pub fn summary(conn: &mut Conn, vendor: VendorId) -> Result<ReportSummary, Error> {
    let vendor = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?.id;
    let by_both = counts::sales(conn, vendor)?;
    let comments = counts::comments(conn, vendor, Comments::All)?;
    let breaks = counts::comments(conn, vendor, Comments::WithLineBreak)?;
    Ok(ReportSummary {
        sales: SaleFigures {
            total: by_both.iter().map(|row| row.count).sum(),
            customers: counts::customers(conn, vendor)?,
            with_payment: counts::paid(conn, vendor)?,
            with_delivery: counts::delivered(conn, vendor)?,
            by_state: by_state(&by_both),
            by_status: by_status(&by_both),
        },
        promises: promise_figures(&counts::promises(conn, vendor)?),
        answers: answers(&counts::choices(conn, vendor)?, &comments, &breaks),
        surveys_before_delivery: counts::asked_before_delivery(conn, vendor, REVIEW)?,
    })
}

fn by_state(rows: &[SaleCount]) -> Vec<WordCount> {
    let states = [SaleState::Active, SaleState::Closed, SaleState::Cancelled];
    let count = |state: SaleState| {
        let count = rows.iter().filter(|row| row.state == state).map(|row| row.count).sum();
        WordCount { word: Some(state.as_str().to_owned()), count }
    };
    states.into_iter().map(count).filter(|row| row.count > 0).collect()
}

fn by_status(rows: &[SaleCount]) -> Vec<WordCount> {
    let mut found: Vec<WordCount> = Vec::new();
    for row in rows {
        match found.iter_mut().find(|known| known.word == row.status) {
            Some(known) => known.count += row.count,
            None => found.push(WordCount { word: row.status.clone(), count: row.count }),
        }
    }
    found.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.word.cmp(&other.word)));
    found
}

fn promise_figures(rows: &[(Outcome, u64)]) -> PromiseFigures {
    let count =
        |wanted: Outcome| rows.iter().find(|(outcome, _)| *outcome == wanted).map_or(0, |(_, count)| *count);
    let on_original = count(Outcome::OnOriginal);
    let late_as_agreed = count(Outcome::OnAgreed);
    // The original date counts, whatever was agreed later.
    let late = count(Outcome::Late) + late_as_agreed;
    // What was made good was not kept.
    let broken = count(Outcome::Broken) + count(Outcome::MadeGood);
    let ended = on_original + late + broken;
    PromiseFigures {
        total: rows.iter().map(|(_, count)| count).sum(),
        on_original,
        late,
        late_as_agreed,
        broken,
        released: count(Outcome::Released),
        open: count(Outcome::Open),
        on_original_percent: percent(on_original, ended),
        late_percent: percent(late, ended),
    }
}

fn answers(rows: &[ChoiceCount], comments: &[(String, u64)], breaks: &[(String, u64)]) -> Vec<AnswerFigures> {
    let with = |counts: &[(String, u64)], check: &str| {
        counts.iter().find(|(known, _)| known == check).map_or(0, |(_, count)| *count)
    };
    let groups = rows.chunk_by(|one, other| one.check == other.check);
    let figures = groups.filter_map(|group| {
        let check = &group.first()?.check;
        let metric = check::definition(check).and_then(|definition| definition.metric);
        let valid = || group.iter().filter(|row| row.mood != Mood::NotYet);
        let n: u64 = valid().map(|row| row.count).sum();
        let is_told = n >= FEWEST_ANSWERS;
        let top_two = || valid().filter(|row| row.score >= Some(4)).map(|row| row.count).sum();
        Some(AnswerFigures {
            check: check.clone(),
            metric,
            n,
            choices: group
                .iter()
                .map(|row| WordCount { word: Some(row.choice.clone()), count: row.count })
                .collect(),
            mean: if is_told { mean(valid()) } else { None },
            csat_percent: match metric {
                Some(Metric::Csat) if is_told => percent(top_two(), n),
                _ => None,
            },
            with_comment: with(comments, check),
            with_line_break: with(breaks, check),
        })
    });
    figures.collect()
}

/// To four decimals; none if some answer is no number.
fn mean<'r>(rows: impl Iterator<Item = &'r ChoiceCount>) -> Option<f64> {
    let (mut sum, mut n) = (0_u64, 0_u64);
    for row in rows {
        sum += u64::try_from(row.score?).ok()?.checked_mul(row.count)?;
        n += row.count;
    }
    ratio(sum, n, 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(choice: &str, count: u64) -> ChoiceCount {
        let mood = if choice == "not_yet" { Mood::NotYet } else { Mood::Good };
        ChoiceCount {
            check: "vital@1".into(),
            choice: choice.into(),
            score: choice.parse().ok(),
            mood,
            count,
        }
    }

    #[test]
    fn a_score_stands_on_five_answers_that_count() {
        let four = [choice("4", 4), choice("not_yet", 9)];
        let told = &answers(&four, &[], &[])[0];
        assert_eq!((told.n, told.mean, told.csat_percent), (4, None, None));
        let five = [choice("1", 1), choice("3", 1), choice("4", 2), choice("5", 3), choice("not_yet", 9)];
        let told = &answers(&five, &[("vital@1".into(), 3)], &[])[0];
        assert_eq!((told.n, told.mean, told.csat_percent), (7, Some(3.8571), Some(71.43)));
        assert_eq!((told.choices.len(), told.with_comment, told.with_line_break), (5, 3, 0));
    }

    #[test]
    fn a_new_date_does_not_make_a_late_promise_timely() {
        let rows = [(Outcome::OnOriginal, 2), (Outcome::OnAgreed, 1), (Outcome::Late, 1), (Outcome::Open, 5)];
        let told = promise_figures(&rows);
        assert_eq!((told.total, told.late, told.late_as_agreed, told.open), (9, 2, 1, 5));
        assert_eq!((told.on_original_percent, told.late_percent), (Some(50.0), Some(50.0)));
        assert_eq!(promise_figures(&[(Outcome::Open, 5)]).late_percent, None);
    }

    #[test]
    fn percents_are_rounded_half_up() {
        assert_eq!(percent(1, 3), Some(33.33));
        assert_eq!(percent(2, 3), Some(66.67));
        assert_eq!(percent(1, 0), None);
        assert_eq!(ratio(1, 8, 100), Some(0.13));
    }
}

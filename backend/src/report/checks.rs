//! The scores of the checks, and what became of every asking, so that silence is visible.

use followthrough_common::{
    api::reports::{AskFigures, CheckFigures, CheckReport, WordCount},
    domain::check::{
        self, Fate,
        score::{Tally, response_rate, score},
    },
    id::VendorId,
};

use crate::{
    db::Conn,
    problem::Error,
    repo::{
        asking,
        report::{self as counts, ChoiceCount},
    },
};

/// As the database has it now.
pub fn report(conn: &mut Conn, vendor: VendorId) -> Result<CheckReport, Error> {
    let fates = asking::fates(conn, vendor)?;
    let recorded = counts::recorded_answers(conn, vendor)?;
    Ok(figures(&fates, &recorded, &counts::choices(conn, vendor)?))
}

fn figures(
    fates: &[(String, Fate, u64)],
    recorded: &[(String, u64)],
    choices: &[ChoiceCount],
) -> CheckReport {
    let of_check = fates.chunk_by(|one, other| one.0 == other.0);
    let items = of_check.filter_map(|group| {
        let check = &group.first()?.0;
        let recorded = recorded.iter().find(|(known, _)| known == check).map_or(0, |(_, count)| *count);
        let choices: Vec<&ChoiceCount> = choices.iter().filter(|row| row.check == *check).collect();
        let metric = check::definition(check).and_then(|definition| definition.metric);
        let tallies: Vec<Tally> = choices.iter().map(|row| tally(row)).collect();
        let word = |row: &&ChoiceCount| WordCount { word: Some(row.choice.clone()), count: row.count };
        Some(CheckFigures {
            check: check.clone(),
            score: metric.map(|metric| score(metric, &tallies)),
            choices: choices.iter().map(word).collect(),
            asks: asks(group, recorded),
        })
    });
    CheckReport { items: items.collect() }
}

fn tally(row: &ChoiceCount) -> Tally {
    let value = row.score.and_then(|score| u64::try_from(score).ok());
    Tally { value, mood: row.mood, count: row.count }
}

fn asks(group: &[(String, Fate, u64)], recorded: u64) -> AskFigures {
    let count = |fate: Fate| group.iter().filter(|row| row.1 == fate).map(|row| row.2).sum::<u64>();
    let (answered, open) = (count(Fate::Answered), count(Fate::Open));
    let (declined, expired) = (count(Fate::Declined), count(Fate::Expired));
    let offered = answered + open + declined + expired;
    AskFigures {
        offered,
        answered,
        recorded,
        open,
        declined,
        expired,
        suppressed: count(Fate::Suppressed),
        dropped: count(Fate::Dropped),
        waiting: count(Fate::Waiting),
        response_percent: response_rate(answered, offered),
    }
}

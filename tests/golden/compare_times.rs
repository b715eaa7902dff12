//! Reads the lines of `random_times.py` and compares them with what the server's tables of zones make of
//! the same times. `python3 tests/golden/random_times.py 100000 | cargo run -p followthrough-tests --example compare_times`

use std::{
    io::{self, BufRead as _, Write as _},
    process::ExitCode,
};

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use followthrough_backend::zones::Zones;
use followthrough_common::time::{OffsetTable, ZoneName};

/// What the script wrote, split: kind, zone, question, answer.
fn parts(line: &str) -> Option<[&str; 4]> {
    line.split(' ').collect::<Vec<_>>().try_into().ok()
}

/// What our tables answer.
fn answer(zones: &Zones, kind: &str, zone: &str, question: &str) -> Option<String> {
    let zone = ZoneName::parse(zone).ok().filter(Zones::known)?;
    let table: OffsetTable = zones.table([&zone]);
    match kind {
        "l" => {
            let instant: DateTime<Utc> = question.parse().ok()?;
            Some(table.local(&zone, instant).format("%Y-%m-%dT%H:%M:%S").to_string())
        }
        "i" => {
            let local: NaiveDateTime = question.parse().ok()?;
            Some(table.instant(&zone, local).to_rfc3339_opts(SecondsFormat::Secs, true))
        }
        _ => None,
    }
}

fn main() -> io::Result<ExitCode> {
    let zones = Zones::default();
    let (mut compared, mut different) = (0_u64, 0_u64);
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.starts_with('#') {
            writeln!(out, "{line}")?;
            continue;
        }
        compared += 1;
        let found = parts(&line).map(|[kind, zone, question, expected]| {
            let found = answer(&zones, kind, zone, question);
            (found.as_deref() == Some(expected), found)
        });
        if !matches!(found, Some((true, _))) {
            different += 1;
            writeln!(out, "{line}: we say {:?}", found.and_then(|(_, found)| found))?;
        }
    }
    writeln!(out, "{compared} cases, {different} differences")?;
    Ok(if compared > 0 && different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! The cases whose results Python wrote, with the server's own tables of zones.

use followthrough_backend::zones::Zones;
use followthrough_common::time::{OffsetTable, Transition, ZoneName};
use followthrough_golden::{Vectors, compare};
use serde_json::Value;

const VECTORS: &str = include_str!("../golden/vectors.json");

fn vectors() -> Vectors {
    serde_json::from_str(VECTORS).unwrap()
}

/// The zones of the file and their rows there.
fn rows() -> Vec<(ZoneName, Vec<Transition>)> {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let zones = file["zones"].as_object().unwrap().iter();
    zones
        .map(|(zone, rows)| (ZoneName::parse(zone).unwrap(), serde_json::from_value(rows.clone()).unwrap()))
        .collect()
}

fn server_table() -> OffsetTable {
    let rows = rows();
    Zones::default().table(rows.iter().map(|(zone, _)| zone))
}

#[test]
fn the_servers_tables_give_what_python_gives() {
    let (world, cases) = vectors().into_parts(Some(server_table())).unwrap();
    let compared = compare(&world, &cases);
    assert_eq!(compared["differences"].as_array().map(Vec::len), Some(0), "{compared:#}");
}

#[test]
fn the_tables_in_the_file_are_the_servers() {
    let table = serde_json::to_value(server_table()).unwrap();
    let rows = rows();
    assert!(rows.len() >= 12, "{} zones", rows.len());
    for (zone, rows) in rows {
        let (first, last) = (rows.first().unwrap().at, 1_861_920_000);
        let ours: Vec<Transition> = serde_json::from_value(table[zone.as_str()].clone()).unwrap();
        let ours = ours.into_iter().filter(|row| row.at > first && row.at < last);
        assert_eq!(ours.collect::<Vec<_>>(), rows[1..], "{zone}");
    }
}

#[test]
fn python_and_the_server_have_the_same_release_of_the_tables() {
    assert_eq!(vectors().tzdata, chrono_tz::IANA_TZDB_VERSION);
}

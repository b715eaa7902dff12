//! The tables against the library that they were made from.

use chrono::{DateTime, Utc};

use super::*;

fn zone(name: &str) -> ZoneName {
    ZoneName::parse(name).unwrap()
}

/// A generator that needs no crate (xorshift): the instants are arbitrary, and the same every time.
fn instants(count: usize) -> impl Iterator<Item = DateTime<Utc>> {
    let mut state: u64 = 0x2545_f491_4f6c_dd1d;
    (0..count).map(move |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let span = u64::try_from(LAST - FIRST).unwrap();
        DateTime::from_timestamp(FIRST + i64::try_from(state % span).unwrap(), 0).unwrap()
    })
}

#[test]
fn every_zone_agrees_with_chrono_tz_at_random_instants_and_around_every_change() {
    let zones = Zones::default();
    for known in chrono_tz::TZ_VARIANTS {
        let name = zone(known.name());
        let table = zones.table([&name]);
        let changes = zones.transitions(&name).unwrap();
        let edges = changes.iter().flat_map(|change| [change.at - 1, change.at, change.at + 1]);
        let edges =
            edges.filter_map(|at| DateTime::from_timestamp(at, 0)).filter(|at| at.timestamp() >= FIRST);
        for instant in instants(200).chain(edges) {
            let expected = offset_at(known, instant.timestamp());
            assert_eq!(table.offset_at(&name, instant), expected, "{name} at {instant}");
        }
    }
}

#[test]
fn the_odd_ones_have_their_known_changes() {
    let zones = Zones::default();
    let offset = |name: &str, at: &str| {
        let name = zone(name);
        zones.table([&name]).offset_at(&name, at.parse().unwrap())
    };
    // Samoa left out 30 December 2011: from ten hours behind to fourteen ahead.
    assert_eq!(offset("Pacific/Apia", "2011-12-30T09:59:59Z"), -10 * 3600);
    assert_eq!(offset("Pacific/Apia", "2011-12-30T10:00:00Z"), 14 * 3600);
    // Lord Howe moves its clocks by half an hour.
    assert_eq!(offset("Australia/Lord_Howe", "2026-07-01T00:00:00Z"), 10 * 3600 + 1800);
    assert_eq!(offset("Australia/Lord_Howe", "2026-12-01T00:00:00Z"), 11 * 3600);
    // Morocco goes back to Greenwich for Ramadan, 2026 from 15 February to 22 March.
    assert_eq!(offset("Africa/Casablanca", "2026-02-01T00:00:00Z"), 3600);
    assert_eq!(offset("Africa/Casablanca", "2026-03-01T00:00:00Z"), 0);
    assert_eq!(offset("Africa/Casablanca", "2026-04-01T00:00:00Z"), 3600);
}

#[test]
fn an_unknown_zone_is_told_apart() {
    assert!(Zones::known(&zone("Europe/Copenhagen")));
    assert!(Zones::known(&ZoneName::utc()));
    assert!(!Zones::known(&zone("Europe/Atlantis")));
}

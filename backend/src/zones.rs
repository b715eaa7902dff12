//! The world's time zones, from the IANA tables that are compiled into the binary. `common` knows none: it
//! gets the [`OffsetTable`] that is made here.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;
use followthrough_common::time::{OffsetTable, Transition, ZoneName};

/// 2000-01-01T00:00:00Z.
const FIRST: i64 = 946_684_800;
/// 2101-01-01T00:00:00Z.
const LAST: i64 = 4_133_980_800;
/// The scan looks this often. Two changes that undo each other within one step would be missed; the
/// shortest stay in the tables (Morocco's Ramadan) is four weeks.
const STEP: i64 = 7 * 86_400;

/// The transitions of each zone that was ever asked for. A clone shares the cache.
#[derive(Debug, Clone, Default)]
pub struct Zones(Arc<RwLock<HashMap<ZoneName, Arc<[Transition]>>>>);

impl Zones {
    /// Whether the IANA tables have this zone.
    pub fn known(zone: &ZoneName) -> bool {
        find(zone).is_some()
    }

    /// The offsets of these zones from 2000 to 2100. An unknown zone is left out, which counts as UTC.
    pub fn table<'z>(&self, zones: impl IntoIterator<Item = &'z ZoneName>) -> OffsetTable {
        let mut table = OffsetTable::default();
        for zone in zones {
            if let Some(transitions) = self.transitions(zone) {
                table.insert(zone.clone(), transitions.to_vec());
            }
        }
        table
    }

    fn transitions(&self, zone: &ZoneName) -> Option<Arc<[Transition]>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).get(zone).cloned();
        if kept.is_some() {
            return kept;
        }
        let found: Arc<[Transition]> = scan(find(zone)?).into();
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(zone.clone(), found.clone());
        Some(found)
    }
}

fn find(zone: &ZoneName) -> Option<Tz> {
    zone.as_str().parse().ok()
}

fn offset_at(zone: Tz, at: i64) -> i32 {
    DateTime::from_timestamp(at, 0)
        .map_or(0, |instant| zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc())
}

/// Walks through the century and, where the offset at both ends of a step differs, halves the step until
/// the second of the change is found.
fn scan(zone: Tz) -> Vec<Transition> {
    let mut offset = offset_at(zone, FIRST);
    let mut found = vec![Transition { at: FIRST, offset }];
    let mut from = FIRST;
    while from < LAST {
        let to = (from + STEP).min(LAST);
        // Two changes may fall into one step, so the search goes on behind each one it finds.
        while offset_at(zone, to) != offset {
            let at = first_change(zone, from, to, offset);
            offset = offset_at(zone, at);
            found.push(Transition { at, offset });
            from = at;
        }
        from = to;
    }
    found
}

fn first_change(zone: Tz, mut same: i64, mut other: i64, offset: i32) -> i64 {
    while other - same > 1 {
        let middle = same + (other - same) / 2;
        if offset_at(zone, middle) == offset {
            same = middle;
        } else {
            other = middle;
        }
    }
    other
}

#[cfg(test)]
mod tests;

//! How far somebody has read the events of a vendor who reads all of them, once each: whoever holds the cursor for a
//! while reads on, and only they can say that they did.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use followthrough_common::id::VendorId;

use crate::db::{Conn, DbResult, Typed, native, schema::event_cursor};

/// A cursor in somebody's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The position of the last event that was read.
    pub position: u64,
    /// How often it was taken: who holds it no longer is told by this from who does.
    pub term: i64,
}

/// Takes the cursor of a reader for so long, in real time; nothing if somebody else holds it. The first one begins before
/// the first event.
pub fn take(
    conn: &mut Conn,
    (vendor, reader): (VendorId, &str),
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> DbResult<Option<Held>> {
    let row = (
        event_cursor::vendor_id.eq(Typed(vendor)),
        event_cursor::reader.eq(reader.to_owned()),
        event_cursor::position.eq(Typed(0_u64)),
        event_cursor::term.eq(0),
        event_cursor::held_until.eq(Typed(DateTime::UNIX_EPOCH)),
    );
    native!(conn => {
        diesel::insert_into(event_cursor::table).values(row).on_conflict_do_nothing().execute(conn)
    })?;
    let its = event_cursor::table.find((Typed(vendor), reader.to_owned()));
    let taken = diesel::update(its.clone().filter(event_cursor::held_until.le(Typed(now))))
        .set((event_cursor::term.eq(event_cursor::term + 1), event_cursor::held_until.eq(Typed(now + lease))))
        .execute(conn)?;
    if taken == 0 {
        return Ok(None);
    }
    let (position, term) = its.select((event_cursor::position, event_cursor::term)).first(conn)?;
    Ok(Some(Held { position, term }))
}

/// Says how far its holder has read, and lets go of it at `held_until`. Returns whether it was still theirs.
pub fn advance(
    conn: &mut Conn,
    (vendor, reader): (VendorId, &str),
    held: &Held,
    held_until: DateTime<Utc>,
) -> DbResult<bool> {
    let its = event_cursor::table.find((Typed(vendor), reader.to_owned()));
    let its =
        its.filter(event_cursor::term.eq(held.term)).filter(event_cursor::position.le(Typed(held.position)));
    let set =
        (event_cursor::position.eq(Typed(held.position)), event_cursor::held_until.eq(Typed(held_until)));
    Ok(diesel::update(its).set(set).execute(conn)? == 1)
}

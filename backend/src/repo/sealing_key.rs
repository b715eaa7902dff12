//! Which key secrets are sealed with at present: its name, told by the database, so that all servers seal with
//! the same one and the moment of a change is exact. It belongs to the installation, not to a vendor.

use diesel::prelude::*;

use crate::{
    db::{Conn, DbError, DbResult, native, schema::sealing_key},
    vault::KeyId,
};

const TABLE: &str = "sealing_key";
/// There is one row.
const SLOT: i64 = 1;

/// The key; nothing as long as nothing was ever sealed.
pub fn current(conn: &mut Conn) -> DbResult<Option<KeyId>> {
    let found = sealing_key::table.find(SLOT).select(sealing_key::key_id).first::<String>(conn);
    found.optional()?.map(|id| named(&id)).transpose()
}

/// The key, which [`adopt`] does not change before this transaction has ended. The first one to ask names it.
pub fn hold(conn: &mut Conn, first: &KeyId) -> DbResult<KeyId> {
    if let Some(id) = held(conn)? {
        return Ok(id);
    }
    let row = (sealing_key::slot.eq(SLOT), sealing_key::key_id.eq(first.as_str()));
    native!(conn => {
        diesel::insert_into(sealing_key::table).values(row).on_conflict_do_nothing().execute(conn)
    })?;
    held(conn)?.ok_or_else(|| DbError::corrupt(TABLE, "it is gone again"))
}

fn held(conn: &mut Conn) -> DbResult<Option<KeyId>> {
    let row = sealing_key::table.find(SLOT).select(sealing_key::key_id);
    let found = match conn {
        Conn::Pg(conn) => row.for_share().first::<String>(conn),
        // The writer of SQLite is alone anyway, and its SQL has no such clause.
        Conn::Sqlite(conn) => row.first::<String>(conn),
    };
    found.optional()?.map(|id| named(&id)).transpose()
}

/// From now on everything is sealed with that key. Waits for the transactions that hold another.
pub fn adopt(conn: &mut Conn, id: &KeyId) -> DbResult<()> {
    hold(conn, id)?;
    diesel::update(sealing_key::table.find(SLOT)).set(sealing_key::key_id.eq(id.as_str())).execute(conn)?;
    Ok(())
}

fn named(id: &str) -> DbResult<KeyId> {
    KeyId::parse(id).ok_or_else(|| DbError::corrupt(TABLE, "that is no name of a key"))
}

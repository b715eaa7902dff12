//! The persons at the customer's side: one versioned record each, found by our id or by the vendor's own.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::customer::CustomerRecord,
    id::{CustomerId, VendorId},
};

use super::page::Page;
use crate::db::{Conn, DbResult, Typed, Written, few_lengths, kept, native, schema::customer};

/// A record with its version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customer)]
pub struct Stored {
    /// What is known of them.
    pub record: CustomerRecord,
    /// From 1.
    pub version: i64,
}

#[derive(Insertable)]
#[diesel(table_name = customer, treat_none_as_default_value = false)]
struct NewRow {
    vendor_id: Typed<VendorId>,
    id: Typed<CustomerId>,
    external_id: String,
    version: i64,
    record: Typed<Written>,
    created_at: Typed<DateTime<Utc>>,
    updated_at: Typed<DateTime<Utc>>,
}

impl NewRow {
    fn of(vendor: VendorId, new: &CustomerRecord, now: DateTime<Utc>) -> DbResult<Self> {
        Ok(Self {
            vendor_id: Typed(vendor),
            id: Typed(new.id),
            external_id: new.external_id.to_string(),
            version: 1,
            record: Typed(Written::of(new)?),
            created_at: Typed(now),
            updated_at: Typed(now),
        })
    }
}

/// Adds a customer. The vendor's own id of them must be new.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &CustomerRecord, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(customer::table).values(NewRow::of(vendor, new, now)?).execute(conn)?;
    Ok(())
}

/// Adds customers together. The vendor's own ids of them must be new.
pub fn insert_all(
    conn: &mut Conn,
    vendor: VendorId,
    new: &[CustomerRecord],
    now: DateTime<Utc>,
) -> DbResult<()> {
    let rows: DbResult<Vec<NewRow>> = new.iter().map(|record| NewRow::of(vendor, record, now)).collect();
    for some in rows?.chunks(500) {
        native!(conn => diesel::insert_into(customer::table).values(some).execute(conn))?;
    }
    Ok(())
}

/// Our ids of those customers whom these ids of the vendor's name.
pub fn find_externals(
    conn: &mut Conn,
    vendor: VendorId,
    external_ids: &[&str],
) -> DbResult<Vec<(String, CustomerId)>> {
    let rows = customer::table
        .filter(customer::vendor_id.eq(Typed(vendor)))
        .filter(customer::external_id.eq_any(external_ids.iter().map(|id| (*id).to_owned())))
        .order(customer::external_id);
    Ok(rows.select((customer::external_id, customer::id)).load(conn)?)
}

/// Stores a changed record if nobody else did since `version`; returns whether.
pub fn update(
    conn: &mut Conn,
    vendor: VendorId,
    changed: &CustomerRecord,
    version: i64,
    now: DateTime<Utc>,
) -> DbResult<bool> {
    let row = customer::table.find((Typed(vendor), Typed(changed.id))).filter(customer::version.eq(version));
    let count = diesel::update(row)
        .set((
            customer::external_id.eq(changed.external_id.to_string()),
            customer::version.eq(version + 1),
            customer::record.eq(Typed(Written::of(changed)?)),
            customer::updated_at.eq(Typed(now)),
        ))
        .execute(conn)?;
    Ok(count == 1)
}

/// One customer by our id.
pub fn find(conn: &mut Conn, vendor: VendorId, id: CustomerId) -> DbResult<Option<Stored>> {
    let row = customer::table.find((Typed(vendor), Typed(id)));
    Ok(row.select(Stored::as_select()).first(conn).optional()?)
}

/// Some customers by our ids.
pub fn find_many(conn: &mut Conn, vendor: VendorId, ids: &[CustomerId]) -> DbResult<Vec<CustomerRecord>> {
    let rows = customer::table
        .filter(customer::vendor_id.eq(Typed(vendor)))
        .filter(customer::id.eq_any(few_lengths(ids.iter().copied().map(Typed))))
        .order(customer::id);
    Ok(kept(rows.select(customer::record)).load(conn)?)
}

/// One customer by the vendor's own id, the `sub` of a token.
pub fn find_external(conn: &mut Conn, vendor: VendorId, external_id: &str) -> DbResult<Option<Stored>> {
    let row = customer::table
        .filter(customer::vendor_id.eq(Typed(vendor)))
        .filter(customer::external_id.eq(external_id));
    Ok(row.select(Stored::as_select()).first(conn).optional()?)
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<Stored>> {
    let rows = customer::table
        .filter(customer::vendor_id.eq(Typed(vendor)))
        .filter(customer::id.gt(Typed(page.after.clone().unwrap_or_default())))
        .order(customer::id)
        .limit(page.limit);
    Ok(rows.select(Stored::as_select()).load(conn)?)
}

/// One customer, and nobody else decides about their questions until this transaction ends. The rules on
/// how often somebody is asked look over all their sales, so two sales must not decide side by side.
pub fn lock(conn: &mut Conn, vendor: VendorId, id: CustomerId) -> DbResult<Option<Stored>> {
    let row = customer::table.find((Typed(vendor), Typed(id)));
    let row = match conn {
        Conn::Pg(conn) => row.select(Stored::as_select()).for_update().first(conn),
        // The writer of SQLite is alone anyway, and its SQL has no such clause.
        Conn::Sqlite(conn) => row.select(Stored::as_select()).first(conn),
    };
    Ok(row.optional()?)
}

//! The persons at the customer's side: one versioned record each, found by our id or by the vendor's own.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::customer::CustomerRecord,
    id::{CustomerId, VendorId},
};

use super::{page::Page, read};
use crate::db::{Conn, DbResult, few_lengths, kept, native, schema::customer};

const TABLE: &str = "customer";

/// A record with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What is known of them.
    pub record: CustomerRecord,
    /// From 1.
    pub version: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = customer)]
struct Row {
    version: i64,
    record: String,
}

#[derive(Insertable)]
#[diesel(table_name = customer, treat_none_as_default_value = false)]
struct NewRow {
    vendor_id: String,
    id: String,
    external_id: String,
    version: i64,
    record: String,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    fn read(self) -> DbResult<Stored> {
        Ok(Stored { record: read::json(TABLE, &self.record)?, version: self.version })
    }
}

/// Adds a customer. The vendor's own id of them must be new.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &CustomerRecord, now: DateTime<Utc>) -> DbResult<()> {
    diesel::insert_into(customer::table)
        .values((
            customer::vendor_id.eq(vendor.to_string()),
            customer::id.eq(new.id.to_string()),
            customer::external_id.eq(new.external_id.to_string()),
            customer::version.eq(1),
            customer::record.eq(read::to_json(TABLE, new)?),
            customer::created_at.eq(now.timestamp_micros()),
            customer::updated_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds customers together. The vendor's own ids of them must be new.
pub fn insert_all(
    conn: &mut Conn,
    vendor: VendorId,
    new: &[CustomerRecord],
    now: DateTime<Utc>,
) -> DbResult<()> {
    let row = |record: &CustomerRecord| {
        Ok(NewRow {
            vendor_id: vendor.to_string(),
            id: record.id.to_string(),
            external_id: record.external_id.to_string(),
            version: 1,
            record: read::to_json(TABLE, record)?,
            created_at: now.timestamp_micros(),
            updated_at: now.timestamp_micros(),
        })
    };
    let rows: Vec<NewRow> = new.iter().map(row).collect::<DbResult<_>>()?;
    for some in rows.chunks(500) {
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
        .filter(customer::vendor_id.eq(vendor.to_string()))
        .filter(customer::external_id.eq_any(external_ids.iter().map(|id| (*id).to_owned())))
        .order(customer::external_id);
    let rows: Vec<(String, String)> = rows.select((customer::external_id, customer::id)).load(conn)?;
    rows.into_iter().map(|(external, id)| Ok((external, read::text(TABLE, &id)?))).collect()
}

/// Stores a changed record if nobody else did since `version`; returns whether.
pub fn update(
    conn: &mut Conn,
    vendor: VendorId,
    changed: &CustomerRecord,
    version: i64,
    now: DateTime<Utc>,
) -> DbResult<bool> {
    let row = customer::table
        .find((vendor.to_string(), changed.id.to_string()))
        .filter(customer::version.eq(version));
    let count = diesel::update(row)
        .set((
            customer::external_id.eq(changed.external_id.to_string()),
            customer::version.eq(version + 1),
            customer::record.eq(read::to_json(TABLE, changed)?),
            customer::updated_at.eq(now.timestamp_micros()),
        ))
        .execute(conn)?;
    Ok(count == 1)
}

/// One customer by our id.
pub fn find(conn: &mut Conn, vendor: VendorId, id: CustomerId) -> DbResult<Option<Stored>> {
    let row = customer::table.find((vendor.to_string(), id.to_string()));
    row.select(Row::as_select()).first(conn).optional()?.map(Row::read).transpose()
}

/// Some customers by our ids.
pub fn find_many(conn: &mut Conn, vendor: VendorId, ids: &[CustomerId]) -> DbResult<Vec<CustomerRecord>> {
    let rows = customer::table
        .filter(customer::vendor_id.eq(vendor.to_string()))
        .filter(customer::id.eq_any(few_lengths(ids.iter().map(ToString::to_string))))
        .order(customer::id);
    let rows: Vec<Row> = kept(rows.select(Row::as_select())).load(conn)?;
    rows.into_iter().map(|row| Ok(row.read()?.record)).collect()
}

/// One customer by the vendor's own id, the `sub` of a token.
pub fn find_external(conn: &mut Conn, vendor: VendorId, external_id: &str) -> DbResult<Option<Stored>> {
    let row = customer::table
        .filter(customer::vendor_id.eq(vendor.to_string()))
        .filter(customer::external_id.eq(external_id));
    row.select(Row::as_select()).first(conn).optional()?.map(Row::read).transpose()
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<Stored>> {
    let after = page.after.clone().unwrap_or_default();
    let rows =
        customer::table.filter(customer::vendor_id.eq(vendor.to_string())).filter(customer::id.gt(after));
    let rows: Vec<Row> = rows.order(customer::id).limit(page.limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Row::read).collect()
}

/// One customer, and nobody else decides about their questions until this transaction ends. The rules on
/// how often somebody is asked look over all their sales, so two sales must not decide side by side.
pub fn lock(conn: &mut Conn, vendor: VendorId, id: CustomerId) -> DbResult<Option<Stored>> {
    let row = customer::table.find((vendor.to_string(), id.to_string()));
    let row = match conn {
        Conn::Pg(conn) => row.select(Row::as_select()).for_update().first(conn),
        // The writer of SQLite is alone anyway, and its SQL has no such clause.
        Conn::Sqlite(conn) => row.select(Row::as_select()).first(conn),
    };
    row.optional()?.map(Row::read).transpose()
}

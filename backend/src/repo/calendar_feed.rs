//! The addresses under which calendars read a customer's agenda. The secret in one
//! is looked up by its SHA-256; the secret itself is kept sealed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{CalendarFeedId, CustomerId, VendorId},
    text::Line,
};

use super::read;
use crate::{
    db::{Conn, DbError, DbResult, schema::calendar_feed},
    vault::Place,
};

const TABLE: &str = "calendar_feed";
/// Nobody has more calendars than this, the revoked ones included.
const MOST: i64 = 1_000;

/// An address, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFeed {
    /// Its id, which stands in the address.
    pub id: CalendarFeedId,
    /// Whose agenda.
    pub customer: CustomerId,
    /// What the customer calls it.
    pub name: Line,
    /// SHA-256 of the secret in hexadecimal.
    pub secret_hash: String,
    /// The text of the address, sealed for [`place`]; nothing when it cannot be told any more.
    pub sealed_secret: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Since when it no longer works.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = calendar_feed)]
struct Row {
    id: String,
    customer_id: String,
    name: String,
    secret_hash: String,
    sealed_secret: Option<String>,
    created_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for CalendarFeed {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            customer: read::text(TABLE, &row.customer_id)?,
            name: read::line(TABLE, &row.name)?,
            secret_hash: row.secret_hash,
            sealed_secret: row.sealed_secret,
            created_at: read::instant(TABLE, row.created_at)?,
            revoked_at: read::instant_if(TABLE, row.revoked_at)?,
        })
    }
}

/// Where the text of an address stands.
pub fn place(vendor: VendorId, id: CalendarFeedId) -> Place {
    Place { table: TABLE, vendor: vendor.to_string(), id: id.to_string() }
}

/// Adds an address.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &CalendarFeed) -> DbResult<()> {
    diesel::insert_into(calendar_feed::table)
        .values((
            calendar_feed::vendor_id.eq(vendor.to_string()),
            calendar_feed::id.eq(new.id.to_string()),
            calendar_feed::customer_id.eq(new.customer.to_string()),
            calendar_feed::name.eq(new.name.to_string()),
            calendar_feed::secret_hash.eq(&new.secret_hash),
            calendar_feed::sealed_secret.eq(&new.sealed_secret),
            calendar_feed::created_at.eq(new.created_at.timestamp_micros()),
            calendar_feed::revoked_at.eq(new.revoked_at.map(|at| at.timestamp_micros())),
        ))
        .execute(conn)?;
    Ok(())
}

/// One address, revoked or not.
pub fn find(conn: &mut Conn, vendor: VendorId, id: CalendarFeedId) -> DbResult<Option<CalendarFeed>> {
    let row = calendar_feed::table.find((vendor.to_string(), id.to_string()));
    row.select(Row::as_select()).first(conn).optional()?.map(CalendarFeed::try_from).transpose()
}

/// A customer's addresses, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, customer: CustomerId) -> DbResult<Vec<CalendarFeed>> {
    let rows = calendar_feed::table
        .filter(calendar_feed::vendor_id.eq(vendor.to_string()))
        .filter(calendar_feed::customer_id.eq(customer.to_string()));
    let rows: Vec<Row> = rows.order(calendar_feed::id).limit(MOST).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(CalendarFeed::try_from).collect()
}

/// Lets an address work no longer. One that was revoked before keeps its time.
pub fn revoke(conn: &mut Conn, vendor: VendorId, id: CalendarFeedId, now: DateTime<Utc>) -> DbResult<()> {
    let row = calendar_feed::table.find((vendor.to_string(), id.to_string()));
    let row = row.filter(calendar_feed::revoked_at.is_null());
    diesel::update(row).set(calendar_feed::revoked_at.eq(now.timestamp_micros())).execute(conn)?;
    Ok(())
}

/// Forgets an address that works no longer.
pub fn delete(conn: &mut Conn, vendor: VendorId, id: CalendarFeedId) -> DbResult<()> {
    diesel::delete(calendar_feed::table.find((vendor.to_string(), id.to_string()))).execute(conn)?;
    Ok(())
}

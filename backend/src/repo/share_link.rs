//! The addresses under which somebody without a sign-in sees where a sale stands. The secret in one
//! is looked up by its SHA-256; the secret itself is kept sealed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{CustomerId, SaleId, ShareLinkId, VendorId},
    text::Line,
};

use super::read;
use crate::{
    db::{Conn, DbError, DbResult, schema::share_link},
    vault::Place,
};

const TABLE: &str = "share_link";
/// No sale has more addresses than this, those that work no longer included.
const MOST: i64 = 1_000;

/// An address, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareLink {
    /// Its id, which stands in the address.
    pub id: ShareLinkId,
    /// Which sale.
    pub sale: SaleId,
    /// Who made it.
    pub customer: CustomerId,
    /// Whom it is for.
    pub name: Line,
    /// SHA-256 of the secret in hexadecimal.
    pub secret_hash: String,
    /// The text of the address, sealed for [`place`]; nothing when it cannot be told any more.
    pub sealed_secret: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// Since when it no longer works.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = share_link)]
struct Row {
    id: String,
    sale_id: String,
    customer_id: String,
    name: String,
    secret_hash: String,
    sealed_secret: Option<String>,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for ShareLink {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            sale: read::text(TABLE, &row.sale_id)?,
            customer: read::text(TABLE, &row.customer_id)?,
            name: read::line(TABLE, &row.name)?,
            secret_hash: row.secret_hash,
            sealed_secret: row.sealed_secret,
            created_at: read::instant(TABLE, row.created_at)?,
            expires_at: read::instant(TABLE, row.expires_at)?,
            revoked_at: read::instant_if(TABLE, row.revoked_at)?,
        })
    }
}

/// Where the text of an address stands.
pub fn place(vendor: VendorId, id: ShareLinkId) -> Place {
    Place { table: TABLE, vendor: vendor.to_string(), id: id.to_string() }
}

/// Adds an address.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &ShareLink) -> DbResult<()> {
    diesel::insert_into(share_link::table)
        .values((
            share_link::vendor_id.eq(vendor.to_string()),
            share_link::id.eq(new.id.to_string()),
            share_link::sale_id.eq(new.sale.to_string()),
            share_link::customer_id.eq(new.customer.to_string()),
            share_link::name.eq(new.name.to_string()),
            share_link::secret_hash.eq(&new.secret_hash),
            share_link::sealed_secret.eq(&new.sealed_secret),
            share_link::created_at.eq(new.created_at.timestamp_micros()),
            share_link::expires_at.eq(new.expires_at.timestamp_micros()),
            share_link::revoked_at.eq(new.revoked_at.map(|at| at.timestamp_micros())),
        ))
        .execute(conn)?;
    Ok(())
}

/// One address, whether it works or not.
pub fn find(conn: &mut Conn, vendor: VendorId, id: ShareLinkId) -> DbResult<Option<ShareLink>> {
    let row = share_link::table.find((vendor.to_string(), id.to_string()));
    row.select(Row::as_select()).first(conn).optional()?.map(ShareLink::try_from).transpose()
}

/// A sale's addresses, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, sale: SaleId) -> DbResult<Vec<ShareLink>> {
    let rows = share_link::table
        .filter(share_link::vendor_id.eq(vendor.to_string()))
        .filter(share_link::sale_id.eq(sale.to_string()));
    let rows: Vec<Row> = rows.order(share_link::id).limit(MOST).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(ShareLink::try_from).collect()
}

/// Lets an address work no longer. One that was revoked before keeps its time.
pub fn revoke(conn: &mut Conn, vendor: VendorId, id: ShareLinkId, now: DateTime<Utc>) -> DbResult<()> {
    let row = share_link::table.find((vendor.to_string(), id.to_string()));
    let row = row.filter(share_link::revoked_at.is_null());
    diesel::update(row).set(share_link::revoked_at.eq(now.timestamp_micros())).execute(conn)?;
    Ok(())
}

/// Forgets an address that works no longer.
pub fn delete(conn: &mut Conn, vendor: VendorId, id: ShareLinkId) -> DbResult<()> {
    diesel::delete(share_link::table.find((vendor.to_string(), id.to_string()))).execute(conn)?;
    Ok(())
}

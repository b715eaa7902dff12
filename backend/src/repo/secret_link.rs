//! The addresses under which somebody without a sign-in sees something: a calendar a customer's agenda, whoever it
//! was passed on to where a sale stands. The secret in one is looked up by its SHA-256; the secret itself is kept
//! sealed. What an address is for, the kind of its id tells.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{CustomerId, SaleId, TypedId, VendorId},
    text::Line,
};

use super::read;
use crate::{
    db::{Conn, DbResult, schema::secret_link},
    vault::Place,
};

const TABLE: &str = "secret_link";
/// Nobody's list is longer than this, the addresses that work no longer included.
const MOST: i64 = 1_000;

/// What is behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opens {
    /// Who made it.
    pub customer: CustomerId,
    /// The sale that it is about; none for one about all of theirs.
    pub sale: Option<SaleId>,
}

/// An address, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretLink<Id> {
    /// Its id, which stands in the address.
    pub id: Id,
    /// What is behind it.
    pub opens: Opens,
    /// What the customer calls it, or whom it is for.
    pub name: Line,
    /// SHA-256 of the secret in hexadecimal.
    pub secret_hash: String,
    /// The text of the address, sealed for [`place`]; nothing when it cannot be told any more.
    pub sealed_secret: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when it works; none for one that does not end by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when it no longer works.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = secret_link)]
struct Row {
    id: String,
    customer_id: String,
    sale_id: Option<String>,
    name: String,
    secret_hash: String,
    sealed_secret: Option<String>,
    created_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Row {
    fn link<Id: TypedId>(self) -> DbResult<SecretLink<Id>> {
        let sale = self.sale_id.map(|sale| read::text(TABLE, &sale)).transpose()?;
        Ok(SecretLink {
            id: read::text(TABLE, &self.id)?,
            opens: Opens { customer: read::text(TABLE, &self.customer_id)?, sale },
            name: read::line(TABLE, &self.name)?,
            secret_hash: self.secret_hash,
            sealed_secret: self.sealed_secret,
            created_at: read::instant(TABLE, self.created_at)?,
            expires_at: read::instant_if(TABLE, self.expires_at)?,
            revoked_at: read::instant_if(TABLE, self.revoked_at)?,
        })
    }
}

/// Where the text of an address stands.
pub fn place(vendor: VendorId, id: impl TypedId) -> Place {
    Place { table: TABLE, vendor: vendor.to_string(), id: id.to_string() }
}

/// Adds an address.
pub fn insert<Id: TypedId>(conn: &mut Conn, vendor: VendorId, new: &SecretLink<Id>) -> DbResult<()> {
    diesel::insert_into(secret_link::table)
        .values((
            secret_link::vendor_id.eq(vendor.to_string()),
            secret_link::id.eq(new.id.to_string()),
            secret_link::customer_id.eq(new.opens.customer.to_string()),
            secret_link::sale_id.eq(new.opens.sale.map(|sale| sale.to_string())),
            secret_link::name.eq(new.name.to_string()),
            secret_link::secret_hash.eq(&new.secret_hash),
            secret_link::sealed_secret.eq(&new.sealed_secret),
            secret_link::created_at.eq(new.created_at.timestamp_micros()),
            secret_link::expires_at.eq(new.expires_at.map(|at| at.timestamp_micros())),
            secret_link::revoked_at.eq(new.revoked_at.map(|at| at.timestamp_micros())),
        ))
        .execute(conn)?;
    Ok(())
}

/// One address, whether it works or not.
pub fn find<Id: TypedId>(conn: &mut Conn, vendor: VendorId, id: Id) -> DbResult<Option<SecretLink<Id>>> {
    let row = secret_link::table.find((vendor.to_string(), id.to_string()));
    row.select(Row::as_select()).first(conn).optional()?.map(Row::link).transpose()
}

/// A customer's addresses about all of their sales, oldest first.
pub fn of_customer<Id: TypedId>(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
) -> DbResult<Vec<SecretLink<Id>>> {
    let rows = secret_link::table
        .filter(secret_link::vendor_id.eq(vendor.to_string()))
        .filter(secret_link::customer_id.eq(customer.to_string()))
        .filter(secret_link::sale_id.is_null());
    let rows: Vec<Row> = rows.order(secret_link::id).limit(MOST).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Row::link).collect()
}

/// A sale's addresses, whoever made them, oldest first.
pub fn of_sale<Id: TypedId>(
    conn: &mut Conn,
    vendor: VendorId,
    sale: SaleId,
) -> DbResult<Vec<SecretLink<Id>>> {
    let rows = secret_link::table
        .filter(secret_link::vendor_id.eq(vendor.to_string()))
        .filter(secret_link::sale_id.eq(sale.to_string()));
    let rows: Vec<Row> = rows.order(secret_link::id).limit(MOST).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Row::link).collect()
}

/// Lets an address work no longer. One that was revoked before keeps its time.
pub fn revoke(conn: &mut Conn, vendor: VendorId, id: impl TypedId, now: DateTime<Utc>) -> DbResult<()> {
    let row = secret_link::table.find((vendor.to_string(), id.to_string()));
    let row = row.filter(secret_link::revoked_at.is_null());
    diesel::update(row).set(secret_link::revoked_at.eq(now.timestamp_micros())).execute(conn)?;
    Ok(())
}

/// Forgets an address that works no longer.
pub fn delete(conn: &mut Conn, vendor: VendorId, id: impl TypedId) -> DbResult<()> {
    diesel::delete(secret_link::table.find((vendor.to_string(), id.to_string()))).execute(conn)?;
    Ok(())
}

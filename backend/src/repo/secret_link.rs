//! The addresses under which somebody without a sign-in sees something: a calendar a customer's agenda, whoever it
//! was passed on to where a sale stands. The secret in one is looked up by its SHA-256; the secret itself is kept
//! sealed. What an address is for, the kind of its id tells.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{CustomerId, SaleId, TypedId, VendorId},
    text::Line,
};

use crate::{
    db::{Conn, DbResult, Typed, schema::secret_link},
    vault::Place,
};

const TABLE: &str = "secret_link";
/// Nobody's list is longer than this, the addresses that work no longer included.
const MOST: i64 = 1_000;

/// What is behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = secret_link)]
pub struct Opens {
    /// Who made it.
    #[diesel(column_name = customer_id)]
    pub customer: CustomerId,
    /// The sale that it is about; none for one about all of theirs.
    #[diesel(column_name = sale_id)]
    pub sale: Option<SaleId>,
}

/// An address, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = secret_link)]
pub struct SecretLink<Id> {
    /// Its id, which stands in the address.
    pub id: Typed<Id>,
    /// What is behind it.
    #[diesel(embed)]
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

/// Where the text of an address stands.
pub fn place(vendor: VendorId, id: impl TypedId) -> Place {
    Place { table: TABLE, vendor: vendor.to_string(), id: id.to_string() }
}

/// Adds an address.
pub fn insert<Id: TypedId>(conn: &mut Conn, vendor: VendorId, new: &SecretLink<Id>) -> DbResult<()> {
    diesel::insert_into(secret_link::table)
        .values((
            secret_link::vendor_id.eq(Typed(vendor)),
            secret_link::id.eq(new.id),
            secret_link::customer_id.eq(Typed(new.opens.customer)),
            secret_link::sale_id.eq(new.opens.sale.map(Typed)),
            secret_link::name.eq(Typed(new.name.clone())),
            secret_link::secret_hash.eq(&new.secret_hash),
            secret_link::sealed_secret.eq(&new.sealed_secret),
            secret_link::created_at.eq(Typed(new.created_at)),
            secret_link::expires_at.eq(new.expires_at.map(Typed)),
            secret_link::revoked_at.eq(new.revoked_at.map(Typed)),
        ))
        .execute(conn)?;
    Ok(())
}

/// One address, whether it works or not.
pub fn find<Id: TypedId>(conn: &mut Conn, vendor: VendorId, id: Id) -> DbResult<Option<SecretLink<Id>>> {
    let row = secret_link::table.find((Typed(vendor), Typed(id)));
    Ok(row.select(SecretLink::as_select()).first(conn).optional()?)
}

/// A customer's addresses about all of their sales, oldest first.
pub fn of_customer<Id: TypedId>(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
) -> DbResult<Vec<SecretLink<Id>>> {
    let rows = secret_link::table
        .filter(secret_link::vendor_id.eq(Typed(vendor)))
        .filter(secret_link::customer_id.eq(Typed(customer)))
        .filter(secret_link::sale_id.is_null());
    Ok(rows.order(secret_link::id).limit(MOST).select(SecretLink::as_select()).load(conn)?)
}

/// A sale's addresses, whoever made them, oldest first.
pub fn of_sale<Id: TypedId>(
    conn: &mut Conn,
    vendor: VendorId,
    sale: SaleId,
) -> DbResult<Vec<SecretLink<Id>>> {
    let rows = secret_link::table
        .filter(secret_link::vendor_id.eq(Typed(vendor)))
        .filter(secret_link::sale_id.eq(Some(Typed(sale))));
    Ok(rows.order(secret_link::id).limit(MOST).select(SecretLink::as_select()).load(conn)?)
}

/// Lets an address work no longer. One that was revoked before keeps its time.
pub fn revoke(conn: &mut Conn, vendor: VendorId, id: impl TypedId, now: DateTime<Utc>) -> DbResult<()> {
    let row = secret_link::table.find((Typed(vendor), Typed(id)));
    let row = row.filter(secret_link::revoked_at.is_null());
    diesel::update(row).set(secret_link::revoked_at.eq(Some(Typed(now)))).execute(conn)?;
    Ok(())
}

/// Forgets an address that works no longer.
pub fn delete(conn: &mut Conn, vendor: VendorId, id: impl TypedId) -> DbResult<()> {
    diesel::delete(secret_link::table.find((Typed(vendor), Typed(id)))).execute(conn)?;
    Ok(())
}

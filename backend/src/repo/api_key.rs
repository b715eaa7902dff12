//! The keys of vendors' systems. Only the SHA-256 of a secret is stored.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{ApiKeyId, MemberId, VendorId},
    text::Line,
};

use super::page::Page;
use crate::db::{Conn, DbResult, Typed, Written, schema::api_key};

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = api_key)]
pub struct ApiKey {
    /// Its id, which stands in the key's text.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: Line,
    /// What it may do, `sales:write`.
    pub scopes: Vec<String>,
    /// Who acts when a request names nobody.
    #[diesel(column_name = member_id)]
    pub member: Option<MemberId>,
    /// SHA-256 of the secret in hexadecimal.
    pub secret_hash: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Since when it is no longer accepted.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Adds a key.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &ApiKey) -> DbResult<()> {
    diesel::insert_into(api_key::table)
        .values((
            api_key::vendor_id.eq(Typed(vendor)),
            api_key::id.eq(Typed(new.id)),
            api_key::name.eq(Typed(new.name.clone())),
            api_key::scopes.eq(Typed(Written::of(&new.scopes)?)),
            api_key::member_id.eq(new.member.map(Typed)),
            api_key::secret_hash.eq(&new.secret_hash),
            api_key::created_at.eq(Typed(new.created_at)),
            api_key::revoked_at.eq(new.revoked_at.map(Typed)),
        ))
        .execute(conn)?;
    Ok(())
}

/// One key, revoked or not.
pub fn find(conn: &mut Conn, vendor: VendorId, id: ApiKeyId) -> DbResult<Option<ApiKey>> {
    let row = api_key::table.find((Typed(vendor), Typed(id)));
    Ok(row.select(ApiKey::as_select()).first(conn).optional()?)
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<ApiKey>> {
    let rows = api_key::table
        .filter(api_key::vendor_id.eq(Typed(vendor)))
        .filter(api_key::id.gt(Typed(page.after.clone().unwrap_or_default())))
        .order(api_key::id)
        .limit(page.limit);
    Ok(rows.select(ApiKey::as_select()).load(conn)?)
}

/// No longer accepts a key. Returns whether there was one to revoke.
pub fn revoke(conn: &mut Conn, vendor: VendorId, id: ApiKeyId, now: DateTime<Utc>) -> DbResult<bool> {
    let row = api_key::table.find((Typed(vendor), Typed(id))).filter(api_key::revoked_at.is_null());
    Ok(diesel::update(row).set(api_key::revoked_at.eq(Some(Typed(now)))).execute(conn)? == 1)
}

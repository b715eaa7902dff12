//! The keys of vendors' systems. Only the SHA-256 of a secret is stored.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{ApiKeyId, MemberId, VendorId},
    text::Line,
};

use super::{page::Page, read};
use crate::db::{Conn, DbError, DbResult, schema::api_key};

const TABLE: &str = "api_key";

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id, which stands in the key's text.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: Line,
    /// What it may do, `sales:write`.
    pub scopes: Vec<String>,
    /// Who acts when a request names nobody.
    pub member: Option<MemberId>,
    /// SHA-256 of the secret in hexadecimal.
    pub secret_hash: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Since when it is no longer accepted.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_key)]
struct Row {
    id: String,
    name: String,
    scopes: String,
    member_id: Option<String>,
    secret_hash: String,
    created_at: i64,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for ApiKey {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            name: read::line(TABLE, &row.name)?,
            scopes: read::json(TABLE, &row.scopes)?,
            member: row.member_id.map(|id| read::text(TABLE, &id)).transpose()?,
            secret_hash: row.secret_hash,
            created_at: read::instant(TABLE, row.created_at)?,
            revoked_at: read::instant_if(TABLE, row.revoked_at)?,
        })
    }
}

/// Adds a key.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &ApiKey) -> DbResult<()> {
    diesel::insert_into(api_key::table)
        .values((
            api_key::vendor_id.eq(vendor.to_string()),
            api_key::id.eq(new.id.to_string()),
            api_key::name.eq(new.name.to_string()),
            api_key::scopes.eq(read::to_json(TABLE, &new.scopes)?),
            api_key::member_id.eq(new.member.map(|id| id.to_string())),
            api_key::secret_hash.eq(&new.secret_hash),
            api_key::created_at.eq(new.created_at.timestamp_micros()),
            api_key::revoked_at.eq(new.revoked_at.map(|at| at.timestamp_micros())),
        ))
        .execute(conn)?;
    Ok(())
}

/// One key, revoked or not.
pub fn find(conn: &mut Conn, vendor: VendorId, id: ApiKeyId) -> DbResult<Option<ApiKey>> {
    let row = api_key::table.find((vendor.to_string(), id.to_string()));
    row.select(Row::as_select()).first(conn).optional()?.map(ApiKey::try_from).transpose()
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<ApiKey>> {
    let after = page.after.clone().unwrap_or_default();
    let rows = api_key::table.filter(api_key::vendor_id.eq(vendor.to_string())).filter(api_key::id.gt(after));
    let rows: Vec<Row> = rows.order(api_key::id).limit(page.limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(ApiKey::try_from).collect()
}

/// No longer accepts a key. Returns whether there was one to revoke.
pub fn revoke(conn: &mut Conn, vendor: VendorId, id: ApiKeyId, now: DateTime<Utc>) -> DbResult<bool> {
    let row = api_key::table.find((vendor.to_string(), id.to_string())).filter(api_key::revoked_at.is_null());
    Ok(diesel::update(row).set(api_key::revoked_at.eq(now.timestamp_micros())).execute(conn)? == 1)
}

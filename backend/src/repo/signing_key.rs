//! The keys with which vendors sign their customers' tokens. The algorithm belongs to the key, not to the
//! token that claims to be signed with it. A secret stands here sealed only.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::id::{SigningKeyId, VendorId};
use serde::{Deserialize, Serialize};

use super::page::Page;
use crate::{
    db::{Conn, DbError, DbResult, Typed, schema::signing_key},
    vault::Place,
};

const TABLE: &str = "signing_key";

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// HMAC with SHA-256; we made the secret.
    #[serde(rename = "HS256")]
    Hs256,
    /// Ed25519; we have the public half only.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// Whether a key is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyStatus {
    /// It is.
    Active,
    /// It no longer is.
    Retired,
}

/// What tokens are verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Material {
    /// Our half of a shared secret, sealed for [`place`]; open, it is base64url without padding.
    Hs256 {
        /// As it is stored.
        sealed_secret: String,
    },
    /// An Ed25519 public key: 32 bytes in base64url without padding.
    EdDsa {
        /// As it was handed in.
        public_key: String,
    },
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The `kid` of tokens.
    pub id: SigningKeyId,
    /// What its tokens are verified with.
    pub material: Material,
    /// Whether it is accepted.
    pub status: KeyStatus,
    /// When it ends by itself.
    pub not_after: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Where the secret of a key stands.
pub fn place(vendor: VendorId, id: SigningKeyId) -> Place {
    Place { table: TABLE, vendor: vendor.to_string(), id: id.to_string() }
}

impl SigningKey {
    /// How it signs.
    pub fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Hs256 { .. } => Algorithm::Hs256,
            Material::EdDsa { .. } => Algorithm::EdDsa,
        }
    }

    /// Whether tokens signed with it are accepted at `now`, real time.
    pub fn is_usable(&self, now: DateTime<Utc>) -> bool {
        self.status == KeyStatus::Active && self.not_after.is_none_or(|end| now < end)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signing_key)]
struct Row {
    id: SigningKeyId,
    alg: Algorithm,
    sealed_secret: Option<String>,
    public_key: Option<String>,
    status: KeyStatus,
    not_after: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl TryFrom<Row> for SigningKey {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        let material = match (row.alg, row.sealed_secret, row.public_key) {
            (Algorithm::Hs256, Some(sealed_secret), None) => Material::Hs256 { sealed_secret },
            (Algorithm::EdDsa, None, Some(public_key)) => Material::EdDsa { public_key },
            _ => return Err(DbError::corrupt(TABLE, "it has not what its algorithm needs")),
        };
        let Row { id, status, not_after, created_at, .. } = row;
        Ok(Self { id, material, status, not_after, created_at })
    }
}

/// Adds a key.
pub fn insert(conn: &mut Conn, vendor: VendorId, new: &SigningKey) -> DbResult<()> {
    let (sealed_secret, public_key) = match &new.material {
        Material::Hs256 { sealed_secret } => (Some(sealed_secret), None),
        Material::EdDsa { public_key } => (None, Some(public_key)),
    };
    diesel::insert_into(signing_key::table)
        .values((
            signing_key::vendor_id.eq(Typed(vendor)),
            signing_key::id.eq(Typed(new.id)),
            signing_key::alg.eq(Typed(new.algorithm())),
            signing_key::sealed_secret.eq(sealed_secret),
            signing_key::public_key.eq(public_key),
            signing_key::status.eq(Typed(new.status)),
            signing_key::not_after.eq(new.not_after.map(Typed)),
            signing_key::created_at.eq(Typed(new.created_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// One key, whether it is still accepted or not.
pub fn find(conn: &mut Conn, vendor: VendorId, id: SigningKeyId) -> DbResult<Option<SigningKey>> {
    let row = signing_key::table.find((Typed(vendor), Typed(id)));
    row.select(Row::as_select()).first(conn).optional()?.map(SigningKey::try_from).transpose()
}

/// One page, oldest first.
pub fn list(conn: &mut Conn, vendor: VendorId, page: &Page) -> DbResult<Vec<SigningKey>> {
    let rows = signing_key::table
        .filter(signing_key::vendor_id.eq(Typed(vendor)))
        .filter(signing_key::id.gt(Typed(page.after.clone().unwrap_or_default())));
    let rows: Vec<Row> = rows.order(signing_key::id).limit(page.limit).select(Row::as_select()).load(conn)?;
    rows.into_iter().map(SigningKey::try_from).collect()
}

/// No longer accepts a key. Returns whether there was one to retire.
pub fn retire(conn: &mut Conn, vendor: VendorId, id: SigningKeyId) -> DbResult<bool> {
    let row = signing_key::table.find((Typed(vendor), Typed(id)));
    let row = row.filter(signing_key::status.eq(Typed(KeyStatus::Active)));
    Ok(diesel::update(row).set(signing_key::status.eq(Typed(KeyStatus::Retired))).execute(conn)? == 1)
}

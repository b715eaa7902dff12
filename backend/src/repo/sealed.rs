//! Every column that holds something sealed, so that all of it can be sealed anew. A new one is added to the list
//! here; a test looks whether one is missing.

use diesel::prelude::*;

use crate::{
    db::{Conn, DbResult, Typed, schema},
    vault::{KeyId, Place},
};

/// A row with something sealed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Where.
    pub place: Place,
    /// As it is stored.
    pub text: String,
}

macro_rules! sealed {
    ($($(#[$doc:meta])* $kept:ident $table:ident),+ $(,)?) => {
        /// What is kept sealed, each in the column `sealed_secret` of a table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kept { $($(#[$doc])* $kept),+ }

        impl Kept {
            /// All of it.
            pub const ALL: &'static [Self] = &[$(Self::$kept),+];

            /// In which table.
            pub fn table(self) -> &'static str {
                match self { $(Self::$kept => stringify!($table)),+ }
            }
        }

        /// Rows behind `after` (vendor and id) that are sealed with another key than this one, in the order of
        /// their keys.
        pub fn with_others(
            conn: &mut Conn,
            kept: Kept,
            key: &KeyId,
            (after, limit): (&(String, String), i64),
        ) -> DbResult<Vec<Sealed>> {
            let ours = format!("v1.{key}.%");
            let (vendor, id) = after;
            let rows: Vec<(Typed<String>, Typed<String>, Option<String>)> = match kept { $(Kept::$kept => {
                use schema::$table as table;
                let at = |text: &String| Typed(text.clone());
                let is_behind = table::vendor_id.eq(at(vendor)).and(table::id.gt(at(id)));
                table::table
                    .filter(table::vendor_id.gt(at(vendor)).or(is_behind))
                    .filter(table::sealed_secret.is_not_null())
                    .filter(table::sealed_secret.assume_not_null().not_like(ours))
                    .order((table::vendor_id, table::id))
                    .limit(limit)
                    .select((table::vendor_id, table::id, table::sealed_secret))
                    .load(conn)?
            }),+ };
            let row = |(Typed(vendor), Typed(id), text): (_, _, Option<String>)| {
                Some(Sealed { place: Place { table: kept.table(), vendor, id }, text: text? })
            };
            Ok(rows.into_iter().filter_map(row).collect())
        }

        /// Puts the same, sealed anew, in its place, unless somebody else has done so.
        pub fn replace(conn: &mut Conn, kept: Kept, old: &Sealed, new: &str) -> DbResult<()> {
            let key = (Typed(old.place.vendor.clone()), Typed(old.place.id.clone()));
            match kept { $(Kept::$kept => {
                use schema::$table as table;
                let row = table::table.find(key).filter(table::sealed_secret.eq(&old.text));
                diesel::update(row).set(table::sealed_secret.eq(new)).execute(conn)?;
            }),+ }
            Ok(())
        }
    };
}

sealed! {
    /// The secret of a signing key.
    SigningSecret signing_key,
    /// An address that opens something.
    Address secret_link,
}

/// Gives up what nobody can open any more: a signing key goes, an address is told no more.
pub fn give_up(conn: &mut Conn, kept: Kept, row: &Sealed) -> DbResult<()> {
    use schema::{secret_link, signing_key};
    let key = (Typed(row.place.vendor.clone()), Typed(row.place.id.clone()));
    match kept {
        Kept::SigningSecret => {
            diesel::delete(signing_key::table.find(key)).execute(conn)?;
        }
        Kept::Address => {
            let told = secret_link::sealed_secret.eq(None::<String>);
            diesel::update(secret_link::table.find(key)).set(told).execute(conn)?;
        }
    }
    Ok(())
}

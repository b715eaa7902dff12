//! Pages of lists. A cursor is the last id with a MAC over it, bound to key, list and filter: it cannot be
//! made up, and it is no authority for anything.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use followthrough_common::{
    api::page::{Limit, Page},
    error::ErrorCode,
};
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha512};
use utoipa::IntoParams;

use crate::{auth::api_key::VendorKey, problem::Error, repo};

/// Octets of the MAC that a cursor carries.
const TAG: usize = 16;

/// Which page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The most items, 1 to 100; 25 if it is not said.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<Limit>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A list with its filter, as its cursors are bound to it.
pub struct Listing {
    secret: String,
    name: String,
    limit: usize,
}

impl Listing {
    /// The list `name` as this key and filter see it, and the rows that make the wanted page: one more than
    /// the page has, to know whether another one follows.
    pub fn open<S>(
        key: &VendorKey<S>,
        name: &str,
        filter: &impl Serialize,
        query: &PageQuery,
    ) -> Result<(Self, repo::Page), Error> {
        let limit = query.limit.unwrap_or_default().get();
        let filter = serde_json::to_string(filter).map_err(|error| Error::Internal(error.to_string()))?;
        let name = format!("{} {name} {filter}", key.vendor);
        let listing =
            Self { secret: key.cursor_secret().to_owned(), name, limit: usize::try_from(limit).unwrap_or(1) };
        let after = query.cursor.as_deref().map(|cursor| listing.read(cursor)).transpose()?;
        Ok((listing, repo::Page { after, limit: i64::from(limit) + 1 }))
    }

    /// The page of these rows, with a cursor if there are more.
    pub fn page<Row, T>(
        &self,
        mut rows: Vec<Row>,
        id: impl Fn(&Row) -> String,
        wire: impl Fn(Row) -> T,
    ) -> Page<T> {
        let has_more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| self.write(&id(row)));
        Page { items: rows.into_iter().map(wire).collect(), next_cursor }
    }

    fn write(&self, after: &str) -> String {
        let mut bytes = self.tag(after);
        bytes.extend_from_slice(after.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read(&self, cursor: &str) -> Result<String, Error> {
        let refused = || Error::refused(ErrorCode::Malformed, "The cursor is not one of this list.");
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (tag, after) = bytes.split_at_checked(TAG).ok_or_else(refused)?;
        let mac = self.mac(after);
        mac.verify_truncated_left(tag).map_err(|_| refused())?;
        String::from_utf8(after.to_vec()).map_err(|_| refused())
    }

    fn tag(&self, after: &str) -> Vec<u8> {
        let whole = self.mac(after.as_bytes()).finalize().into_bytes();
        whole.into_iter().take(TAG).collect()
    }

    fn mac(&self, after: &[u8]) -> Hmac<Sha256> {
        // SHA-512 fills exactly one block of SHA-256, so there is no key that does not fit.
        let mac = Hmac::<Sha256>::new(&Sha512::digest(&self.secret));
        mac.chain_update(self.name.as_bytes()).chain_update([0]).chain_update(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(secret: &str, name: &str) -> Listing {
        Listing { secret: secret.to_owned(), name: name.to_owned(), limit: 2 }
    }

    #[test]
    fn a_cursor_leads_on_in_its_own_list_only() {
        let sales = listing("a", "ven_1 sales {}");
        let page = sales.page(vec!["1", "2", "3"], |id| (*id).to_owned(), |id| id);
        assert_eq!(page.items, ["1", "2"]);
        let cursor = page.next_cursor.unwrap();
        assert_eq!(sales.read(&cursor).unwrap(), "2");
        for other in
            [listing("b", "ven_1 sales {}"), listing("a", "ven_2 sales {}"), listing("a", "ven_1 sales {1}")]
        {
            assert_eq!(other.read(&cursor).unwrap_err().code(), ErrorCode::Malformed);
        }
        for forged in ["", "AAAA", "sale_1", &cursor[1..], &format!("{cursor}A"), "%%%"] {
            assert!(sales.read(forged).is_err(), "{forged}");
        }
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        let page = listing("a", "x").page(vec!["1", "2"], |id| (*id).to_owned(), |id| id);
        assert_eq!(page.next_cursor, None);
    }
}

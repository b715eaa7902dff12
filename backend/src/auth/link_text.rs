//! The text of a link that opens something without a sign-in: `<kind>_<vendor>_<id>_<secret>`. Vendor and id
//! stand in clear, so that the look-up is by id and only the secret is compared; it is stored nowhere.

use std::{fmt, str::FromStr};

use followthrough_common::id::{TypedId, VendorId};

use super::secret::{Secret, join, split};

/// A link as its holder has it. Printed only on purpose, by [`LinkText::reveal`].
#[derive(Clone)]
pub struct LinkText<Id> {
    /// Whose it is.
    pub vendor: VendorId,
    /// Which one.
    pub id: Id,
    secret: Secret,
}

impl<Id: fmt::Display> fmt::Debug for LinkText<Id> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LinkText({}, {}, …)", self.vendor, self.id)
    }
}

impl<Id: TypedId + FromStr + fmt::Display> LinkText<Id> {
    /// A new link around 32 random bytes.
    pub fn new(vendor: VendorId, id: Id, random: [u8; 32]) -> Self {
        Self { vendor, id, secret: Secret::new(random) }
    }

    /// Reads what a client sent.
    pub fn parse(text: &str) -> Option<Self> {
        let (vendor, id, secret) = split(text.strip_prefix(Id::PREFIX)?.strip_prefix('_')?)?;
        Some(Self { vendor, id, secret })
    }

    /// What is stored: the SHA-256 of the secret, in hexadecimal.
    pub fn hash(&self) -> String {
        self.secret.hash()
    }

    /// Whether the stored hash is that of this secret; takes the same time wherever they differ.
    pub fn matches(&self, stored: &str) -> bool {
        self.secret.matches(stored)
    }

    /// The whole text, to be shown once.
    pub fn reveal(&self) -> String {
        format!("{}_{}", Id::PREFIX, join(self.vendor, &self.id, &self.secret))
    }
}

#[cfg(test)]
mod tests {
    use followthrough_common::id::CalendarFeedId;

    use super::*;

    fn link() -> LinkText<CalendarFeedId> {
        let vendor = "ven_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap();
        LinkText::new(vendor, "feed_01h2xcejqtf2nbrexx3vqjhp42".parse().unwrap(), [251; 32])
    }

    #[test]
    fn a_link_is_read_back_and_matches_its_hash_only() {
        let link = link();
        let read = LinkText::<CalendarFeedId>::parse(&link.reveal()).unwrap();
        assert_eq!((read.vendor, read.id), (link.vendor, link.id));
        assert!(read.matches(&link.hash()));
        assert!(!LinkText::new(link.vendor, link.id, [1; 32]).matches(&link.hash()));
        assert!(!read.matches(""));
        let secret = link.reveal().rsplit('_').next().unwrap().to_owned();
        assert!(!format!("{read:?}").contains(&secret));
    }

    #[test]
    fn other_texts_are_no_links() {
        let genuine = link().reveal();
        for text in [
            "",
            "feed_",
            "feed_a_b_c",
            &genuine.replace("feed_", "key_"),
            &genuine[..genuine.len() - 12],
            &genuine.replace("_01h2xcejqtf2nbrexx3vqjhp42", ""),
            &format!("{genuine} "),
        ] {
            assert!(LinkText::<CalendarFeedId>::parse(text).is_none(), "{text}");
        }
    }
}

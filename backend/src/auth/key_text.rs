//! The text of an API key: `ft_live_<vendor>_<key>_<secret>`. Vendor and key stand in clear, so that the
//! look-up is by id and only the secret is compared; the secret itself is stored nowhere.

use std::fmt;

use followthrough_common::id::{ApiKeyId, VendorId};

use super::secret::{Secret, join, split};

/// A key as its holder has it. Printed only on purpose, by [`KeyText::reveal`].
#[derive(Clone)]
pub struct KeyText {
    /// Whether it is for real customers.
    pub is_live: bool,
    /// Whose it is.
    pub vendor: VendorId,
    /// Which one.
    pub key: ApiKeyId,
    secret: Secret,
}

impl fmt::Debug for KeyText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeyText({}, {}, …)", self.vendor, self.key)
    }
}

impl KeyText {
    /// A new key around 32 random bytes.
    pub fn new(is_live: bool, vendor: VendorId, key: ApiKeyId, random: [u8; 32]) -> Self {
        Self { is_live, vendor, key, secret: Secret::new(random) }
    }

    /// Reads what a client sent.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_live, rest) = match (text.strip_prefix("ft_live_"), text.strip_prefix("ft_test_")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return None,
        };
        let (vendor, key, secret) = split(rest)?;
        Some(Self { is_live, vendor, key, secret })
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
        let mode = if self.is_live { "live" } else { "test" };
        format!("ft_{mode}_{}", join(self.vendor, &self.key, &self.secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> KeyText {
        let vendor = "ven_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap();
        KeyText::new(false, vendor, "key_01h2xcejqtf2nbrexx3vqjhp42".parse().unwrap(), [251; 32])
    }

    #[test]
    fn a_key_is_read_back_and_matches_its_hash_only() {
        let key = key();
        let read = KeyText::parse(&key.reveal()).unwrap();
        assert_eq!((read.is_live, read.vendor, read.key), (false, key.vendor, key.key));
        assert!(read.matches(&key.hash()));
        let other = KeyText::new(false, key.vendor, key.key, [1; 32]);
        assert!(!other.matches(&key.hash()));
        assert!(!read.matches(""));
        let secret = key.reveal().rsplit('_').next().unwrap().to_owned();
        assert!(!format!("{read:?}").contains(&secret));
    }

    #[test]
    fn other_texts_are_no_keys() {
        let genuine = key().reveal();
        for text in [
            "",
            "ft_live_",
            "sk_live_abc",
            &genuine.replace("ft_test_", "ft_demo_"),
            &genuine[..60],
            &genuine.replace("_01h2xcejqtf2nbrexx3vqjhp42", ""),
            "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
        ] {
            assert!(KeyText::parse(text).is_none(), "{text}");
        }
    }
}

//! The text of an API key: `ft_live_<vendor>_<key>_<secret>`. Vendor and key stand in clear, so that the
//! look-up is by id and only the secret is compared; the secret itself is stored nowhere.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use followthrough_common::id::{ApiKeyId, TypedId, VendorId};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A key as its holder has it. Printed only on purpose, by [`KeyText::reveal`].
#[derive(Clone)]
pub struct KeyText {
    /// Whether it is for real customers.
    pub is_live: bool,
    /// Whose it is.
    pub vendor: VendorId,
    /// Which one.
    pub key: ApiKeyId,
    secret: String,
}

impl fmt::Debug for KeyText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeyText({}, {}, …)", self.vendor, self.key)
    }
}

/// The id behind its prefix.
fn suffix(id: &impl ToString) -> String {
    let text = id.to_string();
    text.rsplit_once('_').map_or(text.clone(), |(_, suffix)| suffix.to_owned())
}

fn id<Id: TypedId + std::str::FromStr>(suffix: &str) -> Option<Id> {
    format!("{}_{suffix}", Id::PREFIX).parse().ok()
}

impl KeyText {
    /// A new key around 32 random bytes.
    pub fn new(is_live: bool, vendor: VendorId, key: ApiKeyId, random: [u8; 32]) -> Self {
        Self { is_live, vendor, key, secret: URL_SAFE_NO_PAD.encode(random) }
    }

    /// Reads what a client sent.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_live, rest) = match (text.strip_prefix("ft_live_"), text.strip_prefix("ft_test_")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return None,
        };
        let (vendor, rest) = rest.split_once('_')?;
        let (key, secret) = rest.split_once('_')?;
        let is_secret =
            (32..=128).contains(&secret.len()) && secret.bytes().all(|byte| byte.is_ascii_graphic());
        is_secret.then_some(Self { is_live, vendor: id(vendor)?, key: id(key)?, secret: secret.to_owned() })
    }

    /// What is stored: the SHA-256 of the secret, in hexadecimal.
    pub fn hash(&self) -> String {
        format!("{:x}", Sha256::digest(self.secret.as_bytes()))
    }

    /// Whether the stored hash is that of this secret; takes the same time wherever they differ.
    pub fn matches(&self, stored: &str) -> bool {
        self.hash().as_bytes().ct_eq(stored.as_bytes()).into()
    }

    /// The whole text, to be shown once.
    pub fn reveal(&self) -> String {
        let mode = if self.is_live { "live" } else { "test" };
        format!("ft_{mode}_{}_{}_{}", suffix(&self.vendor), suffix(&self.key), self.secret)
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
        assert!(!format!("{read:?}").contains(&key.secret));
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

//! A secret that its holder shows and that is stored nowhere, and the ids that stand in clear before it.

use std::str::FromStr;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use followthrough_common::id::{TypedId, VendorId};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A secret as its holder has it.
#[derive(Clone)]
pub(super) struct Secret(String);

impl Secret {
    /// Around 32 random bytes.
    pub(super) fn new(random: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    fn parse(text: &str) -> Option<Self> {
        let is_secret = (32..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_secret.then(|| Self(text.to_owned()))
    }

    /// What is stored: its SHA-256, in hexadecimal.
    pub(super) fn hash(&self) -> String {
        format!("{:x}", Sha256::digest(self.0.as_bytes()))
    }

    /// Whether the stored hash is that of this secret; takes the same time wherever they differ.
    pub(super) fn matches(&self, stored: &str) -> bool {
        self.hash().as_bytes().ct_eq(stored.as_bytes()).into()
    }
}

/// `<vendor>_<id>_<secret>`, the ids without their prefixes.
pub(super) fn join(vendor: VendorId, id: &impl ToString, secret: &Secret) -> String {
    format!("{}_{}_{}", suffix(&vendor), suffix(id), secret.0)
}

/// The parts of what [`join`] made.
pub(super) fn split<Id: TypedId + FromStr>(text: &str) -> Option<(VendorId, Id, Secret)> {
    let (vendor, rest) = text.split_once('_')?;
    let (id, secret) = rest.split_once('_')?;
    Some((prefixed(vendor)?, prefixed(id)?, Secret::parse(secret)?))
}

fn suffix(id: &impl ToString) -> String {
    let text = id.to_string();
    text.rsplit_once('_').map_or(text.clone(), |(_, suffix)| suffix.to_owned())
}

fn prefixed<Id: TypedId + FromStr>(suffix: &str) -> Option<Id> {
    format!("{}_{suffix}", Id::PREFIX).parse().ok()
}

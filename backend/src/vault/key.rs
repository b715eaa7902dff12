//! One key of an installation: the text that it is written as, and what is done with it. Knows no files, no
//! settings and no database.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// What the text of a key begins with, so that people and secret scanners recognize it.
const PREFIX: &str = "ftk_";
/// Half of a key.
const HALF: usize = 32;
/// So many hexadecimal digits name a key.
const ID: usize = 12;
/// The random part of what is sealed. At 24 bytes it never comes twice, however much is sealed.
pub const NONCE: usize = 24;

/// The name of a key, which follows from it and tells nothing about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        let is_id = text.len() == ID && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_id.then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A key: 64 random bytes. The first half seals and is changed by a rotation. The second half makes the hashes
/// that are stored instead of a text; nobody has the texts any more, so their hashes could not be made anew,
/// and a successor therefore inherits it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    id: KeyId,
    sealing: [u8; HALF],
    hashing: [u8; HALF],
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Key({}, …)", self.id)
    }
}

impl Key {
    /// The first key of an installation.
    pub fn new(sealing: [u8; HALF], hashing: [u8; HALF]) -> Self {
        let digest = hex(mac(&sealing, &["followthrough key id"]));
        let id = KeyId(digest.chars().take(ID).collect());
        Self { id, sealing, hashing }
    }

    /// The key that follows this one.
    pub fn successor(&self, sealing: [u8; HALF]) -> Self {
        Self::new(sealing, self.hashing)
    }

    /// Reads a text.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let (sealing, hashing) = bytes.split_first_chunk::<HALF>()?;
        Some(Self::new(*sealing, hashing.try_into().ok()?))
    }

    /// The text, for the one place where it is kept.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode([self.sealing, self.hashing].concat()))
    }

    /// Its name.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// Whether both belong to one installation.
    pub fn is_related(&self, other: &Self) -> bool {
        self.hashing == other.hashing
    }

    /// Seals a text for one place. Nothing else may ever be sealed with the same `nonce`.
    pub(super) fn seal(&self, place: &str, text: &str, nonce: [u8; NONCE]) -> Option<String> {
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Key::seal`] made for that place.
    pub(super) fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        String::from_utf8(self.cipher().decrypt(&XNonce::from(*nonce), payload).ok()?).ok()
    }

    /// A hash that only who has the key can make. Hashes for different purposes have nothing to do with each
    /// other.
    pub(super) fn hash(&self, purpose: &str, text: &str) -> String {
        let key = mac(&self.hashing, &["followthrough hash ", purpose]);
        hex(mac(&key, &[text]))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&mac(&self.sealing, &["followthrough seal"]).into())
    }
}

/// HMAC with SHA-256.
fn mac(key: &[u8; HALF], parts: &[&str]) -> [u8; HALF] {
    // The block of SHA-256 is longer than the key; what is missing is zeros, as the standard says.
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new(&block);
    for part in parts {
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

fn hex(bytes: [u8; HALF]) -> String {
    format!("{:x}", hmac::digest::Output::<Sha256>::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::new([byte; HALF], [200; HALF])
    }

    #[test]
    fn a_key_is_read_back_from_its_text() {
        let key = key(1);
        assert_eq!(Key::parse(&key.reveal()), Some(key.clone()));
        assert_eq!(KeyId::parse(key.id().as_str()), Some(key.id().clone()));
        for text in ["", "ftk_", &key.reveal()[4..], &key.reveal()[..80], &format!("{}AA", key.reveal())] {
            assert!(Key::parse(text).is_none(), "{text}");
        }
        assert!(!format!("{key:?}").contains(&key.reveal()[4..20]));
    }

    #[test]
    fn only_the_same_key_opens_it_and_only_for_its_place() {
        let sealed = key(1).seal("a", "hush", [9; NONCE]).unwrap();
        assert_eq!(key(1).open("a", &sealed).as_deref(), Some("hush"));
        assert_eq!(key(1).open("b", &sealed), None);
        assert_eq!(key(2).open("a", &sealed), None);
        assert_eq!(key(1).open("a", &sealed[..sealed.len() - 2]), None);
        assert_eq!(key(1).open("a", ""), None);
    }

    #[test]
    fn a_successor_seals_otherwise_and_hashes_alike() {
        let (old, new) = (key(1), key(1).successor([2; HALF]));
        assert_ne!(old.id(), new.id());
        assert!(old.is_related(&new) && !old.is_related(&Key::new([1; HALF], [1; HALF])));
        assert_eq!(old.hash("rate", "anna"), new.hash("rate", "anna"));
        assert_ne!(old.hash("rate", "anna"), old.hash("mail", "anna"));
        assert_ne!(old.hash("rate", "anna"), Key::new([1; HALF], [1; HALF]).hash("rate", "anna"));
    }

    /// RFC 4231, test case 2, with a key as short as theirs.
    #[test]
    fn our_hmac_is_everybodys() {
        let mut key = [0; HALF];
        key[..4].copy_from_slice(b"Jefe");
        let digest = hex(mac(&key, &["what do ya want ", "for nothing?"]));
        assert_eq!(digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}

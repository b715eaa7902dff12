//! Hashes in the forms that file names, fingerprints and subresource integrity want.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// The first `length` hexadecimal digits of the SHA-256 over all parts.
pub fn hex<'a>(parts: impl IntoIterator<Item = &'a [u8]>, length: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    format!("{:x}", hash.finalize()).chars().take(length).collect()
}

/// `sha384-…` as the `integrity` attribute and `fetch` take it.
pub fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::{hex, integrity};

    #[test]
    fn known_values() {
        assert_eq!(hex([&b"ab"[..], b"c"], 16), "ba7816bf8f01cfea");
        assert_eq!(
            integrity(b"abc"),
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
    }
}

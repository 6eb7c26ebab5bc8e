//! SHA-256 in the two spellings of the contract: `sha-256:<hex>` and RFC 9530 `sha-256=:<base64>:`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// `sha-256:<hex>`, the name of a blob and of an item's data.
pub fn digest_name(bytes: &[u8]) -> String {
    format!("sha-256:{}", hex::encode(Sha256::digest(bytes)))
}

/// The value of the `Content-Digest` header.
pub fn content_digest(bytes: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_name_the_published_digest_of_abc() {
        // FIPS 180-4 example
        assert_eq!(
            digest_name(b"abc"),
            "sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            content_digest(b"abc"),
            "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:"
        );
    }
}

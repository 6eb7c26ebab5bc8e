//! The two secrets of a point, each 32 bytes in a file only its owner can read, and the card key.

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::error::StoreError;

/// 32 random bytes.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Reads the file, or makes it at the first start (mode 0600, written through to the disk).
    pub fn load_or_create(path: &Path) -> Result<Self, StoreError> {
        let trouble = |why: String| StoreError::Key { path: path.to_path_buf(), why };
        match std::fs::File::open(path) {
            Ok(mut file) => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(|error| trouble(error.to_string()))?;
                let length = bytes.len();
                bytes
                    .try_into()
                    .map(Self)
                    .map_err(|_| trouble(format!("it has {length} bytes, not 32")))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Self::create(path).map_err(|error| trouble(error.to_string()))
            }
            Err(error) => Err(trouble(error.to_string())),
        }
    }

    /// Written beside and renamed, so that a power cut never leaves half a key.
    fn create(path: &Path) -> std::io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        let beside = path.with_extension("new");
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        if let Some(folder) = path.parent() {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(Self(bytes))
    }

    /// Tells one secret from another without telling it.
    pub(super) fn fingerprint(&self) -> String {
        CardKey::of(self, "fingerprint").0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Finds a person's cases again without keeping the number: HMAC-SHA-256(point secret, number).
#[derive(Clone, PartialEq, Eq)]
pub struct CardKey(pub(super) Vec<u8>);

impl CardKey {
    pub fn of(secret: &Secret, id_number: &str) -> Self {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&secret.0).expect("HMAC takes a key of any length");
        mac.update(id_number.as_bytes());
        Self(mac.finalize().into_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_secret_is_made_once_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("point.secret");
        let first = Secret::load_or_create(&path).unwrap();
        let again = Secret::load_or_create(&path).unwrap();
        assert_eq!(first.hex(), again.hex());
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, b"short").unwrap();
        assert!(matches!(Secret::load_or_create(&path), Err(StoreError::Key { .. })));
    }

    #[test]
    fn a_card_key_is_the_same_for_the_same_number_and_secret_only() {
        let folder = tempfile::tempdir().unwrap();
        let one = Secret::load_or_create(&folder.path().join("one")).unwrap();
        let two = Secret::load_or_create(&folder.path().join("two")).unwrap();
        let number = "430124194303120005";
        assert!(CardKey::of(&one, number) == CardKey::of(&one, number));
        assert!(CardKey::of(&one, number) != CardKey::of(&two, number));
    }
}

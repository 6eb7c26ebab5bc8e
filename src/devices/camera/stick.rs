//! The person's own files, on a stick that the system has mounted: what can be chosen, and reading it.

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::develop::recognise;
use super::{FileEntry, Refusal};

/// A file of more bytes is no photo.
const LARGEST_FILE: u64 = 40_000_000;
/// Of a stick with half a library on it, only so much is looked at.
const MOST_LOOKED_AT: usize = 2_000;
const MOST_LISTED: usize = 60;
/// Below the folder in which sticks are mounted: the stick, a folder, and one in it.
const DEPTH: usize = 3;

/// A file and where it lies; paths stay here.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) entry: FileEntry,
    changed: SystemTime,
}

/// Pictures and documents by their content, the newest first. An empty list where there is no stick.
pub(super) fn list(folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let mut left = MOST_LOOKED_AT;
    look_into(folder, DEPTH, &mut left, &mut found);
    found.sort_by(|one, other| other.changed.cmp(&one.changed).then(one.path.cmp(&other.path)));
    found.truncate(MOST_LISTED);
    found
}

fn look_into(folder: &Path, depth: usize, left: &mut usize, found: &mut Vec<Found>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let name = entry.file_name().to_string_lossy().into_owned();
        // a link may lead away from the stick; hidden files are no photos
        let Ok(kind) = entry.file_type() else { continue };
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            look_into(&entry.path(), depth - 1, left, found);
        } else if kind.is_file()
            && let Some(one) = look_at(&entry.path(), name)
        {
            found.push(one);
        }
    }
}

fn look_at(path: &Path, name: String) -> Option<Found> {
    let about = fs::symlink_metadata(path).ok()?;
    let mut head = [0; 1024];
    let read = fs::File::open(path).ok()?.read(&mut head).ok()?;
    let media_type = recognise(head.get(..read)?)?;
    Some(Found {
        path: path.into(),
        entry: FileEntry { name, size: about.len(), is_picture: media_type.is_picture() },
        changed: about.modified().unwrap_or(SystemTime::UNIX_EPOCH),
    })
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let file = fs::File::open(path).map_err(|_| Refusal::StickGone)?;
    let mut bytes = Vec::new();
    let read = file.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
    match read {
        Ok(_) if bytes.len() as u64 > LARGEST_FILE => Err(Refusal::TooLarge),
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(Refusal::Broken),
        Err(_) => Err(Refusal::StickGone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stick_shows_pictures_and_documents_by_what_is_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let stick = folder.path().join("KINGSTON");
        fs::create_dir_all(stick.join("照片/更多/太深")).unwrap();
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0];
        for (name, bytes) in [
            ("照片/病历.txt", &jpeg[..]),
            ("扫描.jpg", b"%PDF-1.7"),
            ("信.jpg", b"a letter"),
            (".hidden.jpg", &jpeg[..]),
            ("照片/更多/太深/深.jpg", &jpeg[..]),
        ] {
            fs::write(stick.join(name), bytes).unwrap();
        }
        std::os::unix::fs::symlink("/etc/hostname", stick.join("link.jpg")).unwrap();
        let mut listed: Vec<(String, bool)> = list(folder.path())
            .into_iter()
            .map(|found| (found.entry.name, found.entry.is_picture))
            .collect();
        listed.sort();
        assert_eq!(listed, [("扫描.jpg".into(), false), ("病历.txt".into(), true)]);
        assert!(list(&folder.path().join("nothing")).is_empty());
    }

    #[test]
    fn a_file_of_more_than_40_mb_is_refused_and_one_that_has_gone_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        let file = fs::File::create(&path).unwrap();
        file.set_len(LARGEST_FILE + 1).unwrap();
        assert_eq!(read(&path).err(), Some(Refusal::TooLarge));
        file.set_len(LARGEST_FILE).unwrap();
        assert!(read(&path).is_ok());
        fs::remove_file(&path).unwrap();
        assert_eq!(read(&path).err(), Some(Refusal::StickGone));
    }
}

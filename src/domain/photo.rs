//! A picture or a scan that belongs to an application: encoded bytes, small enough to travel, overwritten when nobody holds
//! them any more.

use std::sync::Arc;

use zeroize::Zeroize as _;

/// No photo and no attachment is larger, however many sheets are in it (bytes; the issue says 2 MB).
pub const LARGEST_PHOTO: usize = 2_000_000;

/// More sheets of one paper are for the staff.
pub const MOST_PAGES: usize = 8;

/// What the bytes are, by their content and never by a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    Jpeg,
    Png,
    Pdf,
}

impl MediaType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    pub fn is_picture(self) -> bool {
        match self {
            Self::Jpeg | Self::Png => true,
            Self::Pdf => false,
        }
    }
}

/// Cheap to copy: a form and its screens share the bytes. There is no `Debug`: what is photographed is in no log.
#[derive(Clone, PartialEq)]
pub struct Photo {
    bytes: Arc<Overwritten>,
    media_type: MediaType,
    pages: usize,
}

#[derive(PartialEq)]
struct Overwritten(Vec<u8>);

impl Drop for Overwritten {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Photo {
    /// `pages` is what a person counts: sheets in front of the camera; 0 where nobody counted, as in a file of theirs.
    pub fn new(bytes: Vec<u8>, media_type: MediaType, pages: usize) -> Self {
        Self { bytes: Arc::new(Overwritten(bytes)), media_type, pages }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes.0
    }

    pub fn media_type(&self) -> MediaType {
        self.media_type
    }

    pub fn pages(&self) -> usize {
        self.pages
    }
}

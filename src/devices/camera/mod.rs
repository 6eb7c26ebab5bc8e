//! A camera at the kiosk, and the person's own files in its place: frames and files in, small photos out.
//!
//! One thread, `camera`, does all of it, also the work on the pictures; it sleeps while no screen wants a photo.

mod develop;
mod sheets;
mod stick;
mod v4l2;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::{Zeroize as _, Zeroizing};

pub use self::worker::{CameraThread, start};
use crate::domain::photo::Photo;

/// Something that sees: a device of Video4Linux, or the one of a story.
pub trait Camera {
    /// The next frame. After an error it is let go of and opened again.
    fn next_frame(&mut self) -> Result<Frame, CameraError>;
}

/// What a camera gives, whole.
#[derive(PartialEq)]
pub enum Frame {
    Jpeg(Zeroizing<Vec<u8>>),
    /// Three bytes a pixel: red, green, blue.
    Pixels {
        width: u32,
        height: u32,
        pixels: Zeroizing<Vec<u8>>,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum CameraError {
    #[error("no camera is set up")]
    NotSetUp,
    #[error("the camera has no format that is understood here (MJPG, YUYV)")]
    NoFormat,
    #[error("{0}")]
    Device(#[from] std::io::Error),
}

/// Opens the camera, on its own thread; asked again while it cannot.
pub type Opener = Box<dyn Fn() -> Result<Box<dyn Camera>, CameraError> + Send>;

/// Where pictures come from.
pub struct CameraSettings {
    pub open: Opener,
    /// Where sticks are mounted.
    pub files: Option<PathBuf>,
}

/// A device of Video4Linux, or none.
pub fn opener(device: Option<&Path>) -> Opener {
    let device = device.map(Path::to_owned);
    Box::new(move || device.as_deref().map_or(Err(CameraError::NotSetUp), v4l2::open))
}

/// What the screen that takes photos wants.
pub enum Order {
    /// Reports carry this number until the next opening: a late one never reaches the next person.
    Open { opening: u64 },
    /// The camera is let go of and everything of the person is forgotten.
    Close,
    /// What is before the camera now.
    Capture,
    /// `untouched` by so many quarter turns to the right.
    Turn { untouched: Photo, quarters: u8 },
    /// Several sheets become one document.
    Bind { sheets: Vec<Photo> },
    /// What can be chosen in the folder of the person's files.
    List,
    /// One of the files that were listed last.
    TakeFile { place: usize },
}

/// What comes back; `opening` says from which.
pub struct Report {
    pub opening: u64,
    pub news: News,
}

pub enum News {
    /// What the camera sees, for the screen.
    Frame(Picture),
    /// There is no camera, or it has vanished.
    Gone,
    Taken(Box<Taken>),
    /// Several sheets in one.
    Bound(Photo),
    /// The newest first.
    Files(Vec<FileEntry>),
    /// The order that was given last came to nothing.
    Refused(Refusal),
}

/// One sheet, one face, or one file, ready to be looked at.
pub struct Taken {
    pub photo: Photo,
    /// Before it was turned.
    pub untouched: Photo,
    pub quarters: u8,
    /// `None`: a document, which is not drawn here.
    pub picture: Option<Picture>,
    pub doubt: Option<Doubt>,
}

/// Measured, so it may be wrong: the person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    Blurred,
    Dark,
}

/// Why a file is not taken, or a photo not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Neither a picture nor a document, whatever its name says.
    Unknown,
    /// A document where only a picture will do.
    OnlyPictures,
    /// Cut off in the middle, or of a size that no photo has.
    Broken,
    /// A file of more than 40 MB, or a document that is too large to travel and cannot be made smaller.
    TooLarge,
    /// The stick has been pulled out.
    StickGone,
    /// So many sheets cannot be made small enough to be read.
    TooManySheets,
}

/// A file that a person may choose; the name is theirs and is shown, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct FileEntry {
    pub name: String,
    /// Bytes.
    pub size: u64,
    pub is_picture: bool,
}

/// Pixels for the screen: three bytes each, red, green, blue. Overwritten when nobody holds them any more.
#[derive(Clone)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pixels: Arc<Pixels>,
}

struct Pixels(Vec<u8>);

impl Drop for Pixels {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Picture {
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Self {
        Self { width, height, pixels: Arc::new(Pixels(pixels)) }
    }

    pub fn pixels(&self) -> &[u8] {
        &self.pixels.0
    }
}

/// The same picture, not an equal one: a frame is compared ten times a second.
impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.pixels, &other.pixels)
    }
}

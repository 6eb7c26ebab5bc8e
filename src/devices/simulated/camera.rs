//! A camera that is a file: what lies in it is what it sees, and without the file the camera is unplugged. And things to look at.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use image::{GrayImage, ImageFormat, Luma, imageops};
use zeroize::Zeroizing;

use crate::devices::camera::{Camera, CameraError, Frame, Opener};
use crate::devices::dots;
use crate::domain::slip::SlipSize;

/// As fast as a slow camera.
const BETWEEN_FRAMES: Duration = Duration::from_millis(50);

struct PictureFile {
    path: PathBuf,
}

impl Camera for PictureFile {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        thread::sleep(BETWEEN_FRAMES);
        Ok(Frame::Jpeg(Zeroizing::new(std::fs::read(&self.path)?)))
    }
}

/// The camera of a story.
pub fn opener(path: &Path) -> Opener {
    let path = path.to_owned();
    Box::new(move || {
        std::fs::metadata(&path)?;
        Ok(Box::new(PictureFile { path: path.clone() }))
    })
}

/// What lies or sits before the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// A sheet of paper with writing on it.
    Sheet,
    Blurred,
    Dark,
    Face,
}

impl Scene {
    pub const ALL: [(&'static str, Self); 4] = [
        ("sheet", Self::Sheet),
        ("blurred", Self::Blurred),
        ("dark", Self::Dark),
        ("face", Self::Face),
    ];
}

const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1200;

/// What the sheet says: an invented diagnosis.
const WRITING: [&str; 9] = [
    "A DISCHARGE NOTE, INVENTED FOR TESTS",
    "Name: Somebody   Age: 83   Ward: 2",
    "Admitted 2026-10-03, discharged 2026-10-11.",
    "Diagnosis: high blood pressure, sugar.",
    "Tests: all of them, none of them real.",
    "Take the small white tablets each morning.",
    "Come again in two weeks, fasting.",
    "Total 1,234.56   Insurance 900.00",
    "Signed: nobody. Stamp: none.",
];

/// As a camera sees it: a JPEG of 1600×1200.
pub fn paint(scene: Scene) -> Vec<u8> {
    static PAINTED: [OnceLock<Vec<u8>>; 4] = [const { OnceLock::new() }; 4];
    let place = Scene::ALL.iter().position(|(_, one)| *one == scene).unwrap_or_default();
    let paint = || {
        let picture = match scene {
            Scene::Sheet => sheet(),
            Scene::Blurred => imageops::fast_blur(&sheet(), 9.0),
            Scene::Dark => {
                let mut dark = sheet();
                dark.pixels_mut().for_each(|pixel| pixel.0[0] /= 9);
                dark
            }
            Scene::Face => face(),
        };
        let mut bytes = Vec::new();
        picture
            .write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Jpeg)
            .expect("a picture is written to memory");
        bytes
    };
    PAINTED.get(place).map(|painted| painted.get_or_init(paint).clone()).unwrap_or_default()
}

/// White paper on a grey table.
fn sheet() -> GrayImage {
    let mut picture = GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let on_paper = (140..1460).contains(&x) && (60..1140).contains(&y);
        Luma([if on_paper { 236 } else { 120 }])
    });
    for (row, words) in (0_u32..).zip(WRITING) {
        write(&mut picture, words, 220, 130 + row * 110);
    }
    picture
}

fn write(picture: &mut GrayImage, words: &str, left: u32, top: u32) {
    let Ok(line) = dots::line(words, SlipSize::Large, false) else { return };
    for (y, row) in (top..).zip(line.rows()) {
        for (x, bit) in
            (left..).zip(row.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)))
        {
            if bit == 1
                && let Some(pixel) = picture.get_pixel_mut_checked(x, y)
            {
                pixel.0 = [40];
            }
        }
    }
}

/// Somebody as children draw them, before a white wall.
fn face() -> GrayImage {
    let inside = |x: u32, y: u32, (left, top): (f32, f32), (width, height): (f32, f32)| {
        ((x as f32 - left) / width).powi(2) + ((y as f32 - top) / height).powi(2) <= 1.0
    };
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let eye = inside(x, y, (700.0, 520.0), (36.0, 24.0))
            || inside(x, y, (900.0, 520.0), (36.0, 24.0));
        let mouth = inside(x, y, (800.0, 720.0), (110.0, 26.0));
        let hair =
            inside(x, y, (800.0, 400.0), (300.0, 230.0)) && y < 430 && (x / 3 + y / 5) % 2 == 0;
        let head = inside(x, y, (800.0, 560.0), (270.0, 340.0));
        let body = inside(x, y, (800.0, 1240.0), (560.0, 340.0));
        Luma([if eye || mouth || hair {
            45
        } else if head {
            198
        } else if body {
            110
        } else {
            242
        }])
    })
}

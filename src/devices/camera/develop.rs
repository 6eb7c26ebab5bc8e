//! From the bytes of a camera or a file to a small photo: decoded within limits, turned upright, made smaller, written anew
//! without anything that a telephone notes about place and time, and measured for blur and darkness.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage};
use zeroize::Zeroize as _;

use super::{Doubt, Picture, Refusal, Taken};
use crate::domain::photo::{LARGEST_PHOTO, MediaType, Photo};

/// The longest side of what is handed in, in pixels: on a sheet of A4 a millimetre has eight of them.
const LONGEST_SIDE: u32 = 2480;
/// Fewer pixels of a sheet cannot be read.
const SHORTEST_SIDE: u32 = 800;
/// Of what a telephone takes today, with room; more is no photo but a trap for the memory.
const MOST_PIXELS: u64 = 64_000_000;
/// What the screen shows of it.
const PREVIEW: (u32, u32) = (1024, 720);
const QUALITIES: [u8; 4] = [86, 76, 66, 56];

/// Pixels of somebody's paper or face: overwritten when they are no longer needed.
pub(super) struct Sheet(RgbImage);

impl Drop for Sheet {
    fn drop(&mut self) {
        self.0.as_mut().zeroize();
    }
}

/// By the first bytes; what a file is called says nothing.
pub(super) fn recognise(bytes: &[u8]) -> Option<MediaType> {
    const PDF_HEADER_WITHIN: usize = 1024; // ISO 32000-1, annex H.3.4.1
    let head = bytes.get(..PDF_HEADER_WITHIN).unwrap_or(bytes);
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(MediaType::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(MediaType::Png)
    } else if head.windows(5).any(|five| five == b"%PDF-") {
        Some(MediaType::Pdf)
    } else {
        None
    }
}

/// A file of the person's own.
pub(super) fn develop_file(bytes: Vec<u8>) -> Result<Taken, Refusal> {
    match recognise(&bytes) {
        None => Err(Refusal::Unknown),
        Some(MediaType::Pdf) => document(bytes),
        Some(MediaType::Jpeg) if !has_an_end(&bytes) => Err(Refusal::Broken),
        Some(MediaType::Jpeg | MediaType::Png) => develop(Sheet::decode(&bytes)?),
    }
}

pub(super) fn develop(sheet: Sheet) -> Result<Taken, Refusal> {
    let sheet = sheet.fitted(LONGEST_SIDE);
    let photo = sheet.encode(LARGEST_PHOTO)?;
    Ok(Taken {
        untouched: photo.clone(),
        photo,
        quarters: 0,
        picture: Some(sheet.preview()),
        doubt: sheet.doubt(),
    })
}

/// Always from the first picture: four turns are as good as none.
pub(super) fn turn(untouched: Photo, quarters: u8) -> Result<Taken, Refusal> {
    let sheet = Sheet::decode(untouched.bytes())?.turned(quarters);
    let photo =
        if quarters.is_multiple_of(4) { untouched.clone() } else { sheet.encode(LARGEST_PHOTO)? };
    Ok(Taken {
        photo,
        untouched,
        quarters,
        picture: Some(sheet.preview()),
        doubt: None, // it has been looked at
    })
}

/// A document cannot be made smaller here, and is handed in as it is.
fn document(bytes: Vec<u8>) -> Result<Taken, Refusal> {
    const END_WITHIN: usize = 2048;
    if bytes.len() > LARGEST_PHOTO {
        return Err(Refusal::TooLarge);
    }
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or_default();
    if !tail.windows(5).any(|five| five == b"%%EOF") {
        return Err(Refusal::Broken);
    }
    let photo = Photo::new(bytes, MediaType::Pdf, 0);
    Ok(Taken { untouched: photo.clone(), photo, quarters: 0, picture: None, doubt: None })
}

/// Whether a JPEG file goes on to its end: behind its header, which may hold a small picture with an end of its own.
fn has_an_end(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xFF, marker, high, low, ..] = rest {
        const START_OF_SCAN: u8 = 0xDA;
        if *marker == START_OF_SCAN {
            return rest.windows(2).any(|two| two == [0xFF, 0xD9]);
        }
        let length = usize::from(u16::from_be_bytes([*high, *low])) + 2;
        rest = rest.get(length..).unwrap_or_default();
    }
    false
}

impl Sheet {
    pub(super) fn from_pixels(width: u32, height: u32, pixels: Vec<u8>) -> Option<Self> {
        RgbImage::from_raw(width, height, pixels).map(Self)
    }

    /// Upright, as the camera says that it was held.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let format = match recognise(bytes) {
            Some(MediaType::Jpeg) => ImageFormat::Jpeg,
            Some(MediaType::Png) => ImageFormat::Png,
            Some(MediaType::Pdf) | None => return Err(Refusal::Unknown),
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_alloc = Some(MOST_PIXELS * 8); // sixteen bits a channel, with alpha
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(|_| Refusal::Broken)?;
        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Refusal::Broken);
        }
        let orientation = decoder.orientation().map_err(|_| Refusal::Broken)?;
        let image = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::Broken)?;
        let mut upright =
            DynamicImage::ImageRgb8(Self(on_white(image)).fitted(LONGEST_SIDE).take());
        upright.apply_orientation(orientation);
        Ok(Self(upright.into_rgb8()))
    }

    fn take(mut self) -> RgbImage {
        std::mem::take(&mut self.0)
    }

    fn fitted(self, longest: u32) -> Self {
        let (width, height) = self.0.dimensions();
        let side = width.max(height);
        if side <= longest {
            return self;
        }
        let scaled =
            |length: u32| (u64::from(length) * u64::from(longest) / u64::from(side)).max(1) as u32;
        let (width, height) = (scaled(width), scaled(height));
        // far too many pixels: first the quick way, then the careful one
        if side > 2 * longest {
            let half = Self(imageops::thumbnail(&self.0, width * 2, height * 2));
            return Self(imageops::resize(&half.0, width, height, FilterType::Triangle));
        }
        Self(imageops::resize(&self.0, width, height, FilterType::Triangle))
    }

    pub(super) fn turned(&self, quarters: u8) -> Self {
        Self(match quarters % 4 {
            1 => imageops::rotate90(&self.0),
            2 => imageops::rotate180(&self.0),
            3 => imageops::rotate270(&self.0),
            _ => self.0.clone(),
        })
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.0.dimensions()
    }

    pub(super) fn preview(&self) -> Picture {
        let (width, height) = self.0.dimensions();
        let scale = (f64::from(PREVIEW.0) / f64::from(width))
            .min(f64::from(PREVIEW.1) / f64::from(height))
            .min(1.0);
        let scaled = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
        let small = imageops::thumbnail(&self.0, scaled(width), scaled(height));
        Picture::new(small.width(), small.height(), small.into_raw())
    }

    /// As good as fits into so many bytes.
    pub(super) fn encode(&self, at_most: usize) -> Result<Photo, Refusal> {
        let (width, height) = self.0.dimensions();
        let mut smaller: Option<Self> = None;
        loop {
            let sheet = smaller.as_ref().unwrap_or(self);
            for quality in QUALITIES {
                let bytes = sheet.jpeg(quality)?;
                if bytes.len() <= at_most {
                    return Ok(Photo::new(bytes, MediaType::Jpeg, 1));
                }
            }
            let side = sheet.0.width().max(sheet.0.height()) * 4 / 5;
            if side < SHORTEST_SIDE.min(width.max(height)) {
                return Err(Refusal::TooManySheets);
            }
            smaller = Some(Self(self.0.clone()).fitted(side));
        }
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode_image(&self.0)
            .map_err(|_| Refusal::Broken)?;
        Ok(bytes)
    }

    /// What a person could not read.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        const DARK: f64 = 60.0; // of 255, on average
        const SOFT: f64 = 90.0; // variance of the edges where they are sharpest
        const MEASURED_SIDE: u32 = 1240;
        let (width, height) = self.0.dimensions();
        let scale = (f64::from(MEASURED_SIDE) / f64::from(width.max(height))).min(1.0);
        let scaled = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
        let small = Self(imageops::thumbnail(&self.0, scaled(width), scaled(height)));
        let grey = imageops::grayscale(&small.0);
        let (width, height) = (grey.width() as usize, grey.height() as usize);
        let light: Vec<f64> = grey.as_raw().iter().map(|value| f64::from(*value)).collect();
        let mean = light.iter().sum::<f64>() / light.len().max(1) as f64;
        if mean < DARK {
            return Some(Doubt::Dark);
        }
        (sharpest_tile(&light, width, height) < SOFT).then_some(Doubt::Blurred)
    }
}

/// The variance of the Laplacian in the sharpest tenth of all tiles: a sheet is mostly empty paper.
fn sharpest_tile(light: &[f64], width: usize, height: usize) -> f64 {
    const TILE: usize = 48;
    let at = |x: usize, y: usize| light.get(y * width + x).copied().unwrap_or_default();
    let edge = |x: usize, y: usize| {
        at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4.0 * at(x, y)
    };
    let mut variances: Vec<f64> = Vec::new();
    for top in (1..height.saturating_sub(TILE)).step_by(TILE) {
        for left in (1..width.saturating_sub(TILE)).step_by(TILE) {
            let (mut sum, mut squares) = (0.0, 0.0);
            for y in top..top + TILE {
                for x in left..left + TILE {
                    let value = edge(x, y);
                    sum += value;
                    squares += value * value;
                }
            }
            let count = (TILE * TILE) as f64;
            variances.push(squares / count - (sum / count).powi(2));
        }
    }
    variances.sort_by(f64::total_cmp);
    variances.get(variances.len() * 9 / 10).copied().unwrap_or(f64::MAX) // too small to be measured
}

/// What is transparent lies on white paper.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let mut rgba = image.into_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (from, to) in rgba.pixels().zip(rgb.pixels_mut()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let blend = |channel: u16| ((channel * alpha + 255 * (255 - alpha)) / 255) as u8;
        to.0 = [blend(red), blend(green), blend(blue)];
    }
    rgba.as_mut().zeroize();
    rgb
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::simulated::camera::{Scene, paint};

    /// A JPEG with an EXIF header: how the telephone was held, and where.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02".to_vec();
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]); // orientation
        tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x26]); // where the place stands
        tiff.extend([0, 0, 0, 0]);
        tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0"); // GPS: N
        tiff.extend(b"Ningxiang 28.26N 112.55E");
        let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xFF, 0xE1]);
        bytes.extend(length);
        bytes.extend(tiff);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    fn noise(width: u32, height: u32) -> RgbImage {
        let mut seed = 7_u32;
        RgbImage::from_fn(width, height, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = seed.to_be_bytes();
            image::Rgb([a, b, c])
        })
    }

    fn jpeg_of(image: &RgbImage, quality: u8) -> Vec<u8> {
        Sheet(image.clone()).jpeg(quality).unwrap()
    }

    fn size_of(photo: &Photo) -> (u32, u32) {
        Sheet::decode(photo.bytes()).unwrap().size()
    }

    /// Four times as much as a telephone's usual picture, and noise, which no encoder makes small.
    #[test]
    fn a_photo_of_20_mb_becomes_one_of_2_mb_that_can_still_be_read() {
        let large = jpeg_of(&noise(4600, 3450), 90);
        assert!(large.len() > 20_000_000, "{} bytes", large.len());
        let taken = develop_file(large).ok().unwrap();
        assert!(taken.photo.bytes().len() <= LARGEST_PHOTO);
        let (width, height) = size_of(&taken.photo);
        assert!((1000..=LONGEST_SIDE).contains(&width), "{width}x{height}");
        assert_eq!(width * 3450 / 4600, height);
    }

    #[test]
    fn what_a_telephone_notes_is_gone_and_the_picture_stands_upright() {
        for (orientation, size) in
            [(1, (400, 300)), (3, (400, 300)), (6, (300, 400)), (8, (300, 400))]
        {
            let file = with_exif(&jpeg_of(&noise(400, 300), 80), orientation);
            let taken = develop_file(file).ok().unwrap();
            assert_eq!(size_of(&taken.photo), size, "orientation {orientation}");
            let bytes = taken.photo.bytes();
            for trace in [&b"Exif"[..], b"Ningxiang", b"112.55E"] {
                assert!(!bytes.windows(trace.len()).any(|part| part == trace));
            }
        }
    }

    /// A quarter to the right: what was at the left is at the top.
    #[test]
    fn an_upright_picture_has_its_sky_above() {
        let half_dark =
            RgbImage::from_fn(400, 300, |x, _| image::Rgb([if x < 200 { 0 } else { 255 }; 3]));
        let file = with_exif(&jpeg_of(&half_dark, 90), 6);
        let upright = Sheet::decode(&file).ok().unwrap();
        assert!(upright.0.get_pixel(150, 20).0[0] < 40 && upright.0.get_pixel(150, 380).0[0] > 215);
        let once_more = upright.turned(1);
        assert!(once_more.0.get_pixel(380, 150).0[0] < 40, "dark at the right");
    }

    #[test]
    fn turning_four_times_gives_the_same_bytes() {
        let taken = develop_file(jpeg_of(&noise(400, 300), 80)).ok().unwrap();
        let quarter = turn(taken.untouched.clone(), 1).ok().unwrap();
        assert_eq!(size_of(&quarter.photo), (300, 400));
        let whole = turn(quarter.untouched, 4).ok().unwrap();
        assert!(whole.photo == taken.photo);
    }

    #[test]
    fn content_decides_and_not_the_name() {
        let picture = jpeg_of(&noise(64, 64), 80);
        let mut png = Vec::new();
        DynamicImage::ImageRgb8(noise(64, 64))
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .unwrap();
        let pdf = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n".to_vec();
        for (bytes, expected) in [
            (picture.clone(), Ok(MediaType::Jpeg)),
            (png, Ok(MediaType::Jpeg)), // pictures are written anew
            (pdf.clone(), Ok(MediaType::Pdf)),
            (b"PK\x03\x04 a letter named photo.jpg".to_vec(), Err(Refusal::Unknown)),
            (Vec::new(), Err(Refusal::Unknown)),
            (picture[..picture.len() / 2].to_vec(), Err(Refusal::Broken)),
            (with_exif(&picture, 1)[..picture.len() / 2].to_vec(), Err(Refusal::Broken)),
            (b"%PDF-1.4\n1 0 obj\n".to_vec(), Err(Refusal::Broken)),
            ([pdf, vec![b' '; LARGEST_PHOTO]].concat(), Err(Refusal::TooLarge)),
        ] {
            let taken = develop_file(bytes).map(|taken| taken.photo.media_type());
            assert_eq!(taken, expected);
        }
    }

    /// A hundred thousand pixels wide and high, in a few bytes.
    #[test]
    fn a_picture_that_would_fill_the_memory_is_not_decoded() {
        let mut bomb = Vec::new();
        let mut encoder = png::Encoder::new(&mut bomb, 100_000, 100_000);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        drop(encoder.write_header().unwrap());
        assert_eq!(develop_file(bomb).err(), Some(Refusal::Broken));
    }

    #[test]
    fn what_is_transparent_lies_on_white_paper() {
        let ink = image::RgbaImage::from_fn(64, 64, |x, _| {
            image::Rgba([0, 0, 0, if x < 32 { 255 } else { 0 }])
        });
        let mut png = Vec::new();
        DynamicImage::ImageRgba8(ink)
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .unwrap();
        let sheet = Sheet::decode(&png).ok().unwrap();
        assert_eq!((sheet.0.get_pixel(3, 3).0, sheet.0.get_pixel(60, 3).0), ([0; 3], [255; 3]));
    }

    #[test]
    fn a_blurred_sheet_and_a_dark_one_are_told_from_a_good_one() {
        for (scene, doubt) in [
            (Scene::Sheet, None),
            (Scene::Face, None),
            (Scene::Blurred, Some(Doubt::Blurred)),
            (Scene::Dark, Some(Doubt::Dark)),
        ] {
            let sheet = Sheet::decode(&paint(scene)).ok().unwrap();
            assert_eq!(sheet.doubt(), doubt, "{scene:?}");
        }
    }
}

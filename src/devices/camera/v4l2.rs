//! Cameras of Video4Linux: frames by the kernel's own calls.

use std::path::Path;
use std::time::Duration;

use v4l::buffer::Type;
use v4l::io::mmap::Stream;
use v4l::io::traits::CaptureStream as _;
use v4l::video::Capture as _;
use v4l::{Device, Format, FourCC};
use zeroize::Zeroizing;

use super::{Camera, CameraError, Frame};

/// A camera that shows nothing for so long has gone.
const LONGEST_WAIT: Duration = Duration::from_secs(3);
/// More pixels are not handed in anyway.
const WIDEST: u32 = 2600;
const BUFFERS: u32 = 4;
const COMPRESSED: &[u8; 4] = b"MJPG";
const PLAIN: &[u8; 4] = b"YUYV";

struct V4l2 {
    stream: Stream<'static>,
    format: Format,
}

pub(super) fn open(device: &Path) -> Result<Box<dyn Camera>, CameraError> {
    let device = Device::with_path(device)?;
    let format = choose(&device)?;
    let mut stream = Stream::with_buffers(&device, Type::VideoCapture, BUFFERS)?;
    stream.set_timeout(LONGEST_WAIT);
    Ok(Box::new(V4l2 { stream, format }))
}

/// Compressed frames of the largest size, else plain ones, which cross USB more slowly.
fn choose(device: &Device) -> Result<Format, CameraError> {
    let offered = device.enum_formats()?;
    for code in [COMPRESSED, PLAIN] {
        let fourcc = FourCC::new(code);
        if !offered.iter().any(|format| format.fourcc == fourcc) {
            continue;
        }
        let sizes = device.enum_framesizes(fourcc)?;
        let sizes = sizes.into_iter().flat_map(|size| size.size.to_discrete());
        let largest = sizes
            .filter(|size| size.width <= WIDEST)
            .max_by_key(|size| u64::from(size.width) * u64::from(size.height));
        let mut wanted = device.format()?;
        wanted.fourcc = fourcc;
        if let Some(size) = largest {
            (wanted.width, wanted.height) = (size.width, size.height);
        }
        let given = device.set_format(&wanted)?;
        if given.fourcc == fourcc {
            return Ok(given);
        }
    }
    Err(CameraError::NoFormat)
}

impl Camera for V4l2 {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        let (buffer, about) = self.stream.next()?;
        let used = buffer.get(..about.bytesused as usize).unwrap_or(buffer);
        if self.format.fourcc == FourCC::new(COMPRESSED) {
            return Ok(Frame::Jpeg(Zeroizing::new(used.to_vec())));
        }
        let (width, height) = (self.format.width, self.format.height);
        let pixels = Zeroizing::new(rgb_of_yuyv(used, self.format.stride, width, height));
        Ok(Frame::Pixels { width, height, pixels })
    }
}

/// Two pixels in four bytes share their colour (BT.601, as cameras on USB have it).
fn rgb_of_yuyv(bytes: &[u8], stride: u32, width: u32, height: u32) -> Vec<u8> {
    let (row_bytes, stride) = (width as usize * 2, (stride as usize).max(width as usize * 2));
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    for row in bytes.chunks(stride).take(height as usize) {
        for pair in row.get(..row_bytes).unwrap_or(row).chunks_exact(4) {
            let [first, blue, second, red] = pair else { continue };
            let (blue, red) = (i32::from(*blue) - 128, i32::from(*red) - 128);
            for light in [first, second] {
                let light = (i32::from(*light) - 16).max(0) * 298;
                let channel = |value: i32| ((light + value + 128) >> 8).clamp(0, 255) as u8;
                rgb.extend([
                    channel(409 * red),
                    channel(-100 * blue - 208 * red),
                    channel(516 * blue),
                ]);
            }
        }
    }
    rgb.resize(width as usize * height as usize * 3, 0); // a frame that was cut off
    rgb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_frames_have_their_colours() {
        for (yuyv, rgb) in [
            ([16, 128, 235, 128], [0, 0, 0, 255, 255, 255]),
            ([82, 90, 82, 240], [255, 1, 0, 255, 1, 0]), // red of BT.601
        ] {
            assert_eq!(rgb_of_yuyv(&yuyv, 4, 2, 1), rgb);
        }
        assert_eq!(rgb_of_yuyv(&[235, 128], 4, 2, 1), [0; 6], "cut off");
    }

    #[test]
    fn no_camera_is_an_error_and_no_panic() {
        assert!(open(Path::new("/dev/video-that-is-not-there")).is_err());
    }
}

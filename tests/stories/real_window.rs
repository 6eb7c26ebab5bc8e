//! The real window under a real X server: what is on the glass is the rest screen.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::shipped_config;

const WIDTH: usize = 1280;
const HEIGHT: usize = 800;

/// The green panel of the rest screen, and its paper-coloured ground.
const GREEN: [u8; 3] = [0x0B, 0x5D, 0x57];
const PAPER: [u8; 3] = [0xF7, 0xF4, 0xEE];

#[test]
fn the_real_window_shows_the_rest_screen() {
    let folder = tempfile::tempdir().unwrap();
    let server = XServer::start(folder.path());
    let kiosk = Command::new(env!("CARGO_BIN_EXE_kiosk"))
        .args(["run", "--windowed", "1280x800", "--timings"])
        .args(["--id-reader", "/dev/no-reader", "--printer", "/dev/no-printer"])
        .arg("--config")
        .arg(shipped_config())
        .arg("--state")
        .arg(folder.path().join("state"))
        .env("DISPLAY", &server.display)
        .env_remove("WAYLAND_DISPLAY")
        .spawn()
        .unwrap();
    let _kiosk = Ended(kiosk);

    let picture = server.picture_when(|picture| {
        picture.pixel(20, 400) == GREEN && picture.pixel(1260, 20) == PAPER
    });

    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-window.png");
    picture.write(&kept);
    // white words stand in the panel, dark ones beside it
    let words = |columns: std::ops::Range<usize>, is_ink: fn([u8; 3]) -> bool| {
        columns
            .flat_map(|x| (0..600).map(move |y| (x, y)))
            .filter(|(x, y)| is_ink(picture.pixel(*x, *y)))
            .count()
    };
    assert!(words(54..520, |pixel| pixel == [0xFF; 3]) > 5000, "see {}", kept.display());
    assert!(
        words(600..1240, |[r, g, b]| r < 60 && g < 70 && b < 70) > 5000,
        "see {}",
        kept.display()
    );
}

/// Xvfb with its screen as a file that can be read.
struct XServer {
    _process: Ended,
    display: String,
    screen: std::path::PathBuf,
}

impl XServer {
    fn start(folder: &Path) -> Self {
        let (reader, writer) = std::io::pipe().unwrap();
        let process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{WIDTH}x{HEIGHT}x24"))
            .arg("-fbdir")
            .arg(folder)
            .stdout(writer)
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by packaging/install-dependencies.sh");
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(reader), &mut line).unwrap();
        Self {
            _process: Ended(process),
            display: format!(":{}", line.trim()),
            screen: folder.join("Xvfb_screen0"),
        }
    }

    /// X tells nobody when a client has drawn, so the screen is looked at until it is so.
    fn picture_when(&self, is_there: impl Fn(&Picture) -> bool) -> Picture {
        let until = now() + Duration::from_secs(30);
        loop {
            let picture = Picture::read(&self.screen);
            if is_there(&picture) {
                return picture;
            }
            if now() > until {
                let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-window-failed.png");
                picture.write(&kept);
                panic!("the rest screen does not appear: see {}", kept.display());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// An XWD picture: header, colour map, then four bytes a pixel (X11 XWDFile.h).
struct Picture {
    rgb: Vec<u8>,
}

impl Picture {
    fn read(file: &Path) -> Self {
        let bytes = std::fs::read(file).unwrap();
        let number = |place: usize| {
            u32::from_be_bytes(bytes[place * 4..place * 4 + 4].try_into().unwrap()) as usize
        };
        let (header, bytes_per_line, colours) = (number(0), number(12), number(19));
        let start = header + colours * 12;
        let mut rgb = Vec::with_capacity(WIDTH * HEIGHT * 3);
        for y in 0..HEIGHT {
            let line = &bytes[start + y * bytes_per_line..][..WIDTH * 4];
            rgb.extend(line.chunks_exact(4).flat_map(|bgrx| [bgrx[2], bgrx[1], bgrx[0]]));
        }
        Self { rgb }
    }

    fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        self.rgb[(y * WIDTH + x) * 3..][..3].try_into().unwrap()
    }

    fn write(&self, path: &Path) {
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(file, WIDTH as u32, HEIGHT as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(&self.rgb).unwrap();
    }
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[allow(clippy::disallowed_methods, reason = "a test waits for a window with a watch")]
fn now() -> Instant {
    Instant::now()
}

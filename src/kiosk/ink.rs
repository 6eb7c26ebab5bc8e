//! Strokes of a finger and their picture: what is shown on the glass is what is stored.

use std::time::Instant;

use slint::{Rgba8Pixel, SharedPixelBuffer};

use crate::domain::signature::{Signature, StrokePoint};

/// The box of a signature or of a character: nothing in it, or strokes and the picture drawn of them.
#[derive(Default)]
pub(super) struct Ink {
    for_what: Use,
    strokes: Vec<Vec<StrokePoint>>,
    picture: Option<SharedPixelBuffer<Rgba8Pixel>>,
    began: Option<Instant>,
    writing: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Use {
    /// Strokes end at the edge of the box.
    #[default]
    Signature,
    /// A stroke goes on outside of the box; it is only not drawn there.
    Character,
}

/// Dark blue ink of the design.
const COLOUR: Rgba8Pixel = Rgba8Pixel { r: 0x15, g: 0x23, b: 0x3F, a: 0xFF };
/// 8 px of the 1680 px box, 12 px of the 720 px one.
const PEN_WIDTH: f32 = 8.0 / 1680.0;
const BRUSH_WIDTH: f32 = 12.0 / 720.0;
/// A finger held still for ever must not fill the memory.
const MOST_POINTS: usize = 20_000;

impl Ink {
    pub(super) fn of_a_character() -> Self {
        Self { for_what: Use::Character, ..Self::default() }
    }

    pub(super) fn pen_down(&mut self, at: (f32, f32), size: (u32, u32), now: Instant) {
        if self.picture.is_none() {
            self.picture = Some(SharedPixelBuffer::new(size.0.max(1), size.1.max(1)));
        }
        let began = *self.began.get_or_insert(now);
        self.strokes.push(vec![self.point(at, began, now)]);
        self.writing = true;
        self.draw_last();
    }

    pub(super) fn pen_moved(&mut self, at: (f32, f32), now: Instant) {
        let Some(began) = self.began.filter(|_| self.writing) else { return };
        let enough = self.strokes.iter().map(Vec::len).sum::<usize>() >= MOST_POINTS;
        let point = self.point(at, began, now);
        if let Some(stroke) = self.strokes.last_mut().filter(|_| !enough) {
            stroke.push(point);
            self.draw_last();
        }
    }

    /// Whether a stroke has ended.
    pub(super) fn pen_up(&mut self) -> bool {
        std::mem::take(&mut self.writing)
    }

    /// Takes the last stroke away again.
    pub(super) fn undo(&mut self) {
        self.strokes.pop();
        if let Some(picture) = &mut self.picture {
            picture.make_mut_bytes().fill(0);
        }
        for stroke in std::mem::take(&mut self.strokes) {
            self.strokes.push(Vec::new());
            for point in stroke {
                if let Some(last) = self.strokes.last_mut() {
                    last.push(point);
                }
                self.draw_last();
            }
        }
    }

    pub(super) fn erase(&mut self) {
        self.forget();
    }

    /// Nothing of the writing stays, not in the picture either.
    pub(super) fn forget(&mut self) {
        if let Some(picture) = &mut self.picture {
            picture.make_mut_bytes().fill(0);
        }
        for stroke in &mut self.strokes {
            stroke.fill(StrokePoint { x: 0.0, y: 0.0, ms: 0 });
        }
        *self = Self { for_what: self.for_what, ..Self::default() };
    }

    pub(super) fn strokes(&self) -> &[Vec<StrokePoint>] {
        &self.strokes
    }

    /// The newest stroke in heights of the box.
    pub(super) fn last_stroke(&self) -> Vec<(f32, f32)> {
        let aspect = self.aspect();
        self.strokes.last().into_iter().flatten().map(|one| (one.x / aspect, one.y)).collect()
    }

    pub(super) fn picture(&self) -> Option<SharedPixelBuffer<Rgba8Pixel>> {
        self.picture.clone()
    }

    /// Height over width of the box.
    pub(super) fn aspect(&self) -> f32 {
        self.picture.as_ref().map_or(1.0, |box_| box_.height() as f32 / box_.width() as f32)
    }

    pub(super) fn signature_without_picture(&self) -> Signature {
        Signature { strokes: self.strokes.clone(), picture: Vec::new() }
    }

    pub(super) fn signature(&self) -> Signature {
        Signature {
            strokes: self.strokes.clone(),
            picture: self.picture.as_ref().map(png).unwrap_or_default(),
        }
    }

    /// The newest piece of the newest stroke, with round ends.
    fn draw_last(&mut self) {
        let (Some(stroke), Some(picture)) = (self.strokes.last(), self.picture.as_mut()) else {
            return;
        };
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let place = |point: &StrokePoint| (point.x * width, point.y * height);
        let pen = match self.for_what {
            Use::Signature => PEN_WIDTH,
            Use::Character => BRUSH_WIDTH,
        };
        let radius = (pen * width / 2.0).max(1.5);
        match stroke.as_slice() {
            [.., from, to] => draw_line(picture, place(from), place(to), radius),
            [only] => draw_line(picture, place(only), place(only), radius),
            [] => {}
        }
    }

    fn point(&self, (x, y): (f32, f32), began: Instant, now: Instant) -> StrokePoint {
        let ms = now.saturating_duration_since(began).as_millis();
        let ms = u32::try_from(ms).unwrap_or(u32::MAX);
        match self.for_what {
            Use::Signature => StrokePoint { x: x.clamp(0.0, 1.0), y: y.clamp(0.0, 1.0), ms },
            Use::Character => StrokePoint { x, y, ms },
        }
    }
}

/// Coverage by distance from the line: smooth edges without a drawing library.
fn draw_line(
    picture: &mut SharedPixelBuffer<Rgba8Pixel>,
    from: (f32, f32),
    to: (f32, f32),
    radius: f32,
) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let low = |a: f32, b: f32| (a.min(b) - radius - 1.0).max(0.0) as usize;
    let high = |a: f32, b: f32, end: usize| ((a.max(b) + radius + 2.0) as usize).min(end);
    let columns = low(from.0, to.0)..high(from.0, to.0, width);
    let rows = low(from.1, to.1)..high(from.1, to.1, height);
    let pixels = picture.make_mut_slice();
    for y in rows {
        for x in columns.clone() {
            let distance = distance_to_line((x as f32 + 0.5, y as f32 + 0.5), from, to);
            let coverage = (radius + 0.5 - distance).clamp(0.0, 1.0);
            let alpha = (coverage * 255.0) as u8;
            if let Some(pixel) = pixels.get_mut(y * width + x).filter(|old| old.a < alpha) {
                *pixel = with_alpha(alpha);
            }
        }
    }
}

fn distance_to_line(point: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared == 0.0 {
        0.0
    } else {
        (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length_squared).clamp(0.0, 1.0)
    };
    (point.0 - from.0 - along * dx).hypot(point.1 - from.1 - along * dy)
}

fn with_alpha(alpha: u8) -> Rgba8Pixel {
    Rgba8Pixel { a: alpha, ..COLOUR }
}

fn png(picture: &SharedPixelBuffer<Rgba8Pixel>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(picture.as_bytes()))
        .expect("a picture in memory has the size it says");
    bytes
}

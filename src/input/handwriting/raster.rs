//! Ink as the recognition model wants to see it: a strip of grey pixels, black on white, pen width in step with the drawing.

use crate::input::Stroke;

/// Pixels from top to bottom; the model knows no other height.
pub(super) const HEIGHT: usize = 48;

/// Dots of the canvas on one pixel of the strip, each way: drawn large, then averaged.
const FINENESS: usize = 4;

const CANVAS_HEIGHT: f32 = (HEIGHT * FINENESS) as f32;

/// The highest a drawing becomes, in pixels: four fifths of the strip.
pub(super) const MOST_HEIGHT: f32 = HEIGHT as f32 * 0.8;

/// Half the pen's width in heights of the canvas. Thinner or thicker pens are read worse.
const PEN_RADIUS: f32 = 4.0 / 300.0;

/// Beyond that the drawing is black anyway; a finger held down for minutes must not stop the panel.
const MOST_DABS: usize = 40_000;

/// How far outside the box a point still counts; farther ones are moved there.
const OUTERMOST: f32 = 8.0;

/// Strokes without what is no place on a screen, and the rectangle around them.
pub(super) struct Drawing {
    strokes: Vec<Stroke>,
    left: f32,
    top: f32,
    /// in heights of the writing box
    pub(super) width: f32,
    /// in heights of the writing box
    pub(super) height: f32,
}

/// `width` × [`HEIGHT`] pixels, row by row; 1 is paper and 0 is ink.
pub(super) struct Strip {
    pub(super) width: usize,
    pub(super) shades: Vec<f32>,
}

impl Drawing {
    /// `None` if nothing is drawn.
    pub(super) fn of(ink: &[Stroke]) -> Option<Self> {
        let kept = |(x, y): &(f32, f32)| {
            let inside = |value: f32| value.clamp(-OUTERMOST, OUTERMOST);
            (x.is_finite() && y.is_finite()).then(|| (inside(*x), inside(*y)))
        };
        let strokes: Vec<Stroke> = ink
            .iter()
            .map(|stroke| stroke.iter().filter_map(kept).collect::<Stroke>())
            .filter(|stroke| !stroke.is_empty())
            .collect();
        (!strokes.is_empty()).then(|| Self::around(strokes))
    }

    fn around(strokes: Vec<Stroke>) -> Self {
        let (mut left, mut right, mut top, mut bottom) = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
        for (x, y) in strokes.iter().flatten() {
            (left, right) = (left.min(*x), right.max(*x));
            (top, bottom) = (top.min(*y), bottom.max(*y));
        }
        Self { strokes, left, top, width: right - left, height: bottom - top }
    }

    /// Turned clockwise by an angle in radians.
    pub(super) fn turned(&self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let turn = |(x, y): &(f32, f32)| (x * cos - y * sin, x * sin + y * cos);
        let strokes = self.strokes.iter().map(|stroke| stroke.iter().map(turn).collect()).collect();
        Self::around(strokes)
    }

    pub(super) fn stroke_count(&self) -> usize {
        self.strokes.len()
    }

    /// In the middle of a strip, as large as [`MOST_HEIGHT`] and `most_width` allow, in pixels.
    pub(super) fn strip(&self, width: usize, most_width: f32) -> Strip {
        let canvas_width = (width * FINENESS) as f32;
        let most = |pixels: f32| pixels * FINENESS as f32;
        // a tap has no size: it becomes one dab of the pen
        let nothing = f32::EPSILON;
        let scale = (most(MOST_HEIGHT) / self.height.max(nothing))
            .min(most(most_width) / self.width.max(nothing));
        let left = (canvas_width - self.width * scale) / 2.0;
        let top = (CANVAS_HEIGHT - self.height * scale) / 2.0;
        let place =
            |(x, y): &(f32, f32)| ((x - self.left) * scale + left, (y - self.top) * scale + top);

        let mut canvas = Canvas::new(width);
        for stroke in &self.strokes {
            let mut points = stroke.iter().map(place);
            let Some(mut pen) = points.next() else { continue };
            canvas.dab(pen);
            for point in points {
                canvas.draw(&mut pen, point);
            }
        }
        canvas.into_strip()
    }
}

struct Canvas {
    /// in pixels of the strip
    width: usize,
    inked: Vec<bool>,
    dabs_left: usize,
}

impl Canvas {
    fn new(width: usize) -> Self {
        let inked = vec![false; width * HEIGHT * FINENESS * FINENESS];
        Self { width, inked, dabs_left: MOST_DABS }
    }

    /// A dab about every dot of the way. Points that are closer wait for the next one, so that many points cost no more.
    fn draw(&mut self, pen: &mut (f32, f32), to: (f32, f32)) {
        let (dx, dy) = (to.0 - pen.0, to.1 - pen.1);
        let steps = dx.hypot(dy).round();
        if steps < 1.0 {
            return;
        }
        for step in 1..=(steps as usize).min(self.dabs_left) {
            let part = step as f32 / steps;
            self.dab((pen.0 + dx * part, pen.1 + dy * part));
        }
        *pen = to;
    }

    fn dab(&mut self, (x, y): (f32, f32)) {
        let Some(left) = self.dabs_left.checked_sub(1) else { return };
        self.dabs_left = left;
        let radius = PEN_RADIUS * CANVAS_HEIGHT;
        let row_length = self.width * FINENESS;
        let between = |low: f32, high: f32, most: usize| {
            let low = (low - 0.5).ceil().max(0.0) as usize;
            let high = ((high - 0.5).floor() + 1.0).max(0.0) as usize; // the first that is no longer inside
            low..high.min(most)
        };
        for row in between(y - radius, y + radius, HEIGHT * FINENESS) {
            let distance = row as f32 + 0.5 - y;
            let reach = (radius * radius - distance * distance).max(0.0).sqrt();
            let columns = between(x - reach, x + reach, row_length);
            let start = row * row_length;
            if let Some(dots) = self.inked.get_mut(start + columns.start..start + columns.end) {
                dots.fill(true);
            }
        }
    }

    fn into_strip(self) -> Strip {
        let row_length = self.width * FINENESS;
        let mut shades = Vec::with_capacity(self.width * HEIGHT);
        for rows in self.inked.chunks_exact(row_length * FINENESS) {
            let mut counts = vec![0_u8; self.width];
            for row in rows.chunks_exact(row_length) {
                for (count, dots) in counts.iter_mut().zip(row.chunks_exact(FINENESS)) {
                    *count += dots.iter().map(|inked| u8::from(*inked)).sum::<u8>();
                }
            }
            let dots = (FINENESS * FINENESS) as f32;
            shades.extend(counts.iter().map(|count| 1.0 - f32::from(*count) / dots));
        }
        Strip { width: self.width, shades }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One character a shade: `#` ink, `.` paper, `+` between.
    fn picture(strip: &Strip) -> Vec<String> {
        let mark = |shade: &f32| match *shade {
            0.0 => '#',
            1.0 => '.',
            _ => '+',
        };
        strip.shades.chunks_exact(strip.width).map(|row| row.iter().map(mark).collect()).collect()
    }

    fn strip_of(ink: &[Stroke]) -> Strip {
        Drawing::of(ink).unwrap().strip(64, MOST_HEIGHT)
    }

    #[test]
    fn a_level_line_fills_four_fifths_of_the_room_and_stands_in_the_middle() {
        let picture = picture(&strip_of(&[vec![(0.2, 0.3), (0.9, 0.3)]]));
        let inked: Vec<usize> =
            (0..HEIGHT).filter(|row| picture[*row].contains(['#', '+'])).collect();
        assert_eq!(inked, [23, 24], "a pen of about one and a half pixels around the middle");
        let row = &picture[23];
        let (first, last) = (row.find(['#', '+']).unwrap(), row.rfind(['#', '+']).unwrap());
        assert_eq!((first, last), (12, 51), "38.4 pixels and the round ends of the pen");
    }

    #[test]
    fn an_upright_line_fills_four_fifths_of_the_height() {
        let picture = picture(&strip_of(&[vec![(0.2, 0.1), (0.2, 0.7)]]));
        let inked: Vec<usize> =
            (0..HEIGHT).filter(|row| picture[*row].contains(['#', '+'])).collect();
        assert_eq!((inked.first(), inked.last()), (Some(&4), Some(&43)));
        assert!(inked.iter().all(|row| picture[*row].find(['#', '+']) == Some(31)));
    }

    #[test]
    fn size_and_place_in_the_box_make_no_difference() {
        let large = [vec![(0.0, 0.0), (1.0, 1.0)], vec![(1.0, 0.0), (0.0, 1.0)]];
        let small = large.clone().map(|stroke| {
            stroke.into_iter().map(|(x, y)| (x / 8.0 + 1.5, y / 8.0 + 0.25)).collect::<Stroke>()
        });
        assert_eq!(strip_of(&large).shades, strip_of(&small).shades);
    }

    #[test]
    fn the_grey_of_a_corner_is_the_average_of_its_dots() {
        // the round end of the level line: 4 × 4 dots a pixel, so each shade is a multiple of 1/16: 1 + 3 + 3 of them are inside the circle
        let strip = strip_of(&[vec![(0.0, 0.0), (1.0, 0.0)]]);
        let row = &strip.shades[23 * 64..24 * 64];
        let dots: Vec<u8> = row.iter().map(|shade| ((1.0 - shade) * 16.0) as u8).collect();
        assert_eq!(dots[10..16], [0, 0, 7, 12, 12, 12], "dots of pixels 10 to 15");
        assert_eq!(dots[48..54], [12, 12, 12, 7, 0, 0], "the other end is its mirror");
    }

    #[test]
    fn nothing_and_what_is_no_number_is_no_drawing() {
        assert!(Drawing::of(&[]).is_none());
        assert!(Drawing::of(&[vec![], vec![]]).is_none());
        assert!(Drawing::of(&[vec![(f32::NAN, 0.5), (0.5, f32::INFINITY)]]).is_none());
        let mixed = [vec![(f32::NAN, 0.0), (0.0, 0.0), (1.0, 0.0), (f32::NEG_INFINITY, 9.0)]];
        let clean = [vec![(0.0, 0.0), (1.0, 0.0)]];
        assert_eq!(strip_of(&mixed).shades, strip_of(&clean).shades);
    }

    #[test]
    fn a_tap_is_one_dab_in_the_middle() {
        let strip = strip_of(&[vec![(0.7, 0.2)]]);
        let inked: Vec<usize> =
            (0..strip.shades.len()).filter(|at| strip.shades[*at] < 1.0).collect();
        assert_eq!(inked, [23 * 64 + 31, 23 * 64 + 32, 24 * 64 + 31, 24 * 64 + 32]);
    }

    #[test]
    fn points_far_outside_are_drawn_at_the_edge_of_what_counts() {
        let drawing = Drawing::of(&[vec![(-1e30, 0.0), (1e30, 1.0)]]).unwrap();
        assert_eq!((drawing.width, drawing.height), (2.0 * OUTERMOST, 1.0));
        assert!(drawing.strip(64, MOST_HEIGHT).shades.iter().any(|shade| *shade < 1.0));
    }

    #[test]
    fn a_stroke_of_many_points_looks_like_the_same_stroke_of_few() {
        let line = |count: usize| {
            let at = |step: usize| step as f32 / count as f32;
            vec![(0..=count).map(|step| (at(step), at(step))).collect::<Stroke>()]
        };
        let (few, many) = (strip_of(&line(20)), strip_of(&line(10_000)));
        let apart = few.shades.iter().zip(&many.shades).map(|(a, b)| (a - b).abs());
        assert!(apart.fold(0.0, f32::max) <= 0.25);
    }

    #[test]
    fn a_scribble_is_cut_off_before_it_takes_time() {
        let there_and_back =
            (0..200_000).map(|step| (if step % 2 == 0 { 0.0 } else { 1.0 }, 0.5)).collect();
        let drawing = Drawing::of(&[there_and_back, vec![(0.0, 0.0), (0.0, 1.0)]]).unwrap();
        let picture = picture(&drawing.strip(64, MOST_HEIGHT));
        assert_eq!(picture[10], ".".repeat(64), "the stroke after it is no longer drawn");
        assert!(picture[23].contains('+'));
    }
}

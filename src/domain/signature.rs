//! A signature as it was written: strokes in canvas units, and the picture made of them.

/// One point of a stroke: place from 0 to 1 over the box, time since the first point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StrokePoint {
    pub x: f32,
    pub y: f32,
    pub ms: u32,
}

/// What the applicant wrote on the glass.
#[derive(Clone, PartialEq)]
pub struct Signature {
    pub strokes: Vec<Vec<StrokePoint>>,
    /// The picture shown on the screen, as PNG.
    pub picture: Vec<u8>,
}

/// Length of all strokes, in widths of the box (`aspect` is its height over its width).
pub fn ink_length(strokes: &[Vec<StrokePoint>], aspect: f32) -> f32 {
    strokes
        .iter()
        .flat_map(|stroke| stroke.windows(2))
        .map(|pair| match pair {
            [a, b] => (b.x - a.x).hypot((b.y - a.y) * aspect),
            _ => 0.0,
        })
        .sum()
}

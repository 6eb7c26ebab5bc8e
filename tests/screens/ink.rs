//! The picture itself: whether a line of text is drawn as large as its role says, and to its end.

use std::{collections::HashMap, fs::File, io::BufReader, path::Path};

use jiujin::kiosk::play::protocol::Element;

use crate::fonts::{self, Weight};

/// A screen as pixels.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

/// What soft edges and whole pixels add, and what the thin end of a stroke loses, in em.
const BLUR: f32 = 2.0;
const THIN: f32 = 0.12;

impl Picture {
    pub(crate) fn open(path: &Path) -> Self {
        let file = BufReader::new(File::open(path).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgba);
        let pixels = bytes.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Self { width: info.width as usize, height: info.height as usize, pixels }
    }

    pub(crate) fn blank(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[255; 3]; width * height] }
    }

    /// What is wrong with the ink of a text that stands in one line.
    pub(crate) fn find_fault(&self, text: &Element, weight: Weight, size: f32) -> Option<String> {
        let (width, height) = fonts::ink(&text.label, weight, size);
        let (inked_width, inked_height) = self.ink_in(text);
        let as_wide = width - THIN * size - BLUR <= inked_width && inked_width <= width + BLUR;
        let as_high = (inked_height - height).abs() <= BLUR;
        (!as_wide || !as_high).then(|| {
            format!(
                "is drawn {inked_width:.0}×{inked_height:.0} px large, its glyphs are {width:.0}×{height:.0}"
            )
        })
    }

    /// The pixels in which an element is drawn.
    pub(crate) fn part(&self, element: &Element) -> Vec<[u8; 3]> {
        let columns = place(element.x, self.width)..place(element.x + element.width, self.width);
        let rows = place(element.y, self.height)..place(element.y + element.height, self.height);
        rows.flat_map(|row| columns.clone().map(move |column| row * self.width + column))
            .map(|at| self.pixels[at])
            .collect()
    }

    /// Width and height of what differs from the ground around it.
    fn ink_in(&self, text: &Element) -> (f32, f32) {
        let columns = place(text.x, self.width)..place(text.x + text.width, self.width);
        let rows = place(text.y, self.height)..place(text.y + text.height, self.height);
        let inside =
            || rows.clone().flat_map(|row| columns.clone().map(move |column| (column, row)));
        let colour = |(column, row): (usize, usize)| self.pixels[row * self.width + column];
        let mut counts = HashMap::new();
        for place in inside() {
            *counts.entry(colour(place)).or_insert(0) += 1;
        }
        let Some((ground, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
            return (0.0, 0.0);
        };
        let inked: Vec<(usize, usize)> =
            inside().filter(|place| differs(colour(*place), ground)).collect();
        (span(inked.iter().map(|(column, _)| *column)), span(inked.iter().map(|(_, row)| *row)))
    }
}

fn place(at: f32, end: usize) -> usize {
    (at.round().max(0.0) as usize).min(end)
}

fn span(places: impl Iterator<Item = usize> + Clone) -> f32 {
    match (places.clone().min(), places.max()) {
        (Some(first), Some(last)) => (last - first) as f32 + 1.0,
        _ => 0.0,
    }
}

fn differs(one: [u8; 3], ground: [u8; 3]) -> bool {
    one.iter().zip(ground).any(|(one, ground)| one.abs_diff(ground) > 40)
}

#[test]
fn ink_of_another_size_is_a_fault() {
    let mut picture = Picture::blank(200, 60);
    let block = |picture: &mut Picture, size: usize| {
        for (row, column) in (0..size).flat_map(|row| (0..size).map(move |column| (row, column))) {
            picture.pixels[(10 + row) * 200 + 10 + column] = [0; 3];
        }
    };
    let text = Element { label: "田".into(), width: 200.0, height: 60.0, ..Element::default() };
    assert!(picture.find_fault(&text, Weight::Regular, 32.0).is_some(), "nothing is drawn");
    block(&mut picture, 26); // 0.76×0.85 em with its thin edges
    assert_eq!(picture.find_fault(&text, Weight::Regular, 32.0), None);
    assert!(picture.find_fault(&text, Weight::Regular, 38.0).is_some(), "too small");
}

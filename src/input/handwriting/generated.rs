//! Handwriting from a seed: the middle lines of printed strokes, drawn by an unsteady hand. For tests and the bench;
//! real people's ink is never kept.

use std::f32::consts::TAU;

use crate::input::Stroke;

/// How unsteady the hand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// somewhat askew and wobbling
    Light,
    /// lying askew, strokes out of place, and about every fifth one drawn into the next without lifting the finger
    Heavy,
}

/// A character's strokes along their middle, in the order of writing, in a square of 1.
#[derive(Clone)]
pub struct Medians {
    pub character: char,
    pub strokes: Vec<Stroke>,
}

/// Standard deviations: angles in radians, all others in heights of the square.
struct Unsteadiness {
    rotation: f32,
    slant: f32,
    scale: f32,
    /// of a whole stroke
    displacement: f32,
    /// along a stroke
    wobble: f32,
    /// chance that a stroke is drawn into the next
    joined: f32,
}

const LIGHT: Unsteadiness = Unsteadiness {
    rotation: 0.047,
    slant: 0.06,
    scale: 0.06,
    displacement: 0.008,
    wobble: 0.006,
    joined: 0.0,
};

const HEAVY: Unsteadiness = Unsteadiness {
    rotation: 0.14,
    slant: 0.15,
    scale: 0.12,
    displacement: 0.026,
    wobble: 0.014,
    joined: 0.22,
};

/// A finger is asked for its place about so often: every so many heights of the square.
const BETWEEN_POINTS: f32 = 0.03;

/// The lines of `packaging/input-data/strokes/medians.txt`; one that is not understood is left out.
pub fn medians(text: &str) -> impl Iterator<Item = Medians> {
    text.lines().filter_map(|line| {
        let (character, strokes) = line.split_once('\t')?;
        let strokes = strokes.split(';').map(median).collect::<Option<_>>()?;
        Some(Medians { character: character.parse().ok()?, strokes })
    })
}

fn median(points: &str) -> Option<Stroke> {
    points
        .split(' ')
        .map(|point| {
            let (x, y) = point.split_once(',')?;
            Some((x.parse::<f32>().ok()? / 1024.0, y.parse::<f32>().ok()? / 1024.0))
        })
        .collect()
}

/// One character in a square box. The same seed draws the same.
pub fn character(medians: &Medians, hand: Hand, seed: u64) -> Vec<Stroke> {
    draw(medians, hand, &mut Dice(seed))
}

/// Characters side by side in a box as high as one and as wide as all of them.
pub fn word(medians: &[Medians], hand: Hand, seed: u64) -> Vec<Stroke> {
    let mut dice = Dice(seed);
    let mut ink = Vec::new();
    for (place, one) in medians.iter().enumerate() {
        let size = 0.8 + dice.normal() * 0.03;
        let (left, top) = (place as f32 * 0.9 + 0.05, 0.1 + dice.normal() * 0.03);
        let moved = |(x, y): (f32, f32)| (x * size + left, y * size + top);
        let drawn = draw(one, hand, &mut dice);
        ink.extend(
            drawn.into_iter().map(|stroke| stroke.into_iter().map(moved).collect::<Stroke>()),
        );
    }
    ink
}

/// Strokes that mean nothing, some points outside the box.
pub fn scribble(stroke_count: usize, points_in_stroke: usize, seed: u64) -> Vec<Stroke> {
    let mut dice = Dice(seed);
    let mut point = || (dice.unit() * 1.2 - 0.1, dice.unit() * 1.2 - 0.1);
    (0..stroke_count).map(|_| (0..points_in_stroke).map(|_| point()).collect()).collect()
}

fn draw(medians: &Medians, hand: Hand, dice: &mut Dice) -> Vec<Stroke> {
    let unsteadiness = match hand {
        Hand::Light => LIGHT,
        Hand::Heavy => HEAVY,
    };
    let (sin, cos) = (dice.normal() * unsteadiness.rotation).sin_cos();
    let slant = dice.normal() * unsteadiness.slant;
    let wide = 1.0 + dice.normal() * unsteadiness.scale;
    let high = 1.0 + dice.normal() * unsteadiness.scale;
    let askew = |(x, y): (f32, f32)| {
        let (x, y) = ((x - 0.5) * wide + (0.5 - y) * slant, (y - 0.5) * high);
        (x * cos - y * sin + 0.5, x * sin + y * cos + 0.5)
    };
    let mut ink: Vec<Stroke> = Vec::new();
    for median in &medians.strokes {
        let away =
            (dice.normal() * unsteadiness.displacement, dice.normal() * unsteadiness.displacement);
        let wobbling = Wobble::new(unsteadiness.wobble, dice);
        let stroke = dense(median).into_iter().enumerate().map(|(step, point)| {
            let (x, y) = askew(point);
            let (dx, dy) = wobbling.at(step);
            (x + away.0 + dx, y + away.1 + dy)
        });
        let joined = dice.unit() < unsteadiness.joined;
        match ink.last_mut() {
            Some(last) if joined => last.extend(stroke),
            _ => ink.push(stroke.collect()),
        }
    }
    ink
}

/// The same line with points as close as a finger's.
fn dense(line: &[(f32, f32)]) -> Stroke {
    let mut points: Stroke = line.first().copied().into_iter().collect();
    for (from, to) in line.iter().zip(line.iter().skip(1)) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let steps = (dx.hypot(dy) / BETWEEN_POINTS).ceil().max(1.0);
        let part = |step: usize| step as f32 / steps;
        points.extend(
            (1..=steps as usize).map(|step| (from.0 + dx * part(step), from.1 + dy * part(step))),
        );
    }
    points
}

/// A slow wave to and fro, as of a hand that trembles a little.
struct Wobble {
    size: f32,
    /// turns a step, and where it begins, for both directions
    waves: [(f32, f32); 2],
}

impl Wobble {
    fn new(size: f32, dice: &mut Dice) -> Self {
        let mut wave = || (0.05 + dice.unit() * 0.1, dice.unit());
        Self { size: size * 1.4, waves: [wave(), wave()] }
    }

    fn at(&self, step: usize) -> (f32, f32) {
        let [x, y] = self
            .waves
            .map(|(turns, begin)| ((turns * step as f32 + begin) * TAU).sin() * self.size);
        (x, y)
    }
}

/// SplitMix64, a public-domain generator by Sebastiano Vigna: the same on every machine and for good.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 up to 1.
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Around 0, with a standard deviation of 1: the sum of twelve throws.
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.unit()).sum::<f32>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: &str = "十\t102,512 922,512;512,102 512,922\n";

    #[test]
    fn a_line_of_the_file_is_a_character_with_its_strokes() {
        let ten = medians(TEN).next().unwrap();
        assert_eq!(ten.character, '十');
        assert_eq!(ten.strokes.len(), 2);
        assert_eq!(ten.strokes[0], [(102.0 / 1024.0, 0.5), (922.0 / 1024.0, 0.5)]);
        assert_eq!(medians("十\t1,x\n十 1,2\n").count(), 0, "what is not understood is left out");
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_one_differently() {
        let ten = medians(TEN).next().unwrap();
        let drawn = |seed| character(&ten, Hand::Light, seed);
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn a_heavy_hand_strays_farther_and_joins_strokes() {
        let ten = medians(TEN).next().unwrap();
        let mean_error = |hand| {
            let ends = (0..200).map(|seed| character(&ten, hand, seed)[0][0]);
            ends.map(|(x, y)| (x - 0.1).hypot(y - 0.5)).sum::<f32>() / 200.0
        };
        assert!(mean_error(Hand::Light) > 0.005);
        assert!(mean_error(Hand::Heavy) > mean_error(Hand::Light) * 2.0);
        let joined = |hand| (0..500).filter(|seed| character(&ten, hand, *seed).len() == 1).count();
        assert_eq!(joined(Hand::Light), 0);
        assert!((80..140).contains(&joined(Hand::Heavy)));
    }

    #[test]
    fn a_word_stands_side_by_side() {
        let ten = medians(TEN).next().unwrap();
        let ink = word(&[ten.clone(), ten.clone(), ten], Hand::Light, 1);
        assert_eq!(ink.len(), 6);
        let left = |stroke: &Stroke| stroke.iter().map(|(x, _)| *x).fold(f32::MAX, f32::min);
        assert!(left(&ink[2]) > left(&ink[0]) + 0.7 && left(&ink[4]) > left(&ink[2]) + 0.7);
    }
}

//! From the model's chances to words, best first: a drawing read as one character, or as a short word.

use super::{characters::Characters, model::Chances};
use crate::input::Vocabulary;

/// What may be meant, and how sure the model is, from 0 to 1; a favoured one may have more.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Guess {
    pub(super) text: String,
    pub(super) chance: f32,
}

/// A longer word stands too close in the strip; it is written in two goes.
const LONGEST_WORD: usize = 6;

/// So many characters are tried at each place of a word.
const TRIED_AT_A_PLACE: usize = 4;

/// From here on one look is enough.
const CLEAR: f32 = 0.6;

/// Less is noise: the model spreads a little of every drawing over all it knows.
const LEAST_CHANCE: f32 = 1e-6;

/// The chance of each class in one look at a single character: where along the strip the model saw it does not matter.
pub(super) struct Look(Vec<f32>);

impl Look {
    pub(super) fn of(chances: &Chances) -> Self {
        Self(highest(chances.steps(), chances.class_count))
    }

    /// Whether the model could decide for one character.
    pub(super) fn is_clear(&self, known: &Characters) -> bool {
        let wanted = known.of_class().zip(&self.0).filter(|(character, _)| character.is_some());
        wanted.map(|(_, chance)| *chance).fold(0.0, f32::max) >= CLEAR
    }
}

/// One character, looked at once or several times: what the looks agree on is likelier.
pub(super) fn characters(
    looks: &[Look],
    known: &Characters,
    vocabulary: Vocabulary,
    most: usize,
) -> Vec<Guess> {
    let mut mean = vec![0.0; known.class_count()];
    for look in looks {
        for (sum, chance) in mean.iter_mut().zip(&look.0) {
            *sum += chance / looks.len() as f32;
        }
    }
    best(&mean, known, vocabulary, most)
}

/// The drawing is a word: each run of steps that agree on a class is one character (greedy reading of a CTC model).
/// Empty if that makes less than two characters or more than six.
pub(super) fn words(
    chances: &Chances,
    known: &Characters,
    vocabulary: Vocabulary,
    most: usize,
) -> Vec<Guess> {
    let places: Vec<Vec<Guess>> = runs(chances)
        .iter()
        .map(|run| highest(run.iter().copied(), chances.class_count))
        .map(|highest| best(&highest, known, vocabulary, TRIED_AT_A_PLACE))
        .filter(|guesses| !guesses.is_empty())
        .collect();
    if !(2..=LONGEST_WORD).contains(&places.len()) {
        return Vec::new();
    }
    let mut words = vec![Guess { text: String::new(), chance: 1.0 }];
    for place in &places {
        let longer = |word: &Guess| {
            let word = word.clone();
            place.iter().map(move |next| Guess {
                text: format!("{}{}", word.text, next.text),
                chance: word.chance * next.chance,
            })
        };
        words = words.iter().flat_map(longer).collect();
        sort(&mut words, most);
    }
    // as sure as its characters are on average, so that it can be compared with one character
    let length = places.len() as f32;
    for word in &mut words {
        word.chance = word.chance.powf(1.0 / length);
    }
    words
}

/// Of each class its best step.
fn highest<'a>(steps: impl Iterator<Item = &'a [f32]>, class_count: usize) -> Vec<f32> {
    let mut highest = vec![0.0_f32; class_count];
    for step in steps {
        for (high, chance) in highest.iter_mut().zip(step) {
            *high = high.max(*chance);
        }
    }
    highest
}

/// The likeliest characters, weighted as the field wants.
fn best(chances: &[f32], known: &Characters, vocabulary: Vocabulary, most: usize) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = known
        .of_class()
        .zip(chances)
        .filter(|(_, chance)| **chance >= LEAST_CHANCE)
        .filter_map(|(character, chance)| {
            let character = character?;
            let chance = chance * known.weight(character, vocabulary);
            Some(Guess { text: character.into(), chance })
        })
        .collect();
    sort(&mut guesses, most);
    guesses
}

fn sort(guesses: &mut Vec<Guess>, most: usize) {
    guesses.sort_by(|one, other| other.chance.total_cmp(&one.chance));
    guesses.truncate(most);
}

/// Neighbouring steps whose likeliest class is the same and not the blank.
fn runs(chances: &Chances) -> Vec<Vec<&[f32]>> {
    let mut runs: Vec<Vec<&[f32]>> = Vec::new();
    let mut before = 0;
    for step in chances.steps() {
        let likeliest = step.iter().enumerate().max_by(|(_, one), (_, other)| one.total_cmp(other));
        let class = likeliest.map_or(0, |(class, _)| class);
        match runs.last_mut() {
            _ if class == 0 => {}
            Some(run) if class == before => run.push(step),
            _ => runs.push(vec![step]),
        }
        before = class;
    }
    runs
}

impl Chances {
    fn steps(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.class_count.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Classes: blank, 土, 士, x, 地, space.
    fn known() -> Characters {
        Characters::new("土\n士\nx\n地\n", &["土地"])
    }

    fn chances(steps: &[[f32; 6]]) -> Chances {
        Chances { class_count: 6, values: steps.concat() }
    }

    fn texts(guesses: &[Guess]) -> Vec<&str> {
        guesses.iter().map(|guess| guess.text.as_str()).collect()
    }

    #[test]
    fn a_character_counts_with_its_best_step_and_letters_never() {
        let chances = chances(&[[0.0, 0.3, 0.2, 0.5, 0.0, 0.0], [0.1, 0.1, 0.4, 0.0, 0.0, 0.4]]);
        let guesses = characters(&[Look::of(&chances)], &known(), Vocabulary::General, 24);
        assert_eq!(texts(&guesses), ["士", "土"]);
        assert_eq!(characters(&[Look::of(&chances)], &known(), Vocabulary::General, 1).len(), 1);
    }

    #[test]
    fn look_alikes_change_places_with_the_field_but_a_clear_drawing_stays_first() {
        let unsure = chances(&[[0.0, 0.6, 0.4, 0.0, 0.0, 0.0]]);
        let first = |chances: &Chances, vocabulary| {
            characters(&[Look::of(chances)], &known(), vocabulary, 24)
                .first()
                .map(|guess| guess.text.clone())
        };
        assert_eq!(first(&unsure, Vocabulary::General).unwrap(), "土");
        assert_eq!(first(&unsure, Vocabulary::Name).unwrap(), "士");
        assert_eq!(first(&unsure, Vocabulary::Place).unwrap(), "土");
        let clear = chances(&[[0.0, 0.97, 0.03, 0.0, 0.0, 0.0]]);
        assert_eq!(first(&clear, Vocabulary::Name).unwrap(), "土");
    }

    #[test]
    fn what_several_looks_agree_on_comes_first() {
        let looks = [[0.0, 0.5, 0.4, 0.1, 0.0, 0.0], [0.0, 0.0, 0.4, 0.1, 0.5, 0.0]]
            .map(|step| Look::of(&chances(&[step])));
        let guesses = characters(&looks, &known(), Vocabulary::General, 24);
        assert_eq!(texts(&guesses), ["士", "土", "地"]);
    }

    #[test]
    fn a_look_is_clear_when_one_character_stands_out() {
        let is_clear = |step| Look::of(&chances(&[step])).is_clear(&known());
        assert!(is_clear([0.1, 0.8, 0.1, 0.0, 0.0, 0.0]));
        assert!(!is_clear([0.0, 0.5, 0.5, 0.0, 0.0, 0.0]));
        assert!(!is_clear([0.0, 0.1, 0.0, 0.9, 0.0, 0.0]), "a letter is no character of ours");
    }

    #[test]
    fn a_word_is_read_from_left_to_right_with_its_second_choices_behind() {
        let chances = chances(&[
            [0.9, 0.1, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.7, 0.3, 0.0, 0.0, 0.0],
            [0.1, 0.8, 0.1, 0.0, 0.0, 0.0],
            [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        ]);
        let guesses = words(&chances, &known(), Vocabulary::General, 8);
        assert_eq!(texts(&guesses), ["土地", "士地"]);
    }

    #[test]
    fn one_character_twice_is_two_only_with_a_blank_between() {
        let earth = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let blank = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let read = |steps: &[[f32; 6]]| words(&chances(steps), &known(), Vocabulary::General, 8);
        assert_eq!(texts(&read(&[earth, blank, earth])), ["土土"]);
        assert!(read(&[earth, earth]).is_empty(), "one character is no word");
        assert!(read(&[earth, blank].repeat(7)).is_empty(), "seven are no short word");
        assert!(read(&[]).is_empty());
    }
}

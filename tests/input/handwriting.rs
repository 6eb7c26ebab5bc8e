//! What a finger wrote is found, whatever it wrote. The strokes are generated: nobody's handwriting is kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiujin::input::{
    Engine, InputError, MOST_CANDIDATES, Stroke, Vocabulary, Written,
    handwriting::{
        Handwriting,
        generated::{self, Hand, Medians},
    },
};

const EVERYDAY: &str = "宁乡灰汤镇身份证老人医保";
const ALIKE_IN_NAMES: &str = "己士彧殷岚";

#[test]
fn everyday_characters_are_found_first() {
    let mut handwriting = open();
    for (seed, wanted) in EVERYDAY.chars().enumerate() {
        let ink = generated::character(&medians(wanted), Hand::Light, seed as u64);
        let found = write(&mut handwriting, ink, Vocabulary::General);
        assert_eq!(found.first().unwrap(), &wanted.to_string(), "{found:?}");
    }
}

#[test]
fn a_careless_hand_finds_the_character_among_the_candidates() {
    let mut handwriting = open();
    let found = EVERYDAY.chars().enumerate().filter(|(seed, wanted)| {
        let ink = generated::character(&medians(*wanted), Hand::Heavy, *seed as u64);
        write(&mut handwriting, ink, Vocabulary::General).contains(&wanted.to_string())
    });
    let (found, all) = (found.count(), EVERYDAY.chars().count());
    assert!(found + 1 >= all, "{found} of {all}");
}

#[test]
fn strokes_may_come_in_any_order() {
    let mut handwriting = open();
    let mut ink = generated::character(&medians('镇'), Hand::Light, 1);
    ink.reverse();
    assert_eq!(write(&mut handwriting, ink, Vocabulary::General).first().unwrap(), "镇");
}

#[test]
fn rare_characters_of_names_are_among_the_candidates() {
    let mut handwriting = open();
    for wanted in ['堃', '喆'] {
        let ink = generated::character(&medians(wanted), Hand::Light, 3);
        assert_eq!(
            write(&mut handwriting, ink, Vocabulary::Name).first().unwrap(),
            &wanted.to_string()
        );
    }
    // 䶮 has no line of its own: 龙 above 天
    let half = |character, top: f32| {
        let ink = generated::character(&medians(character), Hand::Light, 4);
        let lowered = move |(x, y): (f32, f32)| (x, y / 2.0 + top);
        ink.into_iter().map(move |stroke| stroke.into_iter().map(lowered).collect::<Stroke>())
    };
    let ink = half('龙', 0.0).chain(half('天', 0.45)).collect();
    let found = write(&mut handwriting, ink, Vocabulary::Name);
    assert!(found.contains(&"䶮".into()), "{found:?}");
}

#[test]
fn in_a_field_of_names_name_characters_are_first_more_often() {
    let mut handwriting = open();
    let mut first_in = |vocabulary| {
        let drawn = ALIKE_IN_NAMES.chars().flat_map(|wanted| {
            let medians = medians(wanted);
            (0..10).map(move |seed| (wanted, generated::character(&medians, Hand::Heavy, seed)))
        });
        drawn
            .filter(|(wanted, ink)| {
                write(&mut handwriting, ink.clone(), vocabulary).first()
                    == Some(&wanted.to_string())
            })
            .count()
    };
    let (general, name) = (first_in(Vocabulary::General), first_in(Vocabulary::Name));
    assert!(name > general, "{name} in a name, {general} elsewhere");
}

#[test]
fn a_short_word_is_read_in_one_go() {
    let mut handwriting = open();
    for wanted in ["宁乡", "王秀英", "医保报销"] {
        let characters: Vec<Medians> = wanted.chars().map(medians).collect();
        let ink = generated::word(&characters, Hand::Light, 6);
        assert_eq!(write(&mut handwriting, ink, Vocabulary::General).first().unwrap(), wanted);
    }
}

#[test]
fn whatever_was_drawn_is_answered_with_characters_or_nothing() {
    let mut handwriting = open();
    let out = f32::MAX;
    let drawn: [(&str, Vec<Stroke>); 10] = [
        ("nothing", vec![]),
        ("strokes without points", vec![vec![]; 3]),
        ("a tap", vec![vec![(0.5, 0.5)]]),
        ("two taps", vec![vec![(0.2, 0.2)], vec![(1.4, 0.8)]]),
        ("sixty strokes", generated::scribble(60, 12, 1)),
        ("one stroke of ten thousand points", generated::scribble(1, 10_000, 2)),
        ("a thousand strokes", generated::scribble(1_000, 3, 3)),
        ("far outside", vec![vec![(-out, -out), (out, out)], vec![(5.0, 9.0), (-3.0, -7.0)]]),
        ("no numbers", vec![vec![(f32::NAN, 0.5), (f32::INFINITY, f32::NEG_INFINITY)]]),
        ("an upright line as thin as can be", vec![vec![(0.5, 0.0), (0.5, 1.0)]]),
    ];
    for (what, ink) in drawn {
        for vocabulary in [Vocabulary::General, Vocabulary::Place, Vocabulary::Name] {
            let found = write(&mut handwriting, ink.clone(), vocabulary);
            assert!(found.len() <= MOST_CANDIDATES, "{what}: {}", found.len());
            let wrong =
                found.iter().flat_map(|text| text.chars()).find(|one| !is_hanzi_or_dot(*one));
            assert_eq!(wrong, None, "{what}");
        }
    }
}

#[test]
fn a_tap_in_a_name_is_the_dot_between_its_parts() {
    let mut handwriting = open();
    let tap = vec![vec![(0.5, 0.5), (0.51, 0.5)]];
    assert_eq!(write(&mut handwriting, tap.clone(), Vocabulary::Name), ["·"]);
    assert!(write(&mut handwriting, tap, Vocabulary::General).is_empty());
}

#[test]
fn letters_and_stroke_keys_are_for_the_other_engine() {
    let mut handwriting = open();
    for written in [Written::Letters("ning".into()), Written::Strokes("hspnz".into())] {
        assert!(handwriting.candidates(&written, Vocabulary::General).unwrap().is_empty());
    }
}

#[test]
fn a_model_that_is_missing_or_not_the_shipped_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let error = || Handwriting::open(folder.path(), &[]).err().unwrap();

    assert!(matches!(error(), InputError::Missing(missing) if missing == path("characters.txt")));

    fs::copy(model().join("characters.txt"), path("characters.txt")).unwrap();
    let onnx = path("PP-OCRv6_rec_small.onnx");
    assert!(matches!(error(), InputError::Missing(missing) if missing == onnx));

    let mut bytes = fs::read(model().join("PP-OCRv6_rec_small.onnx")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1; // one bit of 21 MB
    fs::write(&onnx, bytes).unwrap();
    assert!(matches!(error(), InputError::Damaged(damaged) if damaged == onnx));
}

fn write(handwriting: &mut Handwriting, ink: Vec<Stroke>, vocabulary: Vocabulary) -> Vec<String> {
    let candidates = handwriting.candidates(&Written::Ink(ink), vocabulary).unwrap();
    assert!(candidates.iter().all(|one| one.rest.is_empty()), "of ink nothing is left to convert");
    candidates.iter().map(|one| one.text.clone()).collect()
}

fn is_hanzi_or_dot(character: char) -> bool {
    matches!(character, '·' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn open() -> Handwriting {
    Handwriting::open(&model(), &["宁乡市", "灰汤镇"]).unwrap_or_else(|error| {
        panic!("{error}: run packaging/make-input-data.sh");
    })
}

fn model() -> PathBuf {
    fetched("handwriting")
}

fn medians(character: char) -> Medians {
    let path = fetched("strokes/medians.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}: run packaging/make-input-data.sh --strokes", path.display());
    });
    generated::medians(&text).find(|one| one.character == character).unwrap()
}

fn fetched(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/input-data").join(name)
}

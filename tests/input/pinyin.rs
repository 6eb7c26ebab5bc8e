//! Pinyin and strokes, with the real tables: what people type, and that nothing of it stays on the disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{LazyLock, Mutex, mpsc},
    thread,
};

use jiujin::input::{
    Candidate, Engine, InputError, MOST_CANDIDATES, MOST_LETTERS, Vocabulary, Written,
    accent::as_spoken_in_hunan, pinyin::Pinyin,
};

const TABLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/input-data/pinyin");
const IN_LEXICON: &str = include_str!("words_in_lexicon.txt");

#[test]
fn what_people_write_into_forms_comes_first() {
    for (letters, word) in [
        ("ningxiang", "宁乡"),
        ("lingxiang", "宁乡"),
        ("lnyd", "老年优待"),
        ("lnydz", "老年优待证"),
        ("laonianyoudaizheng", "老年优待证"),
        ("laolianyoudaizen", "老年优待证"),
        ("woyaobanlilaonianyoudaizheng", "我要办理老年优待证"),
        ("zhangsan", "张三"),
        ("dibao", "低保"),
        ("xi'an", "西安"),
    ] {
        assert_eq!(general(letters)[0].text, word, "{letters}");
        assert_eq!(general(letters)[0].rest, "", "{letters}");
    }
}

#[test]
fn words_of_the_lexicon_come_first_with_and_without_the_accent_of_hunan() {
    let mut ranks = Vec::new();
    for line in IN_LEXICON.lines().filter(|line| !line.starts_with('#')) {
        let (word, reading) = line.split_once('\t').unwrap();
        let accented: String = reading.split(' ').map(as_spoken_in_hunan).collect();
        for letters in [reading.replace(' ', ""), accented] {
            let rank = general(&letters).iter().position(|one| one.text == word);
            ranks.push((rank.unwrap_or(MOST_CANDIDATES), word, letters));
        }
    }
    assert!(ranks.len() > 200, "only {} words", ranks.len());
    let not_first: Vec<_> = ranks.iter().filter(|(rank, ..)| *rank > 0).collect();
    let not_among_five: Vec<_> = ranks.iter().filter(|(rank, ..)| *rank >= 5).collect();
    assert!(not_first.len() * 100 <= ranks.len() * 2, "too many are not first: {not_first:?}");
    assert!(not_among_five.is_empty(), "not among five: {not_among_five:?}");
}

#[test]
fn a_field_for_a_place_has_the_own_villages_first() {
    for (letters, place) in [
        ("erquan", "二泉"),
        ("erquancun", "二泉村"),
        ("eqc", "二泉村"),
        ("zhangshan", "嶂山"),
        ("zangsancun", "嶂山村"),
        ("chongshan", "崇山"),
        ("dachengqiao", "大成桥"),
        ("weishan", "沩山"),
        ("huilongshan", "迴龙山"),
        ("cangsashi", "长沙市"),
    ] {
        assert_eq!(first(letters, Vocabulary::Place), place, "{letters}");
    }
    assert_eq!(first("xintian", Vocabulary::Place), "心田");
    assert_ne!(
        first("xintian", Vocabulary::General),
        "心田",
        "everyday text has other words first"
    );
}

#[test]
fn in_a_place_characters_of_the_countys_places_come_first() {
    for (letters, character, other) in
        [("ning", '宁', '您'), ("shi", '市', '是'), ("cun", '村', '存')]
    {
        let list = texts(&ask(Written::Letters(letters.to_owned()), Vocabulary::Place));
        let stands = |one: char| list.find(one).unwrap_or(usize::MAX);
        assert!(stands(character) < stands(other), "{letters}: {list}");
    }
    assert_ne!(first("ning", Vocabulary::General), "宁", "everyday text has its own order");
}

#[test]
fn a_name_is_taken_one_character_a_step() {
    for (letters, surname) in
        [("li", "李"), ("l", "李"), ("zhang", "张"), ("qiu", "邱"), ("zheng", "郑")]
    {
        assert_eq!(first(letters, Vocabulary::Name), surname, "{letters}");
    }
    let step = |letters: &str, text: &str| {
        let list = ask(Written::Letters(letters.to_owned()), Vocabulary::Name);
        let chosen = list.iter().find(|one| one.text == text);
        chosen.unwrap_or_else(|| panic!("{text} is not among {}", texts(&list))).rest.clone()
    };
    assert_eq!(step("lijianguo", "李"), "jianguo");
    assert_eq!(step("jianguo", "建"), "guo");
    assert_eq!(step("guo", "国"), "");
    assert_eq!(step("ouyangxiuying", "欧阳"), "xiuying");
    for (letters, surname) in
        [("shan", "单"), ("zeng", "曾"), ("zen", "曾"), ("ren", "任"), ("luo", "罗")]
    {
        assert_eq!(step(letters, surname), "", "{letters}");
    }
    for one in ask(Written::Letters("wangxiuying".to_owned()), Vocabulary::Name) {
        assert_eq!(one.text.chars().count(), 1, "{}", one.text);
    }
}

#[test]
fn strokes_lead_to_simplified_characters() {
    for (strokes, character) in [("h", "一"), ("hs", "十"), ("hspn", "木"), ("nsz", "门")] {
        assert_eq!(texts_of_strokes(strokes)[0], character, "{strokes}");
    }
    assert_eq!(texts_of_strokes("hspn")[1], "朩", "what is usual before what is rare");
    // 東 as it was written once
    let east = texts_of_strokes("hszhhspn");
    assert!(east.contains(&"东".to_owned()) && !east.contains(&"東".to_owned()), "{east:?}");
    assert!(texts_of_strokes("hspnzhspnzhspnzhspnzhspnz").is_empty());
}

#[test]
fn the_panel_can_go_on_with_what_a_candidate_leaves() {
    let letters = "woyaobanlilaonianyoudaizheng";
    for one in general(letters) {
        assert!(letters.ends_with(&one.rest), "{}: {}", one.text, one.rest);
        assert!(one.rest.len() < letters.len(), "{} uses nothing", one.text);
    }
    let part = general(letters).into_iter().find(|one| one.text == "我要办理").unwrap();
    assert_eq!(part.rest, "laonianyoudaizheng");
    assert_eq!(general(&part.rest)[0].text, "老年优待证");
    assert!(texts(&general("ningxiangv")).starts_with("宁乡|v "));
}

#[test]
fn letter_by_letter_and_all_at_once_give_the_same() {
    let word = "laonianyoudaizheng";
    let at_once: Vec<_> = (1..=word.len())
        .map(|length| {
            general("");
            texts(&general(&word[..length]))
        })
        .collect();
    general("");
    let typed: Vec<_> = (1..=word.len()).map(|length| texts(&general(&word[..length]))).collect();
    assert_eq!(typed, at_once);
    let back: Vec<_> =
        (1..=word.len()).rev().map(|length| texts(&general(&word[..length]))).collect();
    assert!(back.iter().eq(at_once.iter().rev()), "the key that takes a letter back");
}

#[test]
fn the_most_letters_and_wrong_ones_do_no_harm() {
    let many: String = "ningxiang".chars().cycle().take(MOST_LETTERS).collect();
    let list = general(&many);
    assert!(!list.is_empty() && list.len() <= MOST_CANDIDATES);
    assert!(list.iter().all(|one| many.ends_with(&one.rest)));
    assert_eq!(general("ning1xiang\u{1F600}")[0].text, "宁乡", "a digit chooses nothing");
    assert!(general("").is_empty());
    assert!(ask(Written::Ink(vec![vec![(0.1, 0.1)]]), Vocabulary::General).is_empty());
}

#[test]
fn tables_that_are_missing_or_changed_are_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Pinyin::open(folder.path());
    assert!(matches!(opened, Err(InputError::Missing(path)) if path.starts_with(folder.path())));

    for file in files_below(Path::new(TABLES)) {
        let copy = folder.path().join(file.strip_prefix(TABLES).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&file, copy).unwrap();
    }
    let table = folder.path().join("build/kiosk_name.table.bin");
    let mut bytes = fs::read(&table).unwrap();
    bytes[5000] ^= 1;
    fs::write(&table, bytes).unwrap();
    let opened = Pinyin::open(folder.path());
    assert!(matches!(opened, Err(InputError::Damaged(path)) if path == table));

    // a list that was cut short vouches for nothing
    let whole = fs::read(folder.path().join("SHA256SUMS")).unwrap();
    for list in ["", "0000  build/default.yaml\n"] {
        fs::write(folder.path().join("SHA256SUMS"), list).unwrap();
        let opened = Pinyin::open(folder.path());
        assert!(matches!(opened, Err(InputError::Damaged(path)) if path.ends_with("SHA256SUMS")));
    }
    fs::write(folder.path().join("SHA256SUMS"), whole).unwrap();
    fs::remove_file(&table).unwrap();
    let opened = Pinyin::open(folder.path());
    assert!(matches!(opened, Err(InputError::Missing(path)) if path == table));
}

/// A process of its own whose home, temporary and working folder are watched.
#[test]
fn nothing_typed_is_on_the_disk() {
    let watched = tempfile::tempdir().unwrap();
    let before = described(Path::new(TABLES));
    let typing = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "pinyin::types_for_the_test_of_the_disk", "--ignored", "--nocapture"])
        .env("HOME", watched.path())
        .env("TMPDIR", watched.path())
        .env("XDG_CONFIG_HOME", watched.path())
        .env("XDG_DATA_HOME", watched.path())
        .env("XDG_CACHE_HOME", watched.path())
        .current_dir(watched.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&typing.stdout) + String::from_utf8_lossy(&typing.stderr);
    assert!(typing.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(files_below(watched.path()), [] as [PathBuf; 0], "something was written");
    assert_eq!(described(Path::new(TABLES)), before, "the tables are only read");
    for typed in ["ouyang", "欧阳", "erquan", "二泉"] {
        assert!(!said.contains(typed), "a log says what was typed: {said}");
    }
}

#[test]
#[ignore = "the other half of nothing_typed_is_on_the_disk"]
fn types_for_the_test_of_the_disk() {
    for _ in 0..3 {
        for (letters, vocabulary) in [
            ("ouyangxiuying", Vocabulary::Name),
            ("erquancun", Vocabulary::Place),
            ("laonianyoudaizheng", Vocabulary::General),
        ] {
            // as the panel does: the first is taken, the rest is typed on
            let mut rest = letters.to_owned();
            while !rest.is_empty() {
                rest.clone_from(&ask(Written::Letters(rest.clone()), vocabulary)[0].rest);
            }
            assert!(ask(Written::Letters(String::new()), vocabulary).is_empty());
        }
        assert!(!texts_of_strokes("hspn").is_empty());
    }
}

// ---- the engine and its thread ----

type Question = (Written, Vocabulary, mpsc::Sender<Vec<Candidate>>);

/// librime lives on one thread, tests on many.
static ENGINE: LazyLock<Mutex<mpsc::Sender<Question>>> = LazyLock::new(|| {
    let (sender, questions) = mpsc::channel::<Question>();
    thread::spawn(move || {
        let mut engine =
            Pinyin::open(Path::new(TABLES)).expect("packaging/make-input-data.sh makes the tables");
        for (written, vocabulary, answer) in questions {
            answer.send(engine.candidates(&written, vocabulary).unwrap()).unwrap();
        }
    });
    Mutex::new(sender)
});

fn ask(written: Written, vocabulary: Vocabulary) -> Vec<Candidate> {
    let (sender, answer) = mpsc::channel();
    ENGINE.lock().unwrap().send((written, vocabulary, sender)).unwrap();
    answer.recv().expect("the engine's thread has ended; its own message is above")
}

fn general(letters: &str) -> Vec<Candidate> {
    ask(Written::Letters(letters.to_owned()), Vocabulary::General)
}

fn first(letters: &str, vocabulary: Vocabulary) -> String {
    ask(Written::Letters(letters.to_owned()), vocabulary)[0].text.clone()
}

fn texts(list: &[Candidate]) -> String {
    list.iter().map(|one| format!("{}|{}", one.text, one.rest)).collect::<Vec<_>>().join(" ")
}

fn texts_of_strokes(strokes: &str) -> Vec<String> {
    let list = ask(Written::Strokes(strokes.to_owned()), Vocabulary::General);
    list.iter().map(|one| one.text.clone()).collect()
}

// ---- files ----

/// Name, size and time of the last change of each file.
fn described(folder: &Path) -> Vec<String> {
    let describe = |path: PathBuf| {
        let facts = fs::metadata(&path).unwrap();
        format!("{} {} {:?}", path.display(), facts.len(), facts.modified().unwrap())
    };
    files_below(folder).into_iter().map(describe).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

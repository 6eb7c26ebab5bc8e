//! `kiosk bench`: what was promised beside what this machine reaches; printed, never tested.

mod catalogue;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use super::play::protocol::Command;
use super::play::{Player, Village, VillageSettings};
use super::settings::{BenchArguments, BenchSubject, InputBenchArguments};
use super::timings::Figure;
use crate::input::accent::as_spoken_in_hunan;
use crate::input::handwriting::generated::{self, Hand, Medians};
use crate::input::handwriting::{Handwriting, gb_2312_row};
use crate::input::pinyin::Pinyin;
use crate::input::{Candidate, Engine, Stroke, Vocabulary, Written};

/// The shares of words that must be the first candidate, among five and among ten, in percent; without one the shares are
/// only told.
type Promise = Option<[f64; 3]>;

/// What is typed of a syllable.
type Rewrite = fn(&str) -> String;

/// A list of words, the field they are written into, and what is promised for the ways to type them.
struct WordList {
    file: &'static str,
    vocabulary: Vocabulary,
    /// When every letter is typed, with the tongue of the books or of Hunan; of first letters alone nothing is promised.
    full: Promise,
}

/// What is in our lexicon must come first however it is spoken; of other words nothing is promised. Villages and surnames are told
/// as the engine ranks them: the panel puts those of the point's own township first only afterwards.
const WORD_LISTS: [WordList; 5] = [
    WordList {
        file: "words_in_lexicon.txt",
        vocabulary: Vocabulary::General,
        full: Some([98.0, 100.0, 100.0]),
    },
    WordList { file: "own_villages.txt", vocabulary: Vocabulary::Place, full: None },
    WordList { file: "surnames.txt", vocabulary: Vocabulary::Name, full: None },
    WordList { file: "words_outside.txt", vocabulary: Vocabulary::General, full: None },
    WordList { file: "villages_outside.txt", vocabulary: Vocabulary::Place, full: None },
];

const KEY_P50_MICROSECONDS: f64 = 1_000.0;
const KEY_P99_MICROSECONDS: f64 = 10_000.0;

const LIGHT: Promise = Some([96.0, 99.5, 99.5]);
const HEAVY: Promise = Some([75.0, 92.0, 94.0]);
const CHARACTER_P50_MS: f64 = 25.0;
const CHARACTER_P99_MS: f64 = 50.0;

const KIOSK_MB: u32 = 64;
const WITH_ENGINES_MB: u32 = 170;

const BEFORE_THE_PANEL: &str = "card place wang_xiuying
tap 去办
tap 没有电话，到村里问
tap 下一步
tap 不一样，住在别处
tap 下一步
tap 不在宁乡
expect 点这里写";
/// Invented people; of each the birthday and a number that fits it.
const PEOPLE: [(&str, &str); 3] = [
    ("19430312", "430124194303120005"),
    ("19670220", "430124196702200001"),
    ("20250430", "43012420250430000X"),
];
const ADDRESS: &str = "湖南省宁乡市沙田乡沙田村甲组1号";
const LONG_TERM: &str = "长期";
/// What people write who look for an item.
const QUERIES: [&str; 6] =
    ["长寿钱", "gljt", "gaolingjintie", "我想办低保", "高零津贴", "火箭发射许可证"];

/// Through every screen that needs no printed slip, and the lists from one end to the other.
const WALK: &str = "wait 网络正常 20s
tap 按事情找，一共 33 项
tap 全部 33 项
tap 下一页
tap 下一页
tap 返回
tap 老人钱
tap 高龄津贴
tap 返回
tap 返回
tap 返回
card place wang_xiuying
wait 您现在可以办 10s
tap 下一页
tap 上一页
tap 我办过的事
tap 返回
tap 去办
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 头一次领
tap 下一步
tap 住在自己家
tap 下一步
tap 打到我的社保卡
tap 下一步
tap 下一步
tap 先收下，后面补
sign
tap 签好了
expect 都对吗？
tap 下一页
tap 交上去
wait 回执打好了 20s
tap 好了
expect 今天办得顺心吗？
tap 满意
expect 谢谢您
wait 请把身份证 10s";
const EVERY_WAY: &str = "tap 点这里写
wait 在下面写一个字 20s
write 大
wait 太 10s
tap 大
tap 写好了
type 您现在住在哪里？ 成桥镇
expect 大成桥镇";

/// `kiosk bench …`
pub fn bench(arguments: &BenchArguments) -> anyhow::Result<()> {
    match &arguments.subject {
        BenchSubject::Catalogue(arguments) => catalogue::bench(arguments),
        BenchSubject::Input(arguments) => {
            typing(arguments)?;
            writing(arguments)?;
            memory(arguments)
        }
    }
}

#[allow(clippy::print_stdout, reason = "the answer of a command line program")]
fn print(figure: &Figure) {
    println!("{figure}");
}

// ---- pinyin ----

/// Each word letter by letter, as it is typed.
fn typing(arguments: &InputBenchArguments) -> anyhow::Result<()> {
    let mut engine = Pinyin::open(&arguments.input_data.join("pinyin"))?;
    let mut times = Vec::new();
    for list in &WORD_LISTS {
        let words = read_words(&arguments.words.join(list.file))?;
        let ways: [(&str, Rewrite, Promise); 3] = [
            ("full", str::to_owned, list.full),
            ("accented", as_spoken_in_hunan, list.full),
            ("initials", |syllable| syllable.chars().take(1).collect(), None),
        ];
        for (way, rewrite, promise) in ways {
            let mut ranks = Ranks::default();
            for (word, reading) in &words {
                let letters: String = reading.split(' ').map(rewrite).collect();
                let mut found = Vec::new();
                for length in 1..=letters.len() {
                    let typed: String = letters.chars().take(length).collect();
                    let written = Written::Letters(typed);
                    let begin = instant();
                    found = engine.candidates(&written, list.vocabulary)?;
                    times.push(begin.elapsed());
                }
                ranks.add(&found, word);
                engine.candidates(&Written::Letters(String::new()), list.vocabulary)?;
            }
            ranks.print(&format!("pinyin {way}, {}", list.file), promise);
        }
    }
    let microseconds = times.iter().map(Duration::as_secs_f64).map(|one| one * 1e6).collect();
    print_times(
        "pinyin, time for a key",
        microseconds,
        "µs",
        [KEY_P50_MICROSECONDS, KEY_P99_MICROSECONDS],
    );
    Ok(())
}

/// Lines of a word, a tab and its syllables.
fn read_words(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let words: Vec<(String, String)> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, reading)| (word.to_owned(), reading.to_owned()))
        .collect();
    ensure!(!words.is_empty(), "{}: no words", path.display());
    Ok(words)
}

// ---- handwriting ----

fn writing(arguments: &InputBenchArguments) -> anyhow::Result<()> {
    let begin = instant();
    let mut engine = Handwriting::open(&arguments.input_data.join("handwriting"), &[])?;
    let opened = begin.elapsed().as_secs_f64();
    print(&Figure::at_most("handwriting, time to open", opened, 2.0, "s"));
    let path = arguments.input_data.join("strokes/medians.txt");
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!("{}: packaging/make-input-data.sh --strokes brings it", path.display())
    })?;
    let common: Vec<Medians> =
        generated::medians(&text).filter(|one| is_common(one.character)).collect();
    ensure!(!common.is_empty(), "{}: no characters", path.display());
    for (name, hand, promise) in [("light", Hand::Light, LIGHT), ("heavy", Hand::Heavy, HEAVY)] {
        let mut ranks = Ranks::default();
        let mut milliseconds = Vec::new();
        // another character each time, spread over all
        let every = (common.len() / usize::from(arguments.characters)).max(1);
        let drawn = common.iter().step_by(every).zip(0..).take(arguments.characters.into());
        for (medians, seed) in drawn {
            let ink: Vec<Stroke> = generated::character(medians, hand, seed);
            let begin = instant();
            let found = engine.candidates(&Written::Ink(ink), Vocabulary::General)?;
            milliseconds.push(begin.elapsed().as_secs_f64() * 1e3);
            ranks.add(&found, &medians.character.to_string());
        }
        ranks.print(&format!("handwriting, {name} hand"), promise);
        let limits = [CHARACTER_P50_MS, CHARACTER_P99_MS];
        print_times(&format!("handwriting, {name} hand, a character"), milliseconds, "ms", limits);
    }
    Ok(())
}

/// The 3,755 characters of GB 2312's first level, in daily use.
fn is_common(character: char) -> bool {
    matches!(gb_2312_row(character), Some(0xB0..=0xD7))
}

// ---- memory ----

/// Of a kiosk with somebody at its form, and after they wrote by hand and in pinyin.
fn memory(arguments: &InputBenchArguments) -> anyhow::Result<()> {
    let state = std::env::temp_dir().join(format!("jiujin-bench-{}", std::process::id()));
    let measured = measure_memory(arguments, &state);
    let _ = std::fs::remove_dir_all(&state); // only what this kiosk made
    measured
}

/// A kiosk of its own, with simulated devices.
fn player(
    config: &Path,
    input_data: &Path,
    state: &Path,
    size: (u32, u32),
) -> anyhow::Result<Player> {
    let village = Village::new(VillageSettings {
        config: config.into(),
        input_data: input_data.into(),
        state: state.into(),
        id_reader: None,
        printer: None,
        city_hall: None,
        on: Some(jiff::civil::date(2026, 11, 24)),
        timings: false,
        size,
        log: None,
        program: std::env::current_exe()?,
    })?;
    Player::new(village, &state.join("pictures"))
}

fn measure_memory(arguments: &InputBenchArguments, state: &Path) -> anyhow::Result<()> {
    let mut player = player(&arguments.config, &arguments.input_data, state, (1280, 800))?;
    for (story, moment, limit_megabytes) in [
        (BEFORE_THE_PANEL, "before the writing panel opens", KIOSK_MB),
        (EVERY_WAY, "with both engines, after writing", WITH_ENGINES_MB),
    ] {
        player.play(story)?;
        player.ask(&Command::NoteMemory { moment: moment.into(), limit_megabytes })?;
        let figures = player.figures()?;
        let figure = figures.iter().rfind(|figure| figure.name.ends_with(moment));
        print(figure.with_context(|| format!("the memory {moment} was not measured"))?);
    }
    Ok(())
}

// ---- counting ----

/// At which place of the candidates each word stood.
#[derive(Default)]
struct Ranks {
    count: usize,
    among: [usize; 3],
}

const PLACES: [usize; 3] = [1, 5, 10];

impl Ranks {
    /// Only a candidate that leaves no letters over counts.
    fn add(&mut self, found: &[Candidate], word: &str) {
        self.count += 1;
        let place = found.iter().position(|one| one.text == word && one.rest.is_empty());
        for (among, places) in self.among.iter_mut().zip(PLACES) {
            *among += usize::from(place.is_some_and(|place| place < places));
        }
    }

    fn print(&self, what: &str, promise: Promise) {
        for (at, (among, places)) in self.among.iter().zip(PLACES).enumerate() {
            let share = 100.0 * *among as f64 / self.count.max(1) as f64;
            let name = format!("{what}, top {places} of {}", self.count);
            print(&match promise.as_ref().and_then(|promise| promise.get(at)) {
                Some(least) => Figure::at_least(&name, share, *least, "%"),
                None => Figure::measured(&name, share, "%"),
            });
        }
    }
}

fn print_times(what: &str, mut times: Vec<f64>, unit: &str, [p50, p99]: [f64; 2]) {
    times.sort_by(f64::total_cmp);
    for (name, part, limit) in [("p50", 50, p50), ("p99", 99, p99)] {
        if let Some(time) = times.get(times.len() * part / 100) {
            print(&Figure::at_most(&format!("{what}, {name}"), *time, limit, unit));
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "a bench asks the clock, and nothing else")]
fn instant() -> Instant {
    Instant::now()
}

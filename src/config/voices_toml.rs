//! The folder `voices`: how the kiosk speaks (`settings.toml`), what it can say (`prompts.toml`, the names in the tables of
//! the city, the questions and options of the catalogue), and which recordings are as they were shipped (`manifest.toml`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use jiff::civil::Time;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use super::{error::ConfigError, source::SourceFile};
use crate::domain::service_item::ServiceItem;
use crate::domain::site::Sites;
use crate::domain::voice::{
    ClipId, REFERENCE_DIALECT, Recording, SilentHours, Source, Speed, Voices, Volume, place_clip,
    words_of_form,
};

const SPEEDS: [(&str, Speed); 2] = [("normal", Speed::Normal), ("slow", Speed::Slow)];
const VOLUMES: [(&str, Volume); 3] =
    [("quiet", Volume::Quiet), ("normal", Volume::Normal), ("loud", Volume::Loud)];
const SOURCES: [(&str, Source); 2] = [("synthetic", Source::Synthetic), ("human", Source::Human)];

/// The voice as it was found. Nothing of it is needed to serve: a kiosk without voice goes on in silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadVoices {
    pub defaults: VoiceDefaults,
    /// What each prompt says, by its id.
    pub prompts: BTreeMap<ClipId, String>,
    /// Recordings that can be played.
    pub voices: Voices,
    /// What cannot be played, for the staff.
    pub left_out: Vec<LeftOut>,
}

/// How the kiosk speaks to whoever comes, until the person changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceDefaults {
    pub dialect: String,
    pub speed: Speed,
    pub volume: Volume,
    /// When it says nothing by itself.
    pub silent: Option<SilentHours>,
}

/// A recording that is not played.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Below the folder of voices.
    pub file: String,
    pub why: WhyLeftOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyLeftOut {
    /// The prompt has no recording at this speed.
    NotRecorded,
    /// The manifest has it, the folder has not.
    NotThere,
    /// The file is not the one whose digest the manifest has.
    NotAsShipped,
    /// It was recorded for another text than the prompt's, or for a prompt that is no more.
    SaysSomethingElse,
}

/// Reads the folder `voices`. An error is one of its three files; a single recording never is. The places of `sites` and
/// what `items` ask are prompts too: one that reads otherwise than it was recorded is left out, and its old words never said.
/// `first` hears how the site wants the voice before the recordings are checked, which takes longer.
pub fn load_voices<'a>(
    dir: &Path,
    sites: &Sites,
    items: impl IntoIterator<Item = &'a ServiceItem>,
    first: impl FnOnce(&VoiceDefaults),
) -> Result<ReadVoices, ConfigError> {
    let mut prompts = read_prompts(&SourceFile::read(&dir.join("prompts.toml"))?)?;
    prompts.extend(sites.places().map(|(code, name)| (place_clip(code), name)));
    prompts.extend(words_of_forms(items));
    let manifest = read_manifest(&SourceFile::read(&dir.join("manifest.toml"))?)?;
    let dialects: Vec<&str> = manifest.iter().map(|clip| clip.dialect.as_str()).collect();
    let defaults = read_settings(&SourceFile::read(&dir.join("settings.toml"))?, &dialects)?;
    first(&defaults);
    let voices = Voices::default();
    let mut read = ReadVoices { defaults, prompts, voices, left_out: Vec::new() };
    let mut recorded = Vec::new();
    for clip in manifest {
        recorded.push(clip.file.clone());
        match find_fault(&clip, &read.prompts, dir) {
            None => {
                let recording = Recording { file: clip.file, source: clip.source };
                read.voices.0.insert((clip.dialect, clip.speed, clip.id), recording);
            }
            Some(why) => read.left_out.push(LeftOut { file: clip.file, why }),
        }
    }
    for (id, speed) in read.prompts.keys().flat_map(|id| Speed::ALL.map(|speed| (id, speed))) {
        let file = format!("{REFERENCE_DIALECT}/{}/{id}.opus", speed.folder());
        if !recorded.contains(&file) {
            read.left_out.push(LeftOut { file, why: WhyLeftOut::NotRecorded });
        }
    }
    read.left_out.sort();
    Ok(read)
}

/// Two texts of one recording cannot both be said, so neither is.
fn words_of_forms<'a>(
    items: impl IntoIterator<Item = &'a ServiceItem>,
) -> impl Iterator<Item = (ClipId, String)> {
    let mut words: BTreeMap<ClipId, BTreeSet<&str>> = BTreeMap::new();
    for (id, text) in items.into_iter().flat_map(words_of_form) {
        words.entry(id).or_default().insert(text);
    }
    let clear = words.into_iter().filter(|(_, texts)| texts.len() == 1);
    clear.flat_map(|(id, texts)| texts.into_iter().map(move |text| (id.clone(), text.to_owned())))
}

/// One row of the manifest.
struct Clip {
    file: String,
    dialect: String,
    speed: Speed,
    id: ClipId,
    text: String,
    sha256: String,
    source: Source,
}

fn find_fault(clip: &Clip, prompts: &BTreeMap<ClipId, String>, dir: &Path) -> Option<WhyLeftOut> {
    if prompts.get(&clip.id) != Some(&clip.text) {
        return Some(WhyLeftOut::SaysSomethingElse);
    }
    let Ok(bytes) = fs::read(dir.join(&clip.file)) else { return Some(WhyLeftOut::NotThere) };
    (hex::encode(Sha256::digest(&bytes)) != clip.sha256).then_some(WhyLeftOut::NotAsShipped)
}

fn read_settings(source: &SourceFile, recorded: &[&str]) -> Result<VoiceDefaults, ConfigError> {
    let file: SettingsFile = source.parse()?;
    let dialects = [recorded, &[REFERENCE_DIALECT]].concat();
    Ok(VoiceDefaults {
        dialect: source.known(&file.dialect, "dialect", &dialects)?,
        speed: source.one_of(&file.speed, "speed", &SPEEDS)?,
        volume: source.one_of(&file.volume, "volume", &VOLUMES)?,
        silent: match (
            read_time(source, &file.silent_from)?,
            read_time(source, &file.silent_until)?,
        ) {
            (Some(from), Some(until)) => Some(SilentHours { from, until }),
            (None, None) => None,
            (Some(_), None) => return Err(source.wrong(file.silent_until.span(), "is missing")),
            (None, Some(_)) => return Err(source.wrong(file.silent_from.span(), "is missing")),
        },
    })
}

/// An empty text is no time.
fn read_time(source: &SourceFile, text: &Spanned<String>) -> Result<Option<Time>, ConfigError> {
    if text.get_ref().is_empty() {
        return Ok(None);
    }
    let problem = || format!("\"{}\" is not a time like 20:30", text.get_ref());
    let time = Time::strptime("%H:%M", text.get_ref());
    time.map(Some).map_err(|_| source.wrong(text.span(), problem()))
}

/// `[screen] welcome = "…"` is the prompt `screen.welcome`.
fn read_prompts(source: &SourceFile) -> Result<BTreeMap<ClipId, String>, ConfigError> {
    let file: BTreeMap<String, BTreeMap<String, Spanned<String>>> = source.parse()?;
    let mut prompts = BTreeMap::new();
    for (table, entries) in file {
        for (key, text) in entries {
            if text.get_ref().is_empty() {
                return Err(source.wrong(text.span(), "must not be empty"));
            }
            prompts.insert(format!("{table}.{key}"), text.into_inner());
        }
    }
    Ok(prompts)
}

fn read_manifest(source: &SourceFile) -> Result<Vec<Clip>, ConfigError> {
    let manifest: ManifestFile = source.parse()?;
    source.check_unique("recording", manifest.clip.iter().map(|row| &row.file))?;
    let mut clips = Vec::new();
    for row in manifest.clip {
        let parts: Vec<&str> = row.file.get_ref().split('/').collect();
        let [dialect, speed, name] = parts[..] else {
            return Err(source.wrong(row.file.span(), "must be dialect/speed/prompt.opus"));
        };
        // only plain names: nothing outside the folder is opened
        let plain = |name: &str| !name.is_empty() && !name.contains("..") && !name.contains('\\');
        let speed = SPEEDS.iter().find(|(known, _)| *known == speed);
        let (Some(id), Some((_, speed)), true) =
            (name.strip_suffix(".opus"), speed, plain(dialect) && plain(name))
        else {
            return Err(source.wrong(row.file.span(), "must be dialect/speed/prompt.opus"));
        };
        clips.push(Clip {
            dialect: dialect.into(),
            speed: *speed,
            id: id.into(),
            source: source.one_of(&row.source, "source", &SOURCES)?,
            text: row.text,
            sha256: row.sha256,
            file: row.file.into_inner(),
        });
    }
    Ok(clips)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    dialect: Spanned<String>,
    speed: Spanned<String>,
    volume: Spanned<String>,
    silent_from: Spanned<String>,
    silent_until: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestFile {
    #[serde(default)]
    clip: Vec<ClipRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClipRow {
    file: Spanned<String>,
    text: String,
    sha256: String,
    source: Spanned<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::load;
    use crate::domain::service_item::{FieldKind, Severity};
    use crate::domain::site::Village;
    use crate::domain::voice::{PIECES, Part, WHOLE, WHOLE_YUAN, ask_clip, say_clip};

    const NO_SITES: Sites = Sites { townships: Vec::new(), villages: Vec::new() };

    fn shipped() -> ReadVoices {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let configuration = load(&dir).unwrap();
        let (sites, items) = (&configuration.sites, &configuration.catalogue.items);
        load_voices(&dir.join("voices"), sites, items, |_| ())
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The manifest of one prompt that says 请, with the digest of the file's five letters.
    const PROMPTS: &str = "[screen]\nsign = \"请\"\n";
    const SETTINGS: &str = "dialect = \"putonghua\"\nspeed = \"slow\"\nvolume = \"loud\"\n\
        silent_from = \"20:30\"\nsilent_until = \"07:00\"\n";
    const SIGN: &str = "putonghua/normal/screen.sign.opus";
    const SLOW_SIGN: &str = "putonghua/slow/screen.sign.opus";
    const DIGEST_OF_HELLO: &str =
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    fn row(file: &str, text: &str, sha256: &str) -> String {
        format!(
            "[[clip]]\nfile = \"{file}\"\ntext = \"{text}\"\nsha256 = \"{sha256}\"\nsource = \"human\"\n"
        )
    }

    fn folder(manifest: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("prompts.toml"), PROMPTS).unwrap();
        fs::write(dir.path().join("settings.toml"), SETTINGS).unwrap();
        fs::write(dir.path().join("manifest.toml"), manifest).unwrap();
        for speed in ["normal", "slow"] {
            fs::create_dir_all(dir.path().join("putonghua").join(speed)).unwrap();
        }
        fs::write(dir.path().join(SIGN), "hello").unwrap();
        dir
    }

    #[test]
    fn every_shipped_prompt_is_recorded_in_both_speeds_and_nothing_is_left_out() {
        let read = shipped();
        assert_eq!(read.left_out, []);
        assert_eq!(read.voices.0.len(), read.prompts.len() * 2);
        for piece in PIECES {
            assert!(read.prompts.contains_key(piece), "{piece}");
        }
        for (table, numbers) in WHOLE {
            let recorded = read.prompts.keys().filter(|id| id.starts_with(&format!("{table}.")));
            assert_eq!(recorded.count(), numbers.count(), "{table}");
        }
        for pair in 0..100 {
            assert!(read.prompts.contains_key(&format!("pair.{pair:02}")), "{pair:02}");
        }
    }

    /// What is recorded whole says what its pieces would say.
    #[test]
    fn a_recorded_number_says_its_number() {
        let prompts = shipped().prompts;
        let count = |number| -> String {
            Part::Number(number).clips().iter().map(|clip| prompts[clip].as_str()).collect()
        };
        let digit = |one: char| count(one.to_digit(10).unwrap());
        for (table, numbers) in WHOLE {
            for number in numbers {
                let of_things = if number == 2 { "两".into() } else { count(number) };
                let expected = match table {
                    "year" => number.to_string().chars().map(digit).collect::<String>() + "年",
                    "month" => count(number) + "月",
                    "day" => count(number) + "日",
                    "weekday" if number == 7 => "星期日".into(),
                    "weekday" => "星期".to_owned() + &count(number),
                    "ordinal" => format!("第{}个", count(number)),
                    other => of_things + &prompts[&format!("part.{other}")],
                };
                assert_eq!(prompts[&format!("{table}.{number}")], expected, "{table}.{number}");
            }
        }
        for yuan in WHOLE_YUAN {
            let of_yuan = if yuan == 2 { "两".into() } else { count(yuan) };
            assert_eq!(prompts[&format!("yuan.{yuan}")], of_yuan + "元");
        }
    }

    #[test]
    fn the_amounts_of_the_catalogue_are_recorded_whole() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let items = load(&dir).unwrap().catalogue.items;
        let amounts: Vec<f64> =
            items.iter().flat_map(|item| &item.tiers).map(|tier| tier.amount).collect();
        assert!(amounts.len() > 10, "{}", amounts.len());
        for amount in amounts {
            assert!(WHOLE_YUAN.iter().any(|yuan| f64::from(*yuan) == amount), "{amount}");
        }
    }

    /// Digits are written as they sound, and what is no 汉字 has no sound. The catalogue writes for the eye; how that is read
    /// `render.sh` knows, and its check finds what it cannot read.
    #[test]
    fn prompts_are_written_in_characters_only() {
        for (id, text) in shipped().prompts {
            let of_catalogue = id.starts_with("ask.") || id.starts_with("say.");
            let marks =
                if of_catalogue { "，。？、：（）0123456789" } else { "，。？、：" };
            let said = |one: char| ('\u{4e00}'..='\u{9fff}').contains(&one) || marks.contains(one);
            assert!(text.chars().all(said), "{id}: {text}");
            assert!(text.chars().count() <= 28, "{id}: one thing at a time: {text}");
        }
    }

    #[test]
    fn every_question_and_option_of_an_active_item_can_be_heard_in_the_words_of_its_row() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let configuration = load(&dir).unwrap();
        let read = shipped();
        let hears = |id: &str, words: &str| {
            assert_eq!(read.prompts.get(id).map(String::as_str), Some(words), "{id}");
            for speed in Speed::ALL {
                let key = (REFERENCE_DIALECT.to_owned(), speed, id.to_owned());
                assert!(read.voices.0.contains_key(&key), "{id}: {speed:?}");
            }
        };
        let mut asked = 0;
        for item in configuration.catalogue.items.iter().filter(|item| item.active) {
            assert!(read.prompts.contains_key(&format!("item.{}", item.id)), "item.{}", item.id);
            let columns = item.fields.iter().flat_map(|field| &field.columns);
            for field in item.fields.iter().chain(columns) {
                hears(&ask_clip(item, field), field.question());
                for choice in &field.options {
                    hears(&say_clip(item, field, &choice.value), choice.words());
                }
                if field.kind == FieldKind::Choice && field.options.is_empty() {
                    assert_eq!(field.key, "village_code", "{}: not read out", item.id);
                }
                asked += 1;
            }
        }
        assert!(asked > 700, "{asked} questions");
        // by hand: an item's own, a block's, a way of delivery, a member of the household
        for (id, words) in [
            ("ask.dibao.reason", "家里主要因为什么困难？"),
            ("say.dibao.assets.car", "小车"),
            ("ask.applicant.phone_owner", "有电话能找到您吗？"),
            ("say.proxy.is_proxy.false", "我给自己办"),
            ("say.delivery.delivery.self_pickup", "自己来拿"),
            ("ask.member.name", "他（她）叫什么名字？"),
            ("say.member.relation.spouse", "老伴、爱人"),
        ] {
            hears(id, words);
        }
    }

    /// Of a folder with one recording that says 家里主要因为什么困难, and of items that ask something else.
    #[test]
    fn a_question_that_is_worded_otherwise_today_is_not_said_as_it_was_recorded() {
        let file = "putonghua/normal/ask.dibao.reason.opus";
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let dibao = load(&shipped).unwrap().catalogue.find_item("dibao").unwrap().clone();
        let dir = folder(&row(file, "家里主要因为什么困难？", DIGEST_OF_HELLO));
        fs::write(dir.path().join(file), "hello").unwrap();
        let heard = |items: &[ServiceItem]| {
            let read = load_voices(dir.path(), &NO_SITES, items, |_| ()).unwrap();
            read.voices.find(REFERENCE_DIALECT, Speed::Normal, "ask.dibao.reason").is_some()
        };
        let mut changed = dibao.clone();
        let reason = changed.fields.iter_mut().find(|field| field.key == "reason").unwrap();
        reason.ask = "家里为什么困难？".into();
        assert!(heard(std::slice::from_ref(&dibao)));
        assert!(!heard(std::slice::from_ref(&changed)));
        // two texts of one name: nobody knows which of them is on the screen
        assert!(!heard(&[dibao, changed]));
    }

    /// Rules on what a card says are those that end in 暂时办不了 before any form.
    #[test]
    fn whatever_a_card_can_refuse_has_a_reason_that_can_be_said() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        let catalogue = load(&dir).unwrap().catalogue;
        let prompts = shipped().prompts;
        let by_card = ["age", "sex", "birth_date", "months_to_age_80", "household_in_city"];
        let mut said = 0;
        for item in &catalogue.items {
            for rule in item.rules.iter().filter(|rule| rule.severity == Severity::Block) {
                let known = by_card.contains(&rule.check.field.as_str());
                if known && rule.when.iter().all(|when| by_card.contains(&when.field.as_str())) {
                    let reason = format!("reason.{}", rule.code);
                    assert!(prompts.contains_key(&reason), "{}: {reason}", item.id);
                    said += 1;
                }
            }
        }
        assert!(said > 10, "{said}");
    }

    #[test]
    fn a_recording_that_is_not_as_it_should_be_is_left_out_and_told() {
        let good = row(SIGN, "请", DIGEST_OF_HELLO);
        let not_slow = (SLOW_SIGN, WhyLeftOut::NotRecorded);
        for (manifest, playable, expected) in [
            (good.clone(), 1, vec![not_slow]),
            (String::new(), 0, vec![(SIGN, WhyLeftOut::NotRecorded), not_slow]),
            (row(SIGN, "请", "00"), 0, vec![(SIGN, WhyLeftOut::NotAsShipped), not_slow]),
            (
                row(SIGN, "谢", DIGEST_OF_HELLO),
                0,
                vec![(SIGN, WhyLeftOut::SaysSomethingElse), not_slow],
            ),
            (
                good.clone() + &row(SLOW_SIGN, "请", DIGEST_OF_HELLO),
                1,
                vec![(SLOW_SIGN, WhyLeftOut::NotThere)],
            ),
        ] {
            let dir = folder(&manifest);
            let read = load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap();
            let left_out = |(file, why): (&str, _)| LeftOut { file: file.into(), why };
            let expected: Vec<_> = expected.into_iter().map(left_out).collect();
            assert_eq!(read.left_out, expected, "{manifest}");
            assert_eq!(read.voices.0.len(), playable, "{manifest}");
        }
    }

    /// `render.sh` takes the committee off a name as the screens do, so no place is left out for its name above.
    #[test]
    fn every_township_and_village_can_be_said_by_the_name_on_its_row() {
        let read = shipped();
        let names: Vec<_> =
            read.prompts.iter().filter(|(id, _)| id.starts_with("place.")).collect();
        assert_eq!(names.len(), 29 + 278);
        for (id, name) in [
            ("place.430182119", "大成桥镇"),
            ("place.430182119206", "二泉村"),
            ("place.430182001007", "八一社区"),
        ] {
            assert!(names.contains(&(&id.into(), &name.into())), "{id} {name}");
        }
        for (id, _) in names {
            for speed in Speed::ALL {
                assert!(read.voices.find(REFERENCE_DIALECT, speed, id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn a_village_that_has_another_name_today_is_not_called_by_the_old_one() {
        let file = "putonghua/normal/place.430182119206.opus";
        let dir = folder(&row(file, "二泉村", DIGEST_OF_HELLO));
        fs::write(dir.path().join(file), "hello").unwrap();
        let called = |name: &str| {
            let village = Village {
                code: "430182119206".into(),
                name: name.into(),
                township_code: "430182119".into(),
                site_no: "2104".into(),
                deployed: false,
            };
            let read = load_voices(
                dir.path(),
                &Sites { villages: vec![village], ..NO_SITES },
                &[],
                |_| (),
            )
            .unwrap();
            let left_out = read.left_out.iter().find(|left_out| left_out.file == file);
            (read.voices.0.len(), left_out.map(|left_out| left_out.why))
        };
        assert_eq!(called("二泉村委会"), (1, None));
        assert_eq!(called("新泉村委会"), (0, Some(WhyLeftOut::SaysSomethingElse)));
    }

    #[test]
    fn a_person_in_another_dialect_is_found() {
        let dir = folder(&row(SIGN, "请", DIGEST_OF_HELLO).replace("putonghua", "ningxiang"));
        fs::create_dir_all(dir.path().join("ningxiang/normal")).unwrap();
        fs::write(dir.path().join("ningxiang/normal/screen.sign.opus"), "hello").unwrap();
        let voices = load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap().voices;
        let found = voices.find("ningxiang", Speed::Slow, "screen.sign").unwrap();
        assert_eq!(found.file, "ningxiang/normal/screen.sign.opus");
        assert_eq!(found.source, Source::Human);
    }

    #[test]
    fn the_township_decides_how_it_speaks_and_when_it_is_silent() {
        let at = |hour, minute| Time::constant(hour, minute, 0, 0);
        let dir = folder("");
        let defaults = VoiceDefaults {
            dialect: "putonghua".into(),
            speed: Speed::Slow,
            volume: Volume::Loud,
            silent: Some(SilentHours { from: at(20, 30), until: at(7, 0) }),
        };
        assert_eq!(load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap().defaults, defaults);

        let always = SETTINGS.replace("20:30", "").replace("07:00", "");
        fs::write(dir.path().join("settings.toml"), always).unwrap();
        assert_eq!(load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap().defaults.silent, None);
    }

    #[test]
    fn a_wrong_field_is_named_with_its_line() {
        let good = row(SIGN, "请", "00");
        for (manifest, expected) in [
            (
                good.replace(SIGN, "screen.sign.opus"),
                "2: field \"file\": must be dialect/speed/prompt.opus",
            ),
            (
                good.replace("normal", "fast"),
                "2: field \"file\": must be dialect/speed/prompt.opus",
            ),
            (
                good.replace("putonghua", ".."),
                "2: field \"file\": must be dialect/speed/prompt.opus",
            ),
            (good.replace("human", "parrot"), "5: field \"source\": unknown source \"parrot\""),
            (good.replace("text", "says"), "3: field \"says\": unknown field"),
            (good.clone() + &good, "7: field \"file\": repeated recording"),
        ] {
            let dir = folder(&manifest);
            let error = load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap_err().to_string();
            assert!(error.contains(&format!("manifest.toml:{expected}")), "{error}");
        }
        for (settings, expected) in [
            (
                SETTINGS.replace("20:30", "25:00"),
                "4: field \"silent_from\": \"25:00\" is not a time like 20:30",
            ),
            (SETTINGS.replace("07:00", ""), "5: field \"silent_until\": is missing"),
            (SETTINGS.replace("slow", "fast"), "2: field \"speed\": unknown speed \"fast\""),
            (
                SETTINGS.replace("putonghua", "ningxiang"),
                "1: field \"dialect\": unknown dialect \"ningxiang\"",
            ),
        ] {
            let dir = folder(&good);
            fs::write(dir.path().join("settings.toml"), settings).unwrap();
            let error = load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap_err().to_string();
            assert!(error.ends_with(&format!("settings.toml:{expected}")), "{error}");
        }
        let dir = folder(&good);
        fs::write(dir.path().join("prompts.toml"), "[screen]\nsign = \"\"\n").unwrap();
        let error = load_voices(dir.path(), &NO_SITES, &[], |_| ()).unwrap_err().to_string();
        assert!(error.ends_with("prompts.toml:2: field \"sign\": must not be empty"), "{error}");
    }
}

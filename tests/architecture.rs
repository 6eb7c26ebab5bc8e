//! The rules of the architecture page, held against the files: who may import whom, which crate stays where,
//! where Chinese stands, and that what belongs together is there. The reasons are in the tables.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use regex_lite::Regex;

/// Imports only point up this table, so no cycle is possible: folder below `src/`, what it may import, why no more.
const IMPORTS: [(&str, &[&str], &str); 13] = [
    ("domain", &[], "what the field talks about knows nothing of machines"),
    ("wire", &[], "bytes and their meaning are tested without a port and without the domain"),
    ("api", &["domain"], "the contract is data; it knows no network and no store"),
    ("config", &["domain"], "files become domain values and nothing else"),
    ("store", &["domain"], "the store keeps sealed bodies and never looks inside"),
    ("devices", &["domain", "wire"], "a device knows no screen and no store"),
    ("speech", &["domain"], "what is said is decided by the screens; speech only plays it"),
    ("input", &[], "what a finger wrote becomes words; whose words they are it never knows"),
    ("sync", &["api", "domain", "store"], "bringing into step knows no screen and no device"),
    (
        "kiosk",
        &["api", "config", "devices", "domain", "input", "speech", "store", "sync", "wire"],
        "the kiosk never knows the city hall",
    ),
    ("cityhall", &["api", "domain"], "the city hall never knows the kiosk's parts"),
    ("bin/kiosk.rs", &["config", "kiosk"], "a program only puts parts together"),
    ("bin/cityhall.rs", &["cityhall", "config"], "a program only puts parts together"),
];

/// A crate, where alone it may be named, and why.
const OWNED_CRATES: [(&str, &[&str], &str); 18] = [
    (
        "rusqlite",
        &["store/", "cityhall/ledger/sqlite.rs", "cityhall/ledger/sqlite/"],
        "SQL is known to the store and to the ledger behind its trait",
    ),
    (
        "serde",
        &[
            "api/v1.rs",
            "config/",
            "store/record.rs",
            "cityhall/",
            "kiosk/play/protocol.rs",
            "kiosk/timings.rs",
        ],
        "domain types stay free of serde; what is written or sent has mirror types of its own",
    ),
    (
        "serde_json",
        &["api/", "store/record.rs", "cityhall/", "kiosk/play/"],
        "JSON is known to the contract, to the journal's rows and to the pipe of the story player",
    ),
    ("toml", &["config/"], "only the configuration reads files that people write"),
    ("serialport", &["devices/"], "only devices open ports"),
    (
        "reqwest",
        &["sync/", "cityhall/officer_command.rs"],
        "only what brings kiosk and city hall into step speaks HTTP, and the officer's command",
    ),
    (
        "slint",
        &["kiosk/bind/", "kiosk/run.rs", "kiosk/ink.rs", "kiosk/play/remote.rs"],
        "screens are pure data until they are bound",
    ),
    ("fontique", &["devices/glyphs.rs"], "which font draws a character is asked at one place"),
    ("pinyin", &["domain/pinyin_order.rs"], "readings that sort are not those that are spoken"),
    ("rime_api", &["input/pinyin.rs"], "librime lives once in a process and on one thread"),
    ("tyme4rs", &["kiosk/lunar.rs"], "the lunar calendar is one line on the rest screen"),
    ("tract_onnx", &["input/handwriting/"], "the model that reads handwriting is run at one place"),
    (
        "image",
        &["devices/camera/", "devices/simulated/camera.rs"],
        "pictures are small before anybody else sees them",
    ),
    ("pdf_writer", &["devices/camera/sheets.rs"], "several sheets are bound at one place"),
    ("v4l", &["devices/camera/v4l2.rs"], "one file to mend when another camera interface comes"),
    ("axum", &["cityhall/"], "only the city hall serves"),
    (
        "tokio",
        &["sync/", "cityhall/", "kiosk/play/line.rs", "bin/cityhall.rs"],
        "the kiosk's own threads block; async is for HTTP and for the line of the story player",
    ),
    (
        "i_slint_backend_testing",
        &["kiosk/play/remote.rs"],
        "its API may change with every patch of Slint: one file to mend",
    ),
];

/// They take time, randomness and configuration as arguments.
const PURE: [&str; 15] = [
    "domain/",
    "wire/",
    "api/",
    "input/handwriting/characters.rs",
    "input/handwriting/generated.rs",
    "input/handwriting/raster.rs",
    "input/handwriting/reading.rs",
    "kiosk/session/",
    "kiosk/screens/",
    "kiosk/slip.rs",
    "kiosk/notice_slip.rs",
    "kiosk/legible.rs",
    "kiosk/lunar.rs",
    "kiosk/wording/",
    "sync/plan.rs",
];

const NEVER_IN_PURE: [&str; 8] = [
    "Instant::now",
    "SystemTime::now",
    "Zoned::now",
    "Timestamp::now",
    "std::fs",
    "std::net",
    "std::thread",
    "tokio",
];

/// Who alone asks the clock, and what for; everybody else is told the time.
const CLOCKS: [(&str, &str); 9] = [
    ("kiosk/run.rs", "the loop tells the session the time"),
    ("kiosk/bind/mod.rs", "a second press of a trembling hand comes too soon to count"),
    ("kiosk/bench.rs", "it measures"),
    ("kiosk/check_config.rs", "it counts what is offered today"),
    ("kiosk/play/player.rs", "it waits as a person does"),
    ("sync/worker.rs", "pauses between attempts, and when something arrived"),
    (
        "devices/mod.rs",
        "answers of reader and printer that do not come, and frames that come too often",
    ),
    ("cityhall/serve.rs", "the city hall's own clock"),
    ("input/handwriting/mod.rs", "a slow machine takes fewer looks at what was written"),
];

const ASKS_THE_CLOCK: [&str; 4] =
    ["Instant::now", "SystemTime::now", "Zoned::now", "Timestamp::now"];

/// Where Chinese stands in the code, and why there.
const CHINESE: [(&str, &str); 9] = [
    ("kiosk/wording/", "every sentence of the kiosk"),
    ("cityhall/wording.rs", "every sentence of the city hall"),
    ("domain/names.rs", "names of ethnic groups and sexes, surnames that a mask keeps whole"),
    ("domain/site.rs", "how villages and their committees are called in tables and addresses"),
    ("domain/eligibility.rs", "the words of an address that make a household a local one"),
    ("domain/id_card.rs", "长期, as the card itself writes it"),
    ("kiosk/play/player.rs", "labels that the story player touches"),
    ("kiosk/play/rehearsal.rs", "labels that the rehearsal touches, and an invented person"),
    ("kiosk/bench.rs", "a short story for the story player"),
];

#[test]
fn imports_only_point_up_the_table() {
    assert_none(sources().iter().flat_map(import_faults));
}

#[test]
fn a_crate_with_an_owner_is_named_nowhere_else() {
    assert_none(sources().iter().flat_map(owner_faults));
}

#[test]
fn pure_modules_ask_no_clock_no_disk_no_network_and_start_no_thread() {
    assert_none(sources().iter().flat_map(purity_faults));
}

#[test]
fn only_the_listed_files_ask_the_clock() {
    assert_none(sources().iter().flat_map(clock_faults));
    for (path, why) in CLOCKS {
        let still = sources().iter().any(|source| source.path == path && asks_the_clock(source));
        assert!(still, "src/{path} asks no clock any more ({why}): take its row out of the table");
    }
    let page = fs::read_to_string(root().join("src/ARCHITECTURE.md")).unwrap();
    let unnamed = CLOCKS.iter().filter(|(path, _)| !page.contains(&format!("`{path}`")));
    assert_none(unnamed.map(|(path, _)| format!("src/ARCHITECTURE.md does not name {path}")));
}

#[test]
fn chinese_stands_only_in_the_files_of_words() {
    assert_none(sources().iter().flat_map(chinese_faults));
    for (path, why) in CHINESE {
        let still = sources().iter().any(|source| source.lies_in(&[path]) && source.has_chinese());
        assert!(still, "src/{path} has no Chinese any more ({why}): take its row out of the table");
    }
}

#[test]
fn every_screen_has_its_state_and_its_binding() {
    let mut faults = Vec::new();
    for screen in files_below("ui/screens", ".slint") {
        let name = screen.file_stem().unwrap().to_str().unwrap();
        if name == "overlay" {
            continue; // lies over all screens and is part of the session itself
        }
        for folder in ["kiosk/screens", "kiosk/bind"] {
            let files = [format!("src/{folder}/{name}.rs"), format!("src/{folder}/{name}/mod.rs")];
            if !files.iter().any(|file| root().join(file).is_file()) {
                faults.push(format!(
                    "ui/screens/{name}.slint: {} is missing (names of a screen answer each other)",
                    files[0]
                ));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn every_file_says_first_what_it_is() {
    assert_none(sources().iter().filter_map(|source| {
        let first = source.text.lines().next().unwrap_or_default();
        let page = "#![doc = include_str!";
        (!first.starts_with("//! ") && !first.starts_with(page)).then(|| {
            format!("src/{}:1: no sentence `//!` that says what this file is", source.path)
        })
    }));
}

#[test]
fn every_public_type_of_domain_and_contract_is_explained() {
    assert_none(sources().iter().flat_map(explanation_faults));
}

#[test]
fn every_icon_that_is_named_is_there_and_every_icon_that_is_there_can_be_found() {
    let list = fs::read_to_string(root().join("ui/widgets/icons.slint")).unwrap();
    let mut faults = list_faults(&list);
    let listed: BTreeSet<&str> = listed_icons(&list).map(|(name, _)| name).collect();
    for icon in files_below("ui/icons", ".svg") {
        let name = icon.file_stem().unwrap().to_str().unwrap();
        if !listed.contains(name) {
            faults.push(format!("ui/icons/{name}.svg is not listed in ui/widgets/icons.slint"));
        }
    }
    for (place, name) in named_icons() {
        if !root().join(format!("ui/icons/{name}.svg")).is_file() {
            faults.push(format!("{place}: there is no ui/icons/{name}.svg"));
        }
        if !listed.contains(name.as_str()) {
            faults.push(format!("{place}: “{name}” is not listed in ui/widgets/icons.slint"));
        }
    }
    assert_none(faults);
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    let this_file = root().join(file!());
    assert_none(
        files_below("", "")
            .into_iter()
            .filter(|path| *path != this_file)
            .filter_map(|path| {
                let text = fs::read_to_string(&path).ok()?; // pictures and fonts are no text
                Some(machine_faults(&below_root(&path), &text))
            })
            .flatten(),
    );
}

// ---- each rule on one file ----

fn import_faults(source: &Source) -> Vec<String> {
    let inside =
        |folder: &str| source.path == folder || source.path.starts_with(&format!("{folder}/"));
    let Some((module, may, why)) = IMPORTS.iter().find(|(folder, ..)| inside(folder)) else {
        let root_file = source.path == "lib.rs";
        let fault = format!("src/{}: its folder has no row in the table of imports", source.path);
        return if root_file { Vec::new() } else { vec![fault] };
    };
    let own = [*module];
    source
        .paths()
        .into_iter()
        .filter_map(|(line, path)| {
            let imported = module_of(&source.path, &path)?;
            let known = IMPORTS.iter().any(|(folder, ..)| *folder == imported);
            (known && !may.iter().chain(&own).any(|one| *one == imported)).then(|| {
                format!(
                    "src/{}:{line}: `{module}` may not import `{imported}` ({why})",
                    source.path
                )
            })
        })
        .collect()
}

fn owner_faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, path) in source.paths() {
        for (name, owners, why) in OWNED_CRATES {
            if path.starts_with(&format!("{name}::")) && !source.lies_in(owners) {
                let owners = owners.join(", ");
                faults.push(format!(
                    "src/{}:{line}: `{name}` belongs to {owners} alone ({why})",
                    source.path
                ));
            }
        }
    }
    faults
}

fn purity_faults(source: &Source) -> Vec<String> {
    if !source.lies_in(&PURE) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, path) in source.paths() {
        let whole = format!("::{path}::");
        if let Some(never) = NEVER_IN_PURE.iter().find(|one| whole.contains(&format!("::{one}::")))
        {
            faults.push(format!(
                "src/{}:{line}: `{never}` in a pure module (time, files and lines are arguments of pure code)",
                source.path
            ));
        }
    }
    faults
}

fn clock_faults(source: &Source) -> Vec<String> {
    if CLOCKS.iter().any(|(path, _)| *path == source.path) || !asks_the_clock(source) {
        return Vec::new();
    }
    vec![format!("src/{} asks the clock (time is an argument; see CLOCKS)", source.path)]
}

/// In a call or by the name of the function alone.
fn asks_the_clock(source: &Source) -> bool {
    ASKS_THE_CLOCK.iter().any(|asks| source.code.contains(asks))
}

fn chinese_faults(source: &Source) -> Vec<String> {
    if CHINESE.iter().any(|(path, _)| source.lies_in(&[path])) {
        return Vec::new();
    }
    source
        .literals()
        .filter(|(_, words)| words.chars().any(is_chinese))
        .map(|(line, words)| {
            format!(
                "src/{}:{line}: {words} stands outside the files of words (one place for the language reviewer)",
                source.path
            )
        })
        .collect()
}

fn explanation_faults(source: &Source) -> Vec<String> {
    if !source.lies_in(&["domain/", "api/"]) {
        return Vec::new();
    }
    let public_type = Regex::new(r"^\s*pub (?:struct|enum|trait|type) (\w+)").unwrap();
    let lines: Vec<&str> = source.text.lines().collect();
    let mut faults = Vec::new();
    for (place, line) in source.code.lines().enumerate() {
        let Some(found) = public_type.captures(line) else { continue };
        let above = lines[..place].iter().rev().map(|line| line.trim());
        let mut of_this =
            above.take_while(|line| line.starts_with("#[") || line.starts_with("///"));
        if !of_this.any(|line| line.starts_with("///")) {
            faults.push(format!(
                "src/{}:{}: `{}` has no doc comment (words of the field are explained where they are defined)",
                source.path,
                place + 1,
                &found[1]
            ));
        }
    }
    faults
}

fn list_faults(list: &str) -> Vec<String> {
    listed_icons(list)
        .filter(|(name, picture)| name != picture || !root().join(format!("ui/icons/{name}.svg")).is_file())
        .map(|(name, picture)| {
            format!("ui/widgets/icons.slint: “{name}” leads to ui/icons/{picture}.svg, not to a file of its own name")
        })
        .collect()
}

fn machine_faults(path: &str, text: &str) -> Vec<String> {
    let machine =
        Regex::new(r"(?:^|[^\w./~})-])(/(?:home|Users|root|work)/\S|[A-Z]:\\\\?\w)").unwrap();
    text.lines()
        .enumerate()
        .filter(|(_, line)| machine.is_match(line))
        .map(|(place, line)| {
            format!(
                "{path}:{}: a folder of one machine (it works there only): {}",
                place + 1,
                line.trim()
            )
        })
        .collect()
}

// ---- scanning ----

/// One Rust file without what stands only in tests.
struct Source {
    /// Below `src/`.
    path: String,
    text: String,
    /// The text with comments, literals and tests blanked out: every place stays where it was.
    code: String,
    tests: Vec<Range<usize>>,
}

/// Comments, and literals as the first group.
const NOT_CODE: &str = r##"(?s)//[^\n]*|/\*.*?\*/|(r#".*?"#|r"[^"]*"|"(?:\\.|[^"\\])*"|'(?:\\u\{[^}]*\}|\\.|[^'\\])')"##;

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let mut code = text.to_owned();
        for found in Regex::new(NOT_CODE).unwrap().find_iter(text) {
            blank(&mut code, found.range());
        }
        let tests: Vec<Range<usize>> = code
            .match_indices("#[cfg(test)]")
            .map(|(start, attribute)| start..item_end(&code, start + attribute.len()))
            .collect();
        for test in &tests {
            blank(&mut code, test.clone());
        }
        Self { path: path.into(), text: text.into(), code, tests }
    }

    fn lies_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            self.path == *place || (place.ends_with('/') && self.path.starts_with(place))
        })
    }

    fn literals(&self) -> impl Iterator<Item = (usize, String)> {
        let literals: Vec<(usize, String)> = Regex::new(NOT_CODE)
            .unwrap()
            .captures_iter(&self.text)
            .filter_map(|found| found.get(1))
            .filter(|found| !self.tests.iter().any(|test| test.contains(&found.start())))
            .map(|found| (line_at(&self.text, found.start()), found.as_str().to_owned()))
            .collect();
        literals.into_iter()
    }

    fn has_chinese(&self) -> bool {
        self.literals().any(|(_, words)| words.chars().any(is_chinese))
    }

    /// Every path with its line; the branches of a `use` are written out.
    fn paths(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut branches: Vec<Option<String>> = Vec::new(); // of each open brace: the path before it
        let mut path = String::new();
        for token in Regex::new(r"[A-Za-z_]\w*|::|\S").unwrap().find_iter(&self.code) {
            let name = token.as_str().starts_with(|one: char| one.is_alphanumeric() || one == '_');
            match token.as_str() {
                "::" => path.push_str("::"),
                "{" if path.ends_with("::") => branches.push(Some(std::mem::take(&mut path))),
                word if name && path.ends_with("::") => path.push_str(word),
                other => {
                    path.clear();
                    match other {
                        "{" => branches.push(None),
                        "}" => drop(branches.pop()),
                        _ if name => {
                            path = branches.last().cloned().flatten().unwrap_or_default() + other;
                        }
                        _ => {}
                    }
                }
            }
            if name {
                found.push((line_at(&self.code, token.start()), path.clone()));
            }
        }
        found
    }
}

/// The module a path leads to from the crate's root, whichever way it is written.
fn module_of(file: &str, path: &str) -> Option<String> {
    let depth = file.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let up = path.split("::").take_while(|part| *part == "super").count();
    let mut parts = path.split("::");
    match parts.next()? {
        "crate" | "jiujin" => parts.next().map(str::to_owned),
        "super" if up >= depth => parts.nth(up - 1).map(str::to_owned),
        _ => None,
    }
}

/// An item ends with its first semicolon, or with the brace that closes its first one.
fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0;
    for (place, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(byte, b'}' | b';') {
            return place + 1;
        }
    }
    code.len()
}

fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}

fn line_at(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn sources() -> &'static [Source] {
    static SOURCES: std::sync::OnceLock<Vec<Source>> = std::sync::OnceLock::new();
    SOURCES.get_or_init(|| {
        let all: Vec<Source> = files_below("src", ".rs")
            .iter()
            .map(|path| {
                let text = fs::read_to_string(path).unwrap();
                Source::new(below_root(path).trim_start_matches("src/"), &text)
            })
            .collect();
        assert!(all.len() > 50, "the scan finds only {} files", all.len());
        let tests: BTreeSet<String> = all.iter().flat_map(files_of_tests).collect();
        all.into_iter().filter(|source| !tests.contains(&source.path)).collect()
    })
}

/// Files that are modules of tests alone: `#[cfg(test)] mod name;`.
fn files_of_tests(source: &Source) -> Vec<String> {
    let declared = Regex::new(r"\bmod (\w+);$").unwrap();
    let folder = match source.path.strip_suffix("mod.rs") {
        Some(folder) => folder.to_owned(),
        None => format!("{}/", source.path.trim_end_matches(".rs")),
    };
    source
        .tests
        .iter()
        .filter_map(|test| declared.captures(&source.text[test.clone()]))
        .map(|found| format!("{folder}{}.rs", &found[1]))
        .collect()
}

fn listed_icons(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.split("if (name == \"").skip(1).map(|rest| {
        let name = rest.split('"').next().unwrap();
        let picture = rest.split("../icons/").nth(1).and_then(|rest| rest.split(".svg").next());
        (name, picture.unwrap_or_default())
    })
}

/// What the catalogue, the screens and the words call an icon.
fn named_icons() -> Vec<(String, String)> {
    let in_catalogue = Regex::new(r#"\bicon\s*=\s*"([^"]+)""#).unwrap();
    let in_screen = Regex::new(r"\b(?:name|icon|[\w-]+-icon|icon-behind)\s*:([^;]*);").unwrap();
    let quoted = Regex::new(r#""([a-z][a-z0-9-]*)""#).unwrap();
    let mut icons = Vec::new();
    let mut note = |path: &Path, text: &str, place: usize, name: &str| {
        icons.push((format!("{}:{}", below_root(path), line_at(text, place)), name.to_owned()));
    };
    for path in files_below("kiosk-config/catalogue", ".toml") {
        let text = fs::read_to_string(&path).unwrap();
        for found in in_catalogue.captures_iter(&text) {
            note(&path, &text, found.get(1).unwrap().start(), &found[1]);
        }
    }
    for path in files_below("ui", ".slint").iter().filter(|path| !path.ends_with("icons.slint")) {
        let text = fs::read_to_string(path).unwrap();
        for found in in_screen.captures_iter(&text) {
            for name in quoted.captures_iter(&found[1]) {
                note(path, &text, found.get(1).unwrap().start(), &name[1]);
            }
        }
    }
    for path in files_below("src/kiosk/wording", ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        for found in quoted.captures_iter(&text) {
            // answers and the key of a fact; all other words are Chinese
            if !["true", "false", "age"].contains(&&found[1]) {
                note(&path, &text, found.get(1).unwrap().start(), &found[1]);
            }
        }
    }
    icons
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn below_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")
}

/// Sorted; nothing that is built, fetched or left by a run.
fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    const NOT_OURS: [&str; 5] = [".git", "target", "state", "input-data", "__pycache__"];
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_str().unwrap();
            match entry.file_type().unwrap() {
                kind if kind.is_dir() && !NOT_OURS.contains(&name) => folders.push(path),
                kind if kind.is_file() && name.ends_with(ending) => files.push(path),
                _ => {} // built things and links
            }
        }
    }
    files.sort();
    files
}

fn assert_none(faults: impl IntoIterator<Item = String>) {
    let mut list = String::new();
    let mut count = 0;
    for fault in faults {
        count += 1;
        writeln!(list, "  {fault}").unwrap();
    }
    assert!(count == 0, "{count} broken rules:\n{list}");
}

// ---- the scan itself can see ----

mod the_scan {
    use super::*;

    #[test]
    fn sees_an_import_that_points_down_however_it_is_written() {
        for (path, text) in [
            ("domain/x.rs", "use crate::store::Database;"),
            ("domain/x.rs", "fn x(reply: crate::wire::Reply) {}"),
            ("domain/x.rs", "use super::super::api;"),
            ("wire/x.rs", "use crate::{\n    wire::y,\n    domain::{draft, stage},\n};"),
            ("cityhall/x.rs", "use crate::kiosk::wording;"),
            ("bin/kiosk.rs", "use jiujin::store::Database;"),
            ("helper/x.rs", ""),
        ] {
            assert_ne!(import_faults(&Source::new(path, text)).len(), 0, "{path}: {text}");
        }
        let text =
            "use crate::{domain::{self, draft}, api};\nuse super::plan; // not crate::kiosk\n";
        let tests = "#[cfg(test)]\nmod tests { use crate::kiosk::X; }\n";
        assert_none(import_faults(&Source::new("sync/worker.rs", &format!("{text}{tests}"))));
        let second_line = import_faults(&Source::new("api/x.rs", "\nuse crate::store;"));
        assert!(second_line[0].starts_with("src/api/x.rs:2: `api` may not import `store`"));
    }

    #[test]
    fn sees_a_crate_outside_its_owner() {
        for (path, text) in [
            ("kiosk/run.rs", "use rusqlite::Connection;"),
            ("domain/x.rs", "use serde::{Deserialize, Serialize};"),
            ("kiosk/session/mod.rs", "fn x(colour: slint::Color) {}"),
            ("kiosk/run.rs", "#[tokio::main] async fn main() {}"),
        ] {
            assert_eq!(
                owner_faults(&Source::new(path, text)).len(),
                2 - usize::from(!text.contains("{D")),
                "{path}"
            );
        }
        assert_none(owner_faults(&Source::new("store/x.rs", "use rusqlite::Connection;")));
        assert_none(owner_faults(&Source::new(
            "kiosk/x.rs",
            "/* slint::Color */ fn x() { y(\"slint::z\") }",
        )));
    }

    #[test]
    fn sees_a_clock_in_a_pure_module() {
        for text in [
            "fn x() { let now = std::time::Instant::now(); }",
            "fn x() { Zoned::now(); }",
            "use std::{fmt, fs};",
            "use std::thread;",
            "fn x() { tokio::spawn(y()); }",
        ] {
            assert_ne!(purity_faults(&Source::new("kiosk/screens/x.rs", text)).len(), 0, "{text}");
        }
        assert_none(purity_faults(&Source::new("kiosk/run.rs", "use std::fs;")));
        let asks = "fn f() { let then = std::time::Instant::now(); }";
        assert_ne!(clock_faults(&Source::new("input/worker.rs", asks)).len(), 0);
        let in_a_comment = "// never Instant::now()";
        assert_none(clock_faults(&Source::new("input/worker.rs", in_a_comment)));
        assert_none(purity_faults(&Source::new(
            "domain/x.rs",
            "// std::fs\nfn now(now: Instant) {}",
        )));
    }

    #[test]
    fn sees_chinese_outside_the_files_of_words() {
        for text in ["const X: &str = \"再按一次\";", "let x = '村';", "let x = r#\"“村”\"#;"]
        {
            assert_eq!(chinese_faults(&Source::new("store/x.rs", text)).len(), 1, "{text}");
        }
        let may = "//! 村\n/// 村\nlet x = \"\\\"village\"; // 村\n#[cfg(test)]\nconst X: &str = \"村\";\n";
        assert_none(chinese_faults(&Source::new("store/x.rs", may)));
    }

    #[test]
    fn sees_a_public_type_without_a_word() {
        let text = "/// A card.\n#[derive(Debug)]\npub struct Card;\n\n#[derive(Debug)]\npub enum ValidTo {}\n";
        let faults = explanation_faults(&Source::new("domain/x.rs", text));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("src/domain/x.rs:6: `ValidTo`"), "{}", faults[0]);
    }

    #[test]
    fn sees_a_folder_of_one_machine_and_an_icon_under_a_wrong_name() {
        for line in [
            "cd /home/anna/kiosk",
            concat!("path = \"/ro", "ot/x\""),
            concat!("(/wo", "rk/main)"),
            r"C:\Users\anna",
        ] {
            assert_eq!(machine_faults("README.md", line).len(), 1, "{line}");
        }
        assert_none(machine_faults(
            "README.md",
            "https://example.org/home/x and $HOME/x, /dev/ttyS0",
        ));
        let list = "if (name == \"bus\") { return @image-url(\"../icons/x.svg\"); }";
        assert_eq!(list_faults(list).len(), 1);
    }

    #[test]
    fn knows_which_files_are_only_for_tests() {
        let source =
            Source::new("wire/mod.rs", "mod frame;\n#[cfg(test)]\npub(crate) mod vectors;\n");
        assert_eq!(files_of_tests(&source), ["wire/vectors.rs"]);
        let source = Source::new("config/catalogue.rs", "#[cfg(test)]\nmod tests;\n");
        assert_eq!(files_of_tests(&source), ["config/catalogue/tests.rs"]);
    }
}

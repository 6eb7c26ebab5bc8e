//! `kiosk check-config`: everything that is wrong or doubtful in `kiosk-config/`, not only the first of it.

use std::path::Path;

use jiff::civil::Date;

use super::calendar_toml::ReadCalendar;
use super::catalogue::{CatalogueFiles, ReadCatalogue};
use super::error::ConfigError;
use super::item_toml::ItemReader;
use super::source::SourceFile;
use super::{bundles_toml, calendar_toml, devices_toml, kiosk_toml, overrides_toml, sites_csv};
use crate::domain::service_item::Catalogue;

/// What a check has found.
#[derive(Debug)]
pub struct Checked {
    /// In the order of the files.
    pub problems: Vec<ConfigError>,
    /// What will be missed before long; nothing is wrong yet.
    pub warnings: Vec<ConfigError>,
    pub counts: Counts,
}

/// How much there is of what can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub active: usize,
    pub ended: usize,
    /// Broken: the kiosk works without them.
    pub left_out: usize,
    /// Offered on the day that was asked about.
    pub offered: usize,
    pub questions: usize,
    pub rules: usize,
    pub townships: usize,
    pub villages: usize,
}

/// Looks at the whole folder. `can_be_drawn` says whether some font has a character.
pub fn check(dir: &Path, day: Date, can_be_drawn: fn(char) -> bool) -> Checked {
    let mut checked =
        Checked { problems: Vec::new(), warnings: Vec::new(), counts: Counts::default() };
    let file = |name: &str| SourceFile::read(&dir.join(name));
    let sites = checked.keep(sites_csv::load(dir));
    if let Some(sites) = &sites {
        checked.counts.townships = sites.townships.len();
        checked.counts.villages = sites.villages.len();
        checked.keep(file("kiosk.toml").and_then(|file| kiosk_toml::read(&file, sites)));
    }
    checked.keep(file("devices.toml").and_then(|file| devices_toml::read(&file)));
    let ReadCalendar { calendar, left_out } = calendar_toml::load(dir);
    checked.problems.extend(left_out);
    checked.warnings = calendar_toml::doubts(dir, &calendar, day);
    let Some(mut read) = checked.catalogue(&dir.join("catalogue"), can_be_drawn) else {
        return checked;
    };
    let overrides = file("overrides.toml")
        .and_then(|file| overrides_toml::read(&file, &mut read.catalogue, &read.left_out));
    if let Some(overrides) = checked.keep(overrides) {
        checked.problems.extend(overrides.doubts);
    }
    let bundles = file("catalogue/bundles.toml")
        .and_then(|file| bundles_toml::read(&file, &read.catalogue, &read.left_out));
    checked.keep(bundles);
    checked.count(&read.catalogue, day);
    checked.counts.left_out = read.left_out.len();
    checked
}

impl Checked {
    fn keep<T>(&mut self, read: Result<T, ConfigError>) -> Option<T> {
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn catalogue(&mut self, dir: &Path, can_be_drawn: fn(char) -> bool) -> Option<ReadCatalogue> {
        let read = self.keep(CatalogueFiles::read(dir).and_then(CatalogueFiles::catalogue))?;
        self.problems.extend(read.left_out.iter().map(|item| item.why.clone()));
        let files = self.keep(CatalogueFiles::read(dir))?;
        for source in files.texts() {
            self.problems.extend(undrawable(source, can_be_drawn));
        }
        let (around, _, sources) = self.keep(files.surroundings())?;
        for (id, source) in &sources {
            if let (Ok(source), Some(item)) = (source, read.catalogue.find_item(id))
                && let Some(doubts) = self.keep(ItemReader::new(source, &around).find_doubts(item))
            {
                self.problems.extend(doubts);
            }
        }
        self.problems.extend(around.doubts(&read.catalogue, &sources));
        Some(read)
    }

    fn count(&mut self, catalogue: &Catalogue, day: Date) {
        let items = &catalogue.items;
        self.counts.active = items.iter().filter(|item| item.active).count();
        self.counts.ended = items.len() - self.counts.active;
        self.counts.offered = catalogue.offered_on(day).count();
        self.counts.questions = items.iter().map(|item| item.fields.len()).sum();
        self.counts.rules = items.iter().map(|item| item.rules.len()).sum();
    }
}

/// One for each line that has a character which no font of this machine has.
fn undrawable(source: &SourceFile, can_be_drawn: fn(char) -> bool) -> Vec<ConfigError> {
    let mut problems = Vec::new();
    for (index, line) in source.text().lines().enumerate() {
        let missing = line.chars().find(|one| !one.is_control() && !can_be_drawn(*one));
        if let Some(missing) = missing {
            let problem = format!("no font has {missing:?}, U+{:04X}", u32::from(missing));
            problems.push(source.malformed(index + 1, problem));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;

    fn shipped() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config")
    }

    fn every(_: char) -> bool {
        true
    }

    #[test]
    fn the_shipped_folder_is_right_and_counted() {
        let Checked { problems, warnings, counts } = check(&shipped(), date(2026, 11, 24), every);
        assert_eq!(problems, []);
        // the notice about the next year comes in November
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert!(told.iter().all(|one| one.contains("calendar/2027.toml")), "{told:?}");
        assert_eq!((counts.active, counts.ended, counts.offered), (33, 7, 33));
        assert_eq!((counts.townships, counts.villages), (29, 278));
    }

    /// A copy of the shipped folder with one place changed; every change is one thing a township may get wrong.
    #[test]
    fn what_can_be_read_and_still_is_no_good_is_named() {
        let dibao = "catalogue/items/dibao.toml";
        let rural = "catalogue/items/fp_reward_rural.toml";
        for (file, right, wrong, expected) in [
            (
                dibao,
                "consult = \"12345\"",
                "consult = \"110\"",
                "field \"consult\": not the number",
            ),
            (
                dibao,
                "promised_days = 25",
                "promised_days = 1",
                "field \"promised_days\": the steps take",
            ),
            (
                dibao,
                "proxy_allowed = true",
                "proxy_allowed = false",
                "field \"proxy_allowed\": does not fit form_blocks",
            ),
            (
                dibao,
                "\"bank_transfer\"",
                "\"sms\"",
                "the block bank without the delivery bank_transfer",
            ),
            (dibao, "order = 19", "order = 18", "field \"order\": repeated"),
            (
                "catalogue/categories.toml",
                "\"老人钱\"",
                "\"老人前天\"",
                "field \"often\": nothing is found by",
            ),
            (rural, "为", "\u{E000}", "no font has '\\u{e000}', U+E000"),
        ] {
            let dir = copy_of_shipped();
            let path = dir.join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(right), "{file} has {right}");
            fs::write(&path, text.replacen(right, wrong, 1)).unwrap();
            let not_private = |one: char| !('\u{E000}'..='\u{F8FF}').contains(&one);
            let problems = check(&dir, date(2026, 11, 24), not_private).problems;
            fs::remove_dir_all(&dir).unwrap();
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let name = file.rsplit('/').next().unwrap();
            assert!(
                told.iter().any(|one| one.contains(name) && one.contains(expected)),
                "{expected}: {told:#?}"
            );
        }
    }

    #[test]
    fn a_question_that_waits_for_itself_breaks_its_item_and_no_other() {
        let dir = copy_of_shipped();
        let path = dir.join("catalogue/items/dibao.toml");
        let text = fs::read_to_string(&path).unwrap();
        let at = text.find("[[field]]").unwrap();
        let (before, fields) = text.split_at(at);
        let circle = "show_if = [{ field = \"sign_all\", op = \"exists\", value = true }]";
        fs::write(&path, format!("{before}{}", fields.replacen("show_if = []", circle, 1)))
            .unwrap();
        let Checked { problems, counts, .. } = check(&dir, date(2026, 11, 24), every);
        fs::remove_dir_all(&dir).unwrap();
        let told = problems.first().unwrap().to_string();
        assert!(
            told.contains("dibao.toml") && told.contains("\"sign_all\" is not asked before"),
            "{told}"
        );
        assert_eq!(counts.active, 32);
    }

    /// It would compute itself for ever.
    #[test]
    fn an_answer_that_follows_from_itself_breaks_its_item_and_no_other() {
        for (prefill, expected) in [
            ("derived.child_birth", "\"child_id_no\" is not asked before"),
            ("derived.moon", "derived.moon"),
        ] {
            let dir = copy_of_shipped();
            let path = dir.join("catalogue/items/childcare_subsidy.toml");
            let text = fs::read_to_string(&path).unwrap();
            let at = text.find("key = \"child_id_no\"").unwrap();
            let (before, field) = text.split_at(at);
            let circle = format!("prefill = \"{prefill}\"");
            fs::write(&path, format!("{before}{}", field.replacen("prefill = \"\"", &circle, 1)))
                .unwrap();
            let Checked { problems, counts, .. } = check(&dir, date(2026, 11, 24), every);
            fs::remove_dir_all(&dir).unwrap();
            let told = problems.first().unwrap().to_string();
            assert!(told.contains("childcare_subsidy.toml") && told.contains(expected), "{told}");
            assert_eq!(counts.active, 32);
        }
    }

    fn copy_of_shipped() -> std::path::PathBuf {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("jiujin-check-{}-{number}", std::process::id());
        let copy = std::env::temp_dir().join(name);
        for folder in ["", "calendar", "sites", "catalogue", "catalogue/items"] {
            fs::create_dir_all(copy.join(folder)).unwrap();
            for entry in fs::read_dir(shipped().join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    fs::copy(&path, copy.join(folder).join(path.file_name().unwrap())).unwrap();
                }
            }
        }
        copy
    }
}

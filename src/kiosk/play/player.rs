//! Plays a story line by line; the first line that is not so ends it with what was seen instead.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::protocol::{Answer, Command, Element, Look};
use super::story::{Instruction, StoryLine, parse};
use super::village::{Village, VillageSettings};
use crate::devices::simulated::camera::{Scene, paint};
use crate::devices::simulated::paper::to_png;
use crate::domain::pinyin_order::letters_of;
use crate::kiosk::settings::PlayArguments;
use crate::kiosk::timings::Figure;

/// A person in front of a kiosk in a village.
pub struct Player {
    pub village: Village,
    pictures: PathBuf,
    last_press: Option<Instant>,
    /// What happened when, since the start; the demo prints it.
    pub log: Vec<(Duration, Instruction)>,
    started: Instant,
    slips_written: usize,
    /// Of kiosks that have been killed since.
    earlier_figures: Vec<Figure>,
    /// How much of what this kiosk said has been listened to.
    heard: usize,
    /// Between two presses the kiosk's clock is pushed on instead of waiting; for long forms, where no hand is the matter.
    pub hurries: bool,
}

/// How long a person waits for what should come by itself.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// The kiosk takes a second press only after 600 ms.
const BETWEEN_PRESSES: Duration = Duration::from_millis(620);
const KEYS: [&str; 15] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "点", "清空", "删一个", "退一步"];

pub(super) const FIRST_WAY_IN: &str = "点这里写";
const WAY_IN: &str = "改一改";
const DONE: &str = "写好了";
const NEXT_CANDIDATES: &str = "下一页";

/// How a few simple characters are written: strokes as corners in a square of 100.
const STROKES: &str = include_str!("../../../tests/fixtures/strokes.json");

/// `kiosk play FILE`.
pub fn play(arguments: &PlayArguments) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&arguments.file)
        .with_context(|| arguments.file.display().to_string())?;
    let own_state = std::env::temp_dir().join(format!("jiujin-play-{}", std::process::id()));
    let state = arguments.kiosk.state.clone().unwrap_or_else(|| own_state.clone());
    let village = Village::new(VillageSettings {
        config: arguments.kiosk.config.clone(),
        input_data: arguments.kiosk.input_data.clone(),
        state,
        id_reader: arguments.kiosk.id_reader.clone(),
        printer: arguments.kiosk.printer.clone(),
        city_hall: arguments.kiosk.city_hall.clone(),
        on: arguments.kiosk.on,
        timings: arguments.kiosk.timings,
        size: arguments.size,
        log: None,
        program: std::env::current_exe()?,
    })?;
    let mut player = Player::new(village, &arguments.pictures)?;
    let played = player.play(&text);
    let figures = player.figures();
    drop(player);
    if arguments.kiosk.state.is_none() {
        let _ = std::fs::remove_dir_all(own_state); // only what this story made
    }
    played.with_context(|| arguments.file.display().to_string())?;
    if arguments.kiosk.timings {
        print_figures(&figures?);
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "the answer of a command line program")]
pub(super) fn print_figures(figures: &[Figure]) {
    for figure in figures {
        println!("{figure}");
    }
}

impl Player {
    /// Starts the kiosk and waits for its first screen.
    pub fn new(mut village: Village, pictures: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(pictures)?;
        village.start_kiosk()?;
        Ok(Self {
            village,
            pictures: pictures.into(),
            last_press: None,
            log: Vec::new(),
            started: now(),
            slips_written: 0,
            earlier_figures: Vec::new(),
            heard: 0,
            hurries: false,
        })
    }

    pub fn play(&mut self, story: &str) -> anyhow::Result<()> {
        for StoryLine { number, instruction } in parse(story)? {
            self.perform(instruction.clone()).with_context(|| format!("line {number}"))?;
            self.log.push((self.started.elapsed(), instruction));
        }
        Ok(())
    }

    /// A few lines in a test; a story that fails says where.
    pub fn perform(&mut self, instruction: Instruction) -> anyhow::Result<()> {
        match instruction {
            Instruction::Tap(label) => self.tap(&label),
            Instruction::Type { field, text } => self.type_into(&field, &text),
            Instruction::Key(text) => self.ask(&Command::Key { text }).map(drop),
            Instruction::Sign => self.sign(),
            Instruction::Write(character) => self.write(character),
            Instruction::Expect(text) => self.wait_for(&text, PATIENCE),
            Instruction::ExpectNot(text) => self.expect_not(&text),
            Instruction::Wait { text, longest } => self.wait_for(&text, longest),
            Instruction::Picture(name) => self.picture(&name),
            Instruction::Restart => {
                self.last_press = None;
                self.heard = 0;
                if let Ok(figures) = self.figures() {
                    self.earlier_figures = figures; // a kiosk that is dead already has none
                }
                self.village.restart_kiosk()
            }
            Instruction::Clock(by) => {
                self.ask(&Command::MoveClock { seconds: by.as_secs() }).map(drop)
            }
            Instruction::PlaceCard(id) => self.village.place_card(&id),
            Instruction::LiftCard => self.village.lift_card(),
            Instruction::Paper { there } => self.village.set_paper(there),
            Instruction::Network { up } => {
                self.village.line.set(up);
                Ok(())
            }
            Instruction::CityHallHolds(count) => self.expect_at_city_hall(count),
            Instruction::Accept { place } => {
                self.village.officer(&["accept", &self.at_city_hall(place)?]).map(drop)
            }
            Instruction::AskCorrection { place, reason, until } => {
                let id = self.at_city_hall(place)?;
                let command = ["ask-correction", &id, "--reason", &reason, "--until", &until];
                self.village.officer(&command).map(drop)
            }
            Instruction::Slips(count) => self.expect_slips(count),
            Instruction::Loudspeaker { there } => self.village.set_loudspeaker(there),
            Instruction::Camera(scene) => self.village.set_camera(scene),
            Instruction::PutOnStick(name) => self.village.put_on_stick(&name, &paint(Scene::Sheet)),
            Instruction::PullStick => self.village.pull_stick(),
            Instruction::Hear(clip) => self.hear(&clip),
            Instruction::HeldNot(text) => self.expect_nothing_held(&text),
        }
    }

    pub fn look(&mut self) -> anyhow::Result<Look> {
        self.village.kiosk()?.look()
    }

    pub fn figures(&mut self) -> anyhow::Result<Vec<Figure>> {
        let answer = self.ask(&Command::Figures)?;
        let Answer::Figures { figures } = answer else {
            bail!("the kiosk answers {answer:?} to a question for figures");
        };
        Ok(self.earlier_figures.iter().cloned().chain(figures).collect())
    }

    pub fn ask(&mut self, command: &Command) -> anyhow::Result<Answer> {
        self.village.kiosk()?.ask(command)
    }

    pub(super) fn tap(&mut self, label: &str) -> anyhow::Result<()> {
        let element = self.await_screen(PATIENCE, |look| look.touchable(label).cloned())?;
        let (x, y) = element.centre();
        let repeats = KEYS.contains(&label) || element.is("PanelKey");
        self.press(repeats, x, y)
    }

    /// Two taps as fast as a trembling hand.
    pub fn double_tap(&mut self, label: &str) -> anyhow::Result<()> {
        let (x, y) = self
            .await_screen(PATIENCE, |look| look.touchable(label).map(|element| element.centre()))?;
        self.press(false, x, y)?;
        self.ask(&Command::Press { x, y })?;
        Ok(())
    }

    /// Keys may be struck as fast as one types.
    pub(super) fn press(&mut self, is_key: bool, x: f32, y: f32) -> anyhow::Result<()> {
        if !is_key && self.hurries {
            self.ask(&Command::MoveClock { seconds: 1 })?;
        } else if !is_key {
            let since = self.last_press.map(|last| last.elapsed());
            if let Some(rest) = since.and_then(|since| BETWEEN_PRESSES.checked_sub(since)) {
                std::thread::sleep(rest); // a hand needs this long too
            }
        }
        self.ask(&Command::Press { x, y })?;
        if !is_key {
            self.last_press = Some(now()); // after the answer: a busy kiosk counts from when it took the press
        }
        Ok(())
    }

    fn type_into(&mut self, field: &str, text: &str) -> anyhow::Result<()> {
        let look = self.await_screen(PATIENCE, |look| {
            let mut fields = look.uncovered().iter().filter(|one| one.role == "textinput");
            match fields.find(|one| one.label == field) {
                Some(_) => Ok(look.clone()),
                None => Err(format!("there is no field “{field}” to write in")),
            }
        })?;
        let way_in = [FIRST_WAY_IN, WAY_IN].into_iter().find(|way| look.touchable(way).is_ok());
        if let Some(way_in) = way_in {
            self.tap(way_in)?;
        } else if look.touchable(DONE).is_err() {
            for character in text.chars() {
                self.tap(&character.to_string())?;
            }
            return Ok(());
        }
        self.write_words(text)?;
        self.tap(DONE)
    }

    /// In the writing panel: Chinese in pinyin, everything else on the page of digits and marks.
    fn write_words(&mut self, text: &str) -> anyhow::Result<()> {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let by_pinyin = letters_of(first).is_some();
            let run = rest.find(|one: char| letters_of(one).is_some() != by_pinyin);
            let (words, after) = rest.split_at(run.unwrap_or(rest.len()));
            rest = after;
            self.go_by(if by_pinyin { "拼音" } else { "数字标点" })?;
            if by_pinyin {
                self.write_in_pinyin(words)?;
            } else {
                for mark in words.chars() {
                    self.tap(&mark.to_string())?;
                }
            }
        }
        Ok(())
    }

    fn go_by(&mut self, way: &str) -> anyhow::Result<()> {
        let tab = self.await_screen(PATIENCE, |look| look.touchable(way).cloned())?;
        if tab.checked {
            return Ok(());
        }
        let (x, y) = tab.centre();
        self.press(false, x, y)
    }

    /// A few characters at a time: their letters, then candidates until nothing is left of them.
    fn write_in_pinyin(&mut self, words: &str) -> anyhow::Result<()> {
        // no reading has more than six letters, and the panel takes 24
        const AT_ONCE: usize = 4;
        let characters: Vec<char> = words.chars().collect();
        for phrase in characters.chunks(AT_ONCE) {
            for letter in phrase.iter().copied().filter_map(letters_of).collect::<String>().chars()
            {
                self.tap(&letter.to_string())?;
            }
            let phrase: String = phrase.iter().collect();
            let mut rest = phrase.as_str();
            while !rest.is_empty() {
                let chosen = self.choose_for(rest)?;
                rest = rest.strip_prefix(chosen.as_str()).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// Takes the longest candidate that the words begin with, on whichever page it stands.
    fn choose_for(&mut self, words: &str) -> anyhow::Result<String> {
        loop {
            let found = self.await_screen(PATIENCE, |look| {
                let candidates = || look.touchables().filter(|one| one.is("CandidateButton"));
                let mut fitting: Vec<&Element> =
                    candidates().filter(|one| words.starts_with(&one.label)).collect();
                fitting.sort_by_key(|one| one.label.len());
                match (fitting.pop(), look.touchable(NEXT_CANDIDATES)) {
                    (Some(best), _) => Ok(best.clone()),
                    (None, Ok(next)) if candidates().next().is_some() => Ok(next.clone()),
                    (None, _) => {
                        let there: Vec<&str> = candidates().map(|one| one.label.as_str()).collect();
                        Err(format!("no candidate for “{words}”; there is: {}", there.join(" · ")))
                    }
                }
            })?;
            let (x, y) = found.centre();
            self.press(false, x, y)?;
            if found.is("CandidateButton") {
                return Ok(found.label);
            }
        }
    }

    /// Draws a character stroke by stroke, as a hand would.
    fn write(&mut self, character: char) -> anyhow::Result<()> {
        let strokes = strokes_of(character)?;
        self.go_by("手写")?;
        let (x, y, width, height) = self.box_called("手写框")?;
        // a character in the middle of the box, as high as four fifths of it
        let size = height * 0.8;
        let (left, top) = (x + (width - size) / 2.0, y + height * 0.1);
        for stroke in strokes {
            let points = along(&stroke)
                .into_iter()
                .map(|(across, down)| (left + across * size, top + down * size))
                .collect();
            self.ask(&Command::Drag { points })?;
        }
        Ok(())
    }

    fn box_called(&mut self, label: &str) -> anyhow::Result<(f32, f32, f32, f32)> {
        self.await_screen(PATIENCE, |look| {
            let mut found = look.uncovered().iter().filter(|one| one.label == label);
            match found.next() {
                Some(place) => Ok((place.x, place.y, place.width, place.height)),
                None => Err(format!("there is no {label}")),
            }
        })
    }

    /// Three strokes across the box, as a hand would.
    pub(super) fn sign(&mut self) -> anyhow::Result<()> {
        let (x, y, width, height) = self.box_called("签名框")?;
        for stroke in 0..3_u8 {
            let left = 0.25 + 0.18 * f32::from(stroke);
            let points = (0..=24_u8)
                .map(|step| {
                    let along = f32::from(step) / 24.0;
                    let wave = (along * 9.0 + f32::from(stroke)).sin() * 0.18;
                    (x + width * (left + 0.12 * along), y + height * (0.45 + wave))
                })
                .collect();
            self.ask(&Command::Drag { points })?;
        }
        Ok(())
    }

    pub(super) fn wait_for(&mut self, text: &str, longest: Duration) -> anyhow::Result<()> {
        self.await_screen(longest, |look| {
            if look.shows(text) {
                return Ok(());
            }
            let there: Vec<&str> = look.readable().collect();
            Err(format!("“{text}” is not to be seen; there is: {}", there.join(" · ")))
        })
    }

    fn expect_not(&mut self, text: &str) -> anyhow::Result<()> {
        let look = self.look()?;
        match look.readable().find(|readable| readable.contains(text)) {
            Some(readable) => bail!("“{text}” is to be seen in “{readable}”"),
            None => Ok(()),
        }
    }

    /// What was heard before is not heard again.
    fn hear(&mut self, clip: &str) -> anyhow::Result<()> {
        let heard = self.heard;
        self.heard = self.await_screen(PATIENCE, |look| {
            let new = look.started.get(heard..).unwrap_or_default();
            match new.iter().position(|started| started == clip) {
                Some(place) => Ok(heard + place + 1),
                None => Err(format!("“{clip}” was not started; started were: {}", new.join(" "))),
            }
        })?;
        Ok(())
    }

    fn expect_nothing_held(&mut self, text: &str) -> anyhow::Result<()> {
        let answer = self.ask(&Command::Held)?;
        let Answer::Text { text: held } = answer else {
            bail!("the kiosk answers {answer:?} when asked what it holds");
        };
        match held.lines().find(|line| line.contains(text)) {
            Some(line) => bail!("“{text}” is still held: {line}"),
            None => Ok(()),
        }
    }

    /// Looks again whenever another frame has been shown, until it is so or time is up.
    fn await_screen<T>(
        &mut self,
        longest: Duration,
        check: impl Fn(&Look) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        let until = now() + longest;
        loop {
            let look = self.look()?;
            match check(&look) {
                Ok(found) => return Ok(found),
                Err(why) => {
                    let rest = until.saturating_duration_since(now());
                    if rest.is_zero() {
                        bail!(why);
                    }
                    let milliseconds = rest.as_millis().min(500) as u64;
                    self.ask(&Command::AwaitChange { seen: look.shown, milliseconds })?;
                }
            }
        }
    }

    pub(super) fn picture(&mut self, name: &str) -> anyhow::Result<()> {
        let path = self.pictures.join(format!("{name}.png"));
        let path = path.to_str().context("a path that is not text")?.to_owned();
        self.ask(&Command::Picture { path }).map(drop)
    }

    /// The id of the application at this place of the city hall's list.
    fn at_city_hall(&self, place: usize) -> anyhow::Result<String> {
        let applications = self.village.applications()?;
        let one = place.checked_sub(1).and_then(|index| applications.get(index));
        let one = one.with_context(|| format!("the city hall holds no application {place}"))?;
        Ok(one.get("id").and_then(|id| id.as_str()).context("an id in the list")?.to_owned())
    }

    fn expect_at_city_hall(&self, count: usize) -> anyhow::Result<()> {
        let held = self.village.applications()?.len();
        if held == count {
            Ok(())
        } else {
            bail!("the city hall holds {held} applications, not {count}")
        }
    }

    /// Counts whole slips, those of before a restart too, and writes each as PNG and text.
    fn expect_slips(&mut self, count: usize) -> anyhow::Result<()> {
        let slips = self.village.slips();
        for (place, slip) in slips.iter().enumerate().skip(self.slips_written) {
            let path = self.pictures.join(format!("slip-{}", place + 1));
            std::fs::write(path.with_extension("png"), to_png(&slip.image))?;
            std::fs::write(path.with_extension("txt"), &slip.text)?;
        }
        self.slips_written = slips.len();
        if slips.len() == count {
            Ok(())
        } else {
            bail!("{} slips have come out, not {count}", slips.len())
        }
    }
}

fn strokes_of(character: char) -> anyhow::Result<Vec<Vec<(f32, f32)>>> {
    let all: std::collections::HashMap<char, Vec<Vec<(f32, f32)>>> = serde_json::from_str(STROKES)?;
    all.get(&character).cloned().with_context(|| {
        let known: String = all.keys().collect();
        format!("nobody has said how {character} is written; there are {known}")
    })
}

/// Points on the way of a finger, in parts of the square.
fn along(corners: &[(f32, f32)]) -> Vec<(f32, f32)> {
    const STEPS: u8 = 8;
    let mut points: Vec<(f32, f32)> = corners.first().copied().into_iter().collect();
    for pair in corners.windows(2) {
        let [(from_x, from_y), (to_x, to_y)] = pair else { continue };
        points.extend((1..=STEPS).map(|step| {
            let part = f32::from(step) / f32::from(STEPS);
            (from_x + (to_x - from_x) * part, from_y + (to_y - from_y) * part)
        }));
    }
    points.into_iter().map(|(x, y)| (x / 100.0, y / 100.0)).collect()
}

#[allow(clippy::disallowed_methods, reason = "the player is a person with a watch")]
fn now() -> Instant {
    Instant::now()
}

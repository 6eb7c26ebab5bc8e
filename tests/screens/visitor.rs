//! A person who looks at every screen of a journey with the eyes of all who will use it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::{Date, date};
use jiujin::{
    devices::simulated::{
        cards::{CardFields, SimulatedCard},
        id_card_reader::ReaderFault,
    },
    kiosk::{
        play::{
            Instruction, Player, Village, VillageSettings,
            protocol::{Command, Element, Look},
        },
        sight::{Sight, TextSize},
    },
};
use tempfile::TempDir;

use crate::{checks, ink::Picture};

/// How the same screen is looked at: what is added to the picture's name, size of the words, black ground.
type Eyes = (&'static str, TextSize, bool);

const EYES: [Eyes; 5] = [
    ("", TextSize::Normal, false),
    ("-large", TextSize::Large, false),
    ("-largest", TextSize::Largest, false),
    ("-black", TextSize::Normal, true),
    ("-black-largest", TextSize::Largest, true),
];

/// Where there are hundreds of pages: as most people see them, and as they need most room.
pub(crate) const BIG_AND_SMALL: [Eyes; 2] = [EYES[0], EYES[2]];

pub(crate) const DAY: Date = date(2026, 11, 24);

pub(crate) fn shipped_config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config")
}

pub(crate) struct Visitor {
    pub(crate) player: Player,
    size: (u32, u32),
    seen: usize,
    faults: Vec<String>,
    _state: TempDir,
}

impl Visitor {
    pub(crate) fn at(size: (u32, u32)) -> Self {
        Self::with(size, |_, _| {})
    }

    /// A kiosk of its own, with something changed before it starts.
    pub(crate) fn with(size: (u32, u32), change: impl FnOnce(&mut VillageSettings, &Path)) -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut settings = VillageSettings {
            config: shipped_config(),
            input_data: Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/input-data"),
            state: state.path().into(),
            id_reader: None,
            printer: None,
            city_hall: None,
            on: Some(DAY),
            timings: false,
            size,
            log: None,
            program: env!("CARGO_BIN_EXE_kiosk").into(),
        };
        change(&mut settings, state.path());
        let player = Player::new(Village::new(settings).unwrap(), &pictures(size)).unwrap();
        Self { player, size, seen: 0, faults: Vec::new(), _state: state }
    }

    /// Lines of a story; `see NAME TEXT` looks closely.
    pub(crate) fn plays(&mut self, story: &str) {
        for line in story.lines().map(str::trim) {
            let done = match line.strip_prefix("see ").and_then(|rest| rest.split_once(' ')) {
                Some((name, text)) => self.see(name, text),
                None => self.player.play(line),
            };
            if let Err(error) = done {
                panic!("“{line}”: {error:#}\n{}", self.report());
            }
        }
    }

    pub(crate) fn reader_has(&self, fault: ReaderFault) {
        self.player.village.set_reader_fault(Some(fault)).unwrap();
    }

    /// The card of an invented woman of this name and number.
    pub(crate) fn places_card_of(&self, name: &str, number: &str) {
        let card = SimulatedCard::from_fields(CardFields {
            name: name.into(),
            sex: "2".into(),
            ethnicity: "05".into(),
            birth: number[6..14].into(),
            address: "湖南省宁乡市沩山乡同庆村戊组5号".into(),
            number: number.into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20091111".into(),
            valid_to: "长期".into(),
        });
        self.player.village.place(card.unwrap()).unwrap();
    }

    /// Of a man of 59 whose card has to be renewed, as the design's own picture has him.
    pub(crate) fn places_card_that_soon_ends(&self) {
        let card = SimulatedCard::from_fields(CardFields {
            name: "刘某军".into(),
            sex: "1".into(),
            ethnicity: "01".into(),
            birth: "19670224".into(),
            address: "湖南省宁乡市沩山乡同庆村戊组5号".into(),
            number: "430124196702240011".into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20170118".into(),
            valid_to: "20270118".into(),
        });
        self.player.village.place(card.unwrap()).unwrap();
    }

    /// The pixels of a text that is waited for.
    pub(crate) fn pixels_of(&mut self, text: &str) -> Vec<[u8; 3]> {
        self.player.perform(Instruction::Expect(text.into())).unwrap();
        let look = self.picture("pixels").unwrap();
        let element = look.elements.iter().find(|one| one.is_text() && one.label.contains(text));
        Picture::open(&pictures(self.size).join("pixels.png")).part(element.unwrap())
    }

    /// Of a text that is waited for, in pixels.
    pub(crate) fn height_of(&mut self, text: &str) -> f32 {
        self.player.perform(Instruction::Expect(text.into())).unwrap();
        let look = self.player.look().unwrap();
        look.elements.iter().find(|one| one.is_text() && one.label == text).unwrap().height
    }

    /// The ground in the lower left corner of the content.
    pub(crate) fn corner(&mut self) -> [u8; 3] {
        let look = self.picture("corner").unwrap();
        let (x, y) = (4.0, look.height * 0.7);
        let place = Element { x, y, width: 1.0, height: 1.0, ..Element::default() };
        Picture::open(&pictures(self.size).join("corner.png")).part(&place)[0]
    }

    pub(crate) fn leaves(self) {
        assert!(self.seen > 0, "nothing was looked at");
        assert!(self.faults.is_empty(), "{}", self.report());
    }

    fn see(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        self.see_with(name, text, &EYES)
    }

    pub(crate) fn see_with(
        &mut self,
        name: &str,
        text: &str,
        all_eyes: &[Eyes],
    ) -> anyhow::Result<()> {
        self.player.perform(Instruction::Expect(text.into()))?;
        for &(eyes, text_size, black) in all_eyes {
            self.player.ask(&Command::See { text_size, high_contrast: black })?;
            let (name, sight) = (format!("{name}{eyes}"), Sight { text_size, black });
            let first = self.inspect(&name, sight)?;
            // pages of candidates have lines of their own
            let at_the_beginning = first.touchable("上一页").is_err()
                && !first.touchables().any(|one| one.is("CandidateButton"));
            if text_size != TextSize::Normal && !black && at_the_beginning {
                self.leafs_through(&name, sight, first)?;
            }
        }
        self.player.ask(&Command::See { text_size: TextSize::Normal, high_contrast: false })?;
        Ok(())
    }

    /// To the last page and back.
    fn leafs_through(&mut self, name: &str, sight: Sight, first: Look) -> anyhow::Result<()> {
        let mut look = first;
        let mut turned = 0;
        while let Ok((x, y)) = look.touchable("下一页").map(|button| button.centre()) {
            turned += 1;
            self.presses(x, y)?;
            look = self.inspect(&format!("{name}-page-{}", turned + 1), sight)?;
            anyhow::ensure!(turned < 40, "“下一页” leads nowhere");
        }
        for _ in 0..turned {
            let look = self.player.look()?;
            let (x, y) = look.touchable("上一页").map(|button| button.centre()).unwrap();
            self.presses(x, y)?;
        }
        // whoever presses next is no trembling hand
        self.player.ask(&Command::MoveClock { seconds: 1 }).map(drop)
    }

    /// The guard against trembling hands lets it pass: a second has gone by.
    fn presses(&mut self, x: f32, y: f32) -> anyhow::Result<()> {
        self.player.ask(&Command::MoveClock { seconds: 1 })?;
        self.player.ask(&Command::Press { x, y }).map(drop)
    }

    fn inspect(&mut self, name: &str, sight: Sight) -> anyhow::Result<Look> {
        let look = self.picture(name)?;
        let picture = Picture::open(&pictures(self.size).join(format!("{name}.png")));
        let faults = checks::faults(&look, &picture, sight);
        self.faults.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
        self.seen += 1;
        Ok(look)
    }

    /// A picture and a look of the same moment.
    fn picture(&mut self, name: &str) -> anyhow::Result<Look> {
        loop {
            let before = self.player.look()?;
            self.player.perform(Instruction::Picture(name.into()))?;
            let after = self.player.look()?;
            if before == after {
                return Ok(after);
            }
        }
    }

    pub(crate) fn report(&self) -> String {
        let (width, height) = self.size;
        let faults: String = self.faults.iter().map(|fault| format!("  {fault}\n")).collect();
        format!(
            "{} faults on {} screens at {width}x{height}, pictures in {}:\n{faults}",
            self.faults.len(),
            self.seen,
            pictures(self.size).display(),
        )
    }
}

/// `target/screens/1280x800`, wherever the target folder is.
fn pictures((width, height): (u32, u32)) -> PathBuf {
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screens");
    let folder = beside.join(format!("{width}x{height}"));
    fs::create_dir_all(&folder).unwrap();
    folder
}

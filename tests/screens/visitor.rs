//! A person who looks at every screen of a journey with the eyes of all who will use it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::date;
use jiujin::{
    devices::simulated::{
        cards::{CardFields, SimulatedCard},
        id_card_reader::ReaderFault,
    },
    kiosk::play::{Instruction, Player, Village, VillageSettings, protocol::Look},
};
use tempfile::TempDir;

use crate::{checks, ink::Picture};

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
            config: Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config"),
            state: state.path().into(),
            id_reader: None,
            printer: None,
            city_hall: None,
            on: Some(date(2026, 11, 24)),
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

    /// The pixels of a text that is waited for.
    pub(crate) fn pixels_of(&mut self, text: &str) -> Vec<[u8; 3]> {
        self.player.perform(Instruction::Expect(text.into())).unwrap();
        let look = self.picture("pixels").unwrap();
        let element = look.elements.iter().find(|one| one.is_text() && one.label.contains(text));
        Picture::open(&pictures(self.size).join("pixels.png")).part(element.unwrap())
    }

    pub(crate) fn leaves(self) {
        assert!(self.seen > 0, "nothing was looked at");
        assert!(self.faults.is_empty(), "{}", self.report());
    }

    fn see(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        self.player.perform(Instruction::Expect(text.into()))?;
        let look = self.picture(name)?;
        let picture = Picture::open(&pictures(self.size).join(format!("{name}.png")));
        let faults = checks::faults(&look, &picture);
        self.faults.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
        self.seen += 1;
        Ok(())
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

    fn report(&self) -> String {
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

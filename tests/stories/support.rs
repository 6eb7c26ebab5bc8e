//! A village for a story: temporary state, real pseudo-terminals, a city hall and a kiosk of its own.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiujin::kiosk::play::protocol::{Answer, Command, Look};
use jiujin::kiosk::play::{Player, Village, VillageSettings};
use tempfile::TempDir;

use crate::answers::{ABOUT_HERSELF, ABOUT_THE_ALLOWANCE};

/// A player and the folder it may fill; everything is gone with it.
pub(crate) struct Story {
    pub(crate) player: Player,
    pub(crate) folder: TempDir,
}

/// How a story begins, when it is not an ordinary day.
#[derive(Default)]
pub(crate) struct Beginning {
    pub(crate) on: Option<Date>,
    pub(crate) id_reader: Option<String>,
    pub(crate) city_hall: Option<String>,
    pub(crate) config: Option<PathBuf>,
    pub(crate) input_data: Option<PathBuf>,
    pub(crate) folder: Option<TempDir>,
    pub(crate) log: bool,
}

impl Story {
    pub(crate) fn begins() -> Self {
        Self::begins_with(Beginning::default())
    }

    pub(crate) fn begins_with(beginning: Beginning) -> Self {
        let folder = beginning.folder.unwrap_or_else(|| tempfile::tempdir().unwrap());
        let village = Village::new(VillageSettings {
            config: beginning.config.unwrap_or_else(shipped_config),
            input_data: beginning.input_data.unwrap_or_else(shipped_input_data),
            state: folder.path().join("state"),
            id_reader: beginning.id_reader,
            printer: None,
            city_hall: beginning.city_hall,
            on: beginning.on,
            timings: false,
            size: (1280, 800),
            log: beginning.log.then(|| folder.path().join("kiosk.log")),
            program: PathBuf::from(env!("CARGO_BIN_EXE_kiosk")),
        })
        .unwrap();
        let player = Player::new(village, &folder.path().join("pictures")).unwrap();
        Self { player, folder }
    }

    /// Plays lines; a line that is not so stops the test with its number and what was seen.
    pub(crate) fn plays(&mut self, lines: &str) {
        if let Err(error) = self.player.play(lines) {
            panic!("{error:#}\nin the story:\n{}", numbered(lines));
        }
    }

    pub(crate) fn look(&mut self) -> Look {
        self.player.look().unwrap()
    }

    /// Every recording that was to be heard so far.
    pub(crate) fn said(&mut self) -> Vec<String> {
        self.look().said
    }

    /// Everything that the screens hold, shown or not.
    pub(crate) fn held(&mut self) -> String {
        let Answer::Text { text } = self.player.ask(&Command::Held).unwrap() else {
            panic!("no text")
        };
        text
    }

    /// The only document that the city hall of this story has.
    pub(crate) fn document(&self) -> serde_json::Value {
        let body: Vec<u8> =
            self.ledger().query_row("SELECT body FROM application", [], |row| row.get(0)).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    pub(crate) fn blob(&self, digest: &str) -> Vec<u8> {
        let find = "SELECT bytes FROM blob WHERE digest = ?1";
        self.ledger().query_row(find, [digest], |row| row.get(0)).unwrap()
    }

    fn ledger(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("state/cityhall/cityhall.sqlite"))
            .unwrap()
    }

    pub(crate) fn applications(&self) -> Vec<serde_json::Value> {
        self.player.village.applications().unwrap()
    }
}

/// 高龄津贴 from 去办 up to the review's last page.
pub(crate) fn fills_the_allowance() -> String {
    format!(
        "tap 去办\n{ABOUT_HERSELF}\n{ABOUT_THE_ALLOWANCE}\nexpect 都对吗？对了就交上去\ntap 下一页\n"
    )
}

/// 高龄津贴 up to the review, and back to a signature that is written again and not handed in.
pub(crate) fn signs_again() -> String {
    let to_the_review = fills_the_allowance().replace("tap 下一页\n", "");
    format!("card place wang_xiuying\n{to_the_review}tap 上一步\nsign\n")
}

pub(crate) fn shipped_config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config")
}

fn shipped_input_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/input-data")
}

fn numbered(lines: &str) -> String {
    lines.lines().enumerate().map(|(place, line)| format!("{:3} {line}\n", place + 1)).collect()
}

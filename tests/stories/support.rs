//! A village for a story: temporary state, real pseudo-terminals, a city hall and a kiosk of its own.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiujin::kiosk::play::protocol::Look;
use jiujin::kiosk::play::{Player, Village, VillageSettings};
use tempfile::TempDir;

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

    pub(crate) fn applications(&self) -> Vec<serde_json::Value> {
        self.player.village.applications().unwrap()
    }
}

/// The questions of 高龄津贴 as an old lady with a telephone answers them, up to the review's last page.
pub(crate) const FILLS_THE_ALLOWANCE: &str = "
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
sign
tap 签好了
expect 都对吗？对了就交上去
tap 下一页
";

pub(crate) fn shipped_config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config")
}

fn numbered(lines: &str) -> String {
    lines.lines().enumerate().map(|(place, line)| format!("{:3} {line}\n", place + 1)).collect()
}

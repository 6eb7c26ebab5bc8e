//! Everything around a kiosk in a story: its reader, its printer, its line, its city hall.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};

use anyhow::{Context as _, bail};
use serde_json::Value as Json;

use super::child::KioskChild;
use super::line::{Line, loopback_address};
use crate::devices::simulated::camera::{self, Scene};
use crate::devices::simulated::cards::{CardFields, SimulatedCard};
use crate::devices::simulated::id_card_reader::{ReaderFault, SimulatedReader};
use crate::devices::simulated::paper::PrintedSlip;
use crate::devices::simulated::receipt_printer::SimulatedPrinter;

/// The invented persons of stories, demos and training.
const CARDS: &str = include_str!("../../../tests/fixtures/cards.json");
const RATE: u32 = 115_200;
const COLUMNS: usize = 48;
const MAX_GB: u8 = 2;

pub struct VillageSettings {
    pub config: PathBuf,
    /// Tables and model of the writing panel.
    pub input_data: PathBuf,
    pub state: PathBuf,
    /// A real port instead of the simulated reader.
    pub id_reader: Option<String>,
    pub printer: Option<String>,
    /// A city hall that is running already; else one of our own.
    pub city_hall: Option<String>,
    pub on: Option<jiff::civil::Date>,
    pub timings: bool,
    pub size: (u32, u32),
    /// Where the kiosk's log goes; else to where ours goes.
    pub log: Option<PathBuf>,
    /// The `kiosk` program and, beside it, `cityhall`.
    pub program: PathBuf,
}

/// Simulators and city hall outlive the kiosk: a restart finds the same ports, as after a power cut.
pub struct Village {
    // first, because it is dropped first: a kiosk that is gone does not miss its reader
    kiosk: Option<KioskChild>,
    settings: VillageSettings,
    pub reader: Option<SimulatedReader>,
    pub printer: Option<SimulatedPrinter>,
    pub line: Line,
    city_hall_url: String,
    _city_hall: Option<CityHallProcess>,
}

impl Village {
    pub fn new(settings: VillageSettings) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&settings.state)?;
        let reader = match settings.id_reader {
            Some(_) => None,
            None => Some(SimulatedReader::start(RATE)?),
        };
        let printer = match settings.printer {
            Some(_) => None,
            None => Some(SimulatedPrinter::start(RATE, COLUMNS, MAX_GB)?),
        };
        let (city_hall_url, city_hall) = match &settings.city_hall {
            Some(url) => (url.clone(), None),
            None => {
                let process = CityHallProcess::start(&settings)?;
                (process.url.clone(), Some(process))
            }
        };
        let line = Line::to(loopback_address(&city_hall_url)?)?;
        let village = Self {
            settings,
            reader,
            printer,
            line,
            city_hall_url,
            _city_hall: city_hall,
            kiosk: None,
        };
        village.set_loudspeaker(true)?;
        village.set_camera(Some(Scene::Sheet))?;
        Ok(village)
    }

    /// The home of a story's kiosk, with its temporary files.
    pub fn home(&self) -> PathBuf {
        self.settings.state.join("home")
    }

    /// What tells ALSA which sound card a story's kiosk has.
    fn loudspeaker(&self) -> PathBuf {
        self.settings.state.join("loudspeaker.conf")
    }

    /// Plugs a loudspeaker in, or out: then nothing can be heard.
    pub fn set_loudspeaker(&self, there: bool) -> anyhow::Result<()> {
        let config = if there { SILENT_SOUND_CARD } else { "" };
        Ok(std::fs::write(self.loudspeaker(), config)?)
    }

    /// The file that is the camera.
    fn camera(&self) -> PathBuf {
        self.settings.state.join("camera.jpg")
    }

    /// What is before the camera; `None`: it is unplugged.
    pub fn set_camera(&self, scene: Option<Scene>) -> anyhow::Result<()> {
        let Some(scene) = scene else { return Ok(std::fs::remove_file(self.camera())?) };
        let beside = self.camera().with_extension("new");
        std::fs::write(&beside, camera::paint(scene))?;
        Ok(std::fs::rename(beside, self.camera())?) // whole, or not at all
    }

    /// Where sticks appear.
    fn sticks(&self) -> PathBuf {
        self.settings.state.join("sticks")
    }

    /// Pulls the stick out.
    pub fn pull_stick(&self) -> anyhow::Result<()> {
        Ok(std::fs::remove_dir_all(self.sticks())?)
    }

    /// A stick with one more file on it.
    pub fn put_on_stick(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let stick = self.sticks().join("stick");
        std::fs::create_dir_all(&stick)?;
        Ok(std::fs::write(stick.join(name), bytes)?)
    }

    pub fn start_kiosk(&mut self) -> anyhow::Result<()> {
        let log = match &self.settings.log {
            Some(path) => {
                let file = std::fs::File::options().create(true).append(true).open(path)?;
                Some(file)
            }
            None => None,
        };
        let arguments = self.kiosk_arguments();
        let home = self.home();
        self.kiosk = Some(KioskChild::start(&self.settings.program, &arguments, &home, log)?);
        Ok(())
    }

    /// A window of its own for people to touch: the same ports and line, but nobody's hand inside.
    pub fn window_process(&self, size: Option<(u32, u32)>) -> Process {
        let mut process = Process::new(&self.settings.program);
        process.args(self.common_arguments());
        if let Some((width, height)) = size {
            process.arg("--windowed").arg(format!("{width}x{height}"));
        }
        process
    }

    pub fn kiosk(&mut self) -> anyhow::Result<&mut KioskChild> {
        self.kiosk.as_mut().context("the kiosk is not running")
    }

    pub fn restart_kiosk(&mut self) -> anyhow::Result<()> {
        if let Some(kiosk) = &mut self.kiosk {
            kiosk.kill();
        }
        self.start_kiosk()
    }

    pub fn kill_kiosk(&mut self) {
        if let Some(kiosk) = &mut self.kiosk {
            kiosk.kill();
        }
    }

    pub fn place_card(&self, id: &str) -> anyhow::Result<()> {
        self.place(card(id)?)
    }

    pub fn place(&self, card: SimulatedCard) -> anyhow::Result<()> {
        let reader = self.reader.as_ref().context("a real reader: put the card on it yourself")?;
        reader.place(card);
        Ok(())
    }

    pub fn lift_card(&self) -> anyhow::Result<()> {
        self.reader.as_ref().context("a real reader: lift the card yourself")?.lift();
        Ok(())
    }

    pub fn set_reader_fault(&self, fault: Option<ReaderFault>) -> anyhow::Result<()> {
        self.reader.as_ref().context("a real reader has its own faults")?.set_fault(fault);
        Ok(())
    }

    pub fn set_paper(&self, there: bool) -> anyhow::Result<()> {
        let printer = self.printer.as_ref().context("a real printer: change its paper yourself")?;
        if there {
            printer.paper_in();
        } else {
            printer.paper_out();
        }
        Ok(())
    }

    pub fn slips(&self) -> Vec<PrintedSlip> {
        self.printer.as_ref().map(SimulatedPrinter::slips).unwrap_or_default()
    }

    /// `cityhall …` as an officer types it, straight to the city hall, whatever the line does.
    pub fn officer(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let output = Process::new(city_hall_program(&self.settings.program))
            .arg("--server")
            .arg(&self.city_hall_url)
            .args(arguments)
            .env("RUST_LOG", "warn")
            .output()
            .context("cityhall cannot be started")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            Ok(said)
        } else {
            bail!("cityhall {arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr))
        }
    }

    /// What the city hall holds, oldest first, as its list says.
    pub fn applications(&self) -> anyhow::Result<Vec<Json>> {
        let list: Json = serde_json::from_str(&self.officer(&["list", "--json"])?)?;
        list.as_array().cloned().context("cityhall list --json is a list")
    }

    fn kiosk_arguments(&self) -> Vec<OsString> {
        let mut arguments = self.common_arguments();
        arguments.extend(["--alsa-config".into(), self.loudspeaker().into()]);
        let (width, height) = self.settings.size;
        arguments.extend(["--controlled".into(), format!("{width}x{height}").into()]);
        arguments
    }

    fn common_arguments(&self) -> Vec<OsString> {
        let settings = &self.settings;
        let simulated = |port: Option<&str>| port.map(OsString::from);
        let mut arguments: Vec<OsString> = vec!["run".into()];
        let mut add = |name: &str, value: OsString| arguments.extend([name.into(), value]);
        add("--camera-picture", self.camera().into());
        add("--photos", self.sticks().into());
        add("--config", settings.config.clone().into());
        add("--input-data", settings.input_data.clone().into());
        add("--state", settings.state.clone().into());
        add("--city-hall", self.line.url().into());
        let reader = settings.id_reader.as_ref().map(OsString::from);
        if let Some(port) = reader.or(simulated(self.reader.as_ref().map(SimulatedReader::port))) {
            add("--id-reader", port);
        }
        let printer = settings.printer.as_ref().map(OsString::from);
        if let Some(port) = printer.or(simulated(self.printer.as_ref().map(SimulatedPrinter::port)))
        {
            add("--printer", port);
        }
        if let Some(day) = settings.on {
            add("--on", day.to_string().into());
        }
        if settings.timings {
            arguments.push("--timings".into());
        }
        arguments
    }
}

/// A sound card that nobody hears.
const SILENT_SOUND_CARD: &str = "pcm.!default { type null }\nctl.!default { type null }\n";

/// A city hall of the story's own, on a free port; ended with the story.
struct CityHallProcess {
    process: Child,
    url: String,
}

impl CityHallProcess {
    fn start(settings: &VillageSettings) -> anyhow::Result<Self> {
        let mut command = Process::new(city_hall_program(&settings.program));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]);
        command.arg(settings.state.join("cityhall"));
        if let Some(day) = settings.on {
            command.arg("--on").arg(day.to_string());
        }
        command.env("RUST_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().context("cityhall cannot be started")?;
        let output = process.stdout.take().context("the city hall's output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        match line.trim().strip_prefix("listening on ") {
            Some(url) => Ok(Self { url: url.into(), process }),
            None => bail!("the city hall says: {line}"),
        }
    }
}

impl Drop for CityHallProcess {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended by itself
        let _ = self.process.wait();
    }
}

fn city_hall_program(kiosk: &Path) -> PathBuf {
    kiosk.with_file_name("cityhall")
}

/// An invented person by id.
fn card(id: &str) -> anyhow::Result<SimulatedCard> {
    let cards: Json = serde_json::from_str(CARDS)?;
    let persons = cards.get("cards").and_then(Json::as_array).context("cards.json: cards")?;
    let person = persons.iter().find(|one| one.get("id").and_then(Json::as_str) == Some(id));
    let person = person.with_context(|| {
        let ids: Vec<&str> =
            persons.iter().filter_map(|one| one.get("id").and_then(Json::as_str)).collect();
        format!("nobody is called {id}; there are {}", ids.join(", "))
    })?;
    let field = |name: &str| person.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    Ok(SimulatedCard::from_fields(CardFields {
        name: field("name"),
        sex: field("sex"),
        ethnicity: field("ethnicity"),
        birth: field("birth"),
        address: field("address"),
        number: field("number"),
        issuer: field("issuer"),
        valid_from: field("valid_from"),
        valid_to: field("valid_to"),
    })?)
}

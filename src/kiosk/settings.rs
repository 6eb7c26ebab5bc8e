//! Command line and kiosk-config → everything the kiosk runs with.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use super::session::Setup;
use super::sight::Sight;
use crate::config::{self, Configuration, PhotoSettings};
use crate::devices::glyphs;

/// 就近办, the kiosk.
#[derive(Parser)]
#[command(name = "kiosk", version)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Open the touchscreen window.
    Run(RunArguments),
    /// Play a story on the same screens, with simulated devices.
    Play(PlayArguments),
    /// File items as invented people, with simulated devices, and keep a picture of every page.
    Rehearse(RehearseArguments),
    /// City hall, simulated devices and kiosk on one machine: a window, or a story without a display.
    Demo(DemoArguments),
    /// Figures beside their limits.
    Bench(BenchArguments),
    /// Look through a folder such as kiosk-config and name everything that is wrong, with file, line and field.
    CheckConfig(CheckConfigArguments),
}

/// The township's folder, unless the command line says otherwise.
fn default_config() -> PathBuf {
    here_or_installed(Path::new("kiosk-config"), Path::new("/etc/jiujin"))
}

/// The writing panel's data, unless the command line says otherwise.
fn default_input_data() -> PathBuf {
    let installed = Path::new("/usr/share/jiujin/input-data");
    here_or_installed(Path::new("packaging/input-data"), installed)
}

/// Whoever stands in a checkout means its folder; everybody else the one that the Debian package has installed.
fn here_or_installed(here: &Path, installed: &Path) -> PathBuf {
    if here.is_dir() { here.into() } else { installed.into() }
}

/// What every kiosk is started with.
#[derive(Args, Clone)]
pub struct KioskArguments {
    /// The folder a township changes.
    #[arg(long, value_name = "DIR", default_value_os_t = default_config())]
    pub config: PathBuf,
    /// Where the kiosk keeps its database and secrets.
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Overrides the port in devices.toml.
    #[arg(long, value_name = "PORT")]
    pub id_reader: Option<String>,
    /// Overrides the port in devices.toml.
    #[arg(long, value_name = "PORT")]
    pub printer: Option<String>,
    /// Overrides the address in kiosk.toml.
    #[arg(long, value_name = "URL")]
    pub city_hall: Option<String>,
    /// Tables and model of the writing panel: the folders `pinyin` and `handwriting`.
    #[arg(long, value_name = "DIR", default_value_os_t = default_input_data())]
    pub input_data: PathBuf,
    /// The business date: ages, catalogue, number and slip follow it, the real clock goes on.
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// Print figures beside their limits.
    #[arg(long)]
    pub timings: bool,
    /// In place of the machine's sound card: what ALSA is told.
    #[arg(long, value_name = "FILE", hide = true)]
    pub alsa_config: Option<PathBuf>,
    /// In place of the machine's camera: a file with the picture that it sees.
    #[arg(long, value_name = "FILE", hide = true)]
    pub camera_picture: Option<PathBuf>,
    /// Overrides the folder of sticks in devices.toml.
    #[arg(long, value_name = "DIR")]
    pub photos: Option<PathBuf>,
}

#[derive(Args, Clone)]
pub struct RunArguments {
    #[command(flatten)]
    pub kiosk: KioskArguments,
    /// A window of this size instead of the full screen.
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    pub windowed: Option<(u32, u32)>,
    /// No window: screens are drawn in memory and driven by lines on standard input.
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, hide = true)]
    pub controlled: Option<(u32, u32)>,
}

#[derive(Args, Clone)]
pub struct PlayArguments {
    /// The story, a line each: tap, type, key, sign, expect, expect-not, wait, picture, …
    pub file: PathBuf,
    #[command(flatten)]
    pub kiosk: KioskArguments,
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, default_value = "1280x800")]
    pub size: (u32, u32),
    /// Where `picture` puts its PNGs, and slips theirs.
    #[arg(long, value_name = "DIR", default_value = "target/pictures")]
    pub pictures: PathBuf,
}

#[derive(Args, Clone)]
pub struct RehearseArguments {
    /// Ids of items, as their files are called.
    #[arg(required = true, value_name = "ITEM")]
    pub items: Vec<String>,
    /// The folder a township changes.
    #[arg(long, value_name = "DIR", default_value_os_t = default_config())]
    pub config: PathBuf,
    /// Tables and model of the writing panel.
    #[arg(long, value_name = "DIR", default_value_os_t = default_input_data())]
    pub input_data: PathBuf,
    /// The business date; today unless it is said.
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, default_value = "1280x800")]
    pub size: (u32, u32),
    /// Where the pictures go.
    #[arg(long, value_name = "DIR", default_value = "target/pictures")]
    pub pictures: PathBuf,
}

#[derive(Args, Clone)]
pub struct DemoArguments {
    /// Play the story even when there is a display.
    #[arg(long)]
    pub headless: bool,
    #[arg(long, value_name = "DIR", default_value_os_t = default_config())]
    pub config: PathBuf,
    /// Tables and model of the writing panel.
    #[arg(long, value_name = "DIR", default_value_os_t = default_input_data())]
    pub input_data: PathBuf,
    /// Where pictures and slips go.
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    pub output: PathBuf,
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, default_value = "1280x800")]
    pub size: (u32, u32),
}

#[derive(Args, Clone)]
pub struct BenchArguments {
    #[command(subcommand)]
    pub subject: BenchSubject,
}

#[derive(Subcommand, Clone)]
pub enum BenchSubject {
    /// The engines of the writing panel: what they find, how fast, and the memory they take.
    Input(InputBenchArguments),
    /// The catalogue: to load it, to search it, to hold it against a card, and the work of every screen change.
    Catalogue(CatalogueBenchArguments),
}

#[derive(Args, Clone)]
pub struct InputBenchArguments {
    /// Tables and model of the writing panel, and the strokes that characters are drawn from.
    #[arg(long, value_name = "DIR", default_value_os_t = default_input_data())]
    pub input_data: PathBuf,
    /// Where the lists of words lie.
    #[arg(long, value_name = "DIR", default_value = "tests/input")]
    pub words: PathBuf,
    /// So many characters are drawn by each hand.
    #[arg(long, value_name = "COUNT", default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..))]
    pub characters: u16,
    #[arg(long, value_name = "DIR", default_value_os_t = default_config())]
    pub config: PathBuf,
}

#[derive(Args, Clone)]
pub struct CatalogueBenchArguments {
    #[arg(long, value_name = "DIR", default_value_os_t = default_config())]
    pub config: PathBuf,
    /// Tables and model of the writing panel, for the walk through the screens.
    #[arg(long, value_name = "DIR", default_value_os_t = default_input_data())]
    pub input_data: PathBuf,
}

/// Which folder is looked through.
#[derive(Args, Clone)]
pub struct CheckConfigArguments {
    #[arg(value_name = "DIR", default_value_os_t = default_config())]
    pub config: PathBuf,
    /// Count what is offered on this day instead of today.
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
}

/// Everything `kiosk run` needs, after the command line has overruled the files.
pub struct Settings {
    pub setup: Arc<Setup>,
    pub configuration: Configuration,
    pub state: PathBuf,
    pub input_data: PathBuf,
    pub on: Option<Date>,
    pub voices: PathBuf,
    pub alsa_config: Option<PathBuf>,
    pub camera_picture: Option<PathBuf>,
}

impl KioskArguments {
    pub fn load(&self) -> anyhow::Result<Settings> {
        let mut configuration = config::load(&self.config)?;
        for item in &configuration.left_out {
            tracing::error!("{} is left out: {}", item.id, item.why);
        }
        for year in &configuration.left_out_years {
            tracing::error!("a year of the calendar is left out: {year}");
        }
        if let Some(port) = &self.id_reader {
            configuration.devices.id_reader.port.clone_from(port);
        }
        if let Some(port) = &self.printer {
            configuration.devices.printer.port.clone_from(port);
        }
        if let Some(url) = &self.city_hall {
            configuration.kiosk.city_hall_url.clone_from(url);
        }
        if let Some(folder) = &self.photos {
            configuration.devices.photos = Some(PhotoSettings { folder: folder.clone() });
        }
        let url = &configuration.kiosk.city_hall_url;
        if !stays_on_this_machine(url) {
            bail!(
                "{url}: without TLS nothing personal leaves this machine; http://127.0.0.1:PORT only"
            );
        }
        let state = match &self.state {
            Some(state) => state.clone(),
            None => default_state()?,
        };
        let setup = Arc::new(setup(&configuration)?);
        Ok(Settings {
            setup,
            configuration,
            state,
            input_data: self.input_data.clone(),
            on: self.on,
            voices: self.config.join("voices"),
            alsa_config: self.alsa_config.clone(),
            camera_picture: self.camera_picture.clone(),
        })
    }
}

fn setup(configuration: &Configuration) -> anyhow::Result<Setup> {
    let kiosk = &configuration.kiosk;
    let site = configuration
        .sites
        .find_site(&kiosk.site_no)
        .with_context(|| format!("kiosk.toml: no site has the number {}", kiosk.site_no))?;
    Ok(Setup {
        items: configuration.catalogue.items.iter().cloned().map(Arc::new).collect(),
        categories: configuration.catalogue.categories.clone(),
        often: configuration.catalogue.often.clone(),
        catalogue_version: configuration.catalogue.version.clone(),
        open: configuration.overrides.open.clone(),
        bundles: configuration.bundles.clone(),
        sites: Arc::new(configuration.sites.clone()),
        city: Arc::new(configuration.overrides.city.clone()),
        calendar: configuration.calendar.clone(),
        broken_items: configuration.left_out.len(),
        point_code: site.point_code().into(),
        point_name: site.point_name(),
        device: kiosk.device_id.clone(),
        slip_columns: configuration.devices.printer.columns as usize,
        has_stick: configuration.devices.photos.is_some(),
        idle: Duration::from_secs(kiosk.idle_seconds),
        countdown: Duration::from_secs(kiosk.countdown_seconds),
        can_be_drawn: glyphs::can_be_drawn,
        sight: Sight { text_size: kiosk.text_size, black: kiosk.high_contrast },
    })
}

/// Plain HTTP is for a city hall, or a gateway with TLS, on the loopback.
fn stays_on_this_machine(url: &str) -> bool {
    let Some(authority) = url.strip_prefix("http://").and_then(|rest| rest.split('/').next())
    else {
        return false;
    };
    let address = authority.replacen("localhost", "127.0.0.1", 1);
    match (address.parse::<SocketAddr>(), address.parse::<IpAddr>()) {
        (Ok(socket), _) => socket.ip().is_loopback(),
        (Err(_), Ok(ip)) => ip.is_loopback(),
        (Err(_), Err(_)) => false,
    }
}

/// As systemd's StateDirectory gives it, else below the home of whoever starts the kiosk.
fn default_state() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os("STATE_DIRECTORY") {
        return Ok(folder.into());
    }
    let home = std::env::var_os("HOME").context("no --state given and no home folder known")?;
    Ok(PathBuf::from(home).join(".local/state/jiujin"))
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once('x').and_then(|(width, height)| {
        Some((width.parse::<u32>().ok()?, height.parse::<u32>().ok()?))
    });
    match parts {
        Some((width, height)) if width >= 640 && height >= 480 => Ok((width, height)),
        Some(_) => Err("at least 640x480".into()),
        None => Err("a size looks like 1280x800".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_checkout_goes_before_the_installed_one() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().join("kiosk-config");
        let installed = Path::new("/etc/jiujin");
        assert_eq!(here_or_installed(&here, installed), installed);

        std::fs::create_dir(&here).unwrap();
        assert_eq!(here_or_installed(&here, installed), here);
    }

    #[test]
    fn without_tls_only_a_city_hall_on_this_machine_is_spoken_to() {
        for (url, stays) in [
            ("http://127.0.0.1:8600", true),
            ("http://127.0.0.1:8600/", true),
            ("http://localhost:8600", true),
            ("http://[::1]:8600", true),
            ("http://127.0.0.1", true),
            ("http://10.0.0.7:8600", false),
            ("http://127.0.0.1.evil.example:80", false),
            ("http://user@10.0.0.7", false),
            ("https://cityhall.example", false),
            ("127.0.0.1:8600", false),
        ] {
            assert_eq!(stays_on_this_machine(url), stays, "{url}");
        }
    }
}

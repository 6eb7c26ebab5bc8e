//! `kiosk.toml`: which site this machine serves, its city hall, its patience and its secrets.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{error::ConfigError, source::SourceFile};
use crate::domain::site::Sites;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskSettings {
    /// Four digits of the sites files.
    pub site_no: String,
    /// The header by which the city hall knows the machine.
    pub device_id: String,
    /// Where the daily sequence of the application number begins: 0, or 500 on a second machine.
    pub sequence_start: u32,
    pub city_hall_url: String,
    /// Without a touch for so long, the kiosk asks whether anybody is there.
    pub idle_seconds: u64,
    /// And then clears the screen after so many more.
    pub countdown_seconds: u64,
    /// Relative to the state folder.
    pub database_key_file: PathBuf,
    /// Relative to the state folder; the machines of one point share the secret.
    pub point_secret_file: PathBuf,
    /// Of the words on the screen while nobody has chosen another.
    pub text_size: TextSize,
    /// Light words on a black ground, likewise.
    pub high_contrast: bool,
}

/// The three sizes of the type scale (screens chapter, §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    #[default]
    Normal,
    Large,
    Largest,
}

pub(super) fn read(source: &SourceFile, sites: &Sites) -> Result<KioskSettings, ConfigError> {
    let file: KioskFile = source.parse()?;
    if sites.find_site(file.site_no.get_ref()).is_none() {
        return Err(source.unknown("site", &file.site_no));
    }
    if ![0, 500].contains(file.sequence_start.get_ref()) {
        return Err(source.wrong(file.sequence_start.span(), "must be 0 or 500"));
    }
    let url = &file.city_hall.url;
    if !["http://", "https://"].iter().any(|scheme| url.get_ref().starts_with(scheme)) {
        return Err(source.wrong(url.span(), "must begin with http:// or https://"));
    }
    for seconds in [&file.idle.seconds, &file.idle.countdown] {
        if *seconds.get_ref() == 0 {
            return Err(source.wrong(seconds.span(), "must be at least 1"));
        }
    }
    let (key, secret) = (&file.secrets.database_key_file, &file.secrets.point_secret_file);
    for name in [&file.device_id, key, secret] {
        if name.get_ref().is_empty() {
            return Err(source.wrong(name.span(), "must not be empty"));
        }
    }
    let text_size = match file.screen.text_size.get_ref().as_str() {
        "normal" => TextSize::Normal,
        "large" => TextSize::Large,
        "largest" => TextSize::Largest,
        _ => return Err(source.unknown("text size", &file.screen.text_size)),
    };
    Ok(KioskSettings {
        site_no: file.site_no.into_inner(),
        device_id: file.device_id.into_inner(),
        sequence_start: file.sequence_start.into_inner(),
        city_hall_url: file.city_hall.url.into_inner(),
        idle_seconds: file.idle.seconds.into_inner(),
        countdown_seconds: file.idle.countdown.into_inner(),
        database_key_file: file.secrets.database_key_file.into_inner().into(),
        point_secret_file: file.secrets.point_secret_file.into_inner().into(),
        text_size,
        high_contrast: file.screen.high_contrast,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KioskFile {
    site_no: Spanned<String>,
    device_id: Spanned<String>,
    sequence_start: Spanned<u32>,
    city_hall: CityHallFile,
    idle: IdleFile,
    secrets: SecretsFile,
    screen: ScreenFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScreenFile {
    text_size: Spanned<String>,
    high_contrast: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityHallFile {
    url: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdleFile {
    seconds: Spanned<u64>,
    countdown: Spanned<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretsFile {
    database_key_file: Spanned<String>,
    point_secret_file: Spanned<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::site::Township;

    const TEXT: &str = r#"site_no = "2100"
device_id = "2100-1"
sequence_start = 500
[city_hall]
url = "http://127.0.0.1:8600"
[idle]
seconds = 60
countdown = 20
[secrets]
database_key_file = "database.key"
point_secret_file = "point.secret"
[screen]
text_size = "large"
high_contrast = false
"#;

    fn sites() -> Sites {
        let centre =
            Township {
                code: "430182119".into(), name: "大成桥镇".into(), site_no: "2100".into()
            };
        Sites { townships: vec![centre], villages: Vec::new() }
    }

    #[test]
    fn every_setting_arrives() {
        let settings = read(&SourceFile::new("kiosk.toml", TEXT), &sites()).unwrap();
        assert_eq!(
            settings,
            KioskSettings {
                site_no: "2100".into(),
                device_id: "2100-1".into(),
                sequence_start: 500,
                city_hall_url: "http://127.0.0.1:8600".into(),
                idle_seconds: 60,
                countdown_seconds: 20,
                database_key_file: "database.key".into(),
                point_secret_file: "point.secret".into(),
                text_size: TextSize::Large,
                high_contrast: false,
            }
        );
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_line() {
        for (right, wrong, expected) in [
            ("\"2100\"", "\"2199\"", "kiosk.toml:1: field \"site_no\": unknown site \"2199\""),
            ("\"2100-1\"", "\"\"", "kiosk.toml:2: field \"device_id\": must not be empty"),
            ("500", "7", "kiosk.toml:3: field \"sequence_start\": must be 0 or 500"),
            (
                "http://127",
                "127",
                "kiosk.toml:5: field \"url\": must begin with http:// or https://",
            ),
            ("seconds = 60", "seconds = 0", "kiosk.toml:7: field \"seconds\": must be at least 1"),
            ("countdown = 20\n", "", "kiosk.toml:6: field \"countdown\": is missing"),
            ("[idle]", "[pause]", "kiosk.toml:6: field \"pause\": unknown field"),
            (
                "\"point.secret\"",
                "\"\"",
                "kiosk.toml:11: field \"point_secret_file\": must not be empty",
            ),
            (
                "\"large\"",
                "\"huge\"",
                "kiosk.toml:13: field \"text_size\": unknown text size \"huge\"",
            ),
        ] {
            let source = SourceFile::new("kiosk.toml", TEXT.replacen(right, wrong, 1));
            assert_eq!(read(&source, &sites()).unwrap_err().to_string(), expected);
        }
    }
}

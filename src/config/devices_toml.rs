//! `devices.toml`: which reader and which printer hang on which line, which camera there is and where a stick appears.

use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::{error::ConfigError, source::SourceFile};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSettings {
    pub id_reader: IdReaderSettings,
    pub printer: PrinterSettings,
    /// `None`: this machine takes no photos.
    pub camera: Option<CameraSettings>,
    /// `None`: nobody can choose files of their own.
    pub photos: Option<PhotoSettings>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraSettings {
    /// A device of Video4Linux.
    pub device: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoSettings {
    /// Where the system mounts sticks.
    pub folder: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdReaderSettings {
    pub model: String,
    pub port: String,
    /// Bits per second.
    pub rate: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterSettings {
    pub model: String,
    pub port: String,
    /// Bits per second.
    pub rate: u32,
    /// Half-width characters in a line: 48 on 80 mm paper, 32 on 58 mm.
    pub columns: u32,
    /// Most bytes of one GB 18030 character that the printer's own font understands: 2 or 4.
    pub max_gb: u8,
    pub cutter: bool,
}

pub(super) fn read(source: &SourceFile) -> Result<DeviceSettings, ConfigError> {
    let DevicesFile { id_reader, printer, camera, photos } = source.parse()?;
    for text in [&id_reader.model, &id_reader.port, &printer.model, &printer.port] {
        if text.get_ref().is_empty() {
            return Err(source.wrong(text.span(), "must not be empty"));
        }
    }
    for number in [&id_reader.rate, &printer.rate, &printer.columns] {
        if *number.get_ref() == 0 {
            return Err(source.wrong(number.span(), "must be at least 1"));
        }
    }
    if ![2, 4].contains(printer.max_gb.get_ref()) {
        return Err(source.wrong(printer.max_gb.span(), "must be 2 or 4"));
    }
    let whole = |path: Spanned<PathBuf>| {
        if path.get_ref().is_absolute() {
            return Ok(path.into_inner());
        }
        Err(source.wrong(path.span(), "must be a whole path, beginning with /"))
    };
    Ok(DeviceSettings {
        camera: camera
            .map(|camera| Ok(CameraSettings { device: whole(camera.device)? }))
            .transpose()?,
        photos: photos
            .map(|photos| Ok(PhotoSettings { folder: whole(photos.folder)? }))
            .transpose()?,
        id_reader: IdReaderSettings {
            model: id_reader.model.into_inner(),
            port: id_reader.port.into_inner(),
            rate: id_reader.rate.into_inner(),
        },
        printer: PrinterSettings {
            model: printer.model.into_inner(),
            port: printer.port.into_inner(),
            rate: printer.rate.into_inner(),
            columns: printer.columns.into_inner(),
            max_gb: printer.max_gb.into_inner(),
            cutter: printer.cutter,
        },
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DevicesFile {
    id_reader: IdReaderFile,
    printer: PrinterFile,
    #[serde(default)]
    camera: Option<CameraFile>,
    #[serde(default)]
    photos: Option<PhotosFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CameraFile {
    device: Spanned<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhotosFile {
    folder: Spanned<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdReaderFile {
    model: Spanned<String>,
    port: Spanned<String>,
    rate: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrinterFile {
    model: Spanned<String>,
    port: Spanned<String>,
    rate: Spanned<u32>,
    columns: Spanned<u32>,
    max_gb: Spanned<u8>,
    cutter: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"[id_reader]
model = "sam"
port = "/dev/ttyUSB0"
rate = 115200
[printer]
model = "unknown"
port = "/dev/ttyUSB1"
rate = 9600
columns = 32
max_gb = 4
cutter = false
[camera]
device = "/dev/video0"
[photos]
folder = "/media/kiosk"
"#;

    #[test]
    fn every_setting_arrives() {
        let settings = read(&SourceFile::new("devices.toml", TEXT)).unwrap();
        assert_eq!(
            settings,
            DeviceSettings {
                id_reader: IdReaderSettings {
                    model: "sam".into(),
                    port: "/dev/ttyUSB0".into(),
                    rate: 115_200,
                },
                printer: PrinterSettings {
                    model: "unknown".into(),
                    port: "/dev/ttyUSB1".into(),
                    rate: 9600,
                    columns: 32,
                    max_gb: 4,
                    cutter: false,
                },
                camera: Some(CameraSettings { device: "/dev/video0".into() }),
                photos: Some(PhotoSettings { folder: "/media/kiosk".into() }),
            }
        );
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_line() {
        for (right, wrong, expected) in [
            ("\"sam\"", "\"\"", "devices.toml:2: field \"model\": must not be empty"),
            (
                "rate = 9600",
                "rate = \"9600\"",
                "devices.toml:8: field \"rate\": invalid type: string \"9600\", expected u32",
            ),
            (
                "columns = 32",
                "columns = 0",
                "devices.toml:9: field \"columns\": must be at least 1",
            ),
            ("max_gb = 4", "max_gb = 3", "devices.toml:10: field \"max_gb\": must be 2 or 4"),
            (
                "/dev/video0",
                "video0",
                "devices.toml:13: field \"device\": must be a whole path, beginning with /",
            ),
            (
                "/media/kiosk",
                "../stick",
                "devices.toml:15: field \"folder\": must be a whole path, beginning with /",
            ),
            ("cutter", "knife", "devices.toml:11: field \"knife\": unknown field"),
        ] {
            let source = SourceFile::new("devices.toml", TEXT.replacen(right, wrong, 1));
            assert_eq!(read(&source).unwrap_err().to_string(), expected);
        }
    }
}

//! One file's text under its name, and the way from a place in it to line and field of an error.

use std::{ops::Range, path::Path};

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::error::ConfigError;

pub(super) struct SourceFile {
    name: String,
    text: String,
}

impl SourceFile {
    #[cfg(test)]
    pub(super) fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    pub(super) fn read(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(reason) => {
                return Err(ConfigError::Unreadable { file: name, reason: reason.to_string() });
            }
        };
        String::from_utf8(bytes).map(|text| Self { name: name.clone(), text }).map_err(|error| {
            let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = before.filter(|byte| **byte == b'\n').count() + 1;
            let problem = "is not UTF-8: save the file as UTF-8, not as GBK";
            ConfigError::Malformed { file: name, line, problem: problem.into() }
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The file's name without folder and ending.
    pub(super) fn stem(&self) -> &str {
        Path::new(&self.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or("")
    }

    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, ConfigError> {
        toml::from_str(&self.text).map_err(|error| self.explain(&error))
    }

    /// A value that TOML accepts and we do not; `at` is where the value stands.
    pub(super) fn wrong(&self, at: Range<usize>, problem: impl Into<String>) -> ConfigError {
        self.wrong_field(at.start, self.key_before(at.start), problem)
    }

    pub(super) fn wrong_in_line(
        &self,
        line: usize,
        field: &str,
        problem: impl Into<String>,
    ) -> ConfigError {
        let (file, field, problem) = (self.name.clone(), field.to_owned(), problem.into());
        ConfigError::Wrong { file, line, field, problem }
    }

    pub(super) fn malformed(&self, line: usize, problem: impl Into<String>) -> ConfigError {
        ConfigError::Malformed { file: self.name.clone(), line, problem: problem.into() }
    }

    /// The meaning of a word out of a closed list.
    pub(super) fn one_of<T: Copy>(
        &self,
        word: &Spanned<String>,
        what: &str,
        list: &[(&str, T)],
    ) -> Result<T, ConfigError> {
        let found = list.iter().find(|(known, _)| known == word.get_ref());
        found.map(|(_, meaning)| *meaning).ok_or_else(|| self.unknown(what, word))
    }

    /// The word itself, if the list has it.
    pub(super) fn known(
        &self,
        word: &Spanned<String>,
        what: &str,
        list: &[impl AsRef<str>],
    ) -> Result<String, ConfigError> {
        if list.iter().any(|known| known.as_ref() == word.get_ref()) {
            return Ok(word.get_ref().clone());
        }
        Err(self.unknown(what, word))
    }

    pub(super) fn unknown(&self, what: &str, word: &Spanned<String>) -> ConfigError {
        self.wrong(word.span(), format!("unknown {what} \"{}\"", word.get_ref()))
    }

    pub(super) fn repeated(&self, what: &str, word: &Spanned<String>) -> ConfigError {
        self.wrong(word.span(), format!("repeated {what} \"{}\"", word.get_ref()))
    }

    pub(super) fn check_unique<'f>(
        &self,
        what: &str,
        keys: impl Iterator<Item = &'f Spanned<String>>,
    ) -> Result<(), ConfigError> {
        let mut earlier: Vec<&str> = Vec::new();
        for key in keys {
            if earlier.contains(&key.get_ref().as_str()) {
                return Err(self.repeated(what, key));
            }
            earlier.push(key.get_ref());
        }
        Ok(())
    }

    pub(super) fn date(&self, text: &Spanned<String>) -> Result<Date, ConfigError> {
        let problem = || format!("\"{}\" is not a date like 2026-11-24", text.get_ref());
        text.get_ref().parse().map_err(|_| self.wrong(text.span(), problem()))
    }

    /// An empty text is a date that has not come.
    pub(super) fn date_or_none(&self, text: &Spanned<String>) -> Result<Option<Date>, ConfigError> {
        if text.get_ref().is_empty() { Ok(None) } else { self.date(text).map(Some) }
    }

    /// A problem of a whole list or table: where its key stands.
    pub(super) fn wrong_key(&self, key: &str, problem: impl Into<String>) -> ConfigError {
        let is_it = |line: &str| {
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let line = self.text.lines().position(is_it).map_or(1, |place| place + 1);
        self.wrong_in_line(line, key, problem)
    }

    /// TOML's own errors, told with the field they are about.
    fn explain(&self, error: &toml::de::Error) -> ConfigError {
        let at = error.span().unwrap_or(0..0);
        let message = error.message();
        // the library says these only in words; the tests below hold them to it
        if let Some(field) = quoted_after(message, "missing field ") {
            return self.wrong_field(at.start, field, "is missing");
        }
        if let Some(field) = quoted_after(message, "unknown field ") {
            return self.wrong_field(at.start, field, "unknown field");
        }
        if message == "duplicate key" {
            let field = self.text.get(at.clone()).unwrap_or("");
            return self.wrong_field(at.start, field, "repeated");
        }
        if message.starts_with("invalid type") || message.starts_with("invalid value") {
            return self.wrong(at, message);
        }
        self.malformed(self.line_of(at.start), message)
    }

    fn wrong_field(&self, at: usize, field: &str, problem: impl Into<String>) -> ConfigError {
        self.wrong_in_line(self.line_of(at), field, problem)
    }

    fn line_of(&self, at: usize) -> usize {
        self.before(at).matches('\n').count() + 1
    }

    /// `op` for a place in or right of the value in `op = "gte"`, also within inline tables.
    fn key_before(&self, at: usize) -> &str {
        let (left, _) = self.before(at).rsplit_once('=').unwrap_or_default();
        let is_key = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
        left.trim_end().rsplit(|letter| !is_key(letter)).next().unwrap_or("")
    }

    fn before(&self, at: usize) -> &str {
        self.text.get(..at).unwrap_or("")
    }
}

/// `ask` out of “missing field `ask`”.
fn quoted_after<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    message.strip_prefix(start)?.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        #[expect(dead_code, reason = "only its errors are looked at")]
        name: String,
        #[expect(dead_code, reason = "only its errors are looked at")]
        rate: u32,
    }

    #[test]
    fn the_errors_of_toml_name_the_line_and_the_field() {
        for (text, expected) in [
            ("name = \"a\"\n", "x.toml:1: field \"rate\": is missing"),
            (
                "name = \"a\"\nrate = \"9\"\n",
                "x.toml:2: field \"rate\": invalid type: string \"9\", expected u32",
            ),
            (
                "name = \"a\"\nrate = -1\n",
                "x.toml:2: field \"rate\": invalid value: integer `-1`, expected u32",
            ),
            ("name = \"a\"\nspeed = 1\nrate = 1\n", "x.toml:2: field \"speed\": unknown field"),
            ("rate = 1\nname = \"a\"\nrate = 2\n", "x.toml:3: field \"rate\": repeated"),
            ("rate = 1\n\nname = \"a\n", "x.toml:3: invalid basic string, expected `\"`"),
        ] {
            let error = SourceFile::new("x.toml", text).parse::<Table>().unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_file_in_gbk_is_named_with_its_first_wrong_line() {
        let path = std::env::temp_dir().join(format!("jiujin-gbk-{}.toml", std::process::id()));
        std::fs::write(&path, b"id = \"a\"\nname = \"\xB5\xCD\xB1\xA3\"\n").unwrap();
        let error = SourceFile::read(&path).err().unwrap().to_string();
        std::fs::remove_file(&path).unwrap();
        let told = ".toml:2: is not UTF-8: save the file as UTF-8, not as GBK";
        assert!(error.ends_with(told), "{error}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = SourceFile::read(Path::new("nowhere/kiosk.toml")).err().unwrap().to_string();
        assert!(error.starts_with("nowhere/kiosk.toml: cannot be read: "), "{error}");
    }
}

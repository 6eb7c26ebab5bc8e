//! A story as lines: what a person does and expects to see.

use std::time::Duration;

use crate::devices::simulated::camera::Scene;

/// One line with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryLine {
    pub number: usize,
    pub instruction: Instruction,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Instruction {
    Tap(String),
    /// Into the field with this label, by the keys on the screen; words in the writing panel, up to 写好了.
    Type {
        field: String,
        text: String,
    },
    /// By a keyboard plugged in.
    Key(String),
    /// Draws strokes into the box; does not press 签好了.
    Sign,
    /// Draws the strokes of a character into the writing box; does not choose a candidate.
    Write(char),
    Expect(String),
    ExpectNot(String),
    Wait {
        text: String,
        longest: Duration,
    },
    Picture(String),
    /// SIGKILL, and a new process on the same state.
    Restart,
    Clock(Duration),
    PlaceCard(String),
    LiftCard,
    Paper {
        there: bool,
    },
    Network {
        up: bool,
    },
    /// So many applications are at the city hall.
    CityHallHolds(usize),
    /// An officer accepts an application; 1 is the oldest.
    Accept {
        place: usize,
    },
    /// An officer asks for a correction.
    AskCorrection {
        place: usize,
        reason: String,
        until: String,
    },
    /// So many slips have come out so far.
    Slips(usize),
    /// This recording was started since the last line of this kind.
    Hear(String),
    /// A loudspeaker is plugged in or out.
    Loudspeaker {
        there: bool,
    },
    /// What is before the camera; `None`: it is unplugged.
    Camera(Option<Scene>),
    /// A sheet under this name, on a stick that is plugged in.
    PutOnStick(String),
    PullStick,
    /// Nothing that the screens hold, shown or not, contains this.
    HeldNot(String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct StoryError {
    pub line: usize,
    pub why: String,
}

const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// Empty lines and lines that begin with `#` are for the reader.
pub(super) fn parse(text: &str) -> Result<Vec<StoryLine>, StoryError> {
    text.lines()
        .enumerate()
        .map(|(place, line)| (place + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(number, line)| match instruction(line) {
            Ok(instruction) => Ok(StoryLine { number, instruction }),
            Err(why) => Err(StoryError { line: number, why }),
        })
        .collect()
}

fn instruction(line: &str) -> Result<Instruction, String> {
    let (verb, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let text = || match rest {
        "" => Err(format!("{verb} what?")),
        text => Ok(text.to_owned()),
    };
    match (verb, rest) {
        ("tap", _) => Ok(Instruction::Tap(text()?)),
        ("type", _) => {
            let (field, text) =
                rest.rsplit_once(char::is_whitespace).ok_or("type FIELD TEXT".to_owned())?;
            Ok(Instruction::Type { field: field.trim().into(), text: text.into() })
        }
        ("key", _) => Ok(Instruction::Key(text()?)),
        ("sign", "") => Ok(Instruction::Sign),
        ("write", _) => match (rest.chars().next(), rest.chars().count()) {
            (Some(character), 1) => Ok(Instruction::Write(character)),
            _ => Err("write CHARACTER".into()),
        },
        ("expect", _) => Ok(Instruction::Expect(text()?)),
        ("expect-not", _) => Ok(Instruction::ExpectNot(text()?)),
        ("wait", _) => {
            let (text, longest) =
                rest.rsplit_once(char::is_whitespace).ok_or("wait TEXT 10s".to_owned())?;
            Ok(Instruction::Wait { text: text.trim().into(), longest: span(longest)? })
        }
        ("picture", _) => Ok(Instruction::Picture(text()?)),
        ("restart", "") => Ok(Instruction::Restart),
        ("clock", _) => {
            let by = rest.strip_prefix('+').ok_or("clock +80s".to_owned())?;
            Ok(Instruction::Clock(span(by)?))
        }
        ("card", "lift") => Ok(Instruction::LiftCard),
        ("card", _) => match rest.strip_prefix("place ") {
            Some(id) => Ok(Instruction::PlaceCard(id.trim().into())),
            None => Err("card place ID, or card lift".into()),
        },
        ("paper", "out") => Ok(Instruction::Paper { there: false }),
        ("paper", "in") => Ok(Instruction::Paper { there: true }),
        ("network", "down") => Ok(Instruction::Network { up: false }),
        ("network", "up") => Ok(Instruction::Network { up: true }),
        ("city-hall", _) => city_hall(rest),
        ("slips", _) => Ok(Instruction::Slips(number(rest)?)),
        ("loudspeaker", "out") => Ok(Instruction::Loudspeaker { there: false }),
        ("loudspeaker", "in") => Ok(Instruction::Loudspeaker { there: true }),
        ("camera", "out") => Ok(Instruction::Camera(None)),
        ("camera", _) => {
            let found = Scene::ALL.into_iter().find(|(name, _)| *name == rest);
            let names = Scene::ALL.map(|(name, _)| name).join(", ");
            let (_, scene) = found.ok_or(format!("camera {names} or out"))?;
            Ok(Instruction::Camera(Some(scene)))
        }
        ("stick", "out") => Ok(Instruction::PullStick),
        ("stick", _) => match rest.strip_prefix("has ") {
            Some(name) => Ok(Instruction::PutOnStick(name.trim().into())),
            None => Err("stick has NAME, or stick out".into()),
        },
        ("hear", _) => Ok(Instruction::Hear(text()?)),
        ("held-not", _) => Ok(Instruction::HeldNot(text()?)),
        _ => Err(format!("“{line}” is no instruction")),
    }
}

fn city_hall(rest: &str) -> Result<Instruction, String> {
    let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    match verb {
        "holds" => Ok(Instruction::CityHallHolds(number(rest)?)),
        "accepts" => Ok(Instruction::Accept { place: number(rest)? }),
        "asks-correction" => {
            let wrong = || "city-hall asks-correction 1 REASON 2026-12-04".to_owned();
            let (place, rest) = rest.split_once(char::is_whitespace).ok_or_else(wrong)?;
            let (reason, until) = rest.rsplit_once(char::is_whitespace).ok_or_else(wrong)?;
            Ok(Instruction::AskCorrection {
                place: number(place)?,
                reason: reason.trim().into(),
                until: until.into(),
            })
        }
        _ => Err("city-hall holds N, accepts N, or asks-correction N REASON DATE".into()),
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| format!("“{text}” is no number"))
}

/// `80s`, `20m`.
fn span(text: &str) -> Result<Duration, String> {
    let wrong = || format!("“{text}” is no time; 80s or 20m");
    let seconds = match (text.strip_suffix('s'), text.strip_suffix('m')) {
        (Some(seconds), _) => seconds.parse().map_err(|_| wrong())?,
        (None, Some(minutes)) => minutes.parse::<u64>().map_err(|_| wrong())? * 60,
        (None, None) => return Err(wrong()),
    };
    let span = Duration::from_secs(seconds);
    if span > LONGEST_WAIT * 6 { Err(format!("“{text}” is too long")) } else { Ok(span) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_is_understood() {
        let seconds = Duration::from_secs;
        for (line, expected) in [
            ("tap 下一步", Instruction::Tap("下一步".into())),
            (
                "type 电话号码是多少？ 13800000001",
                Instruction::Type {
                    field: "电话号码是多少？".into(), text: "13800000001".into()
                },
            ),
            ("key 1234", Instruction::Key("1234".into())),
            ("sign", Instruction::Sign),
            ("write 王", Instruction::Write('王')),
            ("expect 收好了，您可以放心", Instruction::Expect("收好了，您可以放心".into())),
            ("expect-not 王", Instruction::ExpectNot("王".into())),
            (
                "wait 已经送到 市民之家 10s",
                Instruction::Wait {
                    text: "已经送到 市民之家".into(), longest: seconds(10)
                },
            ),
            ("picture 01-rest", Instruction::Picture("01-rest".into())),
            ("restart", Instruction::Restart),
            ("clock +80s", Instruction::Clock(seconds(80))),
            ("clock +20m", Instruction::Clock(seconds(1200))),
            ("card place wang_xiuying", Instruction::PlaceCard("wang_xiuying".into())),
            ("card lift", Instruction::LiftCard),
            ("paper out", Instruction::Paper { there: false }),
            ("network up", Instruction::Network { up: true }),
            ("city-hall holds 2", Instruction::CityHallHolds(2)),
            ("slips 2", Instruction::Slips(2)),
            ("camera dark", Instruction::Camera(Some(Scene::Dark))),
            ("camera out", Instruction::Camera(None)),
            ("stick has 户口簿.jpg", Instruction::PutOnStick("户口簿.jpg".into())),
            ("stick out", Instruction::PullStick),
            ("city-hall accepts 1", Instruction::Accept { place: 1 }),
            (
                "city-hall asks-correction 1 户口簿 没有拍全 2026-12-04",
                Instruction::AskCorrection {
                    place: 1,
                    reason: "户口簿 没有拍全".into(),
                    until: "2026-12-04".into(),
                },
            ),
        ] {
            let parsed = parse(&format!("# a story\n\n{line}\n")).unwrap();
            assert_eq!(parsed, [StoryLine { number: 3, instruction: expected }]);
        }
    }

    #[test]
    fn a_line_that_makes_no_sense_is_named() {
        for line in [
            "tap",
            "jump 下一步",
            "wait 什么",
            "clock 80s",
            "card",
            "paper gone",
            "sign now",
            "write 王五",
            "camera cat",
            "stick in",
        ] {
            assert_eq!(parse(&format!("sign\n{line}")).unwrap_err().line, 2, "{line}");
        }
    }
}

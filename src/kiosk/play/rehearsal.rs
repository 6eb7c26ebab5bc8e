//! One item from the card to the slip, as a willing person would file it: whatever is asked is answered by touch.
//!
//! A township sees its new item before its people do (`kiosk rehearse`); the screen tests look at every page of every item.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::civil::Date;

use super::player::{FIRST_WAY_IN, PATIENCE, Player};
use super::protocol::{Command, Element, Look};
use super::village::{Village, VillageSettings};
use crate::config;
use crate::devices::simulated::cards::{CardFields, SimulatedCard};
use crate::domain::eligibility::{Standing, standing};
use crate::domain::id_card::{CardText, IdCard};
use crate::domain::service_item::{Field, FieldKind, ServiceItem};
use crate::kiosk::check_config;
use crate::kiosk::settings::RehearseArguments;
use crate::kiosk::wording;

/// Where an item is rehearsed, and who looks at its pages.
pub trait Stage {
    fn player(&mut self) -> &mut Player;

    /// A page that has not been seen before in this rehearsal; `words` are those of its question or title.
    fn sees(&mut self, page: &str, words: &str) -> anyhow::Result<()>;
}

/// No form has more pages, counted with those that are asked again.
const MOST_STEPS: usize = 400;
const QUESTIONS: [&str; 2] = ["QuestionText", "TitleText"];
const AT_REST: &str = "请把身份证";
/// What ends a visit: the stored case has been seen, and nobody wants to say how it was.
const WAYS_OUT: [&str; 3] = ["好了", "不评了，回首页", "退出"];
const NEXT: &str = "下一步";
const NEXT_PAGE: &str = "下一页";
const ALL_ITEMS: &str = "全部";
const BEGIN: &str = "开始办";
/// What is not with the person is brought another day.
const LATER: &str = "先收下，后面补";
const UNDERSTOOD: &str = "知道了";
const SIGNED: &str = "签好了";
const WRITTEN: &str = "写好了";
const HAND_IN: &str = "交上去";
const MARKS: &str = "数字标点";
const DELETE_ONE: &str = "删一个";
const A_NAME: &str = "张三";

/// Birth, sex and number of invented people of whom one may file: an old woman, a man of 62, a young woman, a child.
const PEOPLE: [(&str, &str, &str); 4] = [
    ("19430312", "2", "430124194303120005"),
    ("19640520", "1", "430124196405200013"),
    ("19920808", "2", "430124199208080028"),
    ("20180101", "1", "430124201801010012"),
];

/// From the card of somebody who may file it to the page that says it is stored.
pub fn rehearse(stage: &mut impl Stage, item: &ServiceItem, day: Date) -> anyhow::Result<()> {
    let card = somebody_for(item, day)?;
    stage.player().village.place(SimulatedCard::from_fields(card)?)?;
    let mut walk = Walk { stage, item, tries: HashMap::new(), pages: 0, last_seen: String::new() };
    walk.opens_the_item()?;
    walk.files().with_context(|| format!("“{}” ({})", item.short_name, item.id))
}

/// `kiosk rehearse ITEM`.
pub fn rehearse_on_the_command_line(arguments: &RehearseArguments) -> anyhow::Result<()> {
    let configuration = config::load(&arguments.config)?;
    let day = arguments.on.unwrap_or_else(check_config::today);
    let state = std::env::temp_dir().join(format!("jiujin-rehearsal-{}", std::process::id()));
    let village = Village::new(VillageSettings {
        config: arguments.config.clone(),
        input_data: arguments.input_data.clone(),
        state: state.clone(),
        id_reader: None,
        printer: None,
        city_hall: None,
        on: Some(day),
        timings: false,
        size: arguments.size,
        log: None,
        program: std::env::current_exe()?,
    })?;
    let mut stage = Camera { player: Player::new(village, &arguments.pictures)? };
    let played = arguments.items.iter().try_for_each(|id| {
        let item = configuration.catalogue.find_item(id);
        rehearse(&mut stage, item.with_context(|| format!("no item is called {id}"))?, day)
    });
    drop(stage);
    let _ = std::fs::remove_dir_all(state); // only what this rehearsal made
    played.with_context(|| pictures_are_in(&arguments.pictures))
}

fn pictures_are_in(folder: &Path) -> String {
    format!("pictures of what was seen are in {}", folder.display())
}

/// Takes a picture of each page.
struct Camera {
    player: Player,
}

impl Stage for Camera {
    fn player(&mut self) -> &mut Player {
        &mut self.player
    }

    fn sees(&mut self, page: &str, _: &str) -> anyhow::Result<()> {
        self.player.picture(page)
    }
}

fn somebody_for(item: &ServiceItem, day: Date) -> anyhow::Result<CardFields> {
    for (birth, sex, number) in PEOPLE {
        let card = CardFields {
            name: "周有余".into(),
            sex: sex.into(),
            ethnicity: "01".into(),
            birth: birth.into(),
            address: "湖南省宁乡市沙田乡沙田村甲组1号".into(),
            number: number.into(),
            issuer: "宁乡市公安局".into(),
            valid_from: "20200101".into(),
            valid_to: "长期".into(),
        };
        if may_file(item, &card, day)? {
            return Ok(card);
        }
    }
    bail!("none of the invented people may file “{}”", item.short_name)
}

fn may_file(item: &ServiceItem, card: &CardFields, day: Date) -> anyhow::Result<bool> {
    let text = CardText {
        name: card.name.clone(),
        sex: card.sex.clone(),
        ethnicity: card.ethnicity.clone(),
        birth: card.birth.clone(),
        address: card.address.clone(),
        number: card.number.clone(),
        issuer: card.issuer.clone(),
        valid_from: card.valid_from.clone(),
        valid_to: card.valid_to.clone(),
    };
    let card = IdCard::from_text(text, Vec::new(), String::new())?;
    Ok(matches!(standing(item, &card, day), Standing::CanFile { .. }))
}

struct Walk<'a, S> {
    stage: &'a mut S,
    item: &'a ServiceItem,
    /// How often a question has been answered and refused.
    tries: HashMap<String, usize>,
    pages: usize,
    last_seen: String,
}

impl<S: Stage> Walk<'_, S> {
    fn opens_the_item(&mut self) -> anyhow::Result<()> {
        self.stage.player().wait_for("您现在可以办", PATIENCE)?;
        self.stage.player().village.lift_card()?; // or the next one would not be noticed
        for _ in 0..20 {
            let look = self.look()?;
            let tile =
                look.touchables().find(|one| one.is("Tile") && one.label == self.item.short_name);
            let way = tile.or_else(|| {
                look.touchables()
                    .find(|one| one.label == NEXT_PAGE || one.label.starts_with(ALL_ITEMS))
            });
            let Some(way) = way.cloned() else { break };
            self.press(&look, &way)?;
            if way.is("Tile") {
                return Ok(());
            }
        }
        bail!("“{}” is nowhere among the items", self.item.short_name)
    }

    fn files(&mut self) -> anyhow::Result<()> {
        for _ in 0..MOST_STEPS {
            let look = self.look()?;
            if let Ok(later) = look.touchable(LATER) {
                self.press(&look, &later.clone())?;
                continue;
            }
            let primary = look.touchables().find(|one| one.is("PrimaryButton")).cloned();
            let Some(primary) = primary else {
                self.stage
                    .player()
                    .ask(&Command::AwaitChange { seen: look.shown, milliseconds: 500 })?;
                continue;
            };
            if primary.label != UNDERSTOOD {
                self.shows(&look)?;
            }
            if look.uncovered().iter().any(|one| one.is("NumberText")) {
                return self.goes_home();
            }
            match primary.label.as_str() {
                NEXT => self.answers(&look)?,
                WRITTEN => self.writes(&look, &primary)?,
                SIGNED => {
                    self.stage.player().sign()?;
                    self.press(&look, &primary)?;
                }
                HAND_IN => match look.touchable(NEXT_PAGE) {
                    Ok(next) => self.press(&look, &next.clone())?,
                    Err(_) => self.press(&look, &primary)?,
                },
                BEGIN => self.press(&look, &primary)?,
                UNDERSTOOD => {
                    *self.tries.entry(self.last_seen.clone()).or_default() += 1;
                    self.press(&look, &primary)?;
                }
                _ => self.press(&look, &primary)?,
            }
        }
        bail!("it has no end; the last question was “{}”", self.last_seen)
    }

    fn goes_home(&mut self) -> anyhow::Result<()> {
        for _ in 0..10 {
            let look = self.look()?;
            if look.shows(AT_REST) {
                return Ok(());
            }
            self.shows(&look)?;
            match WAYS_OUT.iter().find_map(|way| look.touchable(way).ok()) {
                Some(out) => self.press(&look, &out.clone())?,
                None => bail!("there is no way out; there is: {}", look.labels()),
            }
        }
        bail!("the rest screen does not come")
    }

    /// Tells whoever looks, once for each question.
    fn shows(&mut self, look: &Look) -> anyhow::Result<()> {
        let words = title_of(look);
        if words == self.last_seen || words.is_empty() {
            return Ok(());
        }
        self.last_seen.clone_from(&words);
        self.pages += 1;
        let page = format!("{}-{:02}", self.item.id, self.pages);
        self.stage.sees(&page, &words)
    }

    fn answers(&mut self, look: &Look) -> anyhow::Result<()> {
        let question = title_of(look);
        let tried = self.tries.get(&question).copied().unwrap_or_default();
        let rows: Vec<&Element> = look.touchables().filter(|one| one.is("ChoiceRow")).collect();
        if look.touchables().any(|one| one.is("Key")) {
            self.types(look, &question, tried)?;
        } else if !rows.is_empty() {
            let kind = self.field(&question).map(|field| field.kind);
            let somebody_is_there = kind == Some(FieldKind::HouseholdMembers) && rows.len() > 1;
            if !somebody_is_there {
                self.chooses(look, &rows, tried)?;
            }
        } else if let Ok(empty) = look.touchable(FIRST_WAY_IN) {
            return self.press(look, &empty.clone());
        }
        // a township leads to its villages, somebody of the household to the first question about them
        let look = self.look()?;
        match look.touchable(NEXT) {
            Ok(next) if title_of(&look) == question => self.press(&look, &next.clone()),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// The first row that nothing speaks against.
    fn chooses(&mut self, look: &Look, rows: &[&Element], tried: usize) -> anyhow::Result<()> {
        let Some(row) = rows.get(tried) else {
            bail!("no answer to “{}” is taken", title_of(look))
        };
        let before = rows.iter().take(tried).find(|one| one.checked && one.is("CheckRow"));
        if let Some(before) = before {
            self.press(look, before)?;
        }
        if row.checked { Ok(()) } else { self.press(look, row) }
    }

    fn types(&mut self, look: &Look, question: &str, tried: usize) -> anyhow::Result<()> {
        let samples = self.field(question).map_or(&[][..], |field| samples(field.kind));
        let Some(digits) = samples.get(tried) else {
            bail!("no number for “{question}” is taken")
        };
        let delete = look.touchable(DELETE_ONE).map(Element::centre);
        for _ in 0..20 {
            let Ok((x, y)) = delete else { break };
            self.stage.player().press(true, x, y)?;
        }
        for digit in digits.chars() {
            self.stage.player().tap(&digit.to_string())?;
        }
        Ok(())
    }

    /// A name by a keyboard on the page of marks, where no candidate waits to be chosen.
    fn writes(&mut self, look: &Look, done: &Element) -> anyhow::Result<()> {
        if let Ok(marks) = look.touchable(MARKS) {
            self.press(look, &marks.clone())?;
        }
        self.stage.player().ask(&Command::Key { text: A_NAME.into() })?;
        let look = self.look()?;
        self.press(&look, done)
    }

    /// The field of the item, or the column of its household, that is asked in these words.
    fn field(&self, question: &str) -> Option<&Field> {
        let fields = self.item.fields.iter();
        let mut all = fields.flat_map(|field| std::iter::once(field).chain(&field.columns));
        all.find(|field| wording::question(field, false) == question)
    }

    fn look(&mut self) -> anyhow::Result<Look> {
        self.stage.player().look()
    }

    /// No trembling hand, and no hurry: until the next frame has come.
    fn press(&mut self, look: &Look, what: &Element) -> anyhow::Result<()> {
        let (x, y) = what.centre();
        let player = self.stage.player();
        player.ask(&Command::MoveClock { seconds: 1 })?;
        player.ask(&Command::Press { x, y })?;
        player.ask(&Command::AwaitChange { seen: look.shown, milliseconds: 500 }).map(drop)
    }
}

/// The question that is asked, or the title of another page.
fn title_of(look: &Look) -> String {
    let of =
        |kind: &&str| look.uncovered().iter().find(|one| one.is(kind)).map(|one| one.label.clone());
    QUESTIONS.iter().find_map(of).unwrap_or_default()
}

/// Numbers of which one fits.
fn samples(kind: FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::Phone => &["13800138000"],
        FieldKind::IdNumber => &["430124199208080028", "430124201801010012", "430124202505050014"],
        FieldKind::BankAccount => &["6222020200000000006"],
        FieldKind::Number => &["1", "2", "60", "2026", "0"],
        FieldKind::Date => &["20261120", "20260101", "20200101", "19990101", "20270101"],
        FieldKind::Text
        | FieldKind::TextArea
        | FieldKind::Choice
        | FieldKind::MultiChoice
        | FieldKind::Bool
        | FieldKind::Address
        | FieldKind::Photo
        | FieldKind::Signature
        | FieldKind::Attachment
        | FieldKind::HouseholdMembers => &[],
    }
}

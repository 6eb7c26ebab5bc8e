//! 材料: what this person has to bring, what is exempt and why, what is there, what is missing.

use super::condition::{Condition, Fact, Facts, Truth, all_hold};
use super::eligibility::CardFacts;
use super::service_item::{CardUse, Field, FieldKind, Material, PaperForm, ServiceItem};

/// What became of one material of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaterialState {
    /// 免提交: nothing has to be handed in.
    Exempt(Exemption),
    /// 已拍照
    Photographed,
    /// 交原件到窗口: the person said so.
    OriginalToWindow,
    /// 缺
    Missing,
    /// Whether it is asked for is not known: the question behind it has not been answered.
    Depends,
}

/// Why a material need not be handed in. Electronic licences and shared data are no reason: this kiosk has no line to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exemption {
    /// Every card it stands for has been read.
    CardRead,
    /// This machine writes it from the answers.
    FilledHere,
    /// The catalogue asks nobody for a paper: the office looks it up.
    LookedUp,
}

/// How a material was handed in by the person at the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Photographed,
    OriginalToWindow,
}

/// A material that is asked for, or may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Need<'a> {
    pub material: &'a Material,
    pub state: MaterialState,
}

impl Need<'_> {
    pub fn is_exempt(&self) -> bool {
        matches!(self.state, MaterialState::Exempt(_))
    }

    pub fn is_missing(&self) -> bool {
        self.state == MaterialState::Missing
    }

    /// Neither exempt nor photographed: a person comes to the window with it.
    pub fn is_brought(&self) -> bool {
        matches!(self.state, MaterialState::Missing | MaterialState::OriginalToWindow)
    }

    /// Of a copy the photo is one; an original is still looked at.
    pub fn wants_original(&self) -> bool {
        matches!(self.material.form, PaperForm::Original | PaperForm::OriginalAndCopy)
    }

    /// Only asked for when somebody else comes.
    pub fn is_for_proxy(&self) -> bool {
        self.material.show_if.iter().any(|condition| condition.field == BY_PROXY)
    }
}

/// The question whether somebody files for the applicant; a paper for whoever may come is a part of its own on the notice.
pub const BY_PROXY: &str = "is_proxy";

/// What is known about the papers of a person.
pub trait Papers: Facts {
    /// The card has been read, and holds what the material needs.
    fn is_read(&self, card: CardUse) -> bool;
    /// What the person did with the material at the screen.
    fn handed(&self, material: &str) -> Option<Hand>;
}

/// Of somebody of whom only the card is known.
impl Papers for CardFacts<'_> {
    fn is_read(&self, card: CardUse) -> bool {
        match card {
            CardUse::Applicant => true,
            CardUse::ChipPhoto => !self.card.photo.is_empty(),
            CardUse::Proxy | CardUse::Second | CardUse::Household => false,
        }
    }

    fn handed(&self, _material: &str) -> Option<Hand> {
        None
    }
}

/// Every material that is asked for or may be: missing ones first, then those that depend, then the rest.
pub fn needs<'a>(item: &'a ServiceItem, papers: &impl Papers) -> Vec<Need<'a>> {
    let mut needs: Vec<Need<'a>> = item
        .materials
        .iter()
        .filter_map(|material| Some(Need { material, state: state_of(material, papers)? }))
        .collect();
    needs.sort_by_key(|need| match need.state {
        MaterialState::Missing => 0,
        MaterialState::OriginalToWindow => 1,
        MaterialState::Photographed => 2,
        MaterialState::Depends => 3,
        MaterialState::Exempt(_) => 4,
    }); // stable: within, as the catalogue has it
    needs
}

/// `None`: not asked of this person.
fn state_of(material: &Material, papers: &impl Papers) -> Option<MaterialState> {
    match applies(material, papers) {
        Truth::Fails => None,
        Truth::Unknown => Some(MaterialState::Depends),
        Truth::Holds => Some(match (exemption(material, papers), papers.handed(&material.key)) {
            (Some(why), _) => MaterialState::Exempt(why),
            (None, Some(Hand::Photographed)) => MaterialState::Photographed,
            (None, Some(Hand::OriginalToWindow)) => MaterialState::OriginalToWindow,
            (None, None) => MaterialState::Missing,
        }),
    }
}

fn applies(material: &Material, papers: &impl Papers) -> Truth {
    if material.show_if.is_empty() {
        return if material.required { Truth::Holds } else { Truth::Unknown };
    }
    let not_put = |condition: &Condition| papers.find_fact(&condition.field) == Some(Fact::Empty);
    if material.show_if.iter().any(not_put) {
        return Truth::Fails; // the question was not for this person
    }
    all_hold(&material.show_if, papers)
}

fn exemption(material: &Material, papers: &impl Papers) -> Option<Exemption> {
    if material.form == PaperForm::Nothing {
        return Some(Exemption::LookedUp);
    }
    let replaced = |way: &str| material.exempt && material.substitute.iter().any(|one| one == way);
    if replaced("kiosk_form") {
        return Some(Exemption::FilledHere);
    }
    let read = material.cards.iter().all(|card| papers.is_read(*card));
    (replaced("id_card_read") && read).then_some(Exemption::CardRead)
}

/// The questions that decide which materials are asked for and can be answered by pressing a row; in the order of the form.
/// Whether somebody else comes is not asked: nobody knows it beforehand.
pub fn situation_questions<'a>(item: &'a ServiceItem, facts: &impl Facts) -> Vec<&'a Field> {
    let decides = |field: &Field| {
        item.materials
            .iter()
            .flat_map(|material| &material.show_if)
            .any(|condition| condition.field == field.key)
    };
    item.fields
        .iter()
        .filter(|field| field.key != BY_PROXY && decides(field))
        .filter(|field| {
            matches!(field.kind, FieldKind::Choice | FieldKind::Bool | FieldKind::MultiChoice)
        })
        .filter(|field| all_hold(&field.show_if, facts) != Truth::Fails)
        .collect()
}

//! 办事指南: what the catalogue says about an item to one person on one day, or to nobody in particular.

use jiff::civil::Date;

use super::condition::{Fact, Facts, Operand, Truth, all_hold};
use super::derived;
use super::eligibility::{CardFacts, fitting_tier, informing, rule_states};
use super::id_card::IdCard;
use super::materials::{Hand, Need, Papers, needs};
use super::service_item::{
    CardUse, PolicyNote, PromisedBasis, Rule, ServiceItem, Severity, Tier, TimeLimit,
};

/// The standard elements of a guide; every item has every one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// 受理范围
    Scope,
    /// 条件
    Conditions,
    /// 材料
    Materials,
    /// 时限
    Time,
    /// 流程, with levels
    Steps,
    /// 收费
    Fee,
    /// 结果
    Result,
    /// 送达
    Delivery,
    /// 咨询
    Consult,
    /// 法律依据
    Basis,
}

/// In the order in which people ask: can I, with what, how long, how, how much, what for, and why.
pub const ELEMENTS: [Element; 10] = [
    Element::Scope,
    Element::Conditions,
    Element::Materials,
    Element::Time,
    Element::Steps,
    Element::Fee,
    Element::Result,
    Element::Delivery,
    Element::Consult,
    Element::Basis,
];

/// What may be said about how long it takes: only what is sourced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowLong {
    /// By this machine.
    OnTheSpot,
    /// By an office, on the day on which it accepts.
    OnAcceptance,
    Within(TimeLimit),
    /// Nothing is promised here: the day is told with the acceptance.
    ToldLater,
}

/// One condition of the catalogue and how it stands with this person; `None`: not known, or not this person's case.
#[derive(Debug, Clone, PartialEq)]
pub struct GuideRule<'a> {
    pub rule: &'a Rule,
    pub truth: Option<Truth>,
    /// It is about an answer of the form.
    pub waits_for_form: bool,
}

/// The guide of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide<'a> {
    pub item: &'a ServiceItem,
    /// A card has been read: what is said is about this person.
    pub personal: bool,
    pub ended_on: Option<Date>,
    /// Rules that stop or that make somebody look, in catalogue order.
    pub rules: Vec<GuideRule<'a>>,
    /// Messages of the `info` rules that hold.
    pub told: Vec<&'a str>,
    pub needs: Vec<Need<'a>>,
    pub how_long: HowLong,
    /// The verified amount for this person.
    pub fitting: Option<&'a Tier>,
    /// Every verified amount of the day.
    pub amounts: Vec<&'a Tier>,
}

impl<'a> Guide<'a> {
    pub fn of(item: &'a ServiceItem, card: Option<&IdCard>, day: Date) -> Self {
        let ended_on = item.ended_on(day);
        let (needs, rules, told, fitting) = match card {
            Some(card) => {
                let facts = CardFacts { card, day };
                let fitting = fitting_tier(item, card, day);
                // a rule for others, such as one for women, says nothing to this person
                let is_theirs =
                    |(rule, _): &(&Rule, _)| all_hold(&rule.when, &facts) != Truth::Fails;
                let rules = rule_states(item, &facts).into_iter().filter(is_theirs).collect();
                (needs(item, &facts), rules, informing(item, &facts), fitting)
            }
            None => {
                let facts = Anybody { day };
                let rules: Vec<_> = item.rules.iter().map(|rule| (rule, None)).collect();
                (needs(item, &facts), rules, Vec::new(), None)
            }
        };
        let about_person = |(rule, truth): (&'a Rule, Option<Truth>)| {
            let asks = |key: &str| item.find_field(key).is_some();
            let waits_for_form = asks(&rule.check.field)
                || rule.when.iter().any(|when| asks(&when.field))
                || follows_from_form(rule);
            (rule.severity != Severity::Info).then_some(GuideRule { rule, truth, waits_for_form })
        };
        Self {
            item,
            personal: card.is_some(),
            ended_on,
            rules: rules.into_iter().filter_map(about_person).collect(),
            told,
            needs: if ended_on.is_some() { Vec::new() } else { needs },
            how_long: how_long(item),
            fitting,
            amounts: item.tiers.iter().filter(|tier| tier.is_shown_on(day)).collect(),
        }
    }

    /// Every rule that could stop the person is known to be met.
    pub fn is_sure(&self) -> bool {
        self.rules
            .iter()
            .filter(|one| one.rule.severity == Severity::Block)
            .all(|one| one.truth == Some(Truth::Holds))
    }

    /// What came to an end, for an item that has ended.
    pub fn repeal(&self) -> Option<&'a PolicyNote> {
        let ended = self.ended_on?;
        self.item.policy_notes.iter().find(|note| note.date == ended)
    }

    /// Somebody has to come with a paper.
    pub fn asks_for_papers(&self) -> bool {
        self.needs.iter().any(Need::is_brought)
    }
}

/// Its fact is computed from answers; what is held against a value of the city nobody can say before that is set.
fn follows_from_form(rule: &Rule) -> bool {
    let of_the_city =
        matches!(&rule.check.value, Operand::Text(value) if value.starts_with("config."));
    derived::FACTS.contains(&rule.check.field.as_str()) && !of_the_city
}

fn how_long(item: &ServiceItem) -> HowLong {
    if item.decided_on_the_spot() {
        return HowLong::OnTheSpot; // this machine does it
    }
    match (item.promised_basis, item.promised.days) {
        (PromisedBasis::Sourced, Some(0)) => HowLong::OnAcceptance,
        (PromisedBasis::Sourced, Some(_)) => HowLong::Within(item.promised),
        (PromisedBasis::Sourced, None) | (PromisedBasis::Proposed | PromisedBasis::None, _) => {
            HowLong::ToldLater
        }
    }
}

/// Nobody has laid a card down; whoever files will, so the card is what need not be copied.
struct Anybody {
    day: Date,
}

impl Facts for Anybody {
    fn find_fact(&self, _key: &str) -> Option<Fact> {
        None
    }

    fn today(&self) -> Date {
        self.day
    }
}

impl Papers for Anybody {
    fn is_read(&self, card: CardUse) -> bool {
        matches!(card, CardUse::Applicant | CardUse::ChipPhoto)
    }

    fn handed(&self, _material: &str) -> Option<Hand> {
        None
    }
}

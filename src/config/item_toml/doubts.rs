//! What a file may say and still is no good: for whoever writes items, not for the kiosk at its start.

use super::{ConfigError, FieldFile, ItemFile, ItemReader, Written};
use crate::domain::condition::Operator;
use crate::domain::reach::{can_fail, can_hold, with_what_must_be_shown};
use crate::domain::service_item::{Field, ServiceItem, Severity};

/// Longer ones run out of their place on the screen at the largest text; the screen tests look at the longest shipped.
const LONGEST_QUESTION: usize = 24;
const LONGEST_OPTION: usize = 14;

impl ItemReader<'_> {
    /// Everything that is doubtful about an item that can be read.
    pub(in crate::config) fn find_doubts(
        &self,
        item: &ServiceItem,
    ) -> Result<Vec<ConfigError>, ConfigError> {
        let file: ItemFile = self.source.parse()?;
        let form = self.form(&file)?;
        let mut doubts = Vec::new();
        if item.active {
            self.doubt_what_is_empty(&file, &mut doubts);
            self.doubt_days(&file, &mut doubts);
            self.doubt_ways(&file, &mut doubts);
        }
        for written in &form {
            self.doubt_field(written, item, &mut doubts);
        }
        for rule in &file.rule {
            let Some(read) = item.rules.iter().find(|read| read.code == *rule.code.get_ref())
            else {
                continue;
            };
            let when = with_what_must_be_shown(&read.when, &item.fields);
            let asked = with_what_must_be_shown(std::slice::from_ref(&read.check), &item.fields);
            let together: Vec<_> = when.iter().chain(asked.iter().skip(1)).cloned().collect();
            let speaks = can_hold(&together, &item.fields)
                && match read.severity {
                    Severity::Info => {
                        let all: Vec<_> = when.iter().chain(&asked).cloned().collect();
                        can_hold(&all, &item.fields)
                    }
                    Severity::Block | Severity::Warn => {
                        can_fail(&read.check, &together, &item.fields)
                    }
                };
            // whether a paper is there, nobody here can list
            let lists = read.check.op != Operator::Exists;
            if lists && !speaks {
                let problem = "this rule can never speak: its conditions exclude each other";
                doubts.push(self.source.wrong(rule.code.span(), problem));
            }
        }
        Ok(doubts)
    }

    fn doubt_what_is_empty(&self, file: &ItemFile, doubts: &mut Vec<ConfigError>) {
        for (key, is_empty) in [
            ("keywords", file.keywords.is_empty()),
            ("conditions", file.conditions.is_empty()),
            ("delivery", file.delivery.is_empty()),
            ("accept_levels", file.accept_levels.is_empty()),
            ("form_blocks", file.form_blocks.is_empty()),
            ("to_confirm", file.to_confirm.is_empty()),
            ("sources", file.sources.is_empty()),
            ("legal", file.legal.is_empty()),
            ("material", file.material.is_empty()),
            ("step", file.step.is_empty()),
            ("result", file.result.is_empty()),
            ("field", file.field.is_empty()),
            ("rule", file.rule.is_empty()),
            ("policy_note", file.policy_note.is_empty()),
        ] {
            if is_empty {
                doubts.push(self.source.wrong_key(key, "an active item needs at least one"));
            }
        }
        if file.consult != self.around.meta.consult {
            let problem = format!("not the number of meta.toml, {}", self.around.meta.consult);
            doubts.push(self.source.wrong_key("consult", problem));
        }
    }

    fn doubt_days(&self, file: &ItemFile, doubts: &mut Vec<ConfigError>) {
        let (promised, statutory) = (*file.promised_days.get_ref(), *file.statutory_days.get_ref());
        let steps: i64 = file.step.iter().map(|step| i64::from(step.days)).sum();
        let span = || file.promised_days.span();
        if steps > promised.max(0) {
            let problem = format!("the steps take {steps} days");
            doubts.push(self.source.wrong(span(), problem));
        }
        if file.immediate && promised != 0 {
            doubts.push(self.source.wrong(span(), "immediate, so it must be 0"));
        }
        let same_unit = file.statutory_unit.get_ref() == file.promised_unit.get_ref();
        if statutory >= 0 && same_unit && promised > statutory {
            let problem = format!("longer than the law allows, {statutory}");
            doubts.push(self.source.wrong(span(), problem));
        }
    }

    fn doubt_ways(&self, file: &ItemFile, doubts: &mut Vec<ConfigError>) {
        let has_block = |id: &str| file.form_blocks.iter().any(|block| block.get_ref() == id);
        let delivers = |way: &str| file.delivery.iter().any(|one| one.get_ref() == way);
        let at_village = file.accept_levels.iter().any(|level| level.get_ref() == "village");
        for (key, wrong, problem) in [
            (
                "village_accept",
                at_village != (file.village_accept != "none"),
                "does not fit accept_levels",
            ),
            (
                "proxy_allowed",
                file.proxy_allowed != has_block("proxy") && !has_block("contact"),
                "does not fit form_blocks: the block proxy",
            ),
            (
                "form_blocks",
                has_block("bank") && !delivers("bank_transfer"),
                "the block bank without the delivery bank_transfer",
            ),
            (
                "delivery",
                !has_block("delivery") && (delivers("home_delivery") || delivers("post")),
                "home_delivery or post without the block delivery",
            ),
        ] {
            if wrong {
                doubts.push(self.source.wrong_key(key, problem));
            }
        }
    }

    fn doubt_field(&self, written: &Written, item: &ServiceItem, doubts: &mut Vec<ConfigError>) {
        let Written { source, field } = written;
        let FieldFile { key, .. } = field;
        let Some(read) = item.find_field(key.get_ref()) else { return };
        // a shared question may well have no place in one of the items that share it
        let own = std::ptr::eq(*source, self.source);
        if own && !is_reachable(read, item) {
            doubts.push(source.wrong(key.span(), "never shown: its conditions exclude each other"));
        }
        let too_long = |text: &str, most: usize| text.chars().count() > most;
        if too_long(read.question(), LONGEST_QUESTION) {
            let problem = format!("the question is longer than {LONGEST_QUESTION} characters");
            doubts.push(source.wrong(key.span(), problem));
        }
        for option in &read.options {
            if too_long(option.words(), LONGEST_OPTION) {
                let problem = format!(
                    "the option \"{}\" is longer than {LONGEST_OPTION} characters",
                    option.value
                );
                doubts.push(source.wrong(key.span(), problem));
            }
        }
    }
}

/// Some answers of this item lead to the question.
pub(in crate::config) fn is_reachable(field: &Field, item: &ServiceItem) -> bool {
    can_hold(&with_what_must_be_shown(&field.show_if, &item.fields), &item.fields)
}

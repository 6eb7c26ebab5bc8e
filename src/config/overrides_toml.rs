//! `overrides.toml`: what one site changes about the catalogue without touching it: opens, hides, offers, amends.

use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

use super::amend_toml::{AmendFile, Amender};
use super::{LeftOutItem, error::ConfigError, source::SourceFile};
use crate::domain::city::CitySettings;
use crate::domain::service_item::{Catalogue, Choice, Here, ServiceItem};

#[derive(Debug, Clone, PartialEq)]
pub struct Overrides {
    /// Items that can be filed at this kiosk; the others show their guide only.
    pub open: Vec<String>,
    /// What rules and forms ask the city about.
    pub city: CitySettings,
}

impl Overrides {
    pub fn can_be_filed(&self, item_id: &str) -> bool {
        self.open.iter().any(|id| id == item_id)
    }
}

/// The overrides, and what is of no use in them: words about an item that is broken.
pub(super) struct ReadOverrides {
    pub(super) overrides: Overrides,
    pub(super) doubts: Vec<ConfigError>,
}

/// Changes the items of the catalogue as the file says; the first thing that is wrong stops it.
pub(super) fn read(
    source: &SourceFile,
    catalogue: &mut Catalogue,
    left_out: &[LeftOutItem],
) -> Result<ReadOverrides, ConfigError> {
    let file: OverridesFile = source.parse()?;
    let mut reader = Reader { source, catalogue, left_out, doubts: Vec::new() };
    let open = reader.ids(&file.filing.open)?;
    let hidden = reader.ids(&file.hide.items)?;
    for (id, written) in hidden.iter().zip(&file.hide.items) {
        if open.contains(id) {
            let problem = format!("\"{id}\" is hidden and open for filing");
            return Err(source.wrong(written.span(), problem));
        }
        reader.change(id, |item| item.here = Here::Hidden);
    }
    let mut offered: Vec<&str> = Vec::new();
    for offer in &file.offer {
        let id = offer.item.get_ref().as_str();
        if hidden.iter().any(|hidden| hidden == id) {
            let problem = format!("\"{id}\" is hidden and offered");
            return Err(source.wrong(offer.item.span(), problem));
        }
        if offered.contains(&id) {
            return Err(source.repeated("item", &offer.item));
        }
        offered.push(id);
        reader.offer(offer)?;
    }
    for amend in &file.amend {
        reader.amend(amend)?;
    }
    let city = reader.city(&file.city, file.site.address)?;
    let doubts = reader.doubts;
    Ok(ReadOverrides { overrides: Overrides { open, city }, doubts })
}

struct Reader<'a> {
    source: &'a SourceFile,
    catalogue: &'a mut Catalogue,
    left_out: &'a [LeftOutItem],
    doubts: Vec<ConfigError>,
}

impl Reader<'_> {
    /// Each once, and each one of the catalogue, also if it is broken.
    fn ids(&self, written: &[Spanned<String>]) -> Result<Vec<String>, ConfigError> {
        self.source.check_unique("item", written.iter())?;
        for id in written {
            if self.catalogue.find_item(id.get_ref()).is_none() && !self.is_broken(id) {
                return Err(self.source.unknown("item", id));
            }
        }
        Ok(written.iter().map(|id| id.get_ref().clone()).collect())
    }

    fn is_broken(&self, id: &Spanned<String>) -> bool {
        self.left_out.iter().any(|item| item.id == *id.get_ref())
    }

    fn change(&mut self, id: &str, change: impl FnOnce(&mut ServiceItem)) {
        if let Some(item) = self.catalogue.items.iter_mut().find(|item| item.id == id) {
            change(item);
        }
    }

    /// `false`: the item is broken, and what is said about it is of no use.
    fn is_there(&mut self, id: &Spanned<String>) -> Result<bool, ConfigError> {
        if self.catalogue.find_item(id.get_ref()).is_some() {
            return Ok(true);
        }
        if !self.is_broken(id) {
            return Err(self.source.unknown("item", id));
        }
        let problem = format!("the file of \"{}\" is broken: mend it first", id.get_ref());
        self.doubts.push(self.source.wrong(id.span(), problem));
        Ok(false)
    }

    fn offer(&mut self, offer: &OfferFile) -> Result<(), ConfigError> {
        let day = |written: &Option<Spanned<String>>| -> Result<Option<Date>, ConfigError> {
            written.as_ref().map(|day| self.source.date(day)).transpose()
        };
        let (from, until) = (day(&offer.from)?, day(&offer.until)?);
        if let (Some(first), Some(last), Some(written)) = (from, until, &offer.until)
            && last < first
        {
            return Err(self.source.wrong(written.span(), "is before the first day"));
        }
        if self.is_there(&offer.item)? {
            self.change(offer.item.get_ref(), |item| item.here = Here::Offered { from, until });
        }
        Ok(())
    }

    fn amend(&mut self, amend: &AmendFile) -> Result<(), ConfigError> {
        if !self.is_there(&amend.item)? {
            return Ok(());
        }
        let found = self.catalogue.items.iter_mut().find(|item| item.id == *amend.item.get_ref());
        let Some(item) = found else { return Ok(()) };
        let amender = Amender { source: self.source };
        amender.apply(amend, item)?;
        self.doubts.extend(amender.find_doubt(amend, item));
        item.digest = digest_with(&item.digest, &amend.as_text());
        Ok(())
    }

    fn city(&mut self, city: &CityFile, address: String) -> Result<CitySettings, ConfigError> {
        for (list, prefill) in [
            (&city.pension_levels, "config.pension_levels"),
            (&city.insure_year, "config.insure_year"),
            (&city.card_banks, "config.card_banks"),
            (&city.chronic_diseases, "config.chronic_diseases"),
            (&city.machine_categories, "config.machine_categories"),
        ] {
            if let Some(list) = list {
                self.leave_options(list, prefill)?;
            }
        }
        let dibao_standard = city.dibao_standard.as_ref().map(|yuan| *yuan.get_ref());
        if let Some(yuan) = &city.dibao_standard
            && (yuan.get_ref().is_nan() || *yuan.get_ref() <= 0.0)
        {
            return Err(self.source.wrong(yuan.span(), "must be more than 0"));
        }
        let collection_period = match (&city.collection_from, &city.collection_until) {
            (Some(first), Some(last)) => {
                let (from, until) = (self.source.date(first)?, self.source.date(last)?);
                if until < from {
                    return Err(self.source.wrong(last.span(), "is before the first day"));
                }
                Some((from, until))
            }
            (Some(one), None) | (None, Some(one)) => {
                return Err(self.source.wrong(one.span(), "the other day is missing"));
            }
            (None, None) => None,
        };
        let site_address = Some(address).filter(|address| !address.is_empty());
        Ok(CitySettings { dibao_standard, collection_period, site_address })
    }

    /// Only these options are offered, in this order, where the catalogue asks the city for them.
    fn leave_options(
        &mut self,
        list: &Spanned<Vec<Spanned<String>>>,
        prefill: &str,
    ) -> Result<(), ConfigError> {
        let values = list.get_ref();
        self.source.check_unique("option", values.iter())?;
        if values.is_empty() {
            return Err(self.source.wrong(list.span(), "must not be empty"));
        }
        for item in &mut self.catalogue.items {
            for field in item.fields.iter_mut().filter(|field| field.prefill == prefill) {
                let find = |value: &Spanned<String>| -> Result<Choice, ConfigError> {
                    let found = field.find_choice(value.get_ref()).cloned();
                    found.ok_or_else(|| self.source.unknown("option", value))
                };
                field.options = values.iter().map(find).collect::<Result<_, _>>()?;
                let left: Vec<&str> = values.iter().map(|one| one.get_ref().as_str()).collect();
                item.digest = digest_with(&item.digest, &format!("{prefill} {}", left.join(" ")));
            }
        }
        Ok(())
    }
}

/// The city hall sees that other words than the catalogue's were asked or promised.
fn digest_with(digest: &str, change: &str) -> String {
    let all = Sha256::new().chain_update(digest).chain_update("\n").chain_update(change);
    format!("sha-256:{}", hex::encode(all.finalize()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverridesFile {
    filing: FilingFile,
    #[serde(default)]
    hide: HideFile,
    #[serde(default)]
    offer: Vec<OfferFile>,
    #[serde(default)]
    amend: Vec<AmendFile>,
    #[serde(default)]
    city: CityFile,
    #[serde(default)]
    site: SiteFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilingFile {
    open: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct HideFile {
    items: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferFile {
    item: Spanned<String>,
    from: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CityFile {
    /// Yuan a month and person.
    dibao_standard: Option<Spanned<f64>>,
    collection_from: Option<Spanned<String>>,
    collection_until: Option<Spanned<String>>,
    pension_levels: Option<Spanned<Vec<Spanned<String>>>>,
    insure_year: Option<Spanned<Vec<Spanned<String>>>>,
    card_banks: Option<Spanned<Vec<Spanned<String>>>>,
    chronic_diseases: Option<Spanned<Vec<Spanned<String>>>>,
    machine_categories: Option<Spanned<Vec<Spanned<String>>>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SiteFile {
    #[serde(default)]
    address: String,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::catalogue;
    use super::*;
    use crate::domain::service_item::PromisedBasis;

    const TOP: &str = "[filing]\nopen = []\n";

    fn shipped() -> Catalogue {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        catalogue::load(&dir).unwrap().catalogue
    }

    fn broken_dibao() -> (Catalogue, Vec<LeftOutItem>) {
        let mut catalogue = shipped();
        catalogue.items.retain(|item| item.id != "dibao");
        let why = SourceFile::new("dibao.toml", "").malformed(1, "broken");
        (catalogue, vec![LeftOutItem { id: "dibao".into(), why }])
    }

    fn read_text(text: &str) -> Result<(Catalogue, ReadOverrides), String> {
        let mut catalogue = shipped();
        let source = SourceFile::new("overrides.toml", format!("{TOP}{text}"));
        let read = read(&source, &mut catalogue, &[]).map_err(|error| error.to_string())?;
        Ok((catalogue, read))
    }

    #[test]
    fn an_override_of_an_item_that_is_not_there_is_named() {
        let mut catalogue = shipped();
        for (text, expected) in [
            ("[filing]\nopen = []\n", Ok(())),
            (
                "[filing]\nopen = [\n  \"diabo\",\n]\n",
                Err("overrides.toml:3: field \"open\": unknown item \"diabo\""),
            ),
            ("[filing]\n", Err("overrides.toml:1: field \"open\": is missing")),
            (
                "[filing]\nopen = []\nshut = []\n",
                Err("overrides.toml:3: field \"shut\": unknown field"),
            ),
        ] {
            let read = read(&SourceFile::new("overrides.toml", text), &mut catalogue, &[]);
            let read = read.map(|_| ()).map_err(|error| error.to_string());
            assert_eq!(read, expected.map_err(str::to_owned));
        }
    }

    /// The card for the elderly ended in March 2022; this place still has some until the end of 2026.
    #[test]
    fn an_item_is_hidden_or_offered_beyond_its_days() {
        let (catalogue, _) = read_text(
            "[hide]\nitems = [\"tekun\"]\n[[offer]]\nitem = \"elder_preferential_card\"\n\
             from = \"2026-01-01\"\nuntil = \"2026-12-31\"\n",
        )
        .unwrap();
        let offered = |id: &str, day| catalogue.find_item(id).unwrap().offered_on(day);
        assert!(!offered("tekun", date(2026, 11, 24)));
        assert!(offered("dibao", date(2026, 11, 24)));
        for (day, expected) in [
            (date(2022, 2, 28), true),
            (date(2022, 3, 1), false),
            (date(2025, 12, 31), false),
            (date(2026, 1, 1), true),
            (date(2026, 12, 31), true),
            (date(2027, 1, 1), false),
        ] {
            assert_eq!(offered("elder_preferential_card", day), expected, "{day}");
        }
    }

    #[test]
    fn a_single_value_is_amended_and_the_digest_tells() {
        let before = shipped();
        let (catalogue, read) = read_text(
            "[[amend]]\nitem = \"advanced_age_allowance\"\nfield = \"promised_days\"\nvalue = 10\nsource = \"市民政局 2026 年承诺\"\n\
             [[amend]]\nitem = \"advanced_age_allowance\"\nfield = \"promised_basis\"\nvalue = \"sourced\"\nsource = \"市民政局 2026 年承诺\"\n\
             [[amend]]\nitem = \"advanced_age_allowance\"\nfield = \"tier.t80.amount\"\nvalue = 120\nsource = \"市民政局 2026 年承诺\"\n",
        )
        .unwrap_or_else(|error| panic!("{error}"));
        let item = catalogue.find_item("advanced_age_allowance").unwrap();
        let old = before.find_item("advanced_age_allowance").unwrap();
        assert_eq!(item.promised.days, Some(10));
        assert_eq!(item.promised_basis, PromisedBasis::Sourced);
        assert_ne!(item.digest, old.digest);
        assert_eq!(catalogue.find_item("dibao"), before.find_item("dibao"));
        // the steps of the catalogue take 1 + 7 + 7
        let told: Vec<String> = read.doubts.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["overrides.toml:6: field \"value\": the steps take 15 days"]);
    }

    #[test]
    fn what_is_wrong_with_an_override_is_named_with_its_line() {
        let amend = |item: &str, field: &str, value: &str| {
            format!(
                "[[amend]]\nitem = \"{item}\"\nfield = \"{field}\"\nvalue = {value}\nsource = \"x\"\n"
            )
        };
        for (text, expected) in [
            (
                amend("diabo", "fee", "\"\""),
                "overrides.toml:4: field \"item\": unknown item \"diabo\"",
            ),
            (
                amend("dibao", "digest", "\"\""),
                "overrides.toml:5: field \"field\": unknown field \"digest\"",
            ),
            (
                amend("dibao", "tier.gold.amount", "1"),
                "overrides.toml:5: field \"field\": unknown tier \"gold\"",
            ),
            (
                amend("dibao", "promised_days", "\"25\""),
                "overrides.toml:6: field \"value\": must be a whole number",
            ),
            (
                amend("dibao", "promised_days", "-2"),
                "overrides.toml:6: field \"value\": must be a number of days, or -1 for none",
            ),
            (
                amend("dibao", "promised_basis", "\"hoped\""),
                "overrides.toml:6: field \"value\": unknown basis \"hoped\"",
            ),
            (
                amend("dibao", "tile_line", "\"比十个字还要长的一句话\""),
                "overrides.toml:6: field \"value\": longer than 10 characters",
            ),
            (
                amend("dibao", "keywords", "\"低保\""),
                "overrides.toml:6: field \"value\": must be a list of texts",
            ),
            (
                amend("dibao", "fee", "0").replace("source = \"x\"\n", ""),
                "overrides.toml:3: field \"source\": is missing",
            ),
            (
                amend("dibao", "fee", "\"免费\"").replace("\"x\"", "\"\""),
                "overrides.toml:7: field \"source\": must not be empty",
            ),
            (
                "[hide]\nitems = [\"dibao\"]\n[[offer]]\nitem = \"dibao\"\n".into(),
                "overrides.toml:6: field \"item\": \"dibao\" is hidden and offered",
            ),
            (
                "[[offer]]\nitem = \"dibao\"\nfrom = \"2026-02-01\"\nuntil = \"2026-01-01\"\n"
                    .into(),
                "overrides.toml:6: field \"until\": is before the first day",
            ),
            (
                "[city]\ndibao_standard = 0.0\n".into(),
                "overrides.toml:4: field \"dibao_standard\": must be more than 0",
            ),
            (
                "[city]\ncollection_from = \"2026-09-01\"\n".into(),
                "overrides.toml:4: field \"collection_from\": the other day is missing",
            ),
            (
                "[city]\npension_levels = [\"250\"]\n".into(),
                "overrides.toml:4: field \"pension_levels\": unknown option \"250\"",
            ),
            (
                "[city]\npension_level = [\"200\"]\n".into(),
                "overrides.toml:4: field \"pension_level\": unknown field",
            ),
        ] {
            let error = read_text(&text).map(|_| ()).unwrap_err();
            assert_eq!(error, expected, "{text}");
        }
    }

    #[test]
    fn an_item_that_is_hidden_cannot_be_open() {
        let mut catalogue = shipped();
        let text = "[filing]\nopen = [\"dibao\"]\n[hide]\nitems = [\"dibao\"]\n";
        let error = read(&SourceFile::new("overrides.toml", text), &mut catalogue, &[])
            .map(|_| ())
            .unwrap_err();
        let expected = "overrides.toml:4: field \"items\": \"dibao\" is hidden and open for filing";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn words_about_a_broken_item_are_doubted_and_stop_nothing() {
        let (mut catalogue, left_out) = broken_dibao();
        let text = "[filing]\nopen = [\"dibao\"]\n[[amend]]\nitem = \"dibao\"\nfield = \"fee\"\nvalue = \"免费\"\nsource = \"x\"\n";
        let source = SourceFile::new("overrides.toml", text);
        let ReadOverrides { overrides, doubts } = read(&source, &mut catalogue, &left_out).unwrap();
        assert!(overrides.can_be_filed("dibao"));
        let told: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["overrides.toml:4: field \"item\": the file of \"dibao\" is broken: mend it first"]
        );
    }

    #[test]
    fn the_city_says_which_options_there_are_and_what_the_rules_compare_with() {
        let (catalogue, ReadOverrides { overrides, .. }) = read_text(
            "[city]\ndibao_standard = 750\ncollection_from = \"2026-09-01\"\n\
             collection_until = \"2026-12-31\"\npension_levels = [\"300\", \"200\"]\n\
             [site]\naddress = \"大成桥镇工业园宿舍\"\n",
        )
        .unwrap();
        for id in ["pension_enroll", "pension_pay"] {
            let levels = &catalogue.find_item(id).unwrap().find_field("level").unwrap().options;
            let values: Vec<&str> = levels.iter().map(|level| level.value.as_str()).collect();
            assert_eq!(values, ["300", "200"], "{id}");
        }
        let city = overrides.city;
        assert_eq!(city.dibao_standard, Some(750.0));
        assert_eq!(city.collection_period, Some((date(2026, 9, 1), date(2026, 12, 31))));
        assert_eq!(city.site_address.as_deref(), Some("大成桥镇工业园宿舍"));
    }
}

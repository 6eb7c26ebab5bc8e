//! `catalogue/bundles.toml`: 一件事, items that people need together and the questions that mean the same in them.

use serde::Deserialize;
use toml::Spanned;

use super::LeftOutItem;
use super::error::ConfigError;
use super::source::SourceFile;
use crate::domain::bundle::Bundle;
use crate::domain::service_item::{Catalogue, Field, ServiceItem};

/// As many rows stand on the screen at every size.
const MOST_ITEMS: usize = 4;

/// A broken item is left out of its bundles too.
pub(super) fn read(
    source: &SourceFile,
    catalogue: &Catalogue,
    left_out: &[LeftOutItem],
) -> Result<Vec<Bundle>, ConfigError> {
    let file: BundlesFile = source.parse()?;
    source.check_unique("bundle", file.bundle.iter().map(|bundle| &bundle.id))?;
    file.bundle.into_iter().map(|file| bundle(source, file, catalogue, left_out)).collect()
}

fn bundle(
    source: &SourceFile,
    file: BundleFile,
    catalogue: &Catalogue,
    left_out: &[LeftOutItem],
) -> Result<Bundle, ConfigError> {
    let ids = file.items.get_ref();
    source.check_unique("item", ids.iter())?;
    if ids.len() < 2 || ids.len() > MOST_ITEMS {
        let problem = format!("must be 2 to {MOST_ITEMS} items");
        return Err(source.wrong(file.items.span(), problem));
    }
    for text in [&file.say, &file.icon] {
        if text.get_ref().is_empty() {
            return Err(source.wrong(text.span(), "must not be empty"));
        }
    }
    let mut items: Vec<&ServiceItem> = Vec::new();
    for id in ids {
        let broken = left_out.iter().any(|item| item.id == *id.get_ref());
        match catalogue.find_item(id.get_ref()) {
            Some(item) => items.push(item),
            None if broken => {}
            None => return Err(source.unknown("item", id)),
        }
    }
    let whole = items.len() == ids.len();
    for keys in file.same.iter().filter(|_| whole) {
        check_same(source, keys, &items)?;
    }
    let text = |text: Spanned<String>| text.into_inner();
    Ok(Bundle {
        id: text(file.id),
        name: file.name,
        say: text(file.say),
        icon: text(file.icon),
        items: items.into_iter().map(|item| item.id.clone()).collect(),
        same: file.same.into_iter().map(|keys| keys.into_iter().map(text).collect()).collect(),
    })
}

/// Every key is asked in some item of the bundle, and always for the same kind of answer.
fn check_same(
    source: &SourceFile,
    keys: &[Spanned<String>],
    items: &[&ServiceItem],
) -> Result<(), ConfigError> {
    source.check_unique("field", keys.iter())?;
    let fields = |key: &Spanned<String>| -> Vec<&Field> {
        items.iter().filter_map(|item| item.find_field(key.get_ref())).collect()
    };
    let kind = keys.first().and_then(|key| fields(key).first().map(|field| field.kind));
    for key in keys {
        let found = fields(key);
        if found.is_empty() {
            return Err(source.unknown("field", key));
        }
        if found.iter().any(|field| Some(field.kind) != kind) {
            let problem = format!("\"{}\" takes another kind of answer", key.get_ref());
            return Err(source.wrong(key.span(), problem));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BundlesFile {
    bundle: Vec<BundleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BundleFile {
    id: Spanned<String>,
    name: String,
    say: Spanned<String>,
    icon: Spanned<String>,
    items: Spanned<Vec<Spanned<String>>>,
    same: Vec<Vec<Spanned<String>>>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use jiff::civil::{Date, date};

    use super::super::catalogue;
    use super::*;
    use crate::domain::bundle::Filed;
    use crate::domain::draft::Value;
    use crate::domain::signature::Signature;

    const DAY: Date = date(2026, 11, 24);
    const TEXT: &str = r#"[[bundle]]
id = "newborn"
name = "新生儿出生一件事"
say = "孩子出生"
icon = "baby"
items = ["birth_registration", "childcare_subsidy"]
same = [["birth_order", "child_order"]]
"#;

    fn shipped() -> Catalogue {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        catalogue::load(&dir).unwrap().catalogue
    }

    fn newborn(catalogue: &Catalogue) -> Bundle {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config/catalogue/bundles.toml");
        let source = SourceFile::read(&path).unwrap();
        read(&source, catalogue, &[]).unwrap().remove(0)
    }

    #[test]
    fn a_wrong_bundle_is_named_with_its_line() {
        let catalogue = shipped();
        for (right, wrong, expected) in [
            (
                "[\"birth_registration\", ",
                "[",
                "bundles.toml:6: field \"items\": must be 2 to 4 items",
            ),
            (
                "\"childcare_subsidy\"",
                "\"childcare\"",
                "bundles.toml:6: field \"items\": unknown item \"childcare\"",
            ),
            (
                "\"child_order\"",
                "\"order_of_child\"",
                "bundles.toml:7: field \"same\": unknown field \"order_of_child\"",
            ),
            (
                "\"child_order\"",
                "\"child_birth\"",
                "bundles.toml:7: field \"same\": \"child_birth\" takes another kind of answer",
            ),
            ("\"baby\"", "\"\"", "bundles.toml:5: field \"icon\": must not be empty"),
        ] {
            let source = SourceFile::new("bundles.toml", TEXT.replacen(right, wrong, 1));
            let error = read(&source, &catalogue, &[]).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_broken_item_is_left_out_of_its_bundle() {
        let mut catalogue = shipped();
        catalogue.items.retain(|item| item.id != "childcare_subsidy");
        let source = SourceFile::new("bundles.toml", TEXT);
        let why = source.malformed(1, "broken");
        let left_out = [LeftOutItem { id: "childcare_subsidy".into(), why }];
        let bundles = read(&source, &catalogue, &left_out).unwrap();
        assert_eq!(bundles.first().unwrap().items, ["birth_registration"]);
    }

    fn carried(from: &str, answers: Vec<(&str, Value)>, to: &str) -> BTreeMap<String, Value> {
        let catalogue = shipped();
        let item = |id: &str| catalogue.find_item(id).unwrap().clone();
        let values = answers.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let filed = [Filed { item: Arc::new(item(from)), values }];
        newborn(&catalogue).shared(&filed, &item(to), DAY)
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    /// By hand: what a mother said for the registration of the birth, and what the subsidy may take of it.
    #[test]
    fn what_was_told_for_one_item_is_known_for_the_next() {
        let signature = Signature { strokes: Vec::new(), picture: Vec::new() };
        let told = vec![
            ("phone_owner", text("self")),
            ("phone", text("13800138000")),
            ("is_proxy", Value::Bool(false)),
            ("birth_order", text("2")),
            ("marriage_date", Value::Date(date(2020, 5, 20))),
            ("signature", Value::Signature(signature)),
            ("commitment", Value::Bool(true)),
        ];
        let shared = carried("birth_registration", told, "childcare_subsidy");
        let keys: Vec<&str> = shared.keys().map(String::as_str).collect();
        assert_eq!(keys, ["child_order", "is_proxy", "phone", "phone_owner"]);
        assert!(shared.get("child_order") == Some(&text("2")));
    }

    #[test]
    fn an_answer_that_the_next_form_cannot_take_is_asked_again() {
        let fourth = vec![("birth_order", text("4plus"))];
        assert!(carried("birth_registration", fourth, "childcare_subsidy").is_empty());
        // born tomorrow: no date of a birth
        let tomorrow = Value::Date(date(2026, 11, 25));
        let born = vec![("child_birth", tomorrow)];
        assert!(carried("household_birth", born, "resident_medical_insurance").is_empty());
        let born = vec![("child_birth", Value::Date(date(2026, 11, 1)))];
        let shared = carried("household_birth", born, "resident_medical_insurance");
        assert!(shared.get("newborn_birth") == Some(&Value::Date(date(2026, 11, 1))));
    }
}

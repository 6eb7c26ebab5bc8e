//! `kiosk-config/` → domain values; an error names the file, the line and the field.

mod amend_toml;
mod bundles_toml;
mod calendar_toml;
mod catalogue;
mod check;
mod condition_toml;
mod devices_toml;
mod error;
mod field_toml;
mod item_toml;
mod kiosk_toml;
mod overrides_toml;
mod sites_csv;
mod source;
mod voices_toml;

use std::path::Path;

pub use catalogue::LeftOutItem;
pub use check::{Checked, Counts, check};
pub use devices_toml::{
    CameraSettings, DeviceSettings, IdReaderSettings, PhotoSettings, PrinterSettings,
};
pub use error::ConfigError;
pub use kiosk_toml::{KioskSettings, TextSize};
pub use overrides_toml::Overrides;
pub use voices_toml::{LeftOut, ReadVoices, VoiceDefaults, WhyLeftOut, load_voices};

use crate::domain::{bundle::Bundle, service_item::Catalogue, site::Sites, working_days::Calendar};
use calendar_toml::ReadCalendar;
use catalogue::ReadCatalogue;
use overrides_toml::ReadOverrides;
use source::SourceFile;

/// All that a township changes without a programmer.
#[derive(Debug, Clone)]
pub struct Configuration {
    pub kiosk: KioskSettings,
    pub devices: DeviceSettings,
    pub catalogue: Catalogue,
    /// Items that are broken; the others work without them.
    pub left_out: Vec<LeftOutItem>,
    /// 一件事.
    pub bundles: Vec<Bundle>,
    pub overrides: Overrides,
    pub sites: Sites,
    pub calendar: Calendar,
    /// What is wrong with years of the calendar; nothing is promised by them.
    pub left_out_years: Vec<ConfigError>,
}

/// Reads the whole folder; the first thing that is wrong stops it, but for a broken item or year, which is left out.
/// Doubts about what can be read, and which font has a character, are for `check-config` alone: the kiosk does not wait for them.
pub fn load(dir: &Path) -> Result<Configuration, ConfigError> {
    let file = |name: &str| SourceFile::read(&dir.join(name));
    let sites = sites_csv::load(dir)?;
    let kiosk = kiosk_toml::read(&file("kiosk.toml")?, &sites)?;
    let devices = devices_toml::read(&file("devices.toml")?)?;
    let ReadCatalogue { mut catalogue, left_out } = catalogue::load(dir)?;
    let ReadOverrides { overrides, .. } =
        overrides_toml::read(&file("overrides.toml")?, &mut catalogue, &left_out)?;
    let bundles = bundles_toml::read(&file("catalogue/bundles.toml")?, &catalogue, &left_out)?;
    let ReadCalendar { calendar, left_out: left_out_years } = calendar_toml::load(dir);
    Ok(Configuration {
        kiosk,
        devices,
        catalogue,
        left_out,
        bundles,
        overrides,
        sites,
        calendar,
        left_out_years,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::service_item::{DayUnit, TimeLimit};

    fn shipped() -> Configuration {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("kiosk-config");
        load(&dir).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Counted by hand in the list of the city's items.
    #[test]
    fn the_shipped_catalogue_offers_what_was_in_force_on_a_day() {
        let Catalogue { categories, facts, items, .. } = shipped().catalogue;
        assert_eq!(items.iter().filter(|item| item.active).count(), 33);
        assert_eq!(items.iter().filter(|item| !item.active).count(), 7);
        assert_eq!(categories.len(), 9);
        assert_eq!(facts.len(), 19);
        for (day, expected) in [
            (date(2010, 1, 1), 4),
            // 28 of today's, and five that have ended since
            (date(2018, 5, 25), 33),
            (date(2022, 2, 28), 32),
            (date(2022, 3, 1), 32),
            (date(2026, 11, 24), 33),
        ] {
            let offered = items.iter().filter(|item| item.offered_on(day)).count();
            assert_eq!(offered, expected, "on {day}");
        }
    }

    #[test]
    fn the_elders_card_gives_way_to_the_id_card_in_march_2022() {
        let catalogue = shipped().catalogue;
        let offered = |id: &str, day| catalogue.find_item(id).unwrap().offered_on(day);
        let (last_day, first_day) = (date(2022, 2, 28), date(2022, 3, 1));
        assert!(offered("elder_preferential_card", last_day));
        assert!(!offered("elder_preferential_card", first_day));
        assert!(!offered("elder_benefit_by_id", last_day));
        assert!(offered("elder_benefit_by_id", first_day));
    }

    /// By hand from the catalogue: applicant, proxy, the item's own, bank, sign.
    #[test]
    fn the_form_of_the_allowance_is_asked_in_the_order_of_the_counter() {
        let catalogue = shipped().catalogue;
        let item = catalogue.find_item("advanced_age_allowance").unwrap();
        let asked: Vec<(&str, &str)> =
            item.fields.iter().map(|field| (field.key.as_str(), field.review_label())).collect();
        assert_eq!(
            asked,
            [
                ("applicant_name", "姓名"),
                ("id_no", "身份证号"),
                ("sex", "性别"),
                ("ethnicity", "民族"),
                ("birth_date", "出生日期"),
                ("household_address", "住址"),
                ("village_code", "住哪个村"),
                ("phone_owner", "谁的电话"),
                ("phone", "电话"),
                ("lives_elsewhere", "住的地方"),
                ("current_address", "现住址"),
                ("is_proxy", "谁来办"),
                ("proxy_name", "代办人"),
                ("proxy_id_no", "代办证号"),
                ("proxy_relation", "是他什么人"),
                ("proxy_phone", "代办电话"),
                ("apply_kind", "办什么"),
                ("living_place", "住在哪里"),
                ("living_detail", "详细地方"),
                ("alive_photo", "近照"),
                ("account_way", "钱打到"),
                ("bank_holder", "户名"),
                ("bank_account", "账号"),
                ("bank_branch", "开户行"),
                ("commitment", "承诺"),
                ("signature", "签字"),
            ]
        );
        assert_eq!(item.promised, TimeLimit { days: Some(15), unit: DayUnit::WorkingDay });
        assert_eq!(item.statutory.days, None);
        let words = |key: &str, value: &str| {
            item.find_field(key).unwrap().find_choice(value).unwrap().words().to_owned()
        };
        assert_eq!(words("living_place", "home"), "住在自己家");
        assert_eq!(words("is_proxy", "false"), "我给自己办");
    }

    #[test]
    fn whoever_files_here_is_asked_in_plain_words() {
        let Configuration { catalogue, overrides, .. } = shipped();
        let closed =
            catalogue.items.iter().filter(|item| item.active && !overrides.can_be_filed(&item.id));
        let closed: Vec<&str> = closed.map(|item| item.id.as_str()).collect();
        assert!(closed.is_empty(), "{closed:?}");
        for id in &overrides.open {
            for field in &catalogue.find_item(id).unwrap().fields {
                assert!(!field.ask.is_empty(), "{id}: {} has a question", field.key);
                // what the number says already is no row of the review
                let in_the_number = ["sex", "ethnicity", "birth_date"];
                let in_review = !in_the_number.contains(&field.key.as_str());
                assert_eq!(!field.review.is_empty(), in_review, "{id}: {} in review", field.key);
                for choice in &field.options {
                    assert!(!choice.say.is_empty(), "{id}: {}={}", field.key, choice.value);
                    assert!(!choice.icon.is_empty(), "{id}: {}={}", field.key, choice.value);
                }
            }
        }
    }

    #[test]
    fn the_sample_is_the_point_of_erquan_village() {
        let Configuration { kiosk, devices, sites, .. } = shipped();
        assert_eq!(sites.townships.len(), 29);
        assert_eq!(sites.villages.len(), 278);
        assert!(sites.villages.iter().all(|village| !village.deployed));
        let site = sites.find_site(&kiosk.site_no).unwrap();
        assert_eq!(site.point_code(), "430182119206");
        assert_eq!(site.point_name(), "大成桥镇 · 二泉村服务点");
        assert_eq!(kiosk.device_id, "2104-1");
        assert_eq!(kiosk.sequence_start, 0);
        assert_eq!((devices.id_reader.model.as_str(), devices.id_reader.rate), ("sam", 115_200));
        assert_eq!((devices.printer.model.as_str(), devices.printer.max_gb), ("unknown", 2));
    }

    /// The invented persons of the tests, against all villages of the city.
    #[test]
    fn the_village_of_a_card_is_found_among_all_villages() {
        let sites = shipped().sites;
        for (address, expected) in [
            ("湖南省宁乡市沙田乡沙田村甲组1号", Some("430182213209")),
            ("湖南省宁乡市双凫铺镇双凫铺社区乙组2号", Some("430182110001")),
            ("湖南省宁乡市灰汤镇偕乐社区丙组3号", Some("430182109003")),
            ("湖南省宁乡市灰汤镇汤泉社区丙组5号", Some("430182109001")),
            ("湖南省宁乡市玉潭街道八一社区丁栋4号", Some("430182001007")),
            ("湖南省宁乡市沩山乡同庆村戊组5号", Some("430182218207")),
            ("湖南省宁乡市花明楼镇炭子冲村6号", Some("430182102201")),
            ("北京市东城区某街道庚号", None),
            ("北京市东城区某街道辛号", None),
            ("湖南省宁乡县黄材镇某某湾7号", None),
        ] {
            let found = sites.village_in_address(address).map(|village| village.code.as_str());
            assert_eq!(found, expected, "{address}");
        }
        // each village's own address leads back to it
        for village in &sites.villages {
            let township = sites.find_township(&village.township_code).unwrap();
            let address = format!("湖南省宁乡市{}{}1号", township.name, village.short_name());
            assert_eq!(sites.village_in_address(&address), Some(village), "{address}");
        }
    }
}

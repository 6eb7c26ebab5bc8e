//! What the city and this point have set for rules and forms: `config.…` and `site.…` of the catalogue.

use jiff::civil::Date;

use super::condition::Fact;

/// What is absent is not known, and turns no one away.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CitySettings {
    /// 低保标准 in yuan a month and person.
    pub dibao_standard: Option<f64>,
    /// First and last day of 居民医保集中缴费期.
    pub collection_period: Option<(Date, Date)>,
    /// Where everybody lives who comes to this point, such as a workers' home.
    pub site_address: Option<String>,
}

impl CitySettings {
    /// By the names under which the catalogue asks.
    pub fn find_fact(&self, key: &str, day: Date) -> Option<Fact> {
        match key {
            "config.dibao_standard" => self.dibao_standard.map(Fact::Number),
            "in_collection_period" => {
                let (first, last) = self.collection_period?;
                Some(Fact::Bool(first <= day && day <= last))
            }
            _ => None, // shared data and lists of other offices do not exist at this kiosk
        }
    }
}

//! Service points: the townships and villages of the city, and the village that an address names.

/// Both tables of the city, in the order of their files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sites {
    pub townships: Vec<Township>,
    pub villages: Vec<Village>,
}

/// A township or street; its centre is a site of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Township {
    /// Nine digits of the statistical division code.
    pub code: String,
    pub name: String,
    /// Two digits for the township, `00` for its centre.
    pub site_no: String,
}

/// A village or community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// Twelve digits of the statistical division code.
    pub code: String,
    /// As the table writes it, with the name of its committee.
    pub name: String,
    pub township_code: String,
    pub site_no: String,
    /// The city says that a kiosk stands here.
    pub deployed: bool,
}

/// Where one kiosk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    Township(Township),
    Village { village: Village, township: Township },
}

impl Sites {
    pub fn find_site(&self, site_no: &str) -> Option<Site> {
        if let Some(township) = self.townships.iter().find(|one| one.site_no == site_no) {
            return Some(Site::Township(township.clone()));
        }
        let village = self.villages.iter().find(|one| one.site_no == site_no)?;
        let township = self.find_township(&village.township_code)?;
        Some(Site::Village { village: village.clone(), township: township.clone() })
    }

    pub fn find_township(&self, code: &str) -> Option<&Township> {
        self.townships.iter().find(|township| township.code == code)
    }

    pub fn find_village(&self, code: &str) -> Option<&Village> {
        self.villages.iter().find(|village| village.code == code)
    }

    /// All townships and villages: their codes, and their names as people say them.
    pub fn places(&self) -> impl Iterator<Item = (&str, String)> {
        let townships = self.townships.iter().map(|one| (one.code.as_str(), one.name.clone()));
        townships.chain(self.villages.iter().map(|one| (one.code.as_str(), one.short_name())))
    }

    pub fn villages_of<'a>(&'a self, township_code: &'a str) -> impl Iterator<Item = &'a Village> {
        self.villages.iter().filter(move |village| village.township_code == township_code)
    }

    /// The village that the address of a card names, whatever its committee is called today.
    ///
    /// The longest name wins. A township in the address leaves only its own villages; without one
    /// a name that two villages share says nothing, and neither do two different villages.
    pub fn village_in_address(&self, address: &str) -> Option<&Village> {
        let (_, in_the_city) = address.split_once(CITY)?;
        let named: Vec<(&Township, &str)> = self
            .townships
            .iter()
            .filter_map(|township| Some((township, township.rest_after_name(in_the_city)?)))
            .collect();
        let mut found: Vec<(usize, &Village)> = Vec::new();
        for village in &self.villages {
            let place = match named.iter().find(|(one, _)| one.code == village.township_code) {
                Some((_, rest)) => *rest,
                None if named.is_empty() => in_the_city,
                None => continue,
            };
            if village.is_named_in(place) {
                found.push((village.stem().chars().count(), village));
            }
        }
        let longest = found.iter().map(|(length, _)| *length).max()?;
        let mut best = found.into_iter().filter(|(length, _)| *length == longest);
        let (_, village) = best.next()?;
        best.next().is_none().then_some(village)
    }
}

impl Township {
    /// What follows the township's name, as a street, town or rural township of today or before.
    fn rest_after_name<'a>(&self, address: &'a str) -> Option<&'a str> {
        let stem = without_ending(&self.name, &TOWNSHIP_KINDS);
        address.match_indices(stem).find_map(|(at, _)| {
            let rest = address.get(at + stem.len()..)?;
            TOWNSHIP_KINDS.iter().find_map(|kind| rest.strip_prefix(kind))
        })
    }
}

impl Village {
    /// The name as people say it: 二泉村 for 二泉村委会, 八一社区 for 八一社区居委会.
    pub fn short_name(&self) -> String {
        let bare = without_ending(&self.name, &COMMITTEES);
        if bare.len() == self.name.len() || PLACE_KINDS.iter().any(|kind| bare.ends_with(kind)) {
            return bare.to_owned();
        }
        // 二泉村委会 and 二泉村民委员会 lend the committee the village's own last character
        let kind = if self.name.contains(VILLAGE) { VILLAGE } else { COMMUNITY };
        format!("{bare}{kind}")
    }

    /// With or without what kind of place it is: 玉新 and 玉新村 both mean 玉新村委会.
    pub fn is_called(&self, words: &str) -> bool {
        words == self.stem() || words == self.short_name()
    }

    /// The name without its kind: villages became communities, and old cards keep the old word.
    fn stem(&self) -> &str {
        let bare = without_ending(&self.name, &COMMITTEES);
        without_ending(bare, &PLACE_KINDS)
    }

    /// The bare name alone may be a hill or a group; a village or community must follow it.
    fn is_named_in(&self, address: &str) -> bool {
        let stem = self.stem();
        address.match_indices(stem).any(|(at, _)| {
            let rest = address.get(at + stem.len()..).unwrap_or("");
            PLACE_KINDS.iter().chain(&COMMITTEES).any(|kind| rest.starts_with(kind))
        })
    }
}

impl Site {
    /// The division code that goes into every application as `point`.
    pub fn point_code(&self) -> &str {
        match self {
            Self::Township(township) => &township.code,
            Self::Village { village, .. } => &village.code,
        }
    }

    /// The point's name on the rest screen and on the slip.
    pub fn point_name(&self) -> String {
        match self {
            Self::Township(township) => format!("{}{CENTRE}", township.name),
            Self::Village { village, township } => {
                format!("{} · {}{POINT}", township.name, village.short_name())
            }
        }
    }

    pub fn township_name(&self) -> &str {
        &self.township().name
    }

    /// The place alone: the township, or the village as people say it.
    pub fn name(&self) -> String {
        match self {
            Self::Township(township) => township.name.clone(),
            Self::Village { village, .. } => village.short_name(),
        }
    }

    fn township(&self) -> &Township {
        match self {
            Self::Township(township) | Self::Village { township, .. } => township,
        }
    }
}

fn without_ending<'a>(name: &'a str, endings: &[&str]) -> &'a str {
    // a name that is nothing but its kind stays whole
    endings
        .iter()
        .find_map(|ending| name.strip_suffix(ending).filter(|rest| !rest.is_empty()))
        .unwrap_or(name)
}

/// Both 宁乡市 and, on older cards, 宁乡县.
const CITY: &str = "宁乡";
const CENTRE: &str = "政务服务中心";
const POINT: &str = "服务点";
const VILLAGE: &str = "村";
const COMMUNITY: &str = "社区";
const PLACE_KINDS: [&str; 2] = [VILLAGE, COMMUNITY];
const TOWNSHIP_KINDS: [&str; 3] = ["街道", "镇", "乡"];
/// Longest first. One committee of the table is misspelt (村民委委会); the table stays as published.
const COMMITTEES: [&str; 5] = ["村民委员会", "村民委委会", "居民委员会", "村委会", "居委会"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_called_as_people_say_it() {
        for (name, expected) in [
            ("二泉村委会", "二泉村"),
            ("天马新村委会", "天马新村"),
            ("杏村村委会", "杏村"),
            ("南田坪村村民委员会", "南田坪村"),
            ("罗巷新村村民委委会", "罗巷新村"),
            ("八一社区居委会", "八一社区"),
            ("新宝塔社区居民委员会", "新宝塔社区"),
            ("楚沩社区", "楚沩社区"),
            ("某某村民委员会", "某某村"),
            ("某某居委会", "某某社区"),
        ] {
            assert_eq!(village("430182001001", name).short_name(), expected, "{name}");
        }
    }

    #[test]
    fn a_site_number_leads_to_the_point_and_its_names() {
        let sites = sites();
        let village = sites.find_site("2104").expect("in the table");
        assert_eq!(village.point_code(), "430182119206");
        assert_eq!(village.point_name(), "大成桥镇 · 二泉村服务点");
        assert_eq!(village.township_name(), "大成桥镇");
        assert_eq!(village.name(), "二泉村");

        let centre = sites.find_site("2100").expect("in the table");
        assert_eq!(centre.point_code(), "430182119");
        assert_eq!(centre.point_name(), "大成桥镇政务服务中心");
        assert_eq!(centre.township_name(), "大成桥镇");
        assert_eq!(centre.name(), "大成桥镇");

        assert_eq!(sites.find_site("9999"), None);
    }

    #[test]
    fn the_village_of_a_card_is_the_one_its_address_names() {
        let sites = sites();
        for (address, expected) in [
            // the invented persons of the tests
            ("湖南省宁乡市沙田乡沙田村甲组1号", Some("沙田村委会")),
            ("湖南省宁乡市双凫铺镇双凫铺社区乙组2号", Some("双凫铺社区居委会")),
            ("湖南省宁乡市灰汤镇偕乐社区丙组3号", Some("偕乐社区居委会")),
            ("湖南省宁乡市灰汤镇汤泉社区丙组5号", Some("汤泉社区居委会")),
            ("湖南省宁乡市玉潭街道八一社区丁栋4号", Some("八一社区居委会")),
            ("湖南省宁乡市沩山乡同庆村戊组5号", Some("同庆村委会")),
            ("湖南省宁乡市花明楼镇炭子冲村6号", Some("炭子冲村委会")),
            ("北京市东城区某街道庚号", None),
            ("北京市东城区某街道辛号", None),
            ("湖南省宁乡县黄材镇某某湾7号", None),
            // the township's own name is no village
            ("湖南省宁乡市沙田乡某某湾8号", None),
            ("湖南省宁乡市沙田乡五里堆村沙田组8号", Some("五里堆村委会")),
            // old words for the county, the township and the kind of place
            ("湖南省宁乡县双凫铺乡双凫铺村9组", Some("双凫铺社区居委会")),
            ("湖南省宁乡县玉潭镇八一居委会10号", Some("八一社区居委会")),
            // the same words in another city
            ("湖南省长沙市某区玉潭街道八一社区11号", None),
            // the longest name wins
            ("湖南省宁乡市历经铺街道新宝塔社区12号", Some("新宝塔社区居民委员会")),
            ("湖南省宁乡市历经铺街道宝塔社区13号", Some("宝塔社区")),
            // a shared name needs its township
            ("湖南省宁乡市花明楼镇石坝村14组", Some("石坝村村民委员会")),
            ("湖南省宁乡市沩山乡石坝村14组", Some("石坝村委会")),
            ("湖南省宁乡市石坝村14组", None),
            ("湖南省宁乡市同庆村15组", Some("同庆村委会")),
            // a village of another township, and two villages at once
            ("湖南省宁乡市黄材镇同庆村16组", None),
            ("湖南省宁乡市灰汤镇偕乐社区汤泉村17组", None),
        ] {
            let found = sites.village_in_address(address).map(|village| village.name.as_str());
            assert_eq!(found, expected, "{address}");
        }
    }

    fn sites() -> Sites {
        let townships = [
            ("430182001", "玉潭街道", "0100"),
            ("430182003", "历经铺街道", "0300"),
            ("430182102", "花明楼镇", "0600"),
            ("430182109", "灰汤镇", "1200"),
            ("430182110", "双凫铺镇", "1300"),
            ("430182118", "黄材镇", "2000"),
            ("430182119", "大成桥镇", "2100"),
            ("430182213", "沙田乡", "2800"),
            ("430182218", "沩山乡", "2900"),
        ];
        let villages = [
            ("430182001007", "八一社区居委会"),
            ("430182003002", "东城社区"),
            ("430182003004", "新宝塔社区居民委员会"),
            ("430182003999", "宝塔社区"),
            ("430182102201", "炭子冲村委会"),
            ("430182102999", "石坝村村民委员会"),
            ("430182109001", "汤泉社区居委会"),
            ("430182109003", "偕乐社区居委会"),
            ("430182110001", "双凫铺社区居委会"),
            ("430182119206", "二泉村委会"),
            ("430182213209", "沙田村委会"),
            ("430182213999", "五里堆村委会"),
            ("430182218207", "同庆村委会"),
            ("430182218999", "石坝村委会"),
        ];
        Sites {
            townships: townships
                .map(|(code, name, site_no)| Township {
                    code: code.into(),
                    name: name.into(),
                    site_no: site_no.into(),
                })
                .into(),
            villages: villages.map(|(code, name)| village(code, name)).into(),
        }
    }

    fn village(code: &str, name: &str) -> Village {
        Village {
            code: code.into(),
            name: name.into(),
            township_code: code.chars().take(9).collect(),
            site_no: if code == "430182119206" { "2104".into() } else { String::new() },
            deployed: false,
        }
    }
}

//! The order in which people look for names: by their reading, a surname by the reading that surnames have.

use pinyin::ToPinyin;

/// Readings are those of words; a person's name begins with a surname, which often has one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOf {
    Person,
    Place,
}

/// What a name is sorted by. Characters without a known reading come last, in the order of their code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Vec<(Reading, char)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// With the number of its tone: `zeng1`.
    Known(&'static str),
    None,
}

/// Surnames that are not read as the word, as the 现代汉语词典 has them; those of two characters come first, for one of
/// them may begin as another surname.
const SURNAMES: &[(&str, &[&str])] = &[
    ("万俟", &["mo4", "qi2"]),
    ("尉迟", &["yu4", "chi2"]),
    ("长孙", &["zhang3", "sun1"]),
    ("令狐", &["ling2", "hu2"]),
    ("单于", &["chan2", "yu2"]),
    ("澹台", &["tan2", "tai2"]),
    ("鲜于", &["xian1", "yu2"]),
    ("乐正", &["yue4", "zheng4"]),
    ("曾", &["zeng1"]),
    ("单", &["shan4"]),
    ("查", &["zha1"]),
    ("仇", &["qiu2"]),
    ("区", &["ou1"]),
    ("解", &["xie4"]),
    ("朴", &["piao2"]),
    ("盖", &["ge3"]),
    ("任", &["ren2"]),
    ("华", &["hua4"]),
    ("覃", &["qin2"]),
    ("乐", &["yue4"]),
    ("员", &["yun4"]),
    ("缪", &["miao4"]),
    ("繁", &["po2"]),
    ("种", &["chong2"]),
    ("秘", &["bi4"]),
    ("折", &["she2"]),
    ("燕", &["yan1"]),
    ("应", &["ying1"]),
    ("哈", &["ha3"]),
    ("那", &["na1"]),
    ("纪", &["ji3"]),
    ("召", &["shao4"]),
    ("洗", &["xian3"]),
    ("黑", &["he4"]),
    ("撒", &["sa4"]),
    ("祭", &["zhai4"]),
];

pub fn sort_key(name: &str, of: NameOf) -> SortKey {
    let surname = match of {
        NameOf::Person => SURNAMES.iter().find(|(surname, _)| name.starts_with(surname)),
        NameOf::Place => None,
    };
    let of_surname = surname.map(|(_, readings)| *readings).unwrap_or_default();
    let characters = name.chars().enumerate();
    SortKey(
        characters
            .map(|(place, character)| {
                let reading = of_surname.get(place).copied();
                (reading.map_or_else(|| usual_reading(character), Reading::Known), character)
            })
            .collect(),
    )
}

fn usual_reading(character: char) -> Reading {
    character.to_pinyin().map_or(Reading::None, |one| Reading::Known(one.with_tone_num_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(of: NameOf, names: &str) -> String {
        let mut names: Vec<&str> = names.split(' ').collect();
        names.sort_by_key(|name| sort_key(name, of));
        names.join(" ")
    }

    #[test]
    fn people_are_sorted_by_the_readings_of_surnames() {
        for names in [
            "仇英 任弼时 单雄信 曾国藩 查良镛 张三", // qiu ren shan zeng zha zhang
            "盖叫天 华罗庚 万俟卨 区寄 朴树 解缙 尉迟恭", // ge hua mo ou piao xie yu
            "李英 李月 李月娥 刘一",
            "章太炎 长孙无忌", // zhang1 zhang3
        ] {
            let mut shuffled: Vec<&str> = names.split(' ').collect();
            shuffled.reverse();
            assert_eq!(sorted(NameOf::Person, &shuffled.join(" ")), names);
        }
    }

    #[test]
    fn places_keep_the_readings_of_words() {
        assert_eq!(
            sorted(NameOf::Place, "解放村 华宝村 乐安村 繁荣村"),
            "繁荣村 华宝村 解放村 乐安村"
        );
    }

    #[test]
    fn a_character_without_a_reading_comes_last_and_always_at_the_same_place() {
        assert_eq!(
            sorted(NameOf::Person, "\u{2EBE0}明 𠮷明 左明 安明"),
            "安明 左明 𠮷明 \u{2EBE0}明"
        );
        assert_ne!(sort_key("王英", NameOf::Person), sort_key("王瑛", NameOf::Person));
    }
}

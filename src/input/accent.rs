//! How Hunan speaks and therefore types. For tests and the bench; the tables themselves take both spellings.

/// A syllable of pinyin as many people here type it: zh is z, n is l, hu is f, eng and ing are en and in.
pub fn as_spoken_in_hunan(syllable: &str) -> String {
    let mut spoken = syllable.to_owned();
    for (from, to) in [
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("n", "l"),
        ("hui", "fei"),
        ("hun", "fen"),
        ("hua", "fa"),
        ("huo", "fo"),
        ("hu", "fu"),
    ] {
        if let Some(end) = syllable.strip_prefix(from) {
            spoken = format!("{to}{end}");
            break;
        }
    }
    if spoken.ends_with("eng") || spoken.ends_with("ing") {
        spoken.pop();
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_is_heard_as_it_is_spoken() {
        for (read, spoken) in [
            ("zheng", "zen"),
            ("ning", "lin"),
            ("hua", "fa"),
            ("huang", "fang"),
            ("xiang", "xiang"),
        ] {
            assert_eq!(as_spoken_in_hunan(read), spoken);
        }
    }
}

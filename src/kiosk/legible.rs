//! What is shown of a text that no font can draw in full; what is stored stays exact.

use crate::wire::gb18030;

/// Whether some font has a character. An argument, because which fonts there are is a matter of the machine.
pub type CanBeDrawn = fn(char) -> bool;

/// Stands for one character that cannot be drawn; printers have it too.
pub const MARK: char = '〓';

/// Puts the mark for every character that cannot be drawn, and says for how many. Characters with nothing to see,
/// such as marks of direction, are left out: they would only put others in the wrong order.
pub fn mark(text: &mut String, can_be_drawn: CanBeDrawn) -> usize {
    let mut missing = 0;
    let shown = text.chars().filter(|one| *one == '\n' || !has_nothing_to_see(*one)).map(|one| {
        if one == '\n' || can_be_drawn(one) {
            one
        } else {
            missing += 1;
            MARK
        }
    });
    *text = shown.collect();
    missing
}

fn has_nothing_to_see(character: char) -> bool {
    gb18030::cleaned(character.encode_utf8(&mut [0; 4])).is_empty()
}

/// How many characters of a text cannot be drawn.
pub fn count_missing(text: &str, can_be_drawn: CanBeDrawn) -> usize {
    mark(&mut text.to_owned(), can_be_drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_for_each_character_without_a_glyph() {
        let no_private = |one: char| !('\u{E000}'..='\u{F8FF}').contains(&one);
        for (text, shown, missing) in [
            ("王秀英", "王秀英", 0),
            ("孙\u{E81E}\u{E81E}", "孙〓〓", 2),
            ("请把身份证\n放在读卡区", "请把身份证\n放在读卡区", 0),
            ("王\u{202E}秀\u{200B}英", "王秀英", 0),
            ("阿依古丽·买买提", "阿依古丽·买买提", 0),
            ("ｶﾀｶﾅ😀", "ｶﾀｶﾅ😀", 0),
            ("4301**********0005", "4301**********0005", 0),
        ] {
            let mut marked = text.to_owned();
            assert_eq!(mark(&mut marked, no_private), missing, "{text}");
            assert_eq!(marked, shown);
        }
    }
}

//! The writing panel.

use super::full_width;
use crate::domain::service_item::Field;
use crate::input::{MOST_LETTERS, MOST_STROKE_KEYS, Written};
use crate::kiosk::screens::write_text::{Refusal, Trouble, Way};

pub const GETTING_READY: &str = "正在准备，马上就好";

pub fn nothing_found(way: Way) -> &'static str {
    match way {
        Way::Hand => "没有认出这个字，请点“重写”再写一遍",
        Way::Pinyin | Way::Strokes | Way::Marks => "没有找到这个字，请点“退一步”再试试",
    }
}

/// Letters as they are, strokes as they are written; ink stands in its box.
pub fn pending(written: &Written) -> String {
    match written {
        Written::Letters(letters) => letters.clone(),
        Written::Strokes(strokes) => strokes
            .chars()
            .map(|stroke| match stroke {
                'h' => '一',
                's' => '丨',
                'p' => '丿',
                'n' => '丶',
                _ => '乙',
            })
            .collect(),
        Written::Ink(_) => String::new(),
    }
}

pub fn writing_hint(field: &Field) -> String {
    if field.help.is_empty() {
        "写好了，按右下角的“写好了”".into()
    } else {
        full_width(&field.help)
    }
}

/// What stands in the empty bar.
pub fn bar_hint(way: Way) -> &'static str {
    match way {
        Way::Hand => "在下面写一个字，写完在这里点它",
        Way::Pinyin => "按拼音，字会出在这里",
        Way::Strokes => "按写字的先后点笔画，字会出在这里",
        Way::Marks => "点一下就写上去",
    }
}

pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Character => "这个符号表格里不能用，没有写上去；别的都还在".into(),
        Refusal::TooLong { most } => format!("最多写 {most} 个字，这些写不下；前面写的都还在"),
        Refusal::Scribble => "笔画太多了，请点“重写”，一次写一个字；前面写的都还在".into(),
        Refusal::TooManyKeys(Way::Strokes) => {
            format!("最多 {MOST_STROKE_KEYS} 笔，请先在上面点您要的字；笔画都还在")
        }
        Refusal::TooManyKeys(Way::Hand | Way::Pinyin | Way::Marks) => {
            format!("最多 {MOST_LETTERS} 个字母，请先在上面点您要的字；写的都还在")
        }
        Refusal::NotChosen(Way::Hand) => "还有字没选，请先点您要的字；不要了，就按“重写”".into(),
        Refusal::NotChosen(Way::Pinyin | Way::Strokes | Way::Marks) => {
            "还有字没选，请先点您要的字；不要了，就按“退一步”".into()
        }
    }
}

/// What happened, that nothing is lost, what to do now.
pub fn way_gone(
    way: Way,
    trouble: Trouble,
    other_works: bool,
    something_written: bool,
) -> (String, String) {
    let name = match way {
        Way::Hand => "手写",
        Way::Pinyin | Way::Marks => "拼音",
        Way::Strokes => "笔画",
    };
    let first = match trouble {
        Trouble::Missing => format!("这台机器还没有装{name}"),
        Trouble::Damaged => format!("{name}坏了，这会儿用不了"),
        Trouble::Failed => format!("{name}这会儿用不了"),
    };
    let second = match (other_works, way) {
        (true, Way::Hand) => "请点下面的“拼音”或“笔画”，一样能写。",
        (true, _) => "请点下面的“手写”，一样能写。",
        (false, _) => "“数字标点”还能用；要写字，请点“叫人”。",
    };
    let kept = if something_written { "写好的都还在。" } else { "" };
    (first, format!("{kept}{second}"))
}

/// A candidate that no font draws.
pub fn candidate_not_drawn() -> String {
    "“〓”是屏幕显示不出来的字，选了会照原样存下来".into()
}

/// The same when it has been chosen and stands in the field.
pub fn written_not_drawn() -> String {
    "“〓”是屏幕显示不出来的字，会照原样存下来".into()
}

//! Taking photos: what to do before the camera, what is wrong with a picture or a file.

use super::messages::message;
use crate::devices::camera::{Doubt, FileEntry, Refusal};
use crate::domain::photo::Photo;
use crate::domain::voice::Utterance;
use crate::kiosk::screens::take_photo::Shown;
use crate::kiosk::session::Message;

/// Over the name of the paper, which may be long.
pub const PAPER_QUESTION: &str = "请把这份材料拍下来";

pub fn photo_hint(
    shown: Shown,
    sheets: usize,
    one_picture: bool,
    no_files: bool,
    paper: Option<&str>,
) -> String {
    match (shown, paper) {
        (Shown::Wait, _) => "马上就好，请等一等".into(),
        (Shown::Sheet, _) => "看得清吗？看得清就用这张".into(),
        (Shown::Document, _) => "这个文件打不开来看，会照原样交上去".into(),
        (Shown::Files, _) if no_files => "没找到照片。请插好U盘，再点“从U盘选”".into(),
        (Shown::Files, _) => "点一个您要交的文件".into(),
        (Shown::NoCamera, _) if sheets > 0 => format!("已经拍好 {sheets} 张，都还在"),
        (Shown::Camera | Shown::NoCamera, Some(paper)) if sheets == 0 => paper.into(),
        (Shown::Camera, _) if sheets > 0 => {
            format!("已经拍好 {sheets} 张。放好下一张，再按“拍下来”")
        }
        (Shown::Camera, _) if one_picture => "看着镜头，坐正了再按“拍下来”".into(),
        (Shown::Camera, _) => "把纸放平，四个角都要看得见".into(),
        (Shown::NoCamera, _) => String::new(),
    }
}

/// Of a paper it is the writing that cannot be read.
pub fn photo_doubt(doubt: Doubt, paper: bool) -> String {
    match (doubt, paper) {
        (Doubt::Blurred, true) => "有点糊，字看不清。再拍一张？".into(),
        (Doubt::Blurred, false) => "有点糊，看不清。再拍一张？".into(),
        (Doubt::Dark, _) => "太暗了，看不清。再拍一张？".into(),
    }
}

/// What happened, that nothing is lost, what to do now.
pub fn no_camera(sheets: usize, has_stick: bool, original: bool) -> Vec<String> {
    let kept = if sheets > 0 {
        format!("拍好的 {sheets} 张和您填的都还在。")
    } else {
        "您填的都还在。".into()
    };
    let now = match (has_stick, original) {
        (true, true) => "可以从U盘选，也可以交原件到窗口。",
        (true, false) => "可以从U盘选，或者请工作人员来看一下。",
        (false, true) => "可以交原件到窗口，也可以叫人来看一下。",
        (false, false) => "请工作人员来看一下。",
    };
    vec!["摄像头没有画面".into(), kept, now.into()]
}

/// As much of a name as a row holds; a 汉字 is as wide as two letters.
pub fn file_name(name: &str) -> String {
    const MOST: usize = 20;
    let width = |one: char| if one.is_ascii() { 1 } else { 2 };
    if name.chars().map(width).sum::<usize>() <= MOST {
        return name.into();
    }
    let mut left = MOST - 1;
    let fits = |one: &char| {
        let fits = width(*one) <= left;
        left = left.saturating_sub(width(*one));
        fits
    };
    name.chars().take_while(fits).chain(['…']).collect()
}

pub fn file_note(file: &FileEntry) -> String {
    let kind = if file.is_picture { "照片" } else { "文档" };
    match file.size {
        0..1_000_000 => format!("{kind}，{} KB", file.size.div_ceil(1000)),
        size => format!("{kind}，{:.1} MB", size as f64 / 1e6),
    }
}

pub fn photo_taken(photo: &Photo) -> String {
    match photo.pages() {
        0 => "选好了 1 个文件".into(),
        pages => format!("已拍 {pages} 张"),
    }
}

pub fn photo_refused(refusal: Refusal) -> Message {
    let (first, second, said) = match refusal {
        Refusal::Unknown => (
            "这个文件不是照片",
            "您填的都还在。请另选一个照片或者 PDF 文件。",
            "message.file_unknown",
        ),
        Refusal::OnlyPictures => (
            "这里只收照片",
            "这个文件是 PDF。您填的都还在，请另选一张照片，或者现在拍。",
            "message.file_only_pictures",
        ),
        Refusal::Broken => (
            "这张照片打不开",
            "可能没拷完整。您填的都还在，请另选一个，或者现在拍。",
            "message.file_broken",
        ),
        Refusal::TooLarge => (
            "这个文件太大了",
            "您填的都还在。请另选一个，或者把纸放好现在拍。",
            "message.file_too_large",
        ),
        Refusal::StickGone => {
            ("U盘读不到了", "您填的都还在。请把U盘插好，再点“从U盘选”。", "message.stick_gone")
        }
        Refusal::TooManySheets => (
            "张数太多，放不下",
            "最后一张没放进去，前面的都还在。请点“就这些”。",
            "message.too_many_sheets",
        ),
    };
    Message { said: Utterance::of(&[said]), ..message("circle-alert", first, second) }
}

pub fn sheets_given_up(sheets: usize) -> Message {
    Message {
        icon: "camera",
        first: format!("拍好的 {sheets} 张不要了吗？"),
        second: "回去以后要重新拍；您填的都还在。".into(),
        safe: "接着拍".into(),
        other: Some("不要了".into()),
        staff: false,
        said: Utterance::of(&["message.sheets_given_up"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_where_its_row_ends() {
        for (name, shown) in [
            ("IMG_20261124_103045.jpg", "IMG_20261124_103045…"),
            ("IMG_20261124_103.jpg", "IMG_20261124_103.jpg"),
            ("出院记录第一页二零二六年.jpg", "出院记录第一页二零…"),
            ("户口簿.jpg", "户口簿.jpg"),
        ] {
            assert_eq!(file_name(name), shown);
        }
    }

    #[test]
    fn a_file_says_how_large_it_is() {
        let note =
            |size, is_picture| file_note(&FileEntry { name: String::new(), size, is_picture });
        assert_eq!(note(1, false), "文档，1 KB");
        assert_eq!(note(20_400_000, true), "照片，20.4 MB");
    }
}

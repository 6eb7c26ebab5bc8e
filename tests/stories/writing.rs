//! Words are written with the finger, in pinyin and stroke by stroke; nothing of them stays behind.
//!
//! Needs what `packaging/make-input-data.sh` makes.

use std::path::PathBuf;

use crate::nothing_stays_for_the_next::{files_below, holds};
use crate::support::{Beginning, Story};

const NOT_YET: &str = "card place wang_xiuying
tap 去办
tap 没有电话，到村里问
tap 下一步
tap 不一样，住在别处
tap 下一步
tap 不在宁乡
expect 点这里写";

#[test]
fn without_an_engine_the_panel_says_so_and_digits_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut story = Story::begins_with(Beginning {
        input_data: Some(folder.path().join("nothing-shipped")),
        ..Beginning::default()
    });
    story.plays(NOT_YET);

    story.plays(
        "tap 点这里写
         expect 这台机器还没有装手写
         expect “数字标点”还能用；要写字，请点“叫人”。
         tap 不写了
         type 您现在住在哪里？ 12-3
         expect 12-3
         tap 下一步
         expect 是您帮别人办吗？",
    );
}

#[test]
fn giving_up_leaves_the_form_as_it_was() {
    let mut story = Story::begins();
    story.plays(NOT_YET);
    story.plays(
        "type 您现在住在哪里？ 12-3
         tap 改一改
         key 号附一
         expect 12-3号附一
         tap 不写了
         expect 12-3
         expect-not 附一
         held-not 附一",
    );
}

#[test]
fn leaving_the_panel_in_the_middle_forgets_what_was_written() {
    let mut story = Story::begins();
    story.plays(NOT_YET);
    story.plays(
        "tap 点这里写
         key 井边老屋
         expect 井边老屋
         clock +61s
         expect 您还在吗？
         clock +20s
         expect 请把身份证
         held-not 井边
         held-not 您现在住在哪里",
    );
}

#[test]
fn ink_of_the_panel_leaves_with_the_person() {
    let mut story = Story::begins();
    story.plays(NOT_YET);
    story.plays(
        "tap 点这里写
         write 大
         expect 太
         clock +61s
         tap 不办了
         expect 请把身份证
         held-not strokes: 1
         held-not strokes: 2
         held-not strokes: 3",
    );
}

#[test]
fn an_address_is_written_in_pinyin_with_digits_between() {
    let mut story = Story::begins();
    story.plays(NOT_YET);
    story.plays(
        "type 您现在住在哪里？ 大成桥镇二泉村12号
         expect 大成桥镇二泉村12号
         tap 下一步
         tap 我帮别人办
         tap 下一步
         type 您自己叫什么名字？ 李建国
         expect 李建国
         tap 下一步
         type 您自己的身份证号是多少？ 430124194303120005
         expect 430124 19430312 0005",
    );
}

#[test]
fn a_name_is_written_with_the_finger_and_by_strokes() {
    let mut story = Story::begins();
    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 没有电话，到村里问
         tap 下一步
         tap 一样，就住那里
         tap 下一步
         tap 我帮别人办
         tap 下一步
         tap 点这里写
         write 王
         tap 王
         expect 王
         write 大
         tap 大
         tap 笔画
         tap 撇 丿
         tap 竖 丨
         tap 竖 丨
         tap 川
         tap 写好了
         expect 王大川
         tap 下一步
         tap 退出
         expect 请把身份证
         held-not 王大川",
    );
}

#[test]
fn nothing_that_was_written_lies_on_the_disk() {
    let mut story = Story::begins_with(Beginning { log: true, ..Beginning::default() });
    story.plays(NOT_YET);
    story.plays(
        "tap 点这里写
         write 大
         wait 太 10s
         tap 大
         tap 写好了
         type 您现在住在哪里？ 成桥镇二泉村
         expect 大成桥镇二泉村
         tap 退出
         expect 请把身份证",
    );
    // state, log, home and temporary files of the kiosk all lie here
    let traces = |story: &Story| -> Vec<PathBuf> {
        let mut files = files_below(story.folder.path());
        let written = ["成桥镇二泉村", "chengqiaozhen", "quancun"];
        files.retain(|file| written.iter().any(|one| holds(file, one)));
        files
    };
    assert_eq!(traces(&story), [] as [PathBuf; 0]);

    // the search finds, also in the home that the kiosk has
    let planted = story.player.village.home().join("planted");
    std::fs::write(&planted, "erquancun").unwrap();
    assert_eq!(traces(&story), std::slice::from_ref(&planted));
    std::fs::remove_file(planted).unwrap();
}

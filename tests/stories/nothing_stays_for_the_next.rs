//! On 好了, 退出 and the end of the countdown nothing of the person is left for the next.

use std::path::{Path, PathBuf};

use jiujin::kiosk::play::protocol::Command;

use crate::support::{Beginning, Story, fills_the_allowance, signs_again};

#[test]
fn leaving_in_the_middle_of_a_form_forgets_the_answers() {
    let mut story = Story::begins();

    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 我自己的电话
         tap 下一步
         type 电话号码是多少？ 13800000001
         tap 退出
         expect 请把身份证
         expect-not 王
         held-not 王
         held-not 138
         held-not 0005",
    );
}

#[test]
fn a_signature_that_was_never_handed_in_leaves_no_ink() {
    let mut story = Story::begins();
    story.plays(&signs_again());

    story.plays(
        "tap 退出
         expect 请把身份证
         held-not 王
         held-not strokes: 3",
    );
}

#[test]
fn whoever_walks_away_is_asked_and_then_forgotten() {
    let mut story = Story::begins();

    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 我自己的电话
         clock +61s
         expect 您还在吗？
         tap 我还在
         expect 有电话能找到您吗？
         clock +61s
         expect 您还在吗？
         clock +20s
         expect 请把身份证
         held-not 王
         held-not 0005",
    );
}

#[test]
fn giving_up_in_the_countdown_forgets_at_once_and_a_card_put_down_again_is_an_answer_too() {
    let mut story = Story::begins();

    story.plays(
        "card place wang_xiuying
         tap 去办
         card lift
         clock +61s
         expect 您还在吗？",
    );
    // after three seconds the same card is news again for the reader
    std::thread::sleep(std::time::Duration::from_millis(3200));
    story.plays(
        "card place wang_xiuying
         wait 有电话能找到您吗？ 5s
         expect-not 您还在吗？
         clock +61s
         tap 不办了
         expect 请把身份证
         held-not 王",
    );
}

#[test]
fn a_second_card_sees_nothing_of_the_first_person() {
    let mut story = Story::begins();

    story.plays(
        "card place wang_xiuying
         tap 去办
         card lift
         card place liu_guangming
         expect 请先让上一位办完
         tap 知道了
         expect 有电话能找到您吗？
         tap 退出
         expect 请把身份证
         expect-not 刘",
    );
}

#[test]
fn neither_logs_nor_files_show_who_was_there() {
    let mut story = Story::begins_with(Beginning { log: true, ..Beginning::default() });
    story.plays("card place wang_xiuying");
    story.plays(&fills_the_allowance());
    story.plays(
        "tap 交上去
         wait 已经送到市民之家 20s
         wait 回执打好了 20s
         tap 好了
         tap 不评了，回首页
         expect 请把身份证",
    );

    let folder = story.folder.path();
    let mut files = files_below(&folder.join("state"));
    files.retain(|file| !file.starts_with(folder.join("state/cityhall"))); // it must know who applies
    files.push(folder.join("kiosk.log"));
    assert!(files.contains(&folder.join("state/jiujin.db")), "{files:?}");
    for secret in ["430124194303120005", "王秀英", "沙田村甲组", "WLf\0~\0"] {
        for file in &files {
            assert!(!holds(file, secret), "{secret} stands in {}", file.display());
        }
    }
    // the search can find: the log does say that a card was read
    assert!(holds(&folder.join("kiosk.log"), "card was read"));
}

#[test]
fn touching_anywhere_says_that_somebody_is_there() {
    let mut story = Story::begins();
    story.plays("card place wang_xiuying\ntap 去办\nclock +59s\nexpect 有电话能找到您吗？");

    story.player.ask(&Command::Press { x: 640.0, y: 680.0 }).unwrap();

    story.plays("clock +59s\nexpect-not 您还在吗？\nclock +2s\nexpect 您还在吗？");
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

pub(crate) fn holds(file: &Path, secret: &str) -> bool {
    let bytes = std::fs::read(file).unwrap();
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

//! Photos and papers: taken before a camera or chosen from a stick, and seen at the city hall byte for byte.

use jiujin::api::digest::digest_name;
use jiujin::devices::simulated::camera::{Scene, paint};

use crate::answers::UP_TO_THE_PAPERS;
use crate::support::Story;

#[test]
fn two_sheets_of_a_paper_arrive_at_the_city_hall_as_one_document_byte_for_byte() {
    let mut story = asked_for_the_papers();
    takes_a_sheet(&mut story);
    story.plays(
        "tap 转一转
         wait 看得清吗 20s
         tap 再拍一张（下一页）
         wait 已经拍好 1 张 10s
         camera dark
         camera blurred
         tap 拍下来
         wait 有点糊 20s
         tap 再拍
         camera sheet
         wait 已经拍好 1 张 10s
         tap 拍下来
         wait 看得清吗 20s
         tap 就用这张
         wait 办好了怎么拿？ 20s",
    );
    hands_in(&mut story);

    let document = story.document();
    let entry = &document["values"]["proof_files"];
    assert_eq!(entry["media_type"], "application/pdf");
    assert_eq!(entry["role"], "photo");
    let blob = story.blob(entry["digest"].as_str().unwrap());
    assert_eq!(entry["size"].as_u64().unwrap(), blob.len() as u64);
    assert_eq!(entry["digest"], digest_name(&blob).as_str());
    assert!(blob.len() <= 2_000_000 && blob.starts_with(b"%PDF-"), "{} bytes", blob.len());
    let paper = serde_json::json!({"state": "photographed"});
    assert_eq!(document["materials"]["hospital_record"], paper, "by a question, not by itself");
    assert_eq!(story.applications().len(), 1, "once");
}

/// Nobody reads a form on the disk of a stolen machine: neither file contains a byte of the sheet.
#[test]
fn until_it_is_sent_the_photo_is_on_the_disk_and_nobody_can_read_it() {
    let mut story = Story::begins();
    story.plays("network down");
    story.plays(UP_TO_THE_PAPERS);
    takes_a_sheet(&mut story);
    story.plays("tap 就用这张\nwait 办好了怎么拿？ 20s");
    hands_in_without_a_line(&mut story);

    let stored: Vec<u8> = std::fs::read_dir(story.folder.path().join("state"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("jiujin.db"))
        .flat_map(|path| std::fs::read(path).unwrap())
        .collect();
    assert!(stored.len() > 100_000, "{} bytes are on the disk", stored.len());
    let (jpeg, name) = (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "人民医院".as_bytes());
    for readable in [&jpeg[..], name] {
        assert!(!stored.windows(readable.len()).any(|part| part == readable));
    }

    story
        .plays("network up\nrestart\nexpect 请把身份证\nclock +20m\nwait 申请都已送到市民之家 60s");
    let document = story.document();
    let blob = story.blob(document["values"]["proof_files"]["digest"].as_str().unwrap());
    assert_eq!(document["values"]["proof_files"]["media_type"], "image/jpeg");
    assert!(blob.starts_with(b"\xFF\xD8\xFF"));
}

#[test]
fn a_camera_that_vanishes_loses_no_sheet_and_the_stick_helps() {
    let mut story = asked_for_the_papers();
    takes_a_sheet(&mut story);
    story.plays(
        "tap 再拍一张（下一页）
         wait 已经拍好 1 张 10s
         camera out
         wait 摄像头没有画面 20s
         expect 拍好的 1 张和您填的都还在。
         tap 从U盘选
         wait 没找到照片 10s
         stick has 出院记录.jpg
         tap 从U盘选
         wait 出院记录.jpg 10s",
    );
    // what is on sticks of real people: a document and a letter that are called photos
    let village = &story.player.village;
    village.put_on_stick("报告.jpg", b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n").unwrap();
    village.put_on_stick("信.jpg", b"a letter").unwrap();
    let sheet = paint(Scene::Sheet);
    village.put_on_stick("没拷完.jpg", &sheet[..sheet.len() / 3]).unwrap();
    story.plays(
        "tap 从U盘选
         wait 报告.jpg 10s
         expect-not 信.jpg
         tap 报告.jpg，文档，1 KB
         wait 这里只收照片 10s
         tap 知道了",
    );
    let labels = story.look().labels();
    let broken = labels.split(" · ").find(|label| label.starts_with("没拷完")).unwrap().to_owned();
    let whole = labels.split(" · ").find(|label| label.starts_with("出院记录")).unwrap().to_owned();
    story.plays(&format!(
        "tap {broken}
         wait 这张照片打不开 10s
         tap 知道了
         stick out
         tap {whole}
         wait U盘读不到了 10s
         tap 知道了
         camera sheet
         tap 上一步
         wait 已经拍好 1 张 10s
         tap 上一步
         expect 拍好的 1 张不要了吗？
         tap 接着拍
         tap 就这些
         wait 办好了怎么拿？ 20s
         tap 上一步
         wait 请拍一下病历 10s
         expect 用上次拍的"
    ));
}

#[test]
fn nothing_of_a_photo_is_left_for_the_next_person() {
    let mut story = asked_for_the_papers();
    takes_a_sheet(&mut story);
    let before = story.held();
    assert!(before.contains("picture: ") && !before.contains("picture: 0x0"), "{before}");
    story.plays("tap 退出\nexpect 请把身份证\nheld-not 王");
    assert!(story.held().contains("picture: 0x0"), "{}", story.held());
}

/// 高龄津贴 asks for two papers: one is photographed from the list of papers, the other comes to the window.
#[test]
fn a_paper_of_the_list_is_photographed_and_stands_there_with_its_photo() {
    let mut story = Story::begins();
    story.plays("card place wang_xiuying\nwait 您现在可以办 10s\ntap 去办");
    story.plays(crate::answers::ABOUT_HERSELF);
    story.plays(
        "tap 头一次领
         tap 下一步
         tap 住在自己家
         tap 下一步
         tap 打到我的社保卡
         tap 下一步
         expect 还缺 2 样
         tap 现在拍居民户口簿
         wait 拍下来 10s
         tap 拍下来
         wait 看得清吗 20s
         tap 就用这张
         expect 还缺 1 样
         tap 交原件社会保障卡或惠民惠农一卡通账户
         expect 材料齐了
         tap 下一步
         sign
         tap 签好了
         tap 下一页
         tap 交上去
         wait 已经送到市民之家 30s",
    );
    let materials = &story.document()["materials"];
    assert_eq!(materials["bank_card"], serde_json::json!({"state": "original_to_window"}));
    let register = &materials["household_book"];
    assert_eq!(register["state"], "photographed");
    let sheet = story.blob(register["photo"]["digest"].as_str().unwrap());
    assert!(sheet.starts_with(b"\xFF\xD8\xFF"), "{} bytes", sheet.len());
}

fn asked_for_the_papers() -> Story {
    let mut story = Story::begins();
    story.plays(UP_TO_THE_PAPERS);
    story
}

fn takes_a_sheet(story: &mut Story) {
    story.plays("wait 把纸放平 10s\ntap 拍下来\nwait 看得清吗 20s");
}

fn hands_in(story: &mut Story) {
    signs_and_hands_in(story);
    story.plays("wait 已经送到市民之家 30s\ncity-hall holds 1\nwait 回执打好了 20s");
}

fn hands_in_without_a_line(story: &mut Story) {
    signs_and_hands_in(story);
    story.plays("expect 网通了自动送");
}

fn signs_and_hands_in(story: &mut Story) {
    story.plays("tap 要电子的\ntap 下一步\nsign\ntap 签好了\nexpect 都对吗？");
    let mut seen = story.look().shows("已拍");
    while story.look().touchable("下一页").is_ok() {
        story.plays("tap 下一页");
        seen |= story.look().shows("已拍");
    }
    assert!(seen, "the review says how many sheets there are");
    story.plays("tap 交上去\nexpect 收好了，您可以放心");
}

//! How a kiosk starts, and how it says that it cannot.

use std::process::Command;

use crate::support::{Beginning, Story, copy_of_the_config};

#[test]
fn a_wrong_field_in_a_file_is_named_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let config = copy_of_the_config(folder.path());
    let blocks = config.join("catalogue/blocks.toml");
    let text = std::fs::read_to_string(&blocks).unwrap();
    let line = text.lines().position(|line| line.starts_with("id = ")).unwrap() + 1;
    std::fs::write(&blocks, text.replacen("id = ", "idd = ", 1)).unwrap();

    let output = Command::new(env!("CARGO_BIN_EXE_kiosk"))
        .args(["run", "--controlled", "1280x800", "--config"])
        .arg(&config)
        .arg("--state")
        .arg(folder.path().join("state"))
        .output()
        .unwrap();

    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    let place = format!("blocks.toml:{line}: field \"idd\"");
    assert!(said.contains(&place), "{place} is not in: {said}");
    assert!(!folder.path().join("state/jiujin.db").exists(), "nothing is touched before");
}

#[test]
fn a_broken_item_is_not_offered_and_told_to_whoever_reads_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let config = copy_of_the_config(folder.path());
    let dibao = config.join("catalogue/items/dibao.toml");
    let text = std::fs::read_to_string(&dibao).unwrap();
    let line = text.lines().position(|line| line.contains("op = \"eq\"")).unwrap() + 1;
    std::fs::write(&dibao, text.replacen("op = \"eq\"", "op = \"equals\"", 1)).unwrap();
    let mut story = Story::begins_with(Beginning {
        folder: Some(folder),
        config: Some(config),
        log: true,
        ..Beginning::default()
    });
    story.plays("expect 一共 32 项\nexpect 请把身份证\nexpect 1 个事项的文件坏了");
    let log = std::fs::read_to_string(story.folder.path().join("kiosk.log")).unwrap();
    let told = format!("dibao.toml:{line}: field \"op\": unknown operator \"equals\"");
    assert!(log.contains("dibao is left out") && log.contains(&told), "{log}");
}

#[test]
fn a_database_whose_key_is_lost_takes_no_new_case_and_nothing_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("state")).unwrap();
    std::fs::write(folder.path().join("state/jiujin.db"), b"what was stored").unwrap();
    let mut story = Story::begins_with(Beginning { folder: Some(folder), ..Beginning::default() });

    story.plays(
        "expect 这台机器今天不能收新申请
         expect 以前交的申请都没有动过
         tap 看有哪些事
         expect 您家里有什么事？
         tap 返回
         expect 打 12345",
    );

    let kept = std::fs::read(story.folder.path().join("state/jiujin.db")).unwrap();
    assert_eq!(kept, b"what was stored");
}

#[test]
fn a_lost_or_broken_point_secret_is_said_before_anybody_fills_in_a_form() {
    for broken in [None, Some("abc")] {
        let mut story = Story::begins();
        story.plays("expect 请把身份证\nwait 网络正常 20s");
        story.player.village.kill_kiosk();
        let secret = story.folder.path().join("state/point.secret");
        match broken {
            None => std::fs::remove_file(&secret).unwrap(),
            Some(text) => std::fs::write(&secret, text).unwrap(),
        }

        story.plays("restart\nexpect 这台机器今天不能收新申请");
    }
}

//! SIGKILL at any moment around the submit: what was said to be stored is there, and never twice.

use std::time::Duration;

use jiujin::kiosk::play::protocol::Command;

use crate::support::{Story, fills_the_allowance};

#[test]
fn a_power_cut_right_after_the_press_loses_nothing_that_was_promised_and_doubles_nothing() {
    let mut promises = 0;
    for milliseconds in [0, 2, 5, 10, 20, 60, 2000] {
        let mut story = Story::begins();
        story.plays("network down\ncard place wang_xiuying");
        story.plays(&fills_the_allowance());
        let look = story.look();
        let (x, y) = look.touchable("交上去").unwrap().centre();

        // the press, then the cut; what the screen said in between is all the person knows
        std::thread::sleep(Duration::from_millis(620));
        story.player.ask(&Command::Press { x, y }).unwrap();
        story.player.ask(&Command::AwaitChange { seen: u64::MAX, milliseconds }).unwrap();
        let promised = story.look().shows("收好了");
        story.player.village.kill_kiosk();
        promises += usize::from(promised);

        story.plays("network up\nrestart\nexpect 请把身份证\nclock +20m");
        story.plays("wait 申请都已送到市民之家 60s");
        let held = story.applications().len();
        assert!(held <= 1, "{milliseconds} ms: {held} applications");
        assert!(!promised || held == 1, "{milliseconds} ms: promised and not there");

        // whoever comes back with the card sees exactly that
        story.plays("card lift");
        std::thread::sleep(Duration::from_millis(100));
        story.plays("card place wang_xiuying\nexpect 王*英，您好\ntap 我办过的事");
        let words = if held == 1 { "一共 1 件" } else { "一共 0 件" };
        story.plays(&format!("expect {words}"));
    }
    assert!(promises > 0, "the longest round sees the promise, else nothing was tried");
}

#[test]
fn numbers_go_on_after_a_power_cut_and_are_never_given_twice() {
    let mut story = Story::begins();
    for round in 1..=2 {
        story.plays("card place wang_xiuying");
        story.plays(&fills_the_allowance());
        story.plays("tap 交上去\nexpect 收好了，您可以放心\nwait 已经送到市民之家 20s");
        story.plays(&format!("city-hall holds {round}\nrestart\nexpect 请把身份证\ncard lift"));
    }

    let applications = story.applications();
    let numbers: Vec<&str> =
        applications.iter().map(|one| one["application_number"].as_str().unwrap()).collect();
    assert_ne!(numbers[0], numbers[1]);
    assert_eq!(&numbers[0][..8], &numbers[1][..8], "the same site and day");
}

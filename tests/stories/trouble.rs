//! Cards that cannot be read, readers and printers that fail, a city hall that does: always a way on.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use jiujin::devices::simulated::cards::{CardFields, SimulatedCard};
use jiujin::devices::simulated::id_card_reader::ReaderFault;

use crate::support::{Beginning, Story, fills_the_allowance};

#[test]
fn a_noisy_line_to_the_reader_still_reads_the_card() {
    for fault in [
        ReaderFault::WrongChecksum,
        ReaderFault::NoiseBefore,
        ReaderFault::NoiseInside,
        ReaderFault::OneByteAtATime,
        ReaderFault::SilentInTheMiddle,
    ] {
        let mut story = Story::begins();
        story.player.village.set_reader_fault(Some(fault)).unwrap();

        story.plays("card place wang_xiuying\nwait 王*英，您好 20s");
    }
}

#[test]
fn a_card_whose_number_birth_and_sex_disagree_goes_to_the_staff() {
    let mut story = Story::begins();
    let forged = CardFields {
        name: "王秀英".into(),
        sex: "1".into(), // the number says 2
        ethnicity: "01".into(),
        birth: "19430312".into(),
        address: "湖南省宁乡市沙田乡沙田村甲组1号".into(),
        number: "430124194303120005".into(),
        issuer: "宁乡市公安局".into(),
        valid_from: "20080101".into(),
        valid_to: "长期".into(),
    };
    story.plays("expect 请把身份证");

    story.player.village.place(SimulatedCard::from_fields(forged).unwrap()).unwrap();

    story.plays(
        "expect 这张卡读不出来
         expect 请找工作人员
         tap 知道了
         expect 请把身份证
         held-not 王",
    );
}

#[test]
fn an_expired_card_shows_everything_but_files_nothing() {
    let mut story = Story::begins();

    // 30 years old: nothing can be filed here anyway; in 2056 he would be 60 with a card of 2026
    story.plays(
        "card place ouyang_xiaoming
         expect 欧阳*明，您好
         expect 身份证过期了",
    );
    drop(story);

    let on = Some(jiff::civil::date(2058, 1, 4));
    let mut story = Story::begins_with(Beginning { on, ..Beginning::default() });
    story.plays(
        "card place ouyang_xiaoming
         expect 身份证过期了
         tap 老人优待
         expect 过期的身份证不能交新申请
         expect-not 开始办
         tap 返回
         tap 我办过的事
         expect 您在这个服务点还没有办过事",
    );
}

#[test]
fn a_kiosk_without_any_serial_port_says_so_and_still_shows_what_there_is() {
    let nowhere = Some("/dev/there-is-no-such-port".to_owned());
    let mut story = Story::begins_with(Beginning { id_reader: nowhere, ..Beginning::default() });

    story.plays(
        "wait 读卡器没接好 10s
         tap 没带身份证
         expect 您家里有什么事？
         tap 家有老人
         tap 高龄津贴
         expect 请把身份证放在读卡区
         tap 返回
         expect 家有老人",
    );
}

#[test]
fn without_paper_the_case_is_safe_and_its_number_stands_large() {
    let mut story = Story::begins();
    story.plays("paper out\ncard place wang_xiuying");
    story.plays(&fills_the_allowance());

    story.plays(
        "tap 交上去
         expect 收好了，您可以放心
         wait 没有纸了，申请不受影响 20s
         expect 2104
         wait 已经送到市民之家 20s
         city-hall holds 1
         slips 0
         tap 好了
         tap 不评了，回首页
         card lift
         paper in",
    );

    // the slip is owed, and the case says so
    std::thread::sleep(std::time::Duration::from_millis(3200));
    story.plays(
        "card place wang_xiuying
         tap 我办过的事
         expect 回执还没打出来，请记下号码",
    );
}

#[test]
fn two_presses_of_a_trembling_hand_hand_in_once() {
    let mut story = Story::begins();
    story.plays("card place wang_xiuying");
    story.plays(&fills_the_allowance());

    story.player.double_tap("交上去").unwrap();

    story.plays(
        "expect 收好了，您可以放心
         wait 已经送到市民之家 20s
         city-hall holds 1
         wait 回执打好了 20s
         slips 1",
    );
}

#[test]
fn a_double_press_on_next_never_skips_a_question() {
    let mut story = Story::begins();
    story.plays(
        "card place wang_xiuying
         tap 去办
         tap 没有电话，到村里问",
    );

    story.player.double_tap("下一步").unwrap();

    // the next question is there, unanswered, and nothing scolds
    story.plays("expect 和身份证上不一样吗？\nexpect-not 请先点一个");
}

#[test]
fn a_city_hall_that_answers_500_gets_the_application_when_it_is_well_again() {
    let sick = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = sick.local_addr().unwrap();
    let answers = std::thread::spawn(move || answers_500_to(&sick, 4));
    let mut story = Story::begins_with(Beginning {
        city_hall: Some(format!("http://{address}")),
        ..Beginning::default()
    });
    story.plays("card place wang_xiuying");
    story.plays(&fills_the_allowance());
    story.plays(
        "tap 交上去
         expect 收好了，您可以放心
         wait 回执打好了 20s
         tap 好了
         tap 不评了，回首页
         wait 1 件存在这台机器里 20s
         clock +20m
         clock +20m",
    );

    answers.join().unwrap(); // it has said 500 four times and is gone; a well one takes its place
    let data = story.folder.path().join("well");
    let _well = crate::city_hall::CityHall::start(&data, address.port());

    story.plays("clock +20m\nclock +20m\nwait 申请都已送到市民之家 60s\ncity-hall holds 1");
}

/// Takes requests, answers each with 500 and no reason, and closes its port afterwards.
fn answers_500_to(listener: &TcpListener, requests: usize) {
    for _ in 0..requests {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 2048];
        let _ = stream.read(&mut request);
        let _ = stream.write_all(
            b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
    }
}

//! Every screen in every state at both sizes: what can be touched, what can be read, and that nothing is cut off.
//!
//! Journeys are stories (README.md, “Stories”) with one more line: `see NAME TEXT` waits for the text, keeps a
//! picture below `target/screens/` and holds every rule of the design against the screen.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

#[path = "../answers.rs"]
mod answers;
mod browsing;
mod checks;
mod colours;
mod every_item;
mod fonts;
mod ink;
mod photos;
mod rare;
mod rules;
mod sight;
mod visitor;
mod writing;

use std::fs;

use jiff::civil::date;
use jiujin::devices::simulated::id_card_reader::ReaderFault;

use answers::{ABOUT_HERSELF, ABOUT_THE_ALLOWANCE};
use browsing::{
    an_item_is_found_by_a_word_by_letters_and_by_hand, what_cannot_be_done_yet_has_its_reason,
    whoever_rates_is_thanked,
};
use photos::a_paper_and_a_face_are_photographed;
use rare::{
    a_character_that_no_font_draws_is_marked_and_said,
    a_long_name_with_a_middle_dot_fits_everywhere,
};
use rules::{
    a_township_promises_and_a_file_is_broken, rules_speak_and_one_thing_leads_to_the_next,
};
use sight::{
    larger_words_and_a_black_ground_are_a_press_away,
    what_nobody_chose_comes_back_on_the_rest_screen,
};
use visitor::Visitor;
use writing::{
    UP_TO_WHERE_SHE_LIVES, words_are_written_in_three_ways, words_are_written_where_no_engine_is,
};

/// Writes each journey as one test for either screen the kiosk is made for.
macro_rules! journeys {
    ($($name:ident)+) => {
        mod on_the_10_inch_screen {
            $(#[test] fn $name() { super::$name((1280, 800)); })+
        }
        mod on_the_15_inch_screen {
            $(#[test] fn $name() { super::$name((1920, 1080)); })+
        }
    };
}

fn every_page_of_the_first_half_of_the_items(size: (u32, u32)) {
    every_item::every_page_of_every_item(size, 0, 2);
}

fn every_page_of_the_other_half_of_the_items(size: (u32, u32)) {
    every_item::every_page_of_every_item(size, 1, 2);
}

journeys! {
    every_page_of_the_first_half_of_the_items
    every_page_of_the_other_half_of_the_items
    nobody_is_there_and_somebody_has_no_card
    everyone_sees_what_their_card_says
    an_item_is_found_by_a_word_by_letters_and_by_hand
    what_cannot_be_done_yet_has_its_reason
    whoever_rates_is_thanked
    an_elder_answers_every_question_and_hands_in
    cases_are_followed_through_trouble_and_correction
    a_village_is_asked_township_first
    a_family_asks_for_help
    a_paper_and_a_face_are_photographed
    words_are_written_in_three_ways
    words_are_written_where_no_engine_is
    a_daughter_who_applies_for_her_mother_gives_her_number_on_the_keypad
    in_2021_the_old_card_for_elders_is_applied_for
    with_an_expired_card_nothing_is_filed
    a_kiosk_that_lost_its_key_is_out_of_service
    somebody_asks_for_a_person
    a_character_that_no_font_draws_is_marked_and_said
    a_long_name_with_a_middle_dot_fits_everywhere
    larger_words_and_a_black_ground_are_a_press_away
    what_nobody_chose_comes_back_on_the_rest_screen
    a_township_promises_and_a_file_is_broken
    rules_speak_and_one_thing_leads_to_the_next
}

fn nobody_is_there_and_somebody_has_no_card(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "wait 网络正常 20s
        wait 打印纸够用 20s
        see rest 请把身份证
        tap 没带身份证
        see events 您家里有什么事？
        tap 全部 33 项
        see all-items-1 第 1 页
        tap 下一页
        see all-items-2 第 2 页
        tap 下一页
        see all-items-3 第 3 页
        tap 返回
        tap 返回
        tap 高龄津贴
        see guide-nobody 请把身份证放在读卡区
        tap 返回
        expect 大家常办的事",
    );
    visitor.reader_has(ReaderFault::SilentInTheMiddle);
    visitor.plays(
        "card place rare
        see rest-reading 正在读卡
        wait 您现在可以办 20s
        tap 退出
        card lift",
    );
    visitor.reader_has(ReaderFault::ReadAnswers(0x41));
    visitor.plays(
        "card place rare
        see message-card-unreadable 没读出来
        tap 知道了
        card lift
        paper out
        wait 打印纸用完了 20s
        network down
        wait 没有网络，照样办 60s
        see rest-offline 没有网络，照样办",
    );
    visitor.player.village.reader = None;
    visitor.plays("see rest-reader-gone 读卡器没接好");
    visitor.leaves();
}

fn everyone_sees_what_their_card_says(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    for (id, name) in [
        ("wang_xiuying", "王*英"),
        ("liu_guangming", "刘*明"),
        ("rare", "𠮷*㛃"),
        ("elsewhere", "赵*国"),
        ("hundred", "周*兰"),
    ] {
        visitor.plays(&format!("card place {id}\nsee card-{id} {name}，您好\ntap 退出"));
    }
    visitor.plays(
        "card place he_yulan
        see card-he_yulan 快到了
        tap 全部 33 项
        see events-of-he_yulan 贺*兰
        tap 家有老人
        see items-of-an-event 贺*兰
        tap 老人优待
        see guide-soon 还差 3 个月
        tap 返回
        expect 家有老人
        tap 退出
        card place chen_fang
        see card-chen_fang 您的身份证还有
        tap 还不能办的 5 项
        see not-yet-of-chen_fang 满80周岁前2个月起可以登记
        tap 高龄津贴
        see guide-cannot 暂时办不了
        tap 退出
        card place ouyang_xiaoming
        see card-ouyang_xiaoming 身份证过期了
        tap 退出
        card place child
        see card-child 李*安
        tap 退出
        card place elsewhere_80
        see card-elsewhere_80 外地户口
        tap 全部 33 项
        tap 家有老人
        tap 高龄津贴
        see guide-cannot-elsewhere 暂时办不了
        tap 退出",
    );
    visitor.leaves();
}

fn an_elder_answers_every_question_and_hands_in(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place wang_xiuying
        wait 您现在可以办 10s
        tap 去办
        see question-phone-owner 有电话能找到您吗？
        tap 下一步
        see message-nothing-chosen 请先点一个
        tap 知道了
        tap 家里人的电话
        see question-phone-owner-chosen 家里人的电话
        tap 下一步
        see phone-empty 电话号码是多少？
        tap 下一步
        see message-no-digits 填好了再按
        tap 知道了
        type 电话号码是多少？ 13800
        see phone-partly 还差 6 位
        tap 清空
        see message-clear-all 全部清掉吗？
        tap 不清
        type 电话号码是多少？ 000001
        see phone-full 位数够了
        tap 下一步
        see question-lives-elsewhere 和身份证上不一样吗？
        tap 不一样，住在别处
        tap 下一步
        tap 不在宁乡
        see words-empty 点这里写
        tap 下一步
        see message-no-words 还没写
        tap 知道了
        tap 上一步
        see address-township 不在宁乡
        tap 大成桥镇
        tap 二泉村
        see address-detail 哪个组、几号？
        tap 上一步
        tap 上一步
        tap 上一步
        tap 一样，就住那里
        tap 下一步
        see question-proxy 是您帮别人办吗？
        tap 我帮别人办
        tap 下一步
        see words-proxy-name 您自己叫什么名字？
        tap 上一步
        tap 我给自己办
        tap 下一步
        see question-apply-kind 这次办什么？
        tap 头一次领
        tap 下一步
        see question-living-place 您现在住在哪里？
        tap 住养老院
        tap 下一步
        see words-living-detail 住在外地哪里，或者哪家养老院？
        tap 上一步
        tap 住在自己家
        tap 下一步
        see question-account-way 钱打到哪里？
        tap 打到另一个账号
        tap 下一步
        see account-empty 账号是多少？
        type 账号是多少？ 9999
        see account-partly 9999
        type 账号是多少？ 000000000000013
        see account-full 9999 0000 0000 0000 013
        tap 下一步
        see message-second-look 请再核对一下账号
        tap 没错，就是它
        see materials-missing 2 样
        tap 下一步
        see message-come-later 先收下，差的后面补
        tap 我再看看
        tap 交原件居民户口簿
        see materials-one-at-the-window 还缺 1 样
        tap 改成拍照居民户口簿
        wait 拍下来 10s
        see photo-of-a-paper 请把这份材料拍下来
        tap 拍下来
        wait 看得清吗 20s
        tap 就用这张
        see materials-photographed 还缺 1 样
        tap 重新拍居民户口簿
        wait 拍下来 10s
        tap 用上次拍的
        tap 交原件社会保障卡或惠民惠农一卡通账户
        see materials-complete 材料齐了
        tap 下一步
        see sign-empty 请在框里写上您的名字
        tap 签好了
        see message-not-signed 还没写名字
        tap 知道了
        tap 不会写字
        see message-cannot-write 不会写字没关系
        tap 知道了
        sign
        see sign-signed 签名：王秀英
        tap 签好了
        see review-1 都对吗？
        tap 交上去
        see message-later-pages 后面还有一页
        tap 知道了
        tap 下一页
        see review-2 第 2 页
        card place liu_guangming
        see message-another-card 请先让上一位办完
        tap 知道了
        clock +61s
        see idle-countdown 您还在吗？
        tap 我还在
        tap 交上去
        wait 回执打好了 20s
        wait 已经送到市民之家 20s
        see submitted-printed 收好了，您可以放心
        tap 好了
        see rating 今天办得顺心吗？
        tap 非常不满意
        see rating-why 哪里没办好？
        tap 没办成
        see rating-why-chosen 哪里没办好？
        tap 好了
        expect 谢谢您
        wait 请把身份证 10s",
    );
    visitor.leaves();
}

fn cases_are_followed_through_trouble_and_correction(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place liu_guangming
        wait 您现在可以办 10s
        tap 我办过的事
        see my-cases-none 还没有办过事
        tap 返回
        paper out
        network down
        tap 老人优待
        see guide-benefit 当场办好
        tap 开始办
        tap 知道了",
    );
    visitor.plays(ABOUT_HERSELF);
    visitor.plays(
        "see question-bus-card 要不要帮您登记公交爱心卡？
        tap 要，帮我登记
        tap 下一步
        see question-old-card 家里有没有旧的老年优待证？
        tap 有旧证
        tap 下一步
        sign
        tap 签好了
        see review-of-the-benefit 都对吗？
        tap 下一页
        see review-of-the-benefit-2 第 2 页
        tap 交上去
        wait 没有纸了 20s
        see submitted-paper-out 办好了，您可以放心
        tap 好了
        tap 不评了，回首页
        paper in
        card place liu_guangming
        wait 您现在可以办 10s
        tap 高龄津贴
        see guide-allowance 您符合条件
        tap 开始办
        expect 有一句话告诉您
        tap 知道了",
    );
    visitor.plays(ABOUT_HERSELF);
    visitor.plays(ABOUT_THE_ALLOWANCE);
    visitor.plays(
        "see review-of-the-allowance 都对吗？
        tap 下一页
        tap 交上去
        wait 回执打好了 20s
        see submitted-offline 网通了自动送
        tap 好了
        tap 不评了，回首页
        card place liu_guangming
        wait 您现在可以办 10s
        tap 我办过的事
        see my-cases-waiting 收好了，等网络送出
        network up
        clock +30s
        wait 市民之家已收到 30s
        see my-cases-received 市民之家已收到
        city-hall accepts 2
        wait 已受理，市里开始办了 30s
        see my-cases-accepted 受理编号
        city-hall asks-correction 2 户口簿没有拍全，请把首页和本人那一页再拍一次 2026-12-04
        wait 要补东西（补正） 30s
        see my-cases-correction 户口簿没有拍全
        tap 返回
        see card-with-correction 1 件要补
        tap 退出",
    );
    visitor.leaves();
}

fn somebody_asks_for_a_person(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "wait 网络正常 20s
        tap 叫人
        wait 已经告诉市民之家 20s
        see calling-told 请工作人员来一下
        tap 不用了，继续办
        network down
        card place wang_xiuying
        wait 您现在可以办 10s
        tap 去办
        tap 叫人
        wait 没有网络，请看看旁边有没有工作人员 20s
        see calling-offline 您填的都还在
        clock +61s
        see calling-idle-countdown 您还在吗？",
    );
    visitor.leaves();
}

fn a_village_is_asked_township_first(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place hundred
        wait 您现在可以办 10s
        tap 去办
        see question-township 您住在哪个村（社区）？
        tap 下一页
        see question-township-2 第 2 页
        tap 下一页
        tap 下一页
        see question-township-last 第 4 页
        tap 上一页
        tap 上一页
        tap 上一页
        tap 大成桥镇
        see question-village 是哪个村（社区）？
        tap 二泉村
        see question-village-chosen 二泉村
        tap 下一步
        expect 有电话能找到您吗？",
    );
    visitor.leaves();
}

/// 低保: who lives with her, several answers at once, and a signature of the family.
fn a_family_asks_for_help(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place wang_xiuying
        wait 您现在可以办 10s
        tap 全部 33 项
        tap 生活困难
        tap 低保
        see guide-doubt 要工作人员看一下
        tap 看我要带什么
        see notice-question 看看要带什么
        tap 得了重病
        tap 下一步
        tap 有残疾人证
        tap 下一步
        tap 没有
        tap 下一步
        see notice-kept 记在机器里了
        paper out
        tap 打印告知单
        wait 没有纸了 20s
        see notice-no-paper 下次放身份证还能看到
        paper in
        tap 打印告知单
        wait 打好了，请在下面取 20s
        see notice-printed 打好了，请在下面取
        tap 返回
        tap 返回
        tap 我办过的事
        see my-cases-notice 看单子
        tap 返回
        tap 全部 33 项
        tap 生活困难
        tap 低保
        tap 开始办
        tap 没有电话，到村里问
        tap 下一步
        tap 一样，就住那里
        tap 下一步
        tap 我给自己办
        tap 下一步
        see members-none 跟您一起过日子的有哪些人？
        tap 加一个人
        see member-name 叫什么名字？
        tap 点这里写
        key 王小明
        tap 写好了
        tap 下一步
        see member-relation 是您的什么人？
        tap 儿子、女儿
        tap 下一步
        see member-number 身份证号是多少？
        tap 上一步
        tap 上一步
        tap 上一步
        see members-one 王*明
        tap 王*明
        see member-menu 要改什么？
        tap 不动
        tap 下一步
        tap 得了重病
        tap 下一步
        type 全家一个月收入多少元？ 1200
        tap 下一步
        tap 下一步
        see assets 可以选几个
        tap 小车
        tap 存款比较多
        see assets-two 存款比较多
        tap 都没有
        see assets-none 都没有
        tap 下一步",
    );
    visitor.leaves();
}

fn a_daughter_who_applies_for_her_mother_gives_her_number_on_the_keypad(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(UP_TO_WHERE_SHE_LIVES);
    visitor.plays(
        "tap 一样，就住那里
        tap 下一步
        tap 我帮别人办
        tap 下一步
        tap 点这里写
        key 阿卜杜热合曼·买买提吐尔逊江·阿不都克里木·艾合买提江·某某
        see writing-thirty 艾合买提江·某某
        tap 写好了
        see words-thirty 阿卜杜热合曼
        tap 下一步
        see id-number-empty 您自己的身份证号是多少？
        type 您自己的身份证号是多少？ 43012419430312000
        see id-number-partly 还差 1 位
        type 您自己的身份证号是多少？ X
        see id-number-wrong 身份证号不对
        tap 下一步
        see message-id-number-wrong 身份证号不对
        tap 知道了
        tap 删一个
        type 您自己的身份证号是多少？ 5
        see id-number-full 430124 19430312 0005",
    );
    visitor.leaves();
}

fn in_2021_the_old_card_for_elders_is_applied_for(size: (u32, u32)) {
    let mut visitor = Visitor::with(size, |settings, _| settings.on = Some(date(2021, 6, 1)));
    visitor.plays(
        "see rest-2021 6月1日
        card place rare
        see card-2021 您现在可以办
        tap 老年优待证
        tap 开始办",
    );
    visitor.plays(ABOUT_HERSELF);
    visitor.plays(
        "see question-living-place-2021 您现在住在哪里？
        tap 住养老院
        tap 下一步
        see question-delivery 办好了怎么拿？
        tap 送到家里
        tap 下一步
        see after-delivery 老年优待证",
    );
    visitor.leaves();
}

/// None of the invented persons is old enough for what can be filed and has an expired card today; in 2041 one is.
fn with_an_expired_card_nothing_is_filed(size: (u32, u32)) {
    let mut visitor = Visitor::with(size, |settings, _| settings.on = Some(date(2041, 1, 2)));
    visitor.plays(
        "card place chen_fang
        see card-expired 身份证过期了
        tap 老人优待
        see guide-card-expired 过期的身份证不能交新申请
        tap 退出",
    );
    visitor.leaves();
}

fn a_kiosk_that_lost_its_key_is_out_of_service(size: (u32, u32)) {
    let mut visitor = Visitor::with(size, |_, state| {
        fs::write(state.join("jiujin.db"), "not readable without its key").unwrap();
    });
    visitor.plays(
        "see out-of-service 不能收新申请
        tap 看有哪些事
        see events-out-of-service 您家里有什么事？
        tap 返回
        expect 不能收新申请",
    );
    visitor.leaves();
}

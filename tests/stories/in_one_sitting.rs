//! 一件事: a mother registers a birth and goes on to the subsidy; expected by hand from the catalogue.

use crate::support::Story;

/// 生育登记 of Chen Fang, who has a telephone and a husband without his card.
pub(crate) const THE_REGISTRATION: &str = "tap 我自己的电话
    tap 下一步
    type 电话号码是多少？ 13800000004
    tap 下一步
    tap 一样，就住那里
    tap 下一步
    tap 我给自己办
    tap 下一步
    tap 点这里写
    key 李明
    tap 写好了
    tap 下一步
    type 您爱人的身份证号是多少？ 430124199208080028
    tap 下一步
    tap 不在宁乡
    tap 点这里写
    key 长沙市岳麓区
    tap 写好了
    tap 下一步
    type 您哪天领的结婚证？ 20200520
    expect 就是农历四月廿八，请对一遍
    tap 下一步
    tap 头婚
    tap 下一步
    tap 第二个
    tap 下一步
    tap 下一步
    tap 没有
    tap 下一步
    tap 孩子生了，来补登
    tap 下一步
    type 孩子的预产期或生日是哪天？ 20250505
    tap 下一步
    tap 不是
    tap 下一步
    tap 自己来拿
    tap 下一步
    tap 下一步
    tap 先收下，后面补
    sign
    tap 签好了
    expect 都对吗？对了就交上去";

#[test]
fn a_mother_tells_nothing_twice_and_has_two_cases_with_two_numbers() {
    let mut story = Story::begins();
    story.plays(
        "card place chen_fang
         wait 您现在可以办 10s
         tap 全部 33 项
         tap 生孩子、带孩子
         tap 生育登记
         tap 开始办",
    );
    story.plays(THE_REGISTRATION);
    story.plays(
        "tap 下一页
         tap 下一页
         tap 交上去
         wait 收好了，您可以放心 20s
         expect 受理的当天就办好
         tap 接着办 3 件
         expect 接着办哪一件？
         expect 新生落户
         expect 居民医保
         tap 返回
         expect 收好了，您可以放心
         tap 接着办 3 件
         tap 育儿补贴",
    );
    // neither who she is nor her telephone, her village and whether she comes herself is asked
    story.plays(
        "expect 您是孩子的什么人？
         tap 妈妈
         tap 下一步
         tap 点这里写
         key 李小宝
         tap 写好了
         tap 下一步
         type 孩子的身份证号是多少？ 430124202505050014
         tap 下一步
         expect 孩子的户口在宁乡吗？
         tap 在宁乡
         tap 下一步
         expect 您领今年的，还是接着领？
         tap 领今年的
         tap 下一步
         tap 打到我的社保卡
         tap 下一步
         tap 下一步
         tap 先收下，后面补
         sign
         tap 签好了
         expect 刚才填的
         tap 下一页
         tap 下一页
         tap 交上去
         wait 收好了，您可以放心 20s
         expect 接着办 2 件
         wait 回执打好了 20s
         wait 已经送到市民之家 30s",
    );

    let documents = story.documents();
    let items: Vec<&str> = documents.iter().map(|one| one["item"].as_str().unwrap()).collect();
    assert_eq!(items, ["birth_registration", "childcare_subsidy"]);
    let [registration, subsidy] = [&documents[0], &documents[1]];
    for (key, told) in [("phone", "13800000004"), ("lives_elsewhere", "no")] {
        assert_eq!(registration["values"][key], told);
        assert_eq!(subsidy["values"][key], told);
    }
    assert_eq!(registration["values"]["birth_order"], "2");
    assert_eq!(subsidy["values"]["child_order"], "2");
    assert_eq!(subsidy["values"]["child_birth"], "2025-05-05", "from the number of the child");
    for different in ["id", "application_number"] {
        assert_ne!(registration[different], subsidy[different]);
    }
    let ink =
        |document: &serde_json::Value| document["values"]["signature"]["digest_strokes"].clone();
    assert_ne!(ink(registration), ink(subsidy), "each is signed for itself");
    assert_eq!(story.player.village.slips().len(), 2);

    // nothing of it is there for the next
    story.plays("tap 好了\ncard lift\nclock +120s\nwait 请把身份证 10s");
    let held = story.held();
    for personal in ["13800000004", "李小宝", "430124202505050014"] {
        assert!(!held.contains(personal), "{personal} is still held");
    }
}

/// A child of eight: said at its number, before the six questions behind it.
#[test]
fn who_cannot_file_hears_it_at_the_question_that_tells() {
    let mut story = Story::begins();
    story.plays(
        "card place chen_fang
         wait 您现在可以办 10s
         tap 全部 33 项
         tap 生孩子、带孩子
         tap 育儿补贴
         tap 开始办
         tap 没有电话，到村里问
         tap 下一步
         tap 一样，就住那里
         tap 下一步
         tap 我给自己办
         tap 下一步
         tap 妈妈
         tap 下一步
         tap 点这里写
         key 李小宝
         tap 写好了
         tap 下一步
         type 孩子的身份证号是多少？ 430124201801010012
         tap 下一步
         expect 这样填，这件事办不了
         expect 孩子已满3周岁
         expect 您填的都还在
         tap 知道了
         expect 孩子的身份证号是多少？",
    );
}

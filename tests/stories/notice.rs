//! She has no bank card with her: a notice is printed, another day the same card brings it back, and she files.

use crate::answers::{ABOUT_HERSELF, ABOUT_THE_ALLOWANCE};
use crate::support::Story;

const READS_WHAT_TO_BRING: &str = "card place wang_xiuying
wait 您现在可以办 10s
tap 全部 33 项
tap 家有老人
tap 高龄津贴
expect 您符合条件
tap 看我要带什么
expect 您还缺 2 样
wait 记在机器里了 10s";

#[test]
fn a_notice_is_printed_comes_back_with_the_card_and_is_gone_when_the_item_is_filed() {
    let mut story = Story::begins();
    story.plays(READS_WHAT_TO_BRING);
    story.plays(
        "tap 打印告知单
         wait 打好了，请在下面取 20s
         slips 1
         tap 退出
         expect 请把身份证
         held-not 王
         held-not 户口簿
         card lift",
    );
    let slip = story.player.village.slips()[0].text.clone();
    for words in ["一次告知单", "您还缺 2 样", "居民户口簿", "王*英，83 岁", "长政办函〔2018〕17号"]
    {
        assert!(slip.contains(words), "{words}: {slip}");
    }
    assert!(!slip.contains("王秀英") && !slip.contains("430124194303120005"), "{slip}");

    // the lights go out; another day she is here again, and her neighbour before her
    story.plays("restart\nexpect 请把身份证\ncard place liu_guangming\nwait 您现在可以办 10s");
    story.plays("tap 我办过的事\nexpect 还没有办过事\ntap 退出\ncard lift");
    story.plays(
        "card place wang_xiuying
         wait 有告知单 10s
         tap 我办过的事
         expect 还缺 2 样
         tap 看单子高龄津贴
         expect 居民户口簿
         tap 返回
         tap 开始办",
    );
    story.plays(ABOUT_HERSELF);
    story.plays(ABOUT_THE_ALLOWANCE);
    story.plays(
        "tap 下一页
         tap 交上去
         wait 已经送到市民之家 20s
         wait 回执打好了 20s
         tap 好了
         tap 不评了，回首页
         card lift
         wait 请把身份证 5s
         card place wang_xiuying
         wait 您现在可以办 10s
         expect-not 有告知单
         tap 我办过的事
         expect 一共 1 件
         expect-not 看单子",
    );
    let filed = &story.applications()[0];
    assert_eq!(filed["materials"]["bank_card"]["state"], "missing");
    assert_eq!(filed["materials"]["id_card"]["why"], "card_read");
}

/// The reader takes no card away from whoever has none, and no paper keeps nobody from knowing.
#[test]
fn without_paper_the_notice_is_kept_all_the_same() {
    let mut story = Story::begins();
    story.plays("paper out\nwait 打印纸用完了 20s");
    story.plays(READS_WHAT_TO_BRING);
    story.plays(
        "tap 打印告知单
         wait 没有纸了 20s
         expect 下次放身份证还能看到
         slips 0
         tap 返回
         tap 开始办
         expect 有电话能找到您吗？",
    );
}

#[test]
fn a_card_laid_on_a_guide_goes_on_with_the_guide_of_this_person() {
    let mut story = Story::begins();
    story.plays(
        "tap 没带身份证
         tap 家有老人
         tap 高龄津贴
         expect 请把身份证放在读卡区
         expect-not 开始办
         card place chen_fang
         wait 暂时办不了 10s
         expect 满80周岁前2个月起可以登记
         tap 退出
         card lift
         tap 没带身份证
         tap 家有老人
         tap 高龄津贴
         card place wang_xiuying
         wait 您符合条件 10s
         tap 开始办
         expect 有电话能找到您吗？
         tap 退出
         held-not 王",
    );
}

/// 低保: three questions decide; whoever answers them differently is told differently, and can see why a rule is asked.
#[test]
fn the_few_questions_that_decide_are_asked_and_sources_are_shown_to_whoever_asks() {
    let mut story = Story::begins();
    story.plays(
        "card place wang_xiuying
         wait 您现在可以办 10s
         tap 全部 33 项
         tap 生活困难
         tap 低保
         expect 要工作人员看一下
         tap 看我要带什么
         expect 看看要带什么
         tap 得了重病
         tap 下一步
         tap 没有
         tap 下一步
         tap 没有
         tap 下一步",
    );
    story.plays("expect 您还缺\nexpect 重大疾病诊断材料\ntap 返回");
    for _ in 0..10 {
        if story.look().touchable("看依据").is_ok() {
            break;
        }
        story.plays("tap 下一页");
    }
    story.plays("tap 看依据\nexpect 依据：社会救助暂行办法第九条\ntap 不看依据\nexpect-not 依据：社会救助暂行办法第九条");
}

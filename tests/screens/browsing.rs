//! Items found by a word, what cannot be done yet with its reason, and the thanks at the end.

use crate::answers::{ABOUT_HERSELF, ABOUT_THE_ALLOWANCE};
use crate::visitor::Visitor;

pub(crate) fn an_item_is_found_by_a_word_by_letters_and_by_hand(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "tap 按事情找，一共 33 项
        tap 老人钱
        see found-by-a-word 找到
        tap 高龄津贴
        expect 请把身份证放在读卡区
        tap 返回
        tap 写一写要找的事
        see search-written-before 老人钱
        tap 清空
        tap g
        tap l
        tap j
        tap t
        wait 高龄津贴 10s
        see search-letters 高龄津贴
        tap 写好了
        expect gljt
        tap 高龄津贴
        tap 返回
        tap 手写
        wait 在下面写一个字 20s
        see search-by-hand 您想办什么事？
        tap 清空
        tap 全部清掉
        key 火箭发射许可证
        tap 写好了
        see nothing-found 没找到
        tap 政策咨询
        tap 返回
        tap 写一写要找的事
        tap 清空
        tap 全部清掉
        key 老年优待证
        tap 写好了
        see found-what-has-ended 停办，看
        tap 老年优待证
        see guide-ended 2022年3月1日起不再办了
        tap 看老人优待
        see guide-successor 满65岁坐公交不要钱
        tap 返回
        tap 返回
        expect 停办，看
        tap 返回
        expect 您家里有什么事？",
    );
    visitor.leaves();
}

pub(crate) fn what_cannot_be_done_yet_has_its_reason(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place he_yulan
        wait 快到了 10s
        tap 还不能办的 5 项
        see not-yet-soon 还差 3 个月
        tap 领养老金
        expect 还差 3 个月
        tap 返回
        expect 还不能办的
        tap 可以办的 28 项
        expect 快到了
        tap 退出
        card lift
        card place elsewhere_80
        wait 外地户口 10s
        tap 还不能办的 7 项
        see not-yet-elsewhere 暂时办不了
        tap 退出
        card lift",
    );
    visitor.places_card_that_soon_ends();
    visitor.plays(
        "wait 还有 55 天到期 10s
        see card-that-soon-ends 快到了
        tap 退出",
    );
    visitor.leaves();
}

pub(crate) fn whoever_rates_is_thanked(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays("card place wang_xiuying\nwait 您现在可以办 10s\ntap 去办");
    visitor.plays(ABOUT_HERSELF);
    visitor.plays(ABOUT_THE_ALLOWANCE);
    visitor.plays(
        "tap 下一页
        tap 交上去
        wait 回执打好了 20s
        tap 好了
        tap 读给我听
        tap 基本满意
        picture rating-thanks
        wait 请把身份证 20s
        see rest-after-the-rating 请把身份证",
    );
    visitor.leaves();
}

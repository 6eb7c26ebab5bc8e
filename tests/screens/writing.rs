//! The writing panel: with its engines every way, pages of candidates, ink that is undone; without them what still goes.

use crate::visitor::Visitor;

/// Somebody without a telephone, at the question whether she lives where her card says.
pub(crate) const UP_TO_WHERE_SHE_LIVES: &str = "card place wang_xiuying
tap 去办
tap 没有电话，到村里问
tap 下一步";

pub(crate) fn words_are_written_in_three_ways(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(UP_TO_WHERE_SHE_LIVES);
    visitor.plays(
        "tap 不一样，住在别处
        tap 下一步
        tap 不在宁乡
        tap 点这里写
        wait 在下面写一个字 10s
        see writing-hand 一次写一个字
        write 大
        see writing-hand-candidates 大
        tap 大
        write 大
        wait 太 10s
        tap 撤一笔
        wait 十 10s
        expect-not 太
        see writing-hand-undone 十
        tap 重写
        see writing-hand-empty 在下面写一个字
        tap 笔画
        see writing-strokes 照写字的先后
        tap 横 一
        tap 竖 丨
        tap 横 一
        see writing-strokes-candidates 土
        tap 写好了
        see message-nothing-chosen-of-strokes 还有字没选
        tap 知道了
        tap 拼音
        see message-another-way 换一种写法
        tap 不要了，换写法
        see writing-pinyin 按拼音
        tap n
        tap i
        tap n
        tap g
        see writing-pinyin-candidates 宁
        tap 下一页
        see writing-pinyin-candidates-2 上一页
        tap 退一步
        tap 退一步
        tap 退一步
        tap 退一步
        tap 写好了
        see words-in-three-ways 大
        tap 改一改
        tap 拼音
        tap d
        tap a
        tap c
        tap h
        tap e
        tap n
        tap g
        see writing-pinyin-words 大成
        key qiaozhenerquancunxiao
        see writing-too-many-letters 最多 24 个字母
        tap 清空
        tap 不写了
        tap 改一改
        type 您现在住在哪里？ 成桥镇12号
        see words-typed 大成桥镇12号",
    );
    visitor.leaves();
}

/// Without tables and model: each way says so, digits and marks go on.
pub(crate) fn words_are_written_where_no_engine_is(size: (u32, u32)) {
    let mut visitor = Visitor::with(size, |settings, state| {
        settings.input_data = state.join("nothing-shipped");
    });
    visitor.plays(UP_TO_WHERE_SHE_LIVES);
    visitor.plays(
        "tap 不一样，住在别处
        tap 下一步
        tap 不在宁乡
        tap 点这里写
        see writing-hand-gone 这台机器还没有装手写
        tap 写好了
        see message-nothing-written 还没写字
        tap 知道了
        tap 拼音
        see writing-pinyin-gone 这台机器还没有装拼音
        tap 笔画
        see writing-strokes-gone 这台机器还没有装笔画
        tap 数字标点
        see writing-marks 点一下就写上去
        tap 1
        tap 2
        tap -
        tap 3
        see writing-marks-written 12-3
        tap 退一步
        see writing-step-back 12-
        key 号😀
        see writing-refused 这个符号表格里不能用
        expect 12-号
        tap 清空
        see message-clear-writing 清掉以后要重新写
        tap 不清
        expect 12-号
        tap 不写了
        see message-give-up 刚写的不要了吗？
        tap 不要了
        see words-still-empty 点这里写
        type 您现在住在哪里？ 12-3
        see words-written 12-3
        tap 改一改
        key 宁乡市大成桥镇二泉村甲组十二号附一号对面第三家请从村口的大樟树旁边进来再往里走
        see writing-two-lines 再往里走
        key 到头左手边有一口井的那一户人家就是我家
        see writing-long 就是我家
        tap 写好了
        see words-long 宁乡市大成桥镇
        tap 下一步
        expect 是您帮别人办吗？",
    );
    visitor.leaves();
}

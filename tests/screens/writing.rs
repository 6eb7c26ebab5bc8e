//! The writing panel with its engines: every way, pages of candidates, ink that is undone.

use crate::visitor::Visitor;

pub(crate) fn words_are_written_in_three_ways(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place wang_xiuying
        tap 去办
        tap 没有电话，到村里问
        tap 下一步
        tap 不一样，住在别处
        tap 下一步
        tap 点这里写
        wait 在下面写一个字 10s
        see writing-hand 一次写一个字
        write 大
        see writing-hand-candidates 大
        tap 大
        write 口
        tap 撤一笔
        see writing-hand-undone 大
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
        tap 清空
        tap 不写了
        tap 改一改
        type 您现在住在哪里？ 成桥镇12号
        see words-typed 大成桥镇12号",
    );
    visitor.leaves();
}

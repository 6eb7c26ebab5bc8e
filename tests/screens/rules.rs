//! What rules say while a form is filled in, what a township has changed, and several items in one sitting.

use std::fs;
use std::process::Command;

use crate::visitor::Visitor;

/// A broken item, a promise that the city has made, and the standard for its rules.
const OVERRIDES: &str = r#"
[[amend]]
item = "advanced_age_allowance"
field = "promised_basis"
value = "sourced"
source = "市民政局 2026 年服务承诺"
"#;

pub(crate) fn a_township_promises_and_a_file_is_broken(size: (u32, u32)) {
    let mut visitor = Visitor::with(size, |settings, state| {
        let folder = state.join("township");
        fs::create_dir_all(&folder).unwrap();
        let copied =
            Command::new("cp").arg("-r").arg(&settings.config).arg(&folder).status().unwrap();
        assert!(copied.success());
        settings.config = folder.join("kiosk-config");
        let tekun = settings.config.join("catalogue/items/tekun.toml");
        let text = fs::read_to_string(&tekun).unwrap();
        fs::write(&tekun, text.replacen("op = \"eq\"", "op = \"equals\"", 1)).unwrap();
        let overrides = settings.config.join("overrides.toml");
        fs::write(&overrides, fs::read_to_string(&overrides).unwrap() + OVERRIDES).unwrap();
    });
    visitor.plays(
        "wait 1 个事项的文件坏了 20s
        see rest-broken-item 1 个事项的文件坏了
        paper out
        network down
        wait 没有网络，照样办 60s
        see rest-broken-item-offline 1 个事项的文件坏了
        network up
        paper in
        card place wang_xiuying
        wait 您现在可以办 10s
        tap 去办",
    );
    visitor.plays(crate::answers::ABOUT_HERSELF);
    visitor.plays(crate::answers::ABOUT_THE_ALLOWANCE);
    visitor.plays(
        "tap 下一页
        tap 交上去
        wait 回执打好了 20s
        see submitted-promise 收好了，您可以放心",
    );
    visitor.leaves();
}

pub(crate) fn rules_speak_and_one_thing_leads_to_the_next(size: (u32, u32)) {
    let mut visitor = Visitor::at(size);
    visitor.plays(
        "card place liu_guangming
        wait 您现在可以办 10s
        tap 高龄津贴
        tap 开始办
        see message-told 有一句话告诉您
        tap 知道了
        tap 退出
        card lift
        card place chen_fang
        wait 您现在可以办 10s
        tap 全部 33 项
        tap 生孩子、带孩子
        tap 生育登记
        tap 开始办
        tap 没有电话，到村里问
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
        see date-lunar 就是农历四月廿八
        tap 下一步
        tap 没领结婚证
        tap 下一步
        see message-told-staff 这一条要工作人员看一下
        tap 知道了
        tap 第一个
        tap 下一步
        tap 没有
        tap 下一步
        tap 还没怀上
        tap 下一步
        tap 不是
        tap 下一步
        tap 自己来拿
        tap 下一步
        tap 下一步
        tap 先收下，后面补
        sign
        tap 签好了
        wait 都对吗 10s
        tap 下一页
        tap 下一页
        tap 交上去
        wait 回执打好了 20s
        wait 已经送到市民之家 20s
        see submitted-go-on 收好了，您可以放心
        tap 接着办 3 件
        see go-on 接着办哪一件？
        tap 育儿补贴
        tap 妈妈
        tap 下一步
        tap 点这里写
        key 李小宝
        tap 写好了
        tap 下一步
        type 孩子的身份证号是多少？ 430124201801010012
        tap 下一步
        see message-stopped 这样填，这件事办不了
        tap 知道了
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        tap 删一个
        type 孩子的身份证号是多少？ 2505050014
        tap 下一步
        tap 在宁乡
        tap 下一步
        tap 领今年的
        tap 下一步
        tap 打到我的社保卡
        tap 下一步
        tap 下一步
        tap 先收下，后面补
        sign
        tap 签好了
        see review-told-before 都对吗？",
    );
    visitor.leaves();
}

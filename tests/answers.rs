//! What an old lady does and answers who comes for herself, has no telephone and lives where her card says.

/// The questions about herself, with which every form begins.
pub(crate) const ABOUT_HERSELF: &str = "tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步";

/// Of 高龄津贴: for the first time, at home, to her social security card; what she has not with her comes later; she signs.
pub(crate) const ABOUT_THE_ALLOWANCE: &str = "tap 头一次领
tap 下一步
tap 住在自己家
tap 下一步
tap 打到我的社保卡
tap 下一步
tap 下一步
tap 先收下，后面补
sign
tap 签好了";

/// From the card to the question of 慢病门诊 for the papers of the hospital.
pub(crate) const UP_TO_THE_PAPERS: &str = "card place wang_xiuying
wait 您现在可以办 10s
tap 全部 33 项
tap 养老和看病
tap 慢病门诊
tap 开始办
tap 没有电话，到村里问
tap 下一步
tap 一样，就住那里
tap 下一步
tap 我给自己办
tap 下一步
tap 高血压
tap 下一步
tap 点这里写
key 宁乡市人民医院
tap 写好了
tap 下一步
type 您是哪天确诊的？ 20260101
tap 下一步
wait 请拍一下病历 10s";

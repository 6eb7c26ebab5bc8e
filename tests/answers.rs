//! What an old lady answers who comes for herself, has no telephone and lives where her card says.

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

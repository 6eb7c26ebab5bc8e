//! Words on paper; the layout is in `kiosk/slip.rs`.

pub const RECEIPT: &str = "申请回执";
pub const RESULT: &str = "告知单";
pub const BRAND: &str = "就近办";
pub const NUMBER: &str = "申请号码";
pub const WHAT: &str = "办什么";
pub const WHO: &str = "是谁的";
pub const WHEN: &str = "收到";
pub const NOW: &str = "现在";
pub const KEPT: &str = "收好了，存在这台机器里，网通了自动送";
pub const DONE: &str = "当场办好";
pub const NEXT: &str = "接下来";
pub const PASSED_ON: &str = "还要转交的";
pub const TOLD: &str = "告诉您的";
pub const TO_BRING: &str = "要您做的：交原件到窗口";
pub const NOTHING_TO_BRING: &str = "要您做的：不用再来。电话换了说一声。";
pub const PROGRESS: &str = "看办到哪了";
pub const BY_PHONE: &str = "手机扫左边；";
pub const BY_CARD: &str = "没手机：带身份证";
pub const BY_CARD_2: &str = "到这个服务点，";
pub const BY_CALL: &str = "或打 12345";
pub const KEEP: &str = "请收好，别晒别烫";
pub const MACHINE: &str = "机器";

/// Below a line with marks.
pub fn not_drawn(count: usize) -> String {
    format!("（{count} 个字打不出来，原样存好了）")
}

pub const NOTICE: &str = "一次告知单";
pub const PRINTED: &str = "打印";
/// A box to tick, and the columns below it.
pub const BOX: &str = "□ ";
pub const BELOW_A_BOX: &str = "   ";
pub const WHERE: &str = "到哪里办：";
pub const AT_HOME: &str = "腿脚不便：";
pub const COSTS: &str = "要不要钱：";
pub const ASK: &str = "想问清楚：";
pub const BASIS: &str = "依据：";
pub const MAY_CHANGE: &str = "政策有变的，以办的那天为准";

/// Masked already.
pub fn person(name: &str, age: i16, standing: &str) -> String {
    format!("{name}，{age} 岁，{standing}")
}

pub fn ask_for_a_visit(number: &str) -> String {
    format!("打 {number}，说“要上门”。")
}

pub fn call(number: &str) -> String {
    format!("打 {number}，或者问这里的工作人员。")
}

//! One item.

use super::long_date;
use super::read_card::months_left;
use crate::kiosk::screens::item_page::Why;

pub fn item_page(why: &Why) -> (String, &'static str, (String, String)) {
    let page = |headline: &str, icon, first: String, second: &str| {
        (headline.to_owned(), icon, (first, second.to_owned()))
    };
    match why {
        Why::CardFirst => page(
            "请把身份证放在读卡区",
            "id-card",
            "这件事这台机器能办".into(),
            "放上身份证，机器会先看您符不符合，再一步一步带您填。",
        ),
        Why::ComingSoon => page(
            "即将开放",
            "clock",
            "这件事这台机器还不能自己办".into(),
            "今天要办的，请找工作人员；想先问清楚，可以打 12345。",
        ),
        Why::Soon { months, first_day } => page(
            &months_left(*months),
            "calendar-clock",
            format!("{}起可以办", long_date(*first_day)),
            "那时再带身份证来。想先问清楚，可以找工作人员或打 12345。",
        ),
        Why::Cannot { reason, rule_code: _ } => page(
            "暂时办不了",
            "circle-help",
            reason.clone(),
            "觉得不对，请找工作人员看一下，或打 12345。",
        ),
        Why::CardExpired => page(
            "身份证过期了",
            "calendar-clock",
            "过期的身份证不能交新申请".into(),
            "先去派出所换证，换好了再来；急着办的请找工作人员。",
        ),
    }
}

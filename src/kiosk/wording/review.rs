//! Signature and review.

pub const COMMITMENT: &str = "我填的都是真的，同意政府部门核对。写得不好看没关系。";
pub const SIGN_QUESTION: &str = "请在框里写上您的名字";

pub fn signed_by(name: &str) -> String {
    format!("签名：{name}")
}

pub fn review_notice(failed: bool, last_page: bool) -> (String, String) {
    if failed {
        return (
            "刚才没收成，您填的都在。".into(),
            "请再按一次“交上去”；还不行就请找工作人员。".into(),
        );
    }
    let second = if last_page {
        "交了以后发现有错，可以再补。"
    } else {
        "后面还有一页，请接着看。"
    };
    ("按下“交上去”之前，什么都不会送出去。".into(), second.into())
}

//! A catalogue of two small items, read whole and then broken in one place at a time.

use super::*;
use crate::domain::{
    condition::{Operand, Operator},
    service_item::{DayUnit, FieldKind, PromisedBasis, Severity, TimeLimit},
};

#[test]
fn an_item_arrives_with_everything_it_says() {
    let catalogue = files().catalogue().unwrap().catalogue;
    assert_eq!(catalogue.version, "2026.11-test");
    let ids: Vec<&str> = catalogue.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["allowance", "old_card"]);

    let item = catalogue.find_item("allowance").unwrap();
    let keys: Vec<&str> = item.fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["phone", "apply_kind", "photo", "delivery", "signature"]);
    assert!(item.active);
    assert_eq!(item.replaces, ["old_card"]);
    assert_eq!(item.statutory, TimeLimit { days: None, unit: DayUnit::WorkingDay });
    assert_eq!(item.promised, TimeLimit { days: Some(15), unit: DayUnit::CalendarDay });
    assert_eq!(item.promised_basis, PromisedBasis::Proposed);
    assert_eq!(item.department, "市民政局");
    let delivery = item.find_field("delivery").unwrap();
    let words: Vec<&str> = delivery.options.iter().map(Choice::words).collect();
    assert_eq!(words, ["发短信告诉我", "自己来拿"]);
    assert_eq!(item.find_field("photo").unwrap().kind, FieldKind::Photo);
    let rule = item.rules.first().unwrap();
    assert_eq!(rule.severity, Severity::Block);
    assert_eq!(
        (rule.check.field.as_str(), rule.check.op, &rule.check.value),
        ("age", Operator::Gte, &Operand::Number(80.0))
    );
    assert_eq!(item.tiers.first().unwrap().amount, 100.0);
    assert_eq!(item.legal.len(), 1);
    assert_eq!(item.results.len(), 1);
    assert_eq!(item.steps.len(), 1);
    assert_eq!(item.policy_notes.len(), 1);

    let ended = catalogue.find_item("old_card").unwrap();
    assert_eq!(ended.replaced_by.as_deref(), Some("allowance"));
    assert!(!ended.offered_on(jiff::civil::date(2022, 3, 1)));
}

#[test]
fn the_digest_follows_the_item_and_the_blocks() {
    let digest = |files: CatalogueFiles| {
        files.catalogue().unwrap().catalogue.find_item("allowance").unwrap().digest.clone()
    };
    let first = digest(files());
    assert!(first.starts_with("sha-256:") && first.len() == 72, "{first}");
    assert_eq!(digest(files()), first);
    assert_ne!(digest(broken("items/allowance.toml", "满80岁每月领", "每月领")), first);
    assert_ne!(digest(broken("blocks.toml", "联系电话", "电话")), first);
    assert_eq!(digest(broken("categories.toml", "\"老人\"", "\"老年人\"")), first);
}

#[test]
fn a_mistake_is_named_with_its_file_its_line_and_its_field() {
    for (file, right, wrong, expected) in [
        ("meta.toml", "levels", "level", "meta.toml:3: field \"level\": unknown field"),
        (
            "categories.toml",
            "\"relief\"",
            "\"elderly\"",
            "categories.toml:7: field \"id\": repeated category \"elderly\"",
        ),
        (
            "facts.toml",
            "\"number\"",
            "\"years\"",
            "facts.toml:4: field \"type\": unknown fact type \"years\"",
        ),
        (
            "facts.toml",
            "type = \"text\"",
            "type = \"txt\"",
            "facts.toml:10: field \"type\": unknown field type \"txt\"",
        ),
        (
            "blocks.toml",
            "id = \"sign\"",
            "id = \"contact\"",
            "blocks.toml:40: field \"id\": repeated block \"contact\"",
        ),
        (
            "blocks.toml",
            "\"text\"",
            "\"txt\"",
            "blocks.toml:8: field \"type\": unknown field type \"txt\"",
        ),
        (
            "delivery_ways.toml",
            "\"sms\"",
            "\"smoke\"",
            "delivery_ways.toml:9: field \"value\": unknown delivery way \"smoke\"",
        ),
        (
            ITEM,
            "\"allowance\"",
            "\"alowance\"",
            "items/allowance.toml:1: field \"id\": must be the file's name, \"allowance\"",
        ),
        (
            ITEM,
            "order = 2",
            "order = -2",
            "items/allowance.toml:2: field \"order\": invalid value: integer `-2`, expected u32",
        ),
        (
            ITEM,
            "\"高龄津贴\"",
            "\"高龄津贴的申领\"",
            "items/allowance.toml:4: field \"short_name\": longer than 6 characters",
        ),
        (
            ITEM,
            "\"高龄津贴\"",
            "\"\"",
            "items/allowance.toml:4: field \"short_name\": must not be empty",
        ),
        (
            ITEM,
            "满80岁",
            "满80周岁的老人",
            "items/allowance.toml:5: field \"tile_line\": longer than 10 characters",
        ),
        (
            ITEM,
            "\"elderly\"",
            "\"elders\"",
            "items/allowance.toml:7: field \"category\": unknown category \"elders\"",
        ),
        (
            ITEM,
            "\"active\"",
            "\"on\"",
            "items/allowance.toml:8: field \"status\": unknown status \"on\"",
        ),
        (
            ITEM,
            "2018-01-01",
            "2018-13-01",
            "items/allowance.toml:9: field \"effective_from\": \"2018-13-01\" is not a date like 2026-11-24",
        ),
        (
            ITEM,
            "repealed_on = \"\"",
            "repealed_on = \"2026-01-01\"",
            "items/allowance.toml:10: field \"repealed_on\": a repealed item has a date here, an active one has none",
        ),
        (
            ITEM,
            "[\"old_card\"]",
            "[\"older_card\"]",
            "items/allowance.toml:11: field \"replaces\": unknown item \"older_card\"",
        ),
        (
            ITEM,
            "[\"old_card\"]",
            "[\"allowance\"]",
            "items/allowance.toml:11: field \"replaces\": \"allowance\" does not say that it is replaced",
        ),
        (
            ITEM,
            "replaced_by = \"\"",
            "replaced_by = \"nothing\"",
            "items/allowance.toml:12: field \"replaced_by\": unknown item \"nothing\"",
        ),
        (
            ITEM,
            "frequency = \"high\"",
            "frequency = \"daily\"",
            "items/allowance.toml:16: field \"frequency\": unknown frequency \"daily\"",
        ),
        (
            ITEM,
            "statutory_days = -1",
            "statutory_days = -2",
            "items/allowance.toml:20: field \"statutory_days\": must be a number of days, or -1 for none",
        ),
        (
            ITEM,
            "\"calendar_day\"",
            "\"day\"",
            "items/allowance.toml:23: field \"promised_unit\": unknown unit \"day\"",
        ),
        (
            ITEM,
            "\"proposed\"",
            "\"hoped\"",
            "items/allowance.toml:24: field \"promised_basis\": unknown basis \"hoped\"",
        ),
        (
            ITEM,
            "delivery = [\"sms\"",
            "delivery = [\"mail\"",
            "items/allowance.toml:30: field \"delivery\": unknown delivery way \"mail\"",
        ),
        (
            ITEM,
            "decider = \"city_department\"",
            "decider = \"mayor\"",
            "items/allowance.toml:33: field \"decider\": unknown level \"mayor\"",
        ),
        (
            ITEM,
            "[\"resident\"]",
            "[\"resident\", \"library\"]",
            "items/allowance.toml:35: field \"accepted_cards\": unknown card \"library\"",
        ),
        (
            ITEM,
            "accept_levels = [\"village\"",
            "accept_levels = [\"hamlet\"",
            "items/allowance.toml:36: field \"accept_levels\": unknown level \"hamlet\"",
        ),
        (
            ITEM,
            "\"contact\", \"delivery\"",
            "\"bank\", \"delivery\"",
            "items/allowance.toml:45: field \"form_blocks\": unknown block \"bank\"",
        ),
        (
            ITEM,
            "\"contact\", \"delivery\"",
            "\"sign\", \"delivery\"",
            "items/allowance.toml:45: field \"form_blocks\": repeated block \"sign\"",
        ),
        (
            ITEM,
            "\"contact\", \"delivery\"",
            "\"pets\", \"delivery\"",
            "items/allowance.toml:45: field \"form_blocks\": no place in the form for block \"pets\"",
        ),
        (
            ITEM,
            "sources = [\"办事指南\"]",
            "source = []",
            "items/allowance.toml:48: field \"source\": unknown field",
        ),
        (
            ITEM,
            "sources = [\"办事指南\"]\n",
            "",
            "items/allowance.toml:1: field \"sources\": is missing",
        ),
        (
            ITEM,
            "form = \"original\"",
            "form = \"carbon\"",
            "items/allowance.toml:60: field \"form\": unknown form \"carbon\"",
        ),
        (
            ITEM,
            "when = \"头一次领\"",
            "when = \"\"",
            "items/allowance.toml:64: field \"when\": a conditional material says when, a required one does not",
        ),
        (
            ITEM,
            "value = \"new\" }]",
            "value = \"first\" }]",
            "items/allowance.toml:65: field \"value\": \"first\" is not an option of apply_kind",
        ),
        (
            ITEM,
            "capture = \"scanner\"",
            "capture = \"fax\"",
            "items/allowance.toml:69: field \"capture\": unknown capture \"fax\"",
        ),
        (
            ITEM,
            "level = \"village\"",
            "level = \"hamlet\"",
            "items/allowance.toml:75: field \"level\": unknown level \"hamlet\"",
        ),
        (
            ITEM,
            "days = 1\n",
            "days = \"1\"\n",
            "items/allowance.toml:78: field \"days\": invalid type: string \"1\", expected u32",
        ),
        (
            ITEM,
            "key = \"photo\"",
            "key = \"apply_kind\"",
            "items/allowance.toml:102: field \"key\": repeated field \"apply_kind\"",
        ),
        (
            ITEM,
            "key = \"photo\"",
            "key = \"signature\"",
            "blocks.toml:44: field \"key\": repeated field \"signature\"",
        ),
        (
            ITEM,
            "{ value = \"account\"",
            "{ value = \"new\"",
            "items/allowance.toml:93: field \"value\": repeated option \"new\"",
        ),
        (
            ITEM,
            "field = \"apply_kind\", op = \"ne\"",
            "field = \"kind\", op = \"ne\"",
            "items/allowance.toml:113: field \"field\": unknown fact or field \"kind\"",
        ),
        (
            ITEM,
            "op = \"gte\"",
            "op = \"gtee\"",
            "items/allowance.toml:121: field \"op\": unknown operator \"gtee\"",
        ),
        (
            ITEM,
            "value = 80\n",
            "value = \"80\"\n",
            "items/allowance.toml:122: field \"value\": must be a number for age",
        ),
        (
            ITEM,
            "severity = \"block\"",
            "severity = \"stop\"",
            "items/allowance.toml:123: field \"severity\": unknown severity \"stop\"",
        ),
        (
            ITEM,
            "message = \"满80岁才能领。\"",
            "message = \"\"",
            "items/allowance.toml:124: field \"message\": must not be empty",
        ),
        (
            ITEM,
            "code = \"book\"",
            "code = \"age80\"",
            "items/allowance.toml:128: field \"code\": repeated rule \"age80\"",
        ),
        (
            ITEM,
            "field = \"household_book\"",
            "field = \"book\"",
            "items/allowance.toml:131: field \"field\": unknown fact or field \"book\"",
        ),
        (
            ITEM,
            "value = [80, 89]",
            "value = [80]",
            "items/allowance.toml:143: field \"value\": must be a list of two",
        ),
        (
            ITEM,
            "valid_to = \"\"",
            "valid_to = \"later\"",
            "items/allowance.toml:145: field \"valid_to\": \"later\" is not a date like 2026-11-24",
        ),
        (
            ITEM,
            "effect = \"changed\"",
            "effect = \"moved\"",
            "items/allowance.toml:151: field \"effect\": unknown effect \"moved\"",
        ),
        (
            ITEM,
            "[[legal]]",
            "[[legal]",
            "items/allowance.toml:50: unclosed array table, expected `]`",
        ),
        (
            "items/old_card.toml",
            "\"allowance\"",
            "\"\"",
            "items/allowance.toml:11: field \"replaces\": \"old_card\" does not say that it is replaced",
        ),
    ] {
        let error = first_error(broken(file, right, wrong));
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_photo_stands_for_papers_of_its_own_item_only() {
    let covering = |key: &str, papers: &str| {
        let key = format!("key = \"{key}\"\n");
        broken(ITEM, &key, &format!("{key}covers = {papers}\n"))
    };
    let read = covering("photo", "[\"household_book\"]").catalogue().unwrap();
    let item = read.catalogue.find_item("allowance").unwrap();
    assert_eq!(item.find_field("photo").unwrap().covers, ["household_book"]);
    for (key, papers, why) in [
        ("photo", "[\"book\"]", "unknown material \"book\""),
        ("photo", "[\"household_book\", \"household_book\"]", "repeated material"),
        ("apply_kind", "[\"household_book\"]", "only a photo or an attachment covers materials"),
    ] {
        let error = first_error(covering(key, papers)).to_string();
        assert!(error.contains("field \"covers\"") && error.contains(why), "{error}");
    }
}

#[test]
fn a_broken_item_takes_no_other_with_it() {
    let read = broken("items/old_card.toml", "status = \"repealed\"", "status = \"gone\"");
    let ReadCatalogue { catalogue, left_out } = read.catalogue().unwrap();
    let ids: Vec<&str> = catalogue.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["allowance"]);
    let [broken] = left_out.as_slice() else { panic!("{left_out:?}") };
    assert_eq!(broken.id, "old_card");
    assert!(broken.why.to_string().ends_with("field \"status\": unknown status \"gone\""));
}

fn first_error(files: CatalogueFiles) -> ConfigError {
    match files.catalogue() {
        Ok(read) => read.left_out.into_iter().next().unwrap().why,
        Err(error) => error,
    }
}

/// The small catalogue with one place changed.
fn broken(name: &str, right: &str, wrong: &str) -> CatalogueFiles {
    let change = |file: &str, text: &str| {
        if file == name {
            assert!(text.contains(right), "{file} has {right}");
            return SourceFile::new(file, text.replacen(right, wrong, 1));
        }
        SourceFile::new(file, text)
    };
    CatalogueFiles {
        meta: change("meta.toml", META),
        categories: change("categories.toml", CATEGORIES),
        facts: change("facts.toml", FACTS),
        blocks: change("blocks.toml", BLOCKS),
        ways: change("delivery_ways.toml", WAYS),
        items: vec![
            ("allowance".into(), Ok(change(ITEM, ALLOWANCE))),
            ("old_card".into(), Ok(change("items/old_card.toml", OLD_CARD))),
        ],
    }
}

fn files() -> CatalogueFiles {
    broken("", "", "")
}

const ITEM: &str = "items/allowance.toml";

const META: &str = r#"[meta]
catalogue_version = "2026.11-test"
levels = ["village", "township", "city_department"]
accept_levels = ["village", "township"]
article_2018_names = []
delivery_ways = ["self_pickup", "sms"]
city = "宁乡市"
as_of = "2026-11-24"
active_count = 1
consult = "12345"
field_types = []
operators = []
severities = []
accepted_cards = ["resident"]
fee_free_text = "免费"
"#;

const CATEGORIES: &str = r#"[[category]]
id = "elderly"
name = "老人"
order = 1

[[category]]
id = "relief"
name = "困难救助"
order = 2
"#;

const FACTS: &str = r#"[[fact]]
key = "age"
label = "周岁"
type = "number"
how = "身份证号"

[[member_column]]
key = "name"
label = "姓名"
type = "text"
ask = "叫什么？"
required = true
"#;

const BLOCKS: &str = r#"[[block]]
id = "contact"
name = "联系人"

[[block.field]]
key = "phone"
label = "联系电话"
type = "text"
required = false
group = "contact"
prefill = ""
options = []
pattern = ""
min = ""
max = ""
max_len = 20
show_if = []
help = ""

[[block]]
id = "delivery"
name = "领取方式"

[[block.field]]
key = "delivery"
label = "结果怎么领"
type = "choice"
required = true
group = "delivery"
prefill = ""
options = []
pattern = ""
min = ""
max = ""
max_len = 0
show_if = []
help = ""

[[block]]
id = "sign"
name = "签字"

[[block.field]]
key = "signature"
label = "签字"
type = "signature"
required = true
group = "sign"
prefill = ""
options = []
pattern = ""
min = ""
max = ""
max_len = 0
show_if = [{ field = "delivery", op = "in", value = ["sms", "self_pickup"] }]
help = ""

[[block]]
id = "pets"
name = "谁也不用的块"
field = []
"#;

const WAYS: &str = r#"[[way]]
value = "self_pickup"
label = "自行领取"
say = "自己来拿"
note = ""
icon = "hand"

[[way]]
value = "sms"
label = "短信告知"
say = "发短信告诉我"
note = ""
icon = "phone"
"#;

const ALLOWANCE: &str = r#"id = "allowance"
order = 2
name = "高龄津贴申领"
short_name = "高龄津贴"
tile_line = "满80岁每月领"
icon = "hand-coins"
category = "elderly"
status = "active"
effective_from = "2018-01-01"
repealed_on = ""
replaces = ["old_card"]
replaced_by = ""
article_2018_names = []
article_2018_relation = "next"
item_type = "行政给付"
frequency = "high"
keywords = ["老人钱"]
scope = "年满80周岁的老年人。"
conditions = ["年满80周岁"]
statutory_days = -1
statutory_unit = "working_day"
promised_days = 15
promised_unit = "calendar_day"
promised_basis = "proposed"
immediate = false
time_note = ""
fee = "免费"
fee_amount = 0
fee_note = ""
delivery = ["sms", "self_pickup"]
department_2018 = "市民政局"
department_now = "市民政局"
decider = "city_department"
consult = "12345"
accepted_cards = ["resident"]
accept_levels = ["village", "township"]
village_accept = "full"
self_service = true
assisted = true
home_visit = true
proxy_allowed = true
mobile_online = true
max_visits = 0
typical_applicant = "老人"
form_blocks = ["sign", "contact", "delivery"]
to_confirm = []
confidence = "sourced"
sources = ["办事指南"]

[[legal]]
title = "老年人权益保障法"
number = "2018年修正"
article = "第三十三条"
note = ""
seen = true

[[material]]
key = "household_book"
name = "居民户口簿"
form = "original"
media = "either"
copies = 1
required = "conditional"
when = "头一次领"
show_if = [{ field = "apply_kind", op = "eq", value = "new" }]
substitute = []
exempt = false
source = "公安机关"
capture = "scanner"
note = ""

[[step]]
no = 1
name = "受理"
level = "village"
actor = "村"
action = "读卡"
days = 1

[[result]]
name = "发放资格"
type = "资金"
validity = "逐年核查"
e_license = false

[[field]]
key = "apply_kind"
label = "申请类型"
type = "choice"
required = true
group = "detail"
prefill = ""
options = [{ value = "new", label = "首次" }, { value = "account", label = "变更账户" }]
pattern = ""
min = ""
max = ""
max_len = 0
show_if = []
help = ""

[[field]]
key = "photo"
label = "近照"
type = "photo"
required = false
group = "detail"
prefill = ""
options = []
pattern = ""
min = ""
max = ""
max_len = 0
show_if = [{ field = "apply_kind", op = "ne", value = "account" }]
help = ""

[[rule]]
code = "age80"
label = "年满80周岁"
when = []
field = "age"
op = "gte"
value = 80
severity = "block"
message = "满80岁才能领。"
source = ""

[[rule]]
code = "book"
label = "有户口簿"
when = []
field = "household_book"
op = "exists"
value = true
severity = "warn"
message = "户口簿以后补。"
source = ""

[[tier]]
key = "t80"
label = "80—89周岁"
amount = 100
unit = "元/月"
conditions = [{ field = "age", op = "between", value = [80, 89] }]
valid_from = "2018-01-01"
valid_to = ""
verified = true
source = ""

[[policy_note]]
date = "2018-01-01"
effect = "changed"
text = "三档标准。"
"#;

const OLD_CARD: &str = r#"id = "old_card"
order = 0
name = "老年人优待证"
short_name = "高龄津贴"
tile_line = ""
icon = "file-text"
category = "elderly"
status = "repealed"
effective_from = "2016-01-01"
repealed_on = "2022-03-01"
replaces = []
replaced_by = "allowance"
article_2018_names = []
article_2018_relation = "among_33"
item_type = "行政确认"
frequency = "none"
keywords = []
scope = ""
conditions = []
statutory_days = -1
statutory_unit = "working_day"
promised_days = -1
promised_unit = "working_day"
promised_basis = "none"
immediate = false
time_note = ""
fee = "免费"
fee_amount = 0
fee_note = ""
delivery = []
department_2018 = ""
department_now = ""
decider = "none"
consult = "12345"
accepted_cards = []
accept_levels = []
village_accept = "none"
self_service = false
assisted = false
home_visit = false
proxy_allowed = false
mobile_online = false
max_visits = 0
typical_applicant = ""
form_blocks = []
to_confirm = []
confidence = "sourced"
sources = []
legal = []
material = []
step = []
result = []
field = []
rule = []
tier = []
policy_note = []
"#;

//! The published example bytes, for the tests of this folder and of the devices.

use serde_json::Value;

pub(crate) fn vectors() -> Value {
    let file =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/serial-vectors.json"));
    serde_json::from_str(file).unwrap()
}

pub(crate) fn table<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap()
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap()
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(|digit| !digit.is_whitespace()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap())
        .collect()
}

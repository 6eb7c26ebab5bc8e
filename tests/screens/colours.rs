//! The contrast of every pair of colours that meet, computed from `ui/theme.slint` (WCAG relative luminance).

use regex_lite::Regex;

const THEME: &str = include_str!("../../ui/theme.slint");

/// Colour, ground, and the ratio that the design promises for them.
const PAIRS: [(&str, &str, f64); 30] = [
    ("ink", "bg", 13.4),
    ("ink", "card", 14.7),
    ("ink", "off-soft", 12.1),
    ("ink-2", "bg", 7.0),
    ("ink-2", "card", 7.7),
    ("ink-2", "primary-soft", 6.5),
    ("edge", "card", 3.8),
    ("edge", "bg", 3.4),
    ("primary", "card", 7.7),
    ("primary", "bg", 7.0),
    ("primary", "primary-soft", 6.6),
    ("on-primary", "primary", 7.7),
    ("on-primary", "primary-pressed", 11.3),
    ("primary-pressed", "primary-soft", 9.7),
    ("on-primary-2", "primary", 6.6),
    ("on-primary-edge", "primary", 5.5),
    ("ok", "ok-soft", 5.7),
    ("ok", "card", 6.5),
    ("ok-ink", "ok-soft", 9.2),
    ("warn", "warn-soft", 6.0),
    ("warn", "card", 6.8),
    ("warn", "bg", 6.2),
    ("warn-ink", "warn-soft", 9.8),
    ("warn-edge", "card", 3.8),
    ("warn-edge", "bg", 3.5),
    ("error", "card", 7.4),
    ("error", "bg", 6.7),
    ("off", "off-soft", 5.1),
    ("focus", "card", 6.1),
    ("focus", "bg", 5.5),
];

#[test]
fn colours_keep_the_contrast_that_the_design_promises() {
    for (colour, ground, promised) in PAIRS {
        let ratio = contrast(luminance(colour), luminance(ground));
        assert!(
            (ratio - promised).abs() < 0.06,
            "{colour} on {ground}: {ratio:.2}, promised {promised}"
        );
        let edge = colour.ends_with("edge") || colour == "focus";
        let floor = if edge { 3.0 } else { 4.5 };
        assert!(ratio >= floor, "{colour} on {ground}: {ratio:.2} is less than {floor}");
    }
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(token: &str) -> f64 {
    let line = Regex::new(&format!("<color> {token}: #([0-9A-Fa-f]{{6}});")).unwrap();
    let hex = &line.captures(THEME).unwrap_or_else(|| panic!("theme.slint has no {token}"))[1];
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

//! The contrast of every pair of colours that meet, computed from `ui/theme.slint` (WCAG relative luminance).

use std::collections::BTreeSet;

use regex_lite::Regex;

const THEME: &str = include_str!("../../ui/theme.slint");

/// Colour, ground, and the ratio that the design promises for them on paper and on the black ground.
const PAIRS: [(&str, &str, f64, f64); 38] = [
    ("ink", "bg", 13.4, 21.0),
    ("ink", "card", 14.7, 21.0),
    ("ink", "panel", 12.0, 21.0),
    ("ink", "off-soft", 12.1, 21.0),
    ("ink-2", "bg", 7.0, 21.0),
    ("ink-2", "card", 7.7, 21.0),
    ("ink-2", "primary-soft", 6.5, 21.0),
    ("edge", "card", 3.8, 21.0),
    ("edge", "bg", 3.4, 21.0),
    ("primary", "card", 7.7, 16.1),
    ("primary", "bg", 7.0, 16.1),
    ("primary", "primary-soft", 6.6, 16.1),
    ("on-primary", "primary", 7.7, 16.1),
    ("on-primary", "primary-pressed", 11.3, 21.0),
    ("quiet-ink", "primary-soft", 9.7, 21.0),
    ("on-invite", "invite", 7.7, 21.0),
    ("on-invite-2", "invite", 6.6, 21.0),
    ("on-invite-edge", "invite", 5.5, 21.0),
    ("on-invite", "invite-pressed", 11.3, 12.6),
    ("on-invite-edge", "invite-pressed", 8.0, 12.6),
    ("ok", "ok-soft", 5.7, 13.0),
    ("ok", "card", 6.5, 13.0),
    ("ok-ink", "ok-soft", 9.2, 13.0),
    ("warn", "warn-soft", 6.0, 13.2),
    ("warn", "card", 6.8, 13.2),
    ("warn", "bg", 6.2, 13.2),
    ("warn-ink", "warn-soft", 9.8, 13.2),
    ("warn-edge", "card", 3.8, 13.2),
    ("warn-edge", "bg", 3.5, 13.2),
    ("error", "card", 7.4, 10.6),
    ("error", "bg", 6.7, 10.6),
    ("error", "error-soft", 6.3, 10.6),
    ("ink-2", "off-soft", 6.3, 21.0),
    ("off", "off-soft", 5.1, 21.0),
    ("focus", "card", 6.1, 10.0),
    ("focus", "bg", 5.5, 10.0),
    ("ink-2", "panel", 6.3, 21.0),
    ("edge", "panel", 3.1, 21.0),
];

/// Colours whose contrast nobody depends on, and why.
const NO_PAIR: [(&str, &str); 7] = [
    ("line", "parts what stands apart already"),
    ("track", "the rest of the way; “第 4 题，共 9 题” stands beside it"),
    ("ok-line", "around a notice: its words say it"),
    ("warn-line", "around a notice: its words say it"),
    ("quiet-line", "around a notice: its words say it"),
    ("off-line", "around what cannot be pressed, and guides to write along"),
    ("dim", "lies over what is not to be read now"),
];

#[test]
fn colours_keep_the_contrast_that_the_design_promises() {
    for (colour, ground, on_paper, on_black) in PAIRS {
        for (black, promised) in [(false, on_paper), (true, on_black)] {
            let ratio = contrast(luminance(colour, black), luminance(ground, black));
            assert!(
                (ratio - promised).abs() < 0.06,
                "{colour} on {ground} (black: {black}): {ratio:.2}, promised {promised}"
            );
            let edge = colour.ends_with("edge") || colour == "focus";
            let floor = if edge { 3.0 } else { 4.5 };
            assert!(ratio >= floor, "{colour} on {ground}: {ratio:.2} is less than {floor}");
        }
    }
}

#[test]
fn no_colour_escapes_the_computation() {
    let tokens = Regex::new(r"<color> ([a-z0-9-]+):").unwrap();
    let tokens: BTreeSet<&str> =
        tokens.captures_iter(THEME).map(|found| found.get(1).unwrap().as_str()).collect();
    let paired: BTreeSet<&str> =
        PAIRS.iter().flat_map(|(colour, ground, ..)| [*colour, *ground]).collect();
    let excepted: BTreeSet<&str> = NO_PAIR.iter().map(|(colour, _)| *colour).collect();

    assert!(excepted.is_disjoint(&paired), "no exception is needed for what is computed");
    let named: BTreeSet<&str> = paired.union(&excepted).copied().collect();
    assert_eq!(tokens, named, "each colour of theme.slint stands in PAIRS or in NO_PAIR");
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// `root.high-contrast ? #black : #paper`, or one colour for both.
fn luminance(token: &str, black: bool) -> f64 {
    let hex = "#([0-9A-Fa-f]{6})";
    let both = format!(r"<color> {token}: (?:root\.high-contrast \? {hex} : )?{hex};");
    let found = Regex::new(&both).unwrap().captures(THEME);
    let found = found.unwrap_or_else(|| panic!("theme.slint has no {token}"));
    let hex = if black { found.get(1).or(found.get(2)) } else { found.get(2) }.unwrap().as_str();
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

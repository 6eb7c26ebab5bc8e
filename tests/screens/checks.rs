//! What must be so on every screen; the numbers are those of the design's screen chapter (§3.1, §4), written by hand.

use jiujin::kiosk::{
    play::protocol::{Element, Look},
    sight::{Sight, TextSize},
};

use crate::{
    fonts::{self, Weight},
    ink::Picture,
};

/// A role of type: component, sizes in drawing pixels of 1920×1080 (normal, large, largest), weight, and whether it may
/// break into lines.
struct Role {
    component: &'static str,
    sizes: [f32; 3],
    weight: Weight,
    breaks: bool,
}

const ROLES: [Role; 25] = [
    role("NumberText", [124.0, 124.0, 124.0], Weight::Bold, false),
    role("ClockText", [128.0, 128.0, 128.0], Weight::Bold, false),
    role("CountdownText", [136.0, 136.0, 136.0], Weight::Bold, false),
    role("HeroText", [92.0, 92.0, 100.0], Weight::Bold, true),
    role("QuestionText", [64.0, 72.0, 84.0], Weight::Bold, true),
    role("TitleText", [56.0, 64.0, 76.0], Weight::Bold, true),
    role("ChoiceText", [44.0, 52.0, 64.0], Weight::Bold, true),
    role("HeadingText", [40.0, 48.0, 56.0], Weight::Bold, true),
    role("PrimaryButtonText", [40.0, 46.0, 52.0], Weight::Bold, false),
    role("ButtonText", [36.0, 42.0, 48.0], Weight::Bold, false),
    role("LeadText", [34.0, 42.0, 50.0], Weight::Regular, true),
    role("StrongLeadText", [34.0, 42.0, 50.0], Weight::Bold, true),
    role("BodyText", [32.0, 40.0, 48.0], Weight::Regular, true),
    role("StrongBodyText", [32.0, 40.0, 48.0], Weight::Bold, true),
    role("SmallText", [28.0, 34.0, 42.0], Weight::Regular, true),
    role("StrongSmallText", [28.0, 34.0, 42.0], Weight::Bold, true),
    role("KeyText", [64.0, 64.0, 64.0], Weight::Bold, false),
    role("NormalSample", [36.0, 36.0, 36.0], Weight::Bold, false),
    role("LargeSample", [42.0, 42.0, 42.0], Weight::Bold, false),
    role("LargestSample", [48.0, 48.0, 48.0], Weight::Bold, false),
    role("EntryText", [76.0, 76.0, 76.0], Weight::Bold, true),
    role("LetterText", [48.0, 48.0, 48.0], Weight::Regular, false),
    role("CandidateText", [52.0, 52.0, 52.0], Weight::Regular, false),
    role("StrongCandidateText", [52.0, 52.0, 52.0], Weight::Bold, false),
    role("WrittenText", [56.0, 56.0, 56.0], Weight::Bold, false),
];

/// The smallest text of the elder view, and the height of a line in em.
const SMALLEST: f32 = 28.0;
const LINE: f32 = 1.448;
/// Layouts put things on whole pixels.
const ROUNDING: f32 = 1.0;
const BETWEEN_TARGETS: f32 = 16.0;
const BETWEEN_LETTERS: f32 = 8.0;

/// Component, least width, least height.
const TARGETS: [(&str, f32, f32); 13] = [
    ("PrimaryButton", 420.0, 112.0),
    ("SecondaryButton", 96.0, 104.0),
    ("OutlineButton", 96.0, 104.0),
    ("CasesButton", 96.0, 104.0),
    ("PlainButton", 96.0, 96.0), // 104; 96 in a header bar and beside a row of review
    ("StatusCallButton", 96.0, 72.0), // the status line is 88 high; 72 are the law's 60 dp
    ("Tile", 400.0, 116.0),
    ("ChoiceRow", 420.0, 116.0),
    ("Key", 220.0, 136.0),
    ("LetterKey", 118.0, 144.0),
    ("StrokeKey", 118.0, 144.0),
    ("CandidateButton", 128.0, 104.0),
    ("WayTab", 96.0, 104.0),
];

const fn role(component: &'static str, sizes: [f32; 3], weight: Weight, breaks: bool) -> Role {
    Role { component, sizes, weight, breaks }
}

/// Everything on the part of the screen that nothing covers.
pub(crate) fn faults(look: &Look, picture: &Picture, sight: Sight) -> Vec<String> {
    let screen = Screen::of(look, sight.text_size);
    let mut faults = Vec::new();
    screen.check_targets(&mut faults);
    screen.check_distances(&mut faults);
    screen.check_places(&mut faults);
    screen.check_call(&mut faults);
    screen.check_listen(&mut faults);
    for (place, element) in screen.elements.iter().enumerate() {
        if element.is_text() {
            screen.check_text(place, element, picture, &mut faults);
        }
    }
    screen.check_overlaps(&mut faults);
    faults
}

struct Screen<'a> {
    /// In the order in which they are painted, each once.
    elements: Vec<&'a Element>,
    width: f32,
    height: f32,
    unit: f32,
    text_size: TextSize,
}

impl<'a> Screen<'a> {
    fn of(look: &'a Look, text_size: TextSize) -> Self {
        let mut elements: Vec<&Element> = Vec::new();
        for element in look.uncovered().iter().filter(|element| element.opacity > 0.0) {
            if !elements.contains(&element) {
                elements.push(element); // one inside a component is reported by every layer of it
            }
        }
        let unit = if look.height >= 1000.0 { 1.0 } else { 0.75 };
        Self { elements, width: look.width, height: look.height, unit, text_size }
    }

    fn check_targets(&self, faults: &mut Vec<String>) {
        for element in &self.elements {
            if element.is("Pressable") && (!element.is_touchable() || element.label.is_empty()) {
                faults
                    .push(format!("{} can be pressed but has no role or no label", name(element)));
            }
        }
        let mut primaries: Vec<&Element> = Vec::new();
        for target in self.targets() {
            if !self.holds(target) {
                faults.push(format!("{} is not whole inside the window", name(target)));
            }
            let (width, height) = self.least_size(target);
            if target.width + ROUNDING < width * self.unit
                || target.height + ROUNDING < height * self.unit
            {
                faults.push(format!("{} is smaller than {width}×{height} units", name(target)));
            }
            if target.is("PrimaryButton") {
                primaries.push(target);
            }
        }
        if primaries.len() > 1 {
            let all: Vec<String> = primaries.into_iter().map(name).collect();
            faults.push(format!("more than one primary button: {}", all.join(", ")));
        }
    }

    fn least_size(&self, target: &Element) -> (f32, f32) {
        let (width, height) = TARGETS
            .iter()
            .find(|(component, ..)| target.is(component))
            .map_or((96.0, 96.0), |(_, width, height)| (*width, *height));
        let in_header = target.y + target.height <= 136.0 * self.unit;
        let beside_a_row = target.label.starts_with(['改', '补']);
        match target.label.as_str() {
            "删一个" => (220.0, 136.0),
            // pinyin has two rows of candidates, and its bars are highest here
            _ if target.is("LetterKey") && self.text_size == TextSize::Largest => (width, 136.0),
            // in a box as in a header bar: none of its answers
            _ if target.is("ListenButton") || target.is("TextSizeButton") => (width, 96.0),
            _ if self.elements.first().is_some_and(|first| first.is("Modal")) => (width, 136.0),
            _ if target.is("PlainButton") && !in_header && !beside_a_row => (width, 104.0),
            _ => (width, height),
        }
    }

    fn check_distances(&self, faults: &mut Vec<String>) {
        let targets: Vec<&Element> = self.targets().collect();
        for (place, one) in targets.iter().enumerate() {
            for other in &targets[place + 1..] {
                let distance = gap(one, other);
                let letters = one.is("LetterKey") && other.is("LetterKey");
                let least = if letters { BETWEEN_LETTERS } else { BETWEEN_TARGETS };
                if distance + ROUNDING < least * self.unit {
                    faults.push(format!(
                        "{} and {} are {distance:.0} px apart",
                        name(one),
                        name(other)
                    ));
                }
            }
        }
    }

    /// Back and next stand at the same place on every screen.
    fn check_places(&self, faults: &mut Vec<String>) {
        let high = if self.text_size == TextSize::Largest { 160.0 } else { 144.0 };
        let footer = self.height - high * self.unit;
        let margin = 64.0 * self.unit;
        let middle = self.height - high / 2.0 * self.unit;
        for button in self.targets().filter(|target| target.y >= footer) {
            let (_, centre) = button.centre();
            let off = |place: f32, wanted: f32| (place - wanted).abs() > ROUNDING;
            let primary =
                button.is("PrimaryButton") && off(button.x + button.width, self.width - margin);
            let back = button.is("BackButton") && off(button.x, margin);
            if primary
                || back
                || ((button.is("PrimaryButton") || button.is("BackButton")) && off(centre, middle))
            {
                faults.push(format!("{} is not at its place in the footer", name(button)));
            }
        }
    }

    /// Whoever cannot read hears what is in sight, boxes that need an answer above all.
    fn check_listen(&self, faults: &mut Vec<String>) {
        let says = ["读给我听", "再听一遍", "别念了"];
        if !self.targets().any(|target| says.contains(&target.label.as_str())) {
            faults.push("nothing reads it aloud".into());
        }
    }

    /// Nobody is stuck anywhere: every screen leads to a person.
    fn check_call(&self, faults: &mut Vec<String>) {
        if self.elements.first().is_some_and(|first| first.is("Modal")) {
            return; // a box over the screen has its own way on
        }
        let calls = ["CallButton", "CallStaffButton", "StatusCallButton"];
        if !self.targets().any(|target| calls.iter().any(|call| target.is(call))) {
            faults.push("no button calls a person".into());
        }
    }

    fn check_text(
        &self,
        place: usize,
        text: &Element,
        picture: &Picture,
        faults: &mut Vec<String>,
    ) {
        let named =
            ROLES.iter().find(|role| text.kinds.first().is_some_and(|kind| kind == role.component));
        let Some(role) = named else {
            faults.push(format!("{} is of no role of type", name(text)));
            return;
        };
        let missing = fonts::without_glyph(&text.label);
        if !missing.is_empty() {
            faults.push(format!("{}: no glyph for {missing}", name(text)));
        }
        if self.size_of(role) < SMALLEST {
            faults.push(format!("{} is smaller than {SMALLEST} units", name(text)));
        }
        self.check_fit(role, text, faults);
        self.check_ink(place, role, text, picture, faults);
        if !self.holds(text) {
            faults.push(format!("{} is not whole inside the window", name(text)));
        }
        if let Some(around) = self.around(place, text)
            && !inside(text, around)
        {
            faults.push(format!("{} sticks out of {}", name(text), name(around)));
        }
    }

    /// In drawing pixels.
    fn size_of(&self, role: &Role) -> f32 {
        let [normal, large, largest] = role.sizes;
        match self.text_size {
            TextSize::Normal => normal,
            TextSize::Large => large,
            TextSize::Largest => largest,
        }
    }

    fn check_fit(&self, role: &Role, text: &Element, faults: &mut Vec<String>) {
        let size = self.size_of(role) * self.unit;
        let line = LINE * size;
        let natural = fonts::width(&text.label, role.weight, size);
        let written = text.label.lines().count().max(1);
        let may_break = role.breaks && text.height + ROUNDING >= line * (written + 1) as f32;
        if !may_break {
            if natural > text.width + ROUNDING {
                let beyond = natural - text.width;
                faults.push(format!("{} is cut: {beyond:.0} px too long for its line", name(text)));
            }
            if line * written as f32 > text.height + ROUNDING {
                faults.push(format!("{} is cut: less than {written} lines high", name(text)));
            }
            return;
        }
        let lines = fonts::line_count(&text.label, role.weight, size, text.width);
        let needed = line * lines as f32;
        if needed > text.height + ROUNDING {
            faults.push(format!("{} is cut: {lines} lines need {needed:.0} px", name(text)));
        }
    }

    /// What is drawn in one line and over no picture is as large as its role says.
    fn check_ink(
        &self,
        place: usize,
        role: &Role,
        text: &Element,
        picture: &Picture,
        faults: &mut Vec<String>,
    ) {
        let size = self.size_of(role) * self.unit;
        let natural = fonts::width(&text.label, role.weight, size);
        let several_lines = natural > text.width + ROUNDING || text.label.contains('\n');
        let over_a_picture = self
            .elements
            .iter()
            .any(|one| one.is("Image") && !one.is("Icon") && overlap(one, text));
        if several_lines || over_a_picture {
            return;
        }
        let part = self.between_borders(place, text, natural, LINE * size);
        if let Some(fault) = picture.find_fault(&part, role.weight, size) {
            faults.push(format!("{} {fault}", name(text)));
        }
    }

    /// A text that is as large as the button it stands in leaves the button's borders out; it stands in the middle.
    fn between_borders(&self, place: usize, text: &Element, width: f32, height: f32) -> Element {
        let mut part = text.clone();
        let Some(around) = self.around(place, text) else { return part };
        let (across, down) = text.centre();
        if (around.width - text.width).abs() < ROUNDING {
            (part.x, part.width) = (across - width / 2.0, width);
        }
        if (around.height - text.height).abs() < ROUNDING {
            (part.y, part.height) = (down - height / 2.0, height);
        }
        part
    }

    fn check_overlaps(&self, faults: &mut Vec<String>) {
        let drawn = |element: &&&Element| element.is_text() || element.is("Icon");
        let drawn: Vec<&Element> = self.elements.iter().filter(drawn).copied().collect();
        for (place, one) in drawn.iter().enumerate() {
            for other in &drawn[place + 1..] {
                let text = one.is_text() || other.is_text();
                if text && overlap(one, other) {
                    faults.push(format!("{} and {} lie over each other", name(one), name(other)));
                }
            }
        }
    }

    /// The smallest card, button or notice painted before that the text begins in.
    fn around(&self, place: usize, text: &Element) -> Option<&'a Element> {
        let (left, top) = (text.x + ROUNDING, text.y + ROUNDING);
        self.elements[..place]
            .iter()
            .filter(|one| one.is("Rectangle") && one.height > 8.0 * self.unit) // a rule holds no words
            .filter(|one| {
                left >= one.x
                    && top >= one.y
                    && left <= one.x + one.width
                    && top <= one.y + one.height
            })
            .min_by(|one, other| (one.width * one.height).total_cmp(&(other.width * other.height)))
            .copied()
    }

    fn targets(&self) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().copied().filter(|element| element.is_touchable())
    }

    fn holds(&self, element: &Element) -> bool {
        element.x >= -ROUNDING
            && element.y >= -ROUNDING
            && element.x + element.width <= self.width + ROUNDING
            && element.y + element.height <= self.height + ROUNDING
    }
}

fn inside(one: &Element, around: &Element) -> bool {
    one.x + ROUNDING >= around.x
        && one.y + ROUNDING >= around.y
        && one.x + one.width <= around.x + around.width + ROUNDING
        && one.y + one.height <= around.y + around.height + ROUNDING
}

/// Along both axes; what only touches does not overlap.
fn overlap(one: &Element, other: &Element) -> bool {
    let (across, down) = distances(one, other);
    across < -ROUNDING && down < -ROUNDING
}

fn gap(one: &Element, other: &Element) -> f32 {
    let (across, down) = distances(one, other);
    if across < 0.0 && down < 0.0 { across.max(down) } else { across.max(0.0).hypot(down.max(0.0)) }
}

fn distances(one: &Element, other: &Element) -> (f32, f32) {
    let between = |start: f32, length: f32, other_start: f32, other_length: f32| {
        (other_start - start - length).max(start - other_start - other_length)
    };
    (
        between(one.x, one.width, other.x, other.width),
        between(one.y, one.height, other.y, other.height),
    )
}

fn name(element: &Element) -> String {
    let kind = element.kinds.first().map_or("?", String::as_str);
    format!(
        "{kind} “{}” ({:.0},{:.0} {:.0}×{:.0})",
        element.label.replace('\n', " / "),
        element.x,
        element.y,
        element.width,
        element.height
    )
}

mod can_fail {
    use super::*;

    #[test]
    fn a_screen_without_a_fault_has_none_and_each_fault_is_seen() {
        let button = element(
            &["PrimaryButton", "Pressable"],
            "button",
            "下一步",
            [700.0, 700.0, 420.0, 84.0],
        );
        let moved = |x: f32, y: f32| Element { x, y, ..button.clone() };
        let text =
            element(&["BodyText", "Text"], "", "请把身份证放在这里", [48.0, 100.0, 220.0, 35.0]);
        let card = element(&["Notice", "Rectangle"], "", "", [40.0, 90.0, 100.0, 60.0]);
        assert_eq!(seen(vec![text.clone()]), Vec::<String>::new());
        for (elements, fault) in [
            (vec![moved(1000.0, 300.0)], "not whole inside"),
            (vec![moved(100.0, 300.0), moved(100.0, 390.0)], "6 px apart"),
            (vec![moved(100.0, 300.0), moved(100.0, 500.0)], "more than one primary"),
            (vec![moved(100.0, 700.0)], "not at its place"),
            (vec![Element { height: 70.0, ..moved(100.0, 300.0) }], "smaller than 420×112"),
            (vec![Element { label: String::new(), ..moved(100.0, 300.0) }], "no label"),
            (vec![Element { width: 200.0, ..text.clone() }], "16 px too long"),
            (vec![Element { height: 30.0, ..text.clone() }], "less than 1 lines high"),
            (vec![Element { width: 60.0, height: 70.0, ..text.clone() }], "lines need"),
            (vec![Element { kinds: vec!["Text".into()], ..text.clone() }], "no role of type"),
            (vec![card, text.clone()], "sticks out of Notice"),
            (vec![text.clone(), Element { y: 120.0, ..text.clone() }], "lie over each other"),
            (vec![Element { label: "\u{E000}".into(), ..text.clone() }], "no glyph"),
        ] {
            let found = seen(elements);
            assert!(found.iter().any(|one| one.contains(fault)), "{fault}: {found:?}");
        }
    }

    #[test]
    fn a_screen_that_leads_to_no_person_or_says_nothing_is_seen() {
        let look = look(Vec::new());
        let eyes = Sight::default();
        let found = faults(&look, &Picture::blank(1280, 800), eyes);
        assert_eq!(found, ["no button calls a person", "nothing reads it aloud"]);
        let modal = element(&["Modal"], "", "", [0.0, 0.0, 1280.0, 800.0]);
        let look = Look { elements: vec![modal], ..look };
        let found = faults(&look, &Picture::blank(1280, 800), eyes);
        assert_eq!(found, ["nothing reads it aloud"], "a box too");
    }

    fn look(elements: Vec<Element>) -> Look {
        let (width, height, said, started) = (1280.0, 800.0, Vec::new(), Vec::new());
        Look { shown: 0, width, height, elements, said, started }
    }

    /// Faults other than those of the ink: nothing is drawn here.
    fn seen(mut elements: Vec<Element>) -> Vec<String> {
        let call = ["CallButton", "PlainButton", "Pressable"];
        elements.push(element(&call, "button", "叫人", [1100.0, 9.0, 130.0, 72.0]));
        let listen = ["ListenButton", "PlainButton", "Pressable"];
        elements.push(element(&listen, "button", "读给我听", [900.0, 9.0, 180.0, 72.0]));
        let look = look(elements);
        let mut faults = faults(&look, &Picture::blank(1280, 800), Sight::default());
        faults.retain(|fault| !fault.contains(" is drawn "));
        faults
    }

    fn element(
        kinds: &[&str],
        role: &str,
        label: &str,
        [x, y, width, height]: [f32; 4],
    ) -> Element {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let (role, label) = (role.into(), label.into());
        Element {
            kinds,
            role,
            label,
            enabled: true,
            opacity: 1.0,
            x,
            y,
            width,
            height,
            ..Element::default()
        }
    }
}

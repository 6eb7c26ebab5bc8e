//! Looking at a screen as a person does: what can be read, what can be touched.

use super::protocol::{Element, Look};

/// Roles a finger can act on.
const TOUCHABLE: [&str; 5] = ["button", "radiobutton", "checkbox", "switch", "tab"];

impl Element {
    pub fn is(&self, kind: &str) -> bool {
        self.kinds.iter().any(|one| one == kind)
    }

    pub fn is_touchable(&self) -> bool {
        TOUCHABLE.contains(&self.role.as_str())
    }

    pub fn is_text(&self) -> bool {
        self.is("Text")
    }

    pub fn centre(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

impl Look {
    /// What is not under a box that lies over the screen: a box is painted after what it covers.
    pub fn uncovered(&self) -> &[Element] {
        let last_box = self.elements.iter().rposition(|element| element.is("Modal"));
        self.elements.get(last_box.unwrap_or(0)..).unwrap_or_default()
    }

    pub fn touchables(&self) -> impl Iterator<Item = &Element> {
        self.uncovered()
            .iter()
            .filter(|element| element.is_touchable() && element.enabled && self.is_inside(element))
    }

    /// Text that stands on the screen, whole, and entry fields with what is in them.
    pub fn readable(&self) -> impl Iterator<Item = &str> {
        self.uncovered()
            .iter()
            .filter(|element| element.opacity > 0.0 && self.is_inside(element))
            .filter_map(|element| match () {
                () if element.is_text() => Some(element.label.as_str()),
                () if element.role == "textinput" => Some(element.value.as_str()),
                () => None,
            })
            .filter(|text| !text.is_empty())
    }

    pub fn shows(&self, text: &str) -> bool {
        self.readable().any(|readable| readable.contains(text))
    }

    pub fn is_inside(&self, element: &Element) -> bool {
        const ROUNDING: f32 = 0.5;
        element.x >= -ROUNDING
            && element.y >= -ROUNDING
            && element.x + element.width <= self.width + ROUNDING
            && element.y + element.height <= self.height + ROUNDING
    }

    /// The one touchable with this label, or what there is instead.
    pub fn touchable(&self, label: &str) -> Result<&Element, String> {
        let found: Vec<&Element> =
            self.touchables().filter(|element| element.label == label).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(format!("“{label}” cannot be touched; what can be: {}", self.labels())),
            several => Err(format!("“{label}” is there {} times", several.len())),
        }
    }

    pub fn labels(&self) -> String {
        let labels: Vec<&str> = self.touchables().map(|element| element.label.as_str()).collect();
        labels.join(" · ")
    }
}

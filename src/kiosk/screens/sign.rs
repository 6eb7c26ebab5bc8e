//! 10: the signature. The ink stays with the screen until it is said to be done.

use crate::domain::draft::Draft;
use crate::domain::signature::{Signature, ink_length};
use crate::kiosk::event::Now;
use crate::kiosk::session::Visit;
use crate::kiosk::wording;

pub enum Touch {
    /// 签好了, with what is in the box.
    Done {
        signature: Signature,
        aspect: f32,
    },
    /// 签好了 before there is ink.
    NotYet,
    CannotWrite,
    Back,
    Leave,
}

pub struct State {
    pub draft: Draft,
    /// A question of the form that is answered by signing, such as the family's consent; else the application itself.
    pub field: Option<String>,
}

impl State {
    pub fn of_the_application(draft: Draft) -> Self {
        Self { draft, field: None }
    }
}

#[derive(Clone, PartialEq)]
pub struct View {
    pub title: String,
    pub person: String,
    pub question: String,
    pub commitment: String,
    pub signed_by: String,
    pub date: String,
}

/// 200 px of the 1680 px box: less is a slip of the finger, not a name.
const SHORTEST_INK: f32 = 200.0 / 1680.0;

/// Whether there is enough ink for a signature.
pub fn is_signature(signature: &Signature, aspect: f32) -> bool {
    ink_length(&signature.strokes, aspect) >= SHORTEST_INK
}

pub fn view(state: &State, visit: &Visit, now: Now) -> View {
    let field = state.field.as_deref().and_then(|key| state.draft.item().find_field(key));
    View {
        title: state.draft.item().short_name.clone(),
        person: wording::person(Some(visit)),
        question: field
            .map_or_else(|| wording::SIGN_QUESTION.into(), |field| wording::question(field, false)),
        commitment: field.map_or_else(|| wording::COMMITMENT.into(), |field| field.label.clone()),
        signed_by: match field {
            Some(_) => String::new(), // several people may sign together
            None => wording::signed_by(&visit.card.name),
        },
        date: wording::long_date(now.local.date()),
    }
}

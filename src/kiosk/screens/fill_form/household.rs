//! The people of a household: a list, and for each of them the columns of the catalogue one by one.

use super::{Choice, State};
use crate::domain::draft::{MOST_MEMBERS, Member, Value};
use crate::domain::service_item::FieldKind;
use crate::kiosk::wording;

const ADD_MEMBER: &str = "add";
const CHANGE_MEMBER: &str = "change";
const REMOVE_MEMBER: &str = "remove";
const KEEP_MEMBER: &str = "keep";

/// A row of the household and what is asked about it; without a column: whether to change it or to take it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AtMember {
    pub(super) place: usize,
    pub(super) column: Option<usize>,
}

impl State {
    /// The list of a household's people, or the question what to do with one of them.
    pub fn lists_members(&self) -> bool {
        self.field().kind == FieldKind::HouseholdMembers
    }

    /// Where in the household somebody stands of whom is asked whether to change or to take away.
    pub fn member_to_change(&self) -> Option<usize> {
        match self.member {
            Some(AtMember { place, column: None }) => Some(place),
            Some(AtMember { column: Some(_), .. }) | None => None,
        }
    }

    /// Who is entered at this place still lacks an answer.
    pub fn member_is_open(&self, member: &Member) -> bool {
        member.find_problem(&self.whole_field().columns, self.draft.day()).is_some()
    }

    pub fn members(&self) -> Vec<Member> {
        match self.draft.value(&self.key) {
            Some((Value::Members(members), _)) => members,
            _ => Vec::new(), // nobody is entered yet
        }
    }

    pub(super) fn choose_member(&mut self, id: &str) {
        let mut members = self.members();
        match (self.member, id) {
            (None, ADD_MEMBER) if members.len() < MOST_MEMBERS => {
                members.push(Member::default());
                self.member = Some(AtMember { place: members.len() - 1, column: Some(0) });
                self.answer_members(members);
            }
            (None, place) => {
                let place = place.parse().ok().filter(|place| *place < members.len());
                self.member = place.map(|place| AtMember { place, column: None });
            }
            (Some(at), CHANGE_MEMBER) => self.member = Some(AtMember { column: Some(0), ..at }),
            (Some(at), REMOVE_MEMBER) => {
                if at.place < members.len() {
                    members.remove(at.place);
                }
                self.member = None;
                self.answer_members(members);
            }
            (Some(_), _) => self.member = None,
        }
        self.take_up();
    }

    pub(super) fn answer_members(&mut self, members: Vec<Member>) {
        let key = self.key.clone();
        if members.is_empty() {
            self.draft.clear(&key);
        } else {
            self.draft.answer(&key, Value::Members(members));
        }
    }

    /// Everybody who is entered, and the row that adds one; or what can be done with one of them.
    pub(super) fn member_rows(&self) -> Vec<Choice> {
        if self.member.is_some() {
            return wording::member_menu([CHANGE_MEMBER, REMOVE_MEMBER, KEEP_MEMBER]);
        }
        let members = self.members();
        let columns = &self.whole_field().columns;
        let mut rows: Vec<Choice> = members
            .iter()
            .enumerate()
            .map(|(place, member)| wording::member_row(place, member, columns, self.draft.day()))
            .collect();
        if members.len() < MOST_MEMBERS {
            rows.push(wording::add_member(ADD_MEMBER));
        }
        rows
    }
}

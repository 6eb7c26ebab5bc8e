//! 回执: the facts on a slip, whole from the start so that it can be printed again from them.

use jiff::civil::DateTime;

use super::application::{Application, NextStep};
use super::eligibility::{CardFacts, informing};
use super::names::masked_name;
use super::number::ApplicationNumber;

/// Everything a slip says about one application; names and numbers are masked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub application_number: ApplicationNumber,
    pub item: String,
    pub item_name: String,
    pub applicant: String,
    pub id_number: String,
    /// Local time of filing on the business date.
    pub filed_at: DateTime,
    pub point_name: String,
    pub device: String,
    /// What happens next, at other desks.
    pub next_steps: Vec<NextStep>,
    /// Decided on the spot: what the result says.
    pub result: Option<Vec<String>>,
    /// Materials to bring as originals.
    pub to_bring: Vec<String>,
}

/// The receipt of an application in the moment it has been stored.
pub fn receipt_of(
    application: &Application,
    number: ApplicationNumber,
    filed_at: DateTime,
    point_name: &str,
    device: &str,
) -> Receipt {
    let item = application.item();
    let card = application.card();
    let facts = CardFacts { card, day: application.business_date() };
    let result = item
        .decided_on_the_spot()
        .then(|| informing(item, &facts).into_iter().map(Into::into).collect());
    Receipt {
        application_number: number,
        item: item.id.clone(),
        item_name: item.short_name.clone(),
        applicant: masked_name(&card.name),
        id_number: card.number.masked(),
        filed_at,
        point_name: point_name.into(),
        device: device.into(),
        next_steps: application.next_steps().to_vec(),
        result,
        to_bring: application.to_bring(),
    }
}

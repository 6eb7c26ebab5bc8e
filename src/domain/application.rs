//! A complete application (申请), and the sealed request that leaves the kiosk; neither has a setter.

use std::sync::Arc;

use jiff::civil::Date;
use uuid::Uuid;

use super::draft::Value;
use super::id_card::IdCard;
use super::materials::MaterialState;
use super::photo::Photo;
use super::service_item::ServiceItem;

/// Every shown field is answered and every rule that blocks has been met; made by `Draft::check` only.
#[derive(Clone)]
pub struct Application {
    item: Arc<ServiceItem>,
    item_version: String,
    card: Arc<IdCard>,
    business_date: Date,
    checked: Checked,
}

/// What a check made of the answers.
#[derive(Clone)]
pub struct Checked {
    /// In the order of the form.
    pub values: Vec<(String, Value)>,
    pub next_steps: Vec<NextStep>,
    pub materials: Vec<MaterialRecord>,
    /// Photos of materials by their key, in the order of the catalogue.
    pub papers: Vec<(String, Photo)>,
    /// Codes of the rules that somebody has to look at.
    pub remarks: Vec<String>,
}

/// One material of the application and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialRecord {
    pub key: String,
    pub name: String,
    pub state: MaterialState,
    /// A photo is no original: the office still wants to see it.
    pub original_wanted: bool,
}

/// Who does what after the filing. Days are not part of it: only a sourced promise may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    pub actor: String,
    pub name: String,
}

impl Application {
    pub(super) fn from_checked(
        item: Arc<ServiceItem>,
        item_version: String,
        card: Arc<IdCard>,
        business_date: Date,
        checked: Checked,
    ) -> Self {
        Self { item, item_version, card, business_date, checked }
    }

    pub fn item(&self) -> &ServiceItem {
        &self.item
    }

    pub fn item_version(&self) -> &str {
        &self.item_version
    }

    pub fn card(&self) -> &IdCard {
        &self.card
    }

    pub fn business_date(&self) -> Date {
        self.business_date
    }

    /// In the order of the form.
    pub fn values(&self) -> &[(String, Value)] {
        &self.checked.values
    }

    /// Photos of materials by their key, in the order of the catalogue.
    pub fn papers(&self) -> &[(String, Photo)] {
        &self.checked.papers
    }

    /// What other desks do with it.
    pub fn next_steps(&self) -> &[NextStep] {
        &self.checked.next_steps
    }

    /// In the order in which they were shown: what is missing first.
    pub fn materials(&self) -> &[MaterialRecord] {
        &self.checked.materials
    }

    /// Codes of the `warn` rules that the answers do not meet.
    pub fn remarks(&self) -> &[String] {
        &self.checked.remarks
    }

    /// Names of the materials that still come to the window.
    pub fn to_bring(&self) -> Vec<String> {
        let comes = |record: &&MaterialRecord| match record.state {
            MaterialState::Missing | MaterialState::OriginalToWindow => true,
            MaterialState::Photographed => record.original_wanted,
            MaterialState::Exempt(_) | MaterialState::Depends => false,
        };
        self.materials().iter().filter(comes).map(|record| record.name.clone()).collect()
    }
}

/// The key of an application everywhere: a UUIDv7 made by the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationId(Uuid);

impl ApplicationId {
    /// A new one; the time inside is for sorting only and decides nothing.
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }
}

impl Default for ApplicationId {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.hyphenated())
    }
}

/// The exact bytes that were digested; stored once and sent as they are, every time.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRequest {
    pub application_id: ApplicationId,
    /// UTF-8 JSON.
    pub body: Vec<u8>,
    pub blobs: Vec<SealedBlob>,
}

/// A signature or a raw photo that belongs to a sealed request.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedBlob {
    /// `sha-256:<hex>`.
    pub digest: String,
    pub media_type: String,
    pub role: String,
    pub bytes: Vec<u8>,
}

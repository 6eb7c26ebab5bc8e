//! JSON bodies and header names of the contract between kiosk and city hall, version 1; nothing but data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Which machine is speaking; enrolment will bind it to a certificate later.
pub const DEVICE_HEADER: &str = "Jiujin-Device";
/// The random id of the city hall's database; an answer without it does not come from a city hall.
pub const EPOCH_HEADER: &str = "Jiujin-Epoch";
/// RFC 9530: `sha-256=:<base64>:` over the exact bytes of the body.
pub const CONTENT_DIGEST_HEADER: &str = "Content-Digest";
/// RFC 9457.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";
pub const SCHEMA: &str = "app/1";
/// Signatures, photos and scans: a kiosk makes none of more than 2 MB. Anything larger travels by another road (a later issue).
pub const BLOB_LIMIT_BYTES: usize = 2 * 1024 * 1024;
pub const DOCUMENT_LIMIT_BYTES: usize = 64 * 1024;
pub const CALL_LIMIT_BYTES: usize = 4 * 1024;
pub const RATING_LIMIT_BYTES: usize = 4 * 1024;
pub const CHANGES_LIMIT: u32 = 200;
/// Seconds a change feed may be held open when there is nothing to tell.
pub const CHANGES_LONGEST_WAIT_SECONDS: u32 = 25;

/// The body of `PUT /v1/applications/{id}`: serialised once, at seal, and never again.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationDocument {
    /// UUIDv7, lower case with hyphens.
    pub id: String,
    pub schema: String,
    /// 申请号码: 12 digits, no blanks.
    pub application_number: String,
    pub item: String,
    /// The catalogue's version.
    pub item_version: String,
    /// `sha-256:<hex>`.
    pub item_digest: String,
    /// Division code of the point.
    pub point: String,
    pub device: String,
    /// RFC 3339 with offset.
    pub created_at: String,
    /// `2026-11-24`.
    pub business_date: String,
    pub entered_by: EnteredBy,
    pub identity: Identity,
    pub blobs: Vec<BlobEntry>,
    /// By field key; shapes in decisions.md “Values in JSON”.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// By the key of the material; absent where nothing has to be handed in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub materials: BTreeMap<String, MaterialEntry>,
    /// Codes of the rules that were not met and do not stop: an officer looks. Absent where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Only in a supplement: the application it answers for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplements: Option<String>,
}

/// Who filled the form in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EnteredBy {
    /// The applicant alone at the screen.
    #[serde(rename = "self")]
    Applicant,
}

/// How the applicant was identified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Identity {
    /// Read from the chip of a card, by the security module with this number.
    Chip { card: String, sam: String },
}

/// A blob that belongs to the application and travels on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobEntry {
    /// `sha-256:<hex>`.
    pub digest: String,
    /// Bytes.
    pub size: u64,
    pub media_type: String,
    pub role: String,
}

/// What became of one material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialEntry {
    pub state: MaterialState,
    /// Why it is exempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Exemption>,
    /// Of the paper itself, where it was photographed for the material; a photo that answers a question stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<BlobEntry>,
}

/// 免提交 · 已拍照 · 交原件到窗口 · 缺
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialState {
    Exempt,
    Photographed,
    OriginalToWindow,
    Missing,
}

/// Why a material need not be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exemption {
    CardRead,
    FilledHere,
    LookedUp,
}

/// The answer to a `PUT` and to `GET /v1/applications/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: String,
    /// Contiguous number of this city hall, the same at every replay.
    pub receipt: u64,
    pub state: CustodyState,
    /// True when the same bytes had come before.
    pub replay: bool,
    pub epoch: String,
    /// Blobs still to come.
    pub missing: Vec<MissingBlob>,
}

/// How much of an application the city hall holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyState {
    /// The facts are there, parts are missing.
    Held,
    /// Every part is there.
    Complete,
}

/// A declared blob that has not come yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingBlob {
    pub digest: String,
}

/// The body of `PUT /v1/calls/{id}`: somebody at a kiosk asks for a person. Says where, never who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDocument {
    /// UUIDv7, lower case with hyphens.
    pub id: String,
    /// Division code of the point.
    pub point: String,
    /// As the kiosk shows it, so that an officer need not look the code up.
    pub point_name: String,
    pub device: String,
    /// RFC 3339 with offset, of the kiosk's clock.
    pub created_at: String,
    /// How far the person had come: a word for a screen, `fill_form`. City halls take words they do not know.
    pub screen: String,
}

/// The answer to a call: the same at every repetition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallReceipt {
    pub id: String,
    /// RFC 3339, the city hall's clock.
    pub received_at: String,
    pub epoch: String,
}

/// The body of `PUT /v1/applications/{id}/rating`: 好差评, once for an application. Never who, beyond the application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingDocument {
    /// UUIDv7 of the application.
    pub application: String,
    /// `very_satisfied` … `very_dissatisfied`.
    pub level: String,
    /// `long_wait`, `not_understood`, `not_done`; only with the two lowest levels.
    pub reasons: Vec<String>,
    /// RFC 3339 with offset, of the kiosk's clock.
    pub rated_at: String,
}

/// The answer to a rating: the same at every repetition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingReceipt {
    pub application: String,
    /// RFC 3339, the city hall's clock.
    pub received_at: String,
    pub epoch: String,
}

/// `GET /v1/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// RFC 3339.
    pub server_time: String,
    pub epoch: String,
    pub api: Vec<String>,
    pub schemas: Vec<String>,
}

/// `GET /v1/changes?cursor=&limit=&wait=`: what the city hall did since the cursor, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub events: Vec<ChangeEvent>,
    /// Opaque; in commit order.
    pub next: String,
    pub more: bool,
}

/// One thing the city hall did to one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEvent {
    pub application: String,
    pub kind: ChangeKind,
    /// RFC 3339.
    pub at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// `2026-12-04`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<bool>,
}

/// What it did; the stages of decisions.md “A case”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Received,
    Accepted,
    CorrectionAsked,
    Refused,
    Concluded,
}

/// RFC 9457. The kiosk decides by `retry`, never by the status class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:jiujin:problem:…`
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    pub retry: Retry,
}

/// What sending the same bytes again would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// The same bytes will never be taken.
    Never,
    /// Again later.
    After,
    /// A person has to look at it.
    Human,
}

//! Application → sealed request, call → sealed call, rating → its bytes: the JSON document is written once and never again.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::digest::digest_name;
use super::v1::{
    ApplicationDocument, BlobEntry, CallDocument, EnteredBy, Exemption, Identity, MaterialEntry,
    MaterialState, RatingDocument, SCHEMA,
};
use crate::domain::application::{
    Application, ApplicationId, MaterialRecord, SealedBlob, SealedRequest,
};
use crate::domain::call::{CallId, SealedCall};
use crate::domain::draft::{Address, Member, Value};
use crate::domain::materials;
use crate::domain::number::ApplicationNumber;
use crate::domain::photo::Photo;
use crate::domain::rating::Rating;
use crate::domain::signature::Signature;

/// What the machine adds to an application or a call.
pub struct Sender<'a> {
    /// Division code of the point.
    pub point: &'a str,
    pub device: &'a str,
    /// RFC 3339 with offset, of the real clock.
    pub created_at: &'a str,
}

pub fn seal(
    application: &Application,
    id: ApplicationId,
    number: ApplicationNumber,
    sender: &Sender<'_>,
) -> SealedRequest {
    let mut blobs = Vec::new();
    let mut values = Map::new();
    for (key, value) in application.values() {
        values.insert(key.clone(), json_of(value, &mut blobs));
    }
    let materials = materials_of(application, &mut blobs);
    let item = application.item();
    let document = ApplicationDocument {
        id: id.to_string(),
        schema: SCHEMA.into(),
        application_number: number.to_string(),
        item: item.id.clone(),
        item_version: application.item_version().into(),
        item_digest: item.digest.clone(),
        point: sender.point.into(),
        device: sender.device.into(),
        created_at: sender.created_at.into(),
        business_date: application.business_date().to_string(),
        entered_by: EnteredBy::Applicant,
        identity: Identity::Chip { card: "resident".into(), sam: application.card().sam.clone() },
        blobs: blobs.iter().map(entry_of).collect(),
        values,
        materials,
        remarks: application.remarks().to_vec(),
        supplements: None,
    };
    let body = serde_json::to_vec(&document).expect("a document of texts and numbers is JSON");
    SealedRequest { application_id: id, body, blobs }
}

/// Nothing where every material is exempt.
fn materials_of(
    application: &Application,
    blobs: &mut Vec<SealedBlob>,
) -> BTreeMap<String, MaterialEntry> {
    let materials = application.materials();
    let exempt = |one: &MaterialRecord| matches!(one.state, materials::MaterialState::Exempt(_));
    if application.papers().is_empty() && materials.iter().all(exempt) {
        return BTreeMap::new();
    }
    let mut photos: BTreeMap<&str, BlobEntry> = BTreeMap::new();
    for (key, photo) in application.papers() {
        photos.insert(key, keep_photo(blobs, photo, "material"));
    }
    let mut written = |one: &MaterialRecord| {
        let (state, why) = match one.state {
            materials::MaterialState::Exempt(why) => (MaterialState::Exempt, Some(exemption(why))),
            materials::MaterialState::Photographed => (MaterialState::Photographed, None),
            materials::MaterialState::OriginalToWindow => (MaterialState::OriginalToWindow, None),
            materials::MaterialState::Missing => (MaterialState::Missing, None),
            materials::MaterialState::Depends => return None, // nobody knows whether it is asked for
        };
        Some((
            one.key.clone(),
            MaterialEntry { state, why, photo: photos.remove(one.key.as_str()) },
        ))
    };
    materials.iter().filter_map(&mut written).collect()
}

fn exemption(why: materials::Exemption) -> Exemption {
    match why {
        materials::Exemption::CardRead => Exemption::CardRead,
        materials::Exemption::FilledHere => Exemption::FilledHere,
        materials::Exemption::LookedUp => Exemption::LookedUp,
    }
}

/// `screen` is a word for a screen; nothing of the person goes in.
pub fn seal_call(id: CallId, screen: &str, point_name: &str, sender: &Sender<'_>) -> SealedCall {
    let document = CallDocument {
        id: id.to_string(),
        point: sender.point.into(),
        point_name: point_name.into(),
        device: sender.device.into(),
        created_at: sender.created_at.into(),
        screen: screen.into(),
    };
    SealedCall { id, body: serde_json::to_vec(&document).expect("a document of texts is JSON") }
}

/// The bytes of a rating, made once and never again.
pub fn seal_rating(application: ApplicationId, rating: &Rating, rated_at: &str) -> Vec<u8> {
    let document = RatingDocument {
        application: application.to_string(),
        level: rating.level.word().into(),
        reasons: rating.reasons.iter().map(|reason| reason.word().into()).collect(),
        rated_at: rated_at.into(),
    };
    serde_json::to_vec(&document).expect("a document of texts is JSON")
}

fn json_of(value: &Value, blobs: &mut Vec<SealedBlob>) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Choices(chosen) => json!(chosen),
        Value::Number(decimal) => json!(decimal),
        Value::Date(date) => json!(date.to_string()),
        Value::Bool(value) => json!(value),
        Value::Address(Address::CardText(line)) => json!({ "card_text": line }),
        Value::Address(Address::Written(line)) => json!({ "detail": line }),
        Value::Address(Address::Picked { township, village, detail }) => {
            json!({ "township": township, "village": village, "detail": detail })
        }
        Value::Members(members) => {
            let mut row = |member: &Member| -> Json {
                let columns = member.all().map(|(key, value)| (key.into(), json_of(value, blobs)));
                Json::Object(columns.collect())
            };
            Json::Array(members.iter().map(&mut row).collect())
        }
        Value::BankAccount(number) => json!({ "number": number }),
        Value::CardPhoto(bytes) => {
            let entry = entry_of(keep(blobs, "application/x-wlt", "card_photo", bytes.clone()));
            json!(entry)
        }
        Value::Photo(photo) => json!(keep_photo(blobs, photo, "photo")),
        Value::Signature(signature) => signature_json(signature, blobs),
    }
}

fn signature_json(signature: &Signature, blobs: &mut Vec<SealedBlob>) -> Json {
    let strokes: Vec<Vec<(f32, f32, u32)>> = signature
        .strokes
        .iter()
        .map(|stroke| stroke.iter().map(|point| (point.x, point.y, point.ms)).collect())
        .collect();
    let strokes = serde_json::to_vec(&strokes).expect("lists of numbers are JSON");
    let picture =
        keep(blobs, "image/png", "signature_png", signature.picture.clone()).digest.clone();
    let written = keep(blobs, "application/json", "signature_strokes", strokes).digest.clone();
    json!({ "digest_png": picture, "digest_strokes": written })
}

fn keep_photo(blobs: &mut Vec<SealedBlob>, photo: &Photo, role: &str) -> BlobEntry {
    entry_of(keep(blobs, photo.media_type().name(), role, photo.bytes().to_vec()))
}

fn keep<'a>(
    blobs: &'a mut Vec<SealedBlob>,
    media_type: &str,
    role: &str,
    bytes: Vec<u8>,
) -> &'a SealedBlob {
    blobs.push(SealedBlob {
        digest: digest_name(&bytes),
        media_type: media_type.into(),
        role: role.into(),
        bytes,
    });
    blobs.last().expect("it has just been put there")
}

fn entry_of(blob: &SealedBlob) -> BlobEntry {
    BlobEntry {
        digest: blob.digest.clone(),
        size: blob.bytes.len() as u64,
        media_type: blob.media_type.clone(),
        role: blob.role.clone(),
    }
}

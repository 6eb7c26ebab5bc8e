//! The HTTP side: a PUT by client-made id with a digest, blobs, the change feed. Nothing decides here.

use std::time::Duration;

use reqwest::{Method, Response, StatusCode};

use super::error::SyncError;
use crate::api::digest::content_digest;
use crate::api::read;
use crate::api::v1::{
    CHANGES_LIMIT, CHANGES_LONGEST_WAIT_SECONDS, CONTENT_DIGEST_HEADER, Changes, DEVICE_HEADER,
    EPOCH_HEADER, Receipt,
};
use crate::domain::call::SealedCall;

/// One city hall, spoken to as one device.
#[derive(Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    device: String,
}

impl Client {
    pub(super) fn new(base: &str, device: &str) -> Self {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(ANSWER)
            // a captive portal redirects: following it would only find a login page
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client without TLS needs nothing from the system");
        Self { http, base: base.trim_end_matches('/').into(), device: device.into() }
    }

    pub(super) async fn put_application(
        &self,
        id: &str,
        body: Vec<u8>,
    ) -> Result<Receipt, SyncError> {
        let url = format!("{}/v1/applications/{id}", self.base);
        self.put(id, url, "application/json", body).await
    }

    pub(super) async fn put_blob(
        &self,
        id: &str,
        digest: &str,
        bytes: Vec<u8>,
    ) -> Result<Receipt, SyncError> {
        let url = format!("{}/v1/applications/{id}/blobs/{digest}", self.base);
        self.put(id, url, "application/octet-stream", bytes).await
    }

    /// Done when the city hall has it; a repetition counts once.
    pub(super) async fn put_call(&self, call: &SealedCall) -> Result<(), SyncError> {
        let id = call.id.to_string();
        let url = format!("{}/v1/calls/{id}", self.base);
        let answer = self.put_bytes(url, "application/json", call.body.clone()).await?;
        let receipt = read::call_receipt(&answer).filter(|receipt| receipt.id == id);
        receipt.map(drop).ok_or(NOT_THE_CONTRACT)
    }

    /// Held open by the city hall until there is something to tell.
    pub(super) async fn changes(
        &self,
        cursor: &str,
        wait_seconds: u32,
    ) -> Result<Changes, SyncError> {
        let wait = wait_seconds.min(CHANGES_LONGEST_WAIT_SECONDS);
        let url =
            format!("{}/v1/changes?cursor={cursor}&limit={CHANGES_LIMIT}&wait={wait}", self.base);
        let request = self
            .http
            .request(Method::GET, url)
            .timeout(Duration::from_secs(u64::from(wait) + 15))
            .header(DEVICE_HEADER, &self.device);
        let body = good_body(request.send().await).await?;
        read::changes(&body).ok_or(NOT_THE_CONTRACT)
    }

    /// The answer is the receipt of the application that the bytes belong to.
    async fn put(
        &self,
        id: &str,
        url: String,
        media_type: &str,
        body: Vec<u8>,
    ) -> Result<Receipt, SyncError> {
        let answer = self.put_bytes(url, media_type, body).await?;
        read::receipt(&answer).filter(|receipt| receipt.id == id).ok_or(NOT_THE_CONTRACT)
    }

    async fn put_bytes(
        &self,
        url: String,
        media_type: &str,
        body: Vec<u8>,
    ) -> Result<Vec<u8>, SyncError> {
        let request = self
            .http
            .request(Method::PUT, url)
            .timeout(patience(body.len()))
            .header(DEVICE_HEADER, &self.device)
            .header(CONTENT_DIGEST_HEADER, content_digest(&body))
            .header("Content-Type", media_type)
            .body(body);
        good_body(request.send().await).await
    }
}

/// A village's line takes 2 MB in two minutes: whoever gave up earlier would begin again and again.
fn patience(bytes: usize) -> Duration {
    const SLOWEST_LINE: usize = 16 * 1024; // bytes a second
    ANSWER + Duration::from_secs((bytes / SLOWEST_LINE) as u64)
}

/// How long the city hall may think.
const ANSWER: Duration = Duration::from_secs(30);

/// A good status with a body that is none of the contract's: somebody stands in between.
const NOT_THE_CONTRACT: SyncError = SyncError::NotACityHall { status: 200 };

/// Only an answer with an epoch comes from a city hall; a bare page is a captive portal.
async fn good_body(answer: Result<Response, reqwest::Error>) -> Result<Vec<u8>, SyncError> {
    let response = answer.map_err(|_| SyncError::Unreachable)?;
    let status = response.status();
    if !response.headers().contains_key(EPOCH_HEADER) {
        let status = status.as_u16();
        return Err(match status {
            500.. => SyncError::ServerTrouble { status },
            _ => SyncError::NotACityHall { status },
        });
    }
    let body = response.bytes().await.map_err(|_| SyncError::Unreachable)?;
    if matches!(status, StatusCode::OK | StatusCode::CREATED | StatusCode::ACCEPTED) {
        return Ok(body.into());
    }
    Err(match read::problem(&body) {
        Some(problem) => SyncError::Problem { kind: problem.kind, retry: problem.retry },
        None => SyncError::ServerTrouble { status: status.as_u16() },
    })
}

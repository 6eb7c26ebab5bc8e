//! The HTTP side: a PUT by client-made id with a digest, blobs, the change feed. Nothing decides here.

use std::time::Duration;

use reqwest::{Method, Response, StatusCode};
use serde::de::DeserializeOwned;

use super::error::SyncError;
use crate::api::digest::content_digest;
use crate::api::v1::{
    CHANGES_LIMIT, CHANGES_LONGEST_WAIT_SECONDS, CONTENT_DIGEST_HEADER, Changes, DEVICE_HEADER,
    EPOCH_HEADER, Problem, Receipt,
};

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
            .timeout(Duration::from_secs(30))
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
        let receipt: Receipt = self.put(url, "application/json", body).await?;
        if receipt.id == id { Ok(receipt) } else { Err(SyncError::NotACityHall { status: 200 }) }
    }

    pub(super) async fn put_blob(
        &self,
        id: &str,
        digest: &str,
        bytes: Vec<u8>,
    ) -> Result<Receipt, SyncError> {
        let url = format!("{}/v1/applications/{id}/blobs/{digest}", self.base);
        self.put(url, "application/octet-stream", bytes).await
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
        read(request.send().await).await
    }

    async fn put<T: DeserializeOwned>(
        &self,
        url: String,
        media_type: &str,
        body: Vec<u8>,
    ) -> Result<T, SyncError> {
        let request = self
            .http
            .request(Method::PUT, url)
            .header(DEVICE_HEADER, &self.device)
            .header(CONTENT_DIGEST_HEADER, content_digest(&body))
            .header("Content-Type", media_type)
            .body(body);
        read(request.send().await).await
    }
}

/// Only an answer with an epoch comes from a city hall; a bare page is a captive portal.
async fn read<T: DeserializeOwned>(
    answer: Result<Response, reqwest::Error>,
) -> Result<T, SyncError> {
    let response = answer.map_err(|_| SyncError::Unreachable)?;
    let status = response.status();
    if !response.headers().contains_key(EPOCH_HEADER) {
        return Err(match status {
            status if status.is_server_error() => {
                SyncError::ServerTrouble { status: status.as_u16() }
            }
            status => SyncError::NotACityHall { status: status.as_u16() },
        });
    }
    let body = response.bytes().await.map_err(|_| SyncError::Unreachable)?;
    if matches!(status, StatusCode::OK | StatusCode::CREATED | StatusCode::ACCEPTED) {
        return serde_json::from_slice(&body)
            .map_err(|_| SyncError::NotACityHall { status: status.as_u16() });
    }
    Err(match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => SyncError::Problem { kind: problem.kind, retry: problem.retry },
        Err(_) => SyncError::ServerTrouble { status: status.as_u16() },
    })
}

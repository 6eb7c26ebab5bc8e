//! The city hall as a real process: killed in the middle of its work it loses and doubles nothing, and its log names nobody.
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiujin::{
    api::{
        digest::{content_digest, digest_name},
        v1::{CONTENT_DIGEST_HEADER, Changes, CustodyState, DEVICE_HEADER, EPOCH_HEADER, Receipt},
    },
    domain::number::ApplicationNumber,
};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinSet};
use uuid::Uuid;

const KILLS: usize = 6;
const KIOSKS: usize = 8;
const LOG: &str = "log";

#[tokio::test(flavor = "multi_thread")]
async fn a_city_hall_that_is_killed_while_kiosks_are_sending_loses_and_doubles_nothing() {
    let data = tempfile::tempdir().unwrap();
    let village = Arc::new(Village::new());

    for round in 1..=KILLS {
        let city_hall = CityHall::start(data.path());
        let answers_until_killed = 30 + round * 17;
        let mut kiosks = JoinSet::new();
        let done = Arc::new(Answers::up_to(answers_until_killed));
        for _ in 0..KIOSKS {
            let (village, done) = (village.clone(), done.clone());
            let address = city_hall.address.clone();
            kiosks.spawn(async move { village.sends_until_the_line_breaks(&address, &done).await });
        }
        done.reached.notified().await;
        city_hall.kill();
        kiosks.join_all().await;
    }

    let city_hall = CityHall::start(data.path());
    village.sends_what_is_left(&city_hall.address).await;
    village.finds_every_acknowledged_receipt_again(&city_hall.address).await;
    village.was_told_once_of_every_application(&city_hall.address).await;
    village.is_the_whole_list_of_the_officers(&city_hall.address).await;
}

#[tokio::test]
async fn no_word_of_a_resident_or_of_an_officer_reaches_the_log() {
    let data = tempfile::tempdir().unwrap();
    let city_hall = CityHall::start(data.path());
    let village = Village::new();
    let (address, id) = (&city_hall.address, Uuid::now_v7());
    village.sends(address, id, &Answers::up_to(usize::MAX)).await.unwrap();
    let url = format!("{address}/v1/applications/{id}");
    let edited = String::from_utf8(document(id)).unwrap().replace("王小花", "王大花");
    let correction =
        json!({ "reason": "王小花的存折看不清", "last_date": "9999-12-31" }).to_string();
    for (request, status) in [
        (village.put(&url, edited.into()), 409),
        (village.put(&url, "王小花".into()), 422),
        (village.client.put(format!("{address}/officer/applications/{id}/acceptance")), 200),
        (
            village
                .client
                .post(format!("{address}/officer/applications/{id}/correction"))
                .header("Content-Type", "application/json")
                .body(correction),
            200,
        ),
    ] {
        assert_eq!(request.send().await.unwrap().status(), status);
    }

    city_hall.kill();

    let log = std::fs::read_to_string(data.path().join(LOG)).unwrap();
    assert!(log.contains(&id.to_string()) && log.contains("content-conflict"), "{log}");
    assert!(!log.contains('花'), "{log}");
}

/// The real program on a free port.
struct CityHall {
    process: Child,
    address: String,
}

impl CityHall {
    fn start(data: &Path) -> Self {
        let log = File::options().create(true).append(true).open(data.join(LOG)).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_cityhall"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("RUST_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").expect(&line).to_owned();
        Self { process, address }
    }

    /// SIGKILL, as in a power cut of the program: no handler runs.
    fn kill(self) {}
}

impl Drop for CityHall {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Counts acknowledgements, and says when it is time to pull the plug.
struct Answers {
    count: AtomicUsize,
    limit: usize,
    reached: Notify,
}

impl Answers {
    fn up_to(limit: usize) -> Self {
        Self { count: AtomicUsize::new(0), limit, reached: Notify::new() }
    }

    fn add_one(&self) {
        if self.count.fetch_add(1, Ordering::SeqCst) + 1 == self.limit {
            self.reached.notify_one();
        }
    }
}

/// What the kiosks know: what they still have to send, and what was acknowledged.
struct Village {
    client: Client,
    unfinished: Mutex<Vec<Uuid>>,
    receipts: Mutex<BTreeMap<Uuid, u64>>,
    complete: Mutex<BTreeSet<Uuid>>,
}

impl Village {
    fn new() -> Self {
        Self {
            client: Client::builder().no_proxy().build().unwrap(),
            unfinished: Mutex::default(),
            receipts: Mutex::default(),
            complete: Mutex::default(),
        }
    }

    async fn sends_until_the_line_breaks(&self, address: &str, done: &Answers) {
        loop {
            let left = self.unfinished.lock().unwrap().pop();
            let id = left.unwrap_or_else(Uuid::now_v7);
            if self.sends(address, id, done).await.is_none() {
                self.unfinished.lock().unwrap().push(id);
                return;
            }
        }
    }

    async fn sends_what_is_left(&self, address: &str) {
        let left = std::mem::take(&mut *self.unfinished.lock().unwrap());
        for id in left {
            self.sends(address, id, &Answers::up_to(usize::MAX)).await.unwrap();
        }
    }

    /// The facts, then the signature; `None` when the line breaks before both are acknowledged.
    async fn sends(&self, address: &str, id: Uuid, done: &Answers) -> Option<()> {
        let path = format!("{address}/v1/applications/{id}");
        let facts = self.puts(&path, document(id)).await?;
        // the receipt of a repeat, even over a kill, is the first one
        let known = *self.receipts.lock().unwrap().entry(id).or_insert(facts.receipt);
        assert_eq!(known, facts.receipt, "{id}");
        done.add_one();
        let part = format!("{path}/blobs/{}", digest_name(&signature(id)));
        let whole = self.puts(&part, signature(id)).await?;
        assert_eq!((whole.receipt, whole.state), (known, CustodyState::Complete));
        self.complete.lock().unwrap().insert(id);
        done.add_one();
        Some(())
    }

    async fn puts(&self, url: &str, body: Vec<u8>) -> Option<Receipt> {
        let answer = self.put(url, body).send().await.ok()?;
        assert!(answer.headers().contains_key(EPOCH_HEADER));
        assert!(answer.status().is_success(), "{}", answer.status());
        // the line may break in the middle of an answer too
        answer.json().await.ok()
    }

    fn put(&self, url: &str, body: Vec<u8>) -> RequestBuilder {
        self.client
            .put(url)
            .header(DEVICE_HEADER, "2104-1")
            .header(CONTENT_DIGEST_HEADER, content_digest(&body))
            .body(body)
    }

    async fn gets<T: serde::de::DeserializeOwned>(&self, url: &str) -> T {
        let request = self.client.get(url).header(DEVICE_HEADER, "2104-1");
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn finds_every_acknowledged_receipt_again(&self, address: &str) {
        let receipts = self.receipts.lock().unwrap().clone();
        assert!(receipts.len() > KILLS * 15, "the kiosks sent something: {}", receipts.len());
        assert_eq!(self.complete.lock().unwrap().len(), receipts.len());
        for (id, receipt) in &receipts {
            let found: Receipt = self.gets(&format!("{address}/v1/applications/{id}")).await;
            assert_eq!((found.receipt, found.state), (*receipt, CustodyState::Complete), "{id}");
        }
        let numbers: BTreeSet<u64> = receipts.values().copied().collect();
        let without_gaps: BTreeSet<u64> = (1..).take(receipts.len()).collect();
        assert_eq!(numbers, without_gaps);
    }

    async fn was_told_once_of_every_application(&self, address: &str) {
        let (mut told, mut cursor) = (Vec::new(), String::new());
        loop {
            let url = format!("{address}/v1/changes?limit=50&cursor={cursor}");
            let page: Changes = self.gets(&url).await;
            told.extend(page.events.into_iter().map(|event| event.application));
            cursor = page.next;
            if !page.more {
                break;
            }
        }
        told.sort();
        let sent: Vec<_> = self.receipts.lock().unwrap().keys().map(Uuid::to_string).collect();
        assert_eq!(told, sent);
    }

    async fn is_the_whole_list_of_the_officers(&self, address: &str) {
        let list: Value = self.gets(&format!("{address}/officer/applications")).await;
        let listed = list["applications"].as_array().unwrap().len();
        assert_eq!(listed, self.receipts.lock().unwrap().len());
    }
}

fn signature(id: Uuid) -> Vec<u8> {
    format!("the signature of {id}").repeat(200).into()
}

/// The same bytes whenever it is sent, as if sealed.
fn document(id: Uuid) -> Vec<u8> {
    let day = jiff::civil::date(2026, 11, 24);
    let number = ApplicationNumber::new("2104", day, 58).unwrap();
    let signature = signature(id);
    json!({
        "id": id.to_string(),
        "schema": "app/1",
        "application_number": number.to_string(),
        "item": "advanced_age_allowance",
        "item_version": "2026.11-draft3",
        "item_digest": digest_name(b"the item"),
        "point": "430182119206",
        "device": "2104-1",
        "created_at": "2026-11-24T10:41:03+08:00",
        "business_date": "2026-11-24",
        "entered_by": { "kind": "self" },
        "identity": { "kind": "chip", "card": "resident", "sam": "05.03-20240101" },
        "blobs": [{
            "digest": digest_name(&signature),
            "size": signature.len(),
            "media_type": "image/png",
            "role": "signature_png",
        }],
        "values": { "applicant_name": "王小花", "phone_owner": "none" },
    })
    .to_string()
    .into()
}

//! The line to the city hall: a real proxy on a real port, that can be cut and mended.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// While it is down nothing can connect, and what was connected is cut.
pub struct Line {
    address: SocketAddr,
    up: Arc<watch::Sender<bool>>,
    _runtime: Runtime,
}

impl Line {
    pub fn to(city_hall: SocketAddr) -> anyhow::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let (up, is_up) = watch::channel(true);
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        runtime.spawn(carry(listener, city_hall, is_up));
        Ok(Self { address, up: Arc::new(up), _runtime: runtime })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn set(&self, up: bool) {
        self.up.send_replace(up);
    }
}

/// A down line keeps its port but drops whoever comes: the port must be the same afterwards.
async fn carry(listener: TcpListener, city_hall: SocketAddr, up: watch::Receiver<bool>) {
    while let Ok((kiosk, _)) = listener.accept().await {
        if *up.borrow() {
            tokio::spawn(carry_one(kiosk, city_hall, up.clone()));
        }
    }
}

async fn carry_one(mut kiosk: TcpStream, city_hall: SocketAddr, mut up: watch::Receiver<bool>) {
    let Ok(mut hall) = TcpStream::connect(city_hall).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut kiosk, &mut hall) => {}
        _ = up.wait_for(|up| !up) => {}
    }
}

/// `http://127.0.0.1:8600` → its address; a proxy stands only before a city hall on this machine.
pub(super) fn loopback_address(url: &str) -> anyhow::Result<SocketAddr> {
    url.trim_end_matches('/')
        .strip_prefix("http://")
        .and_then(|address| address.replace("localhost", "127.0.0.1").parse().ok())
        .with_context(|| format!("{url}: a story speaks to http://127.0.0.1:PORT only"))
}

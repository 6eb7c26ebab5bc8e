//! Runs the gateway: opens the ledger, listens on this machine only, ends without cutting anybody off.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::Path,
};

use jiff::{Timestamp, civil::Date};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use super::{
    CityHall,
    ledger::{LedgerError, sqlite::SqliteLedger},
    router,
};

/// Until SIGTERM or ctrl-c.
pub async fn serve(
    listen: SocketAddr,
    data: &Path,
    business_date: Option<Date>,
) -> Result<(), ServeError> {
    // nobody proves who he is before enrolment exists, so nobody from outside is let in
    if !listen.ip().is_loopback() {
        return Err(ServeError::NotLoopback(listen));
    }
    let hall = CityHall::new(SqliteLedger::open(data)?, now).on(business_date);
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|source| ServeError::Listen { address: listen, source })?;
    let mut stop = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    announce(listener.local_addr()?)?;
    let closing = hall.clone();
    axum::serve(listener, router(hall))
        .with_graceful_shutdown(async move {
            tokio::select! {
                _ = stop.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("ending");
            closing.close();
        })
        .await?;
    Ok(())
}

/// Whoever started us with port 0 learns the port from this line.
fn announce(address: SocketAddr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{address}")?;
    out.flush()
}

#[allow(clippy::disallowed_methods, reason = "the one place of the city hall that asks the clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{0} is not on this machine only")]
    NotLoopback(SocketAddr),
    #[error("cannot listen on {address}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("the ledger cannot be opened")]
    Ledger(#[from] LedgerError),
    #[error("the server stopped")]
    Io(#[from] io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cityhall::wording;

    #[tokio::test]
    async fn nobody_from_outside_is_listened_to() {
        let folder = tempfile::tempdir().unwrap();
        for listen in ["0.0.0.0:0", "[::]:0", "192.168.1.7:8600"] {
            let error = serve(listen.parse().unwrap(), folder.path(), None).await.unwrap_err();
            let sentence = wording::serve_trouble(&error);
            assert!(sentence.starts_with(&format!("不能在 {listen} 上监听")), "{sentence}");
        }
    }
}

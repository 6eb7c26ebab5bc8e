//! A device's thread: it takes orders, and ends when its owner lets go of it.

use std::convert::Infallible;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

pub(super) struct Worker<Order> {
    orders: Option<mpsc::Sender<Order>>,
    /// Closed by the end of the thread.
    running: mpsc::Receiver<Infallible>,
}

/// A thread that is in the middle of something (a slip on a slow line) is not waited for longer.
const PATIENCE: Duration = Duration::from_secs(1);

impl<Order: Send + 'static> Worker<Order> {
    pub(super) fn start(
        name: &str,
        work: impl FnOnce(mpsc::Receiver<Order>) + Send + 'static,
    ) -> Self {
        let (orders, taken) = mpsc::channel();
        let (running, ended) = mpsc::channel();
        let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
            let _running = running;
            work(taken);
        });
        if let Err(error) = started {
            tracing::error!(%error, name, "a device's thread cannot be started");
        }
        Self { orders: Some(orders), running: ended }
    }

    /// An order to a thread that has ended is lost.
    pub(super) fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order);
        }
    }
}

impl<Order> Drop for Worker<Order> {
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.running.recv_timeout(PATIENCE);
    }
}

//! A loop of a server that runs beside its requests: it sleeps until it is woken, and ends when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// A loop that runs until [`BackgroundLoop::stop`].
pub struct BackgroundLoop {
    name: &'static str,
    stop: Arc<AtomicBool>,
    wake: Arc<Notify>,
    task: JoinHandle<()>,
}

impl BackgroundLoop {
    /// Starts a loop on this runtime. `run` is given the flag that says that it should end, and what wakes it then.
    pub fn spawn<F>(name: &'static str, run: impl FnOnce(Arc<AtomicBool>, Arc<Notify>) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let stop = Arc::new(AtomicBool::new(false));
        let wake = Arc::new(Notify::new());
        let task = tokio::spawn(run(stop.clone(), wake.clone()));
        Self { name, stop, wake, task }
    }

    /// Ends the loop after the piece of work it is at.
    pub async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.wake.notify_one();
        if self.task.await.is_err() {
            tracing::error!("{} had ended before its time", self.name);
        }
    }
}

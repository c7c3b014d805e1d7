//! Works the jobs off, one after another: `drain` for tests and the command
//! line, `spawn` for a server. The loop sleeps until a commit wakes it, the
//! next job is due, or a round comes up; it ends between two jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::queue::{self, Job};
use super::registry::{KINDS, ROUNDS};
use super::{Kind, Round};
use crate::app::App;
use crate::db::run_blocking;
use crate::error::AppError;
use crate::panics;

/// Looks again after this long even if nothing called: other nodes enqueue too.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// What a drain did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    pub done: usize,
    pub failed: usize,
}

/// Runs every job that is due now, and those that these enqueue for now.
pub fn drain(app: &App) -> Result<Drained, AppError> {
    drain_kinds(app, KINDS, &AtomicBool::new(false))
}

/// `drain` with other kinds than the house's, until `stop`.
pub fn drain_kinds(app: &App, kinds: &[Kind], stop: &AtomicBool) -> Result<Drained, AppError> {
    let mut drained = Drained::default();
    while !stop.load(Ordering::Relaxed) {
        let Some(mut job) = app.db.read_now(|db| queue::due(db, app.clock.now()))? else {
            break;
        };
        if !app.db.write_now(|tx| queue::claim(tx, &mut job))? {
            continue;
        }
        match attempt(app, kinds, &job) {
            Ok(()) => {
                app.db.write_now(|tx| queue::done(tx, &job))?;
                drained.done += 1;
            }
            Err(error) => {
                let dead = app.db.write_now(|tx| queue::failed(tx, &job, &error.to_string()))?;
                drained.failed += 1;
                if dead {
                    tracing::error!(job.id, job.kind, %error, "a job failed for the last time");
                } else {
                    tracing::warn!(job.id, job.kind, job.attempts, %error, "a job failed and will be tried again");
                }
            }
        }
    }
    Ok(drained)
}

/// One try. A panic is a failure like any other.
fn attempt(app: &App, kinds: &[Kind], job: &Job) -> Result<(), AppError> {
    let Some(kind) = kinds.iter().find(|k| k.name == job.kind) else {
        return Err(AppError::internal(format!("no work is known for jobs of kind {}", job.kind)));
    };
    panics::caught(|| (kind.work)(app, job))
}

/// The loop of a server.
pub struct Running {
    stop: Arc<AtomicBool>,
    wake: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Running {
    /// Ends the loop after the job it is at, and does the last rounds.
    pub async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.wake.notify_one();
        if self.task.await.is_err() {
            tracing::error!("the job runner had ended before its time");
        }
    }
}

/// Starts the loop on this runtime.
pub fn spawn(app: &App) -> Running {
    let stop = Arc::new(AtomicBool::new(false));
    let wake = Arc::new(Notify::new());
    let task = tokio::spawn(run(app.clone(), stop.clone(), wake.clone()));
    Running { stop, wake, task }
}

async fn run(app: App, stop: Arc<AtomicBool>, wake: Arc<Notify>) {
    let mut rounds: Vec<(Round, Instant)> = ROUNDS.iter().map(|r| (*r, Instant::now())).collect();
    while !stop.load(Ordering::Relaxed) {
        // Listens before it looks, so that no commit falls between the two.
        let committed = app.wake.notified();
        tokio::pin!(committed);
        committed.as_mut().enable();

        let (at, halt) = (app.clone(), stop.clone());
        let looked = run_blocking(move || {
            drain_kinds(&at, KINDS, &halt)?;
            at.db.read_now(queue::next_at)
        })
        .await;
        let mut pause = LOOK_AGAIN;
        match looked {
            Ok(Some(next)) => {
                let ms = u64::try_from(next - app.clock.now()).unwrap_or(0);
                pause = pause.min(Duration::from_millis(ms));
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "jobs cannot be worked off now"),
        }
        for (round, due) in &mut rounds {
            if *due <= Instant::now() {
                come_round(&app, *round).await;
                *due = Instant::now() + round.every;
            }
            pause = pause.min(due.saturating_duration_since(Instant::now()));
        }
        // At least a breath, so that an error does not make this loop spin.
        let pause = pause.max(Duration::from_millis(100));
        tokio::select! {
            () = committed => {}
            () = wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    for (round, _) in rounds.into_iter().filter(|(r, _)| r.at_stop) {
        come_round(&app, round).await;
    }
}

async fn come_round(app: &App, round: Round) {
    let at = app.clone();
    if let Err(error) = run_blocking(move || (round.work)(&at)).await {
        tracing::warn!(round.name, %error, "a round failed and comes again");
    }
}

//! Runs the jobs one after another: `drain` for tests and the command line, `spawn` for a server.
//! The loop sleeps until a commit wakes it, the next job is due, or a periodic task is; it stops
//! between two jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::background::BackgroundLoop;
use super::queue::{self, Job};
use super::registry::{KINDS, ROUNDS};
use super::{Kind, Round};
use crate::app::App;
use crate::db::run_blocking;
use crate::error::AppError;
use crate::outage::Outage;
use crate::panics;

/// Longest sleep of the loop: other nodes enqueue jobs too, and do not wake it.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// A drain ends after losing this many claims in a row to other runners.
const CLAIMS_LOST: u32 = 20;

/// Result of a drain.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    pub done: usize,
    pub failed: usize,
}

/// Runs every job that is due now, and those that these enqueue for now.
pub fn drain(app: &App) -> Result<Drained, AppError> {
    drain_kinds(app, KINDS, &AtomicBool::new(false))
}

/// Does the same as `drain` with the given kinds of job, until `stop`.
pub fn drain_kinds(app: &App, kinds: &[Kind], stop: &AtomicBool) -> Result<Drained, AppError> {
    let mut drained = Drained::default();
    let mut lost = 0;
    while !stop.load(Ordering::Relaxed) {
        let Some(mut job) = app.db.read_now(|db| queue::due(db, app.clock.now()))? else {
            break;
        };
        if !app.db.write_now(|tx| queue::claim(tx, &mut job))? {
            // Another runner was faster. If that happens again and again, reads are older than
            // writes (a lagging replica), and looking again at once would only spin.
            lost += 1;
            if lost > CLAIMS_LOST {
                break;
            }
            continue;
        }
        lost = 0;
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

/// Runs a job once. A panic counts as a failure.
fn attempt(app: &App, kinds: &[Kind], job: &Job) -> Result<(), AppError> {
    let Some(kind) = kinds.iter().find(|k| k.name == job.kind) else {
        return Err(AppError::internal(format!("no work is known for jobs of kind {}", job.kind)));
    };
    panics::caught(|| (kind.work)(app, job))
}

/// Starts the loop on this runtime. It stops after the current job, and runs the last periodic tasks.
pub fn spawn(app: &App) -> BackgroundLoop {
    BackgroundLoop::spawn("the job runner", |stop, wake| run(app.clone(), stop, wake))
}

async fn run(app: App, stop: Arc<AtomicBool>, wake: Arc<Notify>) {
    let working = Outage::new("working the jobs off");
    let mut rounds: Vec<(Round, Instant, Outage)> = ROUNDS.iter().map(|r| (*r, Instant::now(), Outage::new(r.name))).collect();
    while !stop.load(Ordering::Relaxed) {
        // Subscribes before looking, so that no commit is missed in between.
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
            Ok(next) => {
                working.works();
                if let Some(next) = next {
                    let ms = u64::try_from(next - app.clock.now()).unwrap_or(0);
                    pause = pause.min(Duration::from_millis(ms));
                }
            }
            Err(error) => {
                // A commit does not end this wait: others may succeed hundreds of times a second.
                let wait = working.failed(&error);
                tokio::select! {
                    () = wake.notified() => {}
                    () = tokio::time::sleep(wait) => {}
                }
                continue;
            }
        }
        for (round, due, outage) in &mut rounds {
            if *due <= Instant::now() {
                let wait = come_round(&app, *round, outage).await;
                *due = Instant::now() + wait.unwrap_or(round.every);
            }
            pause = pause.min(due.saturating_duration_since(Instant::now()));
        }
        // Never shorter than this: a job that is due but cannot be claimed must not make the loop
        // spin.
        let pause = pause.max(Duration::from_millis(100));
        tokio::select! {
            () = committed => {}
            () = wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    for (round, _, outage) in rounds.into_iter().filter(|(r, _, _)| r.at_stop) {
        come_round(&app, round, &outage).await;
    }
}

/// Runs a periodic task. If it failed, returns how long to wait before the next try.
async fn come_round(app: &App, round: Round, outage: &Outage) -> Option<Duration> {
    let at = app.clone();
    match run_blocking(move || (round.work)(&at)).await {
        Ok(()) => {
            outage.works();
            None
        }
        Err(error) => Some(outage.failed(&error)),
    }
}

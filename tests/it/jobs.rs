//! Background jobs: run when they are due, retried, given up in the end, never held by two runners, and not
//! lost by a kill.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use storyplus::app::App;
use storyplus::error::AppError;
use storyplus::jobs::queue::{self, LEASE_MS, MAX_ATTEMPTS};
use storyplus::jobs::runner::{Drained, drain_kinds};
use storyplus::jobs::{Job, Kind, enqueue};

use crate::support::Site;

static NOTED: Mutex<Vec<String>> = Mutex::new(Vec::new());
static TRIES: AtomicUsize = AtomicUsize::new(0);

fn note(_: &App, job: &Job) -> Result<(), AppError> {
    NOTED.lock().unwrap().push(job.read::<String>()?);
    Ok(())
}

fn third_time(_: &App, _: &Job) -> Result<(), AppError> {
    match TRIES.fetch_add(1, Ordering::Relaxed) {
        0 => Err(AppError::internal("not yet")),
        1 => panic!("not yet either"),
        _ => Ok(()),
    }
}

fn never(_: &App, _: &Job) -> Result<(), AppError> {
    Err(AppError::internal("never"))
}

const KINDS: &[Kind] = &[
    Kind {
        name: "note",
        work: note,
    },
    Kind {
        name: "third_time",
        work: third_time,
    },
    Kind {
        name: "never",
        work: never,
    },
];

fn drain(app: &App) -> Drained {
    drain_kinds(app, KINDS, &AtomicBool::new(false)).unwrap()
}

const HOUR: i64 = 3_600_000;

/// Holds SAFETY-D12.
#[actix_web::test]
async fn a_job_runs_when_it_is_due_and_only_if_its_change_was_committed() {
    let site = Site::start().await;
    let app = &site.app;
    app.db
        .write_now(|tx| {
            enqueue(tx, "note", &"now", tx.now())?;
            enqueue(tx, "note", &"in an hour", tx.now() + HOUR)
        })
        .unwrap();
    let undone: Result<(), AppError> = app.db.write_now(|tx| {
        enqueue(tx, "note", &"never was", tx.now())?;
        Err(AppError::NotFound)
    });
    assert!(undone.is_err());
    assert_eq!(drain(app), Drained { done: 1, failed: 0 });
    assert_eq!(drain(app), Drained::default());
    app.clock.shift(HOUR);
    assert_eq!(drain(app), Drained { done: 1, failed: 0 });
    assert_eq!(*NOTED.lock().unwrap(), ["now", "in an hour"]);
    site.stop().await;
}

/// Holds SAFETY-D12.
#[actix_web::test]
async fn what_fails_is_tried_again_later_and_is_dead_in_the_end() {
    let site = Site::start().await;
    let app = &site.app;
    app.db
        .write_now(|tx| {
            enqueue(tx, "third_time", &(), tx.now())?;
            enqueue(tx, "never", &(), tx.now())?;
            enqueue(tx, "unheard of", &(), tx.now())
        })
        .unwrap();
    let (mut done, mut failed) = (0, 0);
    for _ in 0..MAX_ATTEMPTS {
        let drained = drain(app);
        assert_eq!(drain(app), Drained::default(), "nothing is tried twice in one go");
        done += drained.done;
        failed += drained.failed;
        app.clock.shift(HOUR);
    }
    assert_eq!(done, 1);
    assert_eq!(failed, 2 + 2 * usize::try_from(MAX_ATTEMPTS).unwrap());
    assert_eq!(drain(app), Drained::default());
    let dead = app.db.read_now(|db| queue::dead(db, 10)).unwrap();
    let kinds: Vec<&str> = dead.iter().map(|(_, kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["unheard of", "never"]);
    assert!(dead[1].2.as_deref().unwrap().starts_with("never"));
    app.db
        .write_now(|tx| dead.iter().try_for_each(|d| queue::forget(tx, d.0)))
        .unwrap();
    site.stop().await;
}

/// A runner that is killed during its work leaves a lease; when it ends, another runner takes the job over.
/// Holds SAFETY-D12.
#[actix_web::test]
async fn no_two_hold_a_job_and_a_killed_runners_job_is_taken_over() {
    let site = Site::start().await;
    let app = &site.app;
    app.db.write_now(|tx| enqueue(tx, "never", &(), tx.now())).unwrap();
    let due = || app.db.read_now(|db| queue::due(db, app.clock.now())).unwrap();
    let (mut mine, mut yours) = (due().unwrap(), due().unwrap());
    assert!(app.db.write_now(|tx| queue::claim(tx, &mut mine)).unwrap());
    assert!(!app.db.write_now(|tx| queue::claim(tx, &mut yours)).unwrap());
    assert!(due().is_none());
    app.clock.shift(LEASE_MS + 1);
    let mut later = due().unwrap();
    assert!(app.db.write_now(|tx| queue::claim(tx, &mut later)).unwrap());
    // The first runner comes back; its result no longer counts.
    app.db.write_now(|tx| queue::done(tx, &mine)).unwrap();
    app.db.write_now(|tx| queue::failed(tx, &mine, "late").map(|_| ())).unwrap();
    app.clock.shift(LEASE_MS + 1);
    assert_eq!(due().unwrap().attempts, 2);
    app.db.write_now(|tx| queue::forget(tx, later.id)).unwrap();
    site.stop().await;
}

//! `storyplus doctor`: finds problems and says what to do about them. It only reads, and may run
//! beside a server, unless it is told to repair.

pub mod queries;

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use crate::app::App;
use crate::config::Config;
use crate::db::{Db, ids, migrate};
use crate::error::AppError;
use crate::jobs::{changes, queue};
use crate::photos;
use crate::search;
use crate::server::lock::DataLock;

/// Age up to which a file without a row may be an upload in progress.
const UPLOAD_GRACE: Duration = Duration::from_secs(24 * 3600);
/// Free bytes below which uploads will soon begin to fail.
const LITTLE_SPACE: u64 = 1_000_000_000;
/// Delay of a job that shows that no server is running jobs.
const LATE_MS: i64 = 15 * 60 * 1000;
/// Time by which the newest row may be ahead of the clock.
const CLOCK_GRACE_MS: i64 = 60_000;

/// Changes that a server indexes within seconds; more than these is reported.
const FAR_BEHIND: i64 = 20_000;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Fine,
    /// Worth knowing.
    Note,
    /// Needs attention.
    Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub weight: Weight,
    pub what: String,
    /// Advice on what to do about it.
    pub advice: String,
}

#[derive(Debug, Default)]
pub struct Report(pub Vec<Finding>);

impl Report {
    fn add(&mut self, weight: Weight, what: impl Into<String>, advice: impl Into<String>) {
        self.0.push(Finding {
            weight,
            what: what.into(),
            advice: advice.into(),
        });
    }

    fn fine(&mut self, what: impl Into<String>) {
        self.add(Weight::Fine, what, "");
    }

    pub fn wrong(&self) -> usize {
        self.0.iter().filter(|f| f.weight == Weight::Wrong).count()
    }

    fn print(&self) {
        for finding in &self.0 {
            let mark = match finding.weight {
                Weight::Fine => "ok   ",
                Weight::Note => "note ",
                Weight::Wrong => "WRONG",
            };
            println!("{mark}  {}", finding.what);
            if !finding.advice.is_empty() {
                println!("         {}", finding.advice);
            }
        }
    }
}

pub fn run(config: Config, repair: bool) -> Result<ExitCode, AppError> {
    // Held until the end, so that no server starts during the checks.
    let alone = DataLock::take(&config).ok();
    let app = App::attach(config)?;
    if repair {
        mend(&app, alone.is_some())?;
    }
    let report = look(&app, alone.is_none())?;
    report.print();
    Ok(match report.wrong() {
        0 => {
            println!("\nNothing needs a hand.");
            ExitCode::SUCCESS
        }
        n => {
            println!("\n{n} of these need a hand.");
            ExitCode::FAILURE
        }
    })
}

/// Repairs what can be repaired. Unused photos are swept only if no server runs: a running one does
/// it by itself, and only one process may touch the files.
fn mend(app: &App, alone: bool) -> Result<(), AppError> {
    let repaired = app.db.write_now(queries::repair)?;
    println!("Counters put right: {repaired}.");
    if alone {
        let swept = photos::jobs::sweep(app, None)?;
        println!(
            "Photos that nothing shows: {} rows and {} files removed.",
            swept.rows, swept.files
        );
    }
    println!();
    Ok(())
}

/// Runs every check. `running` is true if a server holds the data folder.
pub fn look(app: &App, running: bool) -> Result<Report, AppError> {
    let mut report = Report::default();
    settings(app, running, &mut report);
    app.db.read_now(|db| {
        database(db, &mut report)?;
        counters(db, &mut report)?;
        clock(db, app.clock.now(), &mut report)?;
        jobs(db, app.clock.now(), running, &mut report)?;
        index(db, &search::indexing::node::folder(app), running, &mut report)
    })?;
    pictures(app, &mut report)?;
    disk(app.media.root(), &mut report)?;
    Ok(report)
}

fn settings(app: &App, running: bool, report: &mut Report) {
    let config = &app.config;
    report.fine(format!(
        "data folder {}, {}",
        config.data_dir.display(),
        if running { "a server uses it" } else { "no server uses it" }
    ));
    if !config.bind.ip().is_loopback() && !config.public_url.https() {
        report.add(
            Weight::Note,
            format!("the site is open to others at {} without TLS", config.bind),
            "Put a proxy with TLS before it and set public_url to its https:// address; passwords travel readable otherwise.",
        );
    }
}

fn database(db: &mut Db, report: &mut Report) -> Result<(), AppError> {
    let versions = migrate::known(db)?;
    let schema = versions.into_iter().max().unwrap_or_default();
    if !db.is_sqlite() {
        report.fine(format!("database: PostgreSQL answers, schema {schema}"));
        return Ok(());
    }
    let damage = queries::damage(db)?;
    if damage.is_empty() {
        report.fine(format!("database: whole, schema {schema}"));
    } else {
        report.add(
            Weight::Wrong,
            format!("database: damaged ({})", damage.join("; ")),
            "Stop the server, put the file aside and run `storyplus restore FILE` with your last backup.",
        );
    }
    match queries::dangling(db)? {
        0 => report.fine("references: every row finds the rows it names"),
        n => report.add(
            Weight::Wrong,
            format!("references: {n} rows name rows that are not there"),
            "Another program wrote to the database. Restore your last backup, or ask for help with a copy of it.",
        ),
    }
    Ok(())
}

fn counters(db: &mut Db, report: &mut Report) -> Result<(), AppError> {
    let mut all_right = true;
    for counter in queries::COUNTERS {
        let wrong = queries::wrong(db, counter)?;
        if wrong > 0 {
            all_right = false;
            report.add(
                Weight::Wrong,
                format!("counters: {wrong} rows of {} have a wrong {}", counter.table, counter.column),
                "Run `storyplus doctor --repair`.",
            );
        }
    }
    if all_right {
        report.fine("counters: they agree with what they count");
    }
    if queries::one_sided_friendships(db)? > 0 {
        report.add(
            Weight::Wrong,
            "friendships: some are seen from one side only",
            "Another program wrote to the database. Ask for help with a copy of it.",
        );
    }
    Ok(())
}

fn clock(db: &mut Db, now: i64, report: &mut Report) -> Result<(), AppError> {
    let ahead = ids::made_at(ids::newest(db)?) - now;
    if ahead > CLOCK_GRACE_MS {
        report.add(
            Weight::Note,
            format!("clock: the newest row is {} minutes ahead of it", ahead / 60_000),
            "Set the machine's clock by NTP. New rows count on from the newest meanwhile, so nothing is lost.",
        );
    } else {
        report.fine("clock: not behind the newest row");
    }
    Ok(())
}

fn jobs(db: &mut Db, now: i64, running: bool, report: &mut Report) -> Result<(), AppError> {
    let dead = queue::dead(db, 5)?;
    for (id, kind, error) in &dead {
        report.add(
            Weight::Wrong,
            format!(
                "jobs: {kind} {id} was given up: {}",
                error.as_deref().unwrap_or("no reason kept")
            ),
            "Its work was not done. The log has the whole error under job.id.",
        );
    }
    match queue::next_at(db)? {
        Some(due) if running && now - due > LATE_MS => report.add(
            Weight::Wrong,
            format!("jobs: the next one waits since {} minutes", (now - due) / 60_000),
            "The server does not work them off: look into its log, and restart it.",
        ),
        _ if dead.is_empty() => report.fine("jobs: none was given up"),
        _ => {}
    }
    Ok(())
}

fn index(db: &mut Db, folder: &Path, running: bool, report: &mut Report) -> Result<(), AppError> {
    let span = changes::span(db)?;
    let at = search::cursor_on_disk(folder);
    let by_itself = "Nothing is lost, and nothing need be done: the server builds it anew from the database.";
    match (span, at) {
        (None, _) => report.fine("search: nothing to find yet"),
        (Some(_), None) => report.add(Weight::Note, "search: there is no index that can be read", by_itself),
        (Some((first, last)), Some(at)) if !(first - 1..=last).contains(&at) => {
            report.add(
                Weight::Note,
                "search: the index does not belong to what the database says",
                by_itself,
            );
        }
        (Some((_, last)), Some(at)) if running && last - at > FAR_BEHIND => report.add(
            Weight::Wrong,
            format!("search: the index is {} changes behind", last - at),
            "The server does not keep up: look into its log for `search`, and run `storyplus reindex`.",
        ),
        (Some((_, last)), Some(at)) => report.fine(format!("search: the index is {} changes behind", last - at)),
    }
    Ok(())
}

fn pictures(app: &App, report: &mut Report) -> Result<(), AppError> {
    let (mut rows, mut missing) = (0_usize, Vec::new());
    let mut last = 0;
    loop {
        let page = app.db.read_now(|db| queries::photos_after(db, last, 5_000))?;
        let Some((newest, _, _)) = page.last() else { break };
        last = *newest;
        rows += page.len();
        for (id, hash, sizes) in page {
            let there = sizes
                .split(',')
                .filter_map(|s| s.trim().parse().ok())
                .all(|size| app.media.path(&hash, size).is_some_and(|p| p.is_file()));
            if !there {
                missing.push(id);
            }
        }
    }
    if missing.is_empty() {
        report.fine(format!("photos: {rows}, all of them there"));
    } else {
        let some: Vec<String> = missing.iter().take(5).map(ToString::to_string).collect();
        report.add(
            Weight::Wrong,
            format!("photos: files are missing for {} of {rows} (such as {})", missing.len(), some.join(", ")),
            "Copy the folder `media` from your last backup over the one in the data folder; nothing there is overwritten by mistake, names change with content.",
        );
    }
    let strays = strays(app)?;
    if strays > 0 {
        report.add(
            Weight::Note,
            format!("photos: {strays} files that nothing shows"),
            "The server sweeps them away by itself.",
        );
    }
    Ok(())
}

/// Counts files without a row that are too old to be uploads in progress.
fn strays(app: &App) -> Result<usize, AppError> {
    let mut strays = 0;
    for folder in std::fs::read_dir(app.media.root())? {
        let folder = folder?.path();
        let Some(start) = folder.file_name().and_then(|n| n.to_str()).filter(|_| folder.is_dir()) else {
            continue;
        };
        let known: HashSet<String> = app.db.read_now(|db| queries::hashes(db, start))?.into_iter().collect();
        for file in std::fs::read_dir(&folder)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            let hash = name.split('-').next().unwrap_or_default();
            let age = file.metadata()?.modified().map(|m| SystemTime::now().duration_since(m));
            if !known.contains(hash) && matches!(age, Ok(Ok(age)) if age > UPLOAD_GRACE) {
                strays += 1;
            }
        }
    }
    Ok(strays)
}

fn disk(folder: &Path, report: &mut Report) -> Result<(), AppError> {
    let disk = rustix::fs::statvfs(folder).map_err(std::io::Error::from)?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let said = format!("disk: {} MB free, {} more files", free / 1_000_000, disk.f_favail);
    // Some file systems have no fixed number of files and report 0 of 0.
    if free < LITTLE_SPACE || (disk.f_files > 0 && disk.f_favail < 10_000) {
        report.add(
            Weight::Note,
            said,
            "Make room: new photos and stories are refused with a clear page when it is full, reading goes on.",
        );
    } else {
        report.fine(said);
    }
    Ok(())
}

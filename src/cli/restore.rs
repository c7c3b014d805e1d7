//! `storyplus restore FILE`: puts the content of a backup back. The whole archive is unpacked
//! beside the site and checked first; only then are files moved, under a marker that keeps a server
//! from starting on half of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead, ErrorKind, Read};
use std::path::{Path, PathBuf};

use diesel::prelude::*;

use super::backup::{DATABASE, FORMAT, HEAD, Head, SUMS, SYNONYMS, Summing};
use crate::app::UNFINISHED_RESTORE;
use crate::config::{Config, DatabaseUrl};
use crate::db::clock::Clock;
use crate::db::{Db, migrate, pool};
use crate::error::AppError;
use crate::server::lock::DataLock;

const UNPACKED: &str = "restoring";
/// The most bytes of the description: five short fields.
const HEAD_MAX: u64 = 64 * 1024;
/// The most bytes of a line of checksums: 64 digits, two spaces, a name.
const SUM_LINE_MAX: u64 = 1024;

pub fn run(config: &Config, file: &Path, replace: bool) -> Result<(), AppError> {
    let archive = File::open(file).map_err(|e| AppError::start(format!("{} cannot be read: {e}", file.display())))?;
    let _lock = DataLock::take(config)?;
    let places = Places::of(config);
    if !replace && places.taken() {
        return Err(AppError::start(format!(
            "There is a site in {} already, and nothing was changed. Name an empty folder with --data-dir, \
             or put the site aside with --replace.",
            config.data_dir.display()
        )));
    }
    let unpacked = config.data_dir.join(UNPACKED);
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    fs::create_dir(&unpacked)?;
    let checked = unpack(archive, &unpacked, file).and_then(|head| {
        check(&head, &unpacked, &places, file)?;
        Ok(head)
    });
    let head = match checked {
        Ok(head) => head,
        Err(error) => {
            fs::remove_dir_all(&unpacked)?;
            return Err(error);
        }
    };
    let aside = places.put_in_place(&unpacked)?;
    println!("Restored the site of {} from {}.", day(head.made_at), file.display());
    if let Some(aside) = aside {
        println!(
            "What was there before is in {}; delete it when it is no longer needed.",
            aside.display()
        );
    }
    if places.database.is_none() {
        println!(
            "The photos are back. Restore the database with its own tools (pg_restore), from the dump made just before them."
        );
    }
    Ok(())
}

fn refused(file: &Path, why: &str) -> AppError {
    AppError::start(format!(
        "{} is no whole backup of Story Plus: {why}. Nothing was changed.",
        file.display()
    ))
}

/// Unpacks into an empty folder and checks every file against its checksum.
fn unpack(archive: File, into: &Path, file: &Path) -> Result<Head, AppError> {
    let broken = |e: io::Error| refused(file, &e.to_string());
    let mut archive = tar::Archive::new(io::BufReader::new(archive));
    let mut found = BTreeMap::new();
    let mut head = None;
    let mut sums = None;
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.display().to_string();
        if !entry.header().entry_type().is_file() || !is_ours(&name) {
            return Err(refused(file, &format!("it holds {name:?}")));
        }
        if found.contains_key(&name) || (name == SUMS && sums.is_some()) {
            return Err(refused(file, &format!("it holds {name:?} twice")));
        }
        match name.as_str() {
            HEAD => {
                if entry.size() > HEAD_MAX {
                    return Err(refused(file, &format!("its {HEAD} is far too long")));
                }
                let mut text = String::new();
                let mut summing = Summing::new(&mut entry);
                summing.read_to_string(&mut text).map_err(broken)?;
                found.insert(name, summing.sum());
                head = Some(text);
            }
            // Each line is compared at once and not stored, however many the archive claims to
            // have.
            SUMS => sums = Some(compare(&mut entry, &found).map_err(|why| refused(file, &why))?),
            _ => {
                let path = into.join(&name);
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)?;
                }
                let mut out = File::create_new(&path)?;
                let mut summing = Summing::new(&mut entry);
                io::copy(&mut summing, &mut out).map_err(|e| match e.kind() {
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded => AppError::start(format!(
                        "There is not enough room to unpack {}. Nothing was changed.",
                        file.display()
                    )),
                    _ => broken(e),
                })?;
                out.sync_all()?;
                found.insert(name, summing.sum());
            }
        }
    }
    let sums = sums.ok_or_else(|| refused(file, "it is cut short"))?;
    if sums != found.len() {
        return Err(refused(file, "it holds files that are in no checksum"));
    }
    let head = head.ok_or_else(|| refused(file, "it does not say what it is"))?;
    let head: Head = serde_json::from_str(&head).map_err(|e| refused(file, &e.to_string()))?;
    if head.format > FORMAT {
        return Err(refused(file, "a newer program wrote it"));
    }
    if head.engine == "sqlite" && !found.contains_key(DATABASE) {
        return Err(refused(file, "there is no database in it"));
    }
    Ok(head)
}

/// Compares a list of checksums with the files that were unpacked. Returns their number.
fn compare(sums: impl Read, found: &BTreeMap<String, String>) -> Result<usize, String> {
    let mut sums = io::BufReader::new(sums);
    let (mut line, mut seen) = (String::new(), BTreeSet::new());
    loop {
        line.clear();
        let read = (&mut sums)
            .take(SUM_LINE_MAX)
            .read_line(&mut line)
            .map_err(|e| e.to_string())?;
        if read == 0 {
            return Ok(seen.len());
        }
        let (sum, name) = line
            .trim_end_matches('\n')
            .split_once("  ")
            .ok_or_else(|| "its checksums cannot be read".to_owned())?;
        match found.get_key_value(name) {
            Some((name, unpacked)) if unpacked == sum => seen.insert(name.as_str()),
            _ => return Err(format!("{name} is missing or damaged")),
        };
    }
}

/// Returns true for the names that `backup` writes, and for no others, so that nothing leaves the
/// folder.
fn is_ours(name: &str) -> bool {
    let photo = |rest: &str| {
        rest.split_once('/').is_some_and(|(folder, file)| {
            let fine = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
            folder.len() == 2 && fine(folder) && fine(file) && !file.starts_with('.') && !folder.starts_with('.')
        })
    };
    matches!(name, HEAD | DATABASE | SUMS | SYNONYMS) || name.strip_prefix("media/").is_some_and(photo)
}

/// Checks that the database opens, is intact, and has a schema that this program knows.
fn check(head: &Head, unpacked: &Path, places: &Places, file: &Path) -> Result<(), AppError> {
    match (head.engine.as_str(), &places.database) {
        ("sqlite", Some(_)) => {
            let url = unpacked.join(DATABASE).display().to_string();
            pool::refuse_what_is_not_ours(&url).map_err(|_| refused(file, "the database in it is damaged"))?;
            let mut db = pool::open(&url)?;
            let schema = migrate::known(&mut db)?.into_iter().max().unwrap_or_default();
            if schema.is_empty() || schema != head.schema {
                return Err(refused(file, "the database in it is not the one that was saved"));
            }
            refuse_what_acts_by_itself(&mut db, file)?;
            drop(db);
            // Removes the files that a connection leaves, so that the database is as it was saved.
            for more in ["-wal", "-shm"] {
                remove(&PathBuf::from(format!("{url}{more}")))?;
            }
            Ok(())
        }
        ("postgresql", None) => Ok(()),
        ("sqlite", None) => Err(AppError::start(
            "This backup holds a SQLite database, but STORYPLUS_DATABASE_URL names PostgreSQL. Nothing was changed.",
        )),
        _ => Err(AppError::start(
            "This backup holds the photos of a site on PostgreSQL. Set STORYPLUS_DATABASE_URL to that database. Nothing was changed.",
        )),
    }
}

/// Refuses a database with triggers or views. Story Plus has none, and one that somebody put into
/// an archive would act with the rights of the site's users.
fn refuse_what_acts_by_itself(db: &mut Db, file: &Path) -> Result<(), AppError> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let strange: Vec<Name> = diesel::sql_query("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").load(db)?;
    match strange.first() {
        None => Ok(()),
        Some(Name { name }) => Err(refused(
            file,
            &format!("the database in it holds {name:?}, which Story Plus does not make"),
        )),
    }
}

/// The destinations of a restore.
struct Places {
    data_dir: PathBuf,
    media: PathBuf,
    /// The SQLite file; `None` with PostgreSQL.
    database: Option<PathBuf>,
}

impl Places {
    fn of(config: &Config) -> Self {
        Self {
            media: config.data_dir.join("media"),
            database: match &config.database_url {
                DatabaseUrl::Sqlite(path) => Some(path.clone()),
                DatabaseUrl::Postgres(_) => None,
            },
            data_dir: config.data_dir.clone(),
        }
    }

    fn taken(&self) -> bool {
        let photos = fs::read_dir(&self.media).is_ok_and(|mut entries| entries.next().is_some());
        photos || self.database.as_ref().is_some_and(|d| d.exists())
    }

    /// Moves the existing files aside and the unpacked ones in. Returns the folder of the old
    /// files, if there were any.
    fn put_in_place(&self, unpacked: &Path) -> Result<Option<PathBuf>, AppError> {
        let mark = self.data_dir.join(UNFINISHED_RESTORE);
        File::create(&mark)?.sync_all()?;
        sync(&self.data_dir)?;

        let aside = self.data_dir.join(format!("before-restore-{}", Clock::start().now()));
        let old = self.taken();
        if old {
            fs::create_dir(&aside)?;
            if self.media.exists() {
                fs::rename(&self.media, aside.join("media"))?;
            }
        }
        if let Some(database) = &self.database {
            for more in ["-wal", "-shm", ""] {
                let file = with_suffix(database, more);
                if !old {
                    remove(&file)?;
                } else if file.exists() {
                    move_file(&file, &aside.join(format!("{DATABASE}{more}")))?;
                }
            }
            if let Some(folder) = database.parent() {
                fs::create_dir_all(folder)?;
                move_file(&unpacked.join(DATABASE), database)?;
                sync(folder)?;
            }
        }
        let media = unpacked.join("media");
        fs::create_dir_all(&media)?;
        for folder in fs::read_dir(&media)? {
            sync(&folder?.path())?;
        }
        sync(&media)?;
        if self.media.exists() {
            fs::remove_dir(&self.media)?;
        }
        fs::rename(&media, &self.media)?;
        let synonyms = self.data_dir.join(SYNONYMS);
        if old && synonyms.exists() {
            fs::rename(&synonyms, aside.join(SYNONYMS))?;
        }
        if unpacked.join(SYNONYMS).exists() {
            fs::rename(unpacked.join(SYNONYMS), &synonyms)?;
        }
        // The index belonged to the other database; the server builds a new one.
        match fs::remove_dir_all(self.data_dir.join("search")) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e.into()),
            _ => {}
        }
        fs::remove_dir_all(unpacked)?;
        sync(&self.data_dir)?;
        remove(&mark)?;
        sync(&self.data_dir)?;
        Ok(old.then_some(aside))
    }
}

fn with_suffix(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}

/// Renames a file, or copies it if the database is on another file system.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(e) if e.kind() == ErrorKind::CrossesDevices => {
            fs::copy(from, to)?;
            File::open(to)?.sync_all()?;
            fs::remove_file(from)
        }
        done => done,
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Returns the day of a moment, in Korean time as everywhere on the site.
fn day(ms: i64) -> String {
    crate::web::format::rfc3339(ms).chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_names_that_backup_writes_are_unpacked() {
        for fine in ["backup.json", "database.sqlite", "sha256.txt", "media/ab/abcd-320.jpg"] {
            assert!(is_ours(fine), "{fine}");
        }
        for evil in [
            "../x",
            "/etc/passwd",
            "media/../../x",
            "media/ab/../x",
            "media/ab/x/y",
            "media/../x",
            "media/ab/.x",
            "storyplus.db",
        ] {
            assert!(!is_ours(evil), "{evil}");
        }
    }
}

//! `storyplus backup FILE`: one tar archive of the whole site.
//!
//! ```text
//! backup.json       format, program, engine, schema, time
//! database.sqlite   a consistent copy (not with PostgreSQL)
//! synonyms.txt      the operator's synonyms, if there are any
//! media/ab/….jpg    every photo
//! sha256.txt        a checksum of each file above; last, so that a truncated archive lacks it
//! ```
//!
//! The database is copied first: photos are written before the row that names them, so every row of
//! the copy has its files.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::config::{Config, DatabaseUrl};
use crate::db::sqlite_files::{ENDINGS, copy_durably, file_name, with_ending};
use crate::db::{Db, migrate, pool};
use crate::error::AppError;
use crate::text::hex;

/// Version 2 added the operator's synonyms.
pub const FORMAT: u32 = 2;
pub const HEAD: &str = "backup.json";
pub const DATABASE: &str = "database.sqlite";
pub const SUMS: &str = "sha256.txt";
pub const SYNONYMS: &str = crate::search::indexing::node::SYNONYMS_FILE;

/// The description of a backup.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// Either sqlite or postgresql.
    pub engine: String,
    pub schema: String,
    /// Milliseconds since 1970 UTC.
    pub made_at: i64,
}

pub fn run(config: Config, file: &Path) -> Result<(), AppError> {
    if let DatabaseUrl::Sqlite(database) = &config.database_url
        && ENDINGS
            .iter()
            .any(|ending| file.ends_with(file_name(&with_ending(database, ending))))
    {
        return Err(AppError::start(format!(
            "{} is the name of a file of the database. Name another file.",
            file.display()
        )));
    }
    if file.exists() {
        return Err(AppError::start(format!(
            "{} is there already and was not touched. Name a new file.",
            file.display()
        )));
    }
    let postgres = matches!(config.database_url, DatabaseUrl::Postgres(_));
    if postgres {
        println!(
            "The database is on PostgreSQL: this file will hold the photos. Dump the database before it, not after,\n\
             so that every row finds its photos:  pg_dump --format=custom --file=storyplus.dump \"$STORYPLUS_DATABASE_URL\""
        );
    }
    let app = App::attach(config)?;
    let (files, bytes) = write(&app, file)?;
    println!(
        "Wrote {} ({files} files, {} MB). To bring it back: storyplus restore {} --data-dir FOLDER",
        file.display(),
        bytes.div_ceil(1_000_000),
        file.display(),
    );
    Ok(())
}

/// Writes the archive. Returns the number of files in it and their size in bytes.
pub fn write(app: &App, file: &Path) -> Result<(usize, u64), AppError> {
    let folder = match file.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let cannot = |e: io::Error| AppError::start(format!("{} cannot be written: {e}. Nothing is left of it.", file.display()));
    let out = tempfile::NamedTempFile::new_in(&folder).map_err(cannot)?;
    let mut archive = Archive {
        tar: tar::Builder::new(io::BufWriter::new(out)),
        sums: String::new(),
        files: 0,
        bytes: 0,
        made_at: app.clock.now(),
    };
    let url = app.config.database_url.expose();
    let mut db = pool::open(&url)?;
    let head = Head {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: if db.is_sqlite() { "sqlite" } else { "postgresql" }.to_owned(),
        schema: migrate::known(&mut db)?.into_iter().max().unwrap_or_default(),
        made_at: archive.made_at,
    };
    let head = serde_json::to_vec_pretty(&head).map_err(AppError::internal)?;
    archive.add(HEAD, head.len(), head.as_slice()).map_err(cannot)?;
    if let Db::Sqlite(conn) = &mut db {
        let copy = tempfile::TempDir::new_in(&folder).map_err(cannot)?;
        let file = copy.path().join(DATABASE);
        copy_durably(conn, &file)?;
        archive.add_file(DATABASE, &file).map_err(cannot)?;
    }
    let synonyms = app.config.data_dir.join(SYNONYMS);
    if synonyms.is_file() {
        archive.add_file(SYNONYMS, &synonyms).map_err(cannot)?;
    }
    add_media(&mut archive, app.media.root()).map_err(cannot)?;
    let (files, bytes) = (archive.files, archive.bytes);
    let out = archive.finish().map_err(cannot)?;
    out.as_file().sync_all().map_err(cannot)?;
    out.persist_noclobber(file).map_err(|e| cannot(e.error))?;
    File::open(&folder).and_then(|f| f.sync_all()).map_err(cannot)?;
    Ok((files, bytes))
}

struct Archive<W: io::Write> {
    tar: tar::Builder<W>,
    sums: String,
    files: usize,
    bytes: u64,
    made_at: i64,
}

impl<W: io::Write> Archive<W> {
    fn add_file(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        self.add(name, usize::try_from(size).map_err(io::Error::other)?, file)
    }

    fn add(&mut self, name: &str, size: usize, data: impl Read) -> io::Result<()> {
        let size = u64::try_from(size).map_err(io::Error::other)?;
        let mut header = tar::Header::new_ustar();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.made_at / 1000).unwrap_or(0));
        let mut data = Summing::new(data);
        self.tar.append_data(&mut header, name, &mut data)?;
        self.sums.push_str(&format!("{}  {name}\n", data.sum()));
        self.files += 1;
        self.bytes += size;
        Ok(())
    }
}

impl Archive<io::BufWriter<tempfile::NamedTempFile>> {
    fn finish(mut self) -> io::Result<tempfile::NamedTempFile> {
        let sums = std::mem::take(&mut self.sums);
        self.add(SUMS, sums.len(), sums.as_bytes())?;
        self.tar.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

fn add_media<W: io::Write>(archive: &mut Archive<W>, root: &Path) -> io::Result<()> {
    for folder in sorted(root)? {
        if !folder.is_dir() {
            continue;
        }
        for path in sorted(&folder)? {
            let inside = path.strip_prefix(root).map_err(io::Error::other)?;
            match archive.add_file(&format!("media/{}", inside.display()), &path) {
                // Swept meanwhile, so no row in the copy names it.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                done => done?,
            }
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// A reader that computes the checksum of what passes through it.
pub struct Summing<R> {
    inner: R,
    sum: Sha256,
}

impl<R> Summing<R> {
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            sum: Sha256::new(),
        }
    }

    /// Returns the SHA-256 in hexadecimal.
    pub fn sum(self) -> String {
        hex(&self.sum.finalize())
    }
}

impl<R: Read> Read for Summing<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.sum.update(buf.get(..n).unwrap_or_default());
        Ok(n)
    }
}

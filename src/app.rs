//! The handles that every request needs; no feature.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, RwLock};

use tokio::sync::Semaphore;

use crate::config::Config;
use crate::db::Database;
use crate::db::clock::Clock;
use crate::error::AppError;
use crate::media::Media;
use crate::work_queue::gate::{Gate, Places};

/// Stands in the data folder while `restore` puts things in their places.
pub const UNFINISHED_RESTORE: &str = "restore-unfinished";

/// Cheap to clone; everything behind it is shared.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub db: Database,
    pub media: Media,
    pub clock: Clock,
    /// At most this many passwords are hashed at once: each takes memory and a core.
    pub hashing: Arc<Semaphore>,
    /// And at most this many hash or wait for their turn; the rest is sent away.
    pub hashing_line: Arc<Semaphore>,
    /// Megabytes that decoding photos may take, shared in turns by those who post them.
    pub decoding: Gate,
    /// Forms with photos that are decoded or wait for it; no more are let in.
    pub photo_forms: Places,
    /// Sessions seen since the last flush (accounts/jobs.rs): a page view writes nothing.
    pub seen: Mutex<HashMap<String, i64>>,
    /// Caches of features for this site, by type (`App::cache`).
    cache: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// Wakes the job runner and the index tail after a commit.
    pub wake: tokio::sync::Notify,
}

/// Places in line for each password that may be hashed at once: a wait of about a second.
const LINE_PER_HASHER: u32 = 16;
/// Megabytes of memory for each of `uploads_at_once`: the least that a photo is reckoned at.
pub const UPLOAD_MB: usize = 100;
/// Forms with photos that may wait for their turn; one more is answered 429.
const FORMS_WAITING: usize = 100;
/// Forms with photos of one person: one at work and two that wait.
pub const FORMS_EACH: usize = 3;

/// Says no to a data folder that a restore left half-way.
pub fn refuse_half_restored(config: &Config) -> Result<(), AppError> {
    if !config.data_dir.join(UNFINISHED_RESTORE).exists() {
        return Ok(());
    }
    Err(AppError::start(format!(
        "A restore into {} did not finish, so what is there is not whole. Run `storyplus restore FILE --replace` again.",
        config.data_dir.display()
    )))
}

impl App {
    /// Opens data folder and database, and brings the schema up to date. The caller holds the lock of the
    /// data folder.
    pub fn open(config: Config) -> Result<Self, AppError> {
        Self::open_at(config, Clock::start())
    }

    /// The same by a clock of one's own.
    pub fn open_at(config: Config, clock: Clock) -> Result<Self, AppError> {
        let app = Self::with(config, clock, Database::open)?;
        // Nobody else uses the folder, so what arrives there now arrives for no one.
        app.media.clear_incoming()?;
        Ok(app)
    }

    /// Opens them beside a server that may be running: the schema stays as it is.
    pub fn attach(config: Config) -> Result<Self, AppError> {
        Self::with(config, Clock::start(), Database::attach)
    }

    fn with(config: Config, clock: Clock, database: fn(&Config, Clock) -> Result<Database, AppError>) -> Result<Self, AppError> {
        std::fs::create_dir_all(&config.data_dir).map_err(|e| {
            AppError::start(format!(
                "The data folder {} cannot be made: {e}. Name another with STORYPLUS_DATA_DIR.",
                config.data_dir.display()
            ))
        })?;
        refuse_half_restored(&config)?;
        let db = database(&config, clock.clone())?;
        let media = Media::open(&config.data_dir)?;
        let permits = |n: u32| Arc::new(Semaphore::new(usize::try_from(n.max(1)).unwrap_or(1)));
        let uploads = usize::try_from(config.uploads_at_once.max(1)).unwrap_or(1);
        Ok(Self(Arc::new(Parts {
            hashing: permits(config.hashes_at_once),
            hashing_line: permits(config.hashes_at_once.saturating_mul(LINE_PER_HASHER)),
            decoding: Gate::new(uploads.saturating_mul(UPLOAD_MB), usize::MAX),
            photo_forms: Places::new(uploads.saturating_add(FORMS_WAITING), FORMS_EACH),
            seen: Mutex::new(HashMap::new()),
            cache: RwLock::default(),
            wake: tokio::sync::Notify::new(),
            config,
            db,
            media,
            clock,
        })))
    }
}

impl App {
    /// A feature's cache of this site (a process may run several sites: tests
    /// do, and their ids may meet). Made by `Default` at first use.
    pub fn cache<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let key = TypeId::of::<T>();
        let found = match self.cache.read() {
            Ok(cache) => cache.get(&key).cloned(),
            Err(poisoned) => poisoned.into_inner().get(&key).cloned(),
        };
        if let Some(Ok(found)) = found.map(Arc::downcast) {
            return found;
        }
        let mut cache = match self.cache.write() {
            Ok(cache) => cache,
            Err(poisoned) => poisoned.into_inner(),
        };
        let made = cache.entry(key).or_insert_with(|| Arc::new(T::default()));
        Arc::downcast(made.clone()).unwrap_or_default()
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

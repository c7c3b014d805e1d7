//! The handles that every request needs, without any feature's own.

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

/// Marker file in the data folder while `restore` moves files into place.
pub const UNFINISHED_RESTORE: &str = "restore-unfinished";

/// The shared parts of a running site. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub db: Database,
    pub media: Media,
    pub clock: Clock,
    /// One permit for each password that is being hashed: each takes memory and a core.
    pub hashing: Arc<Semaphore>,
    /// One permit for each password that is being hashed or waits for its turn; further ones are
    /// refused.
    pub hashing_line: Arc<Semaphore>,
    /// Megabytes of memory for decoding photos, granted in turn to the people who upload them.
    pub decoding: Gate,
    /// Places for forms with photos that are being decoded or wait for it; further ones are
    /// refused.
    pub photo_forms: Places,
    /// Sessions seen since the last flush (accounts/jobs.rs), so that a page view writes nothing.
    pub seen: Mutex<HashMap<String, i64>>,
    /// The features' caches for this site, by type (`App::cache`).
    cache: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// Wakes the job runner and the index tail after a commit.
    pub wake: tokio::sync::Notify,
}

/// Places in the queue for each password that may be hashed at once: a wait of about a second.
const LINE_PER_HASHER: u32 = 16;
/// Megabytes of memory for each of `uploads_at_once`: the least that any photo is estimated at.
pub const UPLOAD_MB: usize = 100;
/// Forms with photos that may wait for their turn; the next one is answered 429.
const FORMS_WAITING: usize = 100;
/// Forms with photos that one person may have at once: one in progress and two waiting.
pub const FORMS_EACH: usize = 3;

/// Fails if a restore into the data folder did not finish.
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
    /// Opens the data folder and the database, and brings the schema up to date. The caller holds
    /// the lock of the data folder.
    pub fn open(config: Config) -> Result<Self, AppError> {
        Self::open_at(config, Clock::start())
    }

    /// Does the same as `open` with a given clock.
    pub fn open_at(config: Config, clock: Clock) -> Result<Self, AppError> {
        let app = Self::with(config, clock, Database::open)?;
        // Nobody else uses the folder now, so no request is waiting for these files.
        app.media.clear_incoming()?;
        Ok(app)
    }

    /// Opens them beside a server that may be running, and leaves the schema as it is.
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
    /// Returns a feature's cache for this site, created by `Default` at first use. A process may
    /// run several sites with overlapping ids: tests do.
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

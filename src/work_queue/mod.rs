//! The threads on which requests do blocking work (SQL, rendering, files), and the fair queues in
//! front of them. A request that waits holds no thread and no database connection, so memory
//! depends on the numbers here and not on how many requests arrive at once.
//!
//! The program's threads:
//!
//! - **pages**: as many as `database_pool` has connections (at most 32), for everything that only
//!   reads, and for the pieces of photos that are sent.
//! - **writes**: two on SQLite, where one holds the only writing connection while the other is
//!   next; as many as `database_pool` on PostgreSQL. Waiting writers never take a reader's thread.
//! - **heavy**: two, for work that takes long or much memory: catalog imports and exports.
//! - actix-web: one for each core; nothing blocks there.
//! - tokio's blocking pool (`db::run_blocking`): one each for the job runner and the tail of the
//!   search index; passwords and photos, as many as the settings allow at once, limited before a
//!   thread is asked for; and one for the database check of `/readyz`.
//!
//! Threads start on demand and end after a moment without work, which also gives back the memory
//! that the allocator keeps for each of them.
//!
//! **Fairness.** A queue serves clients in turn. A client is a login that was seen before, or else
//! an address, so a client with many requests waits only for itself. No client ever has all the
//! threads of a lane.
//!
//! **Bounds.** Heavy responses hold one of a few slots until the client has received them. A page
//! that has waited 800 ms in a long queue, and a write that has waited as long as
//! `checkout_timeout`, are answered with 503. A request whose connection is closed leaves the
//! queue.

mod client;
pub mod gate;
mod line;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::config::Config;
use crate::error::AppError;
use crate::panics;
use gate::{Gate, Permit};
use line::Line;

pub use client::{Client, household};

/// Idle time after which a thread ends.
const IDLE: Duration = Duration::from_secs(2);
/// A page that has waited this long in a long queue is refused; people would not wait longer for
/// it.
const PAGE_PATIENCE: Duration = Duration::from_millis(800);
/// Heavy work may wait longer: programs ask for it, and forms that take a while anyway.
const HEAVY_PATIENCE: Duration = Duration::from_secs(10);
/// A queue counts as long from this many waiting requests per thread.
const LONG: usize = 4;
/// Upper limit of each queue, since a waiting request holds its input in memory.
const MOST_WAITING: usize = 4096;
const MOST_PAGES: u32 = 32;
const SQLITE_WRITES: usize = 2;
const HEAVY: usize = 2;
/// Heavy responses being sent, including to slow clients; each holds up to a few hundred KB.
const HEAVY_ANSWERS: usize = 32;
const HEAVY_ANSWERS_EACH: usize = 8;

/// A kind of work, which decides its threads and how long it may wait for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads, and renders a response.
    Page,
    /// The next piece of a response that was started and can no longer be refused.
    Piece,
    /// Writes to the database.
    Write,
    /// Takes long, or much memory.
    Heavy,
    /// The next piece of a heavy response that was started.
    HeavyPiece,
}

/// The time that a request waits for its turn.
#[derive(Debug, Clone, Copy)]
struct Patience {
    time: Duration,
    /// The time counts only while more than this many wait.
    line: usize,
}

type Task = Box<dyn FnOnce() + Send>;

/// The lanes of the program. Cheap to clone.
#[derive(Clone)]
pub struct WorkQueue(Arc<Lanes>);

struct Lanes {
    pages: Arc<Lane>,
    writes: Arc<Lane>,
    heavy: Arc<Lane>,
    heavy_answers: Gate,
    write_patience: Duration,
}

impl WorkQueue {
    pub fn new(config: &Config) -> Self {
        let pool = usize::try_from(config.database_pool.clamp(1, MOST_PAGES)).unwrap_or(1);
        let writes = if config.database_url.is_sqlite() {
            SQLITE_WRITES
        } else {
            pool
        };
        Self(Arc::new(Lanes {
            pages: Lane::new("page", pool),
            writes: Lane::new("write", writes),
            heavy: Lane::new("heavy", HEAVY),
            heavy_answers: Gate::new(HEAVY_ANSWERS, HEAVY_ANSWERS_EACH),
            write_patience: config.checkout_timeout,
        }))
    }

    /// Returns a slot for a heavy response, to be held until the response is sent.
    ///
    /// # Errors
    /// Fails with `Busy` if none becomes free in time.
    pub async fn heavy_answer(&self) -> Result<Permit, AppError> {
        let answers = &self.0.heavy_answers;
        answers.enter(Client::current(), 1, Some(HEAVY_PATIENCE)).await
    }

    fn lane(&self, kind: Kind) -> (&Arc<Lane>, Option<Patience>) {
        let lanes = &*self.0;
        match kind {
            Kind::Page => {
                let line = lanes.pages.most * LONG;
                (
                    &lanes.pages,
                    Some(Patience {
                        time: PAGE_PATIENCE,
                        line,
                    }),
                )
            }
            Kind::Piece => (&lanes.pages, None),
            Kind::Write => {
                let time = lanes.write_patience;
                (&lanes.writes, Some(Patience { time, line: 0 }))
            }
            Kind::Heavy => {
                let time = HEAVY_PATIENCE;
                (&lanes.heavy, Some(Patience { time, line: 0 }))
            }
            Kind::HeavyPiece => (&lanes.heavy, None),
        }
    }

    /// Runs blocking work when it is this client's turn. A panic in it becomes an error. If the
    /// caller is dropped, work that has started continues, and work that waits leaves the queue.
    ///
    /// # Errors
    /// Fails with `Busy` if the queue is too long, and with the errors of the work itself.
    pub async fn run<T: Send + 'static>(
        &self,
        kind: Kind,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let (lane, patience) = self.lane(kind);
        let (done, mut answer) = oneshot::channel();
        let place = lane.enter(
            Client::current(),
            Box::new(move || {
                // The caller may be gone.
                let _ = done.send(panics::caught(work));
            }),
        )?;
        let Some(patience) = patience else {
            return answer.await.map_err(AppError::internal)?;
        };
        let mut time = patience.time;
        loop {
            match tokio::time::timeout(time, &mut answer).await {
                Ok(done) => return done.map_err(AppError::internal)?,
                Err(_) => match place.leave(patience.line) {
                    Left::Refused => {
                        tracing::debug!(lane = lane.name, "a request waited too long for its turn");
                        return Err(AppError::Busy);
                    }
                    Left::Running => return answer.await.map_err(AppError::internal)?,
                    Left::StillWaiting => time = patience.time / 4,
                },
            }
        }
    }
}

/// Threads of one kind, and the queue in front of them.
struct Lane {
    name: &'static str,
    most: usize,
    state: Mutex<State>,
}

struct State {
    line: Line<Task>,
    threads: usize,
    /// Threads that wait for work. The latest is woken first, so that the others can end.
    idle: Vec<Thread>,
}

impl Lane {
    fn new(name: &'static str, most: usize) -> Arc<Self> {
        // One client cannot take every thread, so others find one at once.
        let each = if most > 1 { most - most.div_ceil(4) } else { 1 };
        Arc::new(Self {
            name,
            most,
            state: Mutex::new(State {
                line: Line::new(each),
                threads: 0,
                idle: Vec::new(),
            }),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a task to the queue, and wakes or starts a thread for it.
    fn enter(self: &Arc<Self>, client: Client, task: Task) -> Result<Place, AppError> {
        let mut state = self.lock();
        if state.line.len() >= MOST_WAITING {
            return Err(AppError::Busy);
        }
        let ticket = state.line.push(client, task);
        if let Some(idle) = state.idle.pop() {
            idle.unpark();
        } else if state.threads < self.most {
            let lane = self.clone();
            let started = thread::Builder::new().name(self.name.to_owned()).spawn(move || lane.serve());
            match started {
                Ok(_) => state.threads += 1,
                // The running threads will get to it.
                Err(_) if state.threads > 0 => {}
                Err(error) => {
                    let task = state.line.remove(client, ticket);
                    drop(state);
                    drop(task);
                    tracing::error!(%error, "no thread can be started");
                    return Err(AppError::Busy);
                }
            }
        }
        Ok(Place {
            lane: self.clone(),
            client,
            ticket,
        })
    }

    /// The loop of a thread: runs tasks until none arrives for a while.
    fn serve(&self) {
        let mut state = self.lock();
        loop {
            if let Some((client, task)) = state.line.take() {
                drop(state);
                // Panics of the work are caught inside it; the thread must also survive one in a
                // destructor.
                let _ = catch_unwind(AssertUnwindSafe(task));
                state = self.lock();
                state.line.done(client);
                continue;
            }
            let me = thread::current();
            let id = me.id();
            state.idle.push(me);
            drop(state);
            thread::park_timeout(IDLE);
            state = self.lock();
            // A waker removes the thread from the list; one still in it was idle all the time.
            if let Some(at) = state.idle.iter().position(|other| other.id() == id) {
                state.idle.remove(at);
                if !state.line.has_turn() {
                    state.threads -= 1;
                    return;
                }
            }
        }
    }
}

/// A place in the queue, given up when it is dropped.
struct Place {
    lane: Arc<Lane>,
    client: Client,
    ticket: u64,
}

enum Left {
    Refused,
    Running,
    StillWaiting,
}

impl Place {
    /// Leaves the queue if more than `line` requests wait and this one is among them.
    fn leave(&self, line: usize) -> Left {
        let mut state = self.lane.lock();
        if !state.line.holds(self.client, self.ticket) {
            return Left::Running;
        }
        if state.line.len() <= line {
            return Left::StillWaiting;
        }
        let task = state.line.remove(self.client, self.ticket);
        drop(state);
        // Dropped outside the lock: the task may hold much memory.
        drop(task);
        Left::Refused
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let task = self.lane.lock().line.remove(self.client, self.ticket);
        drop(task);
    }
}

#[cfg(test)]
mod tests;

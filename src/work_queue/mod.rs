//! The threads on which requests do what blocks (SQL, rendering, files), and the fair lines in
//! front of them. A request that waits holds no thread and no connection to the database, so memory
//! depends on these numbers and not on how many people come at once.
//!
//! Where each thread of the program comes from:
//!
//! - **pages**: as many as `database_pool` has connections (at most 32): whatever only reads, and
//!   the pieces of photos that are sent.
//! - **writes**: two on SQLite, whose only writing connection one of them has while the other is
//!   next; as many as `database_pool` on PostgreSQL. Writers that wait never take a reader's thread.
//! - **heavy**: two, for work that takes long or much memory: the files of a catalog, in and out.
//! - actix-web: one for each core; nothing blocks there.
//! - tokio's blocking pool (`db::run_blocking`): the job runner and the tail of the search index, one
//!   each; passwords and photos, as many as the settings say may be worked on at once, counted before
//!   a thread is asked for; one look at the database for `/readyz`.
//!
//! Threads start when they are needed and end when they were idle for a moment, which also gives
//! back what the allocator keeps for each of them.
//!
//! **Fairness.** A line goes round by client, a login that was seen before or else an address: who
//! asks for much at once waits for himself. One client never has all the threads of a lane.
//! **Bounds.** Heavy answers hold one of a few places until the client has taken them. A page that has waited 800 ms in a long line, and a write that has waited as long as
//! `checkout_timeout`, are answered with 503. A request whose connection is closed leaves the line.

pub mod gate;
mod line;

use std::net::{IpAddr, Ipv6Addr};
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

/// Idle threads end after this long.
const IDLE: Duration = Duration::from_secs(2);
/// A page that has waited this long in a long line is refused; people would wait no longer for it.
const PAGE_PATIENCE: Duration = Duration::from_millis(800);
/// Heavy work is asked for by programs and by forms that take a while anyway.
const HEAVY_PATIENCE: Duration = Duration::from_secs(10);
/// A line is long from so many requests a thread on.
const LONG: usize = 4;
/// No line grows beyond this: each request in it holds what it was asked.
const MOST_WAITING: usize = 4096;
const MOST_PAGES: u32 = 32;
const SQLITE_WRITES: usize = 2;
const HEAVY: usize = 2;
/// Heavy answers on their way to clients, slow ones among them; each holds up to a few hundred KB.
const HEAVY_ANSWERS: usize = 32;
const HEAVY_ANSWERS_EACH: usize = 8;

/// Who a request counts for in the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// Nobody outside: the program itself.
    House,
    /// A login whose session was looked up before.
    Login(i64),
    Address(IpAddr),
    /// The hash of what a proxy called the client, where that is no address.
    Named(u64),
}

tokio::task_local! {
    /// The client of the request that the current task answers.
    static CURRENT: Client;
}

impl Client {
    pub fn of_address(address: IpAddr) -> Self {
        Self::Address(household(address))
    }

    /// The client of the current request; `House` outside of requests.
    pub fn current() -> Self {
        CURRENT.try_with(|client| *client).unwrap_or(Self::House)
    }

    /// Runs a future, all of whose work counts for this client.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
}

/// One home has one IPv4 address, but 2^64 of IPv6.
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

/// What a piece of work is: which threads do it, and how long it may wait for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads, and makes an answer.
    Page,
    /// The next piece of an answer that has begun: it cannot be refused any more.
    Piece,
    /// Writes.
    Write,
    /// Takes long, or much memory.
    Heavy,
    /// The next piece of a heavy answer that has begun.
    HeavyPiece,
}

/// How long a request waits for its turn.
#[derive(Debug, Clone, Copy)]
struct Patience {
    time: Duration,
    /// Counts only while more than this many wait.
    line: usize,
}

type Task = Box<dyn FnOnce() + Send>;

/// The lanes; cheap to clone.
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

    /// A place among the heavy answers, to be held until the answer is sent.
    ///
    /// # Errors
    /// `Busy` where none is free in time.
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

    /// Runs work that blocks when it is this client's turn. A panic there is an error here. Work that
    /// has begun goes on when the caller is dropped; work that waits is taken out of the line.
    ///
    /// # Errors
    /// `Busy` when the line is too long, and what the work itself fails with.
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
                // Nobody may be there to take it any more.
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

/// Threads of one kind, and the line in front of them.
struct Lane {
    name: &'static str,
    most: usize,
    state: Mutex<State>,
}

struct State {
    line: Line<Task>,
    threads: usize,
    /// Those that wait for work; the last to come is woken first, so that the others may end.
    idle: Vec<Thread>,
}

impl Lane {
    fn new(name: &'static str, most: usize) -> Arc<Self> {
        // Others find a thread at once even while one client asks for everything.
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

    /// Puts a task into the line, and wakes or starts a thread for it.
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
                // Those that run will come to it.
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

    /// What a thread does: task after task, until none came for a while.
    fn serve(&self) {
        let mut state = self.lock();
        loop {
            if let Some((client, task)) = state.line.take() {
                drop(state);
                // Panics of the work are caught inside; this thread must outlive one of a destructor too.
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
            // Who wakes a thread takes it from the list; who is still there was idle all the time.
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

/// A place in line; given up when it is dropped.
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
    /// Leaves the line if more than `line` wait and this one is among them.
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
        // Not under the lock: what a task holds may be large.
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

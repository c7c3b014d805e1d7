//! Budgets that clients share fairly: slots for long responses, and megabytes for decoding photos.
//! A request that waits holds no thread.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::client::Client;
use super::line::Line;
use crate::error::AppError;

/// A budget with a fair queue. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Mutex<State>>);

struct State {
    line: Line<(usize, oneshot::Sender<Permit>)>,
    budget: usize,
    free: usize,
}

impl Gate {
    /// Creates a gate with a budget, and the number of permits that one client may hold at once.
    pub fn new(budget: usize, each: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            line: Line::new(each),
            budget,
            free: budget,
        })))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the free part of the budget.
    pub fn free(&self) -> usize {
        self.lock().free
    }

    /// Returns a permit if the budget has room now and nobody is waiting.
    pub fn try_enter(&self, client: Client, cost: usize) -> Option<Permit> {
        let mut state = self.lock();
        let cost = cost.min(state.budget);
        if cost > state.free || state.line.len() > 0 {
            return None;
        }
        state.free -= cost;
        state.line.start(client);
        Some(Permit {
            gate: self.clone(),
            client,
            cost,
        })
    }

    /// Waits for a part of the budget, in turns with the other clients. A cost above the budget
    /// takes all of it.
    ///
    /// # Errors
    /// Fails with `Busy` if it took longer than `patience`.
    pub async fn enter(&self, client: Client, cost: usize, patience: Option<Duration>) -> Result<Permit, AppError> {
        let (granted, mut turn) = oneshot::channel();
        let ticket = {
            let mut state = self.lock();
            let cost = cost.min(state.budget);
            state.line.push(client, (cost, granted))
        };
        let _place = Waiting {
            gate: self,
            client,
            ticket,
        };
        self.grant();
        let Some(patience) = patience else {
            return turn.await.map_err(AppError::internal);
        };
        match tokio::time::timeout(patience, &mut turn).await {
            Ok(turn) => turn.map_err(AppError::internal),
            Err(_) => Err(AppError::Busy),
        }
    }

    /// Grants permits in order. One that does not fit yet blocks those behind it, or it would never
    /// get a turn.
    fn grant(&self) {
        loop {
            let (permit, granted) = {
                let mut state = self.lock();
                let free = state.free;
                let Some((client, (cost, granted))) = state.line.take_if(|(cost, _)| *cost <= free) else {
                    return;
                };
                state.free -= cost;
                let permit = Permit {
                    gate: self.clone(),
                    client,
                    cost,
                };
                (permit, granted)
            };
            // If nobody waits for it any more, the permit comes back and is dropped.
            drop(granted.send(permit));
        }
    }
}

struct Waiting<'a> {
    gate: &'a Gate,
    client: Client,
    ticket: u64,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let left = self.gate.lock().line.remove(self.client, self.ticket);
        if left.is_some() {
            // The one that left may have blocked smaller ones behind it.
            self.gate.grant();
        }
    }
}

/// A part of a budget, given back when it is dropped.
pub struct Permit {
    gate: Gate,
    client: Client,
    cost: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        {
            let mut state = self.gate.lock();
            state.free += self.cost;
            state.line.done(self.client);
        }
        self.gate.grant();
    }
}

/// A limited number of places, in total and per client, without a queue.
#[derive(Clone)]
pub struct Places(Arc<Mutex<Counts>>);

struct Counts {
    most: usize,
    each: usize,
    taken: HashMap<Client, usize>,
}

impl Places {
    pub fn new(most: usize, each: usize) -> Self {
        Self(Arc::new(Mutex::new(Counts {
            most,
            each,
            taken: HashMap::new(),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of places taken.
    pub fn taken(&self) -> usize {
        self.lock().taken.values().sum()
    }

    /// Returns a place, held until it is dropped. Returns `None` if this client, or all clients
    /// together, have theirs.
    pub fn enter(&self, client: Client) -> Option<Place> {
        let mut counts = self.lock();
        let own = counts.taken.get(&client).copied().unwrap_or(0);
        if own >= counts.each || counts.taken.values().sum::<usize>() >= counts.most {
            return None;
        }
        counts.taken.insert(client, own + 1);
        Some(Place {
            places: self.clone(),
            client,
        })
    }
}

pub struct Place {
    places: Places,
    client: Client,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.places.lock();
        if let Some(n) = counts.taken.get_mut(&self.client) {
            *n = n.saturating_sub(1);
            if *n == 0 {
                counts.taken.remove(&self.client);
            }
        }
    }
}

//! A budget that clients share fairly: places for answers that are long on their way, megabytes for
//! photos that are decoded. Who waits holds no thread.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::Client;
use super::line::Line;
use crate::error::AppError;

/// Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Mutex<State>>);

struct State {
    line: Line<(usize, oneshot::Sender<Permit>)>,
    budget: usize,
    free: usize,
}

impl Gate {
    /// A budget, and how many permits one client may have at once.
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

    /// What nobody has.
    pub fn free(&self) -> usize {
        self.lock().free
    }

    /// A part of the budget, where it is free now and nobody waits.
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

    /// Waits for a part of the budget, in turns with the other clients. What is more than all of it
    /// gets all of it, and is alone.
    ///
    /// # Errors
    /// `Busy` where it took longer than `patience`.
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

    /// Hands out what is free, in order: what does not fit is waited for, or it would never have a turn.
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
            // Comes back, and is dropped, where nobody waits for it any more.
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
            // What did not fit may have stood before what does.
            self.gate.grant();
        }
    }
}

/// A part of a budget; given back when it is dropped.
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

/// Places that are counted, for all and for each client; who finds none does not wait.
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

    /// How many are taken.
    pub fn taken(&self) -> usize {
        self.lock().taken.values().sum()
    }

    /// A place, until it is dropped; `None` where this client, or all together, have theirs.
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

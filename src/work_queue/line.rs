//! A queue that serves clients in turn, with a limit on what each has running.

use std::collections::{HashMap, VecDeque};

use super::client::Client;

pub(super) struct Line<T> {
    waiting: HashMap<Client, VecDeque<(u64, T)>>,
    /// Clients with something waiting, the next one first.
    turns: VecDeque<Client>,
    running: HashMap<Client, usize>,
    /// The most that one client may have running.
    each: usize,
    len: usize,
    next: u64,
}

impl<T> Line<T> {
    pub fn new(each: usize) -> Self {
        Self {
            waiting: HashMap::new(),
            turns: VecDeque::new(),
            running: HashMap::new(),
            each,
            len: 0,
            next: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds an item at the end of the client's own queue. Returns its ticket.
    pub fn push(&mut self, client: Client, item: T) -> u64 {
        let ticket = self.next;
        self.next += 1;
        self.len += 1;
        let own = self.waiting.entry(client).or_default();
        if own.is_empty() {
            self.turns.push_back(client);
        }
        own.push_back((ticket, item));
        ticket
    }

    fn may_run(&self, client: &Client) -> bool {
        self.running.get(client).is_none_or(|n| *n < self.each)
    }

    /// Returns true if `take` would return an item.
    pub fn has_turn(&self) -> bool {
        self.turns.iter().any(|client| self.may_run(client))
    }

    /// Takes the oldest item of the client whose turn it is; it counts as running until `done`.
    pub fn take(&mut self) -> Option<(Client, T)> {
        self.take_if(|_| true)
    }

    /// Does the same as `take`, but only if `fits` accepts that item.
    pub fn take_if(&mut self, fits: impl FnOnce(&T) -> bool) -> Option<(Client, T)> {
        let at = self.turns.iter().position(|client| self.may_run(client))?;
        let next = self.waiting.get(self.turns.get(at)?)?;
        if !next.front().is_some_and(|(_, item)| fits(item)) {
            return None;
        }
        let client = self.turns.remove(at)?;
        let own = self.waiting.get_mut(&client)?;
        let (_, item) = own.pop_front()?;
        if own.is_empty() {
            self.waiting.remove(&client);
        } else {
            self.turns.push_back(client);
        }
        self.len -= 1;
        self.start(client);
        Some((client, item))
    }

    /// Counts an item as running that never waited.
    pub fn start(&mut self, client: Client) {
        *self.running.entry(client).or_default() += 1;
    }

    pub fn done(&mut self, client: Client) {
        if let Some(n) = self.running.get_mut(&client) {
            *n = n.saturating_sub(1);
            if *n == 0 {
                self.running.remove(&client);
            }
        }
    }

    pub fn holds(&self, client: Client, ticket: u64) -> bool {
        let own = self.waiting.get(&client);
        own.is_some_and(|own| own.binary_search_by_key(&ticket, |(t, _)| *t).is_ok())
    }

    pub fn remove(&mut self, client: Client, ticket: u64) -> Option<T> {
        let own = self.waiting.get_mut(&client)?;
        let at = own.binary_search_by_key(&ticket, |(t, _)| *t).ok()?;
        let (_, item) = own.remove(at)?;
        self.len -= 1;
        if own.is_empty() {
            self.waiting.remove(&client);
            self.turns.retain(|other| *other != client);
        }
        Some(item)
    }
}

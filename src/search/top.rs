//! The page in order: the best hits, or the best of each account (`Query::collapse`).
//!
//! A page begins after a place in the order, so that the tenth page costs what the first does.
//! Filters and counts are the collector's.

use super::document::Kind;
use super::request::{Cursor, Hit};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// A hit's place in the order: larger is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub key: u64,
    pub id: i64,
    pub kind: Kind,
}

/// A hit and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed {
    pub place: Place,
    pub account_id: i64,
    pub score_bits: u32,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Hits, or accounts where they are collapsed.
    pub limit: usize,
    /// Hits of one account; 0 does not collapse.
    pub each: usize,
    pub after: Option<Place>,
}

/// The best of one account, best first, and how many it has.
#[derive(Clone, Debug, Default)]
struct Group {
    best: Vec<Placed>,
    count: u64,
}

impl Group {
    fn push(&mut self, placed: Placed, each: usize) {
        self.count += 1;
        self.keep(placed, each);
    }

    fn keep(&mut self, placed: Placed, each: usize) {
        let at = self.best.partition_point(|other| *other > placed);
        if at < each {
            self.best.insert(at, placed);
            self.best.truncate(each);
        }
    }
}

/// What of one segment, and in the end of the index, can stand on the page.
pub(super) struct Top {
    wanted: Wanted,
    /// The worst on top; one more than the page, to know whether something follows.
    heap: BinaryHeap<Reverse<Placed>>,
    groups: HashMap<i64, Group>,
}

impl Top {
    pub fn new(wanted: Wanted) -> Top {
        Top {
            wanted,
            heap: BinaryHeap::new(),
            groups: HashMap::new(),
        }
    }

    /// Whether a hit with this key can stand on the page: most cannot, and end here.
    pub fn has_room(&self, key: u64) -> bool {
        self.wanted.each > 0
            || self.heap.len() <= self.wanted.limit
            || self.heap.peek().is_none_or(|worst| key >= worst.0.place.key)
    }

    pub fn push(&mut self, placed: Placed) {
        if self.wanted.each > 0 {
            let group = self.groups.entry(placed.account_id).or_default();
            group.push(placed, self.wanted.each);
            return;
        }
        if self.wanted.after.is_some_and(|after| placed.place >= after) {
            return;
        }
        self.heap.push(Reverse(placed));
        if self.heap.len() > self.wanted.limit + 1 {
            self.heap.pop();
        }
    }

    pub fn add(&mut self, other: Top) {
        for (account, theirs) in other.groups {
            let mine = self.groups.entry(account).or_default();
            mine.count += theirs.count;
            theirs.best.into_iter().for_each(|placed| mine.keep(placed, self.wanted.each));
        }
        other.heap.into_iter().for_each(|Reverse(placed)| self.push(placed));
    }

    /// The hits of the page, where the next one begins, and how many accounts have hits (0 where
    /// they are not collapsed).
    pub fn into_page(self, at_ms: i64) -> (Vec<Hit>, Option<Cursor>, u64) {
        let Wanted { limit, after, .. } = self.wanted;
        let accounts = u64::try_from(self.groups.len()).unwrap_or(u64::MAX);
        let mut groups: Vec<Group> = self.groups.into_values().collect();
        let alone = |Reverse(placed): Reverse<Placed>| Group {
            best: vec![placed],
            count: 1,
        };
        groups.extend(self.heap.into_iter().map(alone));
        // An account's place is its best hit's.
        let place = |group: &Group| group.best.first().map(|placed| placed.place);
        groups.retain(|group| after.is_none_or(|after| place(group).is_some_and(|place| place < after)));
        groups.sort_unstable_by_key(|group| Reverse(place(group)));
        let more = groups.len() > limit;
        groups.truncate(limit);
        let last = groups.last().and_then(place).filter(|_| more);
        let next = last.map(|place| Cursor { at_ms, place });
        (groups.into_iter().flat_map(hits).collect(), next, accounts)
    }
}

fn hits(group: Group) -> Vec<Hit> {
    let shown = u64::try_from(group.best.len()).unwrap_or(u64::MAX);
    let of = |placed: Placed| Hit {
        kind: placed.place.kind,
        id: placed.place.id,
        account_id: placed.account_id,
        score: f32::from_bits(placed.score_bits),
        more: 0,
    };
    let mut hits: Vec<Hit> = group.best.into_iter().map(of).collect();
    if let Some(last) = hits.last_mut() {
        last.more = group.count.saturating_sub(shown);
    }
    hits
}

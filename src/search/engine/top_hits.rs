//! The page in order: the best hits, with at most `Query::collapse` of one account while others have
//! some.
//!
//! Every hit keeps its own place in the order, so that the third-best hit of one shop does not displace a
//! better one of another shop. The last hit of a shop carries the number of its hits beyond its share.
//! Shares are exceeded only on a first page that they do not fill together.
//!
//! A page begins after a place in the order, so that the tenth page costs as much as the first.
//! `collector` does the filtering and counting.

use super::request::{Cursor, Hit, Place};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A hit and its place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed {
    pub place: Place,
    pub account_id: i64,
    pub score_bits: u32,
}

/// The requested page.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageRequest {
    pub limit: usize,
    /// Maximum number of hits of one account, or 0 for no limit.
    pub each: usize,
    pub after: Option<Place>,
}

/// The share of one account, best first, and the number of its hits.
#[derive(Clone, Debug, Default)]
struct Share {
    best: Vec<Placed>,
    count: u64,
}

impl Share {
    fn keep(&mut self, placed: Placed, each: usize) {
        let at = self.best.partition_point(|other| *other > placed);
        if at < each {
            self.best.insert(at, placed);
            self.best.truncate(each);
        }
    }
}

/// The candidates for the page, of one segment and finally of the whole index.
pub(super) struct Top {
    wanted: PageRequest,
    /// The best hits of any account, the worst of them on top; one more than the page, to know whether
    /// another page follows.
    heap: BinaryHeap<Reverse<Placed>>,
    /// The shares of the accounts; empty if there is no limit for one account.
    shares: FxHashMap<i64, Share>,
}

impl Top {
    pub fn new(wanted: PageRequest) -> Top {
        Top {
            wanted,
            heap: BinaryHeap::new(),
            shares: FxHashMap::default(),
        }
    }

    /// Counts a hit and returns true if one with this key can appear on the page. Most cannot, so their
    /// ids are never read.
    pub fn count(&mut self, account: i64, key: u64) -> bool {
        let room = self.heap.len() <= self.wanted.limit || self.heap.peek().is_none_or(|worst| key >= worst.0.place.key);
        if self.wanted.each == 0 {
            return room;
        }
        let share = self.shares.entry(account).or_default();
        share.count += 1;
        // The hit is out if neither the page nor the share of its account has room left.
        room || share.best.len() < self.wanted.each || share.best.last().is_none_or(|worst| key >= worst.place.key)
    }

    pub fn push(&mut self, placed: Placed) {
        if self.wanted.each > 0 {
            self.shares
                .entry(placed.account_id)
                .or_default()
                .keep(placed, self.wanted.each);
        }
        self.offer(placed);
    }

    fn offer(&mut self, placed: Placed) {
        if self.wanted.after.is_some_and(|after| placed.place >= after) {
            return;
        }
        self.heap.push(Reverse(placed));
        if self.heap.len() > self.wanted.limit + 1 {
            self.heap.pop();
        }
    }

    pub fn add(&mut self, other: Top) {
        for (account, theirs) in other.shares {
            let mine = self.shares.entry(account).or_default();
            mine.count += theirs.count;
            theirs.best.into_iter().for_each(|placed| mine.keep(placed, self.wanted.each));
        }
        other.heap.into_iter().for_each(|Reverse(placed)| self.offer(placed));
    }

    /// Returns the hits of the page, and the cursor of the next page if there is one.
    pub fn into_page(self, at_ms: i64) -> (Vec<Hit>, Option<Cursor>) {
        let PageRequest { limit, each, after } = self.wanted;
        let best = self.heap.into_iter().map(|Reverse(placed)| placed);
        let mut page: Vec<Placed> = if each == 0 {
            best.collect()
        } else {
            let kept = self.shares.values().flat_map(|share| &share.best).copied();
            let mut page: Vec<Placed> = kept.filter(|p| after.is_none_or(|after| p.place < after)).collect();
            if after.is_none() && page.len() < limit {
                // The best of the rest are among the best of all, since the heap holds a whole page.
                let shown: FxHashSet<Place> = page.iter().map(|placed| placed.place).collect();
                let mut rest: Vec<Placed> = best.filter(|placed| !shown.contains(&placed.place)).collect();
                rest.sort_unstable_by_key(|placed| Reverse(*placed));
                rest.truncate(limit - page.len());
                page.extend(rest);
            }
            page
        };
        page.sort_unstable_by_key(|placed| Reverse(*placed));
        let more = page.len() > limit;
        page.truncate(limit);
        let next = page.last().filter(|_| more).map(|last| Cursor {
            at_ms,
            place: last.place,
        });
        (told(&page, &self.shares), next)
    }
}

/// Converts the page to hits, the last of each account with the number of hits that are not shown.
fn told(page: &[Placed], shares: &FxHashMap<i64, Share>) -> Vec<Hit> {
    let mut shown: FxHashMap<i64, usize> = FxHashMap::default();
    page.iter()
        .for_each(|placed| *shown.entry(placed.account_id).or_default() += 1);
    let mut seen: FxHashMap<i64, usize> = FxHashMap::default();
    let mut hits = Vec::with_capacity(page.len());
    for placed in page {
        let seen = seen.entry(placed.account_id).or_default();
        *seen += 1;
        let more = shares.get(&placed.account_id).map_or(0, |share| {
            let here = shown.get(&placed.account_id).copied().unwrap_or_default();
            // True on the last hit of a share that spans several pages, or of a share that was exceeded.
            let ends = *seen == here && share.best.last().is_none_or(|last| *last >= *placed);
            let all = here.max(share.best.len());
            share.count.saturating_sub(u64::try_from(all).unwrap_or(u64::MAX)) * u64::from(ends)
        });
        hits.push(Hit {
            kind: placed.place.kind,
            id: placed.place.id,
            account_id: placed.account_id,
            score: f32::from_bits(placed.score_bits),
            more,
        });
    }
    hits
}

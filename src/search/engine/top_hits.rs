//! The page in order: the best hits, of one account no more than `Query::collapse` while others
//! have some.
//!
//! Every hit stands in its own place of the order, so that the third-best of one shop does not push
//! away what another shop has better; what a shop has beyond its share is told behind its last hit.
//! Only where all shares together do not fill the first page are they exceeded.
//!
//! A page begins after a place in the order, so that the tenth page costs what the first does.
//! Filters and counts are the collector's.

use super::request::{Cursor, Hit, Place};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A hit and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed {
    pub place: Place,
    pub account_id: i64,
    pub score_bits: u32,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageRequest {
    pub limit: usize,
    /// Hits of one account; 0 for all.
    pub each: usize,
    pub after: Option<Place>,
}

/// The share of one account, best first, and how many hits it has.
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

/// What of one segment, and in the end of the index, can stand on the page.
pub(super) struct Top {
    wanted: PageRequest,
    /// The best of any account, the worst of them on top; one more than the page, to know whether
    /// something follows.
    heap: BinaryHeap<Reverse<Placed>>,
    /// Empty where every hit may stand.
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

    /// Counts a hit; says whether one with this key can stand on the page. Most cannot, and end here.
    pub fn count(&mut self, account: i64, key: u64) -> bool {
        let room = self.heap.len() <= self.wanted.limit || self.heap.peek().is_none_or(|worst| key >= worst.0.place.key);
        if self.wanted.each == 0 {
            return room;
        }
        let share = self.shares.entry(account).or_default();
        share.count += 1;
        // Where its account's share has no room left, and all together neither.
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

    /// The hits of the page, and where the next one begins.
    pub fn into_page(self, at_ms: i64) -> (Vec<Hit>, Option<Cursor>) {
        let PageRequest { limit, each, after } = self.wanted;
        let best = self.heap.into_iter().map(|Reverse(placed)| placed);
        let mut page: Vec<Placed> = if each == 0 {
            best.collect()
        } else {
            let kept = self.shares.values().flat_map(|share| &share.best).copied();
            let mut page: Vec<Placed> = kept.filter(|p| after.is_none_or(|after| p.place < after)).collect();
            if after.is_none() && page.len() < limit {
                // The best of the rest are among the best of all: those are as many as the page has room for.
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

/// The hits, the last one of each account with what more it has.
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
            // Of a share that lies on several pages this is the last, or of one that was exceeded.
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

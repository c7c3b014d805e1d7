//! Facets: the number of matches by category, account and price, in one segment and in all.

use super::request::{Facets, PRICE_EDGES};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use tantivy::columnar::StrColumn;

/// Separator between a category and those within it: `food/cookies`.
pub(super) const WITHIN: char = '/';

/// The facets of one segment while it is read.
#[derive(Default)]
pub(super) struct Tally {
    pub facets: Facets,
    categories: FxHashMap<u64, u64>,
    accounts: FxHashMap<i64, u64>,
}

impl Tally {
    pub fn category(&mut self, ord: u64) {
        *self.categories.entry(ord).or_default() += 1;
    }

    pub fn account(&mut self, account: i64) {
        *self.accounts.entry(account).or_default() += 1;
    }

    pub fn price(&mut self, price: i64) {
        let bucket = PRICE_EDGES.iter().take_while(|edge| price >= **edge).count();
        if let Some(n) = self.facets.prices.get_mut(bucket) {
            *n += 1;
        }
        let (lowest, highest) = self.facets.price_span.unwrap_or((price, price));
        self.facets.price_span = Some((lowest.min(price), highest.max(price)));
    }

    pub fn into_facets(self, categories: Option<&StrColumn>) -> Facets {
        let mut facets = self.facets;
        facets.accounts = self.accounts.into_iter().collect();
        for (ord, n) in self.categories {
            let mut name = String::new();
            // The ordinal came from this very dictionary. If it cannot be read, only the facet is left
            // out, not the page.
            if categories.is_some_and(|known| known.ord_to_str(ord, &mut name).unwrap_or(false)) {
                facets.categories.push((name, n));
            }
        }
        facets
    }
}

impl Facets {
    pub(super) fn add(&mut self, other: Facets) {
        self.categories.extend(other.categories);
        self.accounts.extend(other.accounts);
        self.in_stock += other.in_stock;
        self.on_sale += other.on_sale;
        for (mine, theirs) in self.prices.iter_mut().zip(other.prices) {
            *mine += theirs;
        }
        self.price_span = match (self.price_span, other.price_span) {
            (Some(mine), Some(theirs)) => Some((mine.0.min(theirs.0), mine.1.max(theirs.1))),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// Adds up the counts of several segments for the same key, and the counts of a category also for
    /// those that contain it. Sorts the most frequent first, then by key.
    pub(super) fn settle(&mut self) {
        let mut outer = Vec::new();
        for (code, n) in &self.categories {
            let ends = code.match_indices(WITHIN).filter_map(|(at, _)| code.get(..at));
            outer.extend(ends.map(|above| (above.to_owned(), *n)));
        }
        self.categories.extend(outer);
        merge(&mut self.categories);
        merge(&mut self.accounts);
    }
}

fn merge<K: Ord + Clone>(list: &mut Vec<(K, u64)>) {
    list.sort_unstable();
    let mut merged: Vec<(K, u64)> = Vec::with_capacity(list.len());
    for (key, n) in list.drain(..) {
        match merged.last_mut() {
            Some(last) if last.0 == key => last.1 += n,
            _ => merged.push((key, n)),
        }
    }
    merged.sort_by_key(|(_, n)| Reverse(*n));
    *list = merged;
}

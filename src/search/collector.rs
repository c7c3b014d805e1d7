//! What is read of each match: filters, exact counts, facets, and the first page in order.
//!
//! One pass does it all: a document that fails exactly one filter still counts for the facet of
//! that filter, as people expect of facets ("how many if I chose that category instead?").

use super::document::{IN_STOCK, KIND_MASK, Kind, ON_SALE, column};
use super::ranking;
use super::request::{Counts, Cursor, Facets, Filters, Hidden, Hit, PRICE_EDGES, Query, Sort};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Which filters a document failed.
const FAILS_KIND: u8 = 1;
const FAILS_CATEGORY: u8 = 2;
const FAILS_ACCOUNT: u8 = 4;
const FAILS_PRICE: u8 = 8;
const FAILS_STOCK: u8 = 16;
const FAILS_SALE: u8 = 32;

/// A hit's place in the order: larger is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub key: u64,
    pub id: i64,
    pub kind: Kind,
}

/// A hit and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    place: Place,
    account_id: i64,
    score_bits: u32,
}

/// Collects one page.
pub(super) struct PageCollector {
    filters: Filters,
    hidden: Arc<Hidden>,
    kind: Option<Kind>,
    sort: Sort,
    after: Option<Place>,
    limit: usize,
    facets: bool,
    now_ms: i64,
}

/// What one segment, and in the end the index, has to say.
#[derive(Default)]
pub(super) struct Collected {
    page: Vec<Placed>,
    counts: Counts,
    facets: Facets,
    /// Whether something follows the page.
    more: bool,
}

impl Collected {
    pub(super) fn into_parts(self, at_ms: i64) -> (Vec<Hit>, Counts, Facets, Option<Cursor>) {
        let next = self.page.last().filter(|_| self.more).map(|last| Cursor {
            at_ms,
            place: last.place,
        });
        let hits = self
            .page
            .iter()
            .map(|placed| Hit {
                kind: placed.place.kind,
                id: placed.place.id,
                account_id: placed.account_id,
                score: f32::from_bits(placed.score_bits),
            })
            .collect();
        (hits, self.counts, self.facets, next)
    }
}

impl PageCollector {
    pub(super) fn new(query: &Query, now_ms: i64) -> PageCollector {
        PageCollector {
            filters: query.filters.clone(),
            hidden: query.hidden.clone(),
            kind: query.kind,
            sort: query.sort,
            after: query.after.map(|cursor| cursor.place),
            limit: query.limit,
            facets: query.facets,
            now_ms,
        }
    }
}

impl Collector for PageCollector {
    type Fruit = Collected;
    type Child = SegmentPage;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPage> {
        let columns = reader.fast_fields();
        let categories = columns.str(column::CATEGORY)?;
        // A category that the segment does not know matches nothing in it.
        let category = match (&self.filters.category, &categories) {
            (None, _) => None,
            (Some(wanted), Some(known)) => Some(known.dictionary().term_ord(wanted)?.unwrap_or(u64::MAX)),
            (Some(_), None) => Some(u64::MAX),
        };
        Ok(SegmentPage {
            traits: columns.u64(column::TRAITS)?,
            ids: columns.i64(column::ID)?,
            accounts: columns.i64(column::ACCOUNT)?,
            created: columns.i64(column::CREATED)?,
            prices: columns.column_opt(column::PRICE)?,
            categories,
            category,
            filters: self.filters.clone(),
            hides: Hides::of(&self.hidden, reader)?,
            kind: self.kind,
            sort: self.sort,
            after: self.after,
            now_ms: self.now_ms,
            room: self.limit + 1,
            heap: BinaryHeap::new(),
            counts: Counts::default(),
            with_facets: self.facets,
            facets: Facets::default(),
            category_counts: HashMap::new(),
            account_counts: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for segment in segments {
            all.page.extend(segment.page);
            all.counts.add(&segment.counts);
            all.facets.add(segment.facets);
        }
        all.page.sort_unstable_by_key(|placed| Reverse(*placed));
        all.more = all.page.len() > self.limit;
        all.page.truncate(self.limit);
        all.facets.sort();
        Ok(all)
    }
}

/// Which documents of one segment are hidden.
pub(super) struct Hides {
    hidden: Arc<Hidden>,
    traits: Column<u64>,
    ids: Column<i64>,
    accounts: Column<i64>,
}

impl Hides {
    /// Nothing where nothing is hidden: most searches.
    pub(super) fn of(hidden: &Arc<Hidden>, reader: &SegmentReader) -> tantivy::Result<Option<Self>> {
        if hidden.is_empty() {
            return Ok(None);
        }
        let columns = reader.fast_fields();
        Ok(Some(Self {
            hidden: hidden.clone(),
            traits: columns.u64(column::TRAITS)?,
            ids: columns.i64(column::ID)?,
            accounts: columns.i64(column::ACCOUNT)?,
        }))
    }

    pub(super) fn holds(&self, doc: DocId) -> bool {
        let of = |column: &Column<i64>| column.first(doc).unwrap_or_default();
        let kind = || Kind::from_code(self.traits.first(doc).unwrap_or_default() & KIND_MASK);
        self.hidden.accounts.contains(&of(&self.accounts)) || self.hidden.documents.contains(&(kind(), of(&self.ids)))
    }
}

/// Collects the page of one segment.
pub(super) struct SegmentPage {
    traits: Column<u64>,
    ids: Column<i64>,
    accounts: Column<i64>,
    created: Column<i64>,
    prices: Option<Column<i64>>,
    categories: Option<StrColumn>,
    category: Option<u64>,
    filters: Filters,
    hides: Option<Hides>,
    kind: Option<Kind>,
    sort: Sort,
    after: Option<Place>,
    now_ms: i64,
    /// One more than the page, to know whether something follows.
    room: usize,
    heap: BinaryHeap<Reverse<Placed>>,
    counts: Counts,
    with_facets: bool,
    facets: Facets,
    category_counts: HashMap<u64, u64>,
    account_counts: HashMap<i64, u64>,
}

impl SegmentPage {
    fn price(&self, doc: DocId) -> Option<i64> {
        self.prices.as_ref().and_then(|prices| prices.first(doc))
    }

    fn category_of(&self, doc: DocId) -> Option<u64> {
        self.categories.as_ref().and_then(|categories| categories.ords().first(doc))
    }

    fn fails(&self, doc: DocId, kind: Kind, traits: u64) -> u8 {
        let filters = &self.filters;
        let mut fails = 0;
        if self.kind.is_some_and(|wanted| wanted != kind) {
            fails |= FAILS_KIND;
        }
        if self.category.is_some() && self.category_of(doc) != self.category {
            fails |= FAILS_CATEGORY;
        }
        if filters.account_id.is_some() && self.accounts.first(doc) != filters.account_id {
            fails |= FAILS_ACCOUNT;
        }
        if filters.price_min.is_some() || filters.price_max.is_some() {
            let within = self.price(doc).is_some_and(|price| {
                filters.price_min.is_none_or(|min| price >= min) && filters.price_max.is_none_or(|max| price <= max)
            });
            if !within {
                fails |= FAILS_PRICE;
            }
        }
        if filters.in_stock && traits & IN_STOCK == 0 {
            fails |= FAILS_STOCK;
        }
        if filters.on_sale && traits & ON_SALE == 0 {
            fails |= FAILS_SALE;
        }
        fails
    }

    fn count_facets(&mut self, doc: DocId, kind: Kind, traits: u64, fails: u8) {
        let all_but = |own: u8| fails & !own == 0;
        if all_but(FAILS_CATEGORY)
            && let Some(category) = self.category_of(doc)
        {
            *self.category_counts.entry(category).or_default() += 1;
        }
        if all_but(FAILS_ACCOUNT)
            && let Some(account) = self.accounts.first(doc)
        {
            *self.account_counts.entry(account).or_default() += 1;
        }
        if all_but(FAILS_PRICE)
            && let Some(price) = self.price(doc)
        {
            self.facets.count_price(price);
        }
        // Stories and shops are neither in stock nor on sale.
        if kind == Kind::Product {
            if all_but(FAILS_STOCK) && traits & IN_STOCK != 0 {
                self.facets.in_stock += 1;
            }
            if all_but(FAILS_SALE) && traits & ON_SALE != 0 {
                self.facets.on_sale += 1;
            }
        }
    }

    fn ranked(&self, doc: DocId, score: Score, kind: Kind, traits: u64) -> Score {
        match kind {
            Kind::Story => {
                let created = self.created.first(doc).unwrap_or_default();
                score * (1.0 + freshness(self.now_ms, created))
            }
            Kind::Product if traits & IN_STOCK == 0 => score * ranking::SOLD_OUT,
            Kind::Product | Kind::Shop => score,
        }
    }

    fn key(&self, doc: DocId, score: Score) -> u64 {
        match self.sort {
            // Scores are positive, so their bits are in their order.
            Sort::Relevance => u64::from(score.max(0.0).to_bits()),
            Sort::Newest => tantivy::i64_to_u64(self.created.first(doc).unwrap_or(i64::MIN)),
            // What has no price comes last either way.
            Sort::PriceAsc => self.price(doc).map_or(0, |price| u64::MAX - tantivy::i64_to_u64(price)),
            Sort::PriceDesc => self.price(doc).map_or(0, tantivy::i64_to_u64),
        }
    }
}

/// `FRESHNESS` now, half of it after the half-life, a third after two.
#[expect(clippy::cast_precision_loss, reason = "an age need not be exact")]
fn freshness(now_ms: i64, created_ms: i64) -> f32 {
    let age = now_ms.saturating_sub(created_ms).max(0) as f32;
    ranking::FRESHNESS / (1.0 + age / ranking::FRESHNESS_HALF_LIFE_MS)
}

impl SegmentCollector for SegmentPage {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let traits = self.traits.first(doc).unwrap_or_default();
        let kind = Kind::from_code(traits & KIND_MASK);
        if self.hides.as_ref().is_some_and(|hides| hides.holds(doc)) {
            return;
        }
        let fails = self.fails(doc, kind, traits);
        if fails & !FAILS_KIND == 0 {
            self.counts.count(kind);
        }
        if self.with_facets && fails.count_ones() <= 1 {
            self.count_facets(doc, kind, traits, fails);
        }
        if fails != 0 {
            return;
        }
        let score = self.ranked(doc, score, kind, traits);
        let key = self.key(doc, score);
        // Most documents end here, before their id is read.
        if self.heap.len() >= self.room && self.heap.peek().is_some_and(|worst| key < worst.0.place.key) {
            return;
        }
        let place = Place {
            key,
            id: self.ids.first(doc).unwrap_or_default(),
            kind,
        };
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        let account_id = self.accounts.first(doc).unwrap_or_default();
        self.heap.push(Reverse(Placed {
            place,
            account_id,
            score_bits: score.to_bits(),
        }));
        if self.heap.len() > self.room {
            self.heap.pop();
        }
    }

    fn harvest(mut self) -> Collected {
        if let Some(categories) = &self.categories {
            for (ord, n) in self.category_counts {
                let mut name = String::new();
                // An ordinal came from this very dictionary; if it cannot be read, the facet is
                // left out rather than the page.
                if categories.ord_to_str(ord, &mut name).unwrap_or(false) {
                    self.facets.categories.push((name, n));
                }
            }
        }
        self.facets.accounts = self.account_counts.into_iter().collect();
        Collected {
            page: self.heap.into_iter().map(|Reverse(placed)| placed).collect(),
            counts: self.counts,
            facets: self.facets,
            more: false,
        }
    }
}

impl Facets {
    fn count_price(&mut self, price: i64) {
        let bucket = PRICE_EDGES.iter().take_while(|edge| price >= **edge).count();
        if let Some(n) = self.prices.get_mut(bucket) {
            *n += 1;
        }
    }

    fn add(&mut self, other: Facets) {
        self.categories.extend(other.categories);
        self.accounts.extend(other.accounts);
        self.in_stock += other.in_stock;
        self.on_sale += other.on_sale;
        for (mine, theirs) in self.prices.iter_mut().zip(other.prices) {
            *mine += theirs;
        }
    }

    /// Adds up what several segments said of the same key; most first, then by key.
    fn sort(&mut self) {
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

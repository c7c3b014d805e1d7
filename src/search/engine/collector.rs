//! Collects filters, exact counts, facets and the page in order from the matches.
//!
//! One pass does it all. A document that fails exactly one filter still counts for the facet of that
//! filter, as people expect of facets ("how many if I chose that category instead?").

use super::document::{IN_STOCK, KIND_MASK, Kind, ON_SALE, column};
use super::facets::{Tally, WITHIN};
use super::ranking;
use super::request::{Counts, Facets, Filters, Hidden, Place, Query, Sort};
use super::top_hits::{PageRequest, Placed, Top};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Bits for the filters that a document failed.
const FAILS_KIND: u8 = 1;
const FAILS_CATEGORY: u8 = 2;
const FAILS_ACCOUNT: u8 = 4;
const FAILS_PRICE: u8 = 8;
const FAILS_STOCK: u8 = 16;
const FAILS_SALE: u8 = 32;

/// Collector of one page.
pub(super) struct PageCollector {
    filters: Filters,
    hidden: Arc<Hidden>,
    kind: Option<Kind>,
    sort: Sort,
    tops: Vec<(Option<Kind>, PageRequest)>,
    facets: bool,
    now_ms: i64,
}

/// The page of one kind, or of any.
pub(super) struct TopOf {
    kind: Option<Kind>,
    pub top: Top,
}

/// The result for one segment, and finally for the whole index.
pub(super) struct Collected {
    pub tops: Vec<TopOf>,
    pub counts: Counts,
    pub facets: Facets,
}

impl PageCollector {
    pub(super) fn new(query: &Query, now_ms: i64) -> PageCollector {
        let wanted = |kind: Option<Kind>, limit: usize| {
            let is_shared = kind.is_none_or(|kind| kind == Kind::Product);
            let wanted = PageRequest {
                limit,
                each: if is_shared { query.collapse } else { 0 },
                after: query.after.map(|cursor| cursor.place).filter(|_| query.few.is_empty()),
            };
            (kind, wanted)
        };
        let few = query.few.iter().map(|(kind, limit)| wanted(Some(*kind), *limit));
        PageCollector {
            filters: query.filters.clone(),
            hidden: query.hidden.clone(),
            kind: if query.few.is_empty() { query.kind } else { None },
            sort: query.sort,
            tops: match query.few.is_empty() {
                true => vec![wanted(query.kind, query.limit)],
                false => few.collect(),
            },
            facets: query.facets,
            now_ms,
        }
    }

    fn tops(&self) -> Vec<TopOf> {
        let top = |(kind, wanted): &(Option<Kind>, PageRequest)| TopOf {
            kind: *kind,
            top: Top::new(*wanted),
        };
        self.tops.iter().map(top).collect()
    }
}

impl Collector for PageCollector {
    type Fruit = Collected;
    type Child = SegmentPage;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPage> {
        let columns = reader.fast_fields();
        let categories = columns.str(column::CATEGORY)?;
        let category = match &self.filters.category {
            None => None,
            Some(wanted) => Some(categories.as_ref().map_or(Ok(Vec::new()), |known| within(known, wanted))?),
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
            now_ms: self.now_ms,
            tops: self.tops(),
            counts: Counts::default(),
            with_facets: self.facets,
            tally: Tally::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected {
            tops: self.tops(),
            counts: Counts::default(),
            facets: Facets::default(),
        };
        for segment in segments {
            for (mine, theirs) in all.tops.iter_mut().zip(segment.tops) {
                mine.top.add(theirs.top);
            }
            all.counts.add(&segment.counts);
            all.facets.add(segment.facets);
        }
        all.facets.settle();
        Ok(all)
    }
}

/// Returns the ordinals of a category and of those within it, in order. The list is empty if the segment
/// does not contain them.
fn within(known: &StrColumn, wanted: &str) -> tantivy::Result<Vec<u64>> {
    let mut found: Vec<u64> = known.dictionary().term_ord(wanted)?.into_iter().collect();
    let inner = format!("{wanted}{WITHIN}");
    let mut terms = known.dictionary().range().ge(inner.as_bytes()).into_stream()?;
    while terms.advance() && terms.key().starts_with(inner.as_bytes()) {
        found.push(terms.term_ord());
    }
    Ok(found)
}

/// Test for hidden documents in one segment.
pub(super) struct Hides {
    hidden: Arc<Hidden>,
    traits: Column<u64>,
    ids: Column<i64>,
    accounts: Column<i64>,
}

impl Hides {
    /// Returns `None` if nothing is hidden, as in most searches.
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

/// Collector of the page of one segment.
pub(super) struct SegmentPage {
    traits: Column<u64>,
    ids: Column<i64>,
    accounts: Column<i64>,
    created: Column<i64>,
    prices: Option<Column<i64>>,
    categories: Option<StrColumn>,
    category: Option<Vec<u64>>,
    filters: Filters,
    hides: Option<Hides>,
    kind: Option<Kind>,
    sort: Sort,
    now_ms: i64,
    tops: Vec<TopOf>,
    counts: Counts,
    with_facets: bool,
    tally: Tally,
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
        if let Some(wanted) = &self.category
            && !self.category_of(doc).is_some_and(|own| wanted.contains(&own))
        {
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
            self.tally.category(category);
        }
        if all_but(FAILS_ACCOUNT)
            && let Some(account) = self.accounts.first(doc)
        {
            self.tally.account(account);
        }
        if all_but(FAILS_PRICE)
            && let Some(price) = self.price(doc)
        {
            self.tally.price(price);
        }
        // Stories and shops are neither in stock nor on sale.
        if kind == Kind::Product {
            if all_but(FAILS_STOCK) && traits & IN_STOCK != 0 {
                self.tally.facets.in_stock += 1;
            }
            if all_but(FAILS_SALE) && traits & ON_SALE != 0 {
                self.tally.facets.on_sale += 1;
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
            // The bits of positive numbers are in the order of the numbers.
            Sort::Relevance => u64::from(score.max(0.0).to_bits()),
            Sort::Newest => tantivy::i64_to_u64(self.created.first(doc).unwrap_or(i64::MIN)),
            // Documents without a price come last either way.
            Sort::PriceAsc => self.price(doc).map_or(0, |price| u64::MAX - tantivy::i64_to_u64(price)),
            Sort::PriceDesc => self.price(doc).map_or(0, tantivy::i64_to_u64),
        }
    }
}

/// Returns `FRESHNESS` for a new story, half of it after the half-life, and a third after two.
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
        // On a page with a few of each kind, only products have facets.
        let is_of_facets = self.with_facets && (kind == Kind::Product || self.tops.len() == 1);
        if is_of_facets && fails.count_ones() <= 1 {
            self.count_facets(doc, kind, traits, fails);
        }
        if fails != 0 {
            return;
        }
        let score = self.ranked(doc, score, kind, traits);
        let key = self.key(doc, score);
        let Some(of) = self.tops.iter_mut().find(|of| of.kind.is_none_or(|wanted| wanted == kind)) else {
            return;
        };
        let account_id = self.accounts.first(doc).unwrap_or_default();
        // Most documents end here, before their id is read.
        if !of.top.count(account_id, key) {
            return;
        }
        let id = self.ids.first(doc).unwrap_or_default();
        of.top.push(Placed {
            place: Place { key, id, kind },
            account_id,
            score_bits: score.to_bits(),
        });
    }

    fn harvest(self) -> Collected {
        Collected {
            tops: self.tops,
            counts: self.counts,
            facets: self.tally.into_facets(self.categories.as_ref()),
        }
    }
}

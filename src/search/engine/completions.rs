//! Walks the index for completions of a prefix: a few documents of each kind, the likeliest first. The
//! result is ids only; the texts are read from the database, which also checks that they are public.
//!
//! A single letter begins a fifth of all titles. Nobody reads them all, so the walk does not either:
//! from a long range it takes terms at even distances, and of each term some blocks of documents. A
//! short range is read whole. The next letters typed make a long range short.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use tantivy::query::BitSetDocSet;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term};

use super::document::{Fields, KIND_MASK, Kind, column};
use super::error::SearchError;
use super::prefix::{Prefix, Span, Way};

/// Ids of each kind, best first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Walked {
    pub products: Vec<i64>,
    pub shops: Vec<i64>,
    pub stories: Vec<i64>,
}

/// Maximum number of documents of each kind that are returned.
const PRODUCTS: usize = 80;
const SHOPS: usize = 12;
const STORIES: usize = 80;

/// Maximum number of terms read of one range, divided among the segments by their size.
const TERMS: u64 = 800;
/// Maximum number of blocks of 128 documents read for the terms of one range, divided among the segments
/// by their size.
const BLOCKS: u64 = 160;

#[derive(Clone, Copy)]
struct Share {
    terms: u64,
    blocks: u64,
}

impl Share {
    fn of(reader: &SegmentReader, searcher: &Searcher) -> Self {
        let own = u64::from(reader.max_doc());
        let all = searcher.num_docs().max(own).max(1);
        Self {
            terms: (TERMS * own / all).max(32),
            blocks: (BLOCKS * own / all).max(8),
        }
    }
}

/// Order of completions: titles with the prefix before others, then short before long, then new before
/// old.
type Rank = (bool, Reverse<u8>, i64, i64);

#[derive(Default)]
struct Best(BinaryHeap<Reverse<Rank>>);

impl Best {
    fn add(&mut self, rank: Rank, room: usize) {
        if self.0.len() < room {
            self.0.push(Reverse(rank));
        } else if self.0.peek().is_some_and(|worst| rank > worst.0) {
            self.0.pop();
            self.0.push(Reverse(rank));
        }
    }

    fn ids(self) -> Vec<i64> {
        self.0.into_sorted_vec().into_iter().map(|Reverse((.., id))| id).collect()
    }
}

/// Returns documents that begin with `typed`, except those of the accounts in `hidden`.
pub fn walk(searcher: &Searcher, fields: &Fields, typed: &Prefix, hidden: &HashSet<i64>) -> Result<Walked, SearchError> {
    let (mut products, mut shops, mut stories) = (Best::default(), Best::default(), Best::default());
    for reader in searcher.segment_readers() {
        let share = Share::of(reader, searcher);
        let mut found = matches(reader, fields, typed, share)?;
        let mut begins = BitSet::with_max_value(reader.max_doc());
        let whole = reader.inverted_index(fields.ex)?;
        for span in &typed.titles {
            some(&whole, span, share, &mut begins)?;
        }
        let mut whole = BitSetDocSet::from(begins.clone());
        while whole.doc() != TERMINATED {
            found.insert(whole.doc());
            whole.advance();
        }
        if found.len() == 0 {
            continue;
        }
        let columns = reader.fast_fields();
        let traits = columns.u64(column::TRAITS)?;
        let ids = columns.i64(column::ID)?;
        let accounts = columns.i64(column::ACCOUNT)?;
        let created = columns.i64(column::CREATED)?;
        let lengths = reader.get_fieldnorms_reader(fields.ti)?;
        let alive = reader.alive_bitset();
        let mut docs = BitSetDocSet::from(found);
        while docs.doc() != TERMINATED {
            let doc = docs.doc();
            docs.advance();
            if alive.is_some_and(|alive| alive.is_deleted(doc)) {
                continue;
            }
            if !hidden.is_empty() && accounts.first(doc).is_some_and(|account| hidden.contains(&account)) {
                continue;
            }
            let first = |column: &tantivy::columnar::Column<i64>| column.first(doc).unwrap_or_default();
            let kind = Kind::from_code(traits.first(doc).unwrap_or_default() & KIND_MASK);
            let length = Reverse(lengths.fieldnorm_id(doc));
            let rank = (begins.contains(doc), length, first(&created), first(&ids));
            match kind {
                Kind::Product => products.add(rank, PRODUCTS),
                Kind::Shop => shops.add(rank, SHOPS),
                // Stories are read for their hashtags, and the newest show what people write now.
                Kind::Story => stories.add((false, Reverse(0), rank.2, rank.3), STORIES),
            }
        }
    }
    Ok(Walked {
        products: products.ids(),
        shops: shops.ids(),
        stories: stories.ids(),
    })
}

fn matches(reader: &SegmentReader, fields: &Fields, typed: &Prefix, share: Share) -> Result<BitSet, SearchError> {
    let mut found = BitSet::with_max_value(reader.max_doc());
    if let Some(span) = &typed.initials {
        some(&*reader.inverted_index(fields.ch)?, span, share, &mut found)?;
        return Ok(found);
    }
    let titles = reader.inverted_index(fields.ti)?;
    for way in &typed.ways {
        if way.whole.is_empty() {
            some(&titles, &way.open, share, &mut found)?;
        } else {
            both(&titles, fields.ti, way, reader.max_doc(), &mut found)?;
        }
    }
    Ok(found)
}

/// Adds the documents with a term of the span: all of them, or a sample from the whole range if they are
/// many.
fn some(index: &InvertedIndexReader, span: &Span, share: Share, docs: &mut BitSet) -> Result<(), SearchError> {
    let terms = index.terms();
    let Some(first) = ordinal(index, &span.from)? else {
        return Ok(());
    };
    let end = match ordinal(index, &span.to)? {
        Some(end) => end,
        None => u64::try_from(terms.num_terms()).unwrap_or(u64::MAX),
    };
    let all = end.saturating_sub(first);
    let taken = all.min(share.terms);
    let blocks = u32::try_from(share.blocks / taken.max(1)).unwrap_or(1).max(1);
    let documents = docs.max_value();
    let mut key = Vec::new();
    for i in 0..taken {
        key.clear();
        let known = terms.ord_to_term(first + i * all / taken, &mut key);
        if !known.map_err(tantivy::TantivyError::from)? {
            continue;
        }
        let Some(info) = terms.get(&key).map_err(tantivy::TantivyError::from)? else {
            continue;
        };
        let postings = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic);
        let mut postings = postings.map_err(tantivy::TantivyError::from)?;
        let mut take = |block: &[u32]| {
            for doc in block {
                docs.insert(*doc);
            }
        };
        if info.doc_freq <= blocks.saturating_mul(BLOCK) {
            while !postings.docs().is_empty() {
                take(postings.docs());
                postings.advance();
            }
            continue;
        }
        // Later documents have higher numbers, so blocks at even distances hold old and new ones.
        for block in 0..blocks {
            postings.seek(documents / blocks * block);
            take(postings.docs());
        }
    }
    Ok(())
}

/// Documents in one block of tantivy's postings.
const BLOCK: u32 = 128;

/// Returns the ordinal of the first term at or after `from`, or `None` if there is none.
fn ordinal(index: &InvertedIndexReader, from: &str) -> Result<Option<u64>, SearchError> {
    let range = index.terms().range().ge(from.as_bytes());
    let mut terms = range.into_stream().map_err(tantivy::TantivyError::from)?;
    Ok(terms.advance().then(|| terms.term_ord()))
}

/// Adds all documents with any term of the span.
fn fill(index: &InvertedIndexReader, span: &Span, docs: &mut BitSet) -> Result<(), SearchError> {
    let range = index.terms().range().ge(span.from.as_bytes()).lt(span.to.as_bytes());
    let mut terms = range.without_keys().into_stream().map_err(tantivy::TantivyError::from)?;
    while terms.advance() {
        let postings = index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
        let mut postings = postings.map_err(tantivy::TantivyError::from)?;
        while !postings.docs().is_empty() {
            postings.docs().iter().for_each(|doc| {
                docs.insert(*doc);
            });
            postings.advance();
        }
    }
    Ok(())
}

/// Adds the documents with all complete bigrams and any term of the open range.
fn both(index: &InvertedIndexReader, field: Field, way: &Way, max_doc: u32, found: &mut BitSet) -> Result<(), SearchError> {
    let mut whole = Vec::with_capacity(way.whole.len());
    for bigram in &way.whole {
        let term = Term::from_field_text(field, bigram);
        let postings = index.read_postings(&term, IndexRecordOption::Basic);
        match postings.map_err(tantivy::TantivyError::from)? {
            Some(postings) => whole.push(postings),
            None => return Ok(()),
        }
    }
    let mut open = BitSet::with_max_value(max_doc);
    fill(index, &way.open, &mut open)?;
    whole.sort_by_key(|postings| postings.size_hint());
    let Some((rarest, others)) = whole.split_first_mut() else {
        return Ok(());
    };
    while rarest.doc() != TERMINATED {
        let doc = rarest.doc();
        let all = open.contains(doc)
            && others.iter_mut().all(|other| {
                if other.doc() < doc {
                    other.seek(doc);
                }
                other.doc() == doc
            });
        if all {
            found.insert(doc);
        }
        rarest.advance();
    }
    Ok(())
}

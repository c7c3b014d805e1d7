//! Searches the index and returns the hits that a person may see.
//!
//! The index is up to a second or two behind the database and knows nothing of blocks. So the database
//! is consulted twice. Before the search, the changes that the index has not seen are read from the log,
//! and rows that are no longer public are hidden from the search itself: from hits, counts, facets and
//! the suggested spelling alike. After the search, every hit is loaded in SQL under the rules of its own
//! feature. If one is refused, because it was removed in between, the search runs again without it. So a
//! removal takes effect at the next request, counts included.
//!
//! An incomplete index (being built for the first time, or too far behind to know what was removed)
//! yields only what the check in SQL confirms: hits, but no counts and no facets.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::engine::document::Kind;
use super::engine::index::SearchIndex;
use super::engine::request::{Counts, Cursor, Facets, Filters, Hidden, Hit, Hits, Query, Sort};
use super::hits::{ProductHit, ShopHit, StoryHit};
use super::indexing::node::{self, Progress};
use super::queries;
use crate::access::Actor;
use crate::app::App;
use crate::catalog::ProductCard;
use crate::db::Db;
use crate::error::AppError;
use crate::jobs::changes;
use crate::panics;

/// The searches of one page.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    pub text: String,
    /// The kinds to search, with the limit of each.
    pub parts: Vec<(Kind, usize)>,
    pub sort: Sort,
    pub filters: Filters,
    /// Maximum number of products of one shop while others have some, or 0 for no limit.
    pub collapse: usize,
    pub after: Option<Cursor>,
    pub now_ms: i64,
}

#[derive(Default)]
pub struct SearchResults {
    pub shops: Vec<ShopHit>,
    pub products: Vec<ProductHit>,
    pub stories: Vec<StoryHit>,
    /// `None` if the counts could reveal hidden documents.
    pub counts: Option<Counts>,
    pub facets: Facets,
    pub did_you_mean: Option<String>,
    /// Set only if a single kind was requested.
    pub next: Option<Cursor>,
    /// Set if the index is incomplete, with the progress of its rebuild if that is known.
    pub preparing: Option<Option<Progress>>,
}

/// Maximum number of changes that are examined one by one. An index that is further behind counts as
/// incomplete.
const MAX_PENDING: i64 = 2_000;
/// Maximum number of searches for one page, which repeats its search if hits are removed in between.
const MAX_TRIES: usize = 3;

/// Searches and returns the hits that this actor may see.
pub fn look(app: &App, db: &mut Db, actor: &Actor, asked: &SearchRequest) -> Result<SearchResults, AppError> {
    let node = node::of(app);
    let preparing = || Some(node.progress());
    let Some(index) = node.index() else {
        return Ok(SearchResults {
            preparing: preparing(),
            ..SearchResults::default()
        });
    };
    let (mut hidden, known) = hidden(db, actor, index)?;
    let whole = node.is_whole() && known;
    let mut found = SearchResults::default();
    let mut agreed = false;
    for _ in 0..MAX_TRIES {
        let Some(hits) = search(index, asked, &hidden)? else {
            // The index is broken: the tail builds another.
            node.want_rebuild();
            app.wake.notify_waiters();
            found.preparing = preparing();
            return Ok(found);
        };
        let refused;
        (found, refused) = checked(app, db, actor, &hits)?;
        agreed = refused.is_empty();
        if agreed {
            break;
        }
        hidden.documents.extend(refused);
    }
    if !whole || !agreed {
        found.counts = None;
        found.facets = Facets::default();
    }
    if !whole {
        found.preparing = preparing();
    }
    Ok(found)
}

/// Returns the number of matches of each kind, whatever parts were requested, or `None` if the numbers
/// could reveal hidden documents.
pub fn count(app: &App, db: &mut Db, actor: &Actor, asked: &SearchRequest) -> Result<Option<Counts>, AppError> {
    let node = node::of(app);
    let Some(index) = node.index() else { return Ok(None) };
    let (hidden, known) = hidden(db, actor, index)?;
    let parts = vec![(Kind::Story, 1)];
    let asked = SearchRequest {
        parts,
        after: None,
        ..asked.clone()
    };
    let hits = search(index, &asked, &hidden)?.filter(|_| known && node.is_whole());
    Ok(hits.map(|hits| hits.counts))
}

/// Returns the documents that must be neither found nor counted, and true if the list is complete.
fn hidden(db: &mut Db, actor: &Actor, index: &SearchIndex) -> Result<(Hidden, bool), AppError> {
    let pending = pending(db, index.cursor())?;
    let known = pending.is_some();
    let mut hidden = pending.unwrap_or_default();
    hidden
        .accounts
        .extend(crate::friends::queries::all_hidden_from(db, actor.eyes())?);
    Ok((hidden, known))
}

/// Returns the documents that stopped being public since the index's last commit, or `None` if there are
/// too many changes to read.
fn pending(db: &mut Db, cursor: i64) -> Result<Option<Hidden>, AppError> {
    let log = changes::after(db, cursor, MAX_PENDING + 1)?;
    if log.len() > usize::try_from(MAX_PENDING).unwrap_or(usize::MAX) {
        return Ok(None);
    }
    let mut hidden = Hidden::default();
    for (kind, of_log) in [
        (Kind::Story, changes::Kind::Story),
        (Kind::Product, changes::Kind::Product),
        (Kind::Shop, changes::Kind::Shop),
    ] {
        let ids: HashSet<i64> = log.iter().filter(|(_, k, _)| *k == of_log).map(|(_, _, id)| *id).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let public = queries::public_ids(db, kind, &ids)?;
        let gone = ids.into_iter().filter(|id| !public.contains(id));
        match kind {
            Kind::Shop => hidden.accounts.extend(gone),
            _ => hidden.documents.extend(gone.map(|id| (kind, id))),
        }
    }
    Ok(Some(hidden))
}

/// Runs all parts of one page as one search. Returns `None` if the index cannot be read.
fn search(index: &SearchIndex, asked: &SearchRequest, hidden: &Hidden) -> Result<Option<Hits>, AppError> {
    let mut query = Query {
        sort: asked.sort,
        filters: asked.filters.clone(),
        hidden: Arc::new(hidden.clone()),
        collapse: asked.collapse,
        after: asked.after,
        facets: asked.parts.iter().any(|(kind, _)| *kind == Kind::Product),
        ..Query::new(asked.text.clone(), asked.now_ms)
    };
    match asked.parts.as_slice() {
        [(kind, limit)] => (query.kind, query.limit) = (Some(*kind), *limit),
        parts => query.few = parts.to_vec(),
    }
    // Damage that occurs while the server is running may show up as a panic.
    match panics::caught(|| Ok(index.search(&query)?)) {
        Ok(hits) => Ok(Some(hits)),
        Err(error) => {
            tracing::error!(%error, "the search index cannot be read; it will be built anew");
            Ok(None)
        }
    }
}

/// Loads the hits as cards under the rules of their own features, and returns the refused hits with them.
fn checked(app: &App, db: &mut Db, actor: &Actor, hits: &Hits) -> Result<(SearchResults, HashSet<(Kind, i64)>), AppError> {
    let mut found = SearchResults {
        counts: Some(hits.counts),
        facets: hits.facets.clone(),
        did_you_mean: hits.did_you_mean.clone(),
        next: hits.next,
        ..SearchResults::default()
    };
    let ids = |kind: Kind| -> Vec<i64> { hits.hits.iter().filter(|h| h.kind == kind).map(|h| h.id).collect() };
    let mut shown: HashSet<(Kind, i64)> = HashSet::new();

    let shop_ids = ids(Kind::Shop);
    let mut lines = queries::shop_lines(db, &shop_ids)?;
    let mut cards = crate::accounts::queries::cards(db, &shop_ids)?;
    for id in shop_ids {
        if let (Some(card), Some(line)) = (cards.remove(&id), lines.remove(&id)) {
            shown.insert((Kind::Shop, id));
            found.shops.push(ShopHit { card, line });
        }
    }

    let mut products = crate::catalog::queries::cards_in_order(db, &ids(Kind::Product))?;
    shown.extend(products.iter().map(|card| (Kind::Product, card.id)));
    crate::catalog::queries::mark_wished(db, actor.account_id(), &mut products)?;
    let of_products = hits.hits.iter().filter(|hit| hit.kind == Kind::Product);
    let more: HashMap<i64, u64> = of_products.map(|hit| (hit.id, hit.more)).collect();
    let hit = |card: ProductCard| ProductHit {
        more: more.get(&card.id).copied().unwrap_or_default(),
        card,
    };
    found.products = products.into_iter().map(hit).collect();

    let story_ids = ids(Kind::Story);
    let mut bodies: HashMap<i64, String> = queries::bodies(db, actor, &story_ids)?.into_iter().collect();
    for card in crate::stories::cards(app, db, actor, &story_ids)? {
        shown.insert((Kind::Story, card.id));
        found.stories.push(StoryHit {
            body: bodies.remove(&card.id).unwrap_or_default(),
            card,
        });
    }

    let gone = |hit: &&Hit| !shown.contains(&(hit.kind, hit.id));
    let refused = hits.hits.iter().filter(gone).map(|hit| (hit.kind, hit.id)).collect();
    Ok((found, refused))
}

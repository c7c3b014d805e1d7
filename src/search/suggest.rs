//! Suggestions while typing: shops, words of titles, hashtags.
//!
//! The index provides ids only (`engine::completions`), because its dictionaries still contain terms of
//! documents deleted a moment ago. The words are titles, names and tags read from the database under
//! the rules of visibility, so that anything no longer public is not suggested from the next request
//! on. Each suggestion is the part of a title that is being typed (`engine::phrases`). Hangul is matched
//! key by key, by initial consonants (`engine::prefix`), and in the other keyboard mode.

use std::collections::HashMap;

use super::engine::completions::Walked;
use super::engine::phrases::{Needle, Place, find, same};
use super::engine::prefix::{MAX_CHARS, Prefix};

use super::hits::ShopHit;
use super::indexing::node;
use super::korean::keyboard;
use super::queries::{self, suggest as words};
use super::recent_searches;
use crate::access::Actor;
use crate::app::App;
use crate::db::Db;
use crate::error::AppError;
use crate::panics;
use crate::text;

/// One line of the list.
pub struct Suggestion {
    pub what: What,
    /// The text of the line and of the search it leads to, or the name of a shop.
    pub words: String,
    /// The place of the typed text in `words`.
    pub place: Option<Place>,
}

pub enum What {
    /// A recent search of the reader.
    Recent,
    Words,
    /// A hashtag, without its `#`.
    Tag,
    /// A shop, to which the line leads.
    Shop(Box<ShopHit>),
}

const RECENT: usize = 2;
const SHOPS: usize = 3;
const WORDS: usize = 5;
const TAGS: usize = 2;
/// Number of lines below which the text is also read in the other keyboard mode.
const FEW: usize = 3;

/// Returns suggestions for the text in the box, or the recent searches if it is empty.
pub fn suggest(app: &App, db: &mut Db, actor: &Actor, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    let typed = text::clean_line(typed);
    let mut found = Vec::new();
    if let Some(member) = actor.member() {
        found = before(recent_searches::of(db, member.account_id)?, &typed);
    }
    if typed.is_empty() || text::count(&typed) > MAX_CHARS {
        return Ok(found);
    }
    add(&mut found, of(app, db, actor, &typed)?);
    if found.len() < FEW
        && let Some(other) = other_mode(&typed)
    {
        add(&mut found, of(app, db, actor, &other)?);
    }
    Ok(found)
}

fn before(recent: Vec<String>, typed: &str) -> Vec<Suggestion> {
    let line = |words: String, place| Suggestion {
        what: What::Recent,
        words,
        place,
    };
    match Needle::new(typed) {
        Some(needle) => recent
            .into_iter()
            .filter_map(|words| {
                find(&words, &needle)
                    .filter(|p| p.from == 0)
                    .map(|place| line(words, Some(place)))
            })
            .take(RECENT)
            .collect(),
        None if typed.is_empty() => recent.into_iter().map(|words| line(words, None)).collect(),
        None => Vec::new(),
    }
}

/// Adds the lines that are not in the list yet.
fn add(found: &mut Vec<Suggestion>, more: Vec<Suggestion>) {
    for line in more {
        let key = |line: &Suggestion| {
            (
                matches!(line.what, What::Shop(_)),
                matches!(line.what, What::Tag),
                same(&line.words),
            )
        };
        if !found.iter().any(|known| key(known) == key(&line)) {
            found.push(line);
        }
    }
}

/// Converts the text to the other keyboard mode. Unlike a whole query, a beginning may be a single
/// syllable.
fn other_mode(typed: &str) -> Option<String> {
    let keys = typed.chars().all(|c| c.is_ascii_alphabetic());
    keyboard::other_mode(typed).or_else(|| {
        let composed = keyboard::compose(typed);
        (keys && composed.chars().next().is_some_and(super::korean::jamo::is_syllable)).then_some(composed)
    })
}

fn of(app: &App, db: &mut Db, actor: &Actor, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    let Some(needle) = Needle::new(typed) else {
        return Ok(Vec::new());
    };
    let hidden = crate::friends::queries::all_hidden_from(db, actor.eyes())?;
    let walked = match node::of(app).index() {
        // As on the search page, a broken index yields nothing. The tail notices the damage itself.
        Some(index) => panics::caught(|| Ok(index.walk(&Prefix::new(typed), &hidden)?)).unwrap_or_else(|error| {
            tracing::error!(%error, "the search index cannot be read for suggestions");
            Walked::default()
        }),
        None => Walked::default(),
    };
    let mut found = Vec::new();
    if !typed.starts_with('#') {
        let by_handle = words::shops_by_handle(db, typed, 3)?;
        let mut ids: Vec<i64> = by_handle.into_iter().filter(|id| !hidden.contains(id)).collect();
        for id in walked.shops {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        found.extend(shops(db, &ids, &needle, typed)?);
        found.extend(titles(db, &walked.products, &needle, typed)?);
    }
    found.extend(tags(db, &walked.stories, &needle)?);
    Ok(found)
}

fn shops(db: &mut Db, ids: &[i64], needle: &Needle, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    let mut lines = queries::shop_lines(db, ids)?;
    let mut cards = crate::accounts::queries::cards(db, ids)?;
    let handle = typed.trim_start_matches('@').to_lowercase();
    let line = |id: &i64| {
        let (card, line) = (cards.remove(id)?, lines.remove(id)?);
        // A single syllable is inside too many names.
        let place = find(&card.name, needle).filter(|place| place.at_word || typed.chars().count() > 1);
        (place.is_some() || card.handle.starts_with(&handle)).then(|| Suggestion {
            words: card.name.clone(),
            place,
            what: What::Shop(Box::new(ShopHit { card, line })),
        })
    };
    Ok(ids.iter().filter_map(line).take(SHOPS).collect())
}

/// Returns the words that the titles suggest: first those that begin a word, then those in most titles,
/// then those of the likeliest title.
fn titles(db: &mut Db, ids: &[i64], needle: &Needle, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    let titles: HashMap<i64, String> = words::titles(db, ids)?.into_iter().collect();
    let own = same(typed);
    let mut said: HashMap<String, (usize, usize, bool, String)> = HashMap::new();
    for (rank, title) in ids.iter().filter_map(|id| titles.get(id)).enumerate() {
        let Some(place) = find(title, needle) else { continue };
        let Some(phrase) = super::engine::phrases::phrase(title, place) else {
            continue;
        };
        let key = same(&phrase);
        if key == own {
            continue;
        }
        let entry = said.entry(key).or_insert((0, rank, place.at_word, phrase));
        entry.0 += 1;
        entry.2 |= place.at_word;
    }
    let mut ranked: Vec<_> = said.into_values().collect();
    ranked.sort_by(|a, b| (b.2, b.0, a.1).cmp(&(a.2, a.0, b.1)));
    let line = |(_, _, _, words): (usize, usize, bool, String)| Suggestion {
        what: What::Words,
        place: find(&words, needle),
        words,
    };
    Ok(ranked.into_iter().take(WORDS).map(line).collect())
}

fn tags(db: &mut Db, ids: &[i64], needle: &Needle) -> Result<Vec<Suggestion>, AppError> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for tag in words::tags(db, ids)? {
        *counts.entry(tag).or_default() += 1;
    }
    let begins = |(tag, n): (String, usize)| {
        let place = find(&tag, needle).filter(|place| place.from == 0)?;
        Some((n, tag, place))
    };
    let mut ranked: Vec<_> = counts.into_iter().filter_map(begins).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let line = |(_, words, place)| Suggestion {
        what: What::Tag,
        words,
        place: Some(place),
    };
    Ok(ranked.into_iter().take(TAGS).map(line).collect())
}

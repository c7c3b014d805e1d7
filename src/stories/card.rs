//! The card of a story, as feeds, profiles, search and the story's own page
//! show it. The parts that do not depend on the viewer (text as HTML, photos)
//! are cached by the story's id and version, the author and the products by
//! their own versions. The rest takes one statement a page, and a second one
//! where products are shown (queries/cards.rs).

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use moka::sync::Cache;

use super::product_tags::{self, ProductTag, Shape, TagPosition};
use super::queries::cards::{CardRow, ProductVersion, product_versions};
use super::queries::{self};
use super::rules::{self, Feeling, Feelings, Visibility};
use super::visibility::visible_to;
use crate::access::Actor;
use crate::access::permit::{Owned, may_change};
use crate::accounts::AccountCard;
use crate::app::App;
use crate::catalog::ProductCard;
use crate::db::Db;
use crate::error::AppError;
use crate::friends::queries::all_hidden_from;
use crate::photos::Picture;
use crate::text::{self, SafeHtml};
use crate::web::i18n::Value;

/// A story as a card. Its cached parts (`body`, `pictures` and so on) are read
/// as if they were fields.
#[derive(Debug, Clone)]
pub struct StoryCard {
    pub id: i64,
    pub url: String,
    pub author: Arc<AccountCard>,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    pub visibility: Visibility,
    pub quote: Option<Quote>,
    pub products: Vec<Arc<ProductCard>>,
    pub feelings: Feelings,
    /// The sum of all feelings.
    pub felt: i64,
    pub comment_count: i64,
    pub share_count: i64,
    pub up_count: i64,
    pub my_feeling: Option<Feeling>,
    pub my_up: bool,
    /// The viewer acts as the author and may change the story.
    pub can_edit: bool,
    /// The story is someone else's, so it can be reported.
    pub can_report: bool,
    /// The friend whose UP brought it here. Only the feed sets this.
    pub boosted_by: Option<BoostedBy>,
    parts: Arc<Parts>,
}

/// The friend who gave a story their UP.
#[derive(Debug, Clone)]
pub struct BoostedBy {
    pub name: String,
    pub url: String,
}

/// A product tag to be drawn over a photo.
#[derive(Debug, Clone)]
pub struct TagMark {
    pub product: Arc<ProductCard>,
    /// The product's title, shortened to fit.
    pub title: String,
    /// Position in percent of the drawn width and height, as SVG attributes.
    pub x: String,
    pub y: String,
    /// The title is drawn to the left of the dot.
    pub left: bool,
    /// The `text-anchor` and the vertical offset of the price if it is drawn
    /// alone, above or below the dot.
    pub anchor: &'static str,
    pub away: i32,
}

/// The story that a share quotes.
#[derive(Debug, Clone)]
pub enum Quote {
    Shown(Box<StoryCard>),
    /// Deleted, removed or not visible to this viewer. The three look the same.
    Gone,
}

/// The parts of a card that stay valid as long as the story's version.
#[derive(Debug, Default)]
pub struct Parts {
    pub body: SafeHtml,
    /// The text is folded on a card.
    pub long: bool,
    pub pictures: Vec<Picture>,
    pub pins: Vec<ProductTag>,
}

impl Deref for StoryCard {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl StoryCard {
    pub fn edited(&self) -> bool {
        self.edited_at.is_some()
    }

    pub fn feels(&self, feeling: &Feeling) -> bool {
        self.my_feeling == Some(*feeling)
    }

    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public
    }

    /// Returns the photos that the grid shows.
    pub fn grid(&self) -> &[Picture] {
        self.pictures.get(..5).unwrap_or(&self.pictures)
    }

    /// Returns the number of photos that the grid leaves out.
    pub fn more_photos(&self) -> usize {
        self.pictures.len().saturating_sub(5)
    }

    /// Returns the shape of a single photo: its own, clamped between 4:5 and 1.91:1.
    pub fn single_shape(&self) -> (i32, i32) {
        let Some(p) = self.pictures.first() else { return (1, 1) };
        if i64::from(p.width) * 5 < i64::from(p.height) * 4 {
            (4, 5)
        } else if i64::from(p.width) * 100 > i64::from(p.height) * 191 {
            (191, 100)
        } else {
            (p.width, p.height)
        }
    }

    /// Returns the visible products that are tagged on the photo at `index`.
    fn pinned(&self, index: usize) -> impl Iterator<Item = (&Arc<ProductCard>, TagPosition)> {
        self.pins.iter().filter_map(move |pin| {
            let place = pin.place.filter(|p| usize::try_from(p.photo).is_ok_and(|n| n == index))?;
            Some((self.products.iter().find(|p| p.id == pin.product)?, place))
        })
    }

    /// Returns the number of products that are tagged on the photo at `index`.
    pub fn pinned_n(&self, index: &usize) -> usize {
        self.pinned(*index).count()
    }

    /// Returns the product tags over a photo of the grid, which crops it.
    /// Returns none unless they are `wanted`.
    pub fn grid_dots(&self, index: &usize, wanted: bool) -> Vec<TagMark> {
        if !wanted {
            return Vec::new();
        }
        let alone = self.pictures.len() == 1;
        let cell = if alone {
            self.single_shape()
        } else {
            product_tags::cell(self.grid().len(), *index)
        };
        self.dots_in(*index, Some(cell), if alone { 0.05 } else { 0.12 })
    }

    /// Returns the product tags over a photo that is shown uncropped.
    pub fn dots(&self, index: &usize) -> Vec<TagMark> {
        self.dots_in(*index, None, 0.04)
    }

    /// Returns the product tags over a photo in a cell. `edge` is the margin,
    /// as a fraction of the cell, that keeps the whole dot inside so that it
    /// can be pressed.
    fn dots_in(&self, index: usize, cell: Option<Shape>, edge: f64) -> Vec<TagMark> {
        let Some(picture) = self.pictures.get(index) else {
            return Vec::new();
        };
        let photo = (picture.width, picture.height);
        let inside = |at: f64| format!("{:.2}%", at.clamp(edge, 1.0 - edge) * 100.0);
        let dot = |(product, place): (&Arc<ProductCard>, TagPosition)| {
            let (x, y) = product_tags::seen_in(cell.unwrap_or(photo), photo, place)?;
            Some(TagMark {
                product: product.clone(),
                title: text::excerpt(&product.title, 14),
                left: x > 0.5,
                anchor: match x {
                    x if x < 1.0 / 3.0 => "start",
                    x if x > 2.0 / 3.0 => "end",
                    _ => "middle",
                },
                away: if y > 0.75 { -20 } else { 30 },
                x: inside(x),
                y: inside(y),
            })
        };
        self.pinned(index).filter_map(dot).collect()
    }

    pub fn comments_n(&self) -> Value<'static> {
        Value::Count(self.comment_count)
    }

    pub fn shares_n(&self) -> Value<'static> {
        Value::Count(self.share_count)
    }

    /// Returns the number of the photo at `index` as people count, from 1.
    pub fn nth(&self, index: &usize) -> Value<'static> {
        Value::Int(i64::try_from(*index).unwrap_or(0).saturating_add(1))
    }

    pub fn photo_url(&self, index: &usize) -> String {
        super::urls::photo_url(self.id, index.saturating_add(1))
    }
}

/// The cached parts of a site's cards.
pub struct CardCache {
    parts: Cache<(i64, i64), Arc<Parts>>,
    authors: Cache<(i64, i64), Arc<AccountCard>>,
    products: Cache<ProductVersion, Arc<ProductCard>>,
}

impl Default for CardCache {
    fn default() -> Self {
        /// Capacity in bytes, enough for some 20,000 cards with photos.
        const PARTS: u64 = 24 << 20;
        const AUTHORS: u64 = 20_000;
        const PRODUCTS: u64 = 10_000;
        Self {
            parts: Cache::builder()
                .max_capacity(PARTS)
                .weigher(|_, parts: &Arc<Parts>| parts.weight())
                .build(),
            authors: Cache::new(AUTHORS),
            products: Cache::new(PRODUCTS),
        }
    }
}

impl Parts {
    fn weight(&self) -> u32 {
        let photos: usize = self.pictures.iter().map(|p| 300 + p.srcset.len() + p.alt.len()).sum();
        u32::try_from(200 + self.body.as_str().len() + photos + 24 * self.pins.len()).unwrap_or(u32::MAX)
    }
}

/// Returns the cards of these stories in the given order, without those that
/// the actor may not see. Takes one statement when all parts are cached.
pub fn cards(app: &App, db: &mut Db, actor: &Actor, ids: &[i64]) -> Result<Vec<StoryCard>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let cache = app.cache::<CardCache>();
    let mut rows = queries::cards::rows(db, visible_to(actor), actor.posts_as(), ids)?;
    let hidden = all_hidden_from(db, actor.eyes())?;
    if !hidden.is_empty() {
        // Count only the comments that the viewer sees, or the number would reveal hidden ones.
        let stories: Vec<i64> = rows.iter().filter(|r| r.comment_count > 0).map(|r| r.id).collect();
        let unseen = queries::interactions::comments_by(db, &stories, &hidden)?;
        for row in &mut rows {
            row.comment_count -= unseen.get(&row.id).copied().unwrap_or(0);
        }
    }
    let parts = parts_of(&cache, db, &rows)?;
    let authors = authors_of(&cache, db, &rows)?;
    let products = products_of(&cache, db, &rows, &parts)?;
    let rows: HashMap<i64, CardRow> = rows.into_iter().map(|r| (r.id, r)).collect();
    let card = |id: i64| -> Option<StoryCard> {
        let row = rows.get(&id)?;
        let author = authors.get(&row.author_id)?.clone();
        Some(made(row, author, parts.get(&id)?.clone(), actor))
    };
    Ok(ids
        .iter()
        .filter_map(|id| {
            let mut found = card(*id)?;
            let products = found.pins.iter().filter_map(|p| products.get(&p.product).cloned());
            found.products = products.filter(|p| !hidden.contains(&p.shop.id)).collect();
            found.quote = rows.get(id)?.share_of.map(|of| match card(of) {
                Some(quoted) => Quote::Shown(Box::new(quoted)),
                None => Quote::Gone,
            });
            Some(found)
        })
        .collect())
}

fn made(row: &CardRow, author: Arc<AccountCard>, parts: Arc<Parts>, actor: &Actor) -> StoryCard {
    let owned = Owned {
        account_id: row.author_id,
    };
    let (like, cool, happy, sad, cheer_up) = row.feelings;
    StoryCard {
        id: row.id,
        url: super::urls::url(row.id),
        author,
        created_at: row.created_at,
        edited_at: row.edited_at,
        visibility: Visibility::from_number(row.visibility),
        quote: None,
        products: Vec::new(),
        feelings: Feelings([like, cool, happy, sad, cheer_up]),
        felt: like + cool + happy + sad + cheer_up,
        comment_count: row.comment_count,
        share_count: row.share_count,
        up_count: row.up_count,
        my_feeling: row.my_feeling.as_deref().and_then(Feeling::from_code),
        my_up: row.my_up,
        can_edit: actor.member().is_some_and(|m| may_change(m, owned)),
        can_report: actor.member().is_some_and(|m| m.posts_as() != row.author_id),
        boosted_by: None,
        parts,
    }
}

fn parts_of(cache: &CardCache, db: &mut Db, rows: &[CardRow]) -> Result<HashMap<i64, Arc<Parts>>, AppError> {
    let mut found = HashMap::with_capacity(rows.len());
    let mut missing = Vec::new();
    for row in rows {
        match cache.parts.get(&(row.id, row.version)) {
            Some(parts) => {
                found.insert(row.id, parts);
            }
            None => missing.push(row),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let ids: Vec<i64> = missing.iter().map(|r| r.id).collect();
    let mut pictures = queries::pictures_of(db, &ids)?;
    let mut products = queries::products_of(db, &ids)?;
    let versions: HashMap<i64, i64> = missing.iter().map(|r| (r.id, r.version)).collect();
    // Read the bodies last. A story that changed after its row was read may now
    // have a smaller audience, so it is left out of this page.
    let mut bodies = queries::bodies(db, &ids)?;
    bodies.retain(|(id, version, _)| versions.get(id) == Some(version));
    let handles = queries::handles_in(db, bodies.iter().map(|(_, _, b)| b.as_str()))?;
    for (id, version, body) in bodies {
        let parts = Arc::new(Parts {
            body: SafeHtml::body_where(&body, |handle| handles.contains_key(handle)),
            long: rules::is_long(&body),
            pictures: pictures.remove(&id).unwrap_or_default(),
            pins: products.remove(&id).unwrap_or_default(),
        });
        cache.parts.insert((id, version), parts.clone());
        found.insert(id, parts);
    }
    Ok(found)
}

fn authors_of(cache: &CardCache, db: &mut Db, rows: &[CardRow]) -> Result<HashMap<i64, Arc<AccountCard>>, AppError> {
    let mut found = HashMap::with_capacity(rows.len());
    let mut missing = HashMap::new();
    for row in rows {
        match cache.authors.get(&(row.author_id, row.author_version)) {
            Some(author) => {
                found.insert(row.author_id, author);
            }
            None => {
                missing.insert(row.author_id, row.author_version);
            }
        }
    }
    if !missing.is_empty() {
        let ids: Vec<i64> = missing.keys().copied().collect();
        for (id, card) in crate::accounts::queries::cards(db, &ids)? {
            let card = Arc::new(card);
            if let Some(version) = missing.get(&id) {
                cache.authors.insert((id, *version), card.clone());
            }
            found.insert(id, card);
        }
    }
    Ok(found)
}

/// Returns the products that these stories show, without deleted and removed ones.
fn products_of(
    cache: &CardCache,
    db: &mut Db,
    rows: &[CardRow],
    parts: &HashMap<i64, Arc<Parts>>,
) -> Result<HashMap<i64, Arc<ProductCard>>, AppError> {
    let mut ids: Vec<i64> = rows
        .iter()
        .filter(|r| r.product_count > 0)
        .filter_map(|r| parts.get(&r.id))
        .flat_map(|p| p.pins.iter().map(|pin| pin.product))
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    let mut missing = HashMap::new();
    for version in product_versions(db, &ids)? {
        match cache.products.get(&version) {
            Some(product) => {
                found.insert(version.id, product);
            }
            None => {
                missing.insert(version.id, version);
            }
        }
    }
    if !missing.is_empty() {
        let ids: Vec<i64> = missing.keys().copied().collect();
        for (id, card) in crate::catalog::queries::cards(db, &ids)? {
            let version = missing.get(&id).filter(|v| v.version == card.version).copied();
            let card = Arc::new(card);
            if let Some(version) = version {
                cache.products.insert(version, card.clone());
            }
            found.insert(id, card);
        }
    }
    Ok(found)
}

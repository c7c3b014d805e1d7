//! The search page over HTTP: posted content is found however it is typed, hidden content is neither shown
//! nor counted nor suggested from the next request on, and no address leads to an error page.
//!
//! | file | tries |
//! |---|---|
//! | `found` | hits, people, hashtags |
//! | `filters` | facets, filters, sorting, paging, hits collapsed by shop |
//! | `truth` | hidden content |
//! | `suggest` | suggestions and recent searches |
//! | `index` | an index that is incomplete or far behind |
//! | `hostile` | any text in any parameter, and the number of statements |

mod filters;
mod found;
mod hostile;
mod index;
mod suggest;
mod truth;

use std::collections::BTreeSet;

use storyplus::search;
use storyplus::text::encode_component;

use crate::support::people::{Person, Shop};
use crate::support::{Client, Site};

impl Site {
    /// Brings the index up to date.
    fn indexed(&self) {
        search::catch_up(&self.app).unwrap();
    }

    fn write(&self, f: impl FnOnce(&mut storyplus::db::Tx<'_>) -> Result<(), storyplus::error::AppError>) {
        self.app.db.write_now(f).unwrap();
    }
}

/// The content of a search page.
#[derive(Debug, PartialEq, Eq, Clone, Default)]
struct Seen {
    /// The counts on the tabs: all, stories, products, shops. Empty if the tabs show none.
    counts: Vec<String>,
    /// The stories and products on it, as `stories/1`.
    hits: BTreeSet<String>,
    marked: bool,
}

impl Seen {
    fn counts(&self) -> [i64; 4] {
        let n: Vec<i64> = self.counts.iter().map(|n| n.replace(',', "").parse().unwrap()).collect();
        n.try_into().unwrap()
    }

    fn has(&self, kind: &str, id: i64) -> bool {
        self.hits.contains(&format!("{kind}/{id}"))
    }
}

/// Returns the text behind each mark, up to the end of a word, an address or a tag.
fn after_in(body: &str, mark: &str) -> Vec<String> {
    let parts = body.split(mark).skip(1);
    parts
        .map(|p| p.split(['<', '"', '/', '?', '#']).next().unwrap().to_owned())
        .collect()
}

fn read(body: &str) -> Seen {
    let after = |mark: &str| after_in(body, mark);
    let ids = |kind: &str| -> Vec<String> {
        let numbers = after(&format!("href=\"/{kind}/")).into_iter();
        numbers.map(|id| format!("{kind}/{id}")).collect()
    };
    let tabs = body.split("<nav class=\"tabs\"").nth(1).unwrap_or_default();
    let tabs = tabs.split("</nav>").next().unwrap();
    Seen {
        counts: after_in(tabs, "<span class=\"n\">"),
        hits: ids("stories").into_iter().chain(ids("products")).collect(),
        marked: body.contains("<mark>"),
    }
}

async fn look(client: &Client, q: &str, more: &str) -> Seen {
    read(
        &client
            .get(&format!("/search?q={}{more}", encode_component(q)))
            .await
            .expect(200)
            .body,
    )
}

async fn shop_with(site: &Site, handle: &str) -> (Person, Shop) {
    let owner = site.person(&format!("{handle}주인")).await;
    let shop = site.shop(&owner, handle).await;
    (owner, shop)
}

async fn product(owner: &Person, shop: &Shop, title: &str, price: &str) -> i64 {
    owner.product(shop, &[("title", title), ("price", price)]).await
}

/// Returns the ids of the product cards of a page, in order.
fn order(body: &str) -> Vec<i64> {
    let cards = body.split("<li class=\"product").skip(1);
    let id = |card: &str| after_in(card, "/products/").first().map(|id| id.parse().unwrap());
    cards.filter(|card| !card.starts_with("-more")).filter_map(id).collect()
}

/// Returns the address of the next page.
fn next(body: &str) -> Option<String> {
    let link = body.split("rel=\"next\" data-js=\"load-more\" href=\"").nth(1)?;
    Some(plain(link.split('"').next().unwrap()))
}

/// Returns an attribute as the browser reads it.
fn plain(attribute: &str) -> String {
    attribute.replace("&#38;", "&").replace("&amp;", "&").replace("&#34;", "\"")
}

/// A link that narrows the search: its text, its count, its address, and whether it is selected.
#[derive(Debug, Clone)]
struct Facet {
    words: String,
    count: u64,
    url: String,
    on: bool,
}

/// Returns all links of the filters, including the bars of the price histogram.
fn facets(body: &str) -> Vec<Facet> {
    let panel = body
        .split("id=\"filter\"")
        .nth(1)
        .unwrap_or_default()
        .split("id=\"results\"")
        .next()
        .unwrap();
    let href = |link: &str| plain(link.split('"').next().unwrap());
    let links = panel.split("<a class=\"facet\" href=\"").skip(1).map(|link| Facet {
        words: after_in(link, "<span>")[0].clone(),
        count: after_in(link, "<span class=\"n\">")[0].replace(',', "").parse().unwrap(),
        url: href(link),
        on: link.split('>').next().unwrap().contains("aria-current"),
    });
    let bars = panel.split("<svg class=\"prices\"").nth(1).unwrap_or_default();
    let bars = bars.split("<a href=\"").skip(1).map(|link| {
        let label = link.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap();
        let (words, count) = label.rsplit_once(": ").unwrap();
        Facet {
            words: words.to_owned(),
            count: count.trim_end_matches('개').parse().unwrap(),
            url: href(link),
            on: link.split('>').next().unwrap().contains("class=\"on\""),
        }
    });
    links.chain(bars).collect()
}

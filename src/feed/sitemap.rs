//! The sitemap (sitemaps.org, protocol 0.9): shops, their products and public
//! stories, each with the time of its last change. A site with too many for one
//! file gets an index of files. The boundaries between the files do not move
//! when something is added, hidden or deleted, so that a search engine finds
//! the old ones unchanged.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::queries::{self, discover};
use crate::access::Anyone;
use crate::accounts;
use crate::catalog;
use crate::config::PublicUrl;
use crate::db::Db;
use crate::error::AppError;
use crate::stories;
use crate::text::SafeHtml;
use crate::web::Reply;
use crate::web::format::rfc3339;
use crate::web::request::{Answer, Visit};

/// The number of rows of one kind in a file. The protocol allows 50,000 addresses in all.
pub const PART: i64 = 10_000;

/// The contents of a file: everything, or a part of one kind.
#[derive(Debug, Deserialize)]
pub struct SitemapParams {
    of: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "feed/sitemap.xml")]
struct Sitemap {
    pages: Vec<Page>,
}

struct Page {
    location: SafeHtml,
    changed: Option<String>,
}

impl Page {
    fn new(base: &PublicUrl, page: &str, changed: Option<i64>) -> Self {
        Self {
            location: SafeHtml::escape(&base.join(page)),
            changed: changed.map(rfc3339),
        }
    }
}

#[derive(Template)]
#[template(path = "feed/sitemap_index.xml")]
struct SitemapIndex {
    files: Vec<SafeHtml>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
enum Kind {
    Shops,
    Products,
    Stories,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Shops, Self::Products, Self::Stories];

    fn code(self) -> &'static str {
        self.into()
    }

    /// Returns the last row of the part that begins after a row. Returns `None`
    /// if that part is the last one.
    fn end(self, db: &mut Db, after: i64) -> Result<Option<i64>, AppError> {
        match self {
            Self::Shops => discover::end_of_shops(db, after, PART),
            Self::Products => catalog::queries::end_of_part(db, after, PART),
            Self::Stories => queries::end_of_stories(db, after, PART),
        }
    }

    /// Returns the pages of a part, each with the time of its last change in milliseconds UTC.
    fn pages(self, db: &mut Db, after: i64, until: i64) -> Result<Vec<(String, i64)>, AppError> {
        let pages = |url: fn(i64) -> String, rows: Vec<(i64, i64)>| rows.into_iter().map(|(id, at)| (url(id), at)).collect();
        match self {
            Self::Shops => Ok(discover::shops_with_news(db, after, until)?
                .into_iter()
                .map(|(handle, at)| (accounts::url(&handle), at))
                .collect()),
            Self::Products => Ok(pages(catalog::url, catalog::queries::changed(db, after, until)?)),
            Self::Stories => Ok(pages(stories::url, queries::public_stories(db, after, until)?)),
        }
    }
}

/// `GET /sitemap.xml`: all pages, or an index if they do not fit one file;
/// `?of=&after=` returns one of its files.
pub async fn sitemap(visit: Visit<Anyone>, asked: web::Query<SitemapParams>) -> Answer {
    let asked = asked.into_inner();
    visit
        .read_heavy(move |cx| {
            let body = match &asked.of {
                Some(of) => part(cx.db, &cx.app.config.public_url, of, asked.after.as_deref())?,
                None => whole(cx.db, &cx.app.config.public_url)?,
            };
            Ok(Reply::Bytes {
                kind: "application/xml; charset=utf-8",
                body: body.into_bytes(),
                cache: "public, max-age=600",
            })
        })
        .await
}

fn whole(db: &mut Db, base: &PublicUrl) -> Result<String, AppError> {
    let mut parts = Vec::new();
    for kind in Kind::ALL {
        let mut after = 0;
        parts.push((kind, after));
        while let Some(end) = kind.end(db, after)? {
            parts.push((kind, end));
            after = end;
        }
    }
    if parts.len() > Kind::ALL.len() {
        let address = |(kind, after): &(Kind, i64)| base.join(&format!("/sitemap.xml?of={}&after={after}", kind.code()));
        let files = parts.iter().map(|part| SafeHtml::escape(&address(part))).collect();
        return SitemapIndex { files }.render().map_err(AppError::internal);
    }
    let mut pages: Vec<Page> = ["/", "/discover"].iter().map(|page| Page::new(base, page, None)).collect();
    for kind in Kind::ALL {
        pages.extend(listed(base, kind.pages(db, 0, i64::MAX)?));
    }
    Sitemap { pages }.render().map_err(AppError::internal)
}

fn part(db: &mut Db, base: &PublicUrl, of: &str, after: Option<&str>) -> Result<String, AppError> {
    let kind = Kind::ALL.into_iter().find(|k| k.code() == of).ok_or(AppError::NotFound)?;
    let after: i64 = after.unwrap_or("0").parse().map_err(|_| AppError::NotFound)?;
    let until = kind.end(db, after)?.unwrap_or(i64::MAX);
    let pages = listed(base, kind.pages(db, after, until)?).collect();
    Sitemap { pages }.render().map_err(AppError::internal)
}

fn listed(base: &PublicUrl, pages: Vec<(String, i64)>) -> impl Iterator<Item = Page> {
    pages.into_iter().map(|(page, at)| Page::new(base, &page, Some(at)))
}

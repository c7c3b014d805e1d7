//! A shop's catalog as a table that an import takes: whole, or in parts that are small enough for one import.

use actix_web::{HttpResponse, web};

use super::channel_feeds::Item;
use super::csv;
use super::queries::{self, ExportedProducts};
use super::stream::{Format, Span, send};
use crate::access::Member;
use crate::catalog::actions::studio_shop;
use crate::config::PublicUrl;
use crate::db::Db;
use crate::error::AppError;
use crate::web::Reply;
use crate::web::request::{Answer, Visit};

/// Products read at a time.
const READ: i64 = 64;

/// A catalog as a table.
struct Table {
    delimiter: char,
}

impl Format for Table {
    fn head(&mut self) -> String {
        let mut head = String::new();
        csv::header(&mut head, self.delimiter);
        head
    }

    fn item(&mut self, out: &mut String, item: &Item) {
        csv::item(out, self.delimiter, item);
    }

    fn end(&mut self) -> String {
        String::new()
    }
}

/// Splits a catalog into files. Each file has the products above the first id, up to and including
/// the second.
pub fn parts(db: &mut Db, shop_id: i64, site: &PublicUrl, delimiter: char) -> Result<Vec<(i64, i64)>, AppError> {
    let mut parts = Vec::new();
    let mut sum = csv::Parts::new(delimiter);
    let (mut first, mut last) = (0, 0);
    let mut row = String::new();
    loop {
        let items = queries::piece(db, shop_id, ExportedProducts::There, last, READ, site)?;
        if items.is_empty() {
            parts.push((first, i64::MAX));
            return Ok(parts);
        }
        for item in items {
            row.clear();
            csv::item(&mut row, delimiter, &item);
            if sum.begins(row.len()) {
                parts.push((first, last));
                first = last;
            }
            last = item.id;
        }
    }
}

/// `GET /shops/{handle}/catalog.csv`; with `?part=`, one of several files small enough for an import.
pub async fn csv(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    export(visit, path.into_inner(), ',', "text/csv; charset=utf-8").await
}

/// `GET /shops/{handle}/catalog.tsv`
pub async fn tsv(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    export(visit, path.into_inner(), '\t', "text/tab-separated-values; charset=utf-8").await
}

async fn export(visit: Visit<Box<Member>>, handle: String, delimiter: char, kind: &'static str) -> Answer {
    let (_, member) = visit.admit().await?;
    let place = visit.app.db.work().heavy_answer().await.map_err(|e| visit.refuse(e))?;
    let (app, part) = (visit.app.clone(), visit.meta.query("part"));
    let found = visit.ask_heavy(move |db, _| {
        let shop = studio_shop(db, &member, &handle)?;
        let (after, until) = match part {
            None => (0, i64::MAX),
            Some(part) => {
                let at = part.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                let parts = parts(db, shop.id, &app.config.public_url, delimiter)?;
                *at.and_then(|n| parts.get(n)).ok_or(AppError::NotFound)?
            }
        };
        Ok(Span {
            shop_id: shop.id,
            which: ExportedProducts::There,
            after,
            until,
        })
    });
    let span = found.await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header(("content-type", kind));
    answer.insert_header(("cache-control", "no-store"));
    Ok(send(visit.app.clone(), place, answer, span, Table { delimiter }))
}

/// `GET /shops/{handle}/catalog-sample.csv`: a sample file.
pub async fn sample(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            studio_shop(cx.db, &cx.who, &handle)?;
            Ok(Reply::Bytes {
                kind: "text/csv; charset=utf-8",
                body: csv::sample().into_bytes(),
                cache: "no-store",
            })
        })
        .await
}

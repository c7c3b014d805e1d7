//! A shop's catalog as a file. It has the columns that an import reads, in a fixed order, so that
//! importing an export changes nothing and a second export is identical byte for byte.
//!
//! The file is UTF-8 with a byte order mark. Without it, Excel on Korean Windows reads the file as
//! CP949 and garbles every word; Google, Meta and our own import accept it. Lines end in CRLF (RFC
//! 4180).

use super::channel_feeds::Item;
use super::spreadsheet_formulas;
use crate::catalog::import::columns::Field;
use crate::catalog::import::plan::{CatalogSnapshot, KnownProduct};
use crate::catalog::import::table::{FILE_MAX, ROWS_MAX};
use crate::catalog::import::values;
use crate::catalog::rules::Draft;

const MARK: char = '\u{FEFF}';

/// Appends a row.
pub fn record<'a>(out: &mut String, delimiter: char, cells: impl Iterator<Item = &'a str>) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.push(delimiter);
        }
        let cell = spreadsheet_formulas::mark(cell);
        let spaces = cell.starts_with(' ') || cell.ends_with(' ');
        if spaces || cell.contains([delimiter, '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

pub fn header(out: &mut String, delimiter: char) {
    out.push(MARK);
    record(out, delimiter, Field::WRITTEN.iter().map(|f| f.code()));
}

/// Returns the cells of a product in the order of the header.
pub fn cells(known: &CatalogSnapshot, product: &KnownProduct, origin: &str) -> Vec<String> {
    let photos: Vec<String> = product
        .photos
        .iter()
        .filter_map(|(id, _)| known.photo_path(*id).map(|path| format!("{origin}{path}")))
        .collect();
    row(&known.file_id(product), &product.draft, &photos)
}

fn row(id: &str, draft: &Draft, photos: &[String]) -> Vec<String> {
    let (first, more) = photos
        .split_first()
        .map_or(("", [].as_slice()), |(first, more)| (first.as_str(), more));
    let cell = |field| match field {
        Field::Id => id.to_owned(),
        Field::ImageLink => first.to_owned(),
        Field::AdditionalImageLink => more.join(","),
        field => values::cell(draft, field),
    };
    Field::WRITTEN.into_iter().map(cell).collect()
}

/// Returns the whole catalog as a table, without deleted and removed products.
pub fn table(known: &CatalogSnapshot, origin: &str, delimiter: char) -> String {
    let mut out = String::new();
    header(&mut out, delimiter);
    for product in known.there() {
        let cells = cells(known, product, origin);
        record(&mut out, delimiter, cells.iter().map(String::as_str));
    }
    out
}

/// Appends the row of a product.
pub fn item(out: &mut String, delimiter: char, item: &Item) {
    let cells = row(item.id(), &item.draft, &item.photos);
    record(out, delimiter, cells.iter().map(String::as_str));
}

/// Splits a catalog into files small enough to import. It only counts rows and bytes and keeps no
/// rows.
pub struct Parts {
    head: usize,
    bytes: usize,
    rows: usize,
}

impl Parts {
    pub fn new(delimiter: char) -> Self {
        let mut head = String::new();
        header(&mut head, delimiter);
        Self {
            head: head.len(),
            bytes: head.len(),
            rows: 0,
        }
    }

    /// Adds a row of this many bytes; returns true if it is the first of a new file.
    pub fn begins(&mut self, row: usize) -> bool {
        self.bytes += row;
        let full = self.bytes > FILE_MAX || self.rows == ROWS_MAX;
        if full {
            (self.bytes, self.rows) = (self.head + row, 0);
        }
        self.rows += 1;
        full
    }
}

/// Returns a sample file that shows how to fill in the columns.
pub fn sample() -> String {
    let mut out = String::new();
    out.push(MARK);
    let rows: [&[&str]; 4] = [
        &[
            "상품코드",
            "상품명",
            "가격",
            "할인가",
            "할인기간",
            "재고상태",
            "재고수량",
            "카테고리",
            "섹션",
            "옵션그룹",
            "색상",
            "사이즈",
            "이미지",
            "설명",
        ],
        &[
            "COOKIE-01",
            "르뱅쿠키 초코호두",
            "3,800원",
            "3,400원",
            "2026-12-01 ~ 2026-12-24",
            "판매중",
            "40",
            "빵·과자",
            "쿠키",
            "",
            "",
            "",
            "cookie.jpg",
            "겉은 바삭하고 속은 촉촉해요.\n당일 구운 것만 보내요.",
        ],
        &[
            "APRON-NA-M",
            "린넨 앞치마",
            "42,000원",
            "",
            "",
            "예약판매",
            "",
            "그릇·살림",
            "살림",
            "APRON",
            "네이비",
            "M",
            "apron-navy.jpg,apron-back.jpg",
            "여름에도 시원한 린넨이에요.",
        ],
        &[
            "APRON-NA-L",
            "린넨 앞치마",
            "45,000원",
            "",
            "",
            "품절",
            "0",
            "그릇·살림",
            "살림",
            "APRON",
            "네이비",
            "L",
            "apron-navy.jpg",
            "여름에도 시원한 린넨이에요.",
        ],
    ];
    for row in rows {
        record(&mut out, ',', row.iter().copied());
    }
    out
}

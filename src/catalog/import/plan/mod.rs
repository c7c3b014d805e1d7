//! The effect of a file's rows on the catalog. Pure functions: the catalog is passed in as
//! [`CatalogSnapshot`], the zip as a lookup by name.
//!
//! A column missing from the file leaves its values unchanged; an empty cell clears its value. A
//! row with the id of a product changes it. A row with a new id or none creates a product; this is
//! noted if one has the same name already, and refused if a spreadsheet has damaged the id.

mod cells;
mod known;

pub use known::{CatalogSnapshot, KnownProduct, Standing};

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::columns::{Columns, Field};
use super::problem::{Problem, Reason};
use super::table::{Broken, Row};
use super::values;
use super::zip::ZipFault;
use crate::catalog::batches::Outcome;
use crate::catalog::rules::{self, Draft, PHOTOS_MAX, SECTIONS_MAX};
use crate::text;
use cells::{Words, column_of, fill};
use known::own_id;

/// The source of a photo in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoSource {
    /// A photo of the shop, by id.
    Own(i64),
    /// A file in the zip, by name.
    Zip(String),
}

/// The effect of a row.
#[derive(Debug, Clone)]
pub struct Planned {
    pub line: usize,
    pub outcome: Outcome,
    /// The product that the row changes or matches.
    pub product_id: Option<i64>,
    /// The product after the change; `None` for a wrong row.
    pub draft: Option<Draft>,
    /// The new photos; `None` leaves the current ones.
    pub shots: Option<Vec<PhotoSource>>,
    /// Errors of a wrong row; for any other row, notes such as missing photos or an unknown
    /// category.
    pub problems: Vec<Problem>,
}

/// Looks up a file name in the zip.
pub type InZip<'a> = &'a dyn Fn(&str) -> Result<(), ZipFault>;

pub struct Planner<'a> {
    pub columns: &'a Columns,
    pub known: &'a CatalogSnapshot,
    pub zip: Option<InZip<'a>>,
    /// Scheme and host of this site.
    pub origin: &'a str,
    seen_ids: HashMap<i64, usize>,
    seen_skus: HashMap<String, usize>,
    new_sections: HashSet<String>,
    /// Names of existing products and of the rows so far, built at the first row without an id.
    names: Option<HashSet<[String; 3]>>,
}

impl<'a> Planner<'a> {
    pub fn new(columns: &'a Columns, known: &'a CatalogSnapshot, zip: Option<InZip<'a>>, origin: &'a str) -> Self {
        Self {
            columns,
            known,
            zip,
            origin,
            seen_ids: HashMap::new(),
            seen_skus: HashMap::new(),
            new_sections: HashSet::new(),
            names: None,
        }
    }

    /// Plans a row that could not be read: it has no effect.
    pub fn broken(&self, broken: &Broken) -> Planned {
        let name = self.columns.0.get(broken.column).map_or("", |c| c.name.as_str());
        wrong(
            broken.line,
            None,
            vec![Problem::new(name, Reason::of_fault(broken.fault), &broken.read)],
        )
    }

    pub fn row(&mut self, row: &Row<'_>) -> Planned {
        let id = self.first(row, Field::Id).map(text::clean_line).unwrap_or_default();
        let target = match self.target(&id, row.line) {
            Ok(target) => target,
            Err(problem) => return wrong(row.line, None, vec![problem]),
        };
        let id_is_empty = id.is_empty();
        let mut words = match target {
            Some(product) => Words::of(&product.draft),
            None => Words::new(id),
        };
        let mut problems = Vec::new();
        for (number, column) in self.columns.0.iter().enumerate() {
            if let Some(field) = column.field {
                fill(&mut words, field, row.cell(number), &column.name, &mut problems);
            }
        }
        let read = |field| self.first(row, field).unwrap_or_default();
        let checked = rules::check(&words.typed());
        let shots = self.shots(row, target, &mut problems);
        let draft = match checked {
            Ok(draft) if !problems.iter().any(|p| !is_note(p.reason)) => draft,
            Ok(_) => return wrong(row.line, target, problems),
            Err(mistakes) => {
                for (field, mistake) in mistakes {
                    let column = match column_of(field) {
                        end @ (Field::SaleFrom | Field::SaleUntil) if !self.columns.has(end) => Field::SaleDates,
                        column => column,
                    };
                    let name = self.columns.name(column);
                    // Skip a mistake if a more exact problem of this column is listed.
                    if !problems.iter().any(|p| p.column == name) {
                        problems.push(Problem::of_mistake(name, field, mistake, read(column)));
                    }
                }
                problems.retain(|p| !is_note(p.reason));
                return wrong(row.line, target, problems);
            }
        };
        if !self.room_for(&draft.section) {
            let problem = Problem::new(self.columns.name(Field::Section), Reason::SectionsFull, &draft.section);
            let max = i64::try_from(SECTIONS_MAX).unwrap_or(i64::MAX);
            return wrong(row.line, target, vec![problem.max(max)]);
        }
        if id_is_empty && self.has_name(&draft) {
            problems.push(Problem::new(self.columns.name(Field::Title), Reason::SameName, &draft.title));
        }
        let outcome = match target {
            None => Outcome::New,
            Some(product) if product.draft == draft && shots.is_none() => Outcome::Same,
            Some(_) => Outcome::Changed,
        };
        Planned {
            line: row.line,
            outcome,
            product_id: target.map(|p| p.id),
            draft: Some(draft),
            shots,
            problems,
        }
    }

    /// Returns true if an existing product or an earlier line has this name, colour and size.
    fn has_name(&mut self, draft: &Draft) -> bool {
        let names = self
            .names
            .get_or_insert_with(|| self.known.there().map(|p| name_of(&p.draft)).collect());
        !names.insert(name_of(draft))
    }

    /// Returns true if the shop has this section or may add it.
    fn room_for(&mut self, section: &str) -> bool {
        if section.is_empty() || self.known.sections.contains(section) || self.new_sections.contains(section) {
            return true;
        }
        let room = self.known.sections.len() + self.new_sections.len() < SECTIONS_MAX;
        if room {
            self.new_sections.insert(section.to_owned());
        }
        room
    }

    fn first<'r>(&self, row: &'r Row<'_>, field: Field) -> Option<&'r str> {
        let number = self.columns.0.iter().position(|c| c.field == Some(field))?;
        Some(row.cell(number))
    }

    /// Finds the product of a row; `None` for a new one.
    fn target(&mut self, id: &str, line: usize) -> Result<Option<&'a KnownProduct>, Problem> {
        if id.is_empty() {
            return Ok(None);
        }
        let column = self.columns.name(Field::Id);
        let no = |reason| Problem::new(column, reason, id);
        let known = self.known;
        let found = match known.by_sku(id) {
            // A deleted product gives up its SKU to the new one.
            Some(product) if product.standing == Standing::Deleted => None,
            Some(product) => Some(product),
            None => match own_id(id) {
                Some(own) => {
                    let product = known.by_id(own).filter(|p| p.standing != Standing::Deleted);
                    Some(product.ok_or_else(|| no(Reason::NoProduct))?)
                }
                // A spreadsheet damaged the id: a new product would duplicate the one that was
                // meant.
                None if values::is_shortened(id) => return Err(no(Reason::Shortened)),
                None => match known.with_zeros(id) {
                    Some(meant) => return Err(no(Reason::ZerosLost).name(meant)),
                    None => None,
                },
            },
        };
        let before = match found {
            Some(product) => self.seen_ids.insert(product.id, line),
            None => self.seen_skus.insert(id.to_owned(), line),
        };
        if let Some(first) = before {
            // Keep naming the first line.
            match found {
                Some(product) => self.seen_ids.insert(product.id, first),
                None => self.seen_skus.insert(id.to_owned(), first),
            };
            return Err(no(Reason::Twice).max(i64::try_from(first).unwrap_or(i64::MAX)));
        }
        match found {
            Some(product) if product.standing == Standing::Removed => Err(no(Reason::Removed)),
            found => Ok(found),
        }
    }

    /// Returns the photos of a row if they differ from the product's current ones.
    fn shots(&self, row: &Row<'_>, target: Option<&KnownProduct>, problems: &mut Vec<Problem>) -> Option<Vec<PhotoSource>> {
        let (has_main, has_more) = (
            self.columns.has(Field::ImageLink),
            self.columns.has(Field::AdditionalImageLink),
        );
        if !has_main && !has_more {
            return None;
        }
        let before: Vec<PhotoSource> =
            target.map_or_else(Vec::new, |p| p.photos.iter().map(|(id, _)| PhotoSource::Own(*id)).collect());
        let named = |field| {
            let columns = self.columns.0.iter().enumerate().filter(move |(_, c)| c.field == Some(field));
            columns.flat_map(|(n, column)| {
                let names = row.cell(n).split([',', '\n', '|']).map(str::trim).filter(|s| !s.is_empty());
                names.map(move |name| (column.name.as_str(), name))
            })
        };
        let mut shots = Vec::new();
        let mut asked = 0_usize;
        let mut missing = 0_usize;
        let mut take = |names: &mut dyn Iterator<Item = (&str, &str)>, shots: &mut Vec<PhotoSource>| {
            for (column, name) in names {
                asked += 1;
                match self.shot(name) {
                    Ok(shot) => shots.push(shot),
                    Err(reason) => {
                        missing += 1;
                        problems.push(Problem::new(column, reason, name));
                    }
                }
            }
        };
        if has_main {
            take(&mut named(Field::ImageLink), &mut shots);
        } else {
            shots.extend(before.first().cloned());
        }
        if has_more {
            take(&mut named(Field::AdditionalImageLink), &mut shots);
        } else {
            shots.extend(before.iter().skip(1).cloned());
        }
        let mut once = HashSet::new();
        shots.retain(|shot| match shot {
            PhotoSource::Own(id) => once.insert(id.to_string()),
            PhotoSource::Zip(name) => once.insert(format!("/{name}")),
        });
        if shots.len() > PHOTOS_MAX {
            let max = i64::try_from(PHOTOS_MAX).unwrap_or(i64::MAX);
            let column = self.columns.name(Field::AdditionalImageLink);
            problems.push(Problem::new(column, Reason::TooManyPhotos, &shots.len().to_string()).max(max));
            return None;
        }
        // If none of the listed photos is available, the product keeps its current ones.
        (shots != before && !(asked > 0 && asked == missing)).then_some(shots)
    }

    fn shot(&self, name: &str) -> Result<PhotoSource, Reason> {
        let path = name
            .strip_prefix(self.origin)
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(name);
        if path.starts_with("/media/") {
            return self.known.own_photo(path).map(PhotoSource::Own).ok_or(Reason::NotOwnPhoto);
        }
        let lower = name.to_lowercase();
        let elsewhere = lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("//");
        let file = if elsewhere { last_of_address(name) } else { name.to_owned() };
        match self.zip {
            Some(has) => match has(&file) {
                Ok(()) => Ok(PhotoSource::Zip(file)),
                Err(ZipFault::Missing) if elsewhere => Err(Reason::Elsewhere),
                Err(fault) => Err(Reason::of_zip(fault)),
            },
            None if elsewhere => Err(Reason::Elsewhere),
            None => Err(Reason::NoZip),
        }
    }
}

fn name_of(draft: &Draft) -> [String; 3] {
    [draft.title.clone(), draft.color.clone(), draft.size.clone()]
}

/// Returns the file name in a URL, decoded as a person would write it.
fn last_of_address(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned()
}

/// Returns true for reasons that do not make a row wrong: a missing photo, an unknown category, a
/// duplicate name.
fn is_note(reason: Reason) -> bool {
    matches!(reason, Reason::Category | Reason::SameName) || is_of_photo(reason)
}

/// Returns true if the reason is that a photo is not available.
pub fn is_of_photo(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::NotOwnPhoto | Reason::Elsewhere | Reason::NoZip | Reason::NotInZip | Reason::SeveralInZip
    )
}

fn wrong(line: usize, target: Option<&KnownProduct>, problems: Vec<Problem>) -> Planned {
    Planned {
        line,
        outcome: Outcome::Wrong,
        product_id: target.map(|p| p.id),
        draft: None,
        shots: None,
        problems,
    }
}

//! Parser for tables of text: separated by comma, tab or semicolon, with quoted cells that may hold
//! line breaks and doubled quotes, and any kind of line ending. Each row knows the line of the file
//! where it begins.
//!
//! The parser is our own because the `csv` crate accepts whatever comes, while a person needs to
//! know the line in which a quote is never closed.
//!
//! A row with fewer cells than the header is padded with empty ones (Excel leaves those out). Cells
//! beyond the header must be empty, else the row is wrong. Blank rows are skipped.

use std::borrow::Cow;

use super::encoding::{DecodeError, Encoding, decode};
use crate::catalog::export::spreadsheet_formulas;

pub const FILE_MAX: usize = 10 * 1024 * 1024;
pub const ROWS_MAX: usize = 10_000;
/// In bytes.
pub const CELL_MAX: usize = 64 * 1024;
pub const COLUMNS_MAX: usize = 100;

/// The reason a whole file cannot be read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    TooLarge,
    /// An Excel file that was not saved as CSV.
    Workbook,
    Encoding {
        line: usize,
    },
    /// An empty file, or only a header.
    Empty,
    TooManyRows,
    TooManyColumns,
    /// The header itself cannot be read.
    Header(Fault),
}

impl From<DecodeError> for Unreadable {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Workbook => Self::Workbook,
            DecodeError::Encoding { line } => Self::Encoding { line },
        }
    }
}

/// The reason a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A quote is never closed.
    OpenQuote,
    /// Text follows a closing quote.
    AfterQuote,
    CellTooLong,
    /// More cells than the header.
    TooManyCells,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    pub line: usize,
    pub cells: Vec<Cow<'a, str>>,
}

impl Row<'_> {
    /// Returns a cell; empty if the row is shorter than the header.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |c| c)
    }
}

/// A row that cannot be read; `column` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub line: usize,
    pub column: usize,
    pub fault: Fault,
    /// The beginning of the row's text.
    pub read: String,
}

/// A file, parsed up to its header.
#[derive(Debug, Clone)]
pub struct Table {
    text: String,
    pub encoding: Encoding,
    pub delimiter: char,
    pub header: Vec<String>,
    body: usize,
    body_line: usize,
}

impl Table {
    /// Reads the header and finds the encoding and the delimiter.
    ///
    /// # Errors
    /// Returns an error if the file is not a table or exceeds one of the limits.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if bytes.len() > FILE_MAX {
            return Err(Unreadable::TooLarge);
        }
        let (text, encoding) = decode(bytes)?;
        let (start, told) = separator_line(&text);
        let line = if start > 0 { 2 } else { 1 };
        let mut best: Option<Cells<'_>> = None;
        let mut fault = Fault::OpenQuote;
        let candidates: &[char] = if told.is_some() { told.as_slice() } else { &[',', '\t', ';'] };
        for delimiter in candidates {
            let mut cells = Cells::new(&text, start, line, *delimiter);
            match cells.next() {
                Some(Ok(row)) => {
                    cells.header = row.cells.len();
                    if best.as_ref().is_none_or(|b| b.header < cells.header) {
                        best = Some(cells);
                    }
                }
                Some(Err(broken)) => fault = broken.fault,
                None => return Err(Unreadable::Empty),
            }
        }
        let Some(best) = best else {
            return Err(Unreadable::Header(fault));
        };
        let (delimiter, body, body_line) = (best.delimiter, best.at, best.line);
        let mut first = Cells::new(&text, start, line, delimiter);
        let Some(Ok(row)) = first.next() else {
            return Err(Unreadable::Empty);
        };
        let mut header: Vec<String> = row.cells.iter().map(|c| crate::text::clean_line(c)).collect();
        // Spreadsheets leave nameless columns at the end.
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        if header.is_empty() {
            return Err(Unreadable::Empty);
        }
        if header.len() > COLUMNS_MAX {
            return Err(Unreadable::TooManyColumns);
        }
        let table = Self {
            encoding,
            delimiter,
            header,
            body,
            body_line,
            text,
        };
        match table.rows().take(ROWS_MAX + 1).count() {
            0 => Err(Unreadable::Empty),
            n if n > ROWS_MAX => Err(Unreadable::TooManyRows),
            _ => Ok(table),
        }
    }

    /// Returns the rows below the header, in order.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Broken>> {
        let mut cells = Cells::new(&self.text, self.body, self.body_line, self.delimiter);
        cells.header = self.header.len();
        cells.unmark = true;
        cells
    }
}

/// Recognises a first line such as `sep=;`, which Excel writes for itself. Returns where the table
/// begins, and the delimiter.
fn separator_line(text: &str) -> (usize, Option<char>) {
    let Some(rest) = text.strip_prefix("sep=") else {
        return (0, None);
    };
    let mut chars = rest.chars();
    let delimiter = chars.next().filter(|c| c.is_ascii() && !matches!(c, '\r' | '\n' | '"'));
    let end = match (chars.next(), chars.next()) {
        (Some('\r'), Some('\n')) => 7,
        (Some('\r' | '\n'), _) => 6,
        _ => return (0, None),
    };
    if delimiter.is_some() { (end, delimiter) } else { (0, None) }
}

/// Iterator over the rows. A `header` of 0 means that the width is not known yet.
struct Cells<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    delimiter: char,
    header: usize,
    unmark: bool,
}

enum End {
    Cell,
    Row,
}

impl<'a> Cells<'a> {
    fn new(text: &'a str, at: usize, line: usize, delimiter: char) -> Self {
        Self {
            text,
            at,
            line,
            delimiter,
            header: 0,
            unmark: false,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Advances past `text`, counting its lines.
    fn pass(&mut self, text: &str) {
        let breaks = text.matches(['\r', '\n']).count() - text.matches("\r\n").count();
        self.line += breaks;
        self.at += text.len();
    }

    /// Consumes the end of a cell: the delimiter, a line ending, or the end of the file.
    fn end(&mut self) -> Option<End> {
        let rest = self.rest();
        if rest.is_empty() {
            return Some(End::Row);
        }
        if rest.starts_with(self.delimiter) {
            self.at += self.delimiter.len_utf8();
            return Some(End::Cell);
        }
        for ending in ["\r\n", "\n", "\r"] {
            if rest.starts_with(ending) {
                self.pass(ending);
                return Some(End::Row);
            }
        }
        None
    }

    fn plain(&mut self) -> Result<&'a str, Fault> {
        let rest = self.rest();
        let delimiter = self.delimiter;
        let end = rest.find([delimiter, '\n', '\r']).unwrap_or(rest.len());
        let cell = rest.get(..end).unwrap_or("");
        self.at += end;
        if cell.len() > CELL_MAX {
            Err(Fault::CellTooLong)
        } else {
            Ok(cell)
        }
    }

    /// Parses a quoted cell, starting at its first quote. On a fault the position does not move.
    fn quoted(&mut self) -> Result<Cow<'a, str>, Fault> {
        let inside = self.rest().get(1..).unwrap_or("");
        let mut doubled = false;
        let mut from = 0;
        let end = loop {
            // Look no further than the longest cell (doubled quotes count once), so that a file
            // full of open quotes is read quickly.
            let window = inside.as_bytes().get(from..).unwrap_or_default();
            let Some(quote) = window
                .iter()
                .take(2 * CELL_MAX + 1 - from.min(2 * CELL_MAX))
                .position(|b| *b == b'"')
            else {
                return Err(if inside.len() > 2 * CELL_MAX {
                    Fault::CellTooLong
                } else {
                    Fault::OpenQuote
                });
            };
            let quote = from + quote;
            if !inside.get(quote + 1..).is_some_and(|s| s.starts_with('"')) {
                break quote;
            }
            doubled = true;
            from = quote + 2;
        };
        let raw = inside.get(..end).unwrap_or("");
        let cell = if doubled {
            Cow::Owned(raw.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(raw)
        };
        if cell.len() > CELL_MAX {
            return Err(Fault::CellTooLong);
        }
        self.at += 1;
        self.pass(raw);
        self.at += 1;
        let spaces = self.rest().len() - self.rest().trim_start_matches(' ').len();
        self.at += spaces;
        Ok(cell)
    }

    fn row(&mut self) -> Result<Vec<Cow<'a, str>>, (usize, Fault)> {
        let mut cells: Vec<Cow<'a, str>> = Vec::with_capacity(self.header);
        loop {
            let number = cells.len();
            let (start, line) = (self.at, self.line);
            let cell = if self.rest().starts_with('"') {
                self.quoted().map_err(|fault| (number, fault))?
            } else {
                Cow::Borrowed(self.plain().map_err(|fault| (number, fault))?)
            };
            if self.header == 0 || number < self.header {
                cells.push(cell);
            } else if !cell.trim().is_empty() {
                return Err((number, Fault::TooManyCells));
            }
            match self.end() {
                Some(End::Cell) if self.header == 0 && cells.len() > 4 * COLUMNS_MAX => return Ok(cells),
                Some(End::Cell) => {}
                Some(End::Row) => return Ok(cells),
                None => {
                    // The wrong quote may have been opened lines above, so reading goes on below
                    // that one.
                    (self.at, self.line) = (start, line);
                    return Err((number, Fault::AfterQuote));
                }
            }
        }
    }

    /// Advances to the beginning of the next line.
    fn skip_line(&mut self) {
        let rest = self.rest();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        self.end();
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = Result<Row<'a>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let (start, line) = (self.at, self.line);
            match self.row() {
                Ok(mut cells) => {
                    if cells.iter().all(|c| c.trim().is_empty()) {
                        continue;
                    }
                    if self.unmark {
                        for cell in &mut cells {
                            let undone = spreadsheet_formulas::undo(cell);
                            if undone.len() < cell.len() {
                                *cell = Cow::Owned(undone.to_owned());
                            }
                        }
                    }
                    return Some(Ok(Row { line, cells }));
                }
                Err((column, fault)) => {
                    // Report the line where the row begins, which a person looks for. Reading goes
                    // on below the faulty cell's first line.
                    let read = crate::text::excerpt(self.text.get(start..).unwrap_or("").lines().next().unwrap_or(""), 60);
                    self.skip_line();
                    return Some(Err(Broken {
                        line,
                        column,
                        fault,
                        read,
                    }));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;

//! Recognition of columns by their names: those of Google Merchant and Meta, and those that Korean
//! shops use. Case, spaces, underscores, hyphens and text in brackets are ignored. A column with an
//! unknown name is left out until the person says what it is.
//!
//! If one column has a known name and another only without its brackets (`상품명` beside `상품명(관리용)`),
//! the first is used and the other left out.

mod names;

use std::collections::HashMap;
use std::sync::LazyLock;

/// The contents of a column, in the order of an exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Field {
    Id,
    Title,
    Description,
    Link,
    ImageLink,
    AdditionalImageLink,
    Price,
    SalePrice,
    #[strum(serialize = "sale_price_effective_date")]
    SaleDates,
    Availability,
    Condition,
    Brand,
    ProductType,
    #[strum(serialize = "item_group_id")]
    ItemGroup,
    Color,
    Size,
    Quantity,
    #[strum(serialize = "custom_label_0")]
    Section,
    Visibility,
    /// The ends of a sale in two columns; only read, never written.
    #[strum(serialize = "sale_price_start_date")]
    SaleFrom,
    #[strum(serialize = "sale_price_end_date")]
    SaleUntil,
}

use Field::*;

impl Field {
    /// The columns of an exported file, in order.
    pub const WRITTEN: [Self; 19] = [
        Id,
        Title,
        Description,
        Link,
        ImageLink,
        AdditionalImageLink,
        Price,
        SalePrice,
        SaleDates,
        Availability,
        Condition,
        Brand,
        ProductType,
        ItemGroup,
        Color,
        Size,
        Quantity,
        Section,
        Visibility,
    ];

    pub fn all() -> impl Iterator<Item = Self> {
        Self::WRITTEN.into_iter().chain([SaleFrom, SaleUntil])
    }

    /// Returns the name in an exported file: Google's, if it has one.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// Returns the key of the name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Id => "import-field-id",
            Title => "import-field-title",
            Description => "import-field-description",
            Link => "import-field-link",
            ImageLink => "import-field-image_link",
            AdditionalImageLink => "import-field-additional_image_link",
            Price => "import-field-price",
            SalePrice => "import-field-sale_price",
            SaleDates => "import-field-sale_price_effective_date",
            Availability => "import-field-availability",
            Condition => "import-field-condition",
            Brand => "import-field-brand",
            ProductType => "import-field-product_type",
            ItemGroup => "import-field-item_group_id",
            Color => "import-field-color",
            Size => "import-field-size",
            Quantity => "import-field-quantity",
            Section => "import-field-custom_label_0",
            Visibility => "import-field-visibility",
            SaleFrom => "import-field-sale_price_start_date",
            SaleUntil => "import-field-sale_price_end_date",
        }
    }

    /// Returns true if several columns may hold it.
    pub fn repeats(self) -> bool {
        self == AdditionalImageLink
    }
}

/// Returns false for characters that are ignored in a name.
fn counts(c: char) -> bool {
    !matches!(c, ' ' | '_' | '-' | '*' | '.' | ':' | '"' | '?')
}

fn small(name: &str) -> String {
    let name = crate::text::clean_line(name).to_lowercase();
    name.strip_prefix("g:").unwrap_or(&name).to_owned()
}

/// Removes ignored characters, but keeps text in brackets.
fn whole(name: &str) -> String {
    let bracket = |c| matches!(c, '(' | ')' | '[' | ']' | '（' | '）' | '{' | '}');
    small(name).chars().filter(|c| counts(*c) && !bracket(*c)).collect()
}

/// Removes ignored characters, and brackets with all they contain.
fn fold(name: &str) -> String {
    let mut depth = 0_usize;
    small(name)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '（' | '{' => depth += 1,
                ')' | ']' | '）' | '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0 && counts(*c),
            }
            false
        })
        .collect()
}

/// Fields by known name.
static KNOWN: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let of = |field: Field| {
        std::iter::once(field.code())
            .chain(field.names().iter().copied())
            .map(move |n| (whole(n), field))
    };
    Field::all().flat_map(of).collect()
});

/// Returns the field of a name, and true if the name is known with its brackets. A number at the
/// end counts the photos (`추가이미지2`).
fn recognise(name: &str) -> Option<(Field, bool)> {
    let exact = whole(name);
    if let Some(field) = KNOWN.get(&exact) {
        return Some((*field, true));
    }
    let name = fold(name);
    if let Some(field) = KNOWN.get(&name) {
        return Some((*field, name == exact));
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match KNOWN.get(stem)? {
        AdditionalImageLink => Some((AdditionalImageLink, true)),
        // 이미지1, 이미지2, …: all are photos, in order.
        ImageLink if stem.len() < name.len() => Some((AdditionalImageLink, true)),
        _ => None,
    }
}

/// Returns true for a column that asks the opposite question, so that a yes means no: 품절여부, 숨김여부.
pub fn denies(name: &str) -> bool {
    let name = fold(name);
    ["품절", "soldout", "숨김", "비공개", "hidden"]
        .iter()
        .any(|word| name.contains(word))
}

/// The person's choice for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnChoice {
    /// No choice: recognised by name.
    Auto,
    Ignore,
    Is(Field),
}

impl ColumnChoice {
    /// Parses the value of the form; unknown values mean no choice.
    pub fn parse(word: &str) -> Self {
        match word.trim() {
            "" | "auto" => Self::Auto,
            "ignore" | "-" => Self::Ignore,
            word => Field::from_code(word).map_or(Self::Auto, Self::Is),
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "",
            Self::Ignore => "ignore",
            Self::Is(field) => field.code(),
        }
    }
}

/// A column and its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub field: Option<Field>,
    pub told: ColumnChoice,
}

/// A reason why rows cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnConflict {
    /// Two columns with the same field: their names.
    Twice(Field, String, String),
    /// No column holds an id or a title.
    NoName,
}

#[derive(Debug, Clone, Default)]
pub struct Columns(pub Vec<Column>);

impl Columns {
    /// Recognises the columns. `told` is in the order of the columns and may be shorter.
    pub fn of(header: &[String], told: &[ColumnChoice]) -> Self {
        let told_of = |n: usize| told.get(n).copied().unwrap_or(ColumnChoice::Auto);
        let known: Vec<Option<(Field, bool)>> = header
            .iter()
            .enumerate()
            .map(|(n, name)| match told_of(n) {
                ColumnChoice::Auto => recognise(name),
                ColumnChoice::Ignore => None,
                ColumnChoice::Is(field) => Some((field, true)),
            })
            .collect();
        let better = |field: Field| !field.repeats() && known.contains(&Some((field, true)));
        let columns = header.iter().zip(&known).enumerate().map(|(n, (name, known))| Column {
            name: name.clone(),
            field: known
                .filter(|(field, exact)| *exact || !better(*field))
                .map(|(field, _)| field),
            told: told_of(n),
        });
        Self(columns.collect())
    }

    /// Returns columns that are not recognised and have no choice.
    pub fn unknown(&self) -> impl Iterator<Item = &Column> {
        self.0.iter().filter(|c| c.field.is_none() && c.told == ColumnChoice::Auto)
    }

    pub fn has(&self, field: Field) -> bool {
        self.0.iter().any(|c| c.field == Some(field))
    }

    /// Returns the file's own name for a field, for messages.
    pub fn name(&self, field: Field) -> &str {
        let column = self.0.iter().find(|c| c.field == Some(field));
        column.map_or_else(|| field.code(), |c| c.name.as_str())
    }

    pub fn conflicts(&self) -> Vec<ColumnConflict> {
        let mut conflicts = Vec::new();
        for (n, column) in self.0.iter().enumerate() {
            let Some(field) = column.field.filter(|f| !f.repeats()) else {
                continue;
            };
            if let Some(first) = self.0.iter().take(n).find(|c| c.field == Some(field)) {
                conflicts.push(ColumnConflict::Twice(field, first.name.clone(), column.name.clone()));
            }
        }
        if !self.has(Id) && !self.has(Title) {
            conflicts.push(ColumnConflict::NoName);
        }
        conflicts
    }
}

#[cfg(test)]
mod tests;

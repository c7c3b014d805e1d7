//! A problem of a row: the column, the reason, and the text that was read. Stored with the preview
//! as JSON and put into words when shown, in the language of the viewer.

use serde::{Deserialize, Serialize};

use super::table::Fault;
use super::zip::ZipFault;
use crate::catalog::rules::{self, Mistake, PriceError};
use crate::web::i18n::{Texts, Value};
use crate::web::numbers;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    OpenQuote,
    AfterQuote,
    CellTooLong,
    TooManyCells,
    Missing,
    TooLong,
    Price,
    Negative,
    Fraction,
    TooHigh,
    Currency,
    NotLower,
    Availability,
    Condition,
    Category,
    Visibility,
    Link,
    Moment,
    NotAfter,
    NoSale,
    Quantity,
    QuantityTooHigh,
    /// The id is in our own form but does not belong to a product of this shop.
    NoProduct,
    /// A moderator removed the product.
    Removed,
    /// An earlier line has the same product.
    Twice,
    /// A spreadsheet shortened a long number to `8.8E+12`.
    Shortened,
    /// A spreadsheet removed leading zeros.
    ZerosLost,
    /// A new product has the name of an existing one.
    SameName,
    TooManyPhotos,
    /// A URL of this site that is not a photo of this shop's products.
    NotOwnPhoto,
    /// A URL elsewhere, which is never fetched.
    Elsewhere,
    /// A file name, but no zip was uploaded.
    NoZip,
    NotInZip,
    SeveralInZip,
    SectionsFull,
    /// A rule that has no reason of its own here.
    Other,
}

impl Reason {
    /// Returns the key of the sentence in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::OpenQuote => "import-wrong-open-quote",
            Self::AfterQuote => "import-wrong-after-quote",
            Self::CellTooLong => "import-wrong-cell-too-long",
            Self::TooManyCells => "import-wrong-too-many-cells",
            Self::Missing => "import-wrong-missing",
            Self::TooLong => "import-wrong-too-long",
            Self::Price => "import-wrong-price",
            Self::Negative => "import-wrong-negative",
            Self::Fraction => "import-wrong-fraction",
            Self::TooHigh => "import-wrong-too-high",
            Self::Currency => "import-wrong-currency",
            Self::NotLower => "import-wrong-not-lower",
            Self::Availability => "import-wrong-availability",
            Self::Condition => "import-wrong-condition",
            Self::Category => "import-wrong-category",
            Self::Visibility => "import-wrong-visibility",
            Self::Link => "import-wrong-link",
            Self::Moment => "import-wrong-moment",
            Self::NotAfter => "import-wrong-not-after",
            Self::NoSale => "import-wrong-no-sale",
            Self::Quantity => "import-wrong-quantity",
            Self::QuantityTooHigh => "import-wrong-quantity-too-high",
            Self::NoProduct => "import-wrong-no-product",
            Self::Removed => "import-wrong-removed",
            Self::Twice => "import-wrong-twice",
            Self::Shortened => "import-wrong-shortened",
            Self::ZerosLost => "import-wrong-zeros-lost",
            Self::SameName => "import-wrong-same-name",
            Self::TooManyPhotos => "import-wrong-too-many-photos",
            Self::NotOwnPhoto => "import-wrong-not-own-photo",
            Self::Elsewhere => "import-wrong-elsewhere",
            Self::NoZip => "import-wrong-no-zip",
            Self::NotInZip => "import-wrong-not-in-zip",
            Self::SeveralInZip => "import-wrong-several-in-zip",
            Self::SectionsFull => "import-wrong-sections-full",
            Self::Other => "import-wrong-other",
        }
    }

    pub fn of_fault(fault: Fault) -> Self {
        match fault {
            Fault::OpenQuote => Self::OpenQuote,
            Fault::AfterQuote => Self::AfterQuote,
            Fault::CellTooLong => Self::CellTooLong,
            Fault::TooManyCells => Self::TooManyCells,
        }
    }

    pub fn of_zip(fault: ZipFault) -> Self {
        match fault {
            ZipFault::Ambiguous => Self::SeveralInZip,
            _ => Self::NotInZip,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The column's name in the file.
    pub column: String,
    pub reason: Reason,
    /// The text that was read, shortened.
    pub read: String,
    /// A limit, or the number of the other line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The foreign currency, or the number that was meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl Problem {
    pub fn new(column: &str, reason: Reason, read: &str) -> Self {
        Self {
            column: column.to_owned(),
            reason,
            read: crate::text::excerpt(read, 60),
            max: None,
            count: None,
            name: None,
        }
    }

    pub fn max(mut self, max: i64) -> Self {
        self.max = Some(max);
        self
    }

    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Converts a mistake found by the product rules; `field` is the name that the rules use.
    pub fn of_mistake(column: &str, field: &str, mistake: Mistake, read: &str) -> Self {
        let reason = match mistake {
            Mistake::Missing => Reason::Missing,
            Mistake::TooLong { .. } => Reason::TooLong,
            Mistake::Price(PriceError::Negative) => Reason::Negative,
            Mistake::Price(PriceError::Fraction) => Reason::Fraction,
            Mistake::Price(PriceError::TooHigh) => Reason::TooHigh,
            Mistake::Price(PriceError::Empty | PriceError::NotANumber) => Reason::Price,
            Mistake::NotLower => Reason::NotLower,
            Mistake::NoLink => Reason::Link,
            Mistake::NoMoment => Reason::Moment,
            Mistake::NotAfter => Reason::NotAfter,
            Mistake::NoSale => Reason::NoSale,
            Mistake::NoCount => Reason::Quantity,
            Mistake::CountTooHigh => Reason::QuantityTooHigh,
            Mistake::NoChoice => match field {
                "availability" => Reason::Availability,
                "condition" => Reason::Condition,
                "category" => Reason::Category,
                "status" => Reason::Visibility,
                _ => Reason::Other,
            },
        };
        let mut problem = Self::new(column, reason, read);
        if let Mistake::TooLong { max, count } = mistake {
            problem.max = Some(number(max));
            problem.count = Some(number(count));
        }
        if reason == Reason::TooHigh {
            problem.max = Some(rules::PRICE_MAX);
        }
        if reason == Reason::QuantityTooHigh {
            problem.max = Some(rules::STOCK_MAX);
        }
        problem
    }

    /// Returns the reason in words.
    pub fn words(&self, t: &Texts) -> String {
        let max = match self.reason {
            Reason::TooHigh => numbers::won(t.locale(), self.max.unwrap_or(0)),
            _ => numbers::exact(self.max.unwrap_or(0)),
        };
        let values: [(&str, Value<'_>); 5] = [
            ("name", self.name.as_deref().unwrap_or("").into()),
            ("max", max.into()),
            ("count", numbers::exact(self.count.unwrap_or(0)).into()),
            ("read", self.read.as_str().into()),
            ("column", self.column.as_str().into()),
        ];
        t.with(self.reason.key(), &values)
    }
}

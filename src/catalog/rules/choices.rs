//! The choices in a product's form and the codes they are stored by.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Availability {
    InStock,
    OutOfStock,
    Preorder,
    Backorder,
}

impl Availability {
    pub const ALL: [Self; 4] = [Self::InStock, Self::OutOfStock, Self::Preorder, Self::Backorder];

    /// Returns the code, as stored and as in Google Merchant product data.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// Returns the key of the name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::InStock => "availability-in_stock",
            Self::OutOfStock => "availability-out_of_stock",
            Self::Preorder => "availability-preorder",
            Self::Backorder => "availability-backorder",
        }
    }

    /// Returns the schema.org URL, for JSON-LD.
    pub fn schema_org(self) -> &'static str {
        match self {
            Self::InStock => "https://schema.org/InStock",
            Self::OutOfStock => "https://schema.org/OutOfStock",
            Self::Preorder => "https://schema.org/PreOrder",
            Self::Backorder => "https://schema.org/BackOrder",
        }
    }

    pub fn sold_out(self) -> bool {
        self == Self::OutOfStock
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Condition {
    New,
    Refurbished,
    Used,
}

impl Condition {
    pub const ALL: [Self; 3] = [Self::New, Self::Refurbished, Self::Used];

    /// Returns the code, as stored and as in Google Merchant product data.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// Returns the key of the name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "condition-new",
            Self::Refurbished => "condition-refurbished",
            Self::Used => "condition-used",
        }
    }

    /// Returns the schema.org URL, for JSON-LD.
    pub fn schema_org(self) -> &'static str {
        match self {
            Self::New => "https://schema.org/NewCondition",
            Self::Refurbished => "https://schema.org/RefurbishedCondition",
            Self::Used => "https://schema.org/UsedCondition",
        }
    }
}

/// Visibility of a product that is neither deleted nor removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    Published,
    /// Not ready yet: visible to its shop only.
    Draft,
    /// Taken off sale for now: visible to its shop only.
    Hidden,
}

impl Status {
    pub const ALL: [Self; 3] = [Self::Published, Self::Draft, Self::Hidden];

    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// Returns the value stored in `products.state`.
    pub fn state(self) -> i32 {
        match self {
            Self::Published => 0,
            Self::Draft => 1,
            Self::Hidden => 2,
        }
    }

    /// Returns `None` for a deleted or removed product.
    pub fn from_state(state: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.state() == state)
    }

    /// Returns the key of the name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "product-status-published",
            Self::Draft => "product-status-draft",
            Self::Hidden => "product-status-hidden",
        }
    }
}

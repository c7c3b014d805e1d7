//! The choices of a product's form, with the codes they are stored by.

use serde::{Deserialize, Serialize};

/// Whether one can have it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    InStock,
    OutOfStock,
    Preorder,
    Backorder,
}

impl Availability {
    pub const ALL: [Self; 4] = [Self::InStock, Self::OutOfStock, Self::Preorder, Self::Backorder];

    /// As stored, and as Google Merchant product data names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::InStock => "in_stock",
            Self::OutOfStock => "out_of_stock",
            Self::Preorder => "preorder",
            Self::Backorder => "backorder",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    /// Key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::InStock => "availability-in_stock",
            Self::OutOfStock => "availability-out_of_stock",
            Self::Preorder => "availability-preorder",
            Self::Backorder => "availability-backorder",
        }
    }

    /// The address schema.org gives it, for JSON-LD.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    New,
    Refurbished,
    Used,
}

impl Condition {
    pub const ALL: [Self; 3] = [Self::New, Self::Refurbished, Self::Used];

    /// As stored, and as Google Merchant product data names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Refurbished => "refurbished",
            Self::Used => "used",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "condition-new",
            Self::Refurbished => "condition-refurbished",
            Self::Used => "condition-used",
        }
    }

    /// The address schema.org gives it, for JSON-LD.
    pub fn schema_org(self) -> &'static str {
        match self {
            Self::New => "https://schema.org/NewCondition",
            Self::Refurbished => "https://schema.org/RefurbishedCondition",
            Self::Used => "https://schema.org/UsedCondition",
        }
    }
}

/// Who sees a product that is neither deleted nor removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Published,
    /// Not ready yet: its shop alone.
    Draft,
    /// Taken off the shelf for now: its shop alone.
    Hidden,
}

impl Status {
    pub const ALL: [Self; 3] = [Self::Published, Self::Draft, Self::Hidden];

    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Draft => "draft",
            Self::Hidden => "hidden",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// As stored in `products.state`.
    pub fn state(self) -> i32 {
        match self {
            Self::Published => 0,
            Self::Draft => 1,
            Self::Hidden => 2,
        }
    }

    /// `None` for what is deleted or removed.
    pub fn from_state(state: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.state() == state)
    }

    /// Key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "product-status-published",
            Self::Draft => "product-status-draft",
            Self::Hidden => "product-status-hidden",
        }
    }
}

//! The choices of a product's form, with the codes they are stored by.

/// Whether one can have it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// What kinds of goods there are on the whole site: the code as stored, and
/// the key of its name. A product may also have none (empty).
pub const CATEGORIES: &[(&str, &str)] = &[
    ("food", "product-kind-food"),
    ("bakery", "product-kind-bakery"),
    ("drinks", "product-kind-drinks"),
    ("farm", "product-kind-farm"),
    ("clothes", "product-kind-clothes"),
    ("bags", "product-kind-bags"),
    ("jewelry", "product-kind-jewelry"),
    ("beauty", "product-kind-beauty"),
    ("living", "product-kind-living"),
    ("furniture", "product-kind-furniture"),
    ("flowers", "product-kind-flowers"),
    ("kids", "product-kind-kids"),
    ("pets", "product-kind-pets"),
    ("books", "product-kind-books"),
    ("crafts", "product-kind-crafts"),
    ("digital", "product-kind-digital"),
    ("sports", "product-kind-sports"),
    ("other", "product-kind-other"),
];

/// The key of a category's name; `None` for a code that is no category.
pub fn category_key(code: &str) -> Option<&'static str> {
    CATEGORIES.iter().find(|(c, _)| *c == code).map(|(_, key)| *key)
}

//! Which column of a file is which: Google Merchant's names, Meta's, and those that Korean shops
//! use; big and small letters, spaces, underscores, hyphens and what stands in brackets do not
//! count. A column with another name is left out until the person says what it is.

/// What a column can hold. The order is the order of an exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
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
}

use Field::*;

impl Field {
    pub const ALL: [Self; 19] = [
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

    /// Its name in an exported file: Google's, where Google has one.
    pub fn code(self) -> &'static str {
        match self {
            Id => "id",
            Title => "title",
            Description => "description",
            Link => "link",
            ImageLink => "image_link",
            AdditionalImageLink => "additional_image_link",
            Price => "price",
            SalePrice => "sale_price",
            SaleDates => "sale_price_effective_date",
            Availability => "availability",
            Condition => "condition",
            Brand => "brand",
            ProductType => "product_type",
            ItemGroup => "item_group_id",
            Color => "color",
            Size => "size",
            Quantity => "quantity",
            Section => "custom_label_0",
            Visibility => "visibility",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }

    /// Key of its name in the locale files.
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
        }
    }

    /// Whether several columns may hold it.
    pub fn repeats(self) -> bool {
        self == AdditionalImageLink
    }

    /// Its other names, as people write them.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Id => &[
                "sku",
                "item_id",
                "product_id",
                "retailer_id",
                "상품번호",
                "상품코드",
                "판매자상품코드",
                "자체상품코드",
                "상품아이디",
                "관리코드",
                "품번",
            ],
            Title => &[
                "name",
                "product_name",
                "item_name",
                "상품명",
                "상품이름",
                "제품명",
                "품명",
                "이름",
                "제목",
            ],
            Description => &["desc", "body", "상세설명", "상품설명", "설명", "상품상세", "상세내용", "내용"],
            Link => &[
                "url",
                "product_url",
                "product_link",
                "website_link",
                "링크",
                "상품주소",
                "상품링크",
                "상품url",
                "구매링크",
                "판매주소",
                "주소",
            ],
            ImageLink => &[
                "image",
                "image_url",
                "main_image",
                "photo",
                "photos",
                "이미지",
                "대표이미지",
                "대표이미지파일명",
                "이미지주소",
                "이미지링크",
                "사진",
                "대표사진",
                "상품이미지",
                "상품사진",
            ],
            AdditionalImageLink => &[
                "additional_image_url",
                "additional_images",
                "additional_image",
                "추가이미지",
                "추가이미지주소",
                "추가이미지파일명",
                "추가사진",
            ],
            Price => &[
                "regular_price",
                "normal_price",
                "가격",
                "판매가",
                "판매가격",
                "정가",
                "소비자가",
                "상품가격",
            ],
            SalePrice => &[
                "discount_price",
                "discounted_price",
                "할인가",
                "할인가격",
                "세일가",
                "세일가격",
                "할인판매가",
                "특가",
            ],
            SaleDates => &["sale_dates", "sale_period", "할인기간", "세일기간", "할인일정"],
            Availability => &["stock_status", "재고상태", "판매상태", "품절여부", "판매여부"],
            Condition => &["state_of_item", "상품상태", "제품상태", "새상품여부"],
            Brand => &["brand_name", "브랜드", "브랜드명"],
            ProductType => &[
                "category",
                "product_category",
                "카테고리",
                "분류",
                "상품분류",
                "카테고리명",
                "종류",
            ],
            ItemGroup => &[
                "group_id",
                "variant_group",
                "parent_sku",
                "옵션그룹",
                "옵션묶음",
                "상품그룹",
                "그룹코드",
            ],
            Color => &["colour", "색상", "색깔", "컬러", "색"],
            Size => &["size_name", "사이즈", "크기", "치수"],
            Quantity => &[
                "quantity_to_sell_on_facebook",
                "inventory",
                "stock",
                "stock_quantity",
                "qty",
                "재고",
                "재고수량",
                "재고량",
                "수량",
            ],
            Section => &["section", "collection", "섹션", "진열", "진열위치", "진열칸", "가게분류"],
            Visibility => &[
                "status",
                "publish_status",
                "공개여부",
                "공개상태",
                "노출여부",
                "노출상태",
                "진열여부",
                "진열상태",
                "공개",
            ],
        }
    }
}

/// A name without what does not count.
pub fn fold(name: &str) -> String {
    let name = crate::text::clean_line(name).to_lowercase();
    let mut depth = 0_usize;
    name.strip_prefix("g:")
        .unwrap_or(&name)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '（' | '{' => depth += 1,
                ')' | ']' | '）' | '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0 && !matches!(c, ' ' | '_' | '-' | '*' | '.' | ':' | '"'),
            }
            false
        })
        .collect()
}

/// The field of a name; a number at the end counts the photos (`추가이미지2`).
pub fn recognise(name: &str) -> Option<Field> {
    let name = fold(name);
    let known = |name: &str| {
        Field::ALL
            .into_iter()
            .find(|f| fold(f.code()) == name || f.names().iter().any(|n| fold(n) == name))
    };
    known(&name).or_else(|| {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        match known(stem)? {
            AdditionalImageLink => Some(AdditionalImageLink),
            // 이미지1, 이미지2, …: all are photos, in their order.
            ImageLink if stem.len() < name.len() => Some(AdditionalImageLink),
            _ => None,
        }
    })
}

/// What the person says of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Nothing: by its name.
    Auto,
    Ignore,
    Is(Field),
}

impl Told {
    /// As a form sends it; made-up words say nothing.
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

/// A column, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub field: Option<Field>,
    pub told: Told,
}

/// What stands against reading the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Muddle {
    /// Two columns are taken for the same thing: their names.
    Twice(Field, String, String),
    /// Neither a product number nor a name.
    NoName,
}

#[derive(Debug, Clone, Default)]
pub struct Columns(pub Vec<Column>);

impl Columns {
    /// `told` in the order of the columns; where it ends, nothing is told.
    pub fn of(header: &[String], told: &[Told]) -> Self {
        let columns = header.iter().enumerate().map(|(n, name)| {
            let told = told.get(n).copied().unwrap_or(Told::Auto);
            Column {
                name: name.clone(),
                field: match told {
                    Told::Auto => recognise(name),
                    Told::Ignore => None,
                    Told::Is(field) => Some(field),
                },
                told,
            }
        });
        Self(columns.collect())
    }

    /// Columns nobody knows and nobody ruled on.
    pub fn unknown(&self) -> impl Iterator<Item = &Column> {
        self.0.iter().filter(|c| c.field.is_none() && c.told == Told::Auto)
    }

    pub fn has(&self, field: Field) -> bool {
        self.0.iter().any(|c| c.field == Some(field))
    }

    /// The file's own name for a field, for messages.
    pub fn name(&self, field: Field) -> &str {
        let column = self.0.iter().find(|c| c.field == Some(field));
        column.map_or_else(|| field.code(), |c| c.name.as_str())
    }

    pub fn muddles(&self) -> Vec<Muddle> {
        let mut muddles = Vec::new();
        for (n, column) in self.0.iter().enumerate() {
            let Some(field) = column.field.filter(|f| !f.repeats()) else {
                continue;
            };
            if let Some(first) = self.0.iter().take(n).find(|c| c.field == Some(field)) {
                muddles.push(Muddle::Twice(field, first.name.clone(), column.name.clone()));
            }
        }
        if !self.has(Id) && !self.has(Title) {
            muddles.push(Muddle::NoName);
        }
        muddles
    }
}

#[cfg(test)]
mod tests;

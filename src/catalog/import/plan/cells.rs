//! A product as text, field by field: cells of a row replace its values before the rules parse it.

use crate::catalog::import::columns::{self, Field};
use crate::catalog::import::problem::{Problem, Reason};
use crate::catalog::import::values;
use crate::catalog::rules::{Draft, ProductInput};

/// A product as text, field by field.
#[derive(Default)]
pub(super) struct Words {
    sku: String,
    title: String,
    description: String,
    price: String,
    sale_price: String,
    availability: String,
    condition: String,
    brand: String,
    category: String,
    link: String,
    item_group_id: String,
    color: String,
    size: String,
    stock: String,
    section: String,
    sale_from: String,
    sale_until: String,
    status: String,
}

impl Words {
    /// Returns a product with only a SKU.
    pub(super) fn new(sku: String) -> Self {
        Self { sku, ..Self::default() }
    }

    pub(super) fn of(d: &Draft) -> Self {
        let moment = |ms: Option<i64>| ms.map(crate::web::format::rfc3339).unwrap_or_default();
        Self {
            sku: d.sku.clone().unwrap_or_default(),
            title: d.title.clone(),
            description: d.description.clone(),
            price: d.price.to_string(),
            sale_price: d.sale_price.map(|p| p.to_string()).unwrap_or_default(),
            availability: d.availability.code().to_owned(),
            condition: d.condition.code().to_owned(),
            brand: d.brand.clone(),
            category: d.category.clone(),
            link: d.link.clone(),
            item_group_id: d.item_group_id.clone(),
            color: d.color.clone(),
            size: d.size.clone(),
            stock: d.stock.map(|n| n.to_string()).unwrap_or_default(),
            section: d.section.clone(),
            sale_from: moment(d.sale_from),
            sale_until: moment(d.sale_until),
            status: d.status.code().to_owned(),
        }
    }

    pub(super) fn typed(&self) -> ProductInput<'_> {
        ProductInput {
            sku: &self.sku,
            title: &self.title,
            description: &self.description,
            price: &self.price,
            sale_price: &self.sale_price,
            availability: &self.availability,
            condition: &self.condition,
            brand: &self.brand,
            category: &self.category,
            link: &self.link,
            item_group_id: &self.item_group_id,
            color: &self.color,
            size: &self.size,
            stock: &self.stock,
            section: &self.section,
            sale_from: &self.sale_from,
            sale_until: &self.sale_until,
            status: &self.status,
        }
    }
}

/// Returns the column for a field name of the product rules.
pub(super) fn column_of(field: &str) -> Field {
    match field {
        "sku" => Field::Id,
        "title" => Field::Title,
        "description" => Field::Description,
        "price" => Field::Price,
        "sale_price" => Field::SalePrice,
        "sale_from" => Field::SaleFrom,
        "sale_until" => Field::SaleUntil,
        "availability" => Field::Availability,
        "condition" => Field::Condition,
        "brand" => Field::Brand,
        "category" => Field::ProductType,
        "item_group_id" => Field::ItemGroup,
        "color" => Field::Color,
        "size" => Field::Size,
        "stock" => Field::Quantity,
        "section" => Field::Section,
        "status" => Field::Visibility,
        _ => Field::Link,
    }
}

/// Sets a field from its cell.
pub(super) fn fill(words: &mut Words, field: Field, cell: &str, column: &str, problems: &mut Vec<Problem>) {
    let empty = cell.trim().is_empty();
    let mut choose = |code: Option<&'static str>, reason| match code {
        Some(code) => code.to_owned(),
        None if empty => String::new(),
        None => {
            problems.push(Problem::new(column, reason, cell));
            String::new()
        }
    };
    match field {
        Field::Id | Field::ImageLink | Field::AdditionalImageLink => {}
        Field::Title => words.title = cell.to_owned(),
        Field::Description => words.description = cell.to_owned(),
        Field::Link => words.link = cell.to_owned(),
        Field::Price | Field::SalePrice => {
            if let Some(currency) = values::foreign_currency(cell) {
                problems.push(Problem::new(column, Reason::Currency, cell).name(&currency));
            }
            if field == Field::Price {
                words.price = values::price(cell).to_owned();
            } else {
                words.sale_price = values::sale_price(cell).to_owned();
            }
        }
        Field::SaleDates => (words.sale_from, words.sale_until) = values::period(cell),
        Field::SaleFrom => words.sale_from = values::moment(cell),
        Field::SaleUntil => words.sale_until = values::moment(cell),
        Field::Availability => {
            let read = values::availability(cell, columns::denies(column));
            words.availability = choose(read.map(|a| a.code()), Reason::Availability);
        }
        Field::Condition => words.condition = choose(values::condition(cell).map(|c| c.code()), Reason::Condition),
        Field::Visibility => {
            let read = values::visibility(cell, columns::denies(column));
            words.status = choose(read.map(|s| s.code()), Reason::Visibility);
        }
        // Other shops sort goods differently: an unknown category is reported and left unchanged.
        Field::ProductType => match values::category(cell) {
            Some(code) => words.category = code.to_owned(),
            None if empty => words.category = String::new(),
            None => problems.push(Problem::new(column, Reason::Category, cell)),
        },
        Field::Brand => words.brand = cell.to_owned(),
        Field::ItemGroup => words.item_group_id = cell.to_owned(),
        Field::Color => words.color = cell.to_owned(),
        Field::Size => words.size = cell.to_owned(),
        Field::Quantity => words.stock = values::quantity(cell),
        Field::Section => words.section = cell.to_owned(),
    }
}

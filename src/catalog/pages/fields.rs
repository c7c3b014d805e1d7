//! The fields of a product's form: reading, filling, and error messages.

use crate::catalog::queries::Product;
use crate::catalog::rules::{self, Mistake, PriceError, ProductInput, Status};
use crate::web::form::too_long;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Texts;
use crate::web::{format, numbers};

pub fn typed(form: &Form) -> ProductInput<'_> {
    ProductInput {
        sku: form.get("sku"),
        title: form.get("title"),
        description: form.get("description"),
        price: form.get("price"),
        sale_price: form.get("sale_price"),
        availability: form.get("availability"),
        condition: form.get("condition"),
        brand: form.get("brand"),
        category: form.get("category"),
        link: form.get("link"),
        item_group_id: form.get("item_group_id"),
        color: form.get("color"),
        size: form.get("size"),
        stock: form.get("stock"),
        section: form.get("section"),
        sale_from: form.get("sale_from"),
        sale_until: form.get("sale_until"),
        status: form.get("status"),
    }
}

/// Fills the form from a product; `section` is the name of its section.
pub fn filled(p: &Product, section: &str) -> Form {
    let sale_price = p.sale_price.map_or_else(String::new, numbers::exact);
    let stock = p.stock.map_or_else(String::new, numbers::exact);
    let moment = |ms: Option<i64>| ms.map_or_else(String::new, format::form_time);
    let status = Status::from_state(p.state).map_or("", Status::code);
    Form::filled(&[
        ("version", &p.version.to_string()),
        ("sku", p.sku.as_deref().unwrap_or("")),
        ("title", &p.title),
        ("description", &p.description),
        ("price", &numbers::exact(p.price)),
        ("sale_price", &sale_price),
        ("availability", &p.availability),
        ("condition", &p.condition),
        ("brand", &p.brand),
        ("category", &p.category),
        ("link", &p.link),
        ("item_group_id", &p.item_group_id),
        ("color", &p.color),
        ("size", &p.size),
        ("stock", &stock),
        ("section", section),
        ("sale_from", &moment(p.sale_from)),
        ("sale_until", &moment(p.sale_until)),
        ("status", status),
    ])
}

/// Sets fields that older clients do not send to the product's current values, so that they stay
/// unchanged.
pub fn keep_unsent(form: &mut Form, product: &Product, section: &str) {
    let now = filled(product, section);
    for field in ["item_group_id", "color", "size", "section", "status"] {
        if !form.has(field) {
            form.set(field, now.get(field));
        }
    }
    // Sale dates need a sale price, and a stock count of 0 would make a product in stock sold out.
    let on_sale = !form.get("sale_price").trim().is_empty();
    for field in ["sale_from", "sale_until"] {
        if on_sale && !form.has(field) {
            form.set(field, now.get(field));
        }
    }
    if product.stock != Some(0) && !form.has("stock") {
        form.set("stock", now.get("stock"));
    }
}

/// Returns the messages for all mistakes in the person's language.
pub fn said(t: &Texts, wrong: &[(&'static str, Mistake)]) -> Errors {
    let mut errors = Errors::default();
    for (field, mistake) in wrong {
        errors.add(field, sentence(t, field, *mistake));
    }
    errors
}

/// Returns the message for one mistake in the person's language.
pub fn sentence(t: &Texts, field: &str, mistake: Mistake) -> String {
    let label = match field {
        "title" => t.text("product-title"),
        "description" => t.text("product-description"),
        "price" => t.text("product-price"),
        "sale_price" => t.text("product-sale-price"),
        "availability" => t.text("product-availability"),
        "condition" => t.text("product-condition"),
        "brand" => t.text("product-brand"),
        "category" => t.text("product-category"),
        "sku" => t.text("product-sku"),
        "item_group_id" => t.text("product-group"),
        "color" => t.text("product-color"),
        "size" => t.text("product-size"),
        "stock" => t.text("product-stock"),
        "section" => t.text("product-section"),
        "sale_from" => t.text("product-sale-from"),
        "sale_until" => t.text("product-sale-until"),
        "status" => t.text("product-status"),
        _ => t.text("product-link"),
    };
    match mistake {
        Mistake::Missing => t.with("form-required", &[("field", label.as_str().into())]),
        Mistake::TooLong { max, count } => too_long(t, &label, max, count),
        Mistake::Price(PriceError::Negative) => t.with("product-price-negative", &[("field", label.as_str().into())]),
        Mistake::Price(PriceError::Fraction) => t.with("product-price-fraction", &[("field", label.as_str().into())]),
        Mistake::Price(PriceError::TooHigh) => {
            let max = numbers::won(t.locale(), rules::PRICE_MAX);
            t.with(
                "product-price-too-high",
                &[("field", label.as_str().into()), ("max", max.as_str().into())],
            )
        }
        Mistake::Price(PriceError::Empty | PriceError::NotANumber) => t.with("form-price", &[("field", label.as_str().into())]),
        Mistake::NotLower => t.text("product-sale-not-lower"),
        Mistake::NoChoice => t.with("form-choice", &[("field", label.as_str().into())]),
        Mistake::NoMoment => t.with("product-date-wrong", &[("field", label.as_str().into())]),
        Mistake::NotAfter => t.text("product-sale-not-after"),
        Mistake::NoSale => t.text("product-sale-missing"),
        Mistake::NoCount => t.with("product-count-wrong", &[("field", label.as_str().into())]),
        Mistake::CountTooHigh => {
            let max = numbers::exact(rules::STOCK_MAX);
            t.with(
                "product-price-too-high",
                &[("field", label.as_str().into()), ("max", max.as_str().into())],
            )
        }
        Mistake::NoLink => t.with("form-link", &[("field", label.as_str().into())]),
    }
}

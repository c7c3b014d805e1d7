//! The fields of a product's form: read, filled, and their mistakes in words.

use super::super::queries::Product;
use super::super::rules::{self, Mistake, PriceError, Typed};
use crate::web::form::{Errors, Form};
use crate::web::format;
use crate::web::i18n::Texts;

pub fn typed(form: &Form) -> Typed<'_> {
    Typed {
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
    }
}

pub fn filled(p: &Product) -> Form {
    let sale_price = p.sale_price.map_or_else(String::new, format::exact);
    Form::filled(&[
        ("version", &p.version.to_string()),
        ("sku", p.sku.as_deref().unwrap_or("")),
        ("title", &p.title),
        ("description", &p.description),
        ("price", &format::exact(p.price)),
        ("sale_price", &sale_price),
        ("availability", &p.availability),
        ("condition", &p.condition),
        ("brand", &p.brand),
        ("category", &p.category),
        ("link", &p.link),
    ])
}

/// The mistakes in the person's words.
pub fn said(t: &Texts, wrong: &[(&'static str, Mistake)]) -> Errors {
    let mut errors = Errors::default();
    for (field, mistake) in wrong {
        errors.add(field, sentence(t, field, *mistake));
    }
    errors
}

fn sentence(t: &Texts, field: &str, mistake: Mistake) -> String {
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
        _ => t.text("product-link"),
    };
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    match mistake {
        Mistake::Missing => t.with("form-required", &[("field", label.as_str().into())]),
        Mistake::TooLong { max, count } => t.with(
            "form-too-long",
            &[
                ("field", label.as_str().into()),
                ("max", number(max)),
                ("count", number(count)),
            ],
        ),
        Mistake::Price(PriceError::Negative) => t.with("product-price-negative", &[("field", label.as_str().into())]),
        Mistake::Price(PriceError::Fraction) => t.with("product-price-fraction", &[("field", label.as_str().into())]),
        Mistake::Price(PriceError::TooHigh) => {
            let max = format::won(t.locale(), rules::PRICE_MAX);
            t.with(
                "product-price-too-high",
                &[("field", label.as_str().into()), ("max", max.as_str().into())],
            )
        }
        Mistake::Price(PriceError::Empty | PriceError::NotANumber) => t.with("form-price", &[("field", label.as_str().into())]),
        Mistake::NotLower => t.text("product-sale-not-lower"),
        Mistake::NoChoice => t.with("form-choice", &[("field", label.as_str().into())]),
        Mistake::NoLink => t.with("form-link", &[("field", label.as_str().into())]),
    }
}

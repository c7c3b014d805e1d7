//! What a product of the demo has beside its words: how many are left, when its sale runs, and its other sizes
//! and colours. In the text: `opts=S/M/L=84000` (one variant each, with its price where that differs; the product
//! itself is the first), `group=`, `color=`, `from=` and `until=` (days from now), `status=`.

use super::model::{Availability, DAY, Product};
use crate::catalog::rules::Status;

/// What is read before the variants can be made.
#[derive(Default)]
pub(super) struct Extra {
    /// Name, and price where it differs.
    sizes: Vec<(String, Option<i64>)>,
}

impl Extra {
    /// Reads one mark; false where it is none of these.
    pub(super) fn read(&mut self, p: &mut Product, flag: &str) -> bool {
        let Some((name, value)) = flag.split_once('=') else {
            return false;
        };
        let days = || value.parse::<i64>().ok().map(|n| n * DAY);
        match name {
            "group" => p.group = value.to_owned(),
            "color" => p.color = value.to_owned(),
            "from" => p.sale_in_ms = days(),
            "until" => p.sale_ends_in_ms = days(),
            "status" => match Status::from_code(value) {
                Some(status) => p.status = status,
                None => return false,
            },
            "opts" => {
                for option in value.split('/') {
                    let (size, price) = option.split_once('=').unwrap_or((option, ""));
                    self.sizes.push((size.to_owned(), price.parse().ok()));
                }
            }
            _ => return false,
        }
        true
    }
}

/// Counts what a shop would count, and lets some sales end soon; `n` is the product's place in its shop.
pub(super) fn dress(p: &mut Product, n: usize) {
    let turn = p.shop * 5 + n * 11;
    let left = i64::try_from(turn % 37).unwrap_or(0) + 2;
    p.stock = match p.availability {
        Availability::OutOfStock => Some(0),
        Availability::InStock if turn.is_multiple_of(3) => Some(left),
        _ => None,
    };
    if p.sale_price_won.is_some() && p.sale_ends_in_ms.is_none() && turn.is_multiple_of(2) {
        p.sale_ends_in_ms = Some((left % 12 + 2) * DAY);
    }
}

/// The other variants of a product that names its sizes; it becomes the first of them.
pub(super) fn options(p: &mut Product, extra: &Extra) -> Vec<Product> {
    let Some(((first, _), rest)) = extra.sizes.split_first() else {
        return Vec::new();
    };
    if p.group.is_empty() {
        p.group.clone_from(&p.sku);
    }
    p.size.clone_from(first);
    let variant = |(n, (size, price)): (usize, &(String, Option<i64>))| {
        let mut other = p.clone();
        other.sku = format!("{}-{}", p.sku, n + 2);
        other.size.clone_from(size);
        if let Some(price) = price {
            other.price_won = *price;
        }
        // The last size is the one that is gone.
        other.availability = if n + 1 == rest.len() && !p.color.is_empty() {
            Availability::OutOfStock
        } else {
            Availability::InStock
        };
        other.stock = (other.availability == Availability::OutOfStock).then_some(0);
        other
    };
    rest.iter().enumerate().map(variant).collect()
}

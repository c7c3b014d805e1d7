//! The stock, sale times and variants of the demo's products. In the text they
//! are `opts=S/M/L=84000` (one variant each, with its price if that differs;
//! the product itself is the first), `group=`, `color=`, `from=` and `until=`
//! (days from now), and `status=`.

use super::model::{Availability, DAY, Product};
use crate::catalog::rules::Status;

/// The variants that were read but not made yet.
#[derive(Default)]
pub(super) struct Extra {
    /// The name, and the price if it differs.
    sizes: Vec<(String, Option<i64>)>,
}

impl Extra {
    /// Reads one flag. Returns false if it is unknown.
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

/// Gives a product a stock where a shop would count it, and lets some sales end
/// soon. `n` is the product's position in its shop.
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

/// Returns the other variants of a product that names its sizes. The product
/// becomes the first of them.
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
        // The last size is sold out.
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

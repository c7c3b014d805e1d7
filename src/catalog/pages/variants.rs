//! The choice among variants on a product's page: by colour and size if these distinguish all
//! variants, else as a list. Each choice links to the page of a variant.

use std::collections::{HashMap, HashSet};

use crate::catalog::card::{option_words, sold_out};
use crate::catalog::queries::{self, Product};
use crate::catalog::rules::Offer;
use crate::catalog::url;
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;

/// Highest stock at which the page says how many are left.
const FEW: i64 = 10;

/// Returns how many are left if they are few.
pub fn few(stock: Option<i64>) -> Option<i64> {
    stock.filter(|n| (1..=FEW).contains(n))
}

/// A variant to choose: this product, or another of its group.
pub struct Choice {
    pub url: String,
    pub words: String,
    pub offer: Offer,
    pub picture: Option<Picture>,
    pub sold_out: bool,
    pub left: Option<i64>,
    /// True for the variant whose page this is.
    pub here: bool,
}

impl Choice {
    fn new(p: &Product, words: String, here: i64, picture: Option<Picture>) -> Self {
        Self {
            url: url(p.id),
            words,
            offer: p.offer(),
            picture,
            sold_out: sold_out(&p.availability),
            left: few(p.stock),
            here: p.id == here,
        }
    }
}

/// An attribute to choose by: colour or size.
pub struct Axis {
    /// Locale key of its name.
    pub label: &'static str,
    pub choices: Vec<Choice>,
}

impl Axis {
    /// Returns the value that is chosen now.
    pub fn chosen(&self) -> &str {
        self.choices.iter().find(|c| c.here).map_or("", |c| c.words.as_str())
    }

    pub fn has_pictures(&self) -> bool {
        self.choices.iter().any(|c| c.picture.is_some())
    }
}

/// Axes if colour and size distinguish all variants, else a list; both empty if there is no choice.
#[derive(Default)]
pub struct Options {
    pub axes: Vec<Axis>,
    pub list: Vec<Choice>,
}

pub fn of(db: &mut Db, siblings: &[Product], here: i64) -> Result<Options, AppError> {
    if siblings.len() < 2 {
        return Ok(Options::default());
    }
    let ids: Vec<i64> = siblings.iter().map(|p| p.id).collect();
    let mut covers = queries::covers(db, &ids)?;
    if let Some(axes) = axes(siblings, here, &mut covers) {
        return Ok(Options { axes, list: Vec::new() });
    }
    let choice = |p: &Product| {
        let words = Some(option_words(&p.color, &p.size)).filter(|w| !w.is_empty());
        Choice::new(p, words.unwrap_or_else(|| p.title.clone()), here, covers.remove(&p.id))
    };
    Ok(Options {
        axes: Vec::new(),
        list: siblings.iter().map(choice).collect(),
    })
}

/// Returns the distinct values of a field in order.
fn values(siblings: &[Product], of: impl Fn(&Product) -> &str) -> Vec<&str> {
    let mut seen = HashSet::new();
    siblings.iter().map(of).filter(|value| seen.insert(*value)).collect()
}

/// Returns the colours and, for the current colour, the sizes; `None` if they would not lead to
/// every variant.
fn axes(siblings: &[Product], here: i64, covers: &mut HashMap<i64, Picture>) -> Option<Vec<Axis>> {
    let here = siblings.iter().find(|p| p.id == here)?;
    let (colors, sizes) = (values(siblings, |p| &p.color), values(siblings, |p| &p.size));
    let pairs: HashSet<(&str, &str)> = siblings.iter().map(|p| (p.color.as_str(), p.size.as_str())).collect();
    // A field that only some variants fill in cannot be chosen by.
    let told = |values: &[&str]| values.len() == 1 || !values.contains(&"");
    if pairs.len() < siblings.len() || !told(&colors) || !told(&sizes) {
        return None;
    }
    let mut axes = Vec::new();
    if colors.len() > 1 {
        let choices = colors.iter().filter_map(|color| {
            let those = || siblings.iter().filter(|p| p.color == *color);
            // Prefer the same size in the other colour, then one that is in stock.
            let same = those().find(|p| p.size == here.size);
            let to = same
                .or_else(|| those().find(|p| !sold_out(&p.availability)))
                .or_else(|| those().next())?;
            let picture = covers.remove(&to.id);
            Some(Choice {
                sold_out: those().all(|p| sold_out(&p.availability)),
                ..Choice::new(to, (*color).to_owned(), here.id, picture)
            })
        });
        axes.push(Axis {
            label: "product-color",
            choices: choices.collect(),
        });
    }
    if sizes.len() > 1 {
        let those = siblings.iter().filter(|p| p.color == here.color);
        axes.push(Axis {
            label: "product-size",
            choices: those.map(|p| Choice::new(p, p.size.clone(), here.id, None)).collect(),
        });
    }
    Some(axes)
}

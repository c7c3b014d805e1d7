//! Product categories of the whole site: a tree of two levels. A stored code is `food`, or
//! `food/cookies` for a category below it.
//!
//! Not here: the names (locale files) and recognition of typed names (catalog/categories.rs).

/// Codes and locale keys in the order of the tree: each top-level category, then its children. A
/// product may also have no category (an empty code).
pub const CATEGORIES: &[(&str, &str)] = &[
    ("food", "product-kind-food"),
    ("food/cookies", "product-kind-food-cookies"),
    ("food/rice-cakes", "product-kind-food-rice-cakes"),
    ("food/side-dishes", "product-kind-food-side-dishes"),
    ("food/kimchi", "product-kind-food-kimchi"),
    ("food/sauces", "product-kind-food-sauces"),
    ("food/oils", "product-kind-food-oils"),
    ("food/preserves", "product-kind-food-preserves"),
    ("food/meals", "product-kind-food-meals"),
    ("bakery", "product-kind-bakery"),
    ("bakery/cookies", "product-kind-bakery-cookies"),
    ("bakery/bread", "product-kind-bakery-bread"),
    ("bakery/pastry", "product-kind-bakery-pastry"),
    ("bakery/cakes", "product-kind-bakery-cakes"),
    ("bakery/small-cakes", "product-kind-bakery-small-cakes"),
    ("bakery/buns", "product-kind-bakery-buns"),
    ("drinks", "product-kind-drinks"),
    ("drinks/coffee", "product-kind-drinks-coffee"),
    ("drinks/tea", "product-kind-drinks-tea"),
    ("drinks/juice", "product-kind-drinks-juice"),
    ("drinks/traditional", "product-kind-drinks-traditional"),
    ("drinks/tools", "product-kind-drinks-tools"),
    ("farm", "product-kind-farm"),
    ("farm/fruit", "product-kind-farm-fruit"),
    ("farm/citrus", "product-kind-farm-citrus"),
    ("farm/vegetables", "product-kind-farm-vegetables"),
    ("farm/grains", "product-kind-farm-grains"),
    ("farm/nuts", "product-kind-farm-nuts"),
    ("farm/seafood", "product-kind-farm-seafood"),
    ("farm/meat", "product-kind-farm-meat"),
    ("clothes", "product-kind-clothes"),
    ("clothes/shirts", "product-kind-clothes-shirts"),
    ("clothes/dresses", "product-kind-clothes-dresses"),
    ("clothes/pants", "product-kind-clothes-pants"),
    ("clothes/skirts", "product-kind-clothes-skirts"),
    ("clothes/knits", "product-kind-clothes-knits"),
    ("clothes/outerwear", "product-kind-clothes-outerwear"),
    ("clothes/accessories", "product-kind-clothes-accessories"),
    ("clothes/hanbok", "product-kind-clothes-hanbok"),
    ("bags", "product-kind-bags"),
    ("bags/handbags", "product-kind-bags-handbags"),
    ("bags/totes", "product-kind-bags-totes"),
    ("bags/wallets", "product-kind-bags-wallets"),
    ("bags/belts", "product-kind-bags-belts"),
    ("bags/shoes", "product-kind-bags-shoes"),
    ("jewelry", "product-kind-jewelry"),
    ("jewelry/rings", "product-kind-jewelry-rings"),
    ("jewelry/earrings", "product-kind-jewelry-earrings"),
    ("jewelry/necklaces", "product-kind-jewelry-necklaces"),
    ("jewelry/bracelets", "product-kind-jewelry-bracelets"),
    ("jewelry/hair", "product-kind-jewelry-hair"),
    ("beauty", "product-kind-beauty"),
    ("beauty/soap", "product-kind-beauty-soap"),
    ("beauty/skincare", "product-kind-beauty-skincare"),
    ("beauty/makeup", "product-kind-beauty-makeup"),
    ("beauty/hair-body", "product-kind-beauty-hair-body"),
    ("beauty/perfume", "product-kind-beauty-perfume"),
    ("living", "product-kind-living"),
    ("living/tableware", "product-kind-living-tableware"),
    ("living/kitchen", "product-kind-living-kitchen"),
    ("living/fabric", "product-kind-living-fabric"),
    ("living/candles", "product-kind-living-candles"),
    ("living/lamps", "product-kind-living-lamps"),
    ("living/bedding", "product-kind-living-bedding"),
    ("living/cleaning", "product-kind-living-cleaning"),
    ("furniture", "product-kind-furniture"),
    ("furniture/chairs", "product-kind-furniture-chairs"),
    ("furniture/tables", "product-kind-furniture-tables"),
    ("furniture/shelves", "product-kind-furniture-shelves"),
    ("furniture/wooden", "product-kind-furniture-wooden"),
    ("furniture/beds", "product-kind-furniture-beds"),
    ("flowers", "product-kind-flowers"),
    ("flowers/bouquets", "product-kind-flowers-bouquets"),
    ("flowers/plants", "product-kind-flowers-plants"),
    ("flowers/succulents", "product-kind-flowers-succulents"),
    ("flowers/wreaths", "product-kind-flowers-wreaths"),
    ("flowers/garden", "product-kind-flowers-garden"),
    ("kids", "product-kind-kids"),
    ("kids/toys", "product-kind-kids-toys"),
    ("kids/clothes", "product-kind-kids-clothes"),
    ("kids/baby", "product-kind-kids-baby"),
    ("kids/learning", "product-kind-kids-learning"),
    ("kids/room", "product-kind-kids-room"),
    ("pets", "product-kind-pets"),
    ("pets/dogs", "product-kind-pets-dogs"),
    ("pets/cats", "product-kind-pets-cats"),
    ("pets/treats", "product-kind-pets-treats"),
    ("pets/small", "product-kind-pets-small"),
    ("books", "product-kind-books"),
    ("books/used", "product-kind-books-used"),
    ("books/new", "product-kind-books-new"),
    ("books/picture", "product-kind-books-picture"),
    ("books/notebooks", "product-kind-books-notebooks"),
    ("books/stationery", "product-kind-books-stationery"),
    ("books/cards", "product-kind-books-cards"),
    ("crafts", "product-kind-crafts"),
    ("crafts/pottery", "product-kind-crafts-pottery"),
    ("crafts/leather", "product-kind-crafts-leather"),
    ("crafts/wood", "product-kind-crafts-wood"),
    ("crafts/textile", "product-kind-crafts-textile"),
    ("crafts/paper", "product-kind-crafts-paper"),
    ("crafts/kits", "product-kind-crafts-kits"),
    ("digital", "product-kind-digital"),
    ("digital/phones", "product-kind-digital-phones"),
    ("digital/computers", "product-kind-digital-computers"),
    ("digital/audio", "product-kind-digital-audio"),
    ("digital/cameras", "product-kind-digital-cameras"),
    ("digital/appliances", "product-kind-digital-appliances"),
    ("sports", "product-kind-sports"),
    ("sports/bicycles", "product-kind-sports-bicycles"),
    ("sports/bike-parts", "product-kind-sports-bike-parts"),
    ("sports/fitness", "product-kind-sports-fitness"),
    ("sports/outdoor", "product-kind-sports-outdoor"),
    ("sports/water", "product-kind-sports-water"),
    ("other", "product-kind-other"),
    ("other/gifts", "product-kind-other-gifts"),
    ("other/vouchers", "product-kind-other-vouchers"),
    ("other/classes", "product-kind-other-classes"),
    ("other/antiques", "product-kind-other-antiques"),
];

/// Returns the locale key of a category's name; `None` for an unknown code.
pub fn category_key(code: &str) -> Option<&'static str> {
    CATEGORIES.iter().find(|(c, _)| *c == code).map(|(_, key)| *key)
}

/// Returns the code as the tree holds it; `None` for an unknown code.
pub fn category_code(code: &str) -> Option<&'static str> {
    CATEGORIES.iter().map(|(c, _)| *c).find(|c| *c == code)
}

/// Returns code and locale key of each top-level category.
pub fn tops() -> impl Iterator<Item = (&'static str, &'static str)> {
    CATEGORIES.iter().copied().filter(|(code, _)| !code.contains('/'))
}

/// Returns code and locale key of each child of a top-level category.
pub fn children(top: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    CATEGORIES.iter().copied().filter(move |(code, _)| parent(code) == Some(top))
}

/// Returns the parent of a category; `None` for a top-level one.
pub fn parent(code: &str) -> Option<&str> {
    code.split_once('/').map(|(top, _)| top)
}

/// Returns the codes from the top down to this one; empty for an unknown code.
pub fn category_path(code: &str) -> Vec<&'static str> {
    let known = category_code(code);
    let above = known.and_then(parent).and_then(category_code);
    above.into_iter().chain(known).collect()
}

/// Returns a category and its children, as a filter by it shows them. Empty for an unknown code.
pub fn descendants(code: &str) -> Vec<&'static str> {
    category_code(code)
        .into_iter()
        .chain(children(code).map(|(child, _)| child))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_two_levels_and_each_child_stands_behind_its_top() {
        let mut top = "";
        for (code, key) in CATEGORIES {
            match parent(code) {
                None => top = code,
                Some(above) => assert_eq!(above, top, "{code}"),
            }
            assert_eq!(*key, format!("product-kind-{}", code.replace('/', "-")));
            assert_eq!(category_path(code).last(), Some(code));
        }
        assert_eq!(tops().count(), 18);
        for (top, _) in tops() {
            assert!((4..=8).contains(&children(top).count()), "{top}");
            assert_eq!(descendants(top).len(), children(top).count() + 1);
        }
        assert_eq!(category_path("food/cookies"), ["food", "food/cookies"]);
        assert_eq!(descendants("food/cookies"), ["food/cookies"]);
        assert!(descendants("spaceships").is_empty() && category_path("food/").is_empty());
    }
}

//! What the search reads of its matches: categories within categories, hits collapsed by shop, the
//! span of prices, pages of all that.
use std::collections::HashSet;
use storyplus::search::{Change, Document, Filters, Hits, Kind, Query, SearchIndex, Sort};

const NOW: i64 = 1_760_000_000_000;
const SHOPS: i64 = 7;
const GOODS: i64 = 120;

fn category(id: i64) -> &'static str {
    ["food", "food/cookies", "food/jam", "food-boxes", "living/cups"][usize::try_from(id % 5).unwrap()]
}

/// 120 cups of 7 shops, committed in parts so that there are several segments.
fn filled(dir: &std::path::Path) -> SearchIndex {
    let index = SearchIndex::open(dir).unwrap().index;
    let writer = index.writer();
    for id in 1..=GOODS {
        let document = Document {
            kind: Kind::Product,
            id,
            account_id: 900 + id * id % SHOPS,
            title: if id % 3 == 0 {
                "도자기 머그컵".into()
            } else {
                "머그컵 받침 세트".into()
            },
            body: String::new(),
            tags: Vec::new(),
            shop_name: "그릇가게".into(),
            price: Some(id * 500),
            in_stock: id % 4 != 0,
            on_sale: id % 6 == 0,
            category: Some(category(id).into()),
            created_at_ms: NOW - id,
        };
        writer.apply(&[Change::Put(document)]).unwrap();
        if id % 33 == 0 {
            writer.commit(id).unwrap();
        }
    }
    writer.commit(GOODS).unwrap();
    index
}

fn asked() -> Query {
    Query {
        facets: true,
        ..Query::new("머그컵", NOW)
    }
}

fn count(facet: &[(String, u64)], code: &str) -> u64 {
    facet.iter().find(|(c, _)| c == code).map_or(0, |(_, n)| *n)
}

#[test]
fn a_category_holds_those_within_it() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let of = |code: &str| {
        let filters = Filters {
            category: Some(code.into()),
            ..Filters::default()
        };
        index.search(&Query { filters, ..asked() }).unwrap()
    };
    let all = index.search(&asked()).unwrap();
    for (code, n) in [
        ("food", 72),
        ("food/cookies", 24),
        ("food-boxes", 24),
        ("living", 24),
        ("foo", 0),
    ] {
        let found = of(code);
        assert_eq!(found.counts.products, n, "{code}");
        assert_eq!(count(&all.facets.categories, code), n, "{code}");
        // Its own filter does not narrow a facet; the others' are narrowed.
        assert_eq!(found.facets.categories, all.facets.categories, "{code}");
        assert_eq!(found.facets.prices.iter().sum::<u64>(), n, "{code}");
    }
    assert_eq!(all.facets.price_span, Some((500, 60_000)));
    assert_eq!(of("food/cookies").facets.price_span, Some((500, 58_000)));
    assert_eq!(of("foo").facets.price_span, None);
}

#[test]
fn every_facet_counts_as_if_its_own_filter_were_not_set() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let filters = Filters {
        category: Some("food".into()),
        account_id: Some(901),
        price_min: Some(10_000),
        price_max: Some(50_000),
        in_stock: true,
        on_sale: false,
    };
    let found = index
        .search(&Query {
            filters: filters.clone(),
            ..asked()
        })
        .unwrap();
    let without = |change: fn(&mut Filters)| {
        let mut filters = filters.clone();
        change(&mut filters);
        index.search(&Query { filters, ..asked() }).unwrap()
    };
    let any_category = without(|f| f.category = None);
    assert_eq!(found.facets.categories, any_category.facets.categories);
    let living = without(|f| f.category = Some("living".into()));
    assert_eq!(count(&found.facets.categories, "living"), living.counts.products);
    let any_shop = without(|f| f.account_id = None);
    assert_eq!(found.facets.accounts, any_shop.facets.accounts);
    let of_shops: u64 = found.facets.accounts.iter().map(|(_, n)| n).sum();
    assert_eq!(of_shops, any_shop.counts.products);
    let any_price = without(|f| (f.price_min, f.price_max) = (None, None));
    assert_eq!(found.facets.prices.iter().sum::<u64>(), any_price.counts.products);
    assert_eq!(found.facets.in_stock, found.counts.products);
    assert_eq!(found.facets.on_sale, without(|f| f.on_sale = true).counts.products);
    assert!(found.counts.products > 0 && found.counts.products < any_shop.counts.products);
}

fn collapsed(index: &SearchIndex, each: usize, sort: Sort) -> Vec<Hits> {
    let mut pages: Vec<Hits> = Vec::new();
    loop {
        let after = pages.last().and_then(|page| page.next);
        let page = index
            .search(&Query {
                collapse: each,
                limit: 3,
                sort,
                after,
                ..asked()
            })
            .unwrap();
        let more = page.next.is_some();
        pages.push(page);
        if !more {
            return pages;
        }
    }
}

#[test]
fn shops_are_collapsed_and_say_how_much_more_they_have() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let flat = |sort| {
        let all = Query {
            limit: 1000,
            sort,
            ..asked()
        };
        index.search(&all).unwrap().hits
    };
    for sort in [Sort::Relevance, Sort::PriceAsc, Sort::Newest] {
        for each in [1, 2] {
            let pages = collapsed(&index, each, sort);
            let shops: HashSet<i64> = flat(sort).iter().map(|hit| hit.account_id).collect();
            assert_eq!(pages.len(), shops.len().div_ceil(3), "{sort:?}");
            let hits: Vec<_> = pages.iter().flat_map(|page| page.hits.clone()).collect();
            for page in &pages {
                assert_eq!(page.accounts, shops.len() as u64);
                assert_eq!(page.counts.products, 120, "counts are of all");
            }
            // Shops in the order of their best, each with its best, and all that it has.
            let mut order: Vec<i64> = Vec::new();
            for hit in flat(sort) {
                if !order.contains(&hit.account_id) {
                    order.push(hit.account_id);
                }
            }
            let mut shown: Vec<i64> = hits.iter().map(|hit| hit.account_id).collect();
            shown.dedup();
            assert_eq!(shown, order, "{sort:?}");
            for shop in shops {
                let all: Vec<_> = flat(sort).into_iter().filter(|h| h.account_id == shop).collect();
                let of: Vec<_> = hits.iter().filter(|h| h.account_id == shop).collect();
                assert_eq!(of.len(), each);
                assert!(of.iter().zip(&all).all(|(a, b)| a.id == b.id));
                assert_eq!(of.last().unwrap().more, (all.len() - each) as u64);
            }
        }
    }
}

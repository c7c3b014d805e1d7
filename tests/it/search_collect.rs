//! The collector: nested categories, hits collapsed by shop, price bounds, and paging through all of that.
use std::collections::{HashMap, HashSet};
use storyplus::search::{Change, Document, Filters, Hit, Hits, Kind, Query, SearchIndex, Sort};

const NOW: i64 = 1_760_000_000_000;
const SHOPS: i64 = 7;
const GOODS: i64 = 120;

fn category(id: i64) -> &'static str {
    ["food", "food/cookies", "food/jam", "food-boxes", "living/cups"][usize::try_from(id % 5).unwrap()]
}

/// Returns an index of 120 cups of 7 shops, committed in parts so that there are several segments.
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
        // A facet is not narrowed by its own filter, only by those of the others.
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

fn pages(index: &SearchIndex, each: usize, limit: usize, sort: Sort) -> Vec<Hits> {
    let mut pages: Vec<Hits> = Vec::new();
    loop {
        let after = pages.last().and_then(|page| page.next);
        let page = index
            .search(&Query {
                collapse: each,
                limit,
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

/// Returns all hits in order, and the ids of those within their shop's share.
fn shares(index: &SearchIndex, each: usize, sort: Sort) -> (Vec<Hit>, Vec<i64>) {
    let all = Query {
        limit: 1000,
        sort,
        ..asked()
    };
    let all = index.search(&all).unwrap().hits;
    let mut had: HashMap<i64, usize> = HashMap::new();
    let mut within = |hit: &&Hit| {
        let had = had.entry(hit.account_id).or_default();
        *had += 1;
        *had <= each
    };
    let kept = all.iter().filter(&mut within).map(|hit| hit.id).collect();
    (all, kept)
}

#[test]
fn of_one_shop_no_more_than_its_share_is_shown_in_the_order_of_all() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    for sort in [Sort::Relevance, Sort::PriceAsc, Sort::Newest] {
        for each in [1, 2] {
            let (all, kept) = shares(&index, each, sort);
            let pages = pages(&index, each, 3, sort);
            assert_eq!(pages.len(), kept.len().div_ceil(3), "{sort:?}");
            assert!(pages.iter().all(|page| page.counts.products == 120), "counts are of all");
            let hits: Vec<Hit> = pages.into_iter().flat_map(|page| page.hits).collect();
            assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), kept, "{sort:?}");
            // The last hit of a shop, and no other, says how many more there are.
            for shop in all.iter().map(|hit| hit.account_id).collect::<HashSet<_>>() {
                let of = |hits: &[Hit]| hits.iter().filter(|h| h.account_id == shop).copied().collect::<Vec<_>>();
                let more: Vec<u64> = of(&hits).iter().map(|hit| hit.more).collect();
                let (last, before) = more.split_last().unwrap();
                assert_eq!(*last, (of(&all).len() - each) as u64, "{sort:?}");
                assert!(before.iter().all(|more| *more == 0), "{sort:?}");
            }
        }
    }
}

#[test]
fn where_shares_do_not_fill_the_page_they_are_exceeded() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let (all, kept) = shares(&index, 1, Sort::Relevance);
    for limit in [kept.len(), kept.len() + 1, 40, 119, 120, 500] {
        let pages = pages(&index, 1, limit, Sort::Relevance);
        let [page] = pages.as_slice() else {
            panic!("one page of {limit}")
        };
        assert_eq!(page.hits.len(), limit.min(120));
        // Those within the shares and the best of the others, in the order of all.
        let rest = all.iter().map(|hit| hit.id).filter(|id| !kept.contains(id));
        let shown: HashSet<i64> = kept.iter().copied().chain(rest.take(limit - kept.len())).collect();
        let order: Vec<i64> = all.iter().map(|hit| hit.id).filter(|id| shown.contains(id)).collect();
        assert_eq!(page.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), order);
        let more: u64 = page.hits.iter().map(|hit| hit.more).sum();
        assert_eq!(more, (120 - page.hits.len()) as u64, "{limit}");
    }
}

#[test]
fn a_few_of_each_kind_come_in_one_search() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let others = [Kind::Story, Kind::Shop].map(|kind| {
        Change::Put(Document {
            kind,
            id: 7,
            account_id: 901,
            title: String::new(),
            body: "머그컵".into(),
            tags: Vec::new(),
            shop_name: "그릇가게".into(),
            price: None,
            in_stock: false,
            on_sale: false,
            category: None,
            created_at_ms: NOW,
        })
    });
    index.writer().apply(&others).unwrap();
    index.writer().commit(GOODS + 1).unwrap();
    let alone = |kind| {
        let one = Query {
            kind: Some(kind),
            limit: 8,
            collapse: 2,
            ..asked()
        };
        index.search(&one).unwrap()
    };
    let few = Query {
        few: vec![(Kind::Shop, 3), (Kind::Product, 8), (Kind::Story, 10)],
        collapse: 2,
        ..asked()
    };
    let few = index.search(&few).unwrap();
    let expected: Vec<Hit> = [Kind::Shop, Kind::Product, Kind::Story]
        .into_iter()
        .flat_map(|kind| alone(kind).hits)
        .collect();
    assert_eq!(few.hits, expected);
    assert_eq!((few.hits.len(), few.next), (10, None));
    let products = alone(Kind::Product);
    assert_eq!((few.counts, few.facets), (products.counts, products.facets));
}

//! Facets, filters, sorting, paging, and hits collapsed by shop.

use std::collections::BTreeSet;

use storyplus::text::encode_component;

use super::{Seen, facets, look, next, order, plain, product, read, shop_with};
use crate::support::{Client, Site};

#[actix_web::test]
async fn filters_orders_and_pages() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "귤집").await;
    let (other, elsewhere) = shop_with(&site, "다른귤집").await;
    let mut ids = Vec::new();
    for n in 1..=25 {
        let price = (n * 1000).to_string();
        let sale = (n * 500).to_string();
        let mut fields = vec![("title", "제주 귤 상자"), ("price", price.as_str()), ("category", "farm")];
        if n % 5 == 0 {
            fields.push(("sale_price", sale.as_str()));
        }
        if n > 20 {
            fields.push(("availability", "out_of_stock"));
        }
        ids.push(owner.product(&shop, &fields).await);
    }
    let foreign = product(&other, &elsewhere, "제주 귤 쿠키", "3800").await;
    let visitor = site.client();
    site.indexed();

    // Pages follow one another without a gap or a repetition, in every order.
    for sort in ["relevance", "newest", "price_asc", "price_desc"] {
        let first = format!("/search?q={}&tab=products&shop=귤집&sort={sort}", encode_component("제주 귤"));
        let page = visitor.get(&first).await.expect(200).body;
        let second = read(&visitor.get(&next(&page).unwrap()).await.expect(200).body);
        let first = read(&page);
        assert_eq!((first.hits.len(), second.hits.len()), (20, 5), "{sort}");
        assert!(first.hits.is_disjoint(&second.hits));
        assert_eq!(second.counts(), [25, 0, 25, 0], "counts are of the whole");
    }
    let cheapest = visitor.get("/search?q=귤&tab=products&sort=price_asc").await.expect(200).body;
    // Sale prices count: 5,000 won is 2,500 now.
    assert_eq!(order(&cheapest)[..4], [ids[0], ids[1], ids[4], ids[2]]);

    let narrowed = |more: &'static str| {
        let visitor = &visitor;
        async move { look(visitor, "귤", more).await.counts()[2] }
    };
    assert_eq!(narrowed("&min=2,000&max=4000원").await, 5, "2000, 3000, 4000, 2500, 3800");
    assert_eq!(narrowed("&min=4000&max=2000").await, 5);
    assert_eq!(narrowed("&stock=1").await, 21);
    assert_eq!(narrowed("&sale=1").await, 5);
    assert_eq!(narrowed("&category=farm").await, 25);
    assert_eq!(narrowed("&shop=다른귤집").await, 1);
    assert_eq!(narrowed("&category=farm&stock=1&sale=1&max=2500").await, 1);
    let page = visitor
        .get("/search?q=귤&tab=products&stock=1&max=3000")
        .await
        .expect(200)
        .body;
    assert!(page.contains("3,000원까지") && page.contains("chip-remove") && page.contains("살 수 있는 것만"));
    assert!(look(&visitor, "귤", "&shop=다른귤집").await.has("products", foreign));

    // Values that no link of ours has.
    visitor.get("/search?q=귤&shop=없는가게").await.expect(404);
    visitor.get("/search?q=귤&tab=products&after=1.2.3").await.expect(404);
    for odd in [
        "&tab=everything",
        "&sort=luck",
        "&category=spaceships",
        "&stock=maybe",
        "&tab=&sort=&min=",
    ] {
        assert_eq!(narrowed(odd).await, 26, "{odd}");
    }
    let wrong = visitor.get("/search?q=귤&min=많이").await.expect(422).body;
    assert!(wrong.contains("value=\"귤\"") && wrong.contains("숫자"));
    assert!(
        wrong.contains("id=\"min\" name=\"min\"") && wrong.contains("value=\"많이\""),
        "to be mended"
    );
    for cursor in [
        "ffffffffffffffff.ffffffffffffffff.ffffffffffffffff.1",
        "0.0.0.0",
        "8000000000000000.1.1.2",
    ] {
        for sort in ["relevance", "price_asc"] {
            let path = format!("/search?q=귤&tab=products&sort={sort}&after={cursor}");
            visitor.get(&path).await.expect(200);
        }
    }
    for long in ["가".repeat(257), "가나 ".repeat(17)] {
        let page = visitor
            .get(&format!("/search?q={}", encode_component(&long)))
            .await
            .expect(422)
            .body;
        assert!(page.contains(long.trim()), "all that was typed is in the box");
    }
    look(&visitor, &"가".repeat(256), "").await;
    look(&visitor, &"가나 ".repeat(16), "").await;
    site.stop().await;
}

/// Follows every link of the filters, which must find exactly as many as it promised. Returns how many there
/// were.
async fn keeps_its_promises(client: &Client, path: &str) -> usize {
    let body = client.get(path).await.expect(200).body;
    let all = facets(&body);
    for facet in all.iter().filter(|facet| !facet.on || facet.words.contains('원')) {
        let seen = read(&client.get(&facet.url).await.expect(200).body);
        assert_eq!(seen.counts()[2], i64::try_from(facet.count).unwrap(), "{facet:?} of {path}");
    }
    all.len()
}

#[actix_web::test]
async fn a_facet_counts_as_if_its_own_filter_were_not_set() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "밭머리").await;
    let (other, elsewhere) = shop_with(&site, "바닷가").await;
    for n in 1..=12_i64 {
        let price = (n * 2_500).to_string();
        let mut fields = vec![
            ("title", "제주 감귤"),
            ("price", price.as_str()),
            ("category", ["bakery", "farm/citrus", "farm"][usize::try_from(n % 3).unwrap()]),
        ];
        if n % 4 == 0 {
            fields.push(("availability", "out_of_stock"));
        }
        if n % 5 == 0 {
            fields.push(("sale_price", "900"));
        }
        if n % 2 == 0 {
            owner.product(&shop, &fields).await;
        } else {
            other.product(&elsewhere, &fields).await;
        }
    }
    owner.story("감귤 따는 날", "public").await;
    site.indexed();
    let visitor = site.client();
    let count = |body: &str, words: &str| {
        let found = facets(body).into_iter().find(|facet| facet.words == words);
        found.map(|facet| (facet.count, facet.on))
    };

    let body = visitor
        .get("/search?q=감귤&tab=products&category=farm")
        .await
        .expect(200)
        .body;
    assert_eq!(read(&body).counts()[2], 8);
    assert_eq!(
        count(&body, "농산물"),
        Some((8, true)),
        "the one chosen, with what is below it"
    );
    assert_eq!(count(&body, "귤·만감류"), Some((4, false)), "which can be chosen next");
    assert_eq!(count(&body, "빵·과자"), Some((4, false)), "and what the other would give");
    assert_eq!(
        (count(&body, "밭머리"), count(&body, "바닷가")),
        (Some((4, false)), Some((4, false)))
    );
    let body = visitor
        .get("/search?q=감귤&tab=products&category=farm&shop=밭머리&stock=1")
        .await
        .expect(200)
        .body;
    assert_eq!(read(&body).counts()[2], 2, "2 and 10 of 2, 4, 8, 10");
    assert_eq!(count(&body, "농산물"), Some((2, true)));
    assert_eq!(count(&body, "바닷가"), Some((4, false)), "1, 5, 7, 11 are in stock");
    assert_eq!(count(&body, "살 수 있는 것만"), Some((2, true)));
    assert_eq!(count(&body, "할인"), Some((1, false)), "10");

    let mut followed = 0;
    for path in [
        "/search?q=감귤",
        "/search?q=감귤&tab=products",
        "/search?q=감귤&tab=products&stock=1",
        "/search?q=감귤&tab=products&min=5000&max=19999&sale=1",
        "/search?q=감귤&tab=products&category=farm&shop=바닷가",
        "/search?category=farm&tab=products",
        "/search?q=감귤&tab=products&category=farm/citrus&sale=1",
    ] {
        followed += keeps_its_promises(&visitor, path).await;
    }
    assert!(followed > 50, "{followed}");
    site.stop().await;
}

#[actix_web::test]
async fn conditions_are_taken_back_one_by_one_and_work_without_words() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "밭머리").await;
    let cheap = product(&owner, &shop, "노지 감귤", "3000").await;
    let dear = owner
        .product(
            &shop,
            &[
                ("title", "노지 감귤 큰 상자"),
                ("price", "30000"),
                ("category", "farm"),
                ("availability", "out_of_stock"),
            ],
        )
        .await;
    site.indexed();
    let visitor = site.client();
    let chips = |body: &str| -> Vec<String> {
        let links = body.split("chip-remove\" href=\"").skip(1);
        links.map(|link| plain(link.split('"').next().unwrap())).collect()
    };
    let narrow = "/search?q=감귤&tab=products&category=farm&shop=밭머리&min=100&max=50000&stock=1";
    let body = visitor.get(narrow).await.expect(200).body;
    let links = chips(&body);
    assert_eq!(links.len(), 4, "{links:?}");
    for link in &links {
        let others = chips(&visitor.get(link).await.expect(200).body);
        assert_eq!(others.len(), 3, "{link}");
    }
    // Nothing is found: each condition says how many there would be without it.
    assert!(body.contains("찾지 못했어요"));
    let tries: Vec<&str> = body.split("빼고 찾기").collect();
    assert_eq!(tries.len(), 3, "without the category, and without the stock: {body}");
    assert!(tries[0].ends_with("‘농산물’ ") && tries[1].ends_with("‘살 수 있는 것만’ "));
    assert!(tries[1].trim_start().starts_with("<b>1</b>"));

    // A shop, a category and sales can be browsed without a query.
    let seen = look(&visitor, "", "&shop=밭머리&tab=products").await;
    assert!(seen.has("products", cheap) && seen.has("products", dear) && seen.counts()[2] == 2);
    assert_eq!(look(&visitor, "", "&category=farm&tab=products").await.counts()[2], 1);
    assert_eq!(look(&visitor, "", "&min=1000&max=5000&tab=products").await.counts()[2], 1);
    let blank = visitor.get("/search?tab=products").await.expect(200).body;
    assert_eq!(read(&blank), Seen::default());
    assert!(blank.contains("category=farm"), "ways into the goods");
    // The box of a search within a shop stays within that shop.
    let scoped = visitor.get("/search?q=감귤&shop=밭머리").await.expect(200).body;
    assert!(scoped.contains("name=\"shop\" value=\"밭머리\"") && scoped.contains("‘밭머리’에서 찾기"));
    let home = visitor.get("/@밭머리").await.expect(200).body;
    assert!(home.contains("name=\"shop\" value=\"밭머리\"") && home.contains("이 가게에서 찾기"));
    site.stop().await;
}

#[actix_web::test]
async fn one_shop_does_not_fill_the_page() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "많은가게").await;
    for n in 1..=7 {
        product(&owner, &shop, "하얀 머그컵", &(n * 1000).to_string()).await;
    }
    let mut shops = Vec::new();
    for n in 1..=20 {
        let (owner, shop) = shop_with(&site, &format!("공방{n}")).await;
        shops.push(product(&owner, &shop, "하얀 머그컵", "5000").await);
    }
    site.indexed();
    let visitor = site.client();
    let path = "/search?q=하얀 머그컵&tab=products";
    let first = visitor.get(path).await.expect(200).body;
    let second = visitor.get(&next(&first).unwrap()).await.expect(200).body;
    let all: Vec<i64> = order(&first).into_iter().chain(order(&second)).collect();
    assert_eq!(order(&first).len(), 20);
    assert_eq!(all.len(), 3 + 20, "three of the one, one of each other");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert!(shops.iter().all(|id| all.contains(id)) && next(&second).is_none());
    assert_eq!(
        (read(&first).counts(), read(&second).counts()),
        ([27, 0, 27, 0], [27, 0, 27, 0])
    );
    let both = first + &second;
    assert_eq!(both.matches("이 가게 상품 더 보기").count(), 1);
    assert!(both.contains("이 가게 상품 더 보기 (4)"));
    let more = both
        .split("product-more\">")
        .nth(1)
        .unwrap()
        .split("<a href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let in_shop = visitor.get(&plain(more)).await.expect(200).body;
    assert_eq!(order(&in_shop).len(), 7);
    // Sorted by price, every hit is in its place.
    let by_price = visitor.get(&format!("{path}&sort=price_asc")).await.expect(200).body;
    assert_eq!(order(&by_price).len(), 20);
    assert!(!by_price.contains("이 가게 상품 더 보기"));
    // If there is only one shop, the page is its own.
    product(&owner, &shop, "까만 주전자", "9000").await;
    for n in 1..=5 {
        product(&owner, &shop, "까만 주전자", &(n * 1000).to_string()).await;
    }
    site.indexed();
    let alone = visitor.get("/search?q=까만 주전자&tab=products").await.expect(200).body;
    assert_eq!(order(&alone).len(), 6);
    assert!(!alone.contains("이 가게 상품 더 보기"));
    site.stop().await;
}

//! The catalog: what a product may be, who may write it, who sees it, wishes.

use std::collections::HashSet;

use diesel::prelude::*;
use storyplus::db::schema::{accounts, audit_log, product_photos, products, search_changes, wishes};

use crate::support::Site;
use crate::support::goods::products as products_of;
use crate::support::people::{Person, Shop};

async fn site_with_shop() -> (Site, Person, Shop) {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    (site, owner, shop)
}

/// The values of the JSON-LD block of a page.
fn json_ld(page: &str) -> serde_json::Value {
    let from = page.split_once("<script type=\"application/ld+json\">").unwrap().1;
    serde_json::from_str(from.split_once("</script>").unwrap().0).unwrap()
}

/// The ids of the products on a page, in their order.
fn ids_on(page: &str) -> Vec<i64> {
    page.split("<li class=\"product")
        .skip(1)
        .map(|card| {
            let link = card.split_once("href=\"/products/").unwrap().1;
            link.split_once('"').unwrap().0.parse().unwrap()
        })
        .collect()
}

fn next_page(page: &str) -> Option<String> {
    let at = page.split_once("data-more href=\"")?.1;
    Some(at.split_once('"').unwrap().0.replace("&amp;", "&").replace("&#38;", "&"))
}

async fn row(site: &Site, id: i64) -> (i32, i64, i64) {
    let found = site.app.db.read(move |db| {
        Ok(products::table
            .find(id)
            .select((products::state, products::version, products::wish_count))
            .first(db)?)
    });
    found.await.unwrap()
}

async fn shop_counts(site: &Site, id: i64) -> (i64, i64) {
    let found = site.app.db.read(move |db| {
        Ok(accounts::table
            .find(id)
            .select((accounts::product_count, accounts::version))
            .first(db)?)
    });
    found.await.unwrap()
}

async fn changes(site: &Site, id: i64) -> i64 {
    let found = site.app.db.read(move |db| {
        Ok(search_changes::table
            .filter(search_changes::kind.eq("product"))
            .filter(search_changes::target_id.eq(id))
            .count()
            .get_result(db)?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn a_product_is_posted_seen_changed_deleted_and_brought_back() {
    let (site, owner, shop) = site_with_shop().await;
    let before = shop_counts(&site, shop.id).await;
    assert!(
        owner
            .client
            .get("/shops/수제쿠키/products/new")
            .await
            .expect(200)
            .body
            .contains("data-limit=\"150\"")
    );
    let form = reqwest::multipart::Form::new()
        .text("sku", "CK-01")
        .text("title", "르뱅쿠키 <6개> & 상자")
        .text("description", "겉은 바삭\r\n속은 촉촉 https://cookie.example.kr/a")
        .text("price", "１２，０００원")
        .text("sale_price", "₩9,900")
        .text("availability", "in_stock")
        .text("condition", "new")
        .text("brand", "수제쿠키")
        .text("category", "bakery")
        .text("link", "https://cookie.example.kr/buy?a=1&b=2");
    let done = owner.client.post_multipart(&products_of(&shop), form).await.expect(303);
    let url = done.location().to_owned();
    let id: i64 = url.strip_prefix("/products/").unwrap().parse().unwrap();
    assert_eq!(shop_counts(&site, shop.id).await, (before.0 + 1, before.1 + 1));

    let visitor = site.client();
    let page = visitor.get(&url).await.expect(200).body;
    for part in [
        "9,900원",
        "12,000원",
        "17%",
        "르뱅쿠키 &#60;6개&#62; &#38; 상자",
        "CK-01",
        "rel=\"nofollow ugc noopener\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(page.contains("property=\"og:type\" content=\"product\""));
    let data = json_ld(&page);
    assert_eq!(data["name"], "르뱅쿠키 <6개> & 상자");
    assert_eq!(data["offers"]["price"], "9900");
    assert_eq!(data["offers"]["priceSpecification"]["price"], "12000");
    assert_eq!(data["offers"]["availability"], "https://schema.org/InStock");
    assert!(data["url"].as_str().unwrap().ends_with(&url));
    assert!(visitor.get("/@수제쿠키/products").await.expect(200).body.contains(&url));
    assert!(
        owner
            .client
            .get("/shops/수제쿠키/catalog")
            .await
            .expect(200)
            .body
            .contains("CK-01")
    );

    let edit = owner.client.get(&format!("{url}/edit")).await.expect(200).body;
    for part in [
        "value=\"12,000\"",
        "value=\"9,900\"",
        "value=\"CK-01\"",
        "value=\"bakery\" selected",
        "name=\"version\" value=\"1\"",
    ] {
        assert!(edit.contains(part), "{part}");
    }
    let fields = [
        ("title", "르뱅쿠키"),
        ("price", "13000"),
        ("availability", "out_of_stock"),
        ("version", "1"),
    ];
    owner.client.post(&format!("{url}/edit"), &fields).await.expect(303);
    let page = visitor.get(&url).await.expect(200).body;
    assert!(page.contains("13,000원") && page.contains("품절") && !page.contains("9,900원"));
    assert_eq!(row(&site, id).await, (0, 2, 0));

    assert!(
        owner
            .client
            .get(&format!("{url}/delete"))
            .await
            .expect(200)
            .body
            .contains("삭제할까요")
    );
    let gone = owner.client.post(&format!("{url}/delete"), &[]).await.expect(303);
    let list = owner.client.get(gone.location()).await.expect(200).body;
    assert!(list.contains(&format!("action=\"{url}/restore\"")) && list.contains("삭제했어요"));
    visitor.get(&url).await.expect(404);
    assert!(!visitor.get("/@수제쿠키/products").await.expect(200).body.contains(&url));
    assert_eq!(shop_counts(&site, shop.id).await.0, before.0);
    owner.client.post(&format!("{url}/delete"), &[]).await.expect(404);
    assert!(
        owner
            .client
            .get(&format!("{url}/edit"))
            .await
            .expect(200)
            .body
            .contains("삭제한 상품이에요")
    );
    assert!(
        owner
            .client
            .get("/shops/수제쿠키/catalog?state=deleted")
            .await
            .expect(200)
            .body
            .contains("르뱅쿠키")
    );
    let back = owner.client.post(&format!("{url}/restore"), &[]).await.expect(303);
    assert_eq!(back.location(), url);
    visitor.get(&url).await.expect(200);
    owner.client.post(&format!("{url}/restore"), &[]).await.expect(404);
    assert_eq!(shop_counts(&site, shop.id).await.0, before.0 + 1);
    assert_eq!(changes(&site, id).await, 4);
    let acts: Vec<String> = site
        .app
        .db
        .read(move |db| {
            let acts = audit_log::table.filter(audit_log::target_id.eq(id)).order(audit_log::id);
            Ok(acts.select(audit_log::act).load(db)?)
        })
        .await
        .unwrap();
    assert_eq!(acts, ["product_create", "product_edit", "product_delete", "product_restore"]);
    site.stop().await;
}

#[actix_web::test]
async fn every_limit_holds_from_both_sides() {
    let (site, owner, shop) = site_with_shop().await;
    let long = |n: usize| "가".repeat(n);
    let with = |field: &'static str, value: String| {
        let mut fields = vec![("title", "쿠키".to_owned()), ("price", "1000".to_owned())];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        fields
    };
    let link = |n: usize| format!("https://a.kr/{}", "b".repeat(n - 13));
    // NFD Hangul counts as the syllables people see.
    let decomposed = "\u{1100}\u{1161}".repeat(150);
    let fine = [
        with("title", long(150)),
        with("title", decomposed),
        with("description", long(5_000)),
        with("sku", long(50)),
        with("brand", long(70)),
        with("link", link(2_000)),
        with("price", "0".to_owned()),
        with("price", "1,000,000,000".to_owned()),
        with("sale_price", "999".to_owned()),
        with("sale_price", "0".to_owned()),
        with("availability", "backorder".to_owned()),
        with("availability", String::new()),
        with("condition", "used".to_owned()),
        with("category", "other".to_owned()),
        with("category", String::new()),
    ];
    for fields in &fine {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        owner.client.post(&products_of(&shop), &fields).await.expect(303);
    }
    let wrong = [
        with("title", long(151)),
        with("title", String::new()),
        with("title", " \u{200b}\u{3164} ".to_owned()),
        with("description", long(5_001)),
        with("sku", long(51)),
        with("brand", long(71)),
        with("link", link(2_001)),
        with("link", "javascript:alert(1)".to_owned()),
        with("link", "ftp://a.kr".to_owned()),
        with("link", "a.kr".to_owned()),
        with("price", String::new()),
        with("price", "-1".to_owned()),
        with("price", "12.5".to_owned()),
        with("price", "1,000,000,001".to_owned()),
        with("price", "9".repeat(400)),
        with("price", "만원".to_owned()),
        with("sale_price", "1000".to_owned()),
        with("sale_price", "-5".to_owned()),
        with("sale_price", "half".to_owned()),
        with("availability", "soon".to_owned()),
        with("condition", "mint".to_owned()),
        with("category", "spaceships".to_owned()),
    ];
    for fields in &wrong {
        let field = fields.last().unwrap().0;
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let answer = owner.client.post_json(&products_of(&shop), &fields).await.expect(422).json();
        assert!(answer["fields"][field].is_string(), "{fields:?} gave {answer}");
    }
    assert_eq!(shop_counts(&site, shop.id).await.0, i64::try_from(fine.len()).unwrap());
    site.stop().await;
}

#[actix_web::test]
async fn a_mistake_loses_nothing_that_was_typed() {
    let (site, owner, shop) = site_with_shop().await;
    let fields = [
        ("sku", "S<1>"),
        ("title", "긴 \"이름\""),
        ("description", "\n첫 줄은 비고\n</textarea><script>x</script>"),
        ("price", "만 이천원"),
        ("sale_price", "9,900"),
        ("availability", "preorder"),
        ("condition", "used"),
        ("brand", "브랜드'"),
        ("category", "books"),
        ("link", "cookie.example.kr"),
    ];
    let page = owner.client.post(&products_of(&shop), &fields).await.expect(422).body;
    for part in [
        "value=\"S&#60;1&#62;\"",
        "value=\"긴 &#34;이름&#34;\"",
        "\n\n첫 줄은 비고\n&#60;/textarea&#62;",
        "value=\"만 이천원\"",
        "value=\"9,900\"",
        "value=\"preorder\" selected",
        "value=\"used\" selected",
        "value=\"브랜드&#39;\"",
        "value=\"books\" selected",
        "value=\"cookie.example.kr\"",
        "id=\"price-error\"",
        "id=\"link-error\"",
        "href=\"#price\"",
        "<title>오류: ",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<script>x"));
    site.stop().await;
}

#[actix_web::test]
async fn only_staff_who_act_as_the_shop_write_its_catalog() {
    let (site, owner, shop) = site_with_shop().await;
    let id = owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
    let fields = [("title", "남의 것"), ("price", "1")];
    let stranger = site.person("지나가는이").await;
    let rival = site.person("이웃").await;
    site.shop(&rival, "옆가게").await;
    let visitor = site.client();
    for (who, client) in [
        ("visitor", &visitor),
        ("stranger", &stranger.client),
        ("rival", &rival.client),
    ] {
        let to_login = who == "visitor";
        for path in [
            "/shops/수제쿠키/catalog".to_owned(),
            "/shops/수제쿠키/products/new".to_owned(),
        ] {
            client.get(&path).await.expect(if to_login { 303 } else { 404 });
        }
        client
            .post(&products_of(&shop), &fields)
            .await
            .expect(if to_login { 303 } else { 404 });
        for act in ["edit", "delete"] {
            client
                .get(&format!("/products/{id}/{act}"))
                .await
                .expect(if to_login { 303 } else { 403 });
        }
        for act in ["edit", "delete", "restore"] {
            let answer = client.post(&format!("/products/{id}/{act}"), &fields).await;
            assert_eq!(answer.status, if to_login { 303 } else { 403 }, "{who} {act}");
            assert!(!to_login || answer.location().starts_with("/login"));
        }
    }
    // Staff who act as themselves are told to switch; what is there stays as it is.
    owner.act_as_self().await;
    for path in ["/shops/수제쿠키/catalog".to_owned(), format!("/products/{id}/edit")] {
        let page = owner.client.get(&path).await.expect(403).body;
        assert!(page.contains("href=\"/act-as\""));
    }
    owner.client.post(&products_of(&shop), &fields).await.expect(403);
    owner.act_as(&shop.handle).await;
    // What is deleted is not there for anyone else, in the same words.
    owner.client.post(&format!("/products/{id}/delete"), &[]).await.expect(303);
    let deleted = stranger.client.get(&format!("/products/{id}/edit")).await.expect(404).body;
    let never = stranger.client.get("/products/123456/edit").await.expect(404).body;
    let plain = |page: &str, path: &str| page.replace(path, "");
    let without_id = |page: String| page.lines().filter(|l| !l.contains("name=\"next\"")).collect::<String>();
    assert_eq!(
        without_id(plain(&deleted, &id.to_string())),
        without_id(plain(&never, "123456"))
    );
    site.stop().await;
}

#[actix_web::test]
async fn made_up_addresses_and_values_are_answered_quietly() {
    let (site, owner, shop) = site_with_shop().await;
    let id = owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
    let client = site.client();
    for path in [
        "/products/0",
        "/products/-1",
        "/products/1",
        "/products/abc",
        "/products/99999999999999999999999",
        "/products/1e3",
        "/@없는가게/products",
        "/@민지/products",
        "/@a%00b/products",
        "/@수제쿠키/products?after=abc",
        "/@수제쿠키/products?after=1p",
        "/@수제쿠키/products?after=p1",
        "/@수제쿠키/products?after=-1p1",
        "/@수제쿠키/products?after=99999999999999999999p1",
        "/shops/없는가게/catalog",
    ] {
        let status = client.get(path).await.status;
        assert!(
            status == 404 || (path.starts_with("/shops") && status == 303),
            "{path}: {status}"
        );
    }
    for query in [
        "in_stock=perhaps",
        "sort=best",
        "category=%00",
        "category=spaceships",
        "on_sale=true&on_sale=true",
        "x=%ff",
        "=",
        "&&",
    ] {
        client.get(&format!("/@수제쿠키/products?{query}")).await.expect(200);
    }
    for query in ["state=lost", "q=%25%00_!", "deleted=abc", "deleted=1"] {
        owner
            .client
            .get(&format!("/shops/수제쿠키/catalog?{query}"))
            .await
            .expect(200);
    }
    owner.client.get("/shops/수제쿠키/catalog?after=x").await.expect(404);
    let wisher = site.person("하늘").await;
    for on in ["", "yes", "TRUE", "1"] {
        wisher
            .client
            .post(&format!("/products/{id}/wish"), &[("on", on)])
            .await
            .expect(422);
    }
    wisher.client.post("/products/77/wish", &[("on", "true")]).await.expect(404);
    assert_eq!(row(&site, id).await.2, 0);
    site.stop().await;
}

#[actix_web::test]
async fn hostile_text_comes_out_harmless_and_readable() {
    let (site, owner, shop) = site_with_shop().await;
    let id = owner
        .product(
            &shop,
            &[
                (
                    "title",
                    "</script><img src=x onerror=alert(1)> \u{202e}뒤집기\u{200b} \u{1100}\u{1161}",
                ),
                (
                    "description",
                    "<b>굵게</b> javascript:alert(1)\u{0} {{ 7*7 }} @수제쿠키 https://a.kr/\"><script>",
                ),
                ("brand", "\"><svg onload=alert(1)>"),
                ("sku", "' OR 1=1 --"),
                ("price", "1000"),
                ("link", "https://a.kr/\"onmouseover=alert(1)"),
            ],
        )
        .await;
    let client = site.client();
    for path in [format!("/products/{id}"), "/@수제쿠키/products".to_owned()] {
        let page = client.get(&path).await.expect(200).body;
        for bad in [
            "<img src=x",
            "<b>굵게",
            "<svg onload",
            "\"onmouseover",
            "\u{202e}",
            "\u{200b}",
            "\u{1100}",
        ] {
            assert!(!page.contains(bad), "{bad} in {path}");
        }
        assert_eq!(page.matches("<script").count(), page.matches("</script>").count());
    }
    let page = client.get(&format!("/products/{id}")).await.body;
    assert!(page.contains("뒤집기 가") && page.contains("{{ 7*7 }}"));
    assert_eq!(json_ld(&page)["sku"], "' OR 1=1 --");
    for path in [
        format!("/products/{id}/edit"),
        "/shops/수제쿠키/catalog?q=%27%20OR%201".to_owned(),
    ] {
        let page = owner.client.get(&path).await.expect(200).body;
        assert!(!page.contains("<img src=x") && page.contains("&#39; OR 1=1 --"), "{path}");
    }
    site.stop().await;
}

#[actix_web::test]
async fn a_sku_is_one_products_in_its_shop_however_many_ask_at_once() {
    let (site, owner, shop) = site_with_shop().await;
    let path = products_of(&shop);
    let asks = (0..16).map(|n| {
        let (client, path) = (&owner.client, &path);
        async move {
            let title = format!("쿠키 {n}");
            client
                .post_json(path, &[("title", &title), ("price", "1000"), ("sku", "CK-01")])
                .await
        }
    });
    let answers = futures_util::future::join_all(asks).await;
    assert_eq!(answers.iter().filter(|a| a.status == 200).count(), 1);
    let winner = answers.iter().find(|a| a.status == 200).unwrap().json();
    let id: i64 = winner["id"].as_str().unwrap().parse().unwrap();
    for answer in answers.iter().filter(|a| a.status != 200) {
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.json()["fields"]["sku"].as_str().unwrap().contains("쿠키 "));
    }
    assert_eq!(shop_counts(&site, shop.id).await.0, 1);
    // The same number in another shop is another number; one's own stays one's own.
    let rival = site.person("이웃").await;
    let other = site.shop(&rival, "옆가게").await;
    rival
        .product(&other, &[("title", "빵"), ("price", "1000"), ("sku", "CK-01")])
        .await;
    let edit = [("title", "쿠키"), ("price", "1000"), ("sku", "CK-01")];
    owner.client.post(&format!("/products/{id}/edit"), &edit).await.expect(303);
    let second = owner.product(&shop, &[("title", "둘째"), ("price", "1000")]).await;
    let taken = owner
        .client
        .post(&format!("/products/{second}/edit"), &edit)
        .await
        .expect(422);
    assert!(taken.body.contains("‘쿠키’ 상품이 이미"));
    // A deleted product gives its number up, and comes back without it.
    owner.client.post(&format!("/products/{id}/delete"), &[]).await.expect(303);
    owner
        .client
        .post(&format!("/products/{second}/edit"), &edit)
        .await
        .expect(303);
    owner.client.post(&format!("/products/{id}/restore"), &[]).await.expect(303);
    assert!(
        !site
            .client()
            .get(&format!("/products/{id}"))
            .await
            .expect(200)
            .body
            .contains("CK-01")
    );
    site.stop().await;
}

#[actix_web::test]
async fn a_form_that_was_overtaken_does_not_overwrite() {
    let (site, owner, shop) = site_with_shop().await;
    let id = owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
    let path = format!("/products/{id}/edit");
    owner
        .client
        .post(&path, &[("title", "먼저"), ("price", "1000"), ("version", "1")])
        .await
        .expect(303);
    let late = [("title", "나중"), ("price", "1000"), ("version", "1")];
    let page = owner.client.post(&path, &late).await.expect(422).body;
    assert!(page.contains("value=\"나중\"") && page.contains("name=\"version\" value=\"2\""));
    owner
        .client
        .post(&path, &[("title", "나중"), ("price", "1000"), ("version", "x")])
        .await
        .expect(422);
    assert!(site.client().get(&format!("/products/{id}")).await.body.contains("먼저"));
    owner
        .client
        .post(&path, &[("title", "나중"), ("price", "1000"), ("version", "2")])
        .await
        .expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn wishes_are_counted_exactly_and_listed() {
    let (site, owner, shop) = site_with_shop().await;
    let id = owner
        .product(&shop, &[("title", "쿠키"), ("price", "1000"), ("sale_price", "900")])
        .await;
    let path = format!("/products/{id}/wish");
    let mut people = Vec::new();
    for n in 0..16 {
        people.push(site.person(&format!("손님{n}")).await);
    }
    // Everyone three times at once; then the even ones take it back, three times at once.
    for (step, on) in [(1, "true"), (2, "false")] {
        let acts = people.iter().step_by(step).flat_map(|p| (0..3).map(move |_| p)).map(|p| {
            let path = &path;
            async move { p.client.post_json(path, &[("on", on)]).await.expect(200).json() }
        });
        let answers = futures_util::future::join_all(acts).await;
        assert!(answers.iter().all(|a| a["on"] == (on == "true") && a["count"].is_i64()));
    }
    assert_eq!(row(&site, id).await.2, 8);
    let rows: i64 = site
        .app
        .db
        .read(move |db| Ok(wishes::table.filter(wishes::product_id.eq(id)).count().get_result(db)?))
        .await
        .unwrap();
    assert_eq!(rows, 8);
    let fan = &people[1].client;
    let list = fan.get("/wishes").await.expect(200).body;
    assert!(ids_on(&list) == [id] && list.contains("aria-pressed=\"true\""));
    assert!(
        fan.get(&format!("/products/{id}"))
            .await
            .body
            .contains("<input type=\"hidden\" name=\"on\" value=\"false\">")
    );
    assert!(
        people[0]
            .client
            .get("/wishes")
            .await
            .expect(200)
            .body
            .contains("아직 찜한 상품이 없어요")
    );
    // A deleted product leaves the lists and comes back to them.
    owner.client.post(&format!("/products/{id}/delete"), &[]).await.expect(303);
    assert!(ids_on(&fan.get("/wishes").await.body).is_empty());
    fan.post(&path, &[("on", "true")]).await.expect(404);
    owner.client.post(&format!("/products/{id}/restore"), &[]).await.expect(303);
    assert_eq!(ids_on(&fan.get("/wishes?on_sale=true&in_stock=true").await.body), [id]);
    // Wishes are a person's; a visitor logs in first; a block hides both from each other.
    owner.client.post(&path, &[("on", "true")]).await.expect(403);
    let away = site.client().post(&path, &[("on", "true")]).await.expect(303);
    assert!(away.location().starts_with("/login"));
    fan.post("/@수제쿠키/block", &[]).await.expect(303);
    assert!(ids_on(&fan.get("/wishes").await.body).is_empty());
    fan.get(&format!("/products/{id}")).await.expect(404);
    fan.get("/@수제쿠키/products").await.expect(404);
    fan.post(&path, &[("on", "true")]).await.expect(404);
    assert_eq!(row(&site, id).await.2, 8);
    site.stop().await;
}

#[actix_web::test]
async fn lists_page_through_everything_once_in_every_order() {
    let (site, owner, shop) = site_with_shop().await;
    // Many share a price, so that the second part of the cursor is needed.
    let mut all = Vec::new();
    for n in 0..47_i64 {
        let price = (1000 + n % 5 * 100).to_string();
        let (title, sale) = (format!("상품 {n:02}"), (900 + n % 2 * 50).to_string());
        let mut fields = vec![("title", title.as_str()), ("price", &price)];
        if n % 3 == 0 {
            fields.push(("sale_price", &sale));
        }
        if n % 4 == 0 {
            fields.push(("availability", "out_of_stock"));
        }
        if n % 2 == 0 {
            fields.push(("category", if n % 8 == 0 { "books" } else { "bakery" }));
        }
        let id = owner.product(&shop, &fields).await;
        let pays = if n % 3 == 0 { 900 + n % 2 * 50 } else { 1000 + n % 5 * 100 };
        all.push((id, pays, n));
    }
    let client = site.client();
    for (query, keep, sort) in [
        ("", (|_: i64| true) as fn(i64) -> bool, "newest"),
        ("sort=price_asc", |_| true, "up"),
        ("sort=price_desc", |_| true, "down"),
        ("in_stock=true&sort=price_asc", |n| n % 4 != 0, "up"),
        ("on_sale=true", |n| n % 3 == 0, "newest"),
        ("category=bakery&sort=price_desc", |n| n % 2 == 0 && n % 8 != 0, "down"),
    ] {
        let mut expected: Vec<(i64, i64)> = all
            .iter()
            .filter(|(.., n)| keep(*n))
            .map(|(id, pays, _)| (*id, *pays))
            .collect();
        match sort {
            "up" => expected.sort_by_key(|(id, pays)| (*pays, -*id)),
            "down" => expected.sort_by_key(|(id, pays)| (-*pays, -*id)),
            _ => expected.sort_by_key(|(id, _)| -*id),
        }
        let mut seen = Vec::new();
        let mut at = Some(format!("/@수제쿠키/products?{query}"));
        while let Some(path) = at {
            let page = client.get(&path).await.expect(200).body;
            let ids = ids_on(&page);
            assert!(ids.len() <= 20 && !ids.is_empty());
            seen.extend(ids);
            at = next_page(&page);
        }
        assert_eq!(seen, expected.iter().map(|(id, _)| *id).collect::<Vec<_>>(), "{query}");
    }
    let mut seen = HashSet::new();
    let mut at = Some("/shops/수제쿠키/catalog?q=상품".to_owned());
    while let Some(path) = at {
        let page = owner.client.get(&path).await.expect(200).body;
        for row in page.split("<a class=\"what\" href=\"/products/").skip(1) {
            assert!(seen.insert(row.split_once('"').unwrap().0.to_owned()));
        }
        at = next_page(&page);
    }
    assert_eq!(seen.len(), 47);
    // Wishes, latest first, over pages.
    let fan = site.person("하늘").await;
    for (id, ..) in &all {
        fan.client
            .post(&format!("/products/{id}/wish"), &[("on", "true")])
            .await
            .expect(303);
    }
    let mut seen = Vec::new();
    let mut at = Some("/wishes".to_owned());
    while let Some(path) = at {
        let page = fan.client.get(&path).await.expect(200).body;
        seen.extend(ids_on(&page));
        at = next_page(&page);
    }
    assert_eq!(seen.len(), 47);
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 47);
    site.stop().await;
}

#[actix_web::test]
async fn what_is_removed_or_closed_is_gone_for_everyone_and_explained_to_its_shop() {
    let (site, owner, shop) = site_with_shop().await;
    let id = owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
    let shop_id = shop.id;
    let removed = site
        .app
        .db
        .write(move |tx| storyplus::catalog::actions::remove(tx, id, shop_id))
        .await;
    assert!(removed.unwrap());
    let fan = site.person("하늘").await;
    for client in [&site.client(), &fan.client, &owner.client] {
        client.get(&format!("/products/{id}")).await.expect(404);
        assert!(ids_on(&client.get("/@수제쿠키/products").await.expect(200).body).is_empty());
    }
    assert!(
        owner
            .client
            .get(&format!("/products/{id}/edit"))
            .await
            .expect(200)
            .body
            .contains("조치로 내려간")
    );
    assert!(
        owner
            .client
            .get("/shops/수제쿠키/catalog")
            .await
            .body
            .contains("조치로 내려감")
    );
    let fields = [("title", "다시"), ("price", "1000")];
    owner.client.post(&format!("/products/{id}/edit"), &fields).await.expect(409);
    owner.client.post(&format!("/products/{id}/delete"), &[]).await.expect(409);
    owner.client.post(&format!("/products/{id}/restore"), &[]).await.expect(404);
    assert_eq!(shop_counts(&site, shop.id).await.0, 0);
    let back = site
        .app
        .db
        .write(move |tx| storyplus::catalog::actions::put_back(tx, id, shop_id))
        .await;
    assert!(back.unwrap());
    assert!(
        fan.client
            .get(&format!("/products/{id}"))
            .await
            .expect(200)
            .body
            .contains("1,000원")
    );
    fan.client
        .post(&format!("/products/{id}/wish"), &[("on", "true")])
        .await
        .expect(303);
    for state in ["removed", "closed"] {
        let set = site.app.db.write(move |tx| {
            let shop = diesel::update(accounts::table.find(shop_id));
            Ok(shop.set(accounts::state.eq(state)).execute(&mut **tx)?)
        });
        set.await.unwrap();
        for client in [&site.client(), &fan.client, &owner.client] {
            client.get(&format!("/products/{id}")).await.expect(404);
            client.get("/@수제쿠키/products").await.expect(404);
        }
        owner.client.get(&format!("/products/{id}/edit")).await.expect(404);
        owner.client.post(&products_of(&shop), &fields).await.expect(404);
        fan.client
            .post(&format!("/products/{id}/wish"), &[("on", "false")])
            .await
            .expect(404);
        assert!(ids_on(&fan.client.get("/wishes").await.expect(200).body).is_empty());
    }
    let photos: i64 = site
        .app
        .db
        .read(|db| Ok(product_photos::table.count().get_result(db)?))
        .await
        .unwrap();
    assert_eq!(photos, 0);
    site.stop().await;
}

fn photo(name: &str, file: &str) -> reqwest::multipart::Part {
    reqwest::multipart::Part::bytes(crate::photos::fixture(file)).file_name(name.to_owned())
}

fn with(fields: &[(&'static str, &str)]) -> reqwest::multipart::Form {
    fields.iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| {
        form.text(*name, (*value).to_owned())
    })
}

/// The values of the hidden fields of photos that are kept.
fn kept_on(page: &str) -> Vec<String> {
    let values = page.split("name=\"kept_photo\" value=\"").skip(1);
    values.map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect()
}

async fn photos_of(site: &Site, id: i64) -> Vec<(i64, String)> {
    let found = site.app.db.read(move |db| {
        let photos = product_photos::table.filter(product_photos::product_id.eq(id));
        let rows = photos.order(product_photos::position);
        Ok(rows.select((product_photos::photo_id, product_photos::alt)).load(db)?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn photos_come_along_stay_through_mistakes_and_change_places() {
    let (site, owner, shop) = site_with_shop().await;
    let words = [
        ("title", "쿠키"),
        ("price", "비싸요"),
        ("alt", "첫 사진"),
        ("alt", "둘째"),
        ("alt", "셋째"),
    ];
    let form = with(&words)
        .part("photos", photo("하나.jpg", "orientation-1.jpg"))
        .part("photos", photo("둘.heic", "fake.heic"))
        .part("photos", photo("셋.png", "alpha.png"));
    let page = owner.client.post_multipart(&products_of(&shop), form).await.expect(422).body;
    let kept = kept_on(&page);
    assert_eq!(kept.len(), 2);
    assert!(page.contains("둘.heic") && page.contains("value=\"첫 사진\"") && page.contains("value=\"비싸요\""));
    // The other way round, without choosing them again.
    let mut form = with(&[("title", "쿠키"), ("price", "1000")]);
    for (id, alt) in [(&kept[1], "셋째"), (&kept[0], "첫 <사진>")] {
        form = form.text("kept_photo", id.clone()).text("alt", alt);
    }
    let url = owner
        .client
        .post_multipart(&products_of(&shop), form)
        .await
        .expect(303)
        .location()
        .to_owned();
    let id: i64 = url.strip_prefix("/products/").unwrap().parse().unwrap();
    let ids = [kept[1].parse().unwrap(), kept[0].parse().unwrap()];
    assert_eq!(
        photos_of(&site, id).await,
        [(ids[0], "셋째".to_owned()), (ids[1], "첫 <사진>".to_owned())]
    );
    let page = site.client().get(&url).await.expect(200).body;
    assert!(page.contains("id=\"photo-2\"") && page.contains("alt=\"첫 &#60;사진&#62;\""));
    assert_eq!(json_ld(&page)["image"].as_array().unwrap().len(), 2);
    assert!(page.contains("property=\"og:image\" content=\"http"));
    assert!(
        site.client()
            .get("/@수제쿠키/products")
            .await
            .body
            .contains(&format!("/media/{}/", ids[0]))
    );

    // A tool that knows nothing of the photos leaves them; the form says what it shows.
    let edit = format!("{url}/edit");
    owner
        .client
        .post(&edit, &[("title", "쿠키"), ("price", "1100")])
        .await
        .expect(303);
    assert_eq!(photos_of(&site, id).await.len(), 2);
    assert_eq!(
        kept_on(&owner.client.get(&edit).await.expect(200).body),
        [kept[1].clone(), kept[0].clone()]
    );
    let shown = [
        ("title", "쿠키"),
        ("price", "1100"),
        ("with_photos", "true"),
        ("kept_photo", kept[0].as_str()),
        ("alt", "남은 것"),
    ];
    let moved = owner
        .client
        .post(&edit, &[&shown[..], &[("remove", kept[0].as_str())]].concat())
        .await
        .expect(422);
    assert!(kept_on(&moved.body).is_empty());
    assert_eq!(photos_of(&site, id).await.len(), 2);
    owner.client.post(&edit, &shown).await.expect(303);
    assert_eq!(photos_of(&site, id).await, [(ids[1], "남은 것".to_owned())]);
    // Somebody else's photo is not taken along by its number.
    let rival = site.person("이웃").await;
    let other = site.shop(&rival, "옆가게").await;
    let theirs = [("title", "도용"), ("price", "1"), ("kept_photo", kept[0].as_str())];
    rival.client.post(&products_of(&other), &theirs).await.expect(422);
    site.stop().await;
}

#[actix_web::test]
async fn ten_photos_and_not_one_more() {
    let (site, owner, shop) = site_with_shop().await;
    let many = |n: usize| {
        (0..n).fold(with(&[("title", "쿠키"), ("price", "1000")]), |form, n| {
            form.part("photos", photo(&format!("{n}.jpg"), "orientation-1.jpg"))
        })
    };
    let url = owner
        .client
        .post_multipart(&products_of(&shop), many(10))
        .await
        .expect(303)
        .location()
        .to_owned();
    let id: i64 = url.strip_prefix("/products/").unwrap().parse().unwrap();
    assert_eq!(photos_of(&site, id).await.len(), 10);
    let page = owner
        .client
        .post_multipart(&products_of(&shop), many(11))
        .await
        .expect(422)
        .body;
    assert_eq!(kept_on(&page).len(), 10);
    let long = [("title", "쿠키"), ("price", "1000"), ("alt", &"가".repeat(1_501))];
    let form = with(&long).part("photos", photo("a.jpg", "orientation-1.jpg"));
    owner.client.post_multipart(&products_of(&shop), form).await.expect(422);
    site.stop().await;
}

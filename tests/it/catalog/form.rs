//! The form of a product: accepted values, permissions, and the result.

use diesel::prelude::*;
use storyplus::db::schema::audit_log;

use super::{changes, json_ld, row, shop_counts, site_with_shop};
use crate::support::goods::products as products_of;

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
            .contains("data-counter-limit=\"150\"")
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
    // Decomposed Hangul (NFD) counts as the syllables that people see.
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
    // Staff who act as themselves are told to switch, and the product stays as it is.
    owner.act_as_self().await;
    for path in ["/shops/수제쿠키/catalog".to_owned(), format!("/products/{id}/edit")] {
        let page = owner.client.get(&path).await.expect(403).body;
        assert!(page.contains("href=\"/act-as\""));
    }
    owner.client.post(&products_of(&shop), &fields).await.expect(403);
    owner.act_as(&shop.handle).await;
    // A deleted product answers everyone else like one that never existed.
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

/// Holds SAFETY-I5.
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

/// Holds SAFETY-I2.
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

/// Holds SAFETY-D13.
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
    // Another shop may use the same SKU, and a product may keep its own.
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
    // A deleted product gives up its SKU, and is restored without it.
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

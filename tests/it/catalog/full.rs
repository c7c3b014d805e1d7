//! Variants, stock, sections, sale dates and drafts of products.

use diesel::prelude::*;
use storyplus::catalog::queries::{self, sections};
use storyplus::db::schema::{products, search_changes};

use super::{ids_on, json_ld, row, shop_counts, site_with_shop};
use crate::support::Site;
use crate::support::goods::products as products_of;
use crate::support::people::{Person, Shop};

const BASE: [(&str, &str); 2] = [("title", "쿠키"), ("price", "1000")];
const HOUR: i64 = 3_600_000;

async fn product(site: &Site, id: i64) -> queries::Product {
    let found = site.app.db.read(move |db| queries::in_any_shop(db, id)).await;
    found.unwrap().unwrap()
}

/// Returns the representatives of a variant group. A group with a published product has exactly one.
async fn fronts(site: &Site, shop: i64, group: &'static str) -> Vec<i64> {
    let found = site.app.db.read(move |db| {
        Ok(products::table
            .filter(products::account_id.eq(shop))
            .filter(products::item_group_id.eq(group))
            .filter(products::is_front.eq(true))
            .order(products::id)
            .select(products::id)
            .load(db)?)
    });
    found.await.unwrap()
}

async fn changes_since(site: &Site, seq: i64) -> Vec<i64> {
    let found = site.app.db.read(move |db| {
        let after = search_changes::table.filter(search_changes::seq.gt(seq));
        Ok(after.order(search_changes::seq).select(search_changes::target_id).load(db)?)
    });
    found.await.unwrap()
}

async fn last_change(site: &Site) -> i64 {
    let found = site.app.db.read(|db| {
        let last: Option<i64> = search_changes::table
            .select(diesel::dsl::max(search_changes::seq))
            .first(db)?;
        Ok(last.unwrap_or(0))
    });
    found.await.unwrap()
}

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    BASE.iter().chain(more).copied().collect()
}

#[actix_web::test]
async fn each_new_field_has_its_limit_from_both_sides() {
    let (site, owner, shop) = site_with_shop().await;
    let long = |n: usize| "가".repeat(n);
    let (g50, g51, c100, c101, s40, s41) = (long(50), long(51), long(100), long(101), long(40), long(41));
    let sale = [("sale_price", "900")];
    for more in [
        vec![("item_group_id", g50.as_str())],
        vec![("color", c100.as_str())],
        vec![("size", c100.as_str())],
        vec![("stock", "")],
        vec![("stock", "0")],
        vec![("stock", "9,999,999")],
        vec![("section", s40.as_str())],
        vec![("status", "draft")],
        vec![("status", "hidden")],
        vec![("status", "")],
        vec![("category", "food/cookies")],
        [&sale[..], &[("sale_from", "2026-11-30"), ("sale_until", "2026-11-30")]].concat(),
        [&sale[..], &[("sale_from", "2026-11-30T10:00/2026-11-30T10:01+09:00")]].concat(),
        [&sale[..], &[("sale_until", "2026-11-30T10:00Z")]].concat(),
    ] {
        let answer = owner.client.post_json(&products_of(&shop), &with(&more)).await;
        assert_eq!(answer.status, 200, "{more:?}: {}", answer.body);
    }
    for (field, more) in [
        ("item_group_id", vec![("item_group_id", g51.as_str())]),
        ("color", vec![("color", c101.as_str())]),
        ("size", vec![("size", c101.as_str())]),
        ("stock", vec![("stock", "-1")]),
        ("stock", vec![("stock", "1.5")]),
        ("stock", vec![("stock", "10000000")]),
        ("section", vec![("section", s41.as_str())]),
        ("status", vec![("status", "removed")]),
        ("category", vec![("category", "food/spaceships")]),
        ("sale_price", vec![("sale_from", "2026-11-30")]),
        ("sale_from", [&sale[..], &[("sale_from", "soon")]].concat()),
        (
            "sale_until",
            [
                &sale[..],
                &[("sale_from", "2026-11-30T10:00"), ("sale_until", "2026-11-30T10:00")],
            ]
            .concat(),
        ),
    ] {
        let answer = owner
            .client
            .post_json(&products_of(&shop), &with(&more))
            .await
            .expect(422)
            .json();
        assert!(answer["fields"][field].is_string(), "{more:?} gave {answer}");
    }
    // A stock of zero means sold out.
    let id = owner.product(&shop, &with(&[("stock", "0")])).await;
    let p = product(&site, id).await;
    assert_eq!((p.stock, p.availability.as_str()), (Some(0), "out_of_stock"));
    site.stop().await;
}

#[actix_web::test]
async fn what_a_tool_does_not_send_stays_as_it_is() {
    let (site, owner, shop) = site_with_shop().await;
    let full = [
        ("sale_price", "900"),
        ("sale_until", "2030-01-01T00:00"),
        ("color", "빨강"),
        ("stock", "7"),
        ("section", "오늘의 빵"),
        ("status", "hidden"),
    ];
    let id = owner.product(&shop, &with(&full)).await;
    let edit = format!("/products/{id}/edit");
    let old = [("title", "새 이름"), ("price", "1100"), ("sale_price", "950")];
    owner.client.post(&edit, &old).await.expect(303);
    let p = product(&site, id).await;
    assert_eq!((p.title.as_str(), p.price, p.color.as_str()), ("새 이름", 1100, "빨강"));
    assert!(p.stock == Some(7) && p.section_id.is_some() && p.state == 2 && p.sale_until.is_some());
    // A form that contains the fields can empty them. Without a sale price its dates are removed too.
    let form = [
        ("title", "새 이름"),
        ("price", "1100"),
        ("color", ""),
        ("stock", ""),
        ("section", ""),
    ];
    owner.client.post(&edit, &form).await.expect(303);
    let p = product(&site, id).await;
    assert_eq!(
        (p.color.as_str(), p.stock, p.section_id, p.sale_until),
        ("", None, None, None)
    );
    let page = owner.client.get(&edit).await.expect(200).body;
    assert!(page.contains("value=\"hidden\" selected") && page.contains("오늘의 빵"));
    site.stop().await;
}

#[actix_web::test]
async fn drafts_and_hidden_ones_are_there_for_their_shop_alone() {
    let (site, owner, shop) = site_with_shop().await;
    let before = shop_counts(&site, shop.id).await.0;
    let draft = owner.product(&shop, &with(&[("status", "draft")])).await;
    let hidden = owner.product(&shop, &with(&[("status", "hidden")])).await;
    let fan = site.person("하늘").await;
    for id in [draft, hidden] {
        for client in [&site.client(), &fan.client, &owner.client] {
            client.get(&format!("/products/{id}")).await.expect(404);
            assert!(ids_on(&client.get("/@수제쿠키/products").await.expect(200).body).is_empty());
        }
        fan.client
            .post(&format!("/products/{id}/wish"), &[("on", "true")])
            .await
            .expect(404);
        fan.client.get(&format!("/products/{id}/edit")).await.expect(404);
        owner.client.get(&format!("/products/{id}/edit")).await.expect(200);
    }
    assert_eq!(shop_counts(&site, shop.id).await.0, before);
    let list = owner.client.get("/shops/수제쿠키/catalog?state=draft").await.expect(200).body;
    assert!(list.contains(&draft.to_string()) && !list.contains(&hidden.to_string()));
    // A deleted draft is restored as a draft.
    owner.client.post(&format!("/products/{draft}/delete"), &[]).await.expect(303);
    let back = owner
        .client
        .post(&format!("/products/{draft}/restore"), &[])
        .await
        .expect(303);
    assert_eq!(back.location(), format!("/products/{draft}/edit"));
    assert_eq!(row(&site, draft).await.0, 1);
    // A hidden product that a moderator removes and restores is hidden again.
    let shop_id = shop.id;
    let moderate = site.app.db.write(move |tx| {
        let gone = storyplus::catalog::actions::remove(tx, hidden, shop_id)?;
        Ok(gone && storyplus::catalog::actions::put_back(tx, hidden, shop_id)?)
    });
    assert!(moderate.await.unwrap());
    assert_eq!(row(&site, hidden).await.0, 2);
    let publish = with(&[("status", "published")]);
    owner
        .client
        .post(&format!("/products/{draft}/edit"), &publish)
        .await
        .expect(303);
    site.client().get(&format!("/products/{draft}")).await.expect(200);
    assert_eq!(shop_counts(&site, shop.id).await.0, before + 1);
    site.stop().await;
}

async fn variant(owner: &Person, shop: &Shop, color: &str, more: &[(&str, &str)]) -> i64 {
    let group = [("item_group_id", "G-1"), ("color", color)];
    owner.product(shop, &with(&[&group[..], more].concat())).await
}

#[actix_web::test]
async fn one_variant_of_a_group_stands_in_front_after_every_kind_of_write() {
    let (site, owner, shop) = site_with_shop().await;
    let red = variant(&owner, &shop, "빨강", &[]).await;
    let blue = variant(&owner, &shop, "파랑", &[("status", "draft")]).await;
    let green = variant(&owner, &shop, "초록", &[]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, [red]);
    let edit = |id: i64, more: Vec<(&'static str, &'static str)>| {
        let client = &owner.client;
        async move {
            let path = format!("/products/{id}/edit");
            client.post(&path, &with(&more)).await.expect(303);
        }
    };
    // A variant that is sold out loses its place, and gets it back when it is in stock again.
    let seq = last_change(&site).await;
    edit(red, vec![("availability", "out_of_stock")]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, [green]);
    let told = changes_since(&site, seq).await;
    assert!(told.contains(&red) && told.contains(&green) && !told.contains(&blue));
    edit(red, vec![]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, [red]);
    // The same for deleting, restoring, removing, putting back and hiding.
    owner.client.post(&format!("/products/{red}/delete"), &[]).await.expect(303);
    assert_eq!(fronts(&site, shop.id, "G-1").await, [green]);
    owner.client.post(&format!("/products/{red}/restore"), &[]).await.expect(303);
    assert_eq!(fronts(&site, shop.id, "G-1").await, [red]);
    let shop_id = shop.id;
    let remove = site
        .app
        .db
        .write(move |tx| storyplus::catalog::actions::remove(tx, red, shop_id));
    assert!(remove.await.unwrap());
    assert_eq!(fronts(&site, shop.id, "G-1").await, [green]);
    edit(green, vec![("status", "hidden")]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, Vec::<i64>::new());
    edit(blue, vec![("status", "published")]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, [blue]);
    let back = site
        .app
        .db
        .write(move |tx| storyplus::catalog::actions::put_back(tx, red, shop_id));
    assert!(back.await.unwrap());
    assert_eq!(fronts(&site, shop.id, "G-1").await, [red]);
    // A product that leaves the group represents itself, and the group gets another representative.
    edit(red, vec![("item_group_id", "")]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, [blue]);
    assert!(product(&site, red).await.is_front);
    let list = ids_on(&site.client().get("/@수제쿠키/products").await.expect(200).body);
    assert_eq!(list, [blue, red]);
    // The same with an action on many products.
    let ids = [blue.to_string()];
    let act = [("act", "availability:out_of_stock"), ("ids", ids[0].as_str())];
    edit(green, vec![("status", "published")]).await;
    assert_eq!(fronts(&site, shop.id, "G-1").await, [blue]);
    let done = owner
        .client
        .post_json("/shops/수제쿠키/catalog/bulk", &act)
        .await
        .expect(200)
        .json();
    assert_eq!(fronts(&site, shop.id, "G-1").await, [green]);
    owner.client.post(done["undo"].as_str().unwrap(), &[]).await.expect(303);
    assert_eq!(fronts(&site, shop.id, "G-1").await, [blue]);
    site.stop().await;
}

#[actix_web::test]
async fn options_are_made_from_a_product_and_chosen_on_its_page() {
    let (site, owner, shop) = site_with_shop().await;
    let first = owner
        .product(
            &shop,
            &with(&[("sku", "SH-1"), ("color", "크림"), ("category", "clothes/shirts")]),
        )
        .await;
    let form = owner
        .client
        .get(&format!("/shops/수제쿠키/products/new?variant_of={first}"))
        .await
        .expect(200)
        .body;
    assert!(form.contains(&format!("name=\"variant_of\" value=\"{first}\"")) && form.contains("value=\"1,000\""));
    assert!(!form.contains("value=\"SH-1\"") && form.contains("value=\"clothes/shirts\" selected"));
    let of = first.to_string();
    let more = [
        ("variant_of", of.as_str()),
        ("color", "세이지"),
        ("size", "L"),
        ("price", "1500"),
    ];
    let fields: Vec<(&str, &str)> = [("title", "쿠키")].iter().chain(&more).copied().collect();
    let second = owner.product(&shop, &fields).await;
    let (a, b) = (product(&site, first).await, product(&site, second).await);
    assert!(a.item_group_id == b.item_group_id && a.is_front && !b.is_front && a.version == 2);
    let visitor = site.client();
    let list = visitor.get("/@수제쿠키/products").await.expect(200).body;
    assert_eq!(ids_on(&list), [first]);
    assert!(list.contains("1,000원부터") && list.contains("옵션 2개"));
    let page = visitor.get(&format!("/products/{second}")).await.expect(200).body;
    for part in ["세이지 · L", "크림", "1,500원"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains(&format!("href=\"/products/{second}\" aria-current=\"true\"")));
    let data = json_ld(&page);
    assert_eq!(data["isVariantOf"]["@type"], "ProductGroup");
    assert_eq!(data["isVariantOf"]["hasVariant"][0]["sku"], "SH-1");
    assert_eq!(data["isVariantOf"]["variesBy"][1], "https://schema.org/size");
    assert_eq!(data["color"], "세이지");
    for tag in [
        "property=\"product:price:amount\" content=\"1500\"",
        "property=\"product:price:currency\" content=\"KRW\"",
        "property=\"product:availability\" content=\"in stock\"",
        "property=\"product:item_group_id\"",
    ] {
        assert!(page.contains(tag), "{tag}");
    }
    let retailer = format!("property=\"product:retailer_item_id\" content=\"sp-{second}\"");
    assert!(page.contains(&retailer));
    // Two variants cannot share a SKU.
    let taken = [("variant_of", of.as_str()), ("sku", "SH-1")];
    let answer = owner.client.post(&products_of(&shop), &with(&taken)).await.expect(422);
    assert!(answer.body.contains("‘쿠키’ 상품이 이미"));
    // A variant cannot be made of another shop's product.
    let rival = site.person("이웃").await;
    let other = site.shop(&rival, "옆가게").await;
    let theirs = rival.client.post(&products_of(&other), &with(&[("variant_of", &of)])).await;
    assert_eq!(theirs.status, 404);
    site.stop().await;
}

#[actix_web::test]
async fn a_sale_begins_and_ends_by_the_clock() {
    let (site, owner, shop) = site_with_shop().await;
    let now = site.app.clock.now();
    let at = |ms: i64| storyplus::web::format::rfc3339(now + ms);
    let (from, until) = (at(HOUR), at(3 * HOUR));
    let sale = [
        ("sale_price", "900"),
        ("sale_from", from.as_str()),
        ("sale_until", until.as_str()),
    ];
    let id = owner.product(&shop, &with(&sale)).await;
    let other = owner.product(&shop, &[("title", "빵"), ("price", "950")]).await;
    let visitor = site.client();
    let shown = || async {
        let page = visitor.get(&format!("/products/{id}")).await.expect(200).body;
        let offer = json_ld(&page)["offers"].clone();
        let sales = visitor.get("/@수제쿠키/products?on_sale=true").await.expect(200).body;
        let cheapest = visitor.get("/@수제쿠키/products?sort=price_asc").await.expect(200).body;
        let below = visitor.get("/@수제쿠키/products?max=920").await.expect(200).body;
        (
            offer["price"].as_str().unwrap().to_owned(),
            offer["priceValidUntil"].is_string(),
            ids_on(&sales) == [id],
            ids_on(&cheapest),
            ids_on(&below).len(),
        )
    };
    // Before the sale begins, structured data give the full price until then.
    assert_eq!(shown().await, ("1000".into(), true, false, vec![other, id], 0));
    let seq = last_change(&site).await;
    site.drain();
    assert_eq!(changes_since(&site, seq).await, Vec::<i64>::new());
    site.app.clock.shift(HOUR + 1000);
    assert_eq!(shown().await, ("900".into(), true, true, vec![id, other], 1));
    site.drain();
    assert_eq!(changes_since(&site, seq).await, [id]);
    site.app.clock.shift(2 * HOUR);
    assert_eq!(shown().await, ("1000".into(), false, false, vec![other, id], 0));
    site.drain();
    assert_eq!(changes_since(&site, seq).await, [id, id]);
    // A sale alarm for a date that has changed since does nothing.
    let later = at(10 * HOUR);
    let edit = format!("/products/{id}/edit");
    let to = |until: &'static str| with(&[("sale_price", "900"), ("sale_from", ""), ("sale_until", until)]);
    let first = [("sale_price", "900"), ("sale_from", ""), ("sale_until", later.as_str())];
    owner.client.post(&edit, &with(&first)).await.expect(303);
    owner.client.post(&edit, &to("2040-01-01")).await.expect(303);
    let seq = last_change(&site).await;
    site.app.clock.shift(20 * HOUR);
    site.drain();
    assert_eq!(changes_since(&site, seq).await, Vec::<i64>::new());
    site.stop().await;
}

#[actix_web::test]
async fn sections_are_made_renamed_moved_and_deleted() {
    let (site, owner, shop) = site_with_shop().await;
    let path = "/shops/수제쿠키/catalog/sections";
    let bread = owner.product(&shop, &with(&[("section", "빵")])).await;
    owner.product(&shop, &with(&[("section", "쿠키")])).await;
    let shop_id = shop.id;
    let sections = || async {
        let all = site.app.db.read(move |db| sections::of_shop(db, shop_id)).await.unwrap();
        all.into_iter().map(|s| (s.id.to_string(), s.name)).collect::<Vec<_>>()
    };
    let names = |all: Vec<(String, String)>| all.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    let act = |fields: Vec<(&'static str, String)>| {
        let client = &owner.client;
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            client.post(path, &fields).await
        }
    };
    act(vec![("do", "make".into()), ("name", " 선물 ".into())]).await.expect(303);
    assert_eq!(names(sections().await), ["빵", "쿠키", "선물"]);
    let (id, _) = sections().await.remove(2);
    act(vec![("do", "up".into()), ("id", id.clone())]).await.expect(303);
    act(vec![("do", "up".into()), ("id", id.clone())]).await.expect(303);
    act(vec![("do", "up".into()), ("id", id.clone())]).await.expect(303);
    assert_eq!(names(sections().await), ["선물", "빵", "쿠키"]);
    act(vec![("do", "down".into()), ("id", id.clone())]).await.expect(303);
    act(vec![
        ("do", "rename".into()),
        ("id", id.clone()),
        ("name", "선물 상자".into()),
    ])
    .await
    .expect(303);
    assert_eq!(names(sections().await), ["빵", "선물 상자", "쿠키"]);
    for (name, part) in [("빵", "이미 있어요"), ("", "코너 이름"), (&*"가".repeat(41), "40")] {
        let page = act(vec![("do", "rename".into()), ("id", id.clone()), ("name", name.into())]).await;
        assert!(page.status == 422 && page.body.contains(part), "{name}");
        act(vec![("do", "make".into()), ("name", name.into())]).await.expect(422);
    }
    act(vec![("do", "make".into()), ("name", "가".repeat(40))]).await.expect(303);
    // Customers see the sections that are not empty, in this order.
    let page = site.client().get("/@수제쿠키/products").await.expect(200).body;
    assert!(page.find("빵 1").unwrap() < page.find("쿠키 1").unwrap() && !page.contains("선물 상자"));
    let (bread_section, _) = sections().await.remove(0);
    let only = format!("/@수제쿠키/products?section={bread_section}");
    assert_eq!(ids_on(&site.client().get(&only).await.expect(200).body), [bread]);
    let gone = act(vec![("do", "delete".into()), ("id", bread_section.clone())])
        .await
        .expect(303);
    assert_eq!(product(&site, bread).await.section_id, None);
    // The undo creates it again with its products.
    let list = owner.client.get(gone.location()).await.expect(200).body;
    assert!(list.contains("코너 옮기기: 상품 1개를 바꿨어요"), "{list}");
    let undo = list.split("action=\"").find(|part| part.contains("/undo\"")).unwrap();
    owner.client.post(undo.split_once('"').unwrap().0, &[]).await.expect(303);
    let back = product(&site, bread).await.section_id.unwrap().to_string();
    assert!(back != bread_section && sections().await.contains(&(back.clone(), "빵".into())));
    act(vec![("do", "delete".into()), ("id", back)]).await.expect(303);
    assert_eq!(ids_on(&site.client().get(&only).await.expect(200).body).len(), 2);
    // Sections of other shops and invented actions are refused.
    let rival = site.person("이웃").await;
    site.shop(&rival, "옆가게").await;
    let theirs = rival
        .client
        .post("/shops/옆가게/catalog/sections", &[("do", "delete"), ("id", &id)])
        .await;
    assert_eq!(theirs.status, 404);
    act(vec![("do", "explode".into())]).await.expect(422);
    // A shop has at most a hundred sections, also when one is created with a product.
    for n in sections().await.len()..100 {
        act(vec![("do", "make".into()), ("name", format!("코너 {n}"))])
            .await
            .expect(303);
    }
    act(vec![("do", "make".into()), ("name", "백한째".into())]).await.expect(422);
    let full = with(&[("section", "백한째")]);
    let answer = owner.client.post_json(&products_of(&shop), &full).await.expect(422).json();
    assert!(answer["fields"]["section"].as_str().unwrap().contains("100"));
    owner.product(&shop, &with(&[("section", "코너 99")])).await;
    site.stop().await;
}

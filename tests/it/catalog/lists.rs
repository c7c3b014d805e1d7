//! Product lists and wishes, and the products that leave them.

use std::collections::HashSet;

use diesel::prelude::*;
use storyplus::db::schema::{accounts, product_photos, wishes};

use super::{ids_on, next_page, row, shop_counts, site_with_shop};
use crate::support::goods::products as products_of;

/// Holds SAFETY-D13.
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
    // Everyone wishes three times at once; then those with an even number take it back three times at once.
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
    // A deleted product leaves the lists, and returns when it is restored.
    owner.client.post(&format!("/products/{id}/delete"), &[]).await.expect(303);
    assert!(ids_on(&fan.get("/wishes").await.body).is_empty());
    fan.post(&path, &[("on", "true")]).await.expect(404);
    owner.client.post(&format!("/products/{id}/restore"), &[]).await.expect(303);
    assert_eq!(ids_on(&fan.get("/wishes?on_sale=true&in_stock=true").await.body), [id]);
    // Only people have wishes, a visitor logs in first, and a block hides both from each other.
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
    // Many products share a price, so that the second part of the cursor matters.
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
    // Wishes are listed newest first, over several pages.
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

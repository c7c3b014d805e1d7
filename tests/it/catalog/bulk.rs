//! Acts on many products at once, their undo, and the studio's filters.

use diesel::prelude::*;
use storyplus::catalog::queries;
use storyplus::db::schema::{accounts, catalog_batch_rows, catalog_batches};

use super::{ids_on, shop_counts, site_with_shop};
use crate::support::Site;
use crate::support::people::{Person, Shop};

const BULK: &str = "/shops/수제쿠키/catalog/bulk";

async fn some(owner: &Person, shop: &Shop, n: usize) -> Vec<i64> {
    let mut ids = Vec::new();
    for n in 0..n {
        let (title, price) = (format!("쿠키 {n}"), (1000 + n * 100).to_string());
        ids.push(owner.product(shop, &[("title", &title), ("price", &price)]).await);
    }
    ids
}

async fn now(site: &Site, id: i64) -> queries::Product {
    let found = site.app.db.read(move |db| queries::in_any_shop(db, id)).await;
    found.unwrap().unwrap()
}

/// Does an act to these; the JSON answer.
async fn act(owner: &Person, ids: &[i64], fields: &[(&str, &str)]) -> serde_json::Value {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let ids = ids.iter().map(|id| ("ids", id.as_str()));
    let all: Vec<(&str, &str)> = ids.chain(fields.iter().copied()).collect();
    let answer = owner.client.post_json(BULK, &all).await;
    assert!(matches!(answer.status, 200 | 422), "{}", answer.body);
    answer.json()
}

#[actix_web::test]
async fn every_act_changes_many_at_once_and_is_undone_as_a_whole() {
    let (site, owner, shop) = site_with_shop().await;
    let ids = some(&owner, &shop, 3).await;
    for (fields, check) in [
        (
            vec![("act", "price"), ("value", "5,000원")],
            (|p| p.price == 5000) as fn(&queries::Product) -> bool,
        ),
        (vec![("act", "percent"), ("value", "-10%")], |p| {
            matches!(p.price, 900 | 990 | 1080)
        }),
        (
            vec![
                ("act", "sale"),
                ("value", "500"),
                ("sale_from", "2030-01-01"),
                ("sale_until", "2030-01-31"),
            ],
            |p| p.sale_price == Some(500) && p.sale_from.is_some() && p.sale_until.is_some(),
        ),
        (vec![("act", "sale_percent"), ("value", "50")], |p| {
            matches!(p.sale_price, Some(500 | 550 | 600))
        }),
        (vec![("act", "availability:out_of_stock")], |p| {
            p.availability == "out_of_stock"
        }),
        (vec![("act", "section"), ("value", "오늘의 빵")], |p| {
            p.section_id.is_some()
        }),
        (vec![("act", "status:hidden")], |p| p.state == 2),
        (vec![("act", "delete")], |p| p.state == 3),
    ] {
        let mut before = Vec::new();
        for id in &ids {
            before.push(now(&site, *id).await);
        }
        let count = shop_counts(&site, shop.id).await.0;
        let done = act(&owner, &ids, &fields).await;
        assert_eq!((&done["changed"], &done["skipped"]), (&3.into(), &0.into()), "{fields:?}");
        for id in &ids {
            assert!(check(&now(&site, *id).await), "{fields:?}");
        }
        let undo = done["undo"].as_str().unwrap();
        let undone = owner.client.post_json(undo, &[]).await.expect(200).json();
        assert_eq!((&undone["restored"], &undone["left"]), (&3.into(), &0.into()), "{fields:?}");
        for was in before {
            let is = now(&site, was.id).await;
            assert!(is.version > was.version);
            assert_eq!(
                (
                    is.price,
                    is.sale_price,
                    is.sale_from,
                    is.availability,
                    is.section_id,
                    is.state
                ),
                (
                    was.price,
                    was.sale_price,
                    was.sale_from,
                    was.availability,
                    was.section_id,
                    was.state
                ),
            );
        }
        assert_eq!(shop_counts(&site, shop.id).await.0, count);
        owner.client.post(undo, &[]).await.expect(409);
    }
    let kept: Vec<(String, String)> = site
        .app
        .db
        .read(|db| {
            let rows = catalog_batches::table.order(catalog_batches::id);
            Ok(rows.select((catalog_batches::kind, catalog_batches::state)).load(db)?)
        })
        .await
        .unwrap();
    assert_eq!(kept.len(), 8);
    assert!(kept.iter().all(|(kind, state)| kind == "bulk" && state == "undone"));
    let old: String = site
        .app
        .db
        .read(|db| Ok(catalog_batch_rows::table.select(catalog_batch_rows::old).first(db)?))
        .await
        .unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&old).unwrap()["price"], 1000);
    site.stop().await;
}

#[actix_web::test]
async fn an_undo_leaves_what_was_changed_since_and_says_how_many() {
    let (site, owner, shop) = site_with_shop().await;
    let ids = some(&owner, &shop, 3).await;
    let answer = {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("ids", id.as_str())).collect();
        fields.extend([("act", "price"), ("value", "7000")]);
        owner.client.post(BULK, &fields).await.expect(303)
    };
    let list = owner.client.get(answer.location()).await.expect(200).body;
    assert!(list.contains("상품 3개를 바꿨어요") && list.contains("/undo\""));
    let fields = [("title", "바뀐 쿠키"), ("price", "8000")];
    owner
        .client
        .post(&format!("/products/{}/edit", ids[1]), &fields)
        .await
        .expect(303);
    let undo = list.split("action=\"").find(|part| part.contains("/undo\"")).unwrap();
    let undo = undo.split_once('"').unwrap().0;
    let done = owner.client.post(undo, &[]).await.expect(303);
    let list = owner.client.get(done.location()).await.expect(200).body;
    assert!(
        list.contains("상품 2개를 되돌렸어요") && list.contains("1개는 그 뒤에 바뀌어서"),
        "{list}"
    );
    let prices = [now(&site, ids[0]).await.price, now(&site, ids[1]).await.price];
    assert_eq!(prices, [1000, 8000]);
    site.stop().await;
}

#[actix_web::test]
async fn what_would_break_a_rule_is_left_and_what_is_wrong_loses_nothing() {
    let (site, owner, shop) = site_with_shop().await;
    let ids = some(&owner, &shop, 2).await;
    let sale = [("title", "할인"), ("price", "1000"), ("sale_price", "900")];
    let on_sale = owner.product(&shop, &sale).await;
    let all = [ids[0], ids[1], on_sale];
    let done = act(&owner, &all, &[("act", "price"), ("value", "800")]).await;
    assert_eq!((&done["changed"], &done["skipped"]), (&2.into(), &1.into()));
    assert_eq!(now(&site, on_sale).await.price, 1000);
    // The same again changes nothing, and leaves no batch behind.
    let done = act(&owner, &ids, &[("act", "price"), ("value", "800")]).await;
    assert!(done["changed"] == 0 && done["batch"].is_null());
    for (fields, field) in [
        (vec![("act", "price"), ("value", "만원")], "value"),
        (vec![("act", "percent"), ("value", "0")], "value"),
        (vec![("act", "percent"), ("value", "501")], "value"),
        (vec![("act", "percent"), ("value", "-91")], "value"),
        (vec![("act", "sale_percent"), ("value", "91")], "value"),
        (
            vec![
                ("act", "sale"),
                ("value", "1"),
                ("sale_from", "2030-01-02"),
                ("sale_until", "2030-01-01"),
            ],
            "sale_until",
        ),
        (vec![("act", "availability:soon")], "value"),
        (vec![("act", "")], "bulk-act"),
        (vec![("act", "explode")], "bulk-act"),
    ] {
        let answer = act(&owner, &all, &fields).await;
        assert!(answer["fields"][field].is_string(), "{fields:?} gave {answer}");
    }
    let none = owner.client.post(BULK, &[("act", "delete")]).await.expect(422);
    assert!(none.body.contains("하나 이상"));
    let id = ids[0].to_string();
    let typed = [("ids", id.as_str()), ("act", "price"), ("value", "싸게"), ("q", "쿠키")];
    let page = owner.client.post(BULK, &typed).await.expect(422).body;
    assert!(page.contains("value=\"싸게\"") && page.contains("value=\"쿠키\""));
    assert!(page.contains(&format!("value=\"{id}\" aria-label=\"쿠키 0 고르기\" checked")));
    // Another shop's products are not reached by their numbers, nor its batches by theirs.
    let rival = site.person("이웃").await;
    let other = site.shop(&rival, "옆가게").await;
    let theirs = rival.product(&other, &[("title", "빵"), ("price", "1000")]).await;
    let done = act(&owner, &[theirs], &[("act", "delete")]).await;
    assert_eq!(done["changed"], 0);
    let done = act(&owner, &ids, &[("act", "delete")]).await;
    let batch = done["batch"].as_str().unwrap();
    let foreign = format!("/shops/옆가게/catalog/batches/{batch}/undo");
    rival.client.post(&foreign, &[]).await.expect(404);
    rival.client.post(BULK, &[("ids", &id), ("act", "delete")]).await.expect(404);
    // A removal is not undone by the shop.
    let shop_id = shop.id;
    let gone = site
        .app
        .db
        .write(move |tx| storyplus::catalog::actions::remove(tx, on_sale, shop_id))
        .await;
    assert!(gone.unwrap());
    let done = act(&owner, &[on_sale], &[("act", "delete")]).await;
    assert_eq!((&done["changed"], &done["skipped"]), (&0.into(), &1.into()));
    site.stop().await;
}

#[actix_web::test]
async fn the_studio_narrows_by_state_stock_kind_section_and_words() {
    let (site, owner, shop) = site_with_shop().await;
    let bread = [
        ("title", "소금빵"),
        ("price", "3000"),
        ("category", "bakery/bread"),
        ("section", "빵"),
        ("sku", "BR-1"),
    ];
    let bread = owner.product(&shop, &bread).await;
    let kimchi = [
        ("title", "김치"),
        ("price", "9000"),
        ("category", "food/kimchi"),
        ("status", "hidden"),
    ];
    let kimchi = owner.product(&shop, &kimchi).await;
    let gone = [("title", "쿠키"), ("price", "2000"), ("availability", "out_of_stock")];
    let gone = owner.product(&shop, &gone).await;
    let shop_id = shop.id;
    let sections = site
        .app
        .db
        .read(move |db| queries::sections::of_shop(db, shop_id))
        .await
        .unwrap();
    let section = format!("section={}", sections[0].id);
    let rows = |page: &str| -> Vec<i64> {
        let picks = page.split("form=\"bulk\" name=\"ids\" value=\"").skip(1);
        picks.map(|rest| rest.split_once('"').unwrap().0.parse().unwrap()).collect()
    };
    for (query, found) in [
        ("", vec![gone, kimchi, bread]),
        ("state=hidden", vec![kimchi]),
        ("state=published", vec![gone, bread]),
        ("availability=out_of_stock", vec![gone]),
        ("category=food", vec![kimchi]),
        ("category=bakery/bread", vec![bread]),
        (section.as_str(), vec![bread]),
        ("section=none", vec![gone, kimchi]),
        ("q=br-1", vec![bread]),
        ("q=김치&state=published", vec![]),
        ("category=spaceships&section=0&state=lost", vec![gone, kimchi, bread]),
    ] {
        let page = owner
            .client
            .get(&format!("/shops/수제쿠키/catalog?{query}"))
            .await
            .expect(200)
            .body;
        assert_eq!(rows(&page), found, "{query}");
    }
    // All on this page, without scripts; a story about one of them.
    let page = owner.client.get("/shops/수제쿠키/catalog?pick=all").await.expect(200).body;
    assert_eq!(page.matches(" checked>").count(), 3);
    assert!(page.contains(&format!("href=\"/compose?product={bread}\"")));
    assert!(!page.contains(&format!("href=\"/compose?product={kimchi}\"")));
    let own = owner.client.get(&format!("/products/{bread}")).await.expect(200).body;
    assert!(own.contains(&format!("href=\"/compose?product={bread}\"")));
    let seen = site.client().get(&format!("/products/{bread}")).await.expect(200).body;
    assert!(!seen.contains("/compose?product="));
    // The shop's page: kinds hold those below them, prices between bounds, most saved first.
    let visitor = site.client();
    let fan = site.person("하늘").await;
    fan.client
        .post(&format!("/products/{bread}/wish"), &[("on", "true")])
        .await
        .expect(303);
    for (query, found) in [
        ("category=bakery", vec![bread]),
        ("category=food", vec![]),
        ("min=2500", vec![bread]),
        ("max=2,500", vec![gone]),
        ("min=3000&max=2000", vec![gone, bread]),
        ("min=cheap", vec![gone, bread]),
        ("sort=popular", vec![bread, gone]),
        ("in_stock=true", vec![bread]),
    ] {
        let page = visitor.get(&format!("/@수제쿠키/products?{query}")).await.expect(200).body;
        assert_eq!(ids_on(&page), found, "{query}");
    }
    let page = visitor.get("/@수제쿠키/products").await.expect(200).body;
    assert!(page.contains("action=\"/search\"") && page.contains("name=\"shop\" value=\"수제쿠키\""));
    site.stop().await;
}

#[actix_web::test]
async fn thousands_are_written_in_one_transaction_and_undone() {
    use storyplus::catalog::actions::{Saved, Writer};
    use storyplus::catalog::batches::{self, Kind, Outcome, Row, State};
    use storyplus::catalog::rules::{Typed, check};

    const MANY: i32 = 2_000;
    let (site, owner, shop) = site_with_shop().await;
    let shop_id = shop.id;
    let (token, time) = (owner.client.cookie("session"), site.app.clock.now());
    let asked = site
        .app
        .db
        .read(move |db| storyplus::access::load::actor(db, token.as_deref(), time));
    let member = asked.await.unwrap().member().unwrap().clone();
    let login = member.login_id;
    let version = shop_counts(&site, shop.id).await.1;
    let batch = site
        .app
        .db
        .write(move |tx| {
            let (mut writer, active) = Writer::open_for_many(tx, shop_id)?;
            assert!(active);
            let batch = batches::open(tx, shop_id, login, (Kind::Import, State::Preview), "file.csv", "{}")?;
            for n in 0..MANY {
                let (sku, group) = (format!("S-{n}"), format!("G-{}", n / 4));
                let typed = Typed {
                    sku: &sku,
                    title: "많은 것",
                    price: "1000",
                    item_group_id: &group,
                    section: "파일",
                    ..Typed::default()
                };
                let Saved::Done(id) = writer.create(tx, login, &check(&typed).unwrap(), &[])? else {
                    panic!("{n}");
                };
                let row = Row {
                    line: n + 2,
                    outcome: Outcome::New,
                    product_id: Some(id),
                    old: "",
                    new: "",
                    problems: "",
                };
                batches::add(tx, batch, &row)?;
            }
            writer.finish(tx)?;
            batches::note_applied(tx, batch, "{}")?;
            Ok(batch)
        })
        .await
        .unwrap();
    assert_eq!(shop_counts(&site, shop.id).await, (i64::from(MANY), version + 1));
    let undone = site
        .app
        .db
        .write(move |tx| batches::undo(tx, &member, shop_id, batch))
        .await
        .unwrap();
    assert_eq!((undone.restored, undone.left), (i64::from(MANY), 0));
    let counts: i64 = site
        .app
        .db
        .read(move |db| Ok(accounts::table.find(shop_id).select(accounts::product_count).first(db)?))
        .await
        .unwrap();
    assert_eq!(counts, 0);
    site.stop().await;
}

//! Actions on many products at once, their undo, and the filters of the product list.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use storyplus::access::Member;
use storyplus::catalog::actions::bulk::{Act, Bulked, Chosen, begin};
use storyplus::catalog::actions::{Saved, Writer};
use storyplus::catalog::batches::UNDO_DAYS;
use storyplus::catalog::queries;
use storyplus::catalog::rules::{ProductInput, check};
use storyplus::db::schema::{catalog_batch_rows, catalog_batches, products};

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

/// Applies an action to these products and returns the JSON response.
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
    // Applying it again changes nothing and creates no batch.
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
    // Another shop's products and batches cannot be reached by their ids.
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
    // The shop cannot undo a removal by a moderator.
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
    // Select all on this page, without scripts, and write a story about one of them.
    let page = owner.client.get("/shops/수제쿠키/catalog?pick=all").await.expect(200).body;
    assert_eq!(page.matches(" checked>").count(), 3);
    assert!(page.contains(&format!("href=\"/compose?product={bread}\"")));
    assert!(!page.contains(&format!("href=\"/compose?product={kimchi}\"")));
    let own = owner.client.get(&format!("/products/{bread}")).await.expect(200).body;
    assert!(own.contains(&format!("href=\"/compose?product={bread}\"")));
    let seen = site.client().get(&format!("/products/{bread}")).await.expect(200).body;
    assert!(!seen.contains("/compose?product="));
    // The shop's page: categories include those below them, prices have bounds, the most saved come first.
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

/// Inserts `n` products of the shop in one statement.
async fn thousands(site: &Site, owner: &Person, shop: &Shop, n: i32) -> Member {
    let (token, time) = (owner.client.cookie("session"), site.app.clock.now());
    let asked = site
        .app
        .db
        .read(move |db| storyplus::access::load::actor(db, token.as_deref(), time));
    let member = asked.await.unwrap().member().unwrap().clone();
    let (login, shop_id) = (member.login_id, shop.id);
    let written = site.app.db.write(move |tx| {
        let (mut writer, active) = Writer::open_for_many(tx, shop_id)?;
        assert!(active);
        for n in 0..n {
            let (sku, group) = (format!("S-{n}"), format!("G-{}", n / 4));
            let typed = ProductInput {
                sku: &sku,
                title: if n % 10 == 0 { "소금빵" } else { "많은 것" },
                price: "1000",
                item_group_id: &group,
                section: "파일",
                ..ProductInput::default()
            };
            let Saved::Done(_) = writer.create(tx, login, &check(&typed).unwrap(), &[])? else {
                panic!("{n}");
            };
        }
        writer.finish(tx)
    });
    written.await.unwrap();
    member
}

/// Counts the shop's products with this price.
async fn at_price(site: &Site, shop: &Shop, price: i64) -> i64 {
    let (shop_id, of) = (shop.id, products::price.eq(price));
    let found = site.app.db.read(move |db| {
        let all = products::table.filter(products::account_id.eq(shop_id));
        Ok(all.filter(of).count().get_result(db)?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn all_that_a_filter_leaves_is_changed_in_one_act_and_undone() {
    const MANY: i64 = 2_000;
    let (site, owner, shop) = site_with_shop().await;
    thousands(&site, &owner, &shop, 2_000).await;
    let version = shop_counts(&site, shop.id).await.1;
    // The page shows beforehand how many products the filter leaves.
    let page = owner.client.get("/shops/수제쿠키/catalog").await.expect(200).body;
    assert!(page.contains("name=\"every\" value=\"2000\"") && page.contains("상품 2,000개 모두"));
    let bread = owner.client.get("/shops/수제쿠키/catalog?q=소금").await.expect(200).body;
    assert!(bread.contains("name=\"every\" value=\"200\"") && bread.contains("이 조건의 상품 200개 모두"));
    let few = owner.client.get("/shops/수제쿠키/catalog?q=S-77").await.expect(200).body;
    assert!(!few.contains("name=\"every\""), "what is all on the page is picked there");

    let fields = [("every", "200"), ("q", "소금"), ("act", "price"), ("value", "3000")];
    let done = act(&owner, &[], &fields).await;
    assert_eq!((&done["changed"], &done["skipped"]), (&200.into(), &0.into()));
    assert_eq!(at_price(&site, &shop, 3000).await, 200);
    let fields = [("every", "2000"), ("act", "percent"), ("value", "10")];
    let done = act(&owner, &[], &fields).await;
    assert_eq!(done["changed"], MANY);
    assert_eq!(
        (at_price(&site, &shop, 3300).await, at_price(&site, &shop, 1100).await),
        (200, 1_800)
    );
    let (count, newer) = shop_counts(&site, shop.id).await;
    assert_eq!(count, MANY);
    assert!(newer > version);

    // If the number has changed since, nothing happens and the new number is shown.
    let one = owner.product(&shop, &[("title", "소금빵 하나 더"), ("price", "1")]).await;
    let typed = [("every", "2000"), ("act", "price"), ("value", "9000")];
    let refused = owner.client.post(BULK, &typed).await.expect(422).body;
    assert!(refused.contains("상품이 2,001개가 되었어요") && refused.contains("name=\"every\" value=\"2001\" checked"));
    assert!(refused.contains("value=\"9000\""));
    assert_eq!(at_price(&site, &shop, 9000).await, 0);
    for told in ["-1", "", "many"] {
        let answer = act(&owner, &[], &[("every", told), ("act", "price"), ("value", "9000")]).await;
        assert!(answer["fields"].is_object(), "{told}: {answer}");
    }
    // Deleted and removed products are neither counted nor changed.
    owner.client.post(&format!("/products/{one}/delete"), &[]).await.expect(303);
    let gone = [("every", "1"), ("state", "deleted"), ("act", "price"), ("value", "9000")];
    assert!(act(&owner, &[], &gone).await["fields"]["every"].is_string());

    let undone = owner
        .client
        .post_json(done["undo"].as_str().unwrap(), &[])
        .await
        .expect(200)
        .json();
    assert_eq!((&undone["restored"], &undone["left"]), (&MANY.into(), &0.into()));
    assert_eq!(
        (at_price(&site, &shop, 3000).await, at_price(&site, &shop, 1000).await),
        (200, 1_800)
    );
    // All of them are deleted and restored.
    let done = act(&owner, &[], &[("every", "2000"), ("act", "delete")]).await;
    assert_eq!(shop_counts(&site, shop.id).await.0, 0);
    owner.client.post(done["undo"].as_str().unwrap(), &[]).await.expect(303);
    assert_eq!(shop_counts(&site, shop.id).await.0, MANY);
    site.stop().await;
}

/// Holds SAFETY-D10.
#[actix_web::test]
async fn an_act_on_all_is_done_whole_or_not_at_all() {
    let (site, owner, shop) = site_with_shop().await;
    thousands(&site, &owner, &shop, 700).await;
    // The 600th product cannot be written, so those before it stay as they were.
    let spoilt = site.app.db.write(|tx| {
        let sql = if tx.is_sqlite() {
            "CREATE TRIGGER boom BEFORE UPDATE ON products WHEN NEW.sku = 'S-599' BEGIN SELECT RAISE(ABORT, 'boom'); END"
        } else {
            "CREATE FUNCTION boom() RETURNS trigger AS $$ BEGIN IF NEW.sku = 'S-599' THEN RAISE EXCEPTION 'boom'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql; \
             CREATE TRIGGER boom BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION boom()"
        };
        Ok(tx.batch_execute(sql)?)
    });
    spoilt.await.unwrap();
    let fields = [("every", "700"), ("act", "price"), ("value", "7000")];
    let answer = owner.client.post(BULK, &fields).await;
    assert!(answer.status >= 500, "{}", answer.status);
    assert_eq!(
        (at_price(&site, &shop, 7000).await, at_price(&site, &shop, 1000).await),
        (0, 700)
    );
    let left = site
        .app
        .db
        .read(|db| Ok(catalog_batches::table.count().get_result::<i64>(db)?));
    assert_eq!(left.await.unwrap(), 0);
    site.stop().await;
}

#[actix_web::test]
async fn what_is_past_its_undo_gives_up_what_it_kept() {
    let (site, owner, shop) = site_with_shop().await;
    let ids = some(&owner, &shop, 3).await;
    let done = act(&owner, &ids, &[("act", "price"), ("value", "5000")]).await;
    let (batch, undo) = (done["batch"].as_str().unwrap(), done["undo"].as_str().unwrap());
    let kept = |site: &Site| {
        let count = site
            .app
            .db
            .read_now(|db| Ok(catalog_batch_rows::table.count().get_result::<i64>(db)?));
        count.unwrap()
    };
    let round = |site: &Site| storyplus::catalog::import::jobs::sweep(&site.app).unwrap();
    round(&site);
    assert_eq!(kept(&site), 3);
    site.app.clock.shift(UNDO_DAYS * 24 * 3600 * 1000);
    let list = owner
        .client
        .get(&format!("/shops/수제쿠키/catalog?done={batch}"))
        .await
        .expect(200)
        .body;
    assert!(list.contains("상품 3개를 바꿨어요") && !list.contains("/undo\""));
    let refused = owner.client.post(undo, &[]).await.expect(409).body;
    assert!(refused.contains("30일이 지난"), "{refused}");
    round(&site);
    assert_eq!(kept(&site), 0);
    site.stop().await;
}

/// A job finishes an action that was cut off between two steps. Until then the shop can begin no other action
/// and undo none; afterwards it can be undone as a whole. Holds SAFETY-D10.
#[actix_web::test]
async fn an_act_that_was_cut_off_is_ended_by_a_job() {
    let (site, owner, shop) = site_with_shop().await;
    let ids = some(&owner, &shop, 3).await;
    let (token, time) = (owner.client.cookie("session"), site.app.clock.now());
    let (shop_id, chosen) = (shop.id, Chosen::These(ids.clone()));
    let begun = site.app.db.write(move |tx| {
        let actor = storyplus::access::load::actor(tx, token.as_deref(), time)?;
        begin(tx, actor.member().unwrap(), shop_id, &chosen, &Act::Price(5000), 1)
    });
    let Bulked::Begun(batch) = begun.await.unwrap() else {
        panic!("it was done at once");
    };
    assert_eq!(at_price(&site, &shop, 5000).await, 1);
    // Meanwhile the shop can begin no other action and undo none.
    let id = ids[0].to_string();
    let other = [("ids", id.as_str()), ("act", "price"), ("value", "7000")];
    let refused = owner.client.post(BULK, &other).await.expect(409);
    assert!(refused.body.contains("다른 일괄 작업"));
    let undo = storyplus::catalog::undo_url("수제쿠키", batch);
    owner.client.post(&undo, &[]).await.expect(409);
    let due = site.app.db.write(|tx| {
        use storyplus::db::schema::jobs;
        let of_act = jobs::table.filter(jobs::kind.eq("catalog.bulk"));
        Ok(diesel::update(of_act).set(jobs::run_at.eq(0)).execute(&mut **tx)?)
    });
    assert_eq!(due.await.unwrap(), 1);
    site.drain();
    assert_eq!(at_price(&site, &shop, 5000).await, 3);
    let undone = owner.client.post_json(&undo, &[]).await.expect(200).json();
    assert_eq!((&undone["restored"], &undone["left"]), (&3.into(), &0.into()));
    for (n, id) in ids.iter().enumerate() {
        assert_eq!(now(&site, *id).await.price, 1000 + 100 * i64::try_from(n).unwrap());
    }
    site.stop().await;
}

#[actix_web::test]
async fn a_full_section_is_emptied_and_deleted_in_steps_and_comes_back() {
    let (site, owner, shop) = site_with_shop().await;
    thousands(&site, &owner, &shop, 600).await;
    let shop_id = shop.id;
    let standing = async || -> Vec<(i64, String, i64)> {
        let found = site.app.db.read(move |db| {
            let mut found = Vec::new();
            for section in queries::sections::of_shop(db, shop_id)? {
                let all = products::table.filter(products::section_id.eq(section.id));
                found.push((section.id, section.name, all.count().get_result(db)?));
            }
            Ok(found)
        });
        found.await.unwrap()
    };
    let [(id, name, 600)] = &standing().await[..] else {
        panic!("one section of 600");
    };
    let id = id.to_string();
    let fields = [("do", "delete"), ("id", id.as_str())];
    let deleted = owner
        .client
        .post("/shops/수제쿠키/catalog/sections", &fields)
        .await
        .expect(303);
    assert!(standing().await.is_empty());
    let page = owner.client.get(deleted.location()).await.expect(200).body;
    assert!(page.contains("상품 600개를 바꿨어요"), "{page}");
    let batch = deleted.location().rsplit('=').next().unwrap().to_owned();
    let undo = format!("/shops/수제쿠키/catalog/batches/{batch}/undo");
    let undone = owner.client.post_json(&undo, &[]).await.expect(200).json();
    assert_eq!((&undone["restored"], &undone["left"]), (&600.into(), &0.into()));
    let back = standing().await;
    assert_eq!((back.len(), &back[0].1, back[0].2), (1, name, 600));
    site.stop().await;
}

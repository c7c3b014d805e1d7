//! The catalog as customers see it: the filtered list, the choice of variants, the first photos.

use std::collections::BTreeSet;

use super::{ids_on, site_with_shop};
use crate::support::Site;
use crate::support::goods::products as products_of;

/// Returns the address of the link whose text begins so.
fn link(page: &str, words: &str) -> String {
    let mut found = page.match_indices(words).map(|(at, _)| page[..at].trim_end());
    let before = found.find(|before| before.ends_with("\">")).unwrap();
    let (_, href) = before.rsplit_once("href=\"").unwrap();
    href.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
}

#[actix_web::test]
async fn a_shops_list_is_narrowed_by_links_and_says_which_price_is_none() {
    let (site, owner, shop) = site_with_shop().await;
    let put = |fields: &'static [(&'static str, &'static str)]| owner.product(&shop, fields);
    let cheap = put(&[("title", "린넨 손수건"), ("price", "9000"), ("sale_price", "8000")]).await;
    let dress = put(&[("title", "린넨 원피스"), ("price", "4만 9천원")]).await;
    let gone = put(&[("title", "린넨 셔츠"), ("price", "30,000"), ("availability", "out_of_stock")]).await;
    let visitor = site.client();
    let list = |query: &'static str| {
        let visitor = &visitor;
        async move { visitor.get(&format!("/@수제쿠키/products{query}")).await.expect(200).body }
    };
    let under = list("?max=5만원").await;
    assert_eq!(ids_on(&under), [gone, dress, cheap]);
    assert!(under.contains("50,000원까지") && under.contains("value=\"50,000\""));
    // Each further link keeps what was chosen before.
    let there = visitor.get(&link(&under, "살 수 있는 것만")).await.expect(200).body;
    assert_eq!(ids_on(&there), [dress, cheap]);
    let dearest = visitor.get(&link(&there, "높은 가격순")).await.expect(200).body;
    assert_eq!(ids_on(&dearest), [dress, cheap]);
    let cheaper_now = visitor.get(&link(&dearest, "할인")).await.expect(200).body;
    assert_eq!(ids_on(&cheaper_now), [cheap]);
    // One condition can be removed, and all of them at once but the order.
    assert_eq!(
        ids_on(&visitor.get(&link(&cheaper_now, "할인")).await.expect(200).body),
        [dress, cheap]
    );
    let all = visitor.get(&link(&cheaper_now, "모두 빼기")).await.expect(200).body;
    assert_eq!(ids_on(&all), [dress, gone, cheap]);
    assert!(!all.contains("모두 빼기"));
    // Swapped bounds are put the right way round.
    assert_eq!(ids_on(&list("?min=50000&max=10000").await), [gone, dress]);

    let wrong = visitor
        .get("/@수제쿠키/products?min=싸게&max=9000&in_stock=true")
        .await
        .expect(422)
        .body;
    assert!(wrong.contains("최저 가격을 원 단위 숫자로") && wrong.contains("value=\"싸게\""));
    assert!(
        wrong.contains("aria-invalid=\"true\"") && wrong.contains("<input type=\"hidden\" name=\"in_stock\" value=\"true\">")
    );
    assert_eq!(ids_on(&wrong), [cheap], "what could be read still narrows");
    site.stop().await;
}

/// Returns the variants that a product's page links to, with their labels.
fn choices(page: &str) -> Vec<(i64, String)> {
    let lists = page.split("<ul class=\"choose").skip(1);
    let links = lists.flat_map(|list| list.split("</ul>").next().unwrap().split("<li>").skip(1));
    links
        .map(|link| {
            let id = link.split("/products/").nth(1).unwrap().split('"').next().unwrap();
            let words: Vec<&str> = link
                .split('>')
                .filter_map(|part| part.split('<').next())
                .map(str::trim)
                .collect();
            (id.parse().unwrap(), words.concat())
        })
        .collect()
}

#[actix_web::test]
async fn variants_are_chosen_by_colour_and_by_size() {
    let (site, owner, shop) = site_with_shop().await;
    let mut ids = Vec::new();
    for (color, size, price, availability) in [
        ("크림", "S", "1000", "in_stock"),
        ("크림", "L", "1500", "in_stock"),
        ("세이지", "S", "1000", "out_of_stock"),
        ("세이지", "L", "1500", "in_stock"),
        ("먹색", "L", "1500", "out_of_stock"),
    ] {
        let fields = [
            ("title", "셔츠"),
            ("item_group_id", "셔츠"),
            ("color", color),
            ("size", size),
            ("price", price),
            ("availability", availability),
        ];
        ids.push(owner.product(&shop, &fields).await);
    }
    let visitor = site.client();
    let page = |id: i64| {
        let visitor = &visitor;
        async move { visitor.get(&format!("/products/{id}")).await.expect(200).body }
    };
    // Another colour leads to the same size even if it is sold out there, and to another size if there is
    // none.
    let first = choices(&page(ids[0]).await);
    let say = |n: usize, words: &str| (ids[n], words.to_owned());
    assert_eq!(
        first,
        [
            say(0, "크림"),
            say(2, "세이지"),
            say(4, "먹색품절"),
            say(0, "S"),
            say(1, "L1,500원"),
        ]
    );
    let third = choices(&page(ids[4]).await);
    assert_eq!(third, [say(1, "크림"), say(3, "세이지"), say(4, "먹색품절"), say(4, "L품절")]);
    // Every variant can be reached from every other one.
    for from in &ids {
        let (mut seen, mut next) = (BTreeSet::from([*from]), vec![*from]);
        while let Some(id) = next.pop() {
            next.extend(
                choices(&page(id).await)
                    .into_iter()
                    .map(|(to, _)| to)
                    .filter(|to| seen.insert(*to)),
            );
        }
        assert_eq!(seen.len(), ids.len());
    }
    // Two variants with the same colour and size cannot be told apart, so a list shows all of them.
    let twin = [
        ("title", "셔츠 하나 더"),
        ("item_group_id", "셔츠"),
        ("color", "크림"),
        ("size", "S"),
        ("price", "1000"),
    ];
    let twin = owner.product(&shop, &twin).await;
    let body = page(ids[0]).await;
    assert!(choices(&body).is_empty() && body.contains("옵션 6개"));
    assert!(body.contains(&format!("<a class=\"tag-card\" href=\"/products/{twin}\"")));
    // The form of a story tells the variants apart as well.
    let compose = owner.client.get("/compose").await.expect(200).body;
    assert!(compose.contains("셔츠 (먹색 · L)"));
    site.stop().await;
}

/// Returns the `<img>` tags of a page, in order.
fn images(page: &str) -> Vec<&str> {
    page.split("<img ")
        .skip(1)
        .map(|tag| tag.split('>').next().unwrap())
        .collect()
}

async fn with_photos(site: &Site, n: usize) -> (crate::support::Client, i64) {
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    let mut last = 0;
    for title in (0..n).map(|n| format!("쿠키 {n}")) {
        let mut form = reqwest::multipart::Form::new().text("title", title).text("price", "1000");
        for file in ["orientation-1.jpg", "orientation-6.jpg"] {
            let photo = reqwest::multipart::Part::bytes(crate::photos::fixture(file)).file_name(file);
            form = form.part("photos", photo);
        }
        let sent = owner.client.post_multipart(&products_of(&shop), form).await.expect(303);
        last = sent.location().strip_prefix("/products/").unwrap().parse().unwrap();
    }
    (site.client(), last)
}

#[actix_web::test]
async fn the_first_photos_are_asked_for_at_once_and_the_others_when_they_come_near() {
    let site = Site::start().await;
    let (visitor, id) = with_photos(&site, 6).await;
    for (path, first) in [(format!("/products/{id}"), 1), ("/@수제쿠키/products".to_owned(), 4)] {
        let page = visitor.get(&path).await.expect(200).body;
        let all = images(&page);
        assert!(all.len() > first);
        for (n, image) in all.iter().enumerate() {
            assert_eq!(
                image.contains("loading=\"lazy\""),
                n >= first,
                "{path}: {n} of {}: {image}",
                all.len()
            );
            assert_eq!(image.contains("fetchpriority=\"high\""), n < first, "{path}: {image}");
        }
    }
    site.stop().await;
}

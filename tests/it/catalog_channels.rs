//! The catalog as shopping channels and search engines read it, checked against their published rules:
//! Google's product data specification, Naver shopping's EP 3.0 guide, the sitemap protocol, and Meta's rules
//! for product tags.

use std::collections::HashMap;

use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::files::double;
use crate::support::people::{Person, Shop};
use crate::support::{Answer, Site};

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 120, 80]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Creates a product with two photos and returns its id.
async fn with_photos(owner: &Person, shop: &Shop, fields: &[(&str, &str)]) -> i64 {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    for n in 0..2 {
        form = form.part("photos", Part::bytes(picture()).file_name(format!("{n}.png")));
    }
    let path = format!("/shops/{}/products", shop.handle);
    let request = owner.client.request(Method::POST, &path);
    let answer = owner
        .client
        .send(request.header("accept", "application/json").multipart(form))
        .await;
    answer.expect(200).json()["id"].as_str().unwrap().parse().unwrap()
}

/// Returns the elements of each item, in order. Panics if the XML is not well formed.
fn items(xml: &str) -> Vec<Vec<(String, String)>> {
    let mut open: Vec<String> = Vec::new();
    let mut items = Vec::new();
    let mut text = String::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    while let Some((before, after)) = rest.split_once('<') {
        if let Some((_, after)) = after.strip_prefix("!--").and_then(|a| a.split_once("-->")) {
            rest = after;
            continue;
        }
        assert!(!before.contains('>'), "{before}");
        text = unescape(before);
        let (tag, after) = after.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "the innermost is closed first");
            if open.last().is_some_and(|o| o == "item") {
                let item: &mut Vec<(String, String)> = items.last_mut().unwrap();
                item.push((name.to_owned(), std::mem::take(&mut text)));
            }
        } else {
            let name = tag.split(' ').next().unwrap();
            if name == "item" {
                items.push(Vec::new());
            }
            open.push(name.to_owned());
        }
        rest = after;
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest} {text}");
    items
}

fn unescape(text: &str) -> String {
    for piece in text.split('&').skip(1) {
        let entity = piece.split_once(';').unwrap().0;
        assert!(["amp", "lt", "gt", "quot"].contains(&entity), "{entity}");
    }
    assert!(!text.chars().any(|c| c < ' ' && c != '\n' && c != '\t'));
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Returns the rows of an EP file by column.
fn ep(text: &str) -> Vec<HashMap<String, String>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), header.len(), "{line}");
            header
                .iter()
                .zip(cells)
                .map(|(k, v)| ((*k).to_owned(), v.to_owned()))
                .collect()
        })
        .collect()
}

async fn get_if(site: &Site, path: &str, header: (&str, &str)) -> Answer {
    let client = site.client();
    let request = client.request(Method::GET, path).header(header.0, header.1);
    client.send(request).await
}

#[actix_web::test]
async fn channels_get_what_is_published_by_their_rules() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    let long = "가".repeat(150);
    let words = "나".repeat(5_000);
    let first = with_photos(
        &owner,
        &shop,
        &[
            ("title", "르뱅 <쿠키> & \"초코\""),
            ("description", "첫 줄\n둘째 줄 ]]> <b>"),
            ("price", "12000"),
            ("sale_price", "9900"),
            ("sale_from", "2020-01-01"),
            ("sale_until", "2099-12-31"),
            ("sku", "A-1"),
            ("brand", "봄날"),
            ("category", "food/cookies"),
            ("item_group_id", "LEVAIN"),
            ("color", "초코"),
            ("condition", "used"),
            ("size", "M"),
        ],
    )
    .await;
    let second = with_photos(&owner, &shop, &[("title", &long), ("description", &words), ("price", "500")]).await;
    for (title, more) in [
        ("초안", ("status", "draft")),
        ("숨김", ("status", "hidden")),
        ("품절품", ("availability", "out_of_stock")),
        ("예약품", ("availability", "preorder")),
        ("번호가 한글", ("sku", "한글/1")),
        ("옵션에 부호", ("color", "빨강|파랑^1")),
        ("거저", ("price", "0")),
        ("거저 행사", ("sale_price", "0")),
    ] {
        let price = if more.0 == "price" { more } else { ("price", "1000") };
        with_photos(&owner, &shop, &[("title", title), price, more]).await;
    }
    owner.product(&shop, &[("title", "사진 없음"), ("price", "1000")]).await;
    let gone = owner.product(&shop, &[("title", "지운 것"), ("price", "1000")]).await;
    owner.client.post(&format!("/products/{gone}/delete"), &[]).await.expect(303);

    let path = format!("/@{}/products.xml", shop.handle);
    let xml = site.client().get(&path).await.expect(200);
    assert!(xml.headers["content-type"].to_str().unwrap().starts_with("application/xml"));
    let items = items(&xml.body);
    assert_eq!(items.len(), 6, "published ones only, with a photo and a price");
    assert!(xml.body.contains("<!-- 3 left out"), "{}", xml.body);
    for item in &items {
        let all = |name: &str| {
            item.iter()
                .filter(|(n, _)| *n == format!("g:{name}"))
                .map(|(_, v)| v.as_str())
                .collect::<Vec<_>>()
        };
        let one = |name: &str| {
            let found = all(name);
            assert_eq!(found.len(), 1, "{name} in {item:?}");
            found[0].to_owned()
        };
        assert!((1..=50).contains(&one("id").chars().count()));
        assert!((1..=150).contains(&one("title").chars().count()));
        assert!((1..=5_000).contains(&one("description").chars().count()));
        assert!(one("link").starts_with(&format!("{}/products/", site.origin)));
        assert!(one("image_link").starts_with(&format!("{}/media/", site.origin)));
        assert!(["in_stock", "out_of_stock", "preorder", "backorder"].contains(&one("availability").as_str()));
        assert!(["new", "refurbished", "used"].contains(&one("condition").as_str()));
        let price = one("price");
        let (amount, currency) = price.split_once(' ').unwrap();
        assert!(currency == "KRW" && amount.parse::<i64>().unwrap() > 0);
        assert!(all("additional_image_link").len() <= 10);
    }
    let value = |n: usize, name: &str| {
        items[n]
            .iter()
            .find(|(k, _)| *k == format!("g:{name}"))
            .map(|(_, v)| v.clone())
    };
    assert_eq!(value(0, "id").as_deref(), Some("A-1"));
    assert_eq!(value(0, "title").as_deref(), Some("르뱅 <쿠키> & \"초코\""));
    assert_eq!(value(0, "sale_price").as_deref(), Some("9900 KRW"));
    let dates = "2020-01-01T00:00+0900/2100-01-01T00:00+0900";
    assert_eq!(value(0, "sale_price_effective_date").as_deref(), Some(dates));
    assert_eq!(value(0, "product_type").as_deref(), Some("먹거리 > 과자"));
    assert_eq!(value(0, "link"), Some(format!("{}/products/{first}", site.origin)));
    assert_eq!(value(1, "id"), Some(format!("sp-{second}")));
    // The photos can be fetched at the addresses in the feed.
    let photo = value(0, "image_link").unwrap();
    site.client().get(photo.strip_prefix(&site.origin).unwrap()).await.expect(200);

    let path = format!("/@{}/naver.tsv", shop.handle);
    let text = site.client().get(&path).await.expect(200).body;
    assert!(text.starts_with("id\ttitle\tprice_pc\tnormal_price\tlink\timage_link\tadd_image_link\tcategory_name1\t"));
    let rows = ep(&text);
    assert_eq!(rows.len(), 5, "sold out is left out");
    for row in &rows {
        for required in ["id", "title", "price_pc", "link", "image_link", "category_name1", "shipping"] {
            assert!(!row[required].is_empty(), "{required}");
        }
        assert!(row["title"].chars().count() <= 100 && row["id"].chars().count() <= 50);
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
        assert!(row["id"].chars().all(fine), "{}", row["id"]);
        assert!(row["link"].len() <= 255 && row["link"].is_ascii() && row["image_link"].len() <= 255);
        assert!(["", "예약판매"].contains(&row["product_flag"].as_str()));
        let options = row["option_detail"].split('|').filter(|o| !o.is_empty());
        for (name, price) in options.map(|o| o.split_once('^').unwrap()) {
            assert!(
                !name.is_empty() && price.parse::<u32>().is_ok_and(|p| p > 0),
                "{name} {price}"
            );
        }
        assert!(["신상품", "중고", "리퍼"].contains(&row["condition"].as_str()));
        assert!(row["price_pc"].parse::<u32>().is_ok_and(|p| p > 0) && row["shipping"].parse::<i32>().is_ok());
    }
    assert_eq!(
        (rows[0]["price_pc"].as_str(), rows[0]["normal_price"].as_str()),
        ("9900", "12000")
    );
    assert_eq!(
        (rows[0]["category_name1"].as_str(), rows[0]["category_name2"].as_str()),
        ("먹거리", "과자")
    );
    assert_eq!(rows[0]["condition"], "중고");
    assert_eq!(rows[0]["option_detail"], "초코/M^9900");
    assert_eq!(rows[1]["normal_price"], "");
    assert_eq!(
        (rows[2]["title"].as_str(), rows[2]["product_flag"].as_str()),
        ("예약품", "예약판매")
    );
    assert!(rows[3]["id"].starts_with("sp-"), "{}", rows[3]["id"]);
    assert_eq!(rows[4]["option_detail"], "빨강 파랑 1^1000");
    site.stop().await;
}

#[actix_web::test]
async fn a_channel_that_has_it_already_is_told_so() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    let id = with_photos(&owner, &shop, &[("title", "쿠키"), ("price", "1000")]).await;
    for name in ["products.xml", "naver.tsv"] {
        let path = format!("/@{}/{name}", shop.handle);
        let first = site.client().get(&path).await.expect(200);
        let header = |answer: &Answer, name: &str| answer.headers[name].to_str().unwrap().to_owned();
        let (tag, modified) = (header(&first, "etag"), header(&first, "last-modified"));
        let same = get_if(&site, &path, ("if-none-match", &tag)).await.expect(304);
        assert!(same.body.is_empty());
        assert_eq!(header(&same, "etag"), tag);
        get_if(&site, &path, ("if-modified-since", &modified)).await.expect(304);
        get_if(&site, &path, ("if-none-match", "\"other\"")).await.expect(200);
        let price = if name == "naver.tsv" { "3000" } else { "2000" };
        let fields = [("title", "쿠키"), ("price", price)];
        owner.client.post(&format!("/products/{id}/edit"), &fields).await.expect(303);
        let changed = get_if(&site, &path, ("if-none-match", &tag)).await.expect(200);
        assert_ne!(header(&changed, "etag"), tag);
        assert!(changed.body.contains(price));
    }
    // Only an existing shop has a catalog.
    for path in ["/@민지/products.xml", "/@없는가게/naver.tsv"] {
        site.client().get(path).await.expect(404);
    }
    site.stop().await;
}

/// Holds SAFETY-W3.
#[actix_web::test]
async fn what_may_no_longer_be_seen_is_gone_from_every_list_at_once() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    let mut ids = Vec::new();
    for n in 0..4 {
        let (title, sku) = (format!("쿠키 {n}"), format!("C-{n}"));
        ids.push(with_photos(&owner, &shop, &[("title", &title), ("sku", &sku), ("price", "1000")]).await);
    }
    let lists = [
        format!("/@{}/products.xml", shop.handle),
        format!("/@{}/naver.tsv", shop.handle),
        "/sitemap.xml".to_owned(),
    ];
    let mut tags = Vec::new();
    for list in &lists {
        let answer = site.client().get(list).await.expect(200);
        assert!(
            ids.iter().all(|id| answer.body.contains(&format!("/products/{id}"))),
            "{list}"
        );
        tags.push(answer.headers.get("etag").map(|t| t.to_str().unwrap().to_owned()));
    }
    let price = [("title", "쿠키 0"), ("price", "1000"), ("status", "draft")];
    let hidden = [("title", "쿠키 1"), ("price", "1000"), ("status", "hidden")];
    owner
        .client
        .post(&format!("/products/{}/edit", ids[0]), &price)
        .await
        .expect(303);
    owner
        .client
        .post(&format!("/products/{}/edit", ids[1]), &hidden)
        .await
        .expect(303);
    owner
        .client
        .post(&format!("/products/{}/delete", ids[2]), &[])
        .await
        .expect(303);
    let (removed, shop_id) = (ids[3], shop.id);
    let done = site
        .app
        .db
        .write(move |tx| storyplus::catalog::actions::remove(tx, removed, shop_id));
    assert!(done.await.unwrap());
    for (list, tag) in lists.iter().zip(&tags) {
        // A client with an earlier version gets the new one, not 304.
        let header = ("if-none-match", tag.as_deref().unwrap_or("\"none\""));
        let answer = get_if(&site, list, header).await.expect(200);
        assert!(!answer.body.contains("/products/"), "{list}: {}", answer.body);
    }
    // A shop that is taken down has no feeds.
    let done = site.app.db.write(move |tx| {
        use diesel::prelude::*;
        use storyplus::db::schema::accounts;
        Ok(diesel::update(accounts::table.find(shop_id))
            .set(accounts::state.eq("removed"))
            .execute(&mut **tx)?)
    });
    assert_eq!(done.await.unwrap(), 1);
    for list in &lists[..2] {
        site.client().get(list).await.expect(404);
    }
    let map = site.client().get("/sitemap.xml").await.expect(200).body;
    assert!(!map.contains(&storyplus::accounts::url("수제쿠키")), "{map}");
    site.stop().await;
}

/// Returns the addresses of a sitemap with their dates. Panics if it does not follow the protocol.
fn sitemap(xml: &str) -> Vec<(String, Option<String>)> {
    let rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let rest = rest
        .strip_prefix("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">")
        .unwrap();
    let urls = rest.strip_suffix("</urlset>\n").unwrap();
    assert!(xml.len() < 50 * 1024 * 1024);
    let pages: Vec<(String, Option<String>)> = urls
        .split("</url>")
        .filter(|u| !u.is_empty())
        .map(|url| {
            let (loc, rest) = url.strip_prefix("<url><loc>").unwrap().split_once("</loc>").unwrap();
            assert!(loc.is_ascii() && loc.len() < 2_048 && !loc.contains('\''), "{loc}");
            let at = rest
                .strip_prefix("<lastmod>")
                .map(|r| r.strip_suffix("</lastmod>").unwrap().to_owned());
            assert!(at.is_some() || rest.is_empty(), "{rest}");
            (unescape(loc), at)
        })
        .collect();
    assert!(pages.len() <= 50_000);
    pages
}

#[actix_web::test]
async fn the_sitemap_says_of_each_page_when_it_changed() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    let product = owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
    let story = owner.story("오늘 구운 쿠키", "public").await;
    let first = sitemap(&site.client().get("/sitemap.xml").await.expect(200).body);
    let at = |map: &[(String, Option<String>)], path: &str| {
        let page = format!("{}{path}", site.origin);
        let found = map
            .iter()
            .find(|(loc, _)| *loc == page)
            .unwrap_or_else(|| panic!("{path} in {map:?}"));
        found.1.clone().unwrap()
    };
    let pages = [
        format!("/products/{product}"),
        format!("/stories/{story}"),
        storyplus::accounts::url("수제쿠키"),
    ];
    for page in &pages {
        // A date and time in W3C's profile of ISO 8601, with an offset.
        let date = at(&first, page);
        assert!(date.len() == 25 && date.contains('T') && date.ends_with("+09:00"), "{date}");
        site.client().get(page).await.expect(200);
    }
    // A day later.
    let site = site.restart(24 * 3600 * 1000).await;
    let client = owner.client.moved_to(&site.origin);
    let edit = [("title", "쿠키"), ("price", "1200")];
    client.post(&format!("/products/{product}/edit"), &edit).await.expect(303);
    let edit = [("body", "오늘 구운 쿠키, 방금"), ("visibility", "public"), ("version", "1")];
    client.post(&format!("/stories/{story}/edit"), &edit).await.expect(303);
    let second = sitemap(&site.client().get("/sitemap.xml").await.expect(200).body);
    let later = |page: &str| {
        let page = format!("{}{page}", site.origin);
        second.iter().find(|(loc, _)| *loc == page).unwrap().1.clone().unwrap()
    };
    for page in &pages[..2] {
        let before = first
            .iter()
            .find(|(loc, _)| loc.ends_with(page.as_str()))
            .unwrap()
            .1
            .clone()
            .unwrap();
        assert!(later(page) > before, "{page}");
    }
    site.stop().await;
}

#[actix_web::test]
async fn a_site_too_large_for_one_sitemap_has_an_index_of_them() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
    // 2^14 products.
    double(&site, 14);
    let index = site.client().get("/sitemap.xml").await.expect(200).body;
    let parts = index
        .strip_prefix(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
        )
        .unwrap();
    let parts: Vec<String> = parts
        .split("<loc>")
        .skip(1)
        .map(|p| unescape(p.split_once("</loc>").unwrap().0))
        .collect();
    assert_eq!(parts.len(), 4, "{parts:?}");
    let mut seen = std::collections::HashSet::new();
    for part in &parts {
        let page = part.strip_prefix(&site.origin).unwrap();
        let pages = sitemap(&site.client().get(page).await.expect(200).body);
        assert!(pages.len() <= 10_000, "{part}");
        for (loc, at) in pages {
            assert!(at.is_some());
            assert!(seen.insert(loc));
        }
    }
    assert_eq!(seen.len(), 16_384 + 1, "every product and the shop");
    for made_up in ["of=people", "of=products&after=x", "of=products&after=99999999999999999999"] {
        site.client().get(&format!("/sitemap.xml?{made_up}")).await.expect(404);
    }
    let beyond = site
        .client()
        .get(&format!("/sitemap.xml?of=products&after={}", i64::MAX))
        .await;
    assert!(sitemap(&beyond.expect(200).body).is_empty());
    site.stop().await;
}

#[actix_web::test]
async fn product_tags_say_what_the_feed_says() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    for (availability, words) in [
        ("in_stock", "in stock"),
        ("out_of_stock", "out of stock"),
        ("preorder", "preorder"),
        ("backorder", "available for order"),
    ] {
        let fields = [("title", "쿠키"), ("price", "1000"), ("availability", availability)];
        let id = with_photos(&owner, &shop, &fields).await;
        let page = site.client().get(&format!("/products/{id}")).await.expect(200).body;
        let feed = site
            .client()
            .get(&format!("/@{}/products.xml", shop.handle))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains(&format!("property=\"product:availability\" content=\"{words}\"")),
            "{page}"
        );
        // The id under which the channel knows the product, also if the shop gave it no SKU.
        assert!(page.contains(&format!("property=\"product:retailer_item_id\" content=\"sp-{id}\"")));
        assert!(feed.contains(&format!("<g:id>sp-{id}</g:id>")));
    }
    site.stop().await;
}

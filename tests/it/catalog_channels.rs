//! What shopping channels read of a catalog, held against their published rules: Google's product
//! data specification and Naver shopping's EP 3.0 guide.

use std::collections::HashMap;

use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::people::{Person, Shop};
use crate::support::{Answer, Site};

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 120, 80]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A product with two photos; its id.
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

/// The elements of each item, in order; panics where the XML is not well formed.
fn items(xml: &str) -> Vec<Vec<(String, String)>> {
    let mut open: Vec<String> = Vec::new();
    let mut items = Vec::new();
    let mut text = String::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    while let Some((before, after)) = rest.split_once('<') {
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

/// Rows of an EP by column.
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
        ],
    )
    .await;
    let second = with_photos(&owner, &shop, &[("title", &long), ("description", &words), ("price", "500")]).await;
    for (title, more) in [
        ("초안", ("status", "draft")),
        ("숨김", ("status", "hidden")),
        ("품절품", ("availability", "out_of_stock")),
    ] {
        owner.product(&shop, &[("title", title), ("price", "1000"), more]).await;
    }
    let gone = owner.product(&shop, &[("title", "지운 것"), ("price", "1000")]).await;
    owner.client.post(&format!("/products/{gone}/delete"), &[]).await.expect(303);

    let path = format!("/@{}/products.xml", shop.handle);
    let xml = site.client().get(&path).await.expect(200);
    assert!(xml.headers["content-type"].to_str().unwrap().starts_with("application/xml"));
    let items = items(&xml.body);
    assert_eq!(items.len(), 3, "published ones only");
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
    // The photos are where the feed says.
    let photo = value(0, "image_link").unwrap();
    site.client().get(photo.strip_prefix(&site.origin).unwrap()).await.expect(200);

    let path = format!("/@{}/naver.tsv", shop.handle);
    let text = site.client().get(&path).await.expect(200).body;
    assert!(text.starts_with("id\ttitle\tprice_pc\tnormal_price\tlink\timage_link\tadd_image_link\tcategory_name1\t"));
    let rows = ep(&text);
    assert_eq!(rows.len(), 2, "sold out is left out");
    for row in &rows {
        for required in ["id", "title", "price_pc", "link", "image_link", "category_name1", "shipping"] {
            assert!(!row[required].is_empty(), "{required}");
        }
        assert!(row["title"].chars().count() <= 100 && row["id"].chars().count() <= 50);
        assert!(["신상품", "중고", "리퍼"].contains(&row["condition"].as_str()));
        assert!(row["price_pc"].parse::<u32>().is_ok() && row["shipping"].parse::<i32>().is_ok());
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
    assert_eq!(rows[1]["normal_price"], "");
    site.stop().await;
}

#[actix_web::test]
async fn a_channel_that_has_it_already_is_told_so() {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    let id = owner.product(&shop, &[("title", "쿠키"), ("price", "1000")]).await;
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
    // A person is no shop, and a shop that is none has no catalog.
    for path in ["/@민지/products.xml", "/@없는가게/naver.tsv"] {
        site.client().get(path).await.expect(404);
    }
    site.stop().await;
}

//! The photos of a product, uploaded through its form.

use diesel::prelude::*;
use storyplus::db::schema::product_photos;

use super::{json_ld, site_with_shop};
use crate::support::Site;
use crate::support::goods::products as products_of;

fn photo(name: &str, file: &str) -> reqwest::multipart::Part {
    reqwest::multipart::Part::bytes(crate::photos::fixture(file)).file_name(name.to_owned())
}

fn with(fields: &[(&'static str, &str)]) -> reqwest::multipart::Form {
    fields.iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| {
        form.text(*name, (*value).to_owned())
    })
}

/// Returns the values of the hidden fields of saved photos.
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
    // Both change places without being uploaded again.
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

    // A request without photo fields leaves the photos as they are; the form sends the ones it shows.
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
    // Somebody else's photo cannot be attached by its id.
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

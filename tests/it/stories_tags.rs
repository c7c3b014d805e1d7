//! Product tags: set by the fields of the form, shown as links on the photo, kept with their photo, and gone
//! when the product is.

use diesel::prelude::*;
use reqwest::multipart::{Form, Part};
use storyplus::db::schema::{products, story_products};
use storyplus::error::AppError;

use crate::support::people::{Person, Shop};
use crate::support::{Client, Site};

type Row = (i64, Option<i32>, Option<i32>, Option<i32>);

fn rows(site: &Site, story: i64) -> Vec<Row> {
    site.app
        .db
        .read_now(move |db| {
            Ok(story_products::table
                .filter(story_products::story_id.eq(story))
                .order(story_products::position)
                .select((
                    story_products::product_id,
                    story_products::photo_position,
                    story_products::x,
                    story_products::y,
                ))
                .load(db)?)
        })
        .unwrap()
}

fn form(fields: &[(&str, &str)], photos: usize) -> Form {
    let form = Form::new().text("visibility", "public");
    let form = fields
        .iter()
        .fold(form, |form, (k, v)| form.text((*k).to_owned(), (*v).to_owned()));
    (0..photos).fold(form, |form, n| {
        let photo = Part::bytes(crate::photos::fixture("grey.jpg")).file_name(format!("{n}.jpg"));
        form.part("photos", photo)
    })
}

fn id_in(location: &str) -> i64 {
    location.rsplit('/').next().unwrap().parse().unwrap()
}

/// Returns all values of a field on a page, in order.
fn values(page: &str, name: &str) -> Vec<String> {
    let page = page
        .split("<template")
        .map(|p| p.split_once("</template>").map_or(p, |(_, rest)| rest));
    let page: String = page.collect();
    page.split(&format!("name=\"{name}\" value=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

struct Stand {
    site: Site,
    owner: Person,
    shop: Shop,
    goods: Vec<i64>,
}

/// Creates a shop with four products whose owner acts as it.
async fn stand() -> Stand {
    let site = Site::start().await;
    let owner = site.person("귤할망").await;
    let shop = site.shop(&owner, "귤밭").await;
    let mut goods = Vec::new();
    for (title, price) in [
        ("노지 감귤", "12000"),
        ("한라봉", "25000"),
        ("감귤청", "9000"),
        ("귤껍질차", "7000"),
    ] {
        goods.push(owner.product(&shop, &[("title", title), ("price", price)]).await);
    }
    Stand {
        site,
        owner,
        shop,
        goods,
    }
}

/// Publishes a story with two photos: the first product on the second, the second on the first, the third on
/// neither. Returns its id.
async fn placed(stand: &Stand) -> i64 {
    let [a, b, c] = [0, 1, 2].map(|n| stand.goods[n].to_string());
    let fields = [
        ("products", a.as_str()),
        ("products", b.as_str()),
        ("products", c.as_str()),
        ("tag_photo", "2"),
        ("tag_photo", "1"),
        ("tag_photo", ""),
        ("tag_x", "50"),
        ("tag_x", "12.25"),
        ("tag_x", ""),
        ("tag_y", "50.5"),
        ("tag_y", "100"),
        ("tag_y", ""),
    ];
    let done = stand
        .owner
        .client
        .post_multipart("/stories", form(&fields, 2))
        .await
        .expect(303);
    id_in(done.location())
}

#[actix_web::test]
async fn products_stand_on_photos_as_links_and_as_a_mark_on_cards() {
    let stand = stand().await;
    let (site, goods) = (&stand.site, &stand.goods);
    let story = placed(&stand).await;
    let want: Vec<Row> = vec![
        (goods[0], Some(1), Some(5_000), Some(5_050)),
        (goods[1], Some(0), Some(1_225), Some(10_000)),
        (goods[2], None, None, None),
    ];
    assert_eq!(rows(site, story), want);
    let visitor = site.client();
    let page = visitor.get(&format!("/stories/{story}")).await.expect(200).body;
    // The second one is where the grid crops its photo, so only the mark shows that it exists.
    assert_eq!(page.matches("<svg class=\"dots\"").count(), 1);
    assert_eq!(page.matches("class=\"photo-tags\"").count(), 1);
    let dots = page.split("<svg class=\"dots\"").nth(1).unwrap();
    let tags: Vec<&str> = dots.split('<').map(str::trim_end).skip(1).take(4).collect();
    assert_eq!(tags[0], format!("a href=\"/products/{}\">", goods[0]));
    assert!(
        tags[1] == "title>노지 감귤, 12,000원" && tags[3].starts_with("svg x=\"50.00%\""),
        "{tags:?}"
    );
    assert!(!page.contains("style="));
    // The whole photo shows the position itself, with room for the dot at the edge.
    let first = visitor.get(&format!("/stories/{story}/photos/1")).await.expect(200).body;
    assert!(first.contains("<svg x=\"12.25%\" y=\"96.00%\"") && first.contains("한라봉") && !first.contains("노지 감귤"));
    let second = visitor.get(&format!("/stories/{story}/photos/2")).await.expect(200).body;
    assert!(second.contains("<svg x=\"50.00%\" y=\"50.50%\"") && second.contains(">12,000원</text>"));
    // A card elsewhere shows how many there are.
    let home = visitor.get("/@귤밭").await.expect(200).body;
    assert_eq!(home.matches("class=\"photo-tags\"").count(), 2);
    assert!(!home.contains("class=\"dots\""));
    // All three are in the row under the photos, whether they have a position or not.
    for title in ["노지 감귤", "한라봉", "감귤청"] {
        assert!(home.contains(&format!("<span class=\"title\">{title}</span>")), "{title}");
    }
    stand.site.stop().await;
}

#[actix_web::test]
async fn a_product_that_cannot_be_seen_has_no_dot() {
    let stand = stand().await;
    let story = placed(&stand).await;
    let visitor = stand.site.client();
    let (page, viewer) = (format!("/stories/{story}"), format!("/stories/{story}/photos/2"));
    let seen = async |client: &Client| {
        let page = client.get(&page).await.expect(200).body.contains("<title>노지 감귤, ");
        assert_eq!(
            client.get(&viewer).await.expect(200).body.contains("<title>노지 감귤, "),
            page
        );
        page
    };
    assert!(seen(&visitor).await);
    let product = stand.goods[0];
    // Every state but published.
    for state in [1, 2, 4, 0] {
        stand
            .site
            .app
            .db
            .write_now(move |tx| {
                diesel::update(products::table.find(product))
                    .set(products::state.eq(state))
                    .execute(&mut **tx)?;
                Ok::<_, AppError>(())
            })
            .unwrap();
        assert_eq!(seen(&visitor).await, state == 0, "state {state}");
        assert_eq!(seen(&stand.owner.client).await, state == 0, "state {state}");
    }
    let delete = format!("/products/{product}/delete");
    stand.owner.client.post(&delete, &[]).await.expect(303);
    assert!(!seen(&visitor).await);
    // The other dot stays.
    let other = visitor.get(&format!("/stories/{story}/photos/1")).await.expect(200).body;
    assert!(other.contains("<title>한라봉, "));
    stand.site.stop().await;
}

#[actix_web::test]
async fn places_that_are_none_bring_the_form_back() {
    let stand = stand().await;
    let client = &stand.owner.client;
    let product = stand.goods[0].to_string();
    let wrong = [
        ("3", "10", "10"),
        ("0", "10", "10"),
        ("-1", "10", "10"),
        ("둘", "10", "10"),
        ("99999999999999999999", "10", "10"),
        ("1", "", ""),
        ("1", "101", "10"),
        ("1", "10", "100.01"),
        ("1", "10.125", "10"),
        ("1", "NaN", "10"),
        ("1", "-0", "10"),
        ("", "10", "10"),
        ("", "", "10"),
    ];
    for (photo, x, y) in wrong {
        let fields = [
            ("body", "자리가 이상해요"),
            ("products", product.as_str()),
            ("tag_photo", photo),
            ("tag_x", x),
            ("tag_y", y),
        ];
        let back = client.post_multipart("/stories", form(&fields, 2)).await.expect(422).body;
        assert!(
            back.contains("자리가 이상해요") && back.contains("노지 감귤: "),
            "{photo} {x} {y}"
        );
        assert!(back.contains("id=\"tags.0-error\""));
        assert_eq!(values(&back, "tag_photo"), [photo]);
        assert_eq!(
            (values(&back, "tag_x"), values(&back, "tag_y")),
            (vec![x.to_owned()], vec![y.to_owned()])
        );
        // The photos are saved and need not be sent again.
        assert_eq!(values(&back, "kept_photo").len(), 2);
    }
    // Without a photo there is no position.
    let fields = [
        ("body", "사진 없이"),
        ("visibility", "public"),
        ("products", product.as_str()),
        ("tag_photo", "1"),
        ("tag_x", "1"),
        ("tag_y", "1"),
    ];
    let back = client.post_json("/stories", &fields).await.expect(422).json();
    assert!(back["fields"]["tags.0"].as_str().unwrap().contains("사진이 없어서"));
    let none: i64 = stand
        .site
        .app
        .db
        .read_now(|db| Ok(story_products::table.count().get_result(db)?))
        .unwrap();
    assert_eq!(none, 0);
    // Both ends of the range, and more rows than a story has products.
    let fields = [
        ("body", "모서리"),
        ("products", product.as_str()),
        ("tag_photo", "1"),
        ("tag_x", "0"),
        ("tag_y", "100.00"),
    ];
    let done = client.post_multipart("/stories", form(&fields, 1)).await.expect(303);
    let edges: Vec<Row> = vec![(stand.goods[0], Some(0), Some(0), Some(10_000))];
    assert_eq!(rows(&stand.site, id_in(done.location())), edges);
    stand.site.stop().await;
}

#[actix_web::test]
async fn a_place_stays_with_its_photo() {
    let stand = stand().await;
    let story = placed(&stand).await;
    let client = &stand.owner.client;
    let edit = format!("/stories/{story}/edit");
    let page = client.get(&edit).await.expect(200).body;
    assert_eq!(values(&page, "tag_photo"), ["2", "1", ""]);
    assert_eq!(values(&page, "tag_x"), ["50", "12.25", ""]);
    let kept = values(&page, "kept_photo");
    let ids: Vec<String> = stand.goods.iter().map(i64::to_string).collect();
    let fields = |photos: [&str; 3], order: &[String]| -> Vec<(String, String)> {
        let mut fields = vec![
            ("body".to_owned(), "옮기는 중".to_owned()),
            ("visibility".to_owned(), "public".to_owned()),
        ];
        fields.extend(order.iter().map(|id| ("kept_photo".to_owned(), id.clone())));
        for (n, (x, y)) in [("50", "50.5"), ("12.25", "100"), ("", "")].into_iter().enumerate() {
            let (x, y) = if photos[n].is_empty() { ("", "") } else { (x, y) };
            for (name, value) in [
                ("products", ids[n].as_str()),
                ("tag_product", ids[n].as_str()),
                ("tag_photo", photos[n]),
                ("tag_x", x),
                ("tag_y", y),
            ] {
                fields.push((name.to_owned(), value.to_owned()));
            }
        }
        fields
    };
    let post = async |fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        client.post(&edit, &fields).await
    };
    // The second photo moves to the front, and both positions follow.
    let mut moved = fields(["2", "1", ""], &kept);
    moved.push(("move_up".to_owned(), kept[1].clone()));
    let page = post(&moved).await.expect(200).body;
    assert_eq!(values(&page, "tag_photo"), ["1", "2", ""]);
    assert_eq!(values(&page, "tag_x"), ["50", "12.25", ""]);
    let order = values(&page, "kept_photo");
    assert_eq!(order, [kept[1].clone(), kept[0].clone()]);
    post(&fields(["1", "2", ""], &order)).await.expect(303);
    let want: Vec<Row> = vec![
        (stand.goods[0], Some(0), Some(5_000), Some(5_050)),
        (stand.goods[1], Some(1), Some(1_225), Some(10_000)),
        (stand.goods[2], None, None, None),
    ];
    assert_eq!(rows(&stand.site, story), want);
    // One photo is removed: its position goes with it, and the other's number decreases.
    let mut taken = fields(["1", "2", ""], &order);
    taken.push(("remove".to_owned(), order[0].clone()));
    let page = post(&taken).await.expect(200).body;
    assert_eq!(values(&page, "tag_photo"), ["", "1", ""]);
    assert_eq!(values(&page, "tag_x"), ["", "12.25", ""]);
    post(&fields(["", "1", ""], &order[1..])).await.expect(303);
    assert_eq!(
        rows(&stand.site, story)[1],
        (stand.goods[1], Some(0), Some(1_225), Some(10_000))
    );
    // Moving a product marks the story as edited.
    let page = client.get(&format!("/stories/{story}")).await.expect(200).body;
    assert!(page.contains("수정됨"));
    stand.site.stop().await;
}

#[actix_web::test]
async fn without_scripts_the_rows_come_after_choosing_and_go_with_their_product() {
    let stand = stand().await;
    let client = &stand.owner.client;
    let [a, b] = [0, 1].map(|n| stand.goods[n].to_string());
    let fields = [
        ("body", "쓰는 중"),
        ("products", a.as_str()),
        ("products", b.as_str()),
        ("place", "1"),
    ];
    let page = client.post_multipart("/stories", form(&fields, 1)).await.expect(200).body;
    assert_eq!(values(&page, "tag_product"), [a.clone(), b.clone()]);
    assert!(page.contains("쓰는 중") && !page.contains("error-summary"));
    let kept = values(&page, "kept_photo");
    assert_eq!(kept.len(), 1);
    // The first is unchecked, but its row is still sent: the second keeps its own.
    let fields = [
        ("body", "쓰는 중"),
        ("visibility", "public"),
        ("kept_photo", kept[0].as_str()),
        ("products", b.as_str()),
        ("tag_product", a.as_str()),
        ("tag_photo", "1"),
        ("tag_x", "10"),
        ("tag_y", "10"),
        ("tag_product", b.as_str()),
        ("tag_photo", "1"),
        ("tag_x", "90"),
        ("tag_y", "80"),
    ];
    let done = client.post("/stories", &fields).await.expect(303);
    let want: Vec<Row> = vec![(stand.goods[1], Some(0), Some(9_000), Some(8_000))];
    assert_eq!(rows(&stand.site, id_in(done.location())), want);
    stand.site.stop().await;
}

#[actix_web::test]
async fn writing_starts_with_a_product_of_ones_own_shop_only() {
    let stand = stand().await;
    let client = &stand.owner.client;
    let checked = |page: &str| -> Vec<String> {
        page.split("name=\"products\" value=\"")
            .skip(1)
            .filter_map(|rest| {
                let (id, rest) = rest.split_once('"')?;
                rest.starts_with(" checked").then(|| id.to_owned())
            })
            .collect()
    };
    let id = stand.goods[2];
    let page = client.get(&format!("/compose?product={id}")).await.expect(200).body;
    assert_eq!(checked(&page), [id.to_string()]);
    assert_eq!(values(&page, "tag_product"), [id.to_string()]);
    for odd in ["0", "x", "1234567", ""] {
        let page = client.get(&format!("/compose?product={odd}")).await.expect(200).body;
        assert_eq!(checked(&page), [] as [String; 0]);
    }
    let other = stand.site.person("꽃집주인").await;
    stand.site.shop(&other, "꽃가판").await;
    let page = other.client.get(&format!("/compose?product={id}")).await.expect(200).body;
    assert!(checked(&page).is_empty() && !page.contains("감귤청"));
    stand.owner.act_as_self().await;
    let page = client.get(&format!("/compose?product={id}")).await.expect(200).body;
    assert!(!page.contains("name=\"products\"") && !page.contains("감귤청"));
    stand.owner.act_as(&stand.shop.handle).await;
    stand.site.stop().await;
}

#[actix_web::test]
async fn a_products_page_lists_only_stories_that_the_viewer_may_see() {
    let stand = stand().await;
    let story = placed(&stand).await;
    let product = format!("/products/{}", stand.goods[0]);
    let listed = format!("href=\"/stories/{story}\"");
    let visitor = stand.site.client();
    let reader = stand.site.person("읽는이").await;
    assert!(visitor.get(&product).await.expect(200).body.contains(&listed));
    for (state, seen) in [(4, false), (0, true), (3, false), (0, true)] {
        stand
            .site
            .app
            .db
            .write_now(move |tx| {
                diesel::update(storyplus::db::schema::stories::table.find(story))
                    .set(storyplus::db::schema::stories::state.eq(state))
                    .execute(&mut **tx)?;
                Ok::<_, AppError>(())
            })
            .unwrap();
        assert_eq!(visitor.get(&product).await.expect(200).body.contains(&listed), seen);
        assert_eq!(reader.client.get(&product).await.expect(200).body.contains(&listed), seen);
    }
    stand.site.stop().await;
}

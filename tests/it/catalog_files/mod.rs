//! Product files: the preview, the import as a whole, its undo as a whole, and an export that comes back in
//! without a change. reading.rs: files from elsewhere; whole.rs: generated files, failures, kills, and
//! several imports at once.

mod reading;
mod whole;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use storyplus::db::schema::{audit_log, catalog_batch_rows, catalog_batches, product_photos, products, search_changes};

use crate::support::Site;
use crate::support::files::{counts, double, imports, zip};
use crate::support::people::{Person, Shop};

async fn site_with_shop() -> (Site, Person, Shop) {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    (site, owner, shop)
}

type Row = (i64, Option<String>, String, i64, i32, i64);

/// Returns the products of all shops: id, SKU, title, price, state, version.
fn rows(site: &Site) -> Vec<Row> {
    let found = site.app.db.read_now(|db| {
        Ok(products::table
            .order(products::id)
            .select((
                products::id,
                products::sku,
                products::title,
                products::price,
                products::state,
                products::version,
            ))
            .load(db)?)
    });
    found.unwrap()
}

fn titles(site: &Site) -> Vec<String> {
    rows(site).into_iter().filter(|r| r.4 == 0).map(|r| r.2).collect()
}

fn photos_of(site: &Site, product: i64) -> Vec<(i64, String)> {
    let found = site.app.db.read_now(|db| {
        Ok(product_photos::table
            .filter(product_photos::product_id.eq(product))
            .order(product_photos::position)
            .select((product_photos::photo_id, product_photos::alt))
            .load(db)?)
    });
    found.unwrap()
}

const FIRST: &str = "id,title,price,availability\nA-1,르뱅쿠키,3800 KRW,in stock\nA-2,휘낭시에,\"2,500원\",품절\n";

#[actix_web::test]
async fn a_preview_says_what_would_be_and_does_nothing() {
    let (site, owner, shop) = site_with_shop().await;
    owner.bring_in(&shop, FIRST).await;
    let before = rows(&site);
    let file = "상품코드,상품명,가격,재고상태,메모\n\
        A-1,르뱅쿠키,3800,판매중,x\n\
        A-2,휘낭시에,2900,품절,x\n\
        A-3,마들렌,2200,예약판매,x\n\
        A-4,까눌레,만원,판매중,x\n\
        A-2,휘낭시에,2900,품절,x\n";
    let page = owner.preview(&shop, file).await;
    assert_eq!(rows(&site), before, "a preview changed something");
    let import = owner.import(&page).await;
    assert_eq!(counts(&import), [1, 1, 1, 2]);
    assert_eq!(import["columns"][4]["unknown"], true);
    // Wrong rows come first, with line, column, reason and the text that was read.
    let wrong = &import["rows"][0];
    assert_eq!((wrong["line"].as_i64(), wrong["outcome"].as_str()), (Some(5), Some("wrong")));
    assert_eq!(wrong["problems"][0]["column"], "가격");
    assert_eq!(wrong["problems"][0]["read"], "만원");
    assert!(wrong["problems"][0]["reason"].as_str().unwrap().contains("12,000원"));
    assert!(
        import["rows"][1]["problems"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("3번째 줄")
    );
    let changed = owner.import(&format!("{page}?show=changed")).await;
    assert_eq!(changed["rows"][0]["changes"][0]["old"], "2500 KRW");
    assert_eq!(changed["rows"][0]["changes"][0]["new"], "2900 KRW");
    let html = owner.client.get(&format!("{page}?show=changed")).await.expect(200).body;
    assert!(
        html.contains("<del>2,500원</del>") && html.contains("<ins>2,900원</ins>"),
        "{html}"
    );
    // With wrong rows nothing is applied until the person leaves them out.
    let refused = owner.apply(&page).await.expect(422);
    assert!(refused.json()["error"].as_str().is_some());
    assert_eq!(rows(&site), before);
    let only = [("only_right", "true")];
    owner.client.post(&format!("{page}/apply"), &only).await.expect(303);
    assert_eq!(titles(&site), ["르뱅쿠키", "휘낭시에", "마들렌"]);
    let after = rows(&site);
    assert_eq!(after[0], before[0], "what stays the same is not touched");
    assert_eq!((after[1].3, after[1].5), (2_900, before[1].5 + 1));
    // It can be applied only once.
    owner.apply(&page).await.expect(409);
    assert_eq!(rows(&site), after);
    site.stop().await;
}

#[actix_web::test]
async fn columns_that_are_missing_leave_their_values_and_empty_cells_empty_them() {
    let (site, owner, shop) = site_with_shop().await;
    let full = "id,title,price,brand,color,quantity\nA-1,앞치마,42000,봄날,네이비,3\n";
    owner.bring_in(&shop, full).await;
    owner.bring_in(&shop, "id,brand\nA-1,\n").await;
    let export = owner.export(&shop).await;
    let row = export.lines().nth(1).unwrap();
    assert!(row.starts_with("A-1,앞치마,") && row.contains("42000 KRW") && row.contains("네이비") && !row.contains("봄날"));
    // The title of a product cannot be emptied.
    let page = owner.preview(&shop, "id,title\nA-1,\n").await;
    assert_eq!(counts(&owner.import(&page).await), [0, 0, 0, 1]);
    site.stop().await;
}

#[actix_web::test]
async fn what_changed_since_the_preview_makes_a_new_preview() {
    let (site, owner, shop) = site_with_shop().await;
    owner.bring_in(&shop, FIRST).await;
    let page = owner.preview(&shop, "id,price\nA-1,4000\n").await;
    let id = rows(&site)[0].0;
    let fields = [("title", "르뱅쿠키"), ("price", "3900"), ("sku", "A-1")];
    owner.client.post(&format!("/products/{id}/edit"), &fields).await.expect(303);
    let before = rows(&site);
    let refused = owner.apply(&page).await.expect(422);
    assert!(refused.json()["fields"]["rows"].as_str().unwrap().contains("바뀌었어요"));
    assert_eq!(rows(&site), before);
    let import = owner.import(&page).await;
    assert_eq!(import["rows"][0]["changes"][0]["old"], "3900 KRW");
    owner.apply(&page).await.expect(200);
    assert_eq!(rows(&site)[0].3, 4_000);
    site.stop().await;
}

#[actix_web::test]
async fn an_import_is_undone_as_a_whole_but_not_over_later_changes() {
    let (site, owner, shop) = site_with_shop().await;
    owner.bring_in(&shop, FIRST).await;
    let before = rows(&site);
    let page = owner
        .bring_in(&shop, "id,title,price\nA-1,르뱅,4000\nA-2,휘낭,2900\nA-3,마들렌,2200\n")
        .await;
    let id = rows(&site)[1].0;
    let fields = [
        ("title", "휘낭시에 새로"),
        ("price", "2900"),
        ("sku", "A-2"),
        ("availability", "out_of_stock"),
    ];
    owner.client.post(&format!("/products/{id}/edit"), &fields).await.expect(303);
    owner.client.post(&format!("{page}/undo"), &[]).await.expect(303);
    let after = rows(&site);
    assert_eq!((after[0].2.as_str(), after[0].3), (before[0].2.as_str(), before[0].3));
    assert_eq!(after[1].2, "휘낭시에 새로", "changed since: left");
    assert_eq!(after[2].4, 3, "the new one is deleted");
    let import = owner.import(&page).await;
    assert_eq!(import["state"], "undone");
    assert_eq!(
        (import["restored"].as_i64(), import["left"].as_array().unwrap().len()),
        (Some(2), 1)
    );
    owner.client.post(&format!("{page}/undo"), &[]).await.expect(409);
    // Every action is in the shop's activity log under the person's name.
    let acts: Vec<String> = site
        .app
        .db
        .read_now(|db| {
            Ok(audit_log::table
                .filter(audit_log::act.like("import%"))
                .order(audit_log::id)
                .select(audit_log::act)
                .load(db)?)
        })
        .unwrap();
    let of_one = ["import_preview", "import_apply"];
    assert_eq!(acts, [&of_one[..], &of_one[..], &["import_undo"]].concat());
    site.stop().await;
}

#[actix_web::test]
async fn a_failure_at_any_row_leaves_nothing_behind() {
    let (site, owner, shop) = site_with_shop().await;
    owner.bring_in(&shop, FIRST).await;
    let mut file = "id,title,price\nA-1,바뀐 이름,5000\n".to_owned();
    for n in 0..30 {
        file.push_str(&format!("B-{n},쿠키 {n},1000\n"));
    }
    let page = owner.preview(&shop, file).await;
    let before = rows(&site);
    let log = |site: &Site| -> i64 {
        let count = site.app.db.read_now(|db| Ok(search_changes::table.count().get_result(db)?));
        count.unwrap()
    };
    let changes = log(&site);
    for last in [3, 11, 31] {
        break_at(&site, last);
        let answer = owner.apply(&page).await;
        assert!(answer.status >= 500, "{}", answer.status);
        assert_eq!(rows(&site), before, "the row before the failure stayed");
        assert_eq!(log(&site), changes);
        assert_eq!(owner.import(&page).await["state"], "preview");
        mend(&site);
    }
    owner.apply(&page).await.expect(200);
    assert_eq!(rows(&site).len(), before.len() + 30);
    site.stop().await;
}

/// Makes the database refuse more products than `most`.
fn break_at(site: &Site, most: usize) {
    let done = site.app.db.write_now(|tx| {
        let sql = if tx.is_sqlite() {
            format!("CREATE TRIGGER boom BEFORE INSERT ON products WHEN (SELECT count(*) FROM products) >= {most} BEGIN SELECT RAISE(ABORT, 'boom'); END")
        } else {
            format!(
                "CREATE FUNCTION boom() RETURNS trigger AS $$ BEGIN IF (SELECT count(*) FROM products) >= {most} THEN RAISE EXCEPTION 'boom'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql; \
                 CREATE TRIGGER boom BEFORE INSERT ON products FOR EACH ROW EXECUTE FUNCTION boom()"
            )
        };
        Ok(tx.batch_execute(&sql)?)
    });
    done.unwrap();
}

fn mend(site: &Site) {
    let done = site.app.db.write_now(|tx| {
        let sql = if tx.is_sqlite() {
            "DROP TRIGGER boom"
        } else {
            "DROP TRIGGER boom ON products; DROP FUNCTION boom()"
        };
        Ok(tx.batch_execute(sql)?)
    });
    done.unwrap();
}

/// Holds SAFETY-I4.
#[actix_web::test]
async fn files_of_every_encoding_come_in_and_others_are_told_why_not() {
    let (site, owner, shop) = site_with_shop().await;
    let text = "상품명\t판매가\r\n똠방 쿠키\t12,000원\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [
        encoding_rs::EUC_KR.encode(text).0.into_owned(),
        format!("\u{FEFF}{text}").into_bytes(),
        utf16,
        text.as_bytes().to_vec(),
    ] {
        owner.bring_in(&shop, bytes).await;
    }
    assert_eq!(titles(&site), ["똠방 쿠키"; 4]);
    for (bytes, words) in [
        (b"PK\x03\x04".to_vec(), "엑셀"),
        (b"title,price\n\xFF\xFF,1\n".to_vec(), "2번째 줄"),
        (b"title,price\n".to_vec(), "한 줄도"),
        (vec![b'x'; 10 * 1024 * 1024 + 1], "10MB"),
    ] {
        let answer = owner.upload(&shop, bytes, None, &[]).await.expect(422);
        let said = answer.json()["fields"]["file"].as_str().unwrap().to_owned();
        assert!(said.contains(words), "{said}");
    }
    let answer = owner.upload(&shop, FIRST, Some(b"no zip".to_vec()), &[]).await.expect(422);
    assert!(answer.json()["fields"]["photos"].as_str().is_some());
    let none = owner.client.post_json(&imports(&shop), &[]).await.expect(422);
    assert!(none.json()["fields"]["file"].as_str().is_some());
    site.stop().await;
}

#[actix_web::test]
async fn columns_are_settled_by_the_person() {
    let (site, owner, shop) = site_with_shop().await;
    let file = "상품번호,판매자상품코드,이름,값\n1,A-1,쿠키,3800\n";
    // Two SKU columns and no price: the page says so and asks which is which.
    let answer = owner.upload(&shop, file, None, &[]).await.expect(422);
    let said = answer.json()["fields"]["map"].as_str().unwrap().to_owned();
    assert!(said.contains("상품번호") && said.contains("판매자상품코드"), "{said}");
    let entrance = owner.client.get(&imports(&shop)).await.expect(200).body;
    let at = entrance
        .find(&format!(
            "{}/",
            imports(&shop).replace("수제쿠키", "%EC%88%98%EC%A0%9C%EC%BF%A0%ED%82%A4")
        ))
        .unwrap();
    let page = entrance[at..].split('"').next().unwrap().to_owned();
    let html = owner.client.get(&page).await.expect(200).body;
    assert!(html.contains("name=\"map\"") && !html.contains("/apply\""), "{html}");
    assert!(owner.apply(&page).await.expect(422).json()["fields"]["rows"].is_string());
    let told = [("map", "ignore"), ("map", ""), ("map", ""), ("map", "price")];
    owner.client.post(&format!("{page}/columns"), &told).await.expect(303);
    assert_eq!(counts(&owner.import(&page).await), [1, 0, 0, 0]);
    owner.apply(&page).await.expect(200);
    assert_eq!(rows(&site)[0].1.as_deref(), Some("A-1"));
    // A program can send the columns with the file and needs no second step.
    let answer = owner
        .upload(&shop, file, None, &["ignore", "", "", "price"])
        .await
        .expect(200);
    assert_eq!(counts(&answer.json()), [0, 0, 1, 0]);
    site.stop().await;
}

#[actix_web::test]
async fn only_staff_of_the_shop_bring_files_in() {
    let (site, owner, shop) = site_with_shop().await;
    let page = owner.preview(&shop, FIRST).await;
    let other = site.person("수호").await;
    let others = site.shop(&other, "꽃집").await;
    for path in [page.clone(), imports(&shop), format!("/shops/{}/catalog.csv", shop.handle)] {
        other.client.get(&path).await.expect(404);
    }
    other.apply(&page).await.expect(404);
    // Another shop's import does not exist under the address of one's own.
    let id = page.rsplit('/').next().unwrap();
    other.client.get(&format!("{}/{id}", imports(&others))).await.expect(404);
    other
        .client
        .post(&format!("{}/{id}/drop", imports(&others)), &[])
        .await
        .expect(404);
    assert!(rows(&site).is_empty());
    // A second file replaces a preview that was not applied.
    let second = owner.preview(&shop, FIRST).await;
    owner.client.get(&page).await.expect(404);
    let kept = std::fs::read_dir(site.app.config.data_dir.join("imports")).unwrap().count();
    assert_eq!(kept, 1, "the first file is deleted");
    owner.client.post(&format!("{second}/drop"), &[]).await.expect(303);
    owner.client.get(&second).await.expect(404);
    let left: i64 = site
        .app
        .db
        .read_now(|db| Ok(catalog_batch_rows::table.count().get_result(db)?))
        .unwrap();
    assert_eq!(left, 0);
    site.stop().await;
}

#[actix_web::test]
async fn a_preview_of_yesterday_is_swept() {
    let (site, owner, shop) = site_with_shop().await;
    let page = owner.preview(&shop, FIRST).await;
    let site = site.restart(25 * 3600 * 1000).await;
    let states: Vec<String> = site
        .app
        .db
        .read_now(|db| Ok(catalog_batches::table.select(catalog_batches::state).load(db)?))
        .unwrap();
    assert_eq!(states, ["dropped"]);
    owner.client.moved_to(&site.origin).get(&page).await.expect(404);
    site.stop().await;
}

fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(40, 30, image::Rgb([shade, 120, 80]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Holds SAFETY-I6.
#[actix_web::test]
async fn photos_follow_from_the_zip_and_each_failure_is_named() {
    let (site, owner, shop) = site_with_shop().await;
    let file = "id,title,price,image_link,additional_image_link\n\
        A-1,르뱅,1000,쿠키.png,\"둘.png,없음.png\"\n\
        A-2,휘낭,1000,깨짐.jpg,\n\
        A-3,마들렌,1000,https://example.com/shop/%EB%91%98.png,https://example.com/a.png\n";
    let photos = zip(&[
        ("사진/쿠키.png", picture(1)),
        ("둘.png", picture(2)),
        ("깨짐.jpg", b"no photo".to_vec()),
    ]);
    let answer = owner.upload(&shop, file, Some(photos), &[]).await.expect(200);
    let page = answer.json()["location"].as_str().unwrap().to_owned();
    let import = owner.import(&page).await;
    assert_eq!(counts(&import), [3, 0, 0, 0], "a photo less makes no row wrong");
    let reasons: Vec<&str> = import["rows"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|r| r["problems"].as_array().unwrap())
        .map(|p| p["read"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["없음.png", "https://example.com/a.png"]);
    owner.apply(&page).await.expect(200);
    // If it is stopped before it begins, no photo is taken.
    owner
        .client
        .post(&format!("{page}/photos"), &[("act", "stop")])
        .await
        .expect(303);
    site.drain();
    assert_eq!(owner.import(&page).await["photos"]["waiting"], 4);
    let html = owner.client.get(&page).await.expect(200).body;
    assert!(
        html.contains("value=\"resume\"") && !html.contains("data-js=\"progress\""),
        "{html}"
    );
    owner
        .client
        .post(&format!("{page}/photos"), &[("act", "resume")])
        .await
        .expect(303);
    site.drain();
    let import = owner.import(&page).await;
    let photos = &import["photos"];
    assert_eq!(
        (photos["waiting"].as_i64(), photos["done"].as_i64(), photos["wrong"].as_i64()),
        (Some(0), Some(3), Some(3))
    );
    let broken = photos["problems"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "깨짐.jpg")
        .unwrap();
    assert_eq!(broken["line"], 3);
    assert!(broken["reason"].as_str().unwrap().contains("깨짐.jpg"), "{broken}");
    let ids: Vec<i64> = rows(&site).iter().map(|r| r.0).collect();
    assert_eq!([0, 1, 2].map(|n| photos_of(&site, ids[n]).len()), [2, 0, 1]);
    let kept = std::fs::read_dir(site.app.config.data_dir.join("imports")).unwrap().count();
    assert_eq!(kept, 0, "the files are no longer needed");
    // An export comes back in: the photos are the shop's own and stay.
    let export = owner.export(&shop).await;
    assert!(export.contains(&format!("{}/media/", site.origin)));
    let again = owner.preview(&shop, export.clone()).await;
    assert_eq!(counts(&owner.import(&again).await), [0, 0, 3, 0]);
    // The photos in the other order, and none at all.
    let turned: Vec<String> = photos_of(&site, ids[0]).iter().rev().map(|(id, _)| id.to_string()).collect();
    let first = export.lines().nth(1).unwrap();
    let urls: Vec<&str> = first.split(',').filter(|c| c.contains("/media/")).collect();
    let swapped = format!("id,image_link,additional_image_link\nA-1,{},{}\nA-3,,\n", urls[1], urls[0]);
    let last = owner.bring_in(&shop, swapped).await;
    let now: Vec<String> = photos_of(&site, ids[0]).iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(now, turned);
    assert!(photos_of(&site, ids[2]).is_empty());
    // The sweep leaves photos that an undo may bring back, also days later.
    site.app.clock.shift(3 * 24 * 3600 * 1000);
    storyplus::photos::jobs::sweep(&site.app, None).unwrap();
    owner.client.post(&format!("{last}/undo"), &[]).await.expect(303);
    assert_eq!(photos_of(&site, ids[2]).len(), 1, "the undo brings the photos back");
    // A file cannot name the photos of another shop.
    let other = site.person("수호").await;
    let others = site.shop(&other, "꽃집").await;
    let stolen = format!("id,title,price,image_link\nX,꽃,1000,{}\n", urls[0]);
    other.bring_in(&others, stolen).await;
    let id = rows(&site).last().unwrap().0;
    assert!(photos_of(&site, id).is_empty());
    site.stop().await;
}

/// Titles and texts that would break a careless CSV writer.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("="),
        Just("+"),
        Just("-"),
        Just("@"),
        Just("'"),
        Just("''"),
        Just("\""),
        Just(","),
        Just(";"),
        Just("\t"),
        Just("\n"),
        Just("\r\n"),
        Just("＝"),
        Just(" "),
        Just("쿠키"),
        Just("🍪"),
        Just("👩‍🍳"),
        Just("&<>"),
        Just("sp-1"),
        Just("a"),
        Just("\u{FEFF}"),
        Just("e\u{301}"),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|p| p.concat())
}

/// Holds SAFETY-I4.
#[actix_web::test]
async fn a_file_that_went_out_comes_back_without_a_change() {
    let (site, owner, shop) = site_with_shop().await;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for n in 0..60 {
        let mut text = || hostile().new_tree(&mut runner).unwrap().current();
        let title = format!("{}{n}", text());
        let (description, brand, group, section) = (text(), text(), text(), text());
        // Every second product has a SKU, and some look like the ids that we generate.
        let sku = match n % 4 {
            0 => String::new(),
            1 => format!("sp-{n}"),
            _ => format!("{}{n}", text()),
        };
        let stock = if n % 3 == 0 { n.to_string() } else { String::new() };
        let sale = if n % 5 == 0 { "900" } else { "" };
        let until = if n % 10 == 0 { "2030-01-01T10:30" } else { "" };
        let fields = [
            ("title", title.as_str()),
            ("description", &description),
            ("price", "1000"),
            ("sale_price", sale),
            ("sale_until", until),
            ("brand", &brand),
            ("item_group_id", &group),
            ("section", &section),
            ("color", &title),
            ("stock", &stock),
            ("sku", &sku),
            ("category", if n % 2 == 0 { "food/cookies" } else { "" }),
            ("status", ["published", "draft", "hidden"][n % 3]),
        ];
        owner.product(&shop, &fields).await;
    }
    let before = rows(&site);
    let export = owner.export(&shop).await;
    let page = owner.preview(&shop, export.clone()).await;
    let import = owner.import(&page).await;
    assert_eq!(counts(&import), [0, 0, 60, 0], "{import:#}");
    owner.apply(&page).await.expect(200);
    assert_eq!(rows(&site), before);
    assert!(owner.export(&shop).await == export, "byte for byte");
    // A file with tabs, imported into an empty shop and exported again, differs only in the shop's own
    // values.
    let tsv = owner
        .client
        .get(&format!("/shops/{}/catalog.tsv", shop.handle))
        .await
        .expect(200)
        .body;
    let page = owner.preview(&shop, tsv).await;
    assert_eq!(counts(&owner.import(&page).await), [0, 0, 60, 0]);
    // No cell begins with a character that makes a spreadsheet calculate it.
    owner
        .product(
            &shop,
            &[("title", "=1+1"), ("price", "1000"), ("sku", "@A"), ("brand", "＋82")],
        )
        .await;
    let last = owner.export(&shop).await.lines().last().unwrap().to_owned();
    assert!(last.starts_with("'@A,'=1+1,") && last.contains(",'＋82,"), "{last}");
    site.stop().await;
}

#[actix_web::test]
async fn a_catalog_too_large_for_one_import_goes_out_in_parts_that_come_back() {
    let (site, owner, shop) = site_with_shop().await;
    let words = "가".repeat(5_000);
    let fields = [("title", "쿠키"), ("price", "1000"), ("description", words.as_str())];
    owner.product(&shop, &fields).await;
    // 2^10 products, doubled ten times.
    double(&site, 10);
    let whole = owner.export(&shop).await;
    assert!(whole.len() > 10 * 1024 * 1024);
    owner.upload(&shop, whole.clone(), None, &[]).await.expect(422);
    let page = owner.client.get(&imports(&shop)).await.expect(200).body;
    let mut rows = String::new();
    for part in 1..=2 {
        let link = format!("/catalog.csv?part={part}");
        assert!(page.contains(&link), "{page}");
        let text = owner
            .client
            .get(&format!("/shops/{}{link}", shop.handle))
            .await
            .expect(200)
            .body;
        assert!(text.len() <= 10 * 1024 * 1024);
        if part == 2 {
            let n = i64::try_from(text.lines().count() - 1).unwrap();
            let import = owner.import(&owner.preview(&shop, text.clone()).await).await;
            assert_eq!(counts(&import), [0, 0, n, 0]);
        }
        rows.push_str(text.split_once("\r\n").unwrap().1);
    }
    assert!(whole.ends_with(&rows) && rows.lines().count() == 1_024, "all of it, in order");
    for none in ["0", "3", "x"] {
        let path = format!("/shops/{}/catalog.csv?part={none}", shop.handle);
        owner.client.get(&path).await.expect(404);
    }
    site.stop().await;
}

//! Files from elsewhere: the columns and values of Cafe24, Smartstore and Coupang, of Google and Meta, and
//! the damage that spreadsheets do.

use super::{rows, site_with_shop, titles};
use crate::support::files::counts;
use crate::support::people::{Person, Shop};

/// Returns a row of the exported file by column.
async fn exported(owner: &Person, shop: &Shop, id: &str) -> std::collections::HashMap<String, String> {
    let export = owner.export(shop).await;
    let mut lines = export.trim_start_matches('\u{FEFF}').lines();
    let header = lines.next().unwrap().split(',');
    let row = lines.find(|line| line.starts_with(&format!("{id},"))).unwrap().split(',');
    header.zip(row).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

#[actix_web::test]
async fn exports_of_korean_shops_come_in_as_they_are() {
    let (site, owner, shop) = site_with_shop().await;
    let cafe24 = "상품코드,진열상태,판매상태,상품명,상품명(관리용),모델명,상품 상세설명,판매가,브랜드,이미지등록(상세),이미지등록(목록)\r\n\
        P00000BA,Y,Y,르뱅쿠키,르뱅 3월,,겉은 바삭해요,3800.00,오븐하루,,\r\n\
        P00000BB,N,N,휘낭시에,휘낭 3월,,,2500.00,,,\r\n";
    let smartstore = "판매자 상품코드,상품명,판매상태,전시상태,재고수량,판매가,상품상태,대표이미지 파일명,할인 시작일,할인 종료일,할인가(PC)\r\n\
        SS-1,린넨 앞치마,판매중,전시중,12,\"42,000\",신상품,,2026.12.01,2026.12.24,\"39,000\"\r\n\
        SS-2,린넨 파우치,판매중지,전시중지,0,\"18,000\",중고,,,,0\r\n";
    let coupang = "등록상품ID\t등록상품명\t판매가격\t잔여수량(재고)\t판매상태\t업체상품코드\n\
        1\t감귤 5kg\t21900\t무제한\t판매중\tCP-1\n\
        2\t한라봉 3kg\t32900\t7.0\t품절\tCP-2\n";
    let korean = encoding_rs::EUC_KR.encode(cafe24).0.into_owned();
    owner.bring_in(&shop, korean).await;
    owner.bring_in(&shop, smartstore).await;
    owner.bring_in(&shop, coupang).await;
    for (id, expected) in [
        (
            "P00000BA",
            vec![
                ("title", "르뱅쿠키"),
                ("price", "3800 KRW"),
                ("availability", "in_stock"),
                ("visibility", "published"),
                ("description", "겉은 바삭해요"),
                ("brand", "오븐하루"),
            ],
        ),
        ("P00000BB", vec![("availability", "out_of_stock"), ("visibility", "hidden")]),
        (
            "SS-1",
            vec![
                ("price", "42000 KRW"),
                ("sale_price", "39000 KRW"),
                ("sale_price_effective_date", "2026-12-01T00:00+0900/2026-12-25T00:00+0900"),
                ("quantity", "12"),
                ("condition", "new"),
                ("visibility", "published"),
            ],
        ),
        (
            "SS-2",
            vec![
                ("sale_price", ""),
                ("availability", "out_of_stock"),
                ("condition", "used"),
                ("visibility", "hidden"),
            ],
        ),
        ("CP-1", vec![("price", "21900 KRW"), ("quantity", "")]),
        (
            "CP-2",
            vec![("title", "한라봉 3kg"), ("quantity", "7"), ("availability", "out_of_stock")],
        ),
    ] {
        let row = exported(&owner, &shop, id).await;
        for (column, value) in expected {
            assert_eq!(row[column], value, "{column} of {id}");
        }
    }
    site.stop().await;
}

#[actix_web::test]
async fn a_yes_is_read_as_its_column_asks() {
    let (site, owner, shop) = site_with_shop().await;
    owner
        .bring_in(&shop, "상품코드,상품명,가격,품절여부\nA,있음,1000,N\nB,없음,1000,Y\n")
        .await;
    assert_eq!(exported(&owner, &shop, "A").await["availability"], "in_stock");
    assert_eq!(exported(&owner, &shop, "B").await["availability"], "out_of_stock");
    // The same values under another column name, which the person maps: the name still decides what a yes
    // means.
    let file = "상품코드,일시품절인가요\nA,Y\nB,N\n";
    let answer = owner.upload(&shop, file, None, &["", "availability"]).await.expect(200);
    let page = answer.json()["location"].as_str().unwrap().to_owned();
    owner.apply(&page).await.expect(200);
    assert_eq!(exported(&owner, &shop, "A").await["availability"], "out_of_stock");
    assert_eq!(exported(&owner, &shop, "B").await["availability"], "in_stock");
    site.stop().await;
}

#[actix_web::test]
async fn the_ends_of_a_sale_may_stand_in_columns_of_their_own() {
    let (site, owner, shop) = site_with_shop().await;
    let file = "id,title,price,sale_price,할인시작일,할인종료일\nA,쿠키,1000,900,2026. 12. 1.,2026년 12월 24일\n";
    owner.bring_in(&shop, file).await;
    let dates = "2026-12-01T00:00+0900/2026-12-25T00:00+0900";
    assert_eq!(exported(&owner, &shop, "A").await["sale_price_effective_date"], dates);
    // The other date stays.
    owner.bring_in(&shop, "id,할인종료일\nA,2026-12-31\n").await;
    let dates = "2026-12-01T00:00+0900/2027-01-01T00:00+0900";
    assert_eq!(exported(&owner, &shop, "A").await["sale_price_effective_date"], dates);
    // A mistake names the column that it is in.
    let page = owner.preview(&shop, "id,할인종료일\nA,12월 말\n").await;
    let wrong = &owner.import(&page).await["rows"][0]["problems"][0];
    assert_eq!(
        (wrong["column"].as_str(), wrong["read"].as_str()),
        (Some("할인종료일"), Some("12월 말"))
    );
    site.stop().await;
}

#[actix_web::test]
async fn numbers_that_a_spreadsheet_spoilt_make_no_second_products() {
    let (site, owner, shop) = site_with_shop().await;
    let first = "id,title,price\n00123,쿠키,1000\n8801234567890,과자,1000\n";
    owner.bring_in(&shop, first).await;
    // The file as Excel saves it again.
    let page = owner
        .preview(&shop, "id,title,price\n123,쿠키,1200\n8.80123E+12,과자,1200\n")
        .await;
    let import = owner.import(&page).await;
    assert_eq!(counts(&import), [0, 0, 0, 2], "{import:#}");
    let reason = |n: usize| import["rows"][n]["problems"][0]["reason"].as_str().unwrap();
    assert!(reason(0).contains("00123"), "{}", reason(0));
    assert!(reason(1).contains("줄여"), "{}", reason(1));
    // If a product has exactly this SKU, it is the one that is meant.
    owner
        .product(&shop, &[("title", "이름"), ("price", "1000"), ("sku", "1E+05")])
        .await;
    let page = owner.preview(&shop, "id,price\n1E+05,1100\n00123,1100\n").await;
    assert_eq!(counts(&owner.import(&page).await), [0, 2, 0, 0]);
    site.stop().await;
}

#[actix_web::test]
async fn a_name_that_is_there_already_is_said_where_no_number_is_given() {
    let (site, owner, shop) = site_with_shop().await;
    let file = "상품명,가격,색상\n앞치마,42000,네이비\n앞치마,42000,베이지\n앞치마,42000,네이비\n";
    let page = owner.preview(&shop, file).await;
    let import = owner.import(&page).await;
    assert_eq!(counts(&import), [3, 0, 0, 0], "said, not refused");
    let said: Vec<usize> = import["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["problems"].as_array().unwrap().len())
        .collect();
    assert_eq!(said, [0, 0, 1]);
    assert_eq!(import["counts"]["noted"], 1);
    let html = owner.client.get(&page).await.expect(200).body;
    assert!(
        html.contains(&format!("{}?show=noted", page.rsplit('/').next().unwrap())),
        "{html}"
    );
    let noted = owner.import(&format!("{page}?show=noted")).await;
    assert_eq!(
        (noted["rows"].as_array().unwrap().len(), noted["rows"][0]["line"].as_i64()),
        (1, Some(4))
    );
    owner.apply(&page).await.expect(200);
    let import = owner.import(&owner.preview(&shop, file).await).await;
    assert!(
        import["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|r| r["problems"][0]["column"] == "상품명")
    );
    assert_eq!(titles(&site).len(), 3);
    // A row with a SKU is not compared by name.
    let import = owner
        .import(&owner.preview(&shop, "id,title,price\nA,앞치마,1\n").await)
        .await;
    assert!(import["rows"][0]["problems"].as_array().unwrap().is_empty());
    assert_eq!(rows(&site).len(), 3);
    site.stop().await;
}

use std::collections::HashMap;

use super::*;

#[test]
fn no_name_means_two_things() {
    let mut seen = HashMap::new();
    for field in super::Field::all() {
        for name in std::iter::once(&field.code()).chain(field.names()) {
            let other = seen.insert(whole(name), field);
            assert_eq!(other, None, "{name}");
        }
        assert_eq!(super::Field::from_code(field.code()), Some(field));
    }
}

#[test]
fn names_as_people_write_them() {
    for (name, field) in [
        ("ID", Some(Id)),
        ("g:id", Some(Id)),
        ("Sale Price", Some(SalePrice)),
        ("sale-price", Some(SalePrice)),
        ("quantity_to_sell_on_facebook", Some(Quantity)),
        ("판매자 상품코드", Some(Id)),
        ("상품명 *", Some(Title)),
        ("가격(원)", Some(Price)),
        ("판매가", Some(Price)),
        ("재고 수량", Some(Quantity)),
        ("재고상태", Some(Availability)),
        ("추가이미지3", Some(AdditionalImageLink)),
        ("이미지2", Some(AdditionalImageLink)),
        ("이미지", Some(ImageLink)),
        ("할인 시작일", Some(SaleFrom)),
        ("품절여부", Some(Availability)),
        ("상품 상세설명", Some(Description)),
        ("업체 상품코드", Some(Id)),
        ("잔여수량(재고)", Some(Quantity)),
        ("이미지등록(상세)", Some(ImageLink)),
        ("이미지등록(목록)", None),
        ("gtin", None),
        ("가격2", None),
        ("", None),
    ] {
        assert_eq!(recognise(name).map(|(field, _)| field), field, "{name}");
    }
}

#[test]
fn what_the_person_says_counts_and_nothing_stands_twice() {
    let header: Vec<String> = ["상품번호", "판매자상품코드", "이름", "메모"].map(str::to_owned).to_vec();
    let columns = super::Columns::of(&header, &[]);
    assert_eq!(
        columns.conflicts(),
        [super::ColumnConflict::Twice(
            Id,
            "상품번호".to_owned(),
            "판매자상품코드".to_owned()
        )]
    );
    assert_eq!(columns.unknown().count(), 1);
    let told = ["ignore", "auto", "", "description"].map(super::ColumnChoice::parse);
    let columns = super::Columns::of(&header, &told);
    assert!(columns.conflicts().is_empty());
    assert_eq!(columns.name(Id), "판매자상품코드");
    assert_eq!(columns.name(Description), "메모");
    assert_eq!(
        super::Columns::of(&["가격".to_owned()], &[]).conflicts(),
        [super::ColumnConflict::NoName]
    );
}

#[test]
fn a_name_as_it_is_known_counts_before_one_with_a_remark() {
    let header: Vec<String> = [
        "상품명(관리용)",
        "상품명",
        "할인가(PC)",
        "할인가(모바일)",
        "추가이미지(1)",
        "추가이미지",
    ]
    .map(str::to_owned)
    .to_vec();
    let columns = super::Columns::of(&header, &[]);
    let fields: Vec<Option<Field>> = columns.0.iter().map(|c| c.field).collect();
    let photos = Some(AdditionalImageLink);
    assert_eq!(fields, [None, Some(Title), Some(SalePrice), Some(SalePrice), photos, photos]);
    // Neither of the two is better, so the person has to choose.
    assert_eq!(columns.conflicts().len(), 1);
    // A column that the person chose is never left out.
    let told = ["title", "ignore", "ignore"].map(super::ColumnChoice::parse);
    assert_eq!(
        super::Columns::of(&header, &told)
            .0
            .iter()
            .filter(|c| c.field == Some(Title))
            .count(),
        1
    );
    assert!(denies("품절 여부") && denies("is_sold_out") && denies("비공개여부") && !denies("판매여부"));
}

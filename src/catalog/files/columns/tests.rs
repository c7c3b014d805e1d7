use std::collections::HashMap;

use super::*;

#[test]
fn no_name_means_two_things() {
    let mut seen = HashMap::new();
    for field in Field::ALL {
        for name in std::iter::once(&field.code()).chain(field.names()) {
            let other = seen.insert(fold(name), field);
            assert_eq!(other, None, "{name}");
        }
        assert_eq!(Field::from_code(field.code()), Some(field));
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
        ("gtin", None),
        ("가격2", None),
        ("", None),
    ] {
        assert_eq!(recognise(name), field, "{name}");
    }
}

#[test]
fn what_the_person_says_counts_and_nothing_stands_twice() {
    let header: Vec<String> = ["상품번호", "판매자상품코드", "이름", "메모"].map(str::to_owned).to_vec();
    let columns = Columns::of(&header, &[]);
    assert_eq!(
        columns.muddles(),
        [Muddle::Twice(Id, "상품번호".to_owned(), "판매자상품코드".to_owned())]
    );
    assert_eq!(columns.unknown().count(), 1);
    let told = ["ignore", "auto", "", "description"].map(Told::parse);
    let columns = Columns::of(&header, &told);
    assert!(columns.muddles().is_empty());
    assert_eq!(columns.name(Id), "판매자상품코드");
    assert_eq!(columns.name(Description), "메모");
    assert_eq!(Columns::of(&["가격".to_owned()], &[]).muddles(), [Muddle::NoName]);
}

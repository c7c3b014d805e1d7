//! Words for choices: availability, condition, visibility.

use crate::catalog::rules::{Availability, Condition, Status};

/// Keeps only letters and digits, in lower case.
fn plain(word: &str) -> String {
    crate::text::clean_line(word)
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn among<T: Copy>(word: &str, words: &[(&[&str], T)]) -> Option<T> {
    let word = plain(word);
    words
        .iter()
        .find(|(names, _)| names.contains(&word.as_str()))
        .map(|(_, t)| *t)
}

/// Parses `Y`, `O`, `true`, 예 … in columns that ask a question.
fn yes_no(word: &str) -> Option<bool> {
    among(
        word,
        &[
            (&["y", "yes", "t", "true", "o", "on", "1", "예", "네", "사용", "사용함"], true),
            (
                &[
                    "n",
                    "no",
                    "f",
                    "false",
                    "x",
                    "off",
                    "0",
                    "아니오",
                    "아니요",
                    "미사용",
                    "사용안함",
                ],
                false,
            ),
        ],
    )
}

/// Parses `in_stock`, `in stock`, 판매중, 품절 … If the column asks whether it is sold out
/// (`columns::denies`), yes means out of stock.
pub fn availability(word: &str, denies: bool) -> Option<Availability> {
    use Availability::*;
    if let Some(yes) = yes_no(word) {
        return Some(if yes == denies { OutOfStock } else { InStock });
    }
    // schema.org values are written as URLs.
    let word = match word.rsplit_once('/') {
        Some((before, last)) if before.contains("schema.org") => last,
        _ => word,
    };
    among(
        word,
        &[
            (
                &[
                    "instock",
                    "available",
                    "limitedavailability",
                    "instoreonly",
                    "onlineonly",
                    "판매중",
                    "판매",
                    "판매함",
                    "판매가능",
                    "구매가능",
                    "정상",
                    "재고있음",
                    "있음",
                    "재고",
                ],
                InStock,
            ),
            (
                &[
                    "outofstock",
                    "soldout",
                    "discontinued",
                    "unavailable",
                    "품절",
                    "품절됨",
                    "품절상품",
                    "일시품절",
                    "임시품절",
                    "재고없음",
                    "없음",
                    "판매중지",
                    "판매종료",
                    "판매금지",
                    "판매대기",
                    "판매안함",
                    "판매하지않음",
                    "미판매",
                    "구매불가",
                    "매진",
                    "단종",
                ],
                OutOfStock,
            ),
            (
                &[
                    "preorder",
                    "pre",
                    "예약",
                    "예약판매",
                    "예약받음",
                    "예약주문",
                    "예약중",
                    "프리오더",
                    "출시예정",
                ],
                Preorder,
            ),
            (
                &[
                    "backorder",
                    "availablefororder",
                    "pending",
                    "입고예정",
                    "재입고예정",
                    "다시들어올예정",
                    "주문후제작",
                    "입고대기",
                ],
                Backorder,
            ),
        ],
    )
}

pub fn condition(word: &str) -> Option<Condition> {
    use Condition::*;
    among(
        word,
        &[
            (
                &["new", "newwithtags", "새상품", "신상품", "새제품", "신품", "미개봉", "새것"],
                New,
            ),
            (
                &[
                    "refurbished",
                    "cpo",
                    "리퍼",
                    "리퍼비시",
                    "리퍼브",
                    "리퍼상품",
                    "손본상품",
                    "재생",
                ],
                Refurbished,
            ),
            (
                &[
                    "used",
                    "usedlikenew",
                    "usedgood",
                    "usedfair",
                    "중고",
                    "중고상품",
                    "중고품",
                    "구제",
                ],
                Used,
            ),
        ],
    )
}

/// Parses visibility. If the column asks whether it is hidden, yes means hidden.
pub fn visibility(word: &str, denies: bool) -> Option<Status> {
    use Status::*;
    if let Some(yes) = yes_no(word) {
        return Some(if yes == denies { Hidden } else { Published });
    }
    among(
        word,
        &[
            (
                &[
                    "published",
                    "active",
                    "visible",
                    "public",
                    "공개",
                    "공개함",
                    "노출",
                    "노출함",
                    "진열",
                    "진열함",
                    "진열중",
                    "전시",
                    "전시함",
                    "전시중",
                    "표시",
                    "표시함",
                    "게시",
                    "게시중",
                ],
                Published,
            ),
            (&["draft", "staging", "임시저장", "작성중", "초안", "준비중"], Draft),
            (
                &[
                    "hidden",
                    "archived",
                    "inactive",
                    "private",
                    "unpublished",
                    "숨김",
                    "비공개",
                    "미노출",
                    "노출안함",
                    "진열안함",
                    "미진열",
                    "전시안함",
                    "전시중지",
                    "미전시",
                    "표시안함",
                    "게시안함",
                ],
                Hidden,
            ),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::{Locale, Texts};

    #[test]
    fn words_of_three_worlds() {
        use Availability::*;
        for (word, meant) in [
            ("in_stock", Some(InStock)),
            ("In Stock", Some(InStock)),
            ("판매 중", Some(InStock)),
            ("out of stock", Some(OutOfStock)),
            ("품절", Some(OutOfStock)),
            ("preorder", Some(Preorder)),
            ("예약판매", Some(Preorder)),
            ("available for order", Some(Backorder)),
            ("backorder", Some(Backorder)),
            ("판매안함", Some(OutOfStock)),
            ("https://schema.org/InStock", Some(InStock)),
            ("http://schema.org/OutOfStock", Some(OutOfStock)),
            ("Y", Some(InStock)),
            ("X", Some(OutOfStock)),
            ("곧", None),
            ("", None),
        ] {
            assert_eq!(availability(word, false), meant, "{word}");
        }
        for a in Availability::ALL {
            assert_eq!(availability(a.code(), true), Some(a));
            assert_eq!(availability(&Texts::get(Locale::Ko).text(a.key()), false), Some(a));
        }
        for c in Condition::ALL {
            assert_eq!(condition(c.code()), Some(c));
            assert_eq!(condition(&Texts::get(Locale::Ko).text(c.key())), Some(c));
        }
        for s in Status::ALL {
            assert_eq!(visibility(s.code(), true), Some(s));
        }
        assert_eq!(condition("used_like_new"), Some(Condition::Used));
        assert_eq!(visibility("진열안함", false), Some(Status::Hidden));
    }

    #[test]
    fn a_yes_means_what_its_column_asks() {
        for (yes, no) in [("Y", "N"), ("TRUE", "false"), ("O", "X"), ("1", "0"), ("예", "아니요")] {
            assert_eq!(availability(yes, false), Some(Availability::InStock), "{yes}");
            assert_eq!(availability(no, false), Some(Availability::OutOfStock), "{no}");
            // 품절여부
            assert_eq!(availability(yes, true), Some(Availability::OutOfStock), "{yes}");
            assert_eq!(availability(no, true), Some(Availability::InStock), "{no}");
            assert_eq!(visibility(yes, false), Some(Status::Published), "{yes}");
            // 숨김여부
            assert_eq!(visibility(yes, true), Some(Status::Hidden), "{yes}");
        }
        assert_eq!(visibility("전시중지", false), Some(Status::Hidden));
    }
}

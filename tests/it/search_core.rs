//! The index as a whole, on a small catalogue: classes of queries, ranking, filters, kills, damage, and
//! properties that hold for any text.
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use storyplus::search::{
    Change, Cursor, Document, Filters, Hits, INDEX_VERSION, Kind, Query, SearchError, SearchIndex, Sort, Synonyms, highlight,
};
use unicode_normalization::UnicodeNormalization;

const NOW: i64 = 1_760_000_000_000;
const DAY: i64 = 86_400_000;

fn product(id: i64, shop: (i64, &str), title: &str, price: i64, body: &str, tags: &[&str]) -> Document {
    Document {
        kind: Kind::Product,
        id,
        account_id: shop.0,
        title: title.into(),
        body: body.into(),
        tags: tags.iter().map(|t| (*t).to_owned()).collect(),
        shop_name: shop.1.into(),
        price: Some(price),
        in_stock: true,
        on_sale: false,
        category: Some("etc".into()),
        created_at_ms: NOW - id * DAY,
    }
}

fn story(id: i64, shop: (i64, &str), body: &str, tags: &[&str]) -> Document {
    Document {
        kind: Kind::Story,
        price: None,
        category: None,
        ..product(id, shop, "", 0, body, tags)
    }
}

fn shop(id: i64, name: &str, bio: &str) -> Document {
    Document {
        kind: Kind::Shop,
        price: None,
        category: None,
        ..product(id, (id, name), name, 0, bio, &[])
    }
}

const COOKIES: (i64, &str) = (901, "달콤제과");
const LINEN: (i64, &str) = (902, "린넨하우스");
const PHONES: (i64, &str) = (903, "폰가게 케이스온");

fn catalogue() -> Vec<Document> {
    let mut all = vec![
        product(
            1,
            COOKIES,
            "수제 쿠키 선물 세트",
            25_000,
            "버터와 초코칩으로 구운 수제쿠키 12개입",
            &["답례품", "수제쿠키"],
        ),
        product(2, COOKIES, "딸기 마카롱", 18_000, "제철 딸기로 만들었어요", &["디저트"]),
        product(
            3,
            COOKIES,
            "우유 식빵 500ml 틀",
            9_000,
            "홈베이킹 식빵틀, 우유 500ml 용량",
            &[],
        ),
        product(
            4,
            LINEN,
            "린넨 원피스",
            59_000,
            "여름에 입기 좋은 롱 드레스",
            &["여름코디", "린넨"],
        ),
        product(
            5,
            LINEN,
            "체크 셔츠 원피스",
            49_000,
            "허리끈이 있는 셔츠형 원피스를 소개합니다",
            &[],
        ),
        product(6, LINEN, "나이키 에어 맥스 운동화", 129_000, "NIKE AIR MAX 정품", &["운동화"]),
        product(7, PHONES, "iPhone 케이스 투명", 15_000, "아이폰 15 프로 호환", &[]),
        product(8, PHONES, "보조배터리 20,000mAh", 32_000, "고속충전", &[]),
        product(9, LINEN, "여름 바지", 39_000, "원피스와 함께 입어요", &[]),
        story(
            21,
            COOKIES,
            "오늘은 비가 와서 늦게 열어요. 수제 쿠키는 두 시부터 나옵니다 🍪",
            &["오늘의쿠키"],
        ),
        story(22, LINEN, "새로 들어온 린넨원피스 보고 가세요! #여름코디", &["여름코디"]),
        story(23, PHONES, "ㅋㅋㅋ 오늘 하루도 고생하셨어요", &[]),
        shop(901, COOKIES.1, "대구 동네 과자점"),
        shop(902, LINEN.1, "린넨 옷 가게"),
        shop(903, PHONES.1, "휴대폰 액세서리"),
    ];
    all[1].in_stock = false;
    all[4].on_sale = true;
    all[3].category = Some("clothes".into());
    all[4].category = Some("clothes".into());
    all
}

fn puts(documents: Vec<Document>) -> Vec<Change> {
    documents.into_iter().map(Change::Put).collect()
}

fn filled(dir: &Path) -> SearchIndex {
    let opened = SearchIndex::open(dir).unwrap();
    assert!(opened.fresh);
    let writer = opened.index.writer();
    writer.apply(&puts(catalogue())).unwrap();
    writer.commit(100).unwrap();
    opened.index
}

/// Returns the name of a generation's folder.
fn generation(number: u64) -> String {
    format!("v{INDEX_VERSION}-{number}")
}

fn ask(index: &SearchIndex, text: &str) -> Hits {
    index.search(&Query::new(text, NOW)).unwrap()
}

fn ids(hits: &Hits) -> Vec<i64> {
    hits.hits.iter().map(|hit| hit.id).collect()
}

#[test]
fn every_class_of_query_finds_its_document() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let cases = [
        ("spaces dropped", "수제쿠키선물세트", 1),
        ("spaces added", "딸 기 마카 롱", 2),
        ("particle", "마카롱을", 2),
        ("particles", "선물세트로는", 1),
        ("half-typed", "마카ㄹ", 2),
        ("half-typed final", "보조뱉", 8),
        ("half-typed, space dropped", "수제쿸", 1),
        ("half-typed, spaces dropped", "수제쿠키선ㅁ", 1),
        ("typo, space dropped", "수재쿠키", 1),
        ("typo within a compound", "베터리", 8),
        ("typo of two keys swapped", "ㅏㅁ카롱", 2),
        ("typo of a key twice", "마ㅏ카롱", 2),
        ("unit by its name", "우유 500밀리", 3),
        ("unit by its name, apart", "우유 500 밀리리터", 3),
        ("full width", "Ｎｉｋｅ　ＡＩＲ", 6),
        ("quotes and hyphens", "\"수제-쿠키\"", 1),
        ("half-typed last word", "린넨 원핏", 4),
        ("initials", "ㄸㄱㅁㅋㄹ", 2),
        ("initials with a space", "ㅅㅈ ㅋㅋ", 1),
        ("initials of a shop", "ㄷㅋㅈㄱ", 901),
        ("initials and a word", "딸기 ㅁㅋㄹ", 2),
        ("typo in a vowel", "머카롱", 2),
        ("typo in a consonant", "보조패터리", 8),
        ("typo in a final", "딸긴 마카롱", 2),
        ("typo of a missing key", "마카로", 2),
        ("wrong keyboard", "akzkfhd", 2),
        ("wrong keyboard, caps lock", "AKZKFHD", 2),
        ("wrong keyboard the other way", "ㅑㅔㅙㅜㄷ", 7),
        ("mixed", "iphone케이스", 7),
        ("mixed with a space", "iphone 케이스", 7),
        ("mixed, dropped space", "나이키에어", 6),
        ("upper case", "NIKE air", 6),
        ("unit", "500ml 식빵", 3),
        ("unit apart", "우유 500 ML", 3),
        ("squared unit", "우유 500㎖", 3),
        ("unit within a word", "우유500밀리식빵", 3),
        ("number without comma", "20000mAh", 8),
        ("another form of a verb", "딸기로 만드는 마카롱", 2),
        ("another form of an adjective", "입기 좋아요 린넨", 4),
        ("emoji", "🍪", 21),
        ("hashtag", "#오늘의쿠키", 21),
        ("hashtag without mark", "오늘의 쿠키", 21),
        ("slang", "ㅋㅋㅋ", 23),
        ("part of a compound", "배터리", 8),
        ("a sentence", "비가 와서 늦게 여는 쿠키", 21),
        ("shop", "달콤제과", 901),
        ("shop apart", "린넨 하우스", 902),
    ];
    for (class, text, id) in cases {
        let nfd: String = text.nfd().collect();
        for text in [text, &nfd] {
            let hits = ask(&index, text);
            assert!(
                ids(&hits).first() == Some(&id),
                "{class}: {text:?} gave {:?} {:?}",
                ids(&hits),
                hits.did_you_mean
            );
        }
    }
}

#[test]
fn what_has_the_hashtag_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    // Stories with the hashtag come before the shop of that name and the dress in the title; without the `#`
    // it is a word.
    assert_eq!(ids(&ask(&index, "#린넨")).first(), Some(&4));
    let half: Vec<i64> = ids(&ask(&index, "#여름")).into_iter().take(2).collect();
    assert!(half.contains(&4) && half.contains(&22), "{half:?}");
    assert!(ids(&ask(&index, "#린넨")).contains(&902));
    // Nobody wrote it as a hashtag, so it is searched as words.
    assert_eq!(ids(&ask(&index, "#보조배터리")), [8]);
}

#[test]
fn what_was_meant_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let meant = |text: &str| ask(&index, text).did_you_mean;
    assert_eq!(meant("dnjsvltm").as_deref(), Some("원피스"));
    assert_eq!(meant("머카롱").as_deref(), Some("마카롱"));
    assert_eq!(meant("딸기 머카롱").as_deref(), Some("딸기 마카롱"));
    assert_eq!(meant("원피스"), None);
    assert_eq!(meant("nike"), None);
    assert_eq!(meant("쀍뚫쒧"), None);
    // A word that only a deleted document had is not revealed.
    let writer = index.writer();
    writer
        .apply(&[Change::Delete {
            kind: Kind::Product,
            id: 2,
        }])
        .unwrap();
    writer.commit(101).unwrap();
    assert_eq!(meant("머카롱"), None);
}

#[test]
fn ranking_is_what_a_shopper_expects() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let products = |text: &str| {
        ids(&index
            .search(&Query {
                kind: Some(Kind::Product),
                ..Query::new(text, NOW)
            })
            .unwrap())
    };
    // First the exact title, then words in the title, then in the description.
    assert_eq!(products("린넨 원피스").first(), Some(&4));
    assert_eq!(products("원피스").last(), Some(&9));
    // A shop by its name comes before its products.
    assert_eq!(ids(&ask(&index, "달콤 제과")).first(), Some(&901));
    // Of two equal hits the one in stock comes first, and of two in stock the newer one.
    let writer = index.writer();
    let mut twins = vec![
        product(31, COOKIES, "무화과 스콘", 3000, "", &[]),
        product(32, COOKIES, "무화과 스콘", 3000, "", &[]),
        story(33, LINEN, "무화과 사진", &[]),
        story(34, LINEN, "무화과 사진", &[]),
    ];
    twins[0].in_stock = true;
    twins[1].in_stock = false;
    twins[2].created_at_ms = NOW;
    twins[3].created_at_ms = NOW - 300 * DAY;
    writer.apply(&puts(twins)).unwrap();
    writer.commit(101).unwrap();
    assert_eq!(products("무화과 스콘"), [31, 32]);
    let stories = index
        .search(&Query {
            kind: Some(Kind::Story),
            ..Query::new("무화과", NOW)
        })
        .unwrap();
    assert_eq!(ids(&stories), [33, 34]);
}

#[test]
fn the_words_in_a_title_come_before_all_of_them_in_a_row_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let others = vec![
        product(
            31,
            COOKIES,
            "가죽 벨트",
            20_000,
            "면 블라우스와 잘 어울려요. 면 블라우스 위에 매세요.",
            &[],
        ),
        product(
            32,
            LINEN,
            "면 긴팔 하얀 블라우스",
            40_000,
            "목깃이 둥글고 소매가 넓어서 팔을 움직이기 편합니다. 세탁기에 돌려도 줄지 않아요.",
            &[],
        ),
    ];
    index.writer().apply(&puts(others)).unwrap();
    index.writer().commit(101).unwrap();
    let hits = ask(&index, "면 블라우스");
    assert_eq!(ids(&hits), [32, 31], "{hits:?}");
}

#[test]
fn filters_counts_facets_and_sorts_agree() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let base = Query {
        facets: true,
        ..Query::new("원피스", NOW)
    };
    let all = index.search(&base).unwrap();
    assert_eq!((all.counts.products, all.counts.stories, all.counts.shops), (3, 1, 0));
    assert_eq!(all.counts.total(), all.hits.len() as u64);
    assert_eq!(all.facets.categories, [("clothes".to_owned(), 2), ("etc".to_owned(), 1)]);
    assert_eq!(all.facets.accounts, [(902, 4)]);
    assert_eq!(all.facets.prices.iter().sum::<u64>(), 3);
    assert_eq!((all.facets.in_stock, all.facets.on_sale), (3, 1));

    let with = |filters: Filters, kind| {
        index
            .search(&Query {
                filters,
                kind,
                ..base.clone()
            })
            .unwrap()
    };
    let clothes = with(
        Filters {
            category: Some("clothes".into()),
            ..Filters::default()
        },
        None,
    );
    assert_eq!(clothes.hits.len(), 2);
    // A facet also counts the hits that its own filter leaves out.
    assert_eq!(clothes.facets.categories, all.facets.categories);
    assert_eq!(clothes.facets.on_sale, 1);
    let sale = with(
        Filters {
            on_sale: true,
            ..Filters::default()
        },
        Some(Kind::Product),
    );
    assert_eq!(ids(&sale), [5]);
    // The counts by kind cover all kinds, under the filters.
    assert_eq!(sale.counts.products, 1);
    assert_eq!(sale.counts.stories, 0);
    let stories = with(Filters::default(), Some(Kind::Story));
    assert_eq!((stories.hits.len(), stories.counts.products), (1, 3));
    let priced = with(
        Filters {
            price_min: Some(49_000),
            price_max: Some(58_999),
            ..Filters::default()
        },
        None,
    );
    assert_eq!(ids(&priced), [5]);
    assert!(
        with(
            Filters {
                account_id: Some(1),
                ..Filters::default()
            },
            None
        )
        .hits
        .is_empty()
    );
    assert!(
        with(
            Filters {
                category: Some("없음".into()),
                ..Filters::default()
            },
            None
        )
        .hits
        .is_empty()
    );

    let sorted = |sort| {
        ids(&index
            .search(&Query {
                sort,
                kind: Some(Kind::Product),
                ..base.clone()
            })
            .unwrap())
    };
    assert_eq!(sorted(Sort::PriceAsc), [9, 5, 4]);
    assert_eq!(sorted(Sort::PriceDesc), [4, 5, 9]);
    assert_eq!(sorted(Sort::Newest), [4, 5, 9]);
}

#[test]
fn pages_follow_one_another_without_gap_or_repeat() {
    let dir = tempfile::tempdir().unwrap();
    let opened = SearchIndex::open(dir.path()).unwrap();
    let writer = opened.index.writer();
    for id in 1..=95 {
        let document = product(id, LINEN, "여름 원피스", 1000 * (id % 7), "", &[]);
        writer.apply(&[Change::Put(document)]).unwrap();
        if id % 20 == 0 {
            writer.commit(id).unwrap();
        }
    }
    writer.commit(95).unwrap();
    for sort in [Sort::Relevance, Sort::Newest, Sort::PriceAsc, Sort::PriceDesc] {
        let mut seen = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let page = opened
                .index
                .search(&Query {
                    sort,
                    after,
                    limit: 10,
                    ..Query::new("원피스", NOW)
                })
                .unwrap();
            assert_eq!(page.counts.total(), 95);
            seen.extend(ids(&page));
            match page.next {
                Some(next) => after = Some(next.to_string().parse().unwrap()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 95, "{sort:?}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 95, "{sort:?}");
    }
}

#[test]
fn synonyms_find_one_another() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    assert!(!ids(&ask(&index, "휴대용충전기")).contains(&8));
    index.set_synonyms(Synonyms::parse("휴대용충전기, 보조배터리"));
    assert_eq!(ids(&ask(&index, "휴대용충전기")).first(), Some(&8));
    assert_eq!(ids(&ask(&index, "휴대용충전기를")).first(), Some(&8));
    // Also with several words, and within compounds.
    index.set_synonyms(Synonyms::parse("power bank, 보조배터리\n식빵, 브레드\n틀, 몰드"));
    for text in ["power bank", "Power Bank 고속충전", "고속 powerbank"] {
        let hits = ask(&index, text);
        assert_eq!((ids(&hits).first(), hits.did_you_mean), (Some(&8), None), "{text}");
    }
    for text in ["브레드틀", "우유브레드"] {
        let hits = ask(&index, text);
        assert_eq!((ids(&hits).first(), hits.did_you_mean), (Some(&3), None), "{text}");
    }
}

#[test]
fn a_change_replaces_and_a_delete_removes() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let writer = index.writer();
    writer
        .apply(&[
            Change::Put(product(2, COOKIES, "포도 타르트", 1, "", &[])),
            Change::Delete {
                kind: Kind::Story,
                id: 21,
            },
            // The same id with another kind is another document.
            Change::Delete { kind: Kind::Shop, id: 4 },
        ])
        .unwrap();
    assert!(ids(&ask(&index, "포도 타르트")).is_empty(), "nothing shows before the commit");
    writer.commit(101).unwrap();
    assert_eq!(ids(&ask(&index, "포도 타르트")), [2]);
    assert!(!ids(&ask(&index, "마카롱")).contains(&2));
    assert!(!ids(&ask(&index, "수제 쿠키")).contains(&21));
    assert!(ids(&ask(&index, "린넨 원피스")).contains(&4));
    writer.clear().unwrap();
    assert_eq!((index.len(), index.cursor()), (0, 0));
}

/// Holds SAFETY-D3.
#[test]
fn the_cursor_agrees_after_a_kill_at_any_instant() {
    let dir = tempfile::tempdir().unwrap();
    {
        let opened = SearchIndex::open(dir.path()).unwrap();
        let writer = opened.index.writer();
        writer.apply(&puts(catalogue())).unwrap();
        writer.commit(15).unwrap();
        writer
            .apply(&[Change::Put(product(50, LINEN, "잃어버린 모자", 1, "", &[]))])
            .unwrap();
        // As after a kill: no commit, no clean end.
        std::mem::forget(opened);
        std::mem::forget(writer);
    }
    // The lock of a killed process disappears with it, but not that of the forgotten writer, so a copy is
    // opened, as the next process would see it.
    let copy = copy_at_an_instant(dir.path());
    let opened = SearchIndex::open(copy.path()).unwrap();
    assert_eq!((opened.cursor, opened.fresh), (15, false));
    assert_eq!(opened.index.len(), 15);
    assert!(ask(&opened.index, "잃어버린 모자").hits.is_empty());
    let writer = opened.index.writer();
    assert_eq!(writer.cursor(), 15);
    writer
        .apply(&[Change::Put(product(50, LINEN, "잃어버린 모자", 1, "", &[]))])
        .unwrap();
    writer.commit(16).unwrap();
    drop((opened, writer));
    let opened = SearchIndex::open(copy.path()).unwrap();
    assert_eq!((opened.cursor, opened.index.len()), (16, 16));
}

/// Copies a folder as it is at one instant. The forgotten writer may still end a merge and remove its
/// files: the copy is taken again until nothing vanished or came meanwhile.
fn copy_at_an_instant(from: &Path) -> tempfile::TempDir {
    for _ in 0..1000 {
        let Some(before) = names(from) else { continue };
        let copy = tempfile::tempdir().unwrap();
        if copy_all(from, copy.path()).is_ok() && names(from) == Some(before) {
            return copy;
        }
    }
    panic!("the folder never rests");
}

/// The files in a folder and below, with their sizes and times.
fn names(folder: &Path) -> Option<BTreeMap<PathBuf, (u64, SystemTime)>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()? {
            let entry = entry.ok()?;
            let metadata = entry.metadata().ok()?;
            if metadata.is_dir() {
                folders.push(entry.path());
            }
            found.insert(entry.path(), (metadata.len(), metadata.modified().ok()?));
        }
    }
    Some(found)
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target)?;
            copy_all(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Holds SAFETY-D3.
#[test]
fn a_damaged_index_is_thrown_away() {
    let whole = tempfile::tempdir().unwrap();
    drop(filled(whole.path()));
    let files: Vec<_> = std::fs::read_dir(whole.path().join(generation(1)))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| !name.to_string_lossy().ends_with(".lock"))
        .collect();
    assert!(files.len() > 5);
    type Harm = (&'static str, fn(&Path));
    let harms: [Harm; 4] = [
        ("missing", |path| std::fs::remove_file(path).unwrap()),
        ("empty", |path| std::fs::write(path, "").unwrap()),
        ("cut", |path| {
            let bytes = std::fs::read(path).unwrap();
            std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("changed", |path| {
            let mut bytes = std::fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            std::fs::write(path, bytes).unwrap();
        }),
    ];
    for file in &files {
        for (harm, act) in harms {
            let dir = tempfile::tempdir().unwrap();
            copy_all(whole.path(), dir.path()).unwrap();
            act(&dir.path().join(generation(1)).join(file));
            let opened = SearchIndex::open(dir.path()).unwrap_or_else(|e| panic!("{harm} {file:?}: {e}"));
            // Either the damage did not matter or the index starts empty; nothing in between.
            if opened.fresh {
                assert_eq!((opened.cursor, opened.index.len()), (0, 0), "{harm} {file:?}");
            } else {
                assert_eq!((opened.cursor, opened.index.len()), (100, 15), "{harm} {file:?}");
            }
            let writer = opened.index.writer();
            writer.apply(&puts(catalogue())).unwrap();
            writer.commit(200).unwrap();
            assert_eq!(ids(&ask(&opened.index, "딸기 마카롱")).first(), Some(&2), "{harm} {file:?}");
        }
    }
}

#[test]
fn a_rebuild_is_swapped_in_while_the_old_one_answers() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("v1-7")).unwrap();
    std::fs::create_dir(dir.path().join("kept")).unwrap();
    let index = filled(dir.path());
    let old_writer = index.writer();
    let rebuild = index.rebuild().unwrap();
    rebuild.add(&[product(77, LINEN, "새 모자", 1, "", &[])]).unwrap();
    // The old index answers meanwhile.
    assert!(ids(&ask(&index, "린넨 원피스")).contains(&4));
    old_writer
        .apply(&[Change::Delete {
            kind: Kind::Product,
            id: 4,
        }])
        .unwrap();
    old_writer.commit(101).unwrap();
    rebuild.finish(100).unwrap();
    assert_eq!((index.cursor(), index.len()), (100, 1));
    assert_eq!(ids(&ask(&index, "새 모자")), [77]);
    assert!(matches!(old_writer.apply(&[]), Err(SearchError::Replaced)));
    assert!(matches!(old_writer.commit(5), Err(SearchError::Replaced)));
    index.writer().commit(102).unwrap();
    let mut names: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["kept".into(), std::ffi::OsString::from(generation(2))]);
    // A rebuild that is given up half-way leaves nothing.
    drop(index.rebuild().unwrap());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    drop(index);
    // A rebuild that is killed half-way leaves nothing from the next start on.
    std::fs::create_dir(dir.path().join(generation(3) + ".new")).unwrap();
    let opened = SearchIndex::open(dir.path()).unwrap();
    assert_eq!((opened.cursor, opened.index.len()), (102, 1));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[가-힣ㄱ-ㅣ a-zA-Z0-9#.,🍪👍\u{1100}-\u{11FF}㎖\u{200B}]{0,60}",
        "([가-힣]{1,4} ?){0,20}",
        "[ㄱ-ㅎ ]{0,40}",
        "[a-zA-Z]{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn snippets_show_the_text_and_nothing_else(text in any_text(), query in any_text(), max in 0_usize..80) {
        let fragments = highlight(&text, &query, max);
        for pair in fragments.windows(2) {
            prop_assert_ne!(pair[0].marked, pair[1].marked);
        }
        let shown: String = fragments.iter().map(|f| f.text.as_str()).collect();
        prop_assert!(shown.chars().count() <= max + 2);
        let whole: String = highlight(&text, &query, usize::MAX).iter().map(|f| f.text.as_str()).collect();
        prop_assert!(whole.contains(shown.trim_matches('…')));
    }

    #[test]
    fn a_word_of_the_text_is_marked(before in "([가-힣]{1,4} ){0,20}", word in "[가-힣]{2,5}") {
        let fragments = highlight(&format!("{before}{word}"), &word, 60);
        prop_assert!(fragments.iter().any(|f| f.marked && word.contains(f.text.trim()) || f.text.contains(&word)));
    }
}

#[test]
fn any_text_can_be_indexed_and_any_query_answered() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let texts = std::cell::RefCell::new(Vec::new());
    runner
        .run(&(any_text(), any_text()), |(title, body)| {
            texts.borrow_mut().push((title, body));
            Ok(())
        })
        .unwrap();
    let texts = texts.into_inner();
    let writer = index.writer();
    for (id, (title, body)) in (1000..).zip(&texts) {
        writer
            .apply(&[Change::Put(product(id, LINEN, title, 1, body, &[body]))])
            .unwrap();
    }
    writer.commit(300).unwrap();
    for (a, b) in &texts {
        for text in [a.clone(), b.clone(), format!("{a} {b}"), b.repeat(20)] {
            let hits = ask(&index, &text);
            assert!(hits.counts.total() >= hits.hits.len() as u64);
            assert!(hits.hits.iter().all(|hit| hit.score.is_finite()));
        }
    }
    for text in [
        "가".repeat(100_000),
        "ㅋ".repeat(100_000),
        "a".repeat(100_000),
        "ㅋ ".repeat(5000),
        "🍪".repeat(5000),
    ] {
        ask(&index, &text);
    }
}

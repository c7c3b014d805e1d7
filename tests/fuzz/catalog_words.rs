//! Any text as a cell of a file, and any product as a file and as a channel feed.

use std::collections::HashMap;

use storyplus::catalog::batches::Outcome;
use storyplus::catalog::export::channel_feeds::{self, Item};
use storyplus::catalog::export::csv;
use storyplus::catalog::import::columns::{Columns, Field};
use storyplus::catalog::import::plan::Planner;
use storyplus::catalog::import::table::Table;
use storyplus::catalog::import::values;
use storyplus::catalog::rules::{self, CATEGORIES, Draft, Edge, ProductInput, check};

use super::{ORIGIN, Random, known, setting};

/// Asserts that products survive any encoding: nothing has changed when the file is read again, and a second
/// file is the same to the last byte.
pub fn comes_back(drafts: Vec<Draft>) {
    let known = known(drafts);
    for delimiter in [',', '\t'] {
        let written = csv::table(&known, ORIGIN, delimiter);
        assert_eq!(csv::table(&known, ORIGIN, delimiter), written);
        let units = |text: &str, read: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(read).collect() };
        let bare = written.trim_start_matches('\u{FEFF}');
        let mut saved = vec![
            written.clone().into_bytes(),
            units(&written, u16::to_le_bytes),
            units(&written, u16::to_be_bytes),
        ];
        saved.push(bare.as_bytes().to_vec());
        saved.extend([units(bare, u16::to_le_bytes), units(bare, u16::to_be_bytes)]);
        let (korean, _, lossy) = encoding_rs::EUC_KR.encode(bare);
        // Bytes of CP949 that happen to be valid UTF-8 are read as that: nobody can tell them apart.
        if !lossy && std::str::from_utf8(&korean).is_err() {
            saved.push(korean.into_owned());
        }
        for bytes in saved {
            let again = Table::read(bytes).unwrap();
            assert_eq!(again.header, Field::WRITTEN.map(|f| f.code().to_owned()));
            let columns = Columns::of(&again.header, &[]);
            let mut planner = Planner::new(&columns, &known, None, ORIGIN);
            for row in again.rows() {
                let planned = planner.row(&row.unwrap());
                assert_eq!(planned.outcome, Outcome::Same, "{planned:?}\n{written}");
                assert!(planned.problems.is_empty(), "{planned:?}\n{written}");
            }
        }
    }
}

/// Any product becomes well-formed XML, and an EP file of one line with every cell.
pub fn fuzz_feeds(draft: &Draft) {
    let item = Item {
        id: 1,
        sku: draft.sku.clone(),
        made_id: "sp-1".to_owned(),
        draft: draft.clone(),
        url: format!("{ORIGIN}/products/1"),
        photos: vec![format!("{ORIGIN}/media/1/a-320.jpg")],
    };
    if let Some(xml) = channel_feeds::merchant_item(&item, 0) {
        well_formed(&xml);
    }
    if let Some(line) = channel_feeds::ep_item(&item, 0) {
        ep_line(&line);
    }
    let bare = Item {
        photos: Vec::new(),
        ..item
    };
    assert!(channel_feeds::merchant_item(&bare, 0).is_none() && channel_feeds::ep_item(&bare, 0).is_none());
}

/// Asserts that an item of XML is well formed: every tag is closed in order, every `&` is an entity, every
/// character is allowed in XML 1.0, and required elements occur once, within their length.
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut found: HashMap<&str, usize> = HashMap::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>') && before.split('&').skip(1).all(|e| e.contains(';')));
        assert!(!before.chars().any(|c| c < ' ' && !matches!(c, '\n' | '\t')));
        let (tag, after) = after.split_once('>').unwrap();
        match tag.strip_prefix('/') {
            Some(name) => {
                assert_eq!(open.pop(), Some(name));
                *found.entry(name).or_default() += 1;
                let most = match name {
                    "g:id" | "g:item_group_id" => 50,
                    "g:title" => 150,
                    "g:brand" => 70,
                    "g:color" | "g:size" | "g:custom_label_0" => 100,
                    _ => 5_000,
                };
                let entities = ["&lt;", "&gt;", "&quot;", "&amp;"];
                let text = entities
                    .iter()
                    .fold(before.to_owned(), |text, entity| text.replace(entity, "&"));
                assert!(name == "item" || (1..=most).contains(&text.chars().count()), "{name}: {text}");
            }
            None => open.push(tag),
        }
        rest = after;
    }
    assert!(open.is_empty());
    for name in [
        "id",
        "title",
        "description",
        "link",
        "image_link",
        "availability",
        "price",
        "condition",
    ] {
        assert_eq!(found.get(format!("g:{name}").as_str()), Some(&1), "{name}");
    }
}

/// Asserts that a line of an EP file has every cell, within the letters and lengths of the guide.
fn ep_line(line: &str) {
    assert!(line.ends_with('\n') && line.lines().count() == 1 && !line.contains('\r'));
    let cells: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
    assert_eq!(cells.len(), channel_feeds::EP_COLUMNS.len());
    let cell = |name: &str| cells[channel_feeds::EP_COLUMNS.iter().position(|c| *c == name).unwrap()];
    for name in ["id", "title", "price_pc", "link", "image_link", "category_name1", "shipping"] {
        assert!(!cell(name).is_empty(), "{name}");
    }
    let id = cell("id");
    assert!(
        id.len() <= 50 && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ')),
        "{id}"
    );
    assert!(cell("title").chars().count() <= 100 && cell("brand").chars().count() <= 60);
    assert!(cell("price_pc").parse::<u64>().unwrap() > 0);
    let option = cell("option_detail");
    if let Some((name, price)) = option.split_once('^') {
        assert!(
            !name.is_empty() && !name.contains('|') && price == cell("price_pc"),
            "{option}"
        );
    } else {
        assert_eq!(option, "");
    }
}

/// Any text as a cell is read or left as it is, and is read the same when it is read again.
fn fuzz_cell(text: &str) {
    for read in [values::price(text), values::sale_price(text), &values::quantity(text)] {
        if let Ok(won) = rules::parse_price(read) {
            assert_eq!(rules::parse_price(&format!("{won} KRW")), Ok(won), "{text}");
        }
        let _ = rules::parse_stock(read);
    }
    let (from, until) = values::period(text);
    for (moment, edge) in [
        (&from, Edge::From),
        (&until, Edge::Until),
        (&values::moment(text), Edge::From),
    ] {
        if let Some(ms) = rules::parse_moment(moment, edge) {
            let again = values::moment(moment);
            assert_eq!(rules::parse_moment(&again, edge), Some(ms), "{text}: {moment} and {again}");
        }
    }
    for denies in [false, true] {
        if let Some(read) = values::availability(text, denies) {
            assert_eq!(values::availability(read.code(), denies), Some(read));
        }
        if let Some(read) = values::visibility(text, denies) {
            assert_eq!(values::visibility(read.code(), denies), Some(read));
        }
    }
    let _ = (
        values::condition(text),
        values::category(text),
        values::foreign_currency(text),
    );
    let header = [text.to_owned(), format!("{text}(1)"), text.to_owned()];
    let columns = Columns::of(&header, &[]);
    let _ = columns.conflicts();
    assert!(!values::is_shortened(text) || text.contains('+'));
}

const PIECES: [&str; 48] = [
    "<",
    ">",
    "&",
    "]]>",
    "\"",
    "\"\"",
    "'",
    "''",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u{0}",
    "\u{8}",
    "\u{FFFF}",
    "\u{FEFF}",
    "가",
    "한글",
    "🍪",
    "👩‍🍳",
    "<!--",
    "&amp;",
    " ",
    "  ",
    "\u{A0}",
    "a",
    "Z",
    "^",
    "|",
    "-",
    "=",
    "+",
    "@",
    "＝",
    "＠",
    ",",
    ";",
    "0",
    "7",
    "2026",
    ".",
    "/",
    "~",
    "원",
    "년",
    "e\u{301}",
    "sp-",
    "E+",
];

fn words(random: &mut Random, most: usize) -> String {
    (0..random.below(most + 1))
        .map(|_| PIECES[random.below(PIECES.len())])
        .collect()
}

/// Returns a product made of random words, or `None` if the rules refuse it.
fn draft(random: &mut Random, number: usize) -> Option<Draft> {
    let (title, description, brand) = (format!("a{}", words(random, 8)), words(random, 30), words(random, 6));
    let (color, size, group, section) = (words(random, 4), words(random, 4), words(random, 4), words(random, 4));
    let sku = match random.below(4) {
        0 => String::new(),
        1 => format!("sp-{}", random.below(30)),
        2 => format!("0{}", random.below(30)),
        _ => format!("{}{number}", words(random, 4)),
    };
    let price = (1 + random.below(1_000_000)).to_string();
    let sale = ["0 KRW", "", ""][random.below(3)];
    // Times have a precision of one second in a file.
    let moment = |random: &mut Random| format!("2026-{:02}-01T00:00:{:02}Z", 1 + random.below(12), random.below(60));
    let (from, until) = if sale.is_empty() {
        (String::new(), String::new())
    } else {
        let until = moment(random).replace("2026", "2027");
        match random.below(4) {
            0 => (moment(random), until),
            1 => (moment(random), String::new()),
            2 => (String::new(), until),
            _ => (String::new(), String::new()),
        }
    };
    let stock = ["", "0", "7"][random.below(3)];
    let category = if random.below(2) == 0 {
        ""
    } else {
        CATEGORIES[random.below(CATEGORIES.len())].0
    };
    check(&ProductInput {
        sku: &sku,
        title: &title,
        description: &description,
        price: &price,
        sale_price: sale,
        sale_from: &from,
        sale_until: &until,
        availability: ["in_stock", "out_of_stock", "preorder", "backorder"][random.below(4)],
        condition: ["new", "refurbished", "used"][random.below(3)],
        brand: &brand,
        category,
        link: ["", "https://a.kr/b?c=%3D1,2&d=\"e\""][random.below(2)],
        item_group_id: &group,
        color: &color,
        size: &size,
        stock,
        section: &section,
        status: ["published", "draft", "hidden"][random.below(3)],
    })
    .ok()
}

#[test]
fn any_products_come_back_and_make_feeds() {
    let mut random = Random(setting("STORYPLUS_FUZZ_SEED", 1) ^ 0x5DEE_CE66);
    for _ in 0..setting("STORYPLUS_FUZZ_ITERATIONS", 2000) / 20 {
        let mut numbers = std::collections::HashSet::new();
        let drafts = (0..1 + random.below(20)).filter_map(|n| draft(&mut random, n));
        let drafts: Vec<Draft> = drafts
            .filter(|d| d.sku.as_ref().is_none_or(|sku| numbers.insert(sku.clone())))
            .collect();
        drafts.iter().for_each(fuzz_feeds);
        if !drafts.is_empty() {
            comes_back(drafts);
        }
    }
}

#[test]
fn any_text_is_a_cell() {
    let mut random = Random(setting("STORYPLUS_FUZZ_SEED", 1) ^ 0x00DD_BA11);
    let dates = [
        "2026", "11", "24", "26", ".", "-", "/", "년", "월", "일", " ", "T", ":", "00", "+0900", "Z", "~", "오후", "(월)",
        "24:00", "까지",
    ];
    let prices = [
        "12", ",", "000", "원", "KRW", "₩", "(", ")", "VAT", ".00", "０", "USD", "-", "만", " ",
    ];
    for n in 0..setting("STORYPLUS_FUZZ_ITERATIONS", 2000) {
        let mut of = |pieces: &[&str]| -> String {
            (0..1 + random.below(12))
                .map(|_| pieces[random.below(pieces.len())])
                .collect()
        };
        match n % 3 {
            0 => fuzz_cell(&of(&dates)),
            1 => fuzz_cell(&of(&prices)),
            _ => fuzz_cell(&of(&PIECES)),
        }
    }
}

#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

type Read<'a> = Vec<(usize, Vec<String>)>;

fn rows(text: &str) -> Read<'_> {
    let table = super::Table::read(text.as_bytes().to_vec()).unwrap();
    table
        .rows()
        .map(|r| {
            let r = r.unwrap();
            (r.line, r.cells.iter().map(ToString::to_string).collect())
        })
        .collect()
}

fn cells(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
    (line, cells.iter().map(ToString::to_string).collect())
}

#[test]
fn quotes_breaks_and_line_ends() {
    let text = "id,title,description\r\n1,쿠키,\"첫 줄\r\n둘째 \"\"줄\"\"\"\r\n\r\n,,\r\n2,\"a,b\",\r3,c\n";
    assert_eq!(
        rows(text),
        [
            cells(2, &["1", "쿠키", "첫 줄\r\n둘째 \"줄\""]),
            cells(6, &["2", "a,b", ""]),
            cells(7, &["3", "c"]),
        ]
    );
    assert_eq!(rows("id,title\n1,5\" 컵"), [cells(2, &["1", "5\" 컵"])]);
    assert_eq!(rows("sep=;\nid;title\n1;a,b"), [cells(3, &["1", "a,b"])]);
}

#[test]
fn the_delimiter_is_told_by_the_header() {
    for (text, delimiter) in [
        ("a,b,c\n1,2,3", ','),
        ("a\tb\tc\n1,2\t2\t3", '\t'),
        ("a;b;c\n1;2;3", ';'),
        ("가격(원, 부가세);상품명;재고\n1;2;3", ';'),
        ("\"a;b;c\",d\n1,2", ','),
        ("title\n쿠키", ','),
    ] {
        assert_eq!(super::Table::read(text.into()).unwrap().delimiter, delimiter, "{text}");
    }
}

#[test]
fn encodings_are_told_apart() {
    let text = "상품명,가격\n르뱅쿠키,3800원\n똠방각하,1\n";
    let utf16 = |read: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(read)).collect()
    };
    let marked: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect();
    let korean = encoding_rs::EUC_KR.encode(text).0.into_owned();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), crate::catalog::import::encoding::Encoding::Utf8),
        (marked, crate::catalog::import::encoding::Encoding::Utf8Bom),
        (
            utf16(u16::to_le_bytes, &[0xFF, 0xFE]),
            crate::catalog::import::encoding::Encoding::Utf16Le,
        ),
        (
            utf16(u16::to_be_bytes, &[0xFE, 0xFF]),
            crate::catalog::import::encoding::Encoding::Utf16Be,
        ),
        (
            utf16(u16::to_le_bytes, &[]),
            crate::catalog::import::encoding::Encoding::Utf16Le,
        ),
        (
            utf16(u16::to_be_bytes, &[]),
            crate::catalog::import::encoding::Encoding::Utf16Be,
        ),
        (korean, crate::catalog::import::encoding::Encoding::Cp949),
    ] {
        let table = super::Table::read(bytes).unwrap();
        assert_eq!(table.encoding, encoding);
        assert_eq!(table.header, ["상품명", "가격"]);
        let second = table.rows().nth(1).unwrap().unwrap();
        assert_eq!((second.line, second.cell(0)), (3, "똠방각하"));
    }
}

#[test]
fn what_is_no_table_is_told_with_its_line() {
    use Unreadable::*;
    let mut damaged = "상품명,가격\n르뱅쿠키,3800\n쿠".as_bytes().to_vec();
    damaged.pop();
    let mut korean = encoding_rs::EUC_KR.encode("상품명,가격\r\n쿠키,1\r\n쿠키").0.into_owned();
    korean.extend([0xFF, 0xFF]);
    for (bytes, error) in [
        (damaged, Encoding { line: 3 }),
        (korean, Encoding { line: 3 }),
        (b"a,b\n1,\0".to_vec(), Encoding { line: 2 }),
        ("a,b\n가\0,1\n".into(), Encoding { line: 2 }),
        ("a,b\n\0\0x,1\n".into(), Encoding { line: 2 }),
        (vec![0xFF, 0xFE, b'a', 0, b'\n', 0, b'b'], Encoding { line: 2 }),
        (b"PK\x03\x04rest".to_vec(), Workbook),
        (b"".to_vec(), Empty),
        (b"a,b\n\n,,\n".to_vec(), Empty),
        (b"\"a,b\n1,2".to_vec(), Header(super::Fault::OpenQuote)),
        (vec![b'a'; FILE_MAX + 1], TooLarge),
        (format!("a\n{}", "1\n".repeat(ROWS_MAX + 1)).into_bytes(), TooManyRows),
        (format!("{}a\n1", "a,".repeat(COLUMNS_MAX)).into_bytes(), TooManyColumns),
    ] {
        assert_eq!(super::Table::read(bytes).unwrap_err(), error);
    }
    assert!(super::Table::read(format!("a\n{}", "1\n".repeat(ROWS_MAX)).into_bytes()).is_ok());
    assert!(super::Table::read(format!("{}a\n1", "a,".repeat(COLUMNS_MAX - 1)).into_bytes()).is_ok());
}

#[test]
fn a_wrong_row_harms_no_other() {
    let long = "가".repeat(CELL_MAX / 3 + 1);
    let text = format!("id,title\n1,\"열린\n2,좋음\n3,\"닫힌\"뒤\n4,좋음\n5,많,음\n6,{long}\n7,좋음,,\n8,\"=1\n\"\n");
    let table = super::Table::read(text.into_bytes()).unwrap();
    let told: Vec<_> = table
        .rows()
        .map(|r| match r {
            Ok(row) => (row.line, None),
            Err(b) => (b.line, Some((b.column, b.fault))),
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, Some((1, super::Fault::AfterQuote))),
            (3, None),
            (4, Some((1, super::Fault::AfterQuote))),
            (5, None),
            (6, Some((2, super::Fault::TooManyCells))),
            (7, Some((1, super::Fault::CellTooLong))),
            (8, None),
            (9, None),
        ]
    );
    let open = super::Table::read("id,title\n1,a\n2,\"열린\n3,b\n4,c".into()).unwrap();
    let told: Vec<_> = open
        .rows()
        .map(|r| r.map(|r| r.line).map_err(|b| (b.line, b.fault)))
        .collect();
    assert_eq!(told, [Ok(2), Err((3, super::Fault::OpenQuote)), Ok(4), Ok(5)]);
    let endless = format!("id,title\n1,\"{}\n2,b", "x\n".repeat(2 * CELL_MAX));
    let endless = super::Table::read(endless.into());
    assert_eq!(endless.unwrap_err(), super::Unreadable::TooManyRows);
}

#[test]
fn a_mark_against_formulas_is_taken_off() {
    assert_eq!(rows("id,title\n'=1,'90년대"), [cells(2, &["=1", "'90년대"])]);
}

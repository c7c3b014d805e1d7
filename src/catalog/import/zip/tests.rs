#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
use std::io::{Cursor, Write};

use ::zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn zip(entries: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap()
}

#[test]
fn names_are_found_as_people_write_them() {
    let nfd: String = "사진/쿠키.JPG".nfd().collect();
    let mut photos = super::Photos::open(zip(&[
        (&nfd, b"cookie"),
        ("../../etc/passwd", b"not a path"),
        ("a/same.jpg", b"a"),
        ("b/same.jpg", b"b"),
        ("__MACOSX/._쿠키.jpg", b"mac"),
    ]))
    .unwrap();
    for name in ["쿠키.jpg", "사진/쿠키.jpg", "사진\\쿠키.JPG", "다른 폴더/쿠키.jpg"] {
        assert_eq!(photos.read(name).as_deref(), Ok(&b"cookie"[..]), "{name}");
    }
    assert_eq!(photos.read("passwd").as_deref(), Ok(&b"not a path"[..]));
    assert_eq!(photos.read("same.jpg"), Err(super::ZipFault::Ambiguous));
    assert_eq!(photos.read("b/same.jpg").as_deref(), Ok(&b"b"[..]));
    assert_eq!(photos.has("없음.jpg"), Err(super::ZipFault::Missing));
    assert_eq!(photos.has("._쿠키.jpg"), Err(super::ZipFault::Missing));
}

#[test]
fn korean_names_of_windows_are_read() {
    // A zip with a CP949 name: written with Latin letters of the same length, then changed in
    // place.
    let raw = EUC_KR.encode("쿠키.jpg").0.into_owned();
    let mut bytes = zip(&[("KKKK.jpg", b"cookie")]).into_inner();
    let places: Vec<usize> = bytes
        .windows(8)
        .enumerate()
        .filter(|(_, w)| w == b"KKKK.jpg")
        .map(|(n, _)| n)
        .collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at..at + 8].copy_from_slice(&raw);
    }
    let mut photos = super::Photos::open(Cursor::new(bytes)).unwrap();
    assert_eq!(photos.read("쿠키.jpg").as_deref(), Ok(&b"cookie"[..]));
}

#[test]
fn a_bomb_does_not_go_off() {
    let mut photos = super::Photos::open(zip(&[("bomb.jpg", &vec![0; 30 * 1024 * 1024]), ("fine.jpg", b"fine")])).unwrap();
    assert_eq!(photos.read("bomb.jpg"), Err(super::ZipFault::TooLarge));
    assert_eq!(photos.read("fine.jpg").as_deref(), Ok(&b"fine"[..]));
    assert!(matches!(
        super::Photos::open(Cursor::new(b"no zip".to_vec())),
        Err(super::ZipFault::Broken)
    ));
}

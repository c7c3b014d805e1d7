//! The photo pipeline on real files: every format, orientation and colour space, every limit from both sides,
//! and files made to break it. The fixtures are in `tests/fixtures/photos`, and `make.py` there says how each
//! was made.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    reason = "a test fails by panicking"
)]

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use image::{ImageFormat, RgbImage};
use storyplus::photos::pipeline::{self, MAX_FILE_BYTES, PhotoError, Processed, Rendition, process};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn run(bytes: &[u8]) -> Result<Processed, PhotoError> {
    process(&mut Cursor::new(bytes))
}

#[track_caller]
fn good(bytes: &[u8]) -> Processed {
    let photo = run(bytes).unwrap();
    assert!(!photo.renditions.is_empty());
    for rendition in &photo.renditions {
        let picture = pixels(rendition);
        assert_eq!(picture.dimensions(), (rendition.width, rendition.height));
        assert_eq!(rendition.size, rendition.width);
        only_picture(&rendition.bytes);
    }
    photo
}

#[track_caller]
fn code(bytes: &[u8]) -> &'static str {
    match run(bytes) {
        Ok(photo) => panic!("taken as {} x {}", photo.width, photo.height),
        Err(error) => error.key(),
    }
}

fn pixels(rendition: &Rendition) -> RgbImage {
    image::load_from_memory_with_format(&rendition.bytes, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8()
}

fn largest(photo: &Processed) -> RgbImage {
    pixels(photo.renditions.last().unwrap())
}

#[track_caller]
fn close(actual: &RgbImage, x: u32, y: u32, expected: [u8; 3], tolerance: u8) {
    let pixel = actual.get_pixel(x, y).0;
    let far = pixel.iter().zip(expected).any(|(a, b)| a.abs_diff(b) > tolerance);
    assert!(!far, "at {x}, {y}: {pixel:?} instead of {expected:?}");
}

/// Asserts red and green above blue and yellow on 96 x 64, however the picture was stored.
#[track_caller]
fn quadrants(photo: &Processed, tolerance: u8) {
    assert_eq!((photo.width, photo.height), (96, 64));
    let picture = largest(photo);
    assert_eq!(picture.dimensions(), (96, 64));
    close(&picture, 12, 10, [230, 30, 30], tolerance);
    close(&picture, 84, 10, [30, 200, 30], tolerance);
    close(&picture, 12, 54, [30, 30, 230], tolerance);
    close(&picture, 84, 54, [230, 230, 30], tolerance);
}

/// Asserts that the file has the segments that a picture needs and no others: JFIF, tables, frame, scan.
#[track_caller]
fn only_picture(jpeg: &[u8]) {
    assert_eq!(&jpeg[..2], [0xFF, 0xD8]);
    let mut at = 2;
    loop {
        assert_eq!(jpeg[at], 0xFF);
        let marker = jpeg[at + 1];
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        match marker {
            0xE0 => assert_eq!(
                (&jpeg[at + 4..at + 9], length),
                (&b"JFIF\0"[..], 16),
                "a thumbnail could hide here"
            ),
            0xDB | 0xC0 | 0xC4 => {}
            0xDA => break,
            other => panic!("segment {other:02x}"),
        }
        at += 2 + length;
    }
    let end = jpeg.windows(2).position(|pair| pair == [0xFF, 0xD9]).unwrap();
    assert_eq!(end + 2, jpeg.len(), "something follows the picture");
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn plain(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    encoded(&RgbImage::from_pixel(width, height, image::Rgb([120, 90, 60])), format)
}

#[test]
fn every_orientation_comes_out_upright() {
    for orientation in 1..=8 {
        quadrants(&good(&fixture(&format!("orientation-{orientation}.jpg"))), 8);
    }
    quadrants(&good(&fixture("orientation-6.png")), 8);
    quadrants(&good(&fixture("orientation-6.webp")), 8);
}

#[test]
fn every_format_gives_the_same_picture() {
    for name in [
        "depth-16.png",
        "interlaced.png",
        "palette.png",
        "animated.gif",
        "interlaced.gif",
        "animated.webp",
    ] {
        quadrants(&good(&fixture(name)), 8);
    }
    for name in ["progressive.jpg", "subsampled-411.jpg", "lossy.webp"] {
        quadrants(&good(&fixture(name)), 16);
    }
    let grey = largest(&good(&fixture("grey.jpg")));
    let [r, g, b] = grey.get_pixel(12, 10).0;
    assert!(r.abs_diff(g) < 3 && g.abs_diff(b) < 3);
}

/// Holds SAFETY-I1.
#[test]
fn names_say_nothing_and_bytes_say_all() {
    // The pipeline never learns a name. A PNG is recognised by its bytes, which are all that `process` gets.
    let png = plain(10, 10, ImageFormat::Png);
    assert!(run(&png).is_ok());
    assert_eq!(code(&fixture("text.jpg")), "photo-error-format");
    assert_eq!(code(&fixture("page.jpg")), "photo-error-format");
    assert_eq!(code(&fixture("drawing.svg")), "photo-error-format");
    assert_eq!(code(&fixture("fake.heic")), "photo-error-kind");
    assert_eq!(code(b"II*\0........"), "photo-error-kind");
    assert_eq!(code(b"\xFF"), "photo-error-format");
    assert_eq!(code(b""), "photo-error-empty");
}

/// Holds SAFETY-I1.
#[test]
fn no_trace_of_metadata_is_left() {
    let original = fixture("metadata-gps.jpg");
    let words = [
        "Secret",
        "SECRET",
        "GPS",
        "Exif",
        "xap",
        "Photoshop",
        "script",
        "ICC_PROFILE",
        "ExifTool",
    ];
    for word in ["Secret", "SECRET", "Exif", "xap", "Photoshop", "script"] {
        assert!(contains(&original, word), "the fixture lost {word}");
    }
    let photo = good(&original);
    assert_eq!((photo.width, photo.height), (640, 480));
    for rendition in &photo.renditions {
        for word in words {
            assert!(!contains(&rendition.bytes, word), "{word} in {}", rendition.size);
        }
    }
    for name in ["colour-display-p3.jpg", "colour-display-p3.png", "polyglot-html.gif"] {
        for rendition in good(&fixture(name)).renditions {
            assert!(words.iter().all(|word| !contains(&rendition.bytes, word)), "{name}");
        }
    }
}

#[test]
fn colour_spaces_become_srgb() {
    for name in [
        "colour-display-p3.jpg",
        "colour-display-p3.png",
        "colour-display-p3.webp",
        "colour-adobe-rgb.jpg",
    ] {
        close(&largest(&good(&fixture(name))), 30, 30, [200, 100, 50], 5);
    }
    // A linear grey of 55 is 128 in sRGB.
    close(&largest(&good(&fixture("colour-grey-linear.jpg"))), 30, 30, [128; 3], 3);
}

#[test]
fn inks_become_colours() {
    for name in ["cmyk-adobe.jpg", "cmyk-plain.jpg", "cmyk-ycck.jpg"] {
        let picture = largest(&good(&fixture(name)));
        close(&picture, 16, 16, [0, 255, 255], 5);
        close(&picture, 48, 16, [255, 0, 255], 5);
        close(&picture, 80, 16, [127, 127, 127], 5);
        close(&picture, 112, 16, [255, 255, 255], 3);
    }
    // The values that Little CMS gives for the same file with the perceptual intent of its profile.
    let picture = largest(&good(&fixture("cmyk-adobe-icc.jpg")));
    close(&picture, 16, 16, [0, 161, 214], 4);
    close(&picture, 48, 16, [219, 78, 143], 4);
    close(&picture, 80, 16, [134; 3], 4);
    close(&picture, 112, 16, [255; 3], 4);
}

#[test]
fn transparency_is_laid_on_white() {
    let picture = largest(&good(&fixture("alpha.png")));
    close(&picture, 10, 30, [200, 0, 0], 6);
    close(&picture, 48, 30, [228, 128, 128], 6);
    close(&picture, 86, 30, [255, 255, 255], 4);
    let picture = largest(&good(&fixture("grey-alpha.png")));
    close(&picture, 10, 30, [100; 3], 4);
    close(&picture, 54, 30, [255; 3], 4);
    let picture = largest(&good(&fixture("lossy-alpha.webp")));
    close(&picture, 10, 30, [200, 0, 0], 10);
    close(&picture, 86, 30, [255, 255, 255], 4);
    // The first frame is smaller than its animation.
    let photo = good(&fixture("animated-offset.gif"));
    assert_eq!((photo.width, photo.height), (96, 64));
    let picture = largest(&photo);
    close(&picture, 5, 5, [255; 3], 4);
    close(&picture, 50, 30, [200, 20, 20], 8);
    close(&picture, 90, 60, [255; 3], 4);
}

#[test]
fn lossy_webp_keeps_its_transparency_in_every_packing() {
    let compare = |file: &[u8]| {
        let expected = image::load_from_memory_with_format(file, ImageFormat::WebP)
            .unwrap()
            .into_rgba8();
        let picture = largest(&good(file));
        let on_white = |colour: u8, alpha: u8| (u32::from(colour) * u32::from(alpha) / 255) as u8 + (255 - alpha);
        let mut difference = 0_u64;
        for (x, y, pixel) in expected.enumerate_pixels() {
            let [r, g, b, a] = pixel.0;
            let actual = picture.get_pixel(x, y).0;
            let luma = |[r, g, b]: [u8; 3]| (u32::from(r) * 3 + u32::from(g) * 6 + u32::from(b)) / 10;
            difference += u64::from(luma(actual).abs_diff(luma([r, g, b].map(|part| on_white(part, a)))));
        }
        difference / u64::from(expected.width() * expected.height())
    };
    assert!(compare(&fixture("alpha-packed.webp")) < 4);
    let mut file = fixture("alpha-plain.webp");
    assert!(compare(&file) < 4);
    // With another filter the same bytes are another picture: noise, which JPEG keeps less well.
    let flags = file.windows(4).position(|name| name == b"ALPH").unwrap() + 8;
    for filter in 1..=3 {
        file[flags] = filter << 2;
        assert!(compare(&file) < 12, "filter {filter}: {}", compare(&file));
    }
}

#[test]
fn sizes_never_go_up() {
    let widths = |width, height| {
        let photo = good(&plain(width, height, ImageFormat::Png));
        assert_eq!((photo.width, photo.height), (width, height));
        photo
            .renditions
            .iter()
            .map(|rendition| (rendition.width, rendition.height))
            .collect::<Vec<_>>()
    };
    assert_eq!(widths(1, 1), [(1, 1)]);
    assert_eq!(widths(320, 10), [(320, 10)]);
    assert_eq!(widths(321, 100), [(320, 100), (321, 100)]);
    assert_eq!(widths(500, 400), [(320, 256), (500, 400)]);
    assert_eq!(widths(1440, 900), [(320, 200), (720, 450), (1440, 900)]);
    assert_eq!(widths(3000, 2000), [(320, 213), (720, 480), (1440, 960)]);
    assert_eq!(widths(12_000, 3), [(320, 1), (720, 1), (1440, 1)]);
    assert_eq!(widths(3, 12_000), [(3, 12_000)]);
}

#[test]
fn jpegs_shrunk_in_the_decoder_keep_their_picture() {
    // Odd sizes and every factor: a smooth gradient must stay the same gradient.
    for (width, height) in [(1441, 303), (2881, 401), (3001, 1003), (5763, 501), (11_999, 801)] {
        let slope = RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 128])
        });
        let photo = good(&encoded(&slope, ImageFormat::Jpeg));
        assert_eq!((photo.width, photo.height), (width, height));
        for rendition in &photo.renditions {
            let picture = pixels(rendition);
            // A gradient over a few pixels is steep, so halved chroma and quantisation show.
            let tolerance = if rendition.height < 64 { 14 } else { 6 };
            for (part_x, part_y) in [(1, 1), (1, 9), (5, 5), (9, 1), (9, 9)] {
                let (x, y) = (rendition.width * part_x / 10, rendition.height * part_y / 10);
                let at_centre = |place, of| ((2 * place + 1) * 255 / (2 * of)) as u8;
                close(
                    &picture,
                    x,
                    y,
                    [at_centre(x, rendition.width), at_centre(y, rendition.height), 128],
                    tolerance,
                );
            }
        }
    }
}

#[test]
fn hash_and_tint_tell_photos_apart() {
    let brown = good(&plain(800, 600, ImageFormat::Png));
    let again = good(&plain(800, 600, ImageFormat::Png));
    let other = good(&fixture("orientation-1.jpg"));
    assert_eq!(brown.hash, again.hash);
    assert_ne!(brown.hash, other.hash);
    assert_eq!(brown.hash.len(), 64);
    assert!(
        brown
            .hash
            .bytes()
            .all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
    );
    let tint = u32::from_str_radix(brown.tint.strip_prefix('#').unwrap(), 16)
        .unwrap()
        .to_be_bytes();
    assert!(
        tint[1].abs_diff(120) < 4 && tint[2].abs_diff(90) < 4 && tint[3].abs_diff(60) < 4,
        "{}",
        brown.tint
    );
}

#[test]
fn a_file_that_was_cut_off_is_broken() {
    let cut = [
        "cut-metadata-gps.jpg",
        "cut-progressive.jpg",
        "cut-depth-16.png",
        "cut-animated.gif",
        "cut-animated.webp",
    ];
    for name in cut.into_iter().chain(["cut-lossy.webp"]) {
        assert_eq!(code(&fixture(name)), "photo-error-broken", "{name}");
    }
    // Cut at any place, the file is too short to recognise or broken, never a photo.
    let whole = [
        "progressive.jpg",
        "orientation-6.jpg",
        "palette.png",
        "animated.gif",
        "animated.webp",
        "lossy.webp",
    ];
    for name in whole {
        let bytes = fixture(name);
        for length in 1..bytes.len() {
            match run(&bytes[..length]) {
                Err(PhotoError::Broken | PhotoError::NotAPhoto) => {}
                // Between two blocks of a GIF nothing shows that more was to come, if a picture is complete.
                Ok(_) if name.ends_with("gif") => {}
                // The last padding byte of a WebP carries nothing.
                Ok(_) if name.ends_with("webp") && length + 1 == bytes.len() => {}
                other => panic!("{name} cut to {length}: {other:?}"),
            }
        }
    }
}

/// Holds SAFETY-L3 and SAFETY-I1.
#[test]
fn limits_hold_before_anything_is_decoded() {
    assert_eq!(code(&fixture("bomb-60000.png")), "photo-error-too-wide");
    for (width, height, expected) in [
        (12_000_u32, 4_166_u32, "photo-error-broken"),
        (12_001, 10, "photo-error-too-wide"),
        (10, 12_001, "photo-error-too-wide"),
        (12_000, 4_167, "photo-error-too-many-pixels"),
        (65_535, 65_535, "photo-error-too-wide"),
        (0, 10, "photo-error-broken"),
    ] {
        assert_eq!(code(&png_header(width, height)), expected, "PNG {width} x {height}");
        let jpeg = jpeg_header(u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
        assert_eq!(code(&jpeg), expected, "JPEG {width} x {height}");
        let gif = gif_header(u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
        assert_eq!(code(&gif), expected, "GIF {width} x {height}");
        if (1..=16_383).contains(&width) && (1..=16_383).contains(&height) {
            assert_eq!(code(&webp_header(width, height)), expected, "WebP {width} x {height}");
        }
    }
}

#[test]
fn the_size_of_the_file_is_limited_unread() {
    /// A reader that claims a length and fails when it is read.
    struct Claim(u64);
    impl Read for Claim {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("was read"))
        }
    }
    impl Seek for Claim {
        fn seek(&mut self, place: SeekFrom) -> std::io::Result<u64> {
            Ok(if matches!(place, SeekFrom::End(0)) { self.0 } else { 0 })
        }
    }
    let claim = |bytes| process(&mut BufReader::new(Claim(bytes))).unwrap_err();
    assert!(matches!(claim(MAX_FILE_BYTES + 1), PhotoError::TooLarge { bytes } if bytes == MAX_FILE_BYTES + 1));
    // One byte less is read, and a failing disk is not the photo's fault.
    assert!(matches!(claim(MAX_FILE_BYTES), PhotoError::Io(_)));
    // Junk behind the picture may fill the file up to the limit.
    let mut padded = fixture("orientation-1.jpg");
    padded.resize(usize::try_from(MAX_FILE_BYTES).unwrap(), 0);
    quadrants(&good(&padded), 8);
    padded.push(0);
    assert_eq!(code(&padded), "photo-error-too-large");
}

/// Holds SAFETY-L3.
#[test]
fn bombs_in_profiles_and_scans_do_not_go_off() {
    assert!(run(&fixture("bomb-icc.png")).is_ok());
    close(&largest(&good(&fixture("bomb-icc-texts.jpg"))), 8, 8, [79, 120, 56], 40);

    // 13 MB that claim to be a colour profile are not kept, and the picture is shown without it.
    let mut profiled = fixture("orientation-1.jpg");
    let piece = [b"ICC_PROFILE\0\x01\x01".as_slice(), &vec![0x41; 65_000]].concat();
    let mut segment = vec![0xFF, 0xE2];
    segment.extend(u16::try_from(piece.len() + 2).unwrap().to_be_bytes());
    segment.extend(piece);
    profiled.splice(2..2, segment.repeat(200));
    quadrants(&good(&profiled), 8);

    // A progressive JPEG with very many empty scans.
    let progressive = fixture("progressive.jpg");
    let end = progressive.len() - 2;
    let mut scans = progressive[..end].to_vec();
    for _ in 0..10_000 {
        scans.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0x7F, 0xFF]);
    }
    scans.extend(&progressive[end..]);
    assert_eq!(code(&scans), "photo-error-broken");
}

/// Holds SAFETY-I1.
#[test]
fn one_damaged_byte_never_does_more_than_refuse() {
    for name in ["orientation-6.jpg", "palette.png", "interlaced.gif", "lossy.webp"] {
        let bytes = fixture(name);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            if let Ok(photo) = run(&damaged) {
                only_picture(&photo.renditions[0].bytes);
            }
        }
    }
}

fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut file = plain(4, 4, ImageFormat::Png);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = 0xFFFF_FFFF_u32;
    for byte in &file[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    file[29..33].copy_from_slice(&(!crc).to_be_bytes());
    file
}

fn jpeg_header(width: u16, height: u16) -> Vec<u8> {
    let mut file = plain(4, 4, ImageFormat::Jpeg);
    let at = file.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    file[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    file[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    if height == 0 || width == 0 || u64::from(width) * u64::from(height) <= 50_000_000 {
        // A lenient decoder takes zeros at the end for a valid picture, so the tables are damaged too.
        let table = file.windows(2).position(|pair| pair == [0xFF, 0xC4]).unwrap();
        file[table + 4] = 0xFF;
    }
    file
}

fn gif_header(width: u16, height: u16) -> Vec<u8> {
    let mut file = fixture("interlaced.gif");
    let image = file
        .windows(10)
        .position(|w| w[0] == 0x2C && w[1..5] == [0; 4] && w[5..9] == [96, 0, 64, 0])
        .unwrap();
    for at in [6, image + 5] {
        file[at..at + 2].copy_from_slice(&width.to_le_bytes());
        file[at + 2..at + 4].copy_from_slice(&height.to_le_bytes());
    }
    file
}

fn webp_header(width: u32, height: u32) -> Vec<u8> {
    let mut file = fixture("orientation-6.webp");
    file.truncate(0);
    file.extend(b"RIFF\x1E\0\0\0WEBPVP8L\x12\0\0\0\x2F");
    file.extend(((width - 1) | (height - 1) << 14).to_le_bytes());
    file.extend([0xA5; 13]);
    file
}

/// Returns the headers of a JPEG without any pixels, which are all that a survey reads.
fn jpeg_headers(marker: u8, side: u16, sampling: &[u8]) -> Vec<u8> {
    let [high, low] = side.to_be_bytes();
    let count = u8::try_from(sampling.len()).unwrap();
    let mut file = vec![0xFF, 0xD8, 0xFF, marker, 0, 8 + 3 * count, 8, high, low, high, low, count];
    for (n, factors) in (1..).zip(sampling) {
        file.extend([n, *factors, 0]);
    }
    file.extend([0xFF, 0xDA, 0, 2, 0xFF, 0xD9]);
    file
}

/// SAFETY-L3: the memory for decoding is known from the headers, and a photo that needs too much is refused
/// before.
#[test]
fn memory_is_known_before_decoding() {
    let megabytes = |file: Vec<u8>| pipeline::memory(&mut Cursor::new(file)).map(|bytes| bytes / (1024 * 1024));
    // A typical photo of a phone, sequential: it is shrunk while it is decoded.
    let phone = megabytes(jpeg_headers(0xC0, 4000, &[0x22, 0x11, 0x11])).unwrap();
    assert!(phone < 100, "{phone}");
    // Progressive: two bytes a sample, 50 megapixels of three full channels.
    let full = megabytes(jpeg_headers(0xC2, 7071, &[0x11; 3])).unwrap();
    assert!((286..=330).contains(&full), "{full}");
    let inks = megabytes(jpeg_headers(0xC2, 7071, &[0x22, 0x11, 0x11, 0x22])).unwrap();
    assert!((238..=300).contains(&inks), "{inks}");
    let full_inks = megabytes(jpeg_headers(0xC2, 7071, &[0x11; 4])).unwrap();
    assert!((381..=440).contains(&full_inks), "{full_inks}");
}

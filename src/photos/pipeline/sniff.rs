//! The format of a file by its first bytes. The survey checks the rest.

use std::io::{Read, SeekFrom};

use super::error::PhotoError;
use super::walk::Source;

/// The supported formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG: sequential or progressive, 8 bits; grey, colour or CMYK.
    Jpeg,
    /// PNG of any depth.
    Png,
    /// WebP, of an animated one the first frame.
    WebP,
    /// GIF, the first frame.
    Gif,
}

/// Returns the format according to the file's first bytes.
pub fn sniff(source: &mut dyn Source) -> Result<Format, PhotoError> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::with_capacity(16);
    source.take(16).read_to_end(&mut head)?;
    match head.as_slice() {
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Ok(Format::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Format::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Format::WebP),
        other => Err(other_image(other).map_or(PhotoError::NotAPhoto, |kind| PhotoError::Unsupported { kind })),
    }
}

/// Recognises images that people do have but that are not supported. They
/// deserve a better answer than "not a photo".
fn other_image(head: &[u8]) -> Option<&'static str> {
    match head {
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some("AVIF"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i' | b'v', _, ..] => Some("HEIC"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'm', b'i' | b's', b'f', b'1', ..] => Some("HEIF"),
        [b'I', b'I', 0x2A, 0, ..] | [b'M', b'M', 0, 0x2A, ..] => Some("TIFF"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("BMP"),
        [0xFF, 0x0A, ..] | [0, 0, 0, 0x0C, b'J', b'X', b'L', b' ', ..] => Some("JPEG XL"),
        [0, 0, 0, 0x0C, b'j', b'P', b' ', b' ', ..] => Some("JPEG 2000"),
        [b'8', b'B', b'P', b'S', ..] => Some("PSD"),
        _ => None,
    }
}

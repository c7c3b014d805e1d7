//! Decoding of one bitstream of a WebP file, which the decoder gets in a new container.

use std::io::Cursor;
use std::iter;

use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, ImageError, Limits};

use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::limits::{MAX_PIXELS, MAX_SIDE};
use crate::photos::pipeline::number::{area, size};

/// The bit of a lossless header's last byte that announces transparency.
pub(super) const LOSSLESS_ALPHA: u8 = 0x10;

pub(super) fn lossy_pixels(bitstream: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PhotoError> {
    decoded(&container(b"VP8 ", bitstream)?, width, height, ColorType::Rgb8)
}

/// Returns the red, green, blue and opacity of a lossless bitstream.
pub(super) fn lossless_pixels(mut bitstream: Vec<u8>, width: u32, height: u32) -> Result<Vec<u8>, PhotoError> {
    // A picture declared opaque would be decoded into four bytes a pixel and copied into three.
    let flags = bitstream.get_mut(4).ok_or(PhotoError::Broken)?;
    let opaque = *flags & LOSSLESS_ALPHA == 0;
    *flags |= LOSSLESS_ALPHA;
    let mut pixels = decoded(&container(b"VP8L", &bitstream)?, width, height, ColorType::Rgba8)?;
    if opaque {
        pixels.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255);
    }
    Ok(pixels)
}

pub(super) fn decoded(file: &[u8], width: u32, height: u32, kind: ColorType) -> Result<Vec<u8>, PhotoError> {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).map_err(refused)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_PIXELS * 4);
    decoder.set_limits(limits).map_err(refused)?;
    if decoder.dimensions() != (width, height) || decoder.color_type() != kind {
        return Err(PhotoError::Broken);
    }
    let mut pixels = vec![0; area(width, height, usize::from(kind.bytes_per_pixel()))];
    decoder.read_image(&mut pixels).map_err(refused)?;
    Ok(pixels)
}

/// Returns a WebP file that contains only one bitstream.
pub(super) fn container(name: &[u8; 4], bitstream: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let length = u32::try_from(bitstream.len()).map_err(|_| PhotoError::Broken)?;
    let padding = length % 2;
    let riff = length.checked_add(12 + padding).ok_or(PhotoError::Broken)?;
    let mut file = Vec::with_capacity(bitstream.len() + 21);
    file.extend(b"RIFF");
    file.extend(riff.to_le_bytes());
    file.extend(b"WEBP");
    file.extend(name);
    file.extend(length.to_le_bytes());
    file.extend(bitstream);
    file.extend(iter::repeat_n(0, size(padding)));
    Ok(file)
}

pub(super) fn refused(error: ImageError) -> PhotoError {
    match error {
        ImageError::IoError(error) => error.into(),
        ImageError::Unsupported(_) => PhotoError::Unsupported { kind: "this WebP" },
        _ => PhotoError::Broken,
    }
}

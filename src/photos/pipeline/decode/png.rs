//! PNG, row by row. An interlaced picture is first assembled with up to three bytes a pixel.

use std::io::SeekFrom;

use image::metadata::Orientation;
use png::{ColorType, Decoder, DecodingError, InterlaceInfo, Limits, Transformations};

use super::survey::{Survey, orientation};
use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::limits::{MAX_ICC_BYTES, MAX_SIDE};
use crate::photos::pipeline::number::{area, on_white, size};
use crate::photos::pipeline::resize::{Channels, Raster, Sieve};
use crate::photos::pipeline::walk::{Source, Walk};

/// The maximum memory for chunks and rows (a row has up to `MAX_SIDE` × 8
/// bytes), including the inflated profile. The decoder drops a profile that
/// inflates to more.
const MAX_DECODER_BYTES: usize = 2 * MAX_ICC_BYTES;

/// The part of the header that the decoder needs.
pub struct Details {
    /// The picture is stored in seven passes, each over its whole area.
    pub interlaced: bool,
}

/// Walks the chunks to `IEND`, which must exist, then reads those before the pixels.
pub fn survey(source: &mut dyn Source) -> Result<Survey<Details>, PhotoError> {
    let (width, height) = walk_chunks(&mut Walk::at(source, 8)?)?;
    let mut survey = Survey {
        width,
        height,
        orientation: Orientation::NoTransforms,
        icc: None,
        details: Details { interlaced: false },
    };
    if width > MAX_SIDE || height > MAX_SIDE {
        return Ok(survey); // The pipeline refuses it next; the decoder need not even see it.
    }
    let reader = decoder(source)?.read_info().map_err(refused)?;
    let info = reader.info();
    survey.details.interlaced = info.interlaced;
    survey.orientation = info.exif_metadata.as_deref().map_or(Orientation::NoTransforms, orientation);
    survey.icc = info
        .icc_profile
        .as_deref()
        .filter(|icc| icc.len() <= MAX_ICC_BYTES)
        .map(<[u8]>::to_vec);
    Ok(survey)
}

fn walk_chunks(walk: &mut Walk<'_>) -> Result<(u32, u32), PhotoError> {
    let mut size = None;
    loop {
        let length = u32::from_be_bytes(walk.exact()?);
        let kind: [u8; 4] = walk.exact()?;
        let mut rest = u64::from(length) + 4;
        match &kind {
            b"IHDR" if size.is_none() && length == 13 => {
                size = Some((u32::from_be_bytes(walk.exact()?), u32::from_be_bytes(walk.exact()?)));
                rest -= 8;
            }
            _ if size.is_none() => return Err(PhotoError::Broken),
            _ => {}
        }
        walk.skip(rest)?;
        if &kind == b"IEND" {
            return size.ok_or(PhotoError::Broken);
        }
    }
}

fn decoder(source: &mut dyn Source) -> Result<Decoder<&mut dyn Source>, PhotoError> {
    source.seek(SeekFrom::Start(0))?;
    let mut decoder = Decoder::new_with_limits(
        source,
        Limits {
            bytes: MAX_DECODER_BYTES,
        },
    );
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    Ok(decoder)
}

/// Decodes the picture, of an animated PNG the one that all programs show.
pub fn decode((width, height): (u32, u32), source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    let mut decoder = decoder(source)?;
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(refused)?;
    if reader.info().size() != (width, height) {
        return Err(PhotoError::Broken);
    }
    let (colour, _) = reader.output_color_type();
    let channels = match colour {
        ColorType::Grayscale | ColorType::GrayscaleAlpha => Channels::Grey,
        ColorType::Rgb | ColorType::Rgba | ColorType::Indexed => Channels::Rgb,
    };
    let mut sieve = Sieve::new((width, height), target, channels)?;
    let mut opaque = Vec::with_capacity(size(width) * channels.bytes());

    if !reader.info().interlaced {
        while let Some(row) = reader.next_row().map_err(refused)? {
            flatten(row.data(), colour, &mut opaque);
            sieve.push(&opaque)?;
        }
        return sieve.finish();
    }

    let mut canvas = vec![255; area(width, height, channels.bytes())];
    let stride = size(width) * channels.bytes();
    let bits = if channels == Channels::Grey { 8 } else { 24 };
    while let Some(row) = reader.next_interlaced_row().map_err(refused)? {
        if let InterlaceInfo::Adam7(place) = row.interlace() {
            flatten(row.data(), colour, &mut opaque);
            png::expand_interlaced_row(&mut canvas, stride, &opaque, place, bits);
        }
    }
    sieve.push(&canvas)?;
    drop(canvas);
    sieve.finish()
}

/// Blends a row with white.
fn flatten(row: &[u8], colour: ColorType, opaque: &mut Vec<u8>) {
    opaque.clear();
    match colour {
        ColorType::Rgba => {
            let (pixels, _) = row.as_chunks::<4>();
            opaque.extend(
                pixels
                    .iter()
                    .flat_map(|[r, g, b, a]| [on_white(*r, *a), on_white(*g, *a), on_white(*b, *a)]),
            );
        }
        ColorType::GrayscaleAlpha => {
            let (pixels, _) = row.as_chunks::<2>();
            opaque.extend(pixels.iter().map(|[grey, a]| on_white(*grey, *a)));
        }
        ColorType::Rgb | ColorType::Grayscale | ColorType::Indexed => opaque.extend(row),
    }
}

fn refused(error: DecodingError) -> PhotoError {
    match error {
        DecodingError::IoError(error) => error.into(),
        DecodingError::Format(_) | DecodingError::Parameter(_) | DecodingError::LimitsExceeded => PhotoError::Broken,
    }
}

//! The transparency of a lossy WebP (chunk `ALPH`): stored plain or as the
//! green channel of a lossless picture, then filtered. See the format's
//! specification (RFC 9649, 2.7.1.2).

use super::bitstream::lossless_pixels;
use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::number::{area, size};

/// Returns the opacity, one byte a pixel.
pub fn decode(chunk: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PhotoError> {
    let (flags, data) = chunk.split_first().ok_or(PhotoError::Broken)?;
    let mut alpha = match flags & 3 {
        0 => data.get(..area(width, height, 1)).ok_or(PhotoError::Broken)?.to_vec(),
        1 => green(data, width, height)?,
        _ => return Err(PhotoError::Broken),
    };
    unfilter(&mut alpha, size(width), flags >> 2 & 3);
    Ok(alpha)
}

/// Decodes a lossless bitstream without a header, and returns its green channel.
fn green(data: &[u8], width: u32, height: u32) -> Result<Vec<u8>, PhotoError> {
    let header = (width - 1) & 0x3FFF | ((height - 1) & 0x3FFF) << 14;
    let mut bitstream = Vec::with_capacity(data.len() + 5);
    bitstream.push(0x2F);
    bitstream.extend(header.to_le_bytes());
    bitstream.extend(data);
    let pixels = lossless_pixels(bitstream, width, height)?;
    let (pixels, _) = pixels.as_chunks::<4>();
    Ok(pixels.iter().map(|[_, green, _, _]| *green).collect())
}

/// Restores filtered values. Each is stored as the difference from a prediction
/// by its neighbours: 1 the left one, 2 the upper one, 3 the slope of three. In
/// the first row and column the only neighbour is the prediction.
fn unfilter(alpha: &mut [u8], width: usize, filter: u8) {
    if filter == 0 {
        return;
    }
    let mut above: Option<&[u8]> = None;
    for row in alpha.chunks_exact_mut(width.max(1)) {
        let mut left = None;
        let mut corner = 0;
        for (x, value) in row.iter_mut().enumerate() {
            let up = above.and_then(|above| above.get(x)).copied();
            let foretold = match (left, up) {
                (None, None) => 0,
                (Some(only), None) | (None, Some(only)) => only,
                (Some(left), Some(up)) => match filter {
                    1 => left,
                    2 => up,
                    _ => slope(left, up, corner),
                },
            };
            *value = value.wrapping_add(foretold);
            left = Some(*value);
            corner = up.unwrap_or(0);
        }
        above = Some(row);
    }
}

fn slope(left: u8, up: u8, corner: u8) -> u8 {
    let value = i16::from(left) + i16::from(up) - i16::from(corner);
    u8::try_from(value.clamp(0, 255)).unwrap_or(u8::MAX)
}

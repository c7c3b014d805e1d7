//! Encoding of the renditions as new baseline JPEGs in sRGB, without any
//! segment that is not needed to show the picture.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::error::PhotoError;
use super::number::{area, byte, scaled};
use super::resize::{Raster, smaller};

/// The JPEG quality. At 80 with 4:2:0 a photo of 1440 pixels takes about 250 KB
/// and shows no visible difference on a phone.
const QUALITY: u8 = 80;
/// All renditions and the average colour.
pub struct Renditions {
    /// Ascending by width.
    pub renditions: Vec<Rendition>,
    /// Red, green, blue.
    pub tint: [u8; 3],
}

/// Encodes `picture`, whose width is the last and largest of `widths`, and each
/// smaller rendition from the next larger one.
pub fn renditions(picture: Raster, widths: &[u32]) -> Result<Renditions, PhotoError> {
    let original = (picture.width, picture.height);
    let mut renditions = Vec::with_capacity(widths.len());
    let mut current = picture;
    for width in widths.iter().rev().copied() {
        if width != current.width {
            current = smaller(&current, width, scaled(original.1, width, original.0))?;
        }
        renditions.push(Rendition {
            size: width,
            width,
            height: current.height,
            bytes: jpeg(&current)?,
        });
    }
    renditions.reverse();
    Ok(Renditions {
        renditions,
        tint: average(&current.pixels),
    })
}

fn jpeg(picture: &Raster) -> Result<Vec<u8>, PhotoError> {
    let width = u16::try_from(picture.width).map_err(|_| PhotoError::Broken)?;
    let height = u16::try_from(picture.height).map_err(|_| PhotoError::Broken)?;
    let mut bytes = Vec::with_capacity(area(picture.width, picture.height, 1) / 4);
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    // Optimised Huffman tables would save some 5 %, but this encoder then
    // writes one scan a channel, which takes 3 bytes of memory a pixel and
    // which some decoders (zune-jpeg 0.5) show in wrong colours.
    encoder.set_optimized_huffman_tables(false);
    encoder
        .encode(&picture.pixels, width, height, ColorType::Rgb)
        .map_err(|_| PhotoError::Broken)?;
    bytes.shrink_to_fit();
    Ok(bytes)
}

fn average(pixels: &[u8]) -> [u8; 3] {
    let (pixels, _) = pixels.as_chunks::<3>();
    let count = u64::try_from(pixels.len()).unwrap_or(u64::MAX).max(1);
    let sums = pixels.iter().fold([0_u64; 3], |[r, g, b], pixel| {
        let [x, y, z] = pixel.map(u64::from);
        [r + x, g + y, b + z]
    });
    sums.map(|sum| byte(u32::try_from((sum + count / 2) / count).unwrap_or(u32::MAX)))
}

/// One size of a photo: a JPEG in sRGB, upright, without metadata.
#[derive(Debug, Clone)]
pub struct Rendition {
    /// The rendition's name among those of its photo: its width in pixels, one
    /// of [`SIZES`](super::SIZES) or the photo's own width if that is smaller.
    pub size: u32,
    /// Width in pixels, the same number as `size`.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The JPEG file.
    pub bytes: Vec<u8>,
}

//! Conversion of any colour space to sRGB. A profile that cannot be used
//! (damaged, or made for other channels than the picture has) is ignored, as in
//! browsers.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::error::PhotoError;
use super::number::{area, part_of, size};
use super::resize::{Channels, Raster};

/// The number of pixels converted at a time.
const PIECE: usize = 4096;

/// Converts a picture to sRGB, three bytes a pixel.
pub fn to_srgb(picture: Raster, icc: Option<&[u8]>) -> Result<Raster, PhotoError> {
    let converted = icc.and_then(|icc| by_profile(&picture, icc));
    let pixels = match (converted, picture.channels) {
        (Some(pixels), _) => pixels,
        (None, Channels::Rgb) => picture.pixels,
        (None, Channels::Grey) => picture.pixels.iter().flat_map(|grey| [*grey; 3]).collect(),
        (None, Channels::Cmyk) => by_rule(&picture.pixels),
    };
    Ok(Raster {
        width: picture.width,
        height: picture.height,
        channels: Channels::Rgb,
        pixels,
    })
}

/// Converts CMYK without a profile: each ink absorbs its share of the light.
fn by_rule(pixels: &[u8]) -> Vec<u8> {
    let (pixels, _) = pixels.as_chunks::<4>();
    pixels
        .iter()
        .flat_map(|[c, m, y, k]| [c, m, y].map(|ink| part_of(255 - ink, 255 - k)))
        .collect()
}

fn by_profile(picture: &Raster, icc: &[u8]) -> Option<Vec<u8>> {
    let profile = ColorProfile::new_from_slice(&needed_tags(icc)?).ok()?;
    let (space, layout) = match picture.channels {
        Channels::Grey => (DataColorSpace::Gray, Layout::Gray),
        Channels::Rgb => (DataColorSpace::Rgb, Layout::Rgb),
        Channels::Cmyk => (DataColorSpace::Cmyk, Layout::Rgba),
    };
    if profile.color_space != space {
        return None;
    }
    let options = TransformOptions {
        rendering_intent: profile.rendering_intent,
        ..TransformOptions::default()
    };
    let transform = profile
        .create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgb, options)
        .ok()?;
    let mut result = vec![0; area(picture.width, picture.height, 3)];
    // Convert in pieces, because some transforms take scratch memory in proportion to their input.
    let pieces = picture.pixels.chunks(PIECE * picture.channels.bytes());
    for (from, to) in pieces.zip(result.chunks_mut(PIECE * 3)) {
        transform.transform(from, to).ok()?;
    }
    Some(result)
}

/// Returns a profile with only the tags that define colour, each once. The
/// others (texts in a thousand languages that all point to one string, tables
/// for the inverse transform) would cost memory out of proportion when parsed.
fn needed_tags(icc: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 128;
    const ENTRY: usize = 12;
    const NEEDED: [&[u8; 4]; 12] = [
        b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"chad", b"A2B0", b"A2B1", b"A2B2",
    ];
    let mut profile = icc.to_vec();
    let count = u32::from_be_bytes(icc.get(HEADER..HEADER + 4)?.try_into().ok()?);
    let table = profile.get_mut(HEADER + 4..(HEADER + 4).checked_add(size(count).checked_mul(ENTRY)?)?)?;
    let mut seen = Vec::new();
    let mut places = Vec::new();
    for entry in table.chunks_exact_mut(ENTRY) {
        let (name, place) = entry.split_at_mut(4);
        let known = NEEDED
            .into_iter()
            .find(|needed| name == *needed)
            .filter(|needed| !seen.contains(needed));
        // Three intents may share one table, which then needs to be parsed only once.
        let table_again = name.starts_with(b"A2B") && places.iter().any(|other| other == place);
        match known {
            Some(needed) if !table_again => {
                seen.push(needed);
                places.push(place.to_vec());
            }
            _ => name.fill(0),
        }
    }
    Some(profile)
}

//! The four formats, each in two acts: `survey` walks the container and decodes nothing, `decode` gives the pixels of
//! the one picture that is shown, narrowed to the wanted size, opaque, 8 bits, in the file's own colour space.

mod gif;
mod jpeg;
mod png;
mod webp;

use image::metadata::Orientation;

use super::error::PhotoError;
use super::resize::{Channels, Raster, Sieve};
use super::sniff::Format;
use super::walk::Source;

/// What a walk through a file tells about its picture.
pub struct Survey {
    /// Width in pixels as stored, before orientation.
    pub width: u32,
    /// Height in pixels as stored, before orientation.
    pub height: u32,
    /// How to turn the stored picture upright.
    pub orientation: Orientation,
    /// ICC profile, if there is one of at most `MAX_ICC_BYTES`.
    pub icc: Option<Vec<u8>>,
    details: Details,
}

/// What only the format's own decoder needs.
enum Details {
    Jpeg(jpeg::Details),
    /// Whether it is interlaced.
    Png(bool),
    WebP(webp::Details),
    Gif(gif::Details),
}

/// Walks the container from end to end.
pub fn survey(format: Format, source: &mut dyn Source) -> Result<Survey, PhotoError> {
    match format {
        Format::Jpeg => jpeg::survey(source),
        Format::Png => png::survey(source),
        Format::WebP => webp::survey(source),
        Format::Gif => gif::survey(source),
    }
}

/// Decodes and narrows to `target` (width, height).
pub fn decode(survey: &Survey, source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    match &survey.details {
        Details::Jpeg(details) => jpeg::decode(survey, details, source, target),
        Details::Png(_) => png::decode(survey, source, target),
        Details::WebP(details) => webp::decode(survey, details, source, target),
        Details::Gif(details) => gif::decode(survey, details, source, target),
    }
}

/// The peak of memory of decoding to `target` and of what follows, in bytes. Rather too much: it is what
/// others wait for.
pub fn memory(survey: &Survey, target: (u32, u32)) -> u64 {
    /// Buffers of readers and decoders, the profile, the renditions.
    const REST: u64 = 8 * 1024 * 1024;
    let (width, height) = (u64::from(survey.width), u64::from(survey.height));
    let (across, down) = (u64::from(target.0), u64::from(target.1));
    // The sieve has full height.
    let sieve = across * height * 4;
    let decoded = match &survey.details {
        // Its decoder is gone before the sieve is filled.
        Details::Jpeg(details) => {
            let (decoder, picture) = details.memory((width, height), across);
            decoder.max(picture + sieve)
        }
        Details::Png(interlaced) if *interlaced => width * height * 3 + sieve,
        Details::Png(_) => sieve,
        Details::WebP(details) => details.memory() + sieve,
        Details::Gif(details) => details.memory() + sieve,
    };
    // Afterwards the picture is there twice while it is turned or coloured.
    decoded + across * down * 3 + REST
}

/// Orientation from EXIF as the formats carry it: with or without the `Exif\0\0` of JPEG in front.
fn orientation(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(tiff).unwrap_or(Orientation::NoTransforms)
}

/// Where a frame lies on the canvas of an animation, in pixels.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Frame {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

/// Lays a frame in RGB on a white canvas and narrows it, row by row. `paint` fills one row of the frame.
fn on_canvas(
    canvas: (u32, u32),
    frame: Frame,
    target: (u32, u32),
    mut paint: impl FnMut(usize, &mut [u8]),
) -> Result<Raster, PhotoError> {
    use super::number::size;
    let mut sieve = Sieve::new(canvas, target, Channels::Rgb)?;
    let mut row = vec![255; size(canvas.0) * 3];
    for y in 0..canvas.1 {
        row.fill(255);
        if let Some(inside) = y.checked_sub(frame.top).filter(|inside| *inside < frame.height) {
            let start = size(frame.left) * 3;
            let end = start + size(frame.width) * 3;
            paint(size(inside), row.get_mut(start..end).ok_or(PhotoError::Broken)?);
        }
        sieve.push(&row)?;
    }
    sieve.finish()
}

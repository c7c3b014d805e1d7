//! The four formats, each in two acts: `survey` walks the container and decodes nothing, `decode` gives the pixels of
//! the one picture that is shown, narrowed to the wanted size, opaque, 8 bits, in the file's own colour space.

mod canvas;
mod gif;
mod jpeg;
mod png;
mod survey;
mod webp;

use super::error::PhotoError;
use super::resize::Raster;
use super::sniff::Format;
use super::walk::Source;

/// The survey of a file of any format.
pub type Survey = survey::Survey<Details>;

/// The parts of a survey that only the format's own decoder needs.
pub enum Details {
    Jpeg(jpeg::Details),
    Png(png::Details),
    WebP(webp::Details),
    Gif(gif::Details),
}

/// Walks the container from end to end.
pub fn survey(format: Format, source: &mut dyn Source) -> Result<Survey, PhotoError> {
    Ok(match format {
        Format::Jpeg => jpeg::survey(source)?.map(Details::Jpeg),
        Format::Png => png::survey(source)?.map(Details::Png),
        Format::WebP => webp::survey(source)?.map(Details::WebP),
        Format::Gif => gif::survey(source)?.map(Details::Gif),
    })
}

/// Decodes and narrows to `target` (width, height).
pub fn decode(survey: &Survey, source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    let stored = (survey.width, survey.height);
    match &survey.details {
        Details::Jpeg(details) => jpeg::decode(stored, details, source, target),
        Details::Png(_) => png::decode(stored, source, target),
        Details::WebP(details) => webp::decode(stored, details, source, target),
        Details::Gif(details) => gif::decode(stored, details, source, target),
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
        Details::Png(details) if details.interlaced => width * height * 3 + sieve,
        Details::Png(_) => sieve,
        Details::WebP(details) => details.memory() + sieve,
        Details::Gif(details) => details.memory() + sieve,
    };
    // Afterwards the picture is there twice while it is turned or coloured.
    decoded + across * down * 3 + REST
}

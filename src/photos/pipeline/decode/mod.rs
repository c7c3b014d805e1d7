//! The four formats, each in two steps. `survey` walks the container and
//! decodes nothing. `decode` returns the pixels of the one picture that is
//! shown, narrowed to the requested size, opaque, 8 bits a channel, in the
//! file's own colour space.

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

/// The details of a survey for the format's own decoder.
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

/// Decodes a picture and narrows it to `target` (width, height).
pub fn decode(survey: &Survey, source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    let stored = (survey.width, survey.height);
    match &survey.details {
        Details::Jpeg(details) => jpeg::decode(stored, details, source, target),
        Details::Png(_) => png::decode(stored, source, target),
        Details::WebP(details) => webp::decode(stored, details, source, target),
        Details::Gif(details) => gif::decode(stored, details, source, target),
    }
}

/// Returns the peak memory of decoding to `target` and of the later steps, in
/// bytes. The estimate is rather too high, because other photos wait for it.
pub fn memory(survey: &Survey, target: (u32, u32)) -> u64 {
    /// Buffers of readers and decoders, the profile, the renditions.
    const REST: u64 = 8 * 1024 * 1024;
    let (width, height) = (u64::from(survey.width), u64::from(survey.height));
    let (across, down) = (u64::from(target.0), u64::from(target.1));
    // The sieve keeps the full height.
    let sieve = across * height * 4;
    let decoded = match &survey.details {
        // The decoder is dropped before the sieve is filled.
        Details::Jpeg(details) => {
            let (decoder, picture) = details.memory((width, height), across);
            decoder.max(picture + sieve)
        }
        Details::Png(details) if details.interlaced => width * height * 3 + sieve,
        Details::Png(_) => sieve,
        Details::WebP(details) => details.memory() + sieve,
        Details::Gif(details) => details.memory() + sieve,
    };
    // Later steps hold the picture twice while it is converted or turned.
    decoded + across * down * 3 + REST
}

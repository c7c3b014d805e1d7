//! What happens to an uploaded photo, from the bytes of the file to the JPEGs that are served.
//!
//! 1. **Size** (`MAX_FILE_BYTES`): an empty or too big file is refused unread.
//! 2. **Sniff** (`sniff`): the format is what the first bytes say; names and declared types count for nothing.
//! 3. **Survey** (`decode`): the container is walked from end to end without decoding: width and height, EXIF
//!    orientation, the ICC profile up to `MAX_ICC_BYTES`, where the first frame is, and whether the file ends where
//!    it says (a file that was cut off is [`PhotoError::Broken`], never half a picture).
//! 4. **Limits**: at most `MAX_SIDE` pixels a side, `MAX_PIXELS` in all and `MAX_MEMORY` by what the format needs,
//!    before a pixel is decoded.
//! 5. **Decode** into a narrowing sieve (`resize`): a JPEG is shrunk by 2, 4 or 8 inside its decoder, a PNG comes
//!    row by row; transparency is laid on white, 16 bits become 8, animations give their first frame.
//! 6. **Colour** (`colour`): an ICC profile, CMYK or grey become sRGB; done on the small picture, where it is cheap.
//! 7. **Orient**: the EXIF orientation is carried out.
//! 8. **Renditions** (`encode`): each smaller one is made from the next larger; fresh baseline JPEG with nothing but
//!    the picture: no EXIF, GPS, XMP, comment, profile or thumbnail can survive, as only pixels get here.
//! 9. **Address and placeholder**: SHA-256 of the largest rendition names the photo; its average colour stands in
//!    while it loads.
//!
//! Pure: no database, no web, no file names, no clock. Storing the bytes is `media`'s work, what a person is told is
//! the locale's ([`PhotoError::key`]), how many photos are decoded at a time is the caller's.
//!
//! Not done: gamma and chromaticity chunks of PNG and colour profiles of GIF are not read (taken as sRGB), as most
//! programs do.
//!
//! Needs `panic = "unwind"`: a decoder that panics over a hostile file is answered as [`PhotoError::Broken`].

mod colour;
mod decode;
mod encode;
mod error;
mod limits;
mod number;
mod resize;
mod sniff;
mod walk;

use std::io::{BufRead, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

use walk::Source;

pub use encode::Rendition;
pub use error::PhotoError;
pub use sniff::Format;

pub use limits::{MAX_FILE_BYTES, MAX_ICC_BYTES, MAX_PIXELS, MAX_SIDE, SIZES};

/// Most memory that decoding may take, in bytes (440 MB): a progressive JPEG of 50 megapixels in four full channels
/// fits. How much of it there is at the moment is the caller's question ([`memory`]).
pub const MAX_MEMORY: u64 = 440 * 1024 * 1024;

/// A photo, ready to be stored.
#[derive(Debug, Clone)]
pub struct Processed {
    /// SHA-256 over the bytes of the largest rendition, 64 lower-case hexadecimal digits.
    pub hash: String,
    /// Width in pixels of the original, upright.
    pub width: u32,
    /// Height in pixels of the original, upright.
    pub height: u32,
    /// Average colour as `#rrggbb`.
    pub tint: String,
    /// Ascending by width, at least one, none larger than the original.
    pub renditions: Vec<Rendition>,
}

/// How much memory [`process`] will take for a file at its peak, in bytes, by what its headers say; decodes nothing.
///
/// # Errors
/// Those of [`process`], as far as they are known before decoding.
pub fn memory(file: &mut (impl BufRead + Seek)) -> Result<u64, PhotoError> {
    let file: &mut dyn Source = file;
    catch_unwind(AssertUnwindSafe(|| examine(file)))
        .unwrap_or(Err(PhotoError::Broken))
        .map(|(_, _, memory)| memory)
}

/// Steps 1 to 4, and the peak of memory of the rest.
fn examine(file: &mut dyn Source) -> Result<(decode::Survey, resize::Plan, u64), PhotoError> {
    check_size(file)?;
    let format = sniff::sniff(file)?;
    let survey = decode::survey(format, file)?;
    check_dimensions(survey.width, survey.height)?;
    let plan = resize::Plan::new(survey.width, survey.height, survey.orientation);
    let memory = decode::memory(&survey, plan.stored);
    if memory > MAX_MEMORY {
        return Err(PhotoError::TooMuchMemory { bytes: memory });
    }
    Ok((survey, plan, memory))
}

/// Turns an uploaded file into renditions; the steps are in the module's doc. Reads the file from its start.
///
/// # Errors
/// Everything of [`PhotoError`]; all but `Io` are the file's fault and can be shown to the person.
pub fn process(file: &mut (impl BufRead + Seek)) -> Result<Processed, PhotoError> {
    // The decoders are other people's code and the file may be made to break them.
    catch_unwind(AssertUnwindSafe(|| run(file))).unwrap_or(Err(PhotoError::Broken))
}

fn run(file: &mut dyn Source) -> Result<Processed, PhotoError> {
    let (survey, plan, _) = examine(file)?;
    let raster = decode::decode(&survey, file, plan.stored)?;
    let picture = colour::to_srgb(raster, survey.icc.as_deref())?;
    let picture = resize::orient(picture, survey.orientation)?;

    let renditions = encode::renditions(picture, &plan.widths)?;
    let largest = renditions.renditions.last().ok_or(PhotoError::Broken)?;
    Ok(Processed {
        hash: hex(&Sha256::digest(&largest.bytes)),
        width: plan.width,
        height: plan.height,
        tint: format!("#{}", hex(&renditions.tint)),
        renditions: renditions.renditions,
    })
}

fn check_size(file: &mut dyn Source) -> Result<(), PhotoError> {
    match file.seek(SeekFrom::End(0))? {
        0 => Err(PhotoError::Empty),
        bytes if bytes > MAX_FILE_BYTES => Err(PhotoError::TooLarge { bytes }),
        _ => Ok(()),
    }
}

fn check_dimensions(width: u32, height: u32) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Broken);
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PhotoError::TooManyPixels { width, height });
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! The pipeline of an uploaded photo, from the bytes of the file to the JPEGs
//! that are served.
//!
//! 1. **Size** (`MAX_FILE_BYTES`): an empty or too large file is rejected
//!    unread.
//! 2. **Sniff** (`sniff`): the first bytes decide the format. Names and
//!    declared types are ignored.
//! 3. **Survey** (`decode`): the container is walked from end to end without
//!    decoding. This yields width and height, the EXIF orientation, the ICC
//!    profile up to `MAX_ICC_BYTES`, the offset of the first frame, and whether
//!    the file is complete (one that was cut off is [`PhotoError::Broken`],
//!    never half a picture).
//! 4. **Limits**: at most `MAX_SIDE` pixels a side, `MAX_PIXELS` in all, and
//!    `MAX_MEMORY` according to the format, before a pixel is decoded.
//! 5. **Decode** into a narrowing sieve (`resize`): a JPEG is shrunk by 2, 4 or
//!    8 inside its decoder, a PNG comes row by row. Transparency is blended
//!    with white, 16 bits become 8, animations yield their first frame.
//! 6. **Colour** (`colour`): an ICC profile, CMYK or grey is converted to sRGB,
//!    on the small picture, where it is cheap.
//! 7. **Orient**: the EXIF orientation is applied.
//! 8. **Renditions** (`encode`): each smaller one is made from the next larger.
//!    They are new baseline JPEGs with nothing but the picture. No EXIF, GPS,
//!    XMP, comment, profile or thumbnail can survive, because only pixels get
//!    here.
//! 9. **Address and placeholder**: the SHA-256 of the largest rendition
//!    identifies the photo. Its average colour is shown while it loads.
//!
//! The pipeline is pure: no database, no web, no file names, no clock. `media`
//! stores the bytes, the locale has the messages ([`PhotoError::key`]), and the
//! caller decides how many photos are decoded at a time.
//!
//! Not done: the gamma and chromaticity chunks of PNG and the colour profiles
//! of GIF are not read (both are taken as sRGB), as in most programs.
//!
//! Needs `panic = "unwind"`: a panic of a decoder over a malicious file becomes
//! [`PhotoError::Broken`].

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

use crate::text::hex;
use walk::Source;

pub use encode::Rendition;
pub use error::PhotoError;
pub use sniff::Format;

pub use limits::{MAX_FILE_BYTES, MAX_ICC_BYTES, MAX_PIXELS, MAX_SIDE, SIZES};

/// The maximum memory that decoding may take, in bytes (440 MB), enough for a
/// progressive JPEG of 50 megapixels in four full channels. The caller checks
/// how much is available at the moment ([`memory`]).
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

/// Returns the peak memory that [`process`] will take for a file, in bytes,
/// according to the file's headers. Decodes nothing.
///
/// # Errors
/// The errors of [`process`], as far as they are known before decoding.
pub fn memory(file: &mut (impl BufRead + Seek)) -> Result<u64, PhotoError> {
    let file: &mut dyn Source = file;
    catch_unwind(AssertUnwindSafe(|| examine(file)))
        .unwrap_or(Err(PhotoError::Broken))
        .map(|(_, _, memory)| memory)
}

/// Runs steps 1 to 4 and returns the peak memory of the rest.
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

/// Turns an uploaded file into renditions, in the steps of the module's doc.
/// Reads the file from its start.
///
/// # Errors
/// Any [`PhotoError`]. All but `Io` are the file's fault and can be shown to
/// the person.
pub fn process(file: &mut (impl BufRead + Seek)) -> Result<Processed, PhotoError> {
    // The decoders are third-party code, and the file may be made to break them.
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

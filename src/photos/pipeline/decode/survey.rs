//! The result of a walk through a file.

use image::metadata::Orientation;

/// The facts about a picture that a walk through its file yields.
pub struct Survey<D> {
    /// Width in pixels as stored, before orientation.
    pub width: u32,
    /// Height in pixels as stored, before orientation.
    pub height: u32,
    /// The transformation that turns the stored picture upright.
    pub orientation: Orientation,
    /// The ICC profile, if there is one of at most `MAX_ICC_BYTES`.
    pub icc: Option<Vec<u8>>,
    /// The details for the format's own decoder.
    pub details: D,
}

impl<D> Survey<D> {
    /// Returns the same survey with its details converted.
    pub fn map<E>(self, details: impl FnOnce(D) -> E) -> Survey<E> {
        Survey {
            width: self.width,
            height: self.height,
            orientation: self.orientation,
            icc: self.icc,
            details: details(self.details),
        }
    }
}

/// Reads the orientation from EXIF as the formats carry it, with or without the
/// leading `Exif\0\0` of JPEG.
pub(super) fn orientation(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(tiff).unwrap_or(Orientation::NoTransforms)
}

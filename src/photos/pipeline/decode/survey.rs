//! The result of a walk through a file.

use image::metadata::Orientation;

/// What a walk through a file tells about its picture.
pub struct Survey<D> {
    /// Width in pixels as stored, before orientation.
    pub width: u32,
    /// Height in pixels as stored, before orientation.
    pub height: u32,
    /// How to turn the stored picture upright.
    pub orientation: Orientation,
    /// ICC profile, if there is one of at most `MAX_ICC_BYTES`.
    pub icc: Option<Vec<u8>>,
    /// The parts that only the format's own decoder needs.
    pub details: D,
}

impl<D> Survey<D> {
    /// The same survey with its details as those of any format.
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

/// Orientation from EXIF as the formats carry it: with or without the `Exif\0\0` of JPEG in front.
pub(super) fn orientation(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(tiff).unwrap_or(Orientation::NoTransforms)
}

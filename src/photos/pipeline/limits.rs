//! Limits of photo files, and the sizes of their renditions.

/// The largest accepted file, in bytes (20 MB).
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;

/// The maximum number of pixels of a photo, before decoding (50 megapixels).
pub const MAX_PIXELS: u64 = 50_000_000;

/// The longest side of a photo in pixels, before decoding.
pub const MAX_SIDE: u32 = 12_000;

/// The widths of the renditions in pixels, ascending. Only the width is
/// bounded, so that `srcset` can name it and a tall picture (a product's
/// description page) stays legible. `MAX_SIDE` bounds the height.
pub const SIZES: [u32; 3] = [320, 720, 1440];

/// The maximum number of bytes of an ICC profile that are read (4 MB; printing
/// profiles have up to about 3). A larger profile is ignored.
pub const MAX_ICC_BYTES: usize = 4 * 1024 * 1024;

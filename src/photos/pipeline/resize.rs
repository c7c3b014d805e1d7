//! Sizes, resizing and rotation. Works on bytes of any colour space and knows no file format.

use std::mem;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

use super::error::PhotoError;
use super::limits::SIZES;
use super::number::{area, scaled, size};

/// The meaning of a pixel's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channels {
    /// One byte, 0 is black.
    Grey,
    /// Three bytes.
    Rgb,
    /// Four bytes, 255 is full ink.
    Cmyk,
}

impl Channels {
    /// Returns the number of bytes of a pixel.
    pub fn bytes(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }
}

/// An opaque picture of 8 bits a channel.
pub struct Raster {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The colour space, without regard to a profile.
    pub channels: Channels,
    /// Rows from the top, without gaps.
    pub pixels: Vec<u8>,
}

/// The sizes of a photo's renditions.
pub struct Plan {
    /// The width of the upright picture.
    pub width: u32,
    /// The height of the upright picture.
    pub height: u32,
    /// The size of the largest rendition as the file stores it, before it is turned.
    pub stored: (u32, u32),
    /// Widths of the renditions, ascending, none above `width`.
    pub widths: Vec<u32>,
}

impl Plan {
    /// Makes a plan from the stored size and the orientation.
    pub fn new(width: u32, height: u32, orientation: Orientation) -> Self {
        let turned = matches!(
            orientation,
            Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
        );
        let upright = if turned { (height, width) } else { (width, height) };
        let mut widths: Vec<u32> = SIZES.into_iter().filter(|size| *size < upright.0).collect();
        if widths.len() < SIZES.len() {
            widths.push(upright.0);
        }
        let largest = widths.last().copied().unwrap_or(upright.0);
        let tall = scaled(upright.1, largest, upright.0);
        let stored = if turned { (tall, largest) } else { (largest, tall) };
        Self {
            width: upright.0,
            height: upright.1,
            stored,
            widths,
        }
    }
}

/// Narrows a picture while its rows arrive, so that the picture at full width
/// never exists. Each strip of rows is resized to the target width at once, the
/// height when all rows have arrived. The result is the same as that of
/// resizing the whole picture.
pub struct Sieve {
    source: (u32, u32),
    target: (u32, u32),
    channels: Channels,
    strip: Vec<u8>,
    narrow: Vec<u8>,
    resizer: Resizer,
}

/// The number of rows of a strip: enough to be worth a call, few enough to stay
/// in the processor's cache.
const STRIP_ROWS: usize = 16;

impl Sieve {
    /// Makes a sieve from the size `source` to the size `target` (width, height).
    pub fn new(source: (u32, u32), target: (u32, u32), channels: Channels) -> Result<Self, PhotoError> {
        if source.0 == 0 || source.1 == 0 || target.0 == 0 || target.1 == 0 {
            return Err(PhotoError::Broken);
        }
        let strip = Vec::new();
        let narrow = Vec::with_capacity(area(target.0, source.1, channels.bytes()));
        Ok(Self {
            source,
            target,
            channels,
            strip,
            narrow,
            resizer: Resizer::new(),
        })
    }

    /// Adds any number of whole rows.
    pub fn push(&mut self, rows: &[u8]) -> Result<(), PhotoError> {
        if self.source.0 == self.target.0 {
            self.narrow.extend_from_slice(rows);
            return Ok(());
        }
        let full = STRIP_ROWS * self.stride();
        if rows.len() < full {
            self.strip.extend_from_slice(rows);
            return if self.strip.len() >= full {
                self.empty_strip()
            } else {
                Ok(())
            };
        }
        self.empty_strip()?;
        rows.chunks(full).try_for_each(|strip| self.narrow_strip(strip))
    }

    /// Returns the picture in its target size.
    pub fn finish(mut self) -> Result<Raster, PhotoError> {
        self.empty_strip()?;
        self.strip = Vec::new();
        if self.narrow.len() != area(self.target.0, self.source.1, self.channels.bytes()) {
            return Err(PhotoError::Broken);
        }
        let between = (self.target.0, self.source.1);
        let pixels = if self.source.1 == self.target.1 {
            self.narrow
        } else {
            resized(&mut self.resizer, &self.narrow, between, self.target, self.channels)?
        };
        Ok(Raster {
            width: self.target.0,
            height: self.target.1,
            channels: self.channels,
            pixels,
        })
    }

    fn stride(&self) -> usize {
        size(self.source.0) * self.channels.bytes()
    }

    fn empty_strip(&mut self) -> Result<(), PhotoError> {
        if self.strip.is_empty() {
            return Ok(());
        }
        let mut strip = mem::take(&mut self.strip);
        self.narrow_strip(&strip)?;
        strip.clear();
        self.strip = strip;
        Ok(())
    }

    fn narrow_strip(&mut self, strip: &[u8]) -> Result<(), PhotoError> {
        let rows = u32::try_from(strip.len() / self.stride()).map_err(|_| PhotoError::Broken)?;
        let (from, to) = ((self.source.0, rows), (self.target.0, rows));
        let start = self.narrow.len();
        self.narrow.resize(start + area(to.0, to.1, self.channels.bytes()), 0);
        let Some(room) = self.narrow.get_mut(start..) else {
            return Err(PhotoError::Broken);
        };
        resize_into(&mut self.resizer, strip, from, room, to, self.channels)
    }
}

/// Returns a smaller copy of a picture.
pub fn smaller(picture: &Raster, width: u32, height: u32) -> Result<Raster, PhotoError> {
    let from = (picture.width, picture.height);
    let pixels = resized(&mut Resizer::new(), &picture.pixels, from, (width, height), picture.channels)?;
    Ok(Raster {
        width,
        height,
        channels: picture.channels,
        pixels,
    })
}

fn resized(
    resizer: &mut Resizer,
    pixels: &[u8],
    from: (u32, u32),
    to: (u32, u32),
    channels: Channels,
) -> Result<Vec<u8>, PhotoError> {
    let mut result = vec![0; area(to.0, to.1, channels.bytes())];
    resize_into(resizer, pixels, from, &mut result, to, channels)?;
    Ok(result)
}

fn resize_into(
    resizer: &mut Resizer,
    pixels: &[u8],
    from: (u32, u32),
    result: &mut [u8],
    to: (u32, u32),
    channels: Channels,
) -> Result<(), PhotoError> {
    // Only these pixels are named, since the resizer that takes any brings its code for all of them.
    let resize = match channels {
        Channels::Grey => resize_typed::<U8>,
        Channels::Rgb => resize_typed::<U8x3>,
        Channels::Cmyk => resize_typed::<U8x4>,
    };
    resize(resizer, pixels, from, result, to)
}

fn resize_typed<P: PixelTrait>(
    resizer: &mut Resizer,
    pixels: &[u8],
    from: (u32, u32),
    result: &mut [u8],
    to: (u32, u32),
) -> Result<(), PhotoError> {
    // The fourth channel of CMYK is ink, not transparency.
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(false);
    let from = TypedImageRef::<P>::from_buffer(from.0, from.1, pixels).map_err(|_| PhotoError::Broken)?;
    let mut to = TypedImage::<P>::from_buffer(to.0, to.1, result).map_err(|_| PhotoError::Broken)?;
    resizer.resize_typed(&from, &mut to, &options).map_err(|_| PhotoError::Broken)
}

/// Turns an RGB picture upright.
pub fn orient(picture: Raster, orientation: Orientation) -> Result<Raster, PhotoError> {
    if orientation == Orientation::NoTransforms {
        return Ok(picture);
    }
    let image = RgbImage::from_raw(picture.width, picture.height, picture.pixels).ok_or(PhotoError::Broken)?;
    let mut image = DynamicImage::ImageRgb8(image);
    image.apply_orientation(orientation);
    let image = image.into_rgb8();
    let (width, height) = image.dimensions();
    Ok(Raster {
        width,
        height,
        channels: picture.channels,
        pixels: image.into_raw(),
    })
}

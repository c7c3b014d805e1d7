//! JPEG. The survey removes everything but tables and frame header from the
//! head of the file, so that the decoder never sees metadata. The decoder
//! shrinks by 2, 4 or 8 while decoding.

use std::io::{BufReader, Cursor, Read, SeekFrom};

use image::metadata::Orientation;
use jpeg_decoder::{Decoder, Error, PixelFormat};

use super::survey::{Survey, orientation};
use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::limits::{MAX_ICC_BYTES, MAX_PIXELS};
use crate::photos::pipeline::number::{long, size};
use crate::photos::pipeline::resize::{Channels, Raster, Sieve};
use crate::photos::pipeline::walk::{Source, Walk};

/// The maximum number of scans of a progressive JPEG. Encoders write about 10;
/// each costs a pass over all pixels, and a file of 20 MB could contain
/// hundreds of thousands.
const MAX_SCANS: u32 = 100;
/// The maximum number of bytes of tables and frame header before the first
/// scan. Usually they take less than 1 KB.
const MAX_TABLE_BYTES: usize = 256 * 1024;

const TEM: u8 = 0x01;
const SOF0: u8 = 0xC0;
const SOF2: u8 = 0xC2;
const DHT: u8 = 0xC4;
const DAC: u8 = 0xCC;
const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DNL: u8 = 0xDC;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;

/// A head for the decoder, and the offset at which the file continues after it.
#[derive(Default)]
pub struct Details {
    head: Vec<u8>,
    first_scan: u64,
    progressive: bool,
    components: u64,
    /// The number of samples of all components at full size, in whole blocks.
    samples: u64,
}

impl Details {
    /// Returns two numbers of bytes for decoding to a width. The first is the
    /// peak: the components at the reduced size, the picture made from them,
    /// and for a progressive file all coefficients at full size with two bytes
    /// each. The second is the picture alone, which stays in memory.
    pub fn memory(&self, (width, height): (u64, u64), target: u64) -> (u64, u64) {
        let scale = [1, 2, 4, 8]
            .into_iter()
            .find(|s| (width * s).div_ceil(8) >= target)
            .unwrap_or(8);
        let planes = self.samples * scale * scale / 64;
        let picture = (width * scale).div_ceil(8) * (height * scale).div_ceil(8) * self.components;
        let coefficients = if self.progressive { 2 * self.samples } else { 0 };
        (coefficients + planes + picture, picture)
    }
}

/// The findings of the walk so far.
#[derive(Default)]
struct Findings {
    size: Option<(u32, u32)>,
    orientation: Option<Orientation>,
    icc: Icc,
    scans: u32,
    jpeg: Details,
}

/// Walks all segments up to the end-of-image marker. If it is missing, the file
/// was cut off. Data that some cameras append after it (motion photos, gain
/// maps) is ignored.
pub fn survey(source: &mut dyn Source) -> Result<Survey<Details>, PhotoError> {
    let mut walk = Walk::at(source, 2)?;
    let mut found = Findings::default();
    found.jpeg.head.extend([0xFF, SOI]);
    let mut marker = next_marker(&mut walk)?;
    while marker != EOI {
        marker = match marker {
            TEM | 0xD0..=SOI => next_marker(&mut walk)?,
            SOS => scan(&mut walk, &mut found)?,
            _ => {
                segment(&mut walk, marker, &mut found)?;
                next_marker(&mut walk)?
            }
        };
    }
    let (width, height) = found.size.ok_or(PhotoError::Broken)?;
    if found.scans == 0 {
        return Err(PhotoError::Broken);
    }
    Ok(Survey {
        width,
        height,
        orientation: found.orientation.unwrap_or(Orientation::NoTransforms),
        icc: found.icc.assembled(),
        details: found.jpeg,
    })
}

/// Decodes at the smallest of 1/8, 1/4, 1/2 and 1 that is not narrower than the target.
pub fn decode(stored: (u32, u32), details: &Details, source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    source.seek(SeekFrom::Start(details.first_scan))?;
    let file = Cursor::new(details.head.as_slice()).chain(source);
    let mut decoder = Decoder::new(BufReader::with_capacity(64 * 1024, file));
    decoder.set_max_decoding_buffer_size(usize::try_from(MAX_PIXELS).unwrap_or(usize::MAX).saturating_mul(4));
    decoder.read_info().map_err(refused)?;
    let info = decoder.info().ok_or(PhotoError::Broken)?;
    if (u32::from(info.width), u32::from(info.height)) != stored {
        return Err(PhotoError::Broken);
    }
    let channels = match info.pixel_format {
        PixelFormat::L8 => Channels::Grey,
        PixelFormat::RGB24 => Channels::Rgb,
        PixelFormat::CMYK32 => Channels::Cmyk,
        PixelFormat::L16 => {
            return Err(PhotoError::Unsupported { kind: "16-bit JPEG" });
        }
    };
    // Only the width decides. By rounding, the height could be reached before the width is.
    let wanted = u16::try_from(target.0).map_err(|_| PhotoError::Broken)?;
    let (width, height) = decoder.scale(wanted, u16::MAX).map_err(refused)?;
    // The values are amounts of ink: the decoder inverts the inverted values
    // that JPEG stores, with or without Adobe's marker, as browsers do.
    let pixels = decoder.decode().map_err(refused)?;
    drop(decoder);
    let mut sieve = Sieve::new((u32::from(width), u32::from(height)), target, channels)?;
    sieve.push(&pixels)?;
    drop(pixels);
    sieve.finish()
}

fn refused(error: Error) -> PhotoError {
    match error {
        Error::Io(error) => error.into(),
        Error::Unsupported(_) => PhotoError::Unsupported { kind: "this JPEG" },
        Error::Format(_) | Error::Internal(_) => PhotoError::Broken,
    }
}

/// Returns the next marker. Like all decoders, it skips stray bytes and fill
/// bytes between segments.
fn next_marker(walk: &mut Walk<'_>) -> Result<u8, PhotoError> {
    let mut behind_ff = false;
    walk.skip_until(|byte| match byte {
        0xFF => {
            behind_ff = true;
            None
        }
        0x00 => {
            behind_ff = false;
            None
        }
        marker if behind_ff => Some(marker),
        _ => None,
    })
}

fn length(walk: &mut Walk<'_>) -> Result<usize, PhotoError> {
    let length = u16::from_be_bytes(walk.exact()?);
    length.checked_sub(2).map(usize::from).ok_or(PhotoError::Broken)
}

/// Skips a scan and returns the marker after its data.
fn scan(walk: &mut Walk<'_>, found: &mut Findings) -> Result<u8, PhotoError> {
    if found.size.is_none() || found.scans == MAX_SCANS {
        return Err(PhotoError::Broken);
    }
    if found.scans == 0 {
        found.jpeg.head.extend([0xFF, SOS]);
        found.jpeg.first_scan = walk.position();
    }
    found.scans += 1;
    let header = length(walk)?;
    walk.skip(long(header))?;
    let mut behind_ff = false;
    walk.skip_until(|byte| {
        let marker = behind_ff && !matches!(byte, 0x00 | 0xD0..=0xD7 | 0xFF);
        behind_ff = byte == 0xFF;
        marker.then_some(byte)
    })
}

fn segment(walk: &mut Walk<'_>, marker: u8, found: &mut Findings) -> Result<(), PhotoError> {
    let length = length(walk)?;
    match marker {
        SOF0..=SOF2 => frame(marker, walk.take(length)?, found),
        DHT | DQT | DRI => {
            let table = walk.take(length)?;
            keep(marker, &table, found)
        }
        0xC3 | 0xC5..=0xC7 | 0xCB | 0xCD..=0xCF => Err(PhotoError::Unsupported {
            kind: "lossless or layered JPEG",
        }),
        0xC9 | 0xCA | DAC => Err(PhotoError::Unsupported { kind: "arithmetic JPEG" }),
        DNL => Err(PhotoError::Unsupported {
            kind: "JPEG without a height",
        }),
        APP0 => {
            let data = walk.take(length)?;
            if data.starts_with(b"JFIF\0") {
                keep(APP0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0", found)
            } else {
                Ok(())
            }
        }
        APP1 => {
            let data = walk.take(length)?;
            if data.starts_with(b"Exif\0\0") && found.orientation.is_none() {
                found.orientation = Some(orientation(&data));
            }
            Ok(())
        }
        APP2 => {
            found.icc.add(&walk.take(length)?);
            Ok(())
        }
        APP14 => {
            let data = walk.take(length)?;
            match data.get(..12) {
                Some(adobe) if adobe.starts_with(b"Adobe") => {
                    let transform = adobe.last().copied().unwrap_or(0);
                    keep(APP14, &[b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, transform], found)
                }
                _ => Ok(()),
            }
        }
        _ => walk.skip(long(length)),
    }
}

fn frame(marker: u8, data: Vec<u8>, found: &mut Findings) -> Result<(), PhotoError> {
    let [precision, h1, h0, w1, w0, ..] = data.as_slice() else {
        return Err(PhotoError::Broken);
    };
    if found.size.is_some() {
        return Err(PhotoError::Broken);
    }
    if *precision != 8 {
        return Err(PhotoError::Unsupported { kind: "12-bit JPEG" });
    }
    let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
    if height == 0 {
        return Err(PhotoError::Unsupported {
            kind: "JPEG without a height",
        });
    }
    found.size = Some((width.into(), height.into()));
    let (sampling, _) = data.get(6..).unwrap_or_default().as_chunks::<3>();
    let factors = || {
        sampling
            .iter()
            .map(|[_, hv, _]| (u64::from(hv >> 4).max(1), u64::from(hv & 15).max(1)))
    };
    let across = u64::from(width).div_ceil(8 * factors().map(|(h, _)| h).max().unwrap_or(1));
    let down = u64::from(height).div_ceil(8 * factors().map(|(_, v)| v).max().unwrap_or(1));
    found.jpeg.progressive = marker == SOF2;
    found.jpeg.components = factors().map(|_| 1).sum();
    found.jpeg.samples = across * down * 64 * factors().map(|(h, v)| h * v).sum::<u64>();
    keep(marker, &data, found)
}

/// Adds a segment to the decoder's head. After the first scan the decoder reads the file itself.
fn keep(marker: u8, data: &[u8], found: &mut Findings) -> Result<(), PhotoError> {
    if found.scans > 0 {
        return Ok(());
    }
    let length = u16::try_from(data.len() + 2).map_err(|_| PhotoError::Broken)?;
    let head = &mut found.jpeg.head;
    head.extend([0xFF, marker]);
    head.extend(length.to_be_bytes());
    head.extend(data);
    if head.len() > MAX_TABLE_BYTES {
        Err(PhotoError::Broken)
    } else {
        Ok(())
    }
}

/// An ICC profile in pieces: `ICC_PROFILE\0`, the number of the piece from 1,
/// the number of pieces, data.
#[derive(Default)]
struct Icc {
    pieces: Vec<(u8, Vec<u8>)>,
    count: u8,
    bytes: usize,
}

impl Icc {
    fn add(&mut self, segment: &[u8]) {
        let Some([number, count, data @ ..]) = segment.strip_prefix(b"ICC_PROFILE\0") else {
            return;
        };
        self.bytes = self.bytes.saturating_add(data.len());
        if self.bytes <= MAX_ICC_BYTES && self.pieces.len() < size(u32::from(*count)) {
            self.count = *count;
            self.pieces.push((*number, data.to_vec()));
        }
    }

    fn assembled(mut self) -> Option<Vec<u8>> {
        self.pieces.sort_by_key(|(number, _)| *number);
        let whole = self.bytes <= MAX_ICC_BYTES && self.pieces.iter().map(|(number, _)| *number).eq(1..=self.count);
        (whole && self.count > 0).then(|| self.pieces.into_iter().flat_map(|(_, data)| data).collect())
    }
}

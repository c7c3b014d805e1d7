//! WebP, of an animated one the first frame. The survey finds that frame's
//! bitstream. The decoder gets it in a new container, so that it sees neither
//! metadata nor the other frames.

mod alpha;
mod bitstream;

use image::metadata::Orientation;

use super::canvas::{Frame, on_canvas};
use super::survey::{Survey, orientation};
use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::limits::MAX_ICC_BYTES;
use crate::photos::pipeline::number::{on_white, size};
use crate::photos::pipeline::resize::Raster;
use crate::photos::pipeline::walk::{Source, Walk};
use bitstream::{lossless_pixels, lossy_pixels};

/// The maximum number of bytes of EXIF that are read: as many as fit into a JPEG.
const MAX_EXIF_BYTES: usize = 64 * 1024;

/// A chunk's name, and its offset and length in the file.
#[derive(Clone, Copy)]
struct Chunk {
    name: [u8; 4],
    at: u64,
    length: u32,
}

impl Chunk {
    fn read(self, source: &mut dyn Source) -> Result<Vec<u8>, PhotoError> {
        Walk::at(source, self.at)?.take(size(self.length))
    }
}

/// The bitstream of the first picture.
pub struct Details {
    frame: Frame,
    picture: Chunk,
    alpha: Option<Chunk>,
}

impl Details {
    /// Returns the number of bytes that decoding holds: the pixels, the
    /// decoder's own buffers, and the bitstream twice.
    pub fn memory(&self) -> u64 {
        let pixels = u64::from(self.frame.width) * u64::from(self.frame.height);
        let decoded = match (&self.picture.name, self.alpha) {
            // Four bytes a pixel, and the tables of the transforms.
            (b"VP8L", _) => pixels * 9 / 2,
            // Three bytes a pixel, and one and a half in the format's colour space.
            (_, None) => pixels * 9 / 2,
            (_, Some(_)) => pixels * 6,
        };
        decoded + 2 * u64::from(self.picture.length)
    }
}

#[derive(Default)]
struct Findings {
    canvas: Option<(u32, u32)>,
    placed: Option<Frame>,
    alpha: Option<Chunk>,
    picture: Option<(Chunk, (u32, u32))>,
    icc: Option<Vec<u8>>,
    orientation: Option<Orientation>,
}

/// Walks the chunks to the end that the header announces.
pub fn survey(source: &mut dyn Source) -> Result<Survey<Details>, PhotoError> {
    let mut walk = Walk::at(source, 4)?;
    let end = u64::from(u32::from_le_bytes(walk.exact()?)) + 8;
    walk.skip(4)?;
    let mut found = Findings::default();
    while walk.position() + 8 <= end {
        chunk(&mut walk, end, &mut found)?;
    }

    let (picture, (width, height)) = found.picture.ok_or(PhotoError::Broken)?;
    let frame = found.placed.unwrap_or(Frame {
        left: 0,
        top: 0,
        width,
        height,
    });
    let canvas = found.canvas.unwrap_or((width, height));
    let fits = frame.left + frame.width <= canvas.0 && frame.top + frame.height <= canvas.1;
    if !fits || (frame.width, frame.height) != (width, height) || (found.placed.is_none() && canvas != (width, height)) {
        return Err(PhotoError::Broken);
    }
    Ok(Survey {
        width: canvas.0,
        height: canvas.1,
        orientation: found.orientation.unwrap_or(Orientation::NoTransforms),
        icc: found.icc,
        details: Details {
            frame,
            picture,
            alpha: found.alpha,
        },
    })
}

fn chunk(walk: &mut Walk<'_>, end: u64, found: &mut Findings) -> Result<(), PhotoError> {
    let name: [u8; 4] = walk.exact()?;
    let length = u32::from_le_bytes(walk.exact()?);
    let chunk = Chunk {
        name,
        at: walk.position(),
        length,
    };
    let behind = chunk.at + u64::from(length);
    if behind > end {
        return Err(PhotoError::Broken);
    }
    match &name {
        b"VP8X" if found.canvas.is_none() && length >= 10 => {
            walk.skip(4)?;
            found.canvas = Some((three_bytes(walk)? + 1, three_bytes(walk)? + 1));
        }
        b"ANMF" if found.picture.is_none() && found.placed.is_none() && length >= 16 => {
            found.placed = Some(Frame {
                left: three_bytes(walk)? * 2,
                top: three_bytes(walk)? * 2,
                width: three_bytes(walk)? + 1,
                height: three_bytes(walk)? + 1,
            });
            walk.skip(4)?;
            while walk.position() + 8 <= behind {
                self::chunk(walk, behind, found)?;
            }
        }
        b"ALPH" if found.alpha.is_none() && found.picture.is_none() => found.alpha = Some(chunk),
        b"VP8 " if found.picture.is_none() && length >= 10 => found.picture = Some((chunk, lossy_size(walk)?)),
        b"VP8L" if found.picture.is_none() && length >= 5 => found.picture = Some((chunk, lossless_size(walk)?)),
        b"ICCP" if found.icc.is_none() && size(length) <= MAX_ICC_BYTES => found.icc = Some(walk.take(size(length))?),
        b"EXIF" if found.orientation.is_none() && size(length) <= MAX_EXIF_BYTES => {
            found.orientation = Some(orientation(&walk.take(size(length))?));
        }
        _ => {}
    }
    let padded = behind + u64::from(length % 2);
    // Some writers omit the padding byte of the last chunk.
    walk.skip(padded.min(end).saturating_sub(walk.position()))
}

fn three_bytes(walk: &mut Walk<'_>) -> Result<u32, PhotoError> {
    let [a, b, c] = walk.exact()?;
    Ok(u32::from_le_bytes([a, b, c, 0]))
}

fn lossy_size(walk: &mut Walk<'_>) -> Result<(u32, u32), PhotoError> {
    let [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1] = walk.exact()? else {
        return Err(PhotoError::Broken);
    };
    Ok((
        (u16::from_le_bytes([w0, w1]) & 0x3FFF).into(),
        (u16::from_le_bytes([h0, h1]) & 0x3FFF).into(),
    ))
}

fn lossless_size(walk: &mut Walk<'_>) -> Result<(u32, u32), PhotoError> {
    if walk.byte()? != 0x2F {
        return Err(PhotoError::Broken);
    }
    let bits = u32::from_le_bytes(walk.exact()?);
    Ok(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
}

/// Decodes the whole picture, since the format allows no other way. At most 6
/// bytes a pixel are held. To that end the transparency of a lossy picture is
/// decoded before its colours and kept as one byte a pixel.
pub fn decode(canvas: (u32, u32), details: &Details, source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    let frame = details.frame;
    // Lossless pictures contain their transparency.
    let lossy = &details.picture.name == b"VP8 ";
    let alpha = match details.alpha.filter(|_| lossy) {
        Some(chunk) => Some(alpha::decode(&chunk.read(source)?, frame.width, frame.height)?),
        None => None,
    };
    let bitstream = details.picture.read(source)?;
    let pixels = if lossy {
        lossy_pixels(&bitstream, frame.width, frame.height)?
    } else {
        lossless_pixels(bitstream, frame.width, frame.height)?
    };

    let bytes = if lossy { 3 } else { 4 };
    let width = size(frame.width);
    let stride = width * bytes;
    on_canvas(canvas, frame, target, |y, row| {
        let Some(line) = pixels.get(y * stride..(y + 1) * stride) else {
            return;
        };
        let opacity = alpha.as_ref().and_then(|alpha| alpha.get(y * width..(y + 1) * width));
        let (row, _) = row.as_chunks_mut::<3>();
        if !lossy {
            let (line, _) = line.as_chunks::<4>();
            row.iter_mut()
                .zip(line)
                .for_each(|(to, [r, g, b, a])| *to = [*r, *g, *b].map(|part| on_white(part, *a)));
            return;
        }
        let (line, _) = line.as_chunks::<3>();
        row.copy_from_slice(line);
        if let Some(opacity) = opacity {
            row.iter_mut()
                .zip(opacity)
                .for_each(|(to, a)| *to = to.map(|part| on_white(part, *a)));
        }
    })
}

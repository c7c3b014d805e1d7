//! GIF: the first frame. The survey removes everything before that frame, so
//! that the decoder never sees extensions.

use std::io::{Cursor, Read, SeekFrom};
use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, DecodingError, MemoryLimit};
use image::metadata::Orientation;

use super::canvas::{Frame, on_canvas};
use super::survey::Survey;
use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::limits::{MAX_PIXELS, MAX_SIDE};
use crate::photos::pipeline::number::{area, size};
use crate::photos::pipeline::resize::Raster;
use crate::photos::pipeline::walk::{Source, Walk};

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;
const TRAILER: u8 = 0x3B;
const GRAPHIC_CONTROL: u8 = 0xF9;

/// The header, the global colours and the graphic control of the first frame,
/// and the offset of that frame's image.
pub struct Details {
    head: Vec<u8>,
    frame_at: u64,
    frame: Frame,
}

impl Details {
    /// Returns the number of bytes that decoding holds: one index a pixel.
    pub fn memory(&self) -> u64 {
        u64::from(self.frame.width) * u64::from(self.frame.height)
    }
}

/// Walks all blocks. A file that ends between two blocks counts as complete,
/// since many programs omit the trailer. One that ends within a block was cut
/// off.
pub fn survey(source: &mut dyn Source) -> Result<Survey<Details>, PhotoError> {
    let mut walk = Walk::at(source, 0)?;
    let mut head = walk.take(13)?;
    let [_, _, _, _, _, _, w0, w1, h0, h1, flags, _, _] = head.as_slice() else {
        return Err(PhotoError::Broken);
    };
    let screen = (u16::from_le_bytes([*w0, *w1]), u16::from_le_bytes([*h0, *h1]));
    let colours = walk.take(colour_table(*flags))?;
    head.extend(colours);

    let mut first: Option<(u64, Frame)> = None;
    let mut control = Vec::new();
    while !walk.at_end()? {
        let at = walk.position();
        match walk.byte()? {
            EXTENSION => {
                if walk.byte()? == GRAPHIC_CONTROL && first.is_none() {
                    control = vec![EXTENSION, GRAPHIC_CONTROL];
                    let length = walk.byte()?;
                    control.push(length);
                    control.extend(walk.take(size(length.into()))?);
                    control.push(0);
                }
                skip_sub_blocks(&mut walk)?;
            }
            IMAGE => {
                let [l0, l1, t0, t1, w0, w1, h0, h1, flags] = walk.exact()?;
                walk.skip(u64::try_from(colour_table(flags)).unwrap_or(u64::MAX))?;
                walk.byte()?; // LZW code size
                skip_sub_blocks(&mut walk)?;
                let frame = Frame {
                    left: u16::from_le_bytes([l0, l1]).into(),
                    top: u16::from_le_bytes([t0, t1]).into(),
                    width: u16::from_le_bytes([w0, w1]).into(),
                    height: u16::from_le_bytes([h0, h1]).into(),
                };
                first.get_or_insert((at, frame));
            }
            TRAILER => break,
            // Data after the first picture is not shown. Before it, only known blocks are allowed.
            _ if first.is_some() => break,
            _ => return Err(PhotoError::Broken),
        }
    }

    let (frame_at, frame) = first
        .filter(|(_, frame)| frame.width > 0 && frame.height > 0)
        .ok_or(PhotoError::Broken)?;
    head.extend(control);
    Ok(Survey {
        // As in browsers, a frame that extends beyond the screen enlarges the screen.
        width: u32::from(screen.0).max(frame.left + frame.width),
        height: u32::from(screen.1).max(frame.top + frame.height),
        orientation: Orientation::NoTransforms,
        icc: None,
        details: Details { head, frame_at, frame },
    })
}

/// Returns the number of bytes of the colour table that a flags byte announces.
fn colour_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn skip_sub_blocks(walk: &mut Walk<'_>) -> Result<(), PhotoError> {
    loop {
        match walk.byte()? {
            0 => return Ok(()),
            length => walk.skip(length.into())?,
        }
    }
}

/// Decodes the first frame as palette indices and paints it on white.
pub fn decode(canvas: (u32, u32), details: &Details, source: &mut dyn Source, target: (u32, u32)) -> Result<Raster, PhotoError> {
    source.seek(SeekFrom::Start(details.frame_at))?;
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(NonZeroU64::new(MAX_PIXELS).map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes));
    let head = Cursor::new(details.head.as_slice());
    let mut decoder = options.read_info(head.chain(source)).map_err(refused)?;
    let info = decoder.next_frame_info().map_err(refused)?.ok_or(PhotoError::Broken)?;
    let (width, height, transparent) = (info.width, info.height, info.transparent);
    if (u32::from(width), u32::from(height)) != (details.frame.width, details.frame.height)
        || u32::from(width.max(height)) > MAX_SIDE
    {
        return Err(PhotoError::Broken);
    }
    let mut indices = vec![0; area(width.into(), height.into(), 1)];
    decoder.read_into_buffer(&mut indices).map_err(refused)?;
    let palette = palette(decoder.palette().map_err(refused)?, transparent);
    drop(decoder);

    let stride = size(width.into());
    on_canvas(canvas, details.frame, target, |y, row| {
        let (pixels, _) = row.as_chunks_mut::<3>();
        for (pixel, index) in pixels.iter_mut().zip(indices.iter().skip(y * stride)) {
            *pixel = palette.get(usize::from(*index)).copied().unwrap_or_default();
        }
    })
}

/// Returns the colours by index. The transparent one becomes white.
fn palette(bytes: &[u8], transparent: Option<u8>) -> Vec<[u8; 3]> {
    let (colours, _) = bytes.as_chunks::<3>();
    let mut palette = colours.to_vec();
    palette.resize(256, [0; 3]);
    if let Some(colour) = transparent.and_then(|index| palette.get_mut(usize::from(index))) {
        *colour = [255; 3];
    }
    palette
}

fn refused(error: DecodingError) -> PhotoError {
    match error {
        DecodingError::Io(error) => error.into(),
        _ => PhotoError::Broken,
    }
}

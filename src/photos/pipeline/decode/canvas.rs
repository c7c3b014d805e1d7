//! The canvas of an animation, of which one frame is shown.

use crate::photos::pipeline::error::PhotoError;
use crate::photos::pipeline::number::size;
use crate::photos::pipeline::resize::{Channels, Raster, Sieve};

/// The position of a frame on the canvas of an animation, in pixels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// Places an RGB frame on a white canvas and narrows it row by row. `paint`
/// fills one row of the frame.
pub(super) fn on_canvas(
    canvas: (u32, u32),
    frame: Frame,
    target: (u32, u32),
    mut paint: impl FnMut(usize, &mut [u8]),
) -> Result<Raster, PhotoError> {
    let mut sieve = Sieve::new(canvas, target, Channels::Rgb)?;
    let mut row = vec![255; size(canvas.0) * 3];
    for y in 0..canvas.1 {
        row.fill(255);
        if let Some(inside) = y.checked_sub(frame.top).filter(|inside| *inside < frame.height) {
            let start = size(frame.left) * 3;
            let end = start + size(frame.width) * 3;
            paint(size(inside), row.get_mut(start..end).ok_or(PhotoError::Broken)?);
        }
        sieve.push(&row)?;
    }
    sieve.finish()
}

//! Conversions between the number types of pixels, bytes and offsets, each with its reason to be lossless.

/// `u32` to `usize`: lossless on the 32 and 64 bit machines this program is built for.
pub fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// `usize` to `u64`: lossless everywhere.
pub fn long(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Number of bytes of a picture; dimensions were checked, so it fits.
pub fn area(width: u32, height: u32, bytes: usize) -> usize {
    size(width).saturating_mul(size(height)).saturating_mul(bytes)
}

/// `of` scaled by `part / whole`, rounded, at least 1.
pub fn scaled(of: u32, part: u32, whole: u32) -> u32 {
    let whole = u64::from(whole).max(1);
    let result = (u64::from(of) * u64::from(part) + whole / 2) / whole;
    u32::try_from(result).unwrap_or(u32::MAX).max(1)
}

/// A byte from a value that was computed to be one; saturates.
pub fn byte(n: u32) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// `a * b / 255`, rounded: how strongly `b` of 255 covers `a`.
pub fn part_of(a: u8, b: u8) -> u8 {
    byte((u32::from(a) * u32::from(b) + 127) / 255)
}

/// A colour laid on white with the opacity `alpha`.
pub fn on_white(colour: u8, alpha: u8) -> u8 {
    part_of(colour, alpha).saturating_add(255 - alpha)
}

//! Conversions between the number types of pixels, bytes and offsets, each with
//! the reason why it is lossless.

/// Converts `u32` to `usize`. Lossless on the 32- and 64-bit machines for which
/// this program is built.
pub fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// Converts `usize` to `u64`. Lossless everywhere.
pub fn long(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Returns the number of bytes of a picture. It fits, because dimensions are checked before.
pub fn area(width: u32, height: u32, bytes: usize) -> usize {
    size(width).saturating_mul(size(height)).saturating_mul(bytes)
}

/// Returns `of` scaled by `part / whole`, rounded, at least 1.
pub fn scaled(of: u32, part: u32, whole: u32) -> u32 {
    let whole = u64::from(whole).max(1);
    let result = (u64::from(of) * u64::from(part) + whole / 2) / whole;
    u32::try_from(result).unwrap_or(u32::MAX).max(1)
}

/// Converts a value that was computed to be a byte. Saturates.
pub fn byte(n: u32) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// Returns `a * b / 255`, rounded: the share `b` of 255 of `a`.
pub fn part_of(a: u8, b: u8) -> u8 {
    byte((u32::from(a) * u32::from(b) + 127) / 255)
}

/// Blends a colour with white by the opacity `alpha`.
pub fn on_white(colour: u8, alpha: u8) -> u8 {
    part_of(colour, alpha).saturating_add(255 - alpha)
}

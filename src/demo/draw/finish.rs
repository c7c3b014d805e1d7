//! The way from the drawn sheet to a file: soft light, paper grain, RGB, JPEG.

use super::canvas::Canvas;
use super::rng::Rng;
use std::sync::LazyLock;

/// Finished pixels, three bytes each, rows from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

const TILE: usize = 192;

/// The grain of the paper: noise blurred in both directions, so that it looks
/// like fibre and takes few bytes in a JPEG.
static GRAIN: LazyLock<Vec<i8>> = LazyLock::new(|| {
    let mut rng = Rng::new(77);
    let noise: Vec<f32> = (0..TILE * TILE).map(|_| rng.jit(1.0)).collect();
    let at = |x: usize, y: usize| noise.get((y % TILE) * TILE + x % TILE).copied().unwrap_or(0.0);
    let mut tile = Vec::with_capacity(TILE * TILE);
    for y in 0..TILE {
        for x in 0..TILE {
            let mut wide = 0.0;
            for dy in 0..3 {
                for dx in 0..5 {
                    wide += at(x + dx, y + dy);
                }
            }
            let v = wide * 0.62;
            // The nearest small integer of a float, without a cast.
            let step = (-5i8..=5).find(|s| v < f32::from(*s) + 0.5).unwrap_or(5);
            tile.push(step);
        }
    }
    tile
});

/// Finishes a drawing. `light` is the brightness of the upper left over the lower right, 0 to 10.
pub fn finish(canvas: &Canvas, light: i8) -> Picture {
    let (width, height) = (canvas.sheet.width(), canvas.sheet.height());
    let row_len = usize::try_from(width).unwrap_or(1);
    let mut rgb = vec![0u8; row_len * usize::try_from(height).unwrap_or(0) * 3];
    let rows = canvas
        .sheet
        .data()
        .chunks_exact(row_len * 4)
        .zip(rgb.chunks_exact_mut(row_len * 3));
    let ramp = |i: u32, n: u32| -> i8 {
        let share = i8::try_from(i * 20 / n.max(1)).unwrap_or(0); // 0 to 20
        i8::try_from((i16::from(light) * (10 - i16::from(share))) / 10).unwrap_or(0) / 2
    };
    let across: Vec<i8> = (0..width).map(|x| ramp(x, width)).collect();
    for ((from, to), y) in rows.zip(0u32..) {
        let down = ramp(y, height);
        let start = usize::try_from(y).unwrap_or(0) % TILE * TILE;
        let grain = GRAIN.get(start..start + TILE).unwrap_or(&[]);
        let spans = from.chunks(TILE * 4).zip(to.chunks_mut(TILE * 3)).zip(across.chunks(TILE));
        for ((f, t), a) in spans {
            for (((f, t), g), a) in f.chunks_exact(4).zip(t.chunks_exact_mut(3)).zip(grain).zip(a) {
                let add = g.wrapping_add(*a).wrapping_add(down); // within ±30: never wraps
                if let ([r, g, b, _], [tr, tg, tb]) = (f, t) {
                    *tr = r.saturating_add_signed(add);
                    *tg = g.saturating_add_signed(add);
                    *tb = b.saturating_add_signed(add);
                }
            }
        }
    }
    Picture { width, height, rgb }
}

/// Encodes a JPEG file as a phone would send it (quality 84, 4:2:0). Returns an
/// empty one only if the encoder fails, for which it has no reason.
pub fn encode_jpeg(picture: &Picture) -> Vec<u8> {
    let mut out = Vec::with_capacity(160_000);
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 84);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    let (Ok(w), Ok(h)) = (u16::try_from(picture.width), u16::try_from(picture.height)) else {
        return Vec::new();
    };
    match encoder.encode(&picture.rgb, w, h, jpeg_encoder::ColorType::Rgb) {
        Ok(()) => out,
        Err(_) => Vec::new(),
    }
}

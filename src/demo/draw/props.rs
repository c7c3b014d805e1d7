//! Small objects around the products: cloths, boards, sprigs, windows, shelves.
//! They are never the subject.

use super::canvas::{Canvas, Ink};
use super::colour::{Palette, Rgb, h};
use super::rng::Rng;
use super::shape::{circle, curve, leaf, oval, poly, rect, rrect, trace};

pub fn sprig(c: &mut Canvas, x: f32, y: f32, k: f32, turn: f32, col: Rgb) {
    c.at(x, y, k, turn, |c| {
        c.line(curve(&[(0.0, 90.0), (6.0, 0.0), (-4.0, -90.0)]), 4.0, col.dim(0.2));
        for i in 0..6u16 {
            let at = 66.0 - f32::from(i) * 27.0;
            let side = if i % 2 == 0 { -32.0 } else { -148.0 };
            c.lay(leaf(3.0, at, 58.0 - f32::from(i) * 4.0, 14.0, side), col.lit(if i % 3 == 0 { 0.2 } else { 0.05 }));
        }
        c.lay(leaf(-3.0, -84.0, 42.0, 11.0, -92.0), col.lit(0.15));
    });
}
/// A coffee seen from above.
pub fn coffee(c: &mut Canvas, x: f32, y: f32, k: f32, col: Rgb) {
    c.at(x, y, k, 0.0, |c| {
        c.lift(circle(0.0, 0.0, 118.0), Ink::Fade((-80.0, -80.0), h(0xfffaf0), (80.0, 80.0), h(0xe3d8c4)), 10.0);
        c.fill(circle(0.0, 0.0, 84.0), (h(0x8a7860), 0.12));
        c.line(curve(&[(60.0, 40.0), (104.0, 74.0)]), 22.0, col);
        c.lift(circle(0.0, 0.0, 76.0), col, 8.0);
        c.fill(circle(0.0, 0.0, 64.0), Ink::Round((-14.0, -16.0), 80.0, h(0xa8714a), h(0x6b4128)));
        c.fill(super::shape::heart(0.0, 4.0, 26.0), (h(0xf7e6c8), 0.95));
        c.line(curve(&[(-46.0, -22.0), (-34.0, -42.0), (-12.0, -52.0)]), 6.0, (h(0xffffff), 0.35));
    });
}
pub fn twine(c: &mut Canvas, x: f32, y: f32, k: f32) {
    c.at(x, y, k, 20.0, |c| {
        c.line(curve(&[(20.0, 30.0), (90.0, 60.0), (120.0, 20.0), (170.0, 50.0)]), 5.0, h(0xc9a36c));
        c.lift(rrect(-44.0, -44.0, 88.0, 88.0, 22.0), h(0xd8b67f), 8.0);
        for i in 0..7u16 {
            let y = -36.0 + f32::from(i) * 12.0;
            c.line(curve(&[(-42.0, y), (0.0, y + 7.0), (42.0, y - 2.0)]), 2.6, (h(0x96713f), 0.55));
        }
    });
}
pub fn tag(c: &mut Canvas, x: f32, y: f32, k: f32, turn: f32, col: Rgb) {
    c.at(x, y, k, turn, |c| {
        c.line(curve(&[(0.0, -64.0), (-14.0, -96.0), (16.0, -112.0)]), 4.0, h(0xb8895a));
        c.lay(poly(&[(-40.0, -54.0), (-18.0, -80.0), (18.0, -80.0), (40.0, -54.0), (40.0, 70.0), (-40.0, 70.0)]), h(0xfbf5e8));
        c.fill(circle(0.0, -60.0, 7.0), h(0xb8895a));
        c.fill(super::shape::heart(0.0, -8.0, 15.0), col);
        c.fill(rrect(-24.0, 26.0, 48.0, 5.0, 2.5), (h(0x4a3b36), 0.5));
        c.fill(rrect(-16.0, 40.0, 32.0, 4.0, 2.0), (h(0x4a3b36), 0.35));
    });
}
/// A woven cloth lying on the table, striped and fringed.
pub fn cloth(c: &mut Canvas, x: f32, y: f32, w: f32, tall: f32, turn: f32, p: &Palette) {
    c.at(x, y, 1.0, turn, |c| {
        let mut fx = -w / 2.0 + 8.0;
        while fx < w / 2.0 {
            c.line(trace(&[(fx, tall / 2.0), (fx + 2.0, tall / 2.0 + 20.0)]), 4.0, p.cloth.dim(0.08));
            c.line(trace(&[(fx, -tall / 2.0), (fx - 2.0, -tall / 2.0 - 20.0)]), 4.0, p.cloth.dim(0.08));
            fx += 16.0;
        }
        c.lift(rrect(-w / 2.0, -tall / 2.0, w, tall, 8.0), p.cloth, 8.0);
        for (k, thick) in [(0.36, 12.0), (0.41, 4.0), (-0.36, 12.0), (-0.41, 4.0)] {
            c.fill(rect(-w / 2.0, tall * k - thick / 2.0, w, thick), (p.accent, 0.5));
        }
        c.line(curve(&[(-w * 0.3, -tall * 0.28), (-w * 0.1, 0.0), (-w * 0.2, tall * 0.3)]), 9.0, (p.cloth.dim(0.4), 0.08));
        c.line(curve(&[(w * 0.32, -tall * 0.3), (w * 0.2, 0.0), (w * 0.34, tall * 0.2)]), 7.0, (p.cloth.dim(0.4), 0.08));
    });
}
pub fn round_board(c: &mut Canvas, x: f32, y: f32, r: f32, wood: Rgb) {
    c.lift(circle(x, y, r), wood.dim(0.2), 14.0);
    c.fill(circle(x - 2.0, y - 3.0, r - 3.0), Ink::Fade((x - r, y - r), wood.lit(0.3), (x + r, y + r), wood.dim(0.05)));
    for k in [-0.55f32, -0.2, 0.15, 0.5] {
        let reach = (1.0 - k * k).sqrt() * r * 0.9;
        c.line(curve(&[(x - reach, y + k * r), (x, y + k * r + 12.0), (x + reach, y + k * r - 4.0)]), 3.0, (wood.dim(0.4), 0.22));
    }
}
pub fn plate(c: &mut Canvas, x: f32, y: f32, r: f32, glaze: Rgb) {
    c.lift(circle(x, y, r), Ink::Fade((x - r, y - r), glaze.lit(0.7), (x + r, y + r), glaze.dim(0.04)), 14.0);
    c.line(circle(x, y, r - 10.0), 4.0, (glaze.dim(0.35), 0.35));
    c.fill(circle(x, y, r * 0.76), Ink::Fade((x - r, y - r), glaze.dim(0.07), (x + r, y + r), glaze.lit(0.6)));
}
/// Light from a window, falling at an angle over everything drawn so far.
pub fn window_light(c: &mut Canvas, x: f32, y: f32, w: f32, tall: f32, strength: f32) {
    let light = h(0xfff3cf);
    for i in 0..2u16 {
        for j in 0..2u16 {
            let (x0, y0) = (x + f32::from(i) * w * 0.53, y + f32::from(j) * tall * 0.53);
            let (ww, hh) = (w * 0.47, tall * 0.47);
            let lean = |yy: f32| (yy - y) * -0.42;
            let below = |xx: f32| (xx - x) * 0.16;
            c.fill(poly(&[(x0 + lean(y0), y0 + below(x0)), (x0 + ww + lean(y0), y0 + below(x0 + ww)), (x0 + ww + lean(y0 + hh), y0 + hh + below(x0 + ww)), (x0 + lean(y0 + hh), y0 + hh + below(x0))]), (light, strength));
        }
    }
}
/// The shadow of leaves on a wall or table.
pub fn leaf_shade(c: &mut Canvas, x: f32, y: f32, k: f32, turn: f32) {
    c.at(x, y, k, turn, |c| {
        for (ly, len, d) in [(80.0, 150.0, -30.0), (40.0, 170.0, -150.0), (-10.0, 160.0, -26.0), (-60.0, 150.0, -146.0), (-110.0, 130.0, -40.0), (-140.0, 140.0, -95.0), (120.0, 120.0, -160.0)] {
            c.fill(leaf(0.0, ly, len, 26.0, d), (h(0x4a3328), 0.07));
        }
    });
}
pub fn window(c: &mut Canvas, x: f32, y: f32, w: f32, tall: f32, p: &Palette) {
    c.fill(rrect(x - 18.0, y - 18.0, w + 36.0, tall + 36.0, 8.0), h(0xfaf4e8));
    c.fill(rect(x, y, w, tall), Ink::Fade((0.0, y), h(0xbcdcec), (0.0, y + tall), h(0xf6ecd2)));
    c.within(rect(x, y, w, tall), |c| {
        c.fill(oval(x + w * 0.2, y + tall * 1.02, w * 0.5, tall * 0.34), p.leaf.lit(0.3));
        c.fill(oval(x + w * 0.85, y + tall * 1.05, w * 0.5, tall * 0.46), p.leaf.lit(0.12));
        for (dx, dy, k) in [(0.3, 0.22, 0.13), (0.42, 0.19, 0.1), (0.22, 0.24, 0.09)] {
            c.fill(oval(x + w * dx, y + tall * dy, w * k, tall * 0.06), (h(0xffffff), 0.85));
        }
    });
    c.fill(rect(x + w / 2.0 - 7.0, y, 14.0, tall), h(0xfaf4e8));
    c.fill(rect(x, y + tall * 0.48, w, 12.0), h(0xfaf4e8));
    c.fill(rrect(x - 40.0, y + tall + 14.0, w + 80.0, 24.0, 6.0), h(0xf1e7d4));
    c.fill(rect(x - 34.0, y + tall + 38.0, w + 68.0, 7.0), (h(0x3b2230), 0.12));
}
pub fn frame(c: &mut Canvas, x: f32, y: f32, w: f32, tall: f32, p: &Palette, motif: usize) {
    c.lift(rrect(x, y, w, tall, 3.0), p.table.dim(0.15), 7.0);
    c.fill(rect(x + 9.0, y + 9.0, w - 18.0, tall - 18.0), h(0xfbf5e8));
    c.within(rect(x + 24.0, y + 24.0, w - 48.0, tall - 48.0), |c| {
        c.fill(rect(x, y, w, tall), p.cloth.mix(p.accent, 0.18));
        match motif % 3 {
            0 => { c.fill(circle(x + w * 0.6, y + tall * 0.36, w * 0.15), p.accent.lit(0.2)); c.fill(oval(x + w * 0.4, y + tall, w * 0.6, tall * 0.34), p.leaf); }
            1 => for d in [-130.0, -90.0, -50.0] { c.fill(leaf(x + w / 2.0, y + tall * 0.82, tall * 0.5, w * 0.07, d), p.leaf); },
            _ => { c.fill(oval(x + w / 2.0, y + tall * 0.6, w * 0.16, tall * 0.18), p.accent); c.fill(rect(x + w * 0.46, y + tall * 0.28, w * 0.08, tall * 0.2), p.accent); }
        }
    });
}
/// A small standing vase with a dry twig.
pub fn twig_vase(c: &mut Canvas, x: f32, y: f32, k: f32, p: &Palette) {
    c.at(x, y, k, 0.0, |c| {
        for (tx, ty) in [(-56.0, -268.0), (4.0, -310.0), (52.0, -262.0)] {
            c.line(curve(&[(0.0, -110.0), (tx * 0.4, -190.0), (tx, ty)]), 4.0, p.leaf.dim(0.35));
            for s in [0.45, 0.65, 0.85, 1.0] {
                c.fill(oval(tx * s * s + 9.0, -110.0 + (ty + 110.0) * s, 9.0, 13.0), p.accent.lit(0.35));
                c.fill(oval(tx * s * s - 8.0, -104.0 + (ty + 110.0) * s, 8.0, 11.0), p.cloth);
            }
        }
        c.pool(6.0, 0.0, 70.0, 12.0, 0.35);
        c.fill(super::shape::smooth(&[(-20.0, -124.0), (20.0, -124.0), (26.0, -94.0), (52.0, -46.0), (36.0, 0.0), (-36.0, 0.0), (-52.0, -46.0), (-26.0, -94.0)]), Ink::Fade((-50.0, 0.0), p.cloth.lit(0.4), (50.0, 0.0), p.cloth.dim(0.22)));
    });
}
pub fn speckle(c: &mut Canvas, r: &mut Rng, n: u16, col: Rgb) {
    for _ in 0..n {
        let (x, y) = (r.range(0.0, c.w), r.range(0.0, c.h));
        c.fill(circle(x, y, r.range(1.5, 4.0)), (col, 0.25));
    }
}

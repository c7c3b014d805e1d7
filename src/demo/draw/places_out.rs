//! Scenes in the open air: streets, water, parks, evenings. Also the sky,
//! ridges and trees that `places_seasons` shares.

use super::canvas::{Canvas, Ink};
use super::colour::{Rgb, h};
use super::goods::{hobby, home};
use super::rng::Rng;
use super::shape::{Pt, circle, curve, hill, leaf, oval, path, poly, rect, rrect, smooth, star, trace};

/// Returns the colours of morning, noon, late afternoon or dusk: the sky above,
/// the sky at the horizon, and the tint of the ground.
pub(super) fn sky(r: &mut Rng) -> (Rgb, Rgb, Rgb) {
    match r.below(4) {
        0 => (h(0xa9cfe6), h(0xf6ecd6), h(0xfff4d8)),
        1 => (h(0x8fc0de), h(0xd9ecec), h(0xffffff)),
        2 => (h(0xf0b987), h(0xfbe3b8), h(0xffdc9a)),
        _ => (h(0xb9a6cf), h(0xf7cfb8), h(0xffc9a0)),
    }
}
pub(super) fn clouds(c: &mut Canvas, r: &mut Rng, n: u16, low: f32) {
    for _ in 0..n {
        let (x, y, k) = (r.range(0.0, c.w), r.range(40.0, low), r.range(0.6, 1.2));
        for (dx, dy, rx) in [(-90.0, 10.0, 80.0), (0.0, -14.0, 100.0), (92.0, 12.0, 74.0)] {
            c.fill(oval(x + dx * k, y + dy * k, rx * k, 36.0 * k), (h(0xffffff), 0.6));
        }
    }
}
pub(super) fn ridge(c: &mut Canvas, r: &mut Rng, y: f32, rough: f32, col: Rgb) {
    let mut pts: Vec<Pt> = Vec::new();
    let mut x = -60.0;
    while x < c.w + 120.0 {
        pts.push((x, y + r.jit(rough)));
        x += 150.0;
    }
    c.fill(hill(&pts, c.h + 10.0), col);
}
pub(super) fn tree(c: &mut Canvas, r: &mut Rng, x: f32, y: f32, k: f32, crown: Rgb) {
    c.pool(x + 14.0 * k, y, 90.0 * k, 14.0 * k, 0.3);
    c.line(curve(&[(x, y), (x - 4.0 * k, y - 90.0 * k), (x + 3.0 * k, y - 160.0 * k)]), 16.0 * k, h(0x7a5a44));
    c.line(curve(&[(x, y - 100.0 * k), (x + 24.0 * k, y - 140.0 * k), (x + 40.0 * k, y - 170.0 * k)]), 9.0 * k, h(0x7a5a44));
    for (dx, dy, rr) in [(-50.0, -170.0, 62.0), (52.0, -176.0, 60.0), (0.0, -150.0, 60.0), (-26.0, -230.0, 62.0), (32.0, -228.0, 58.0)] {
        c.fill(circle(x + dx * k + r.jit(6.0), y + dy * k, rr * k), Ink::Fade((x - 80.0 * k, y - 270.0 * k), crown.lit(0.25), (x + 80.0 * k, y - 110.0 * k), crown.dim(0.08)));
    }
    for _ in 0..14 {
        c.fill(oval(x + r.jit(80.0) * k, y - r.range(120.0, 270.0) * k, 9.0 * k, 6.0 * k), (crown.lit(0.5), 0.5));
    }
}
#[expect(clippy::too_many_arguments, reason = "a box and its colours; a struct for two callers says no more")]
pub(super) fn windows(c: &mut Canvas, r: &mut Rng, x: f32, y: f32, w: f32, tall: f32, lit: f32, on: Rgb, off: Rgb) {
    let mut yy = y + 26.0;
    while yy < y + tall - 30.0 {
        let mut xx = x + 16.0;
        while xx < x + w - 24.0 {
            c.fill(rect(xx, yy, 20.0, 26.0), if r.chance(lit) { on } else { off });
            xx += 36.0;
        }
        yy += 48.0;
    }
}
#[expect(clippy::too_many_arguments, reason = "a box and its colours; a struct for two callers says no more")]
fn shopfront(c: &mut Canvas, r: &mut Rng, x: f32, ground: f32, w: f32, tall: f32, col: Rgb, trim: Rgb) {
    c.fill(rect(x, ground - tall, w, tall), Ink::Fade((x, 0.0), col.lit(0.2), (x + w, 0.0), col.dim(0.06)));
    if r.chance(0.5) {
        c.fill(poly(&[(x - 14.0, ground - tall), (x + w + 14.0, ground - tall), (x + w - 20.0, ground - tall - 62.0), (x + 20.0, ground - tall - 62.0)]), trim.dim(0.25));
    } else {
        c.fill(rect(x - 8.0, ground - tall - 18.0, w + 16.0, 22.0), col.dim(0.25));
    }
    let up = (tall - 300.0).max(0.0);
    if up > 100.0 {
        for k in [0.2, 0.6] {
            c.fill(rrect(x + w * k, ground - tall + 34.0, w * 0.2, up.min(120.0) * 0.8, 5.0), h(0xf8f0de));
            c.fill(rect(x + w * k + 6.0, ground - tall + 40.0, w * 0.2 - 12.0, up.min(120.0) * 0.8 - 12.0), h(0x9fc0cf));
        }
    }
    c.fill(rrect(x + w * 0.12, ground - 296.0, w * 0.76, 48.0, 6.0), trim);
    for (k, len) in [(0.24, 0.2), (0.5, 0.26)] { c.fill(rrect(x + w * k, ground - 277.0, w * len, 10.0, 5.0), (h(0xfffaf0), 0.9)); }
    c.fill(rrect(x + w * 0.08, ground - 190.0, w * 0.5, 160.0, 6.0), h(0xfbf3de));
    c.fill(rect(x + w * 0.11, ground - 180.0, w * 0.44, 140.0), Ink::Fade((0.0, ground - 180.0), h(0xffe6a8), (0.0, ground - 40.0), h(0xe9b97a)));
    c.fill(rrect(x + w * 0.66, ground - 190.0, w * 0.24, 190.0, 6.0), trim.dim(0.2));
    c.fill(rect(x + w * 0.7, ground - 176.0, w * 0.16, 110.0), h(0xcfe0e0));
    let n = 6u16;
    for i in 0..n {
        let (ax, step) = (x + w * 0.04, w * 0.92 / f32::from(n));
        let cc = if i % 2 == 0 { trim } else { h(0xfbf3e2) };
        let sx = ax + step * f32::from(i);
        c.fill(rect(sx, ground - 244.0, step + 0.5, 40.0), cc);
        c.fill(circle(sx + step / 2.0, ground - 204.0, step / 2.0), cc);
    }
    c.at(x + w * 0.32, ground + 6.0, 0.5, 0.0, |c| home::olive(c, r, trim));
}
pub fn street(c: &mut Canvas, r: &mut Rng) {
    let (top, low, _) = sky(r);
    let ground = c.h * 0.8;
    c.backdrop(&[(0.0, top), (ground, low), (ground + 1.0, h(0xcdbfa9)), (c.h, h(0xb5a48c))]);
    clouds(c, r, 2, c.h * 0.2);
    let cols = [0xe9d2ae, 0xd9b59a, 0xc9d0bb, 0xe6c4b4, 0xd8cfc0, 0xbfcbd0];
    let trims = [0xb5573c, 0x4f7f7a, 0x8a6a9a, 0xc98a3a, 0x5f7f5a, 0x3f5a7d];
    let start = r.below(6);
    let mut x = -r.range(20.0, 120.0);
    let mut i = start;
    while x < c.w {
        let w = r.range(300.0, 390.0);
        let tall = r.range(350.0, (c.h * 0.6).max(400.0));
        shopfront(c, r, x, ground, w, tall, h(cols.get(i % 6).copied().unwrap_or(0xe9d2ae)), h(trims.get((i * 5 + start) % 6).copied().unwrap_or(0xb5573c)));
        x += w + r.range(4.0, 20.0);
        i += 1;
    }
    c.fill(rect(0.0, ground, c.w, 16.0), h(0xe0d4c0));
    c.line(curve(&[(0.0, c.h * 0.16), (c.w * 0.5, c.h * 0.21), (c.w, c.h * 0.13)]), 3.0, (h(0x4a4547), 0.7));
    c.line(curve(&[(0.0, c.h * 0.19), (c.w * 0.5, c.h * 0.25), (c.w, c.h * 0.18)]), 3.0, (h(0x4a4547), 0.5));
    let px = c.w * r.range(0.2, 0.8);
    c.at(px, c.h * 0.93, 0.95, 0.0, |c| { c.pool(10.0, 0.0, 130.0, 16.0, 0.4); hobby::bicycle(c, r, h(0x4f8a8b)); });
}
pub fn river(c: &mut Canvas, r: &mut Rng) {
    let (top, low, glow) = sky(r);
    let shore = c.h * 0.56;
    c.backdrop(&[(0.0, top), (shore, low), (shore + 1.0, low.mix(h(0x6f9db3), 0.5)), (c.h, h(0x5f8fa8).mix(top, 0.3))]);
    c.glow(c.w * r.range(0.2, 0.8), shore - 80.0, 260.0, glow, 0.8);
    clouds(c, r, 3, c.h * 0.25);
    ridge(c, r, shore - 90.0, 34.0, low.mix(h(0x7f97a3), 0.45));
    c.fill(rect(0.0, shore, c.w, c.h), Ink::Fade((0.0, shore), low.mix(h(0x7fb0c0), 0.45), (0.0, c.h), h(0x4f86a0)));
    let mut x = 10.0;
    while x < c.w {
        let (w, tall) = (r.range(56.0, 92.0), r.range(70.0, 170.0));
        let col = low.mix(h(r.pick(&[0xb9b3ae, 0xcfc3b4, 0x9eaab3]).copied().unwrap_or(0xb9b3ae)), 0.7);
        c.fill(rect(x, shore - tall, w, tall), col);
        windows(c, r, x, shore - tall, w, tall, 0.3, h(0xffe0a0), col.dim(0.16));
        x += w + r.range(6.0, 46.0);
    }
    ridge(c, r, shore + 4.0, 3.0, h(0x7f9a78));
    c.fill(rect(0.0, shore + 16.0, c.w, c.h), Ink::Fade((0.0, shore), low.mix(h(0x7fb0c0), 0.5), (0.0, c.h * 0.9), h(0x4f86a0)));
    let deck = shore - 20.0;
    let n = 5u16;
    let step = c.w / (f32::from(n) - 0.6);
    for i in 0..n {
        let px = f32::from(i) * step + step * 0.1;
        c.fill(rect(px - 13.0, deck, 26.0, 150.0), h(0xe9e0d2));
        c.fill(rect(px - 24.0, deck + 140.0, 48.0, 16.0), h(0xb9ada0));
        c.line(curve(&[(px, deck + 4.0), (px + step / 2.0, deck - 104.0), (px + step, deck + 4.0)]), 11.0, h(0xc2563c));
        for k in [0.25f32, 0.5, 0.75] {
            let lift = 104.0 * (1.0 - (2.0 * k - 1.0).powi(2));
            c.line(trace(&[(px + step * k, deck + 4.0), (px + step * k, deck - lift * 0.96)]), 4.0, h(0xc2563c));
        }
    }
    c.fill(rect(0.0, deck, c.w, 24.0), h(0xf1e8d8));
    c.fill(rect(0.0, deck + 20.0, c.w, 8.0), (h(0x3b2230), 0.25));
    for _ in 0..34 {
        let (x, y) = (r.range(0.0, c.w), r.range(shore + 60.0, c.h * 0.86));
        c.line(trace(&[(x, y), (x + r.range(30.0, 90.0), y)]), 4.0, (h(0xffffff), 0.35));
    }
    c.fill(path(|p| { p.move_to(0.0, c.h * 0.9); p.quad_to(c.w * 0.4, c.h * 0.84, c.w, c.h * 0.93); p.line_to(c.w, c.h); p.line_to(0.0, c.h); p.close(); }), h(0x86a36a));
    for _ in 0..26 { let x = r.range(0.0, c.w); c.fill(leaf(x, c.h * 0.97, r.range(40.0, 90.0), 6.0, r.range(-110.0, -70.0)), h(0x6d8f56)); }
}
pub fn halla(c: &mut Canvas, r: &mut Rng) {
    let (top, low, glow) = sky(r);
    let shore = c.h * 0.58;
    c.backdrop(&[(0.0, top), (shore, low), (c.h, low)]);
    c.glow(c.w * 0.75, c.h * 0.2, 240.0, glow, 0.8);
    clouds(c, r, 3, c.h * 0.24);
    let m = low.mix(h(0x6a8794), 0.75);
    c.fill(path(|p| { p.move_to(-20.0, shore); p.cubic_to(c.w * 0.2, shore - 60.0, c.w * 0.34, shore - c.h * 0.3, c.w * 0.45, shore - c.h * 0.32); p.line_to(c.w * 0.5, shore - c.h * 0.29); p.line_to(c.w * 0.56, shore - c.h * 0.32); p.cubic_to(c.w * 0.68, shore - c.h * 0.26, c.w * 0.82, shore - 50.0, c.w + 20.0, shore); p.close(); }), Ink::Fade((0.0, shore - c.h * 0.32), m.dim(0.1), (0.0, shore), m.lit(0.35)));
    if r.chance(0.5) { c.fill(poly(&[(c.w * 0.42, shore - c.h * 0.305), (c.w * 0.45, shore - c.h * 0.322), (c.w * 0.5, shore - c.h * 0.29), (c.w * 0.56, shore - c.h * 0.322), (c.w * 0.59, shore - c.h * 0.3), (c.w * 0.56, shore - c.h * 0.28), (c.w * 0.5, shore - c.h * 0.26), (c.w * 0.455, shore - c.h * 0.275)]), (h(0xfffaf4), 0.9)); }
    ridge(c, r, shore - 30.0, 16.0, low.mix(h(0x6f9070), 0.7));
    c.fill(rect(0.0, shore, c.w, c.h), Ink::Fade((0.0, shore), h(0x9fd0d0), (0.0, c.h * 0.85), h(0x3f8a9c)));
    for _ in 0..40 {
        let (x, y) = (r.range(-40.0, c.w), r.range(shore + 20.0, c.h * 0.82));
        let k = (y - shore) / c.h;
        c.line(curve(&[(x, y), (x + 30.0 + 90.0 * k, y - 5.0), (x + 60.0 + 180.0 * k, y)]), 3.0 + 6.0 * k, (h(0xffffff), 0.4));
    }
    let mut x = -30.0;
    while x < c.w + 40.0 {
        let k = r.range(40.0, 80.0);
        c.fill(smooth(&[(x, c.h), (x - k, c.h * 0.96), (x - k * 0.5, c.h * 0.9 + r.jit(14.0)), (x + k * 0.5, c.h * 0.9 + r.jit(14.0)), (x + k, c.h * 0.96)]), h(0x4a4547).lit(r.range(0.0, 0.12)));
        x += k * 1.1;
    }
    c.at(c.w * 0.16, c.h * 0.92, 0.9, 0.0, |c| { for d in [-120.0, -95.0, -70.0] { c.line(curve(&[(0.0, 0.0), (d + 95.0, -60.0), ((d + 95.0) * 2.0, -120.0)]), 4.0, h(0x6d8f56)); } for x in [-40.0, 0.0, 44.0] { home::bloom(c, x, -124.0, 0.8, h(0xf0d264), 0); } });
}
pub fn beach(c: &mut Canvas, r: &mut Rng) {
    let (top, low, _) = sky(r);
    let line = c.h * 0.42;
    c.backdrop(&[(0.0, top), (line, low), (line + 1.0, h(0x4f9aa8)), (c.h * 0.68, h(0xa9dcd4)), (c.h * 0.7, h(0xf2e2bd)), (c.h, h(0xdfc48f))]);
    clouds(c, r, 3, line * 0.7);
    for (k, a) in [(0.66, 0.9), (0.6, 0.5), (0.54, 0.35)] {
        let y = c.h * k;
        let mut pts = Vec::new();
        let mut x = -40.0;
        while x < c.w + 80.0 { pts.push((x, y + r.jit(14.0))); x += 120.0; }
        c.line(curve(&pts), 14.0, (h(0xffffff), a));
    }
    c.fill(poly(&[(c.w * 0.7, line - 6.0), (c.w * 0.74, line - 6.0), (c.w * 0.73, line + 8.0), (c.w * 0.71, line + 8.0)]), h(0xfffaf0));
    c.fill(poly(&[(c.w * 0.722, line - 80.0), (c.w * 0.722, line - 10.0), (c.w * 0.755, line - 10.0)]), h(0xfffaf0));
    let col = h(r.pick(&[0xd9664a, 0x4f8a8b, 0xe0a13c, 0xc96a72]).copied().unwrap_or(0xd9664a));
    let (x, y) = (c.w * r.range(0.28, 0.4), c.h * 0.88);
    c.pool(x + 50.0, y, 220.0, 30.0, 0.35);
    c.at(x, y, 2.2, -12.0, |c| hobby::umbrella(c, r, col));
    c.at(x + 190.0, y + 10.0, 1.0, 0.0, |c| { c.fill(poly(&[(-110.0, 30.0), (90.0, 30.0), (130.0, -10.0), (-70.0, -10.0)]), h(0xfbf3e2)); c.fill(poly(&[(-80.0, 30.0), (-40.0, 30.0), (0.0, -10.0), (-40.0, -10.0)]), col.lit(0.3)); c.fill(poly(&[(10.0, 30.0), (50.0, 30.0), (90.0, -10.0), (50.0, -10.0)]), col.lit(0.3)); });
    c.at(c.w * 0.82, c.h * 0.86, 0.7, 0.0, |c| c.lay(star(0.0, 0.0, 52.0, 24.0, 5), h(0xe8a06a)));
    c.at(c.w * 0.72, c.h * 0.94, 0.5, 20.0, |c| { c.lay(smooth(&[(0.0, 50.0), (-60.0, 0.0), (-40.0, -50.0), (40.0, -50.0), (60.0, 0.0)]), h(0xf7e3d0)); for k in [-24.0, 0.0, 24.0] { c.line(trace(&[(0.0, 46.0), (k, -48.0)]), 4.0, (h(0xc98a72), 0.6)); } });
}
pub fn night(c: &mut Canvas, r: &mut Rng) {
    c.backdrop(&[(0.0, h(0x232a4d)), (c.h * 0.6, h(0x574a78)), (c.h * 0.82, h(0xb5746f)), (c.h, h(0x8a5a63))]);
    for _ in 0..50 { let (x, y) = (r.range(0.0, c.w), r.range(0.0, c.h * 0.45)); c.fill(circle(x, y, r.range(1.2, 3.4)), (h(0xfff6da), 0.8)); }
    let mx = c.w * r.range(0.15, 0.85);
    c.glow(mx, c.h * 0.17, 170.0, h(0xfff0c4), 0.5);
    c.fill(circle(mx, c.h * 0.17, 52.0), h(0xfdf2d0));
    c.fill(circle(mx + 16.0, c.h * 0.17 - 10.0, 8.0), (h(0xe0cfa0), 0.6));
    for (layer, base, col) in [(0u16, 0.5, h(0x3c3f66)), (1, 0.64, h(0x2c2f52))] {
        let mut x = -r.range(0.0, 60.0);
        while x < c.w {
            let (w, tall) = (r.range(90.0, 190.0), r.range(160.0, 440.0) * (c.h / 1000.0));
            let y = c.h * base - tall * 0.5;
            c.fill(rect(x, y, w, c.h), col);
            if r.chance(0.3) { c.line(trace(&[(x + w / 2.0, y), (x + w / 2.0, y - 60.0)]), 5.0, col); c.fill(circle(x + w / 2.0, y - 62.0, 6.0), h(0xe8705a)); }
            windows(c, r, x, y, w, c.h * 0.92 - y, if layer == 0 { 0.35 } else { 0.5 }, h(0xffd98a), col.lit(0.1));
            x += w + r.range(4.0, 26.0);
        }
    }
    c.fill(rect(0.0, c.h * 0.9, c.w, c.h * 0.1), h(0x1f2140));
    for i in 0..7u16 {
        let x = c.w * (f32::from(i) + 0.5) / 7.0;
        c.glow(x, c.h * 0.84, 90.0, h(0xffd48a), 0.6);
        c.line(trace(&[(x, c.h * 0.93), (x, c.h * 0.84)]), 7.0, h(0x171832));
        c.fill(circle(x, c.h * 0.838, 12.0), h(0xfff0c4));
    }
    for _ in 0..10 { let x = r.range(0.0, c.w); let red = r.chance(0.5); c.line(trace(&[(x, c.h * 0.955), (x + 90.0, c.h * 0.955)]), 6.0, (if red { h(0xe8705a) } else { h(0xfff0c4) }, 0.7)); }
}
pub fn meadow(c: &mut Canvas, r: &mut Rng) {
    let (top, low, _) = sky(r);
    c.backdrop(&[(0.0, top), (c.h * 0.5, low), (c.h, low)]);
    clouds(c, r, 3, c.h * 0.25);
    ridge(c, r, c.h * 0.48, 24.0, h(0xa9bd94));
    ridge(c, r, c.h * 0.6, 20.0, h(0x8fae74));
    c.fill(rect(0.0, c.h * 0.72, c.w, c.h * 0.28), Ink::Fade((0.0, c.h * 0.7), h(0x8fae74), (0.0, c.h), h(0x6d9058)));
    for _ in 0..26 { let (x, y) = (r.range(0.0, c.w), r.range(c.h * 0.74, c.h * 0.98)); if r.chance(0.4) { home::bloom(c, x, y, 0.45, h(0xf6efdc), 0); } else { c.fill(leaf(x, y, 44.0, 5.0, -90.0 + r.jit(20.0)), h(0x5f8450)); } }
}
pub fn park(c: &mut Canvas, r: &mut Rng) {
    meadow(c, r);
    let crown = h(r.pick(&[0x6d9a5a, 0x7fa85e, 0xd9a24a, 0xc9774a]).copied().unwrap_or(0x6d9a5a));
    tree(c, r, c.w * 0.16, c.h * 0.66, 1.5, crown);
    tree(c, r, c.w * 0.86, c.h * 0.64, 1.25, crown.lit(0.12));
    tree(c, r, c.w * 0.6, c.h * 0.58, 0.8, crown.dim(0.05));
    c.fill(path(|p| { p.move_to(c.w * 0.36, c.h); p.cubic_to(c.w * 0.4, c.h * 0.84, c.w * 0.7, c.h * 0.76, c.w * 0.62, c.h * 0.62); p.line_to(c.w * 0.65, c.h * 0.62); p.cubic_to(c.w * 0.82, c.h * 0.78, c.w * 0.74, c.h * 0.86, c.w * 0.78, c.h); p.close(); }), h(0xe6d6b4));
    c.at(c.w * 0.3, c.h * 0.86, 1.5, 0.0, |c| {
        c.pool(10.0, 0.0, 150.0, 14.0, 0.4);
        for x in [-92.0, 92.0] { c.line(trace(&[(x, 0.0), (x, -62.0)]), 11.0, h(0x4a4547)); c.line(trace(&[(x, -50.0), (x - 6.0, -120.0)]), 9.0, h(0x4a4547)); }
        for y in [-58.0, -84.0, -104.0, -124.0] { c.fill(rrect(-120.0, y, 240.0, 14.0, 6.0), h(0xb8804f)); }
    });
}
pub fn bus(c: &mut Canvas, r: &mut Rng) {
    let (top, low, _) = sky(r);
    let road = c.h * 0.76;
    c.backdrop(&[(0.0, top), (road, low), (road + 1.0, h(0x8f8b88)), (c.h, h(0x736f70))]);
    let mut x = 0.0;
    while x < c.w { let (w, tall) = (r.range(120.0, 220.0), r.range(220.0, 460.0) * c.h / 1000.0); let col = low.mix(h(r.pick(&[0xd8c3ae, 0xb9c3c4, 0xe0cdb8]).copied().unwrap_or(0xd8c3ae)), 0.8); c.fill(rect(x, road - tall, w, tall), col); windows(c, r, x, road - tall, w, tall, 0.25, h(0xffe6b0), col.dim(0.15)); x += w + 6.0; }
    for k in [0.06, 0.5] { tree(c, r, c.w * k, road, 0.9, h(0x7fa36a)); }
    c.fill(rect(0.0, road - 6.0, c.w, 16.0), h(0xd9d0c2));
    let col = h(r.pick(&[0x3f7fa8, 0x5f9a62, 0xc2523f]).copied().unwrap_or(0x3f7fa8));
    let k = (c.w * 0.6 / 300.0).min(2.3);
    c.at(c.w * 0.57, road + 96.0, k, 0.0, |c| {
        c.pool(8.0, 2.0, 170.0, 16.0, 0.5);
        c.fill(rrect(-150.0, -140.0, 300.0, 124.0, 18.0), Ink::Fade((0.0, -140.0), col.lit(0.2), (0.0, -16.0), col.dim(0.1)));
        c.fill(rect(-150.0, -58.0, 300.0, 9.0), h(0xfbf3e2));
        for i in 0..5u16 { c.fill(rrect(-134.0 + f32::from(i) * 46.0, -122.0, 40.0, 48.0, 6.0), Ink::Fade((0.0, -122.0), h(0xdcecf0), (0.0, -74.0), h(0xa9c7d2))); }
        c.fill(rrect(100.0, -122.0, 42.0, 66.0, 8.0), h(0xdcecf0));
        c.fill(rrect(94.0, -138.0, 50.0, 13.0, 4.0), h(0x33302f));
        c.fill(rrect(102.0, -134.0, 34.0, 5.0, 2.0), h(0xf0b84a));
        c.fill(circle(140.0, -40.0, 7.0), h(0xfff0c4));
        for x in [-96.0, 88.0] { c.fill(circle(x, -16.0, 24.0), h(0x33302f)); c.fill(circle(x, -16.0, 11.0), h(0xb9b4a6)); }
        for (x, cc) in [(-112.0, h(0x7d5a44)), (-66.0, h(0x4a4547)), (26.0, h(0x7d5a44))] { c.fill(circle(x, -86.0, 9.0), cc); c.fill(rrect(x - 12.0, -78.0, 24.0, 5.0, 2.0), cc); }
    });
    let sx = c.w * 0.12;
    c.line(trace(&[(sx, road + 30.0), (sx, road - 250.0)]), 12.0, h(0x5f6d7c));
    c.fill(rrect(sx - 52.0, road - 330.0, 104.0, 104.0, 14.0), col);
    c.fill(rrect(sx - 30.0, road - 304.0, 60.0, 40.0, 8.0), h(0xfffaf0));
    for dx in [-18.0, 18.0] { c.fill(circle(sx + dx, road - 254.0, 8.0), h(0xfffaf0)); }
    let mut x = 0.0;
    while x < c.w { c.fill(rect(x, c.h * 0.96, 90.0, 9.0), (h(0xfffaf0), 0.8)); x += 170.0; }
}
pub fn sunset(c: &mut Canvas, r: &mut Rng) {
    let (a, b, d) = if r.chance(0.5) { (h(0x5f5f96), h(0xe88a6a), h(0xfcd58a)) } else { (h(0x7fa0c0), h(0xf0a58a), h(0xfbe0a0)) };
    let line = c.h * 0.68;
    c.backdrop(&[(0.0, a), (line * 0.65, b), (line, d), (c.h, d)]);
    let sx = c.w * r.range(0.3, 0.7);
    c.glow(sx, line - 60.0, 420.0, h(0xfff0b8), 0.9);
    c.fill(circle(sx, line - 50.0, 96.0), h(0xfff3c9));
    for _ in 0..7 { let (x, y) = (r.range(0.0, c.w), r.range(c.h * 0.1, line * 0.8)); c.fill(oval(x, y, r.range(120.0, 300.0), r.range(8.0, 20.0)), (h(0xffe0c0), 0.4)); }
    ridge(c, r, line, 26.0, b.mix(h(0x5a4a70), 0.6));
    for (k, col) in [(0.78, h(0x5b4866)), (0.9, h(0x3d3350))] {
        let mut x = -r.range(0.0, 100.0);
        while x < c.w {
            let w = r.range(150.0, 260.0);
            let y = c.h * k + r.jit(26.0);
            c.fill(poly(&[(x - 16.0, y), (x + w * 0.5, y - r.range(50.0, 90.0)), (x + w + 16.0, y)]), col.dim(0.1));
            c.fill(rect(x, y, w, c.h), col);
            if r.chance(0.7) { c.fill(rect(x + w * 0.3, y + 34.0, 30.0, 36.0), h(0xffcf7a)); c.fill(rect(x + w * 0.58, y + 34.0, 30.0, 36.0), h(0xffcf7a)); }
            x += w + r.range(-10.0, 14.0);
        }
    }
    c.line(curve(&[(0.0, c.h * 0.3), (c.w * 0.5, c.h * 0.36), (c.w, c.h * 0.28)]), 3.5, h(0x3d3350));
    for i in 0..5u16 { let x = c.w * (0.3 + 0.06 * f32::from(i)); let y = c.h * 0.338; c.fill(oval(x, y, 12.0, 9.0), h(0x3d3350)); c.fill(circle(x + 9.0, y - 8.0, 6.0), h(0x3d3350)); }
}

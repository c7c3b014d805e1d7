//! Scenes in the open air whose subject is hills, weather or the season.

use super::canvas::{Canvas, Ink};
use super::colour::h;
use super::goods::hobby;
use super::places_out::{clouds, ridge, river, sky};
use super::rng::Rng;
use super::shape::{circle, curve, leaf, oval, path, poly, rect, rrect, smooth, star, trace};

pub fn mountains(c: &mut Canvas, r: &mut Rng) {
    let (top, low, glow) = sky(r);
    c.backdrop(&[(0.0, top), (c.h * 0.6, low), (c.h, low)]);
    c.glow(c.w * r.range(0.2, 0.8), c.h * 0.24, 260.0, glow, 0.9);
    let deep = h(r.pick(&[0x35604f, 0x3f5a7d, 0x6b4f5f, 0x8a5a3a]).copied().unwrap_or(0x35604f));
    for i in 0..6u16 {
        let k = f32::from(i) / 5.0;
        ridge(c, r, c.h * (0.36 + 0.12 * f32::from(i)), 70.0 - 6.0 * f32::from(i), low.mix(deep, 0.25 + 0.7 * k));
    }
    for _ in 0..16 {
        let (x, y, k) = (r.range(0.0, c.w), r.range(c.h * 0.9, c.h * 1.02), r.range(0.7, 1.3));
        for (yy, w) in [(0.0, 60.0), (-46.0, 48.0), (-90.0, 34.0)] { c.fill(poly(&[(x - w * k, y + yy * k), (x, y + (yy - 80.0) * k), (x + w * k, y + yy * k)]), deep.dim(0.3)); }
    }
}
pub fn snow(c: &mut Canvas, r: &mut Rng) {
    let ground = c.h * 0.76;
    c.backdrop(&[(0.0, h(0x8c9bb8)), (ground, h(0xdcdde6)), (ground + 1.0, h(0xf4f4f6)), (c.h, h(0xdfe4ee))]);
    let mut x = -40.0;
    while x < c.w {
        let (w, tall) = (r.range(250.0, 340.0), r.range(210.0, 330.0));
        let col = h(r.pick(&[0xb58a76, 0x9a8f96, 0xc2a78f, 0x7f8a93]).copied().unwrap_or(0xb58a76));
        c.fill(rect(x, ground - tall, w, tall), Ink::Fade((x, 0.0), col.lit(0.2), (x + w, 0.0), col));
        c.fill(smooth(&[(x - 24.0, ground - tall + 14.0), (x + 30.0, ground - tall - 70.0), (x + w / 2.0, ground - tall - 96.0), (x + w - 30.0, ground - tall - 70.0), (x + w + 24.0, ground - tall + 14.0), (x + w / 2.0, ground - tall + 2.0)]), h(0xfbfbfd));
        for k in [0.16, 0.56] { c.fill(rrect(x + w * k, ground - tall * 0.66, w * 0.26, tall * 0.36, 5.0), h(0x5b4a46)); c.fill(rect(x + w * k + 7.0, ground - tall * 0.66 + 7.0, w * 0.26 - 14.0, tall * 0.36 - 14.0), h(0xffd98a)); c.glow(x + w * (k + 0.13), ground - tall * 0.5, 90.0, h(0xffe0a0), 0.35); }
        x += w + 10.0;
    }
    c.fill(rect(0.0, ground - 4.0, c.w, c.h), Ink::Fade((0.0, ground), h(0xf7f8fb), (0.0, c.h), h(0xd9dfeb)));
    let lx = c.w * r.range(0.2, 0.35);
    c.line(trace(&[(lx, c.h * 0.9), (lx, c.h * 0.34)]), 13.0, h(0x4a4750));
    c.line(curve(&[(lx, c.h * 0.34), (lx + 20.0, c.h * 0.3), (lx + 80.0, c.h * 0.3)]), 11.0, h(0x4a4750));
    c.glow(lx + 84.0, c.h * 0.34, 240.0, h(0xffe9a8), 0.7);
    c.fill(poly(&[(lx + 62.0, c.h * 0.3), (lx + 106.0, c.h * 0.3), (lx + 124.0, c.h * 0.34), (lx + 44.0, c.h * 0.34)]), h(0x4a4750));
    c.fill(oval(lx + 84.0, c.h * 0.342, 36.0, 11.0), h(0xfff6d4));
    let sx = c.w * r.range(0.62, 0.8);
    c.at(sx, c.h * 0.93, 1.4, 0.0, |c| {
        c.pool(14.0, 0.0, 90.0, 12.0, 0.3);
        for (y, k) in [(-50.0, 58.0), (-132.0, 42.0)] { c.fill(circle(0.0, y, k), Ink::Round((-14.0, y - 14.0), k * 1.4, h(0xffffff), h(0xcdd5e4))); }
        for x in [-13.0, 13.0] { c.fill(circle(x, -140.0, 5.0), h(0x33302f)); }
        c.fill(poly(&[(0.0, -132.0), (38.0, -126.0), (0.0, -122.0)]), h(0xe27b43));
        c.fill(rrect(-42.0, -104.0, 84.0, 18.0, 9.0), h(0xc2523f));
        c.fill(rrect(14.0, -98.0, 20.0, 52.0, 8.0), h(0xc2523f));
        c.line(curve(&[(50.0, -66.0), (90.0, -96.0), (104.0, -120.0)]), 6.0, h(0x6b4a32));
    });
    for _ in 0..120 { let (x, y) = (r.range(0.0, c.w), r.range(0.0, c.h)); c.fill(circle(x, y, r.range(3.0, 10.0)), (h(0xffffff), 0.85)); }
}
pub fn blossom(c: &mut Canvas, r: &mut Rng) {
    c.backdrop(&[(0.0, h(0xa9d3e6)), (c.h * 0.55, h(0xf7ece4)), (c.h, h(0xf3dfd6))]);
    ridge(c, r, c.h * 0.6, 16.0, h(0xb9cfa6));
    c.fill(path(|p| { p.move_to(c.w * 0.2, c.h); p.line_to(c.w * 0.47, c.h * 0.58); p.line_to(c.w * 0.53, c.h * 0.58); p.line_to(c.w * 0.8, c.h); p.close(); }), h(0xe6d9c8));
    c.fill(poly(&[(0.0, c.h), (c.w * 0.2, c.h), (c.w * 0.47, c.h * 0.6), (0.0, c.h * 0.74)]), h(0xa9c592));
    c.fill(poly(&[(c.w, c.h), (c.w * 0.8, c.h), (c.w * 0.53, c.h * 0.6), (c.w, c.h * 0.74)]), h(0xa9c592));
    for (k, s) in [(0.38, 0.5), (0.62, 0.5), (0.27, 0.85), (0.73, 0.85), (0.08, 1.6), (0.92, 1.6)] {
        let y = c.h * (0.6 + 0.17 * (s - 0.5));
        let x = c.w * k;
        c.line(curve(&[(x, y), (x + 10.0 * s, y - 130.0 * s), (x + (0.5 - k) * 160.0 * s, y - 260.0 * s)]), 24.0 * s, h(0x6f5048));
        for _ in 0..24 { let (dx, dy) = (r.jit(170.0) * s, -r.range(170.0, 420.0) * s); let pink = h(0xf6c3cb).mix(h(0xfff0f2), r.unit()); c.fill(circle(x + dx, y + dy, r.range(34.0, 64.0) * s), (pink, 0.9)); }
    }
    for _ in 0..60 { let (x, y) = (r.range(0.0, c.w), r.range(c.h * 0.1, c.h)); c.at(x, y, 1.0, r.range(0.0, 180.0), |c| c.fill(leaf(0.0, 0.0, 22.0, 7.0, 0.0), h(0xf9d3d9))); }
}
pub fn ginkgo(c: &mut Canvas, r: &mut Rng) {
    c.backdrop(&[(0.0, h(0xb9d3dc)), (c.h * 0.5, h(0xf6ead0)), (c.h * 0.66, h(0xe8c25a)), (c.h, h(0xd3a23a))]);
    let wall = c.h * 0.66;
    c.fill(rect(0.0, wall - 150.0, c.w, 150.0), Ink::Fade((0.0, wall - 150.0), h(0xd6c3a8), (0.0, wall), h(0xb8a184)));
    let mut y = wall - 140.0;
    while y < wall - 20.0 { let mut x = r.range(-60.0, 0.0); while x < c.w { let w = r.range(60.0, 100.0); c.line(rrect(x, y, w, 34.0, 10.0), 3.0, (h(0x8f7656), 0.4)); x += w + 6.0; } y += 42.0; }
    c.fill(rect(0.0, wall - 176.0, c.w, 34.0), h(0x6b6a70));
    for i in 0..30u16 { c.fill(circle(f32::from(i) * c.w / 29.0, wall - 144.0, 15.0), h(0x7a797f)); }
    for (k, s) in [(0.12, 1.7), (0.52, 1.35), (0.9, 1.8)] {
        let x = c.w * k;
        let y = wall + 60.0 * s - 30.0;
        c.line(curve(&[(x, y), (x - 6.0, y - 150.0 * s), (x + 6.0, y - 260.0 * s)]), 24.0 * s, h(0x6b5544));
        for _ in 0..26 { let gold = h(0xf3c948).mix(h(0xe0a52e), r.unit()); c.fill(circle(x + r.jit(130.0) * s, y - r.range(150.0, 380.0) * s, r.range(34.0, 58.0) * s), gold.lit(0.1)); }
    }
    for _ in 0..110 {
        let (x, y) = (r.range(0.0, c.w), r.range(wall, c.h));
        let gold = h(0xf7d865).mix(h(0xc98f22), r.unit());
        c.at(x, y, r.range(0.6, 1.2), r.range(0.0, 360.0), |c| { c.fill(path(|p| { p.move_to(0.0, 16.0); p.cubic_to(-30.0, -4.0, -26.0, -22.0, -2.0, -20.0); p.line_to(0.0, -10.0); p.line_to(2.0, -20.0); p.cubic_to(26.0, -22.0, 30.0, -4.0, 0.0, 16.0); p.close(); }), gold); c.line(trace(&[(0.0, 14.0), (3.0, 30.0)]), 3.0, gold.dim(0.2)); });
    }
}
pub fn hanok(c: &mut Canvas, r: &mut Rng) {
    let (top, low, _) = sky(r);
    c.backdrop(&[(0.0, top), (c.h * 0.6, low), (c.h, h(0xdccbb0))]);
    clouds(c, r, 3, c.h * 0.22);
    ridge(c, r, c.h * 0.42, 40.0, low.mix(h(0x7f9a8c), 0.6));
    for (x, y, k) in [(c.w * 0.8, c.h * 0.62, 0.8), (c.w * 0.4, c.h * 0.86, 1.5)] {
        c.at(x, y, k, 0.0, |c| {
            c.fill(rect(-210.0, -120.0, 420.0, 130.0), h(0xf3e8d2));
            for i in 0..6u16 { let px = -206.0 + f32::from(i) * 80.0; c.fill(rect(px, -120.0, 14.0, 130.0), h(0x7a5036)); if i < 5 { c.fill(rect(px + 24.0, -96.0, 46.0, 84.0), h(0xfbf3de)); for kx in [36.0, 50.0] { c.line(trace(&[(px + kx, -96.0), (px + kx, -12.0)]), 2.4, h(0x8a6040)); } for ky in [-70.0, -44.0] { c.line(trace(&[(px + 24.0, ky), (px + 70.0, ky)]), 2.4, h(0x8a6040)); } } }
            c.fill(rect(-230.0, 4.0, 460.0, 22.0), h(0xb9a78e));
            c.fill(path(|p| { p.move_to(-290.0, -112.0); p.cubic_to(-240.0, -130.0, -200.0, -190.0, -170.0, -230.0); p.quad_to(0.0, -212.0, 170.0, -230.0); p.cubic_to(200.0, -190.0, 240.0, -130.0, 290.0, -112.0); p.quad_to(0.0, -146.0, -290.0, -112.0); p.close(); }), Ink::Fade((0.0, -230.0), h(0x6a6c74), (0.0, -112.0), h(0x45464f)));
            for i in 0..17u16 { let u = f32::from(i) / 8.0 - 1.0; c.line(curve(&[(u * 164.0, -222.0 - u.abs() * 5.0), (u * 200.0, -172.0), (u * 270.0, -126.0 + u.abs() * 10.0)]), 5.0, (h(0x33343c), 0.5)); }
            c.line(curve(&[(-176.0, -234.0), (0.0, -216.0), (176.0, -234.0)]), 15.0, h(0x45464f));
        });
    }
    let x = c.w * 0.88;
    c.line(curve(&[(x, c.h * 0.98), (x - 16.0, c.h * 0.74), (x - 60.0, c.h * 0.5)]), 20.0, h(0x5f463a));
    for (dx, dy) in [(-170.0, 0.44), (-40.0, 0.4), (60.0, 0.5), (-120.0, 0.56)] { c.line(curve(&[(x - 24.0, c.h * 0.68), (x + dx * 0.5, c.h * (dy + 0.1)), (x + dx, c.h * dy)]), 9.0, h(0x5f463a)); }
    for _ in 0..12 { let (px, py) = (x + r.range(-170.0, 70.0), c.h * r.range(0.42, 0.62)); c.fill(circle(px, py, 22.0), Ink::Round((px - 7.0, py - 7.0), 28.0, h(0xffb35a), h(0xd9622a))); c.fill(star(px, py - 17.0, 11.0, 5.0, 4), h(0x6f7a3c)); }
    for _ in 0..9 { c.fill(leaf(x + r.range(-180.0, 60.0), c.h * r.range(0.42, 0.6), 44.0, 12.0, r.range(0.0, 360.0)), h(0xc9774a)); }
}
pub fn camp(c: &mut Canvas, r: &mut Rng) {
    c.backdrop(&[(0.0, h(0x2d3a5c)), (c.h * 0.5, h(0x7a6a86)), (c.h * 0.7, h(0xd99a7a)), (c.h, h(0x5c6b4c))]);
    for _ in 0..36 { c.fill(circle(r.range(0.0, c.w), r.range(0.0, c.h * 0.4), r.range(1.4, 3.4)), (h(0xfff6da), 0.8)); }
    ridge(c, r, c.h * 0.56, 40.0, h(0x56597a));
    let mut x = -20.0;
    while x < c.w { let k = r.range(1.2, 2.2); let y = c.h * 0.76; for (yy, w) in [(0.0, 60.0), (-54.0, 48.0), (-104.0, 34.0)] { c.fill(poly(&[(x - w * k, y + yy * k), (x, y + (yy - 90.0) * k), (x + w * k, y + yy * k)]), h(0x2f4640)); } x += r.range(90.0, 150.0); }
    c.fill(rect(0.0, c.h * 0.74, c.w, c.h * 0.26), Ink::Fade((0.0, c.h * 0.74), h(0x62784e), (0.0, c.h), h(0x43573c)));
    let t = h(r.pick(&[0xe0a13c, 0xd9704a, 0xe6d3a8, 0x4f8a8b]).copied().unwrap_or(0xe0a13c));
    c.at(c.w * 0.34, c.h * 0.86, 1.7, 0.0, |c| {
        c.pool(20.0, 2.0, 190.0, 20.0, 0.5);
        c.glow(0.0, -80.0, 190.0, h(0xffe0a0), 0.4);
        c.fill(poly(&[(-170.0, 0.0), (-20.0, -190.0), (130.0, 0.0)]), Ink::Fade((-100.0, -150.0), t.lit(0.4), (80.0, 0.0), t));
        c.fill(poly(&[(-20.0, -190.0), (130.0, 0.0), (186.0, -14.0), (44.0, -178.0)]), t.dim(0.25));
        c.fill(poly(&[(-20.0, -150.0), (30.0, 0.0), (-66.0, 0.0)]), h(0xfff0c4));
        c.fill(poly(&[(-20.0, -150.0), (-66.0, 0.0), (-92.0, 0.0)]), t.dim(0.1));
    });
    let (x, y) = (c.w * 0.74, c.h * 0.92);
    c.glow(x, y - 60.0, 320.0, h(0xffb45a), 0.7);
    for (a, b) in [((-90.0, 6.0), (60.0, -26.0)), ((90.0, 6.0), (-60.0, -26.0))] { c.line(trace(&[(x + a.0, y + a.1), (x + b.0, y + b.1)]), 24.0, h(0x5f402c)); }
    for (s, col) in [(1.0, h(0xe8622e)), (0.68, h(0xf7a23b)), (0.36, h(0xfff0b0))] { c.fill(smooth(&[(x, y - 190.0 * s), (x + 44.0 * s, y - 96.0 * s), (x + 62.0 * s, y - 40.0), (x, y - 8.0), (x - 62.0 * s, y - 40.0), (x - 36.0 * s, y - 110.0 * s)]), col); }
    for _ in 0..12 { c.fill(circle(x + r.jit(120.0), y - r.range(160.0, 420.0), r.range(2.0, 5.0)), h(0xffc46a)); }
}
pub fn ride(c: &mut Canvas, r: &mut Rng) {
    river(c, r);
    c.fill(path(|p| { p.move_to(0.0, c.h * 0.84); p.quad_to(c.w * 0.5, c.h * 0.8, c.w, c.h * 0.86); p.line_to(c.w, c.h); p.line_to(0.0, c.h); p.close(); }), h(0x8fae74));
    c.fill(path(|p| { p.move_to(0.0, c.h * 0.93); p.quad_to(c.w * 0.5, c.h * 0.89, c.w, c.h * 0.95); p.line_to(c.w, c.h); p.line_to(0.0, c.h); p.close(); }), h(0xd3c2a8));
    let t = h(r.pick(&[0xd9664a, 0x33466b, 0xe0a13c, 0x4f8a8b, 0xf1e4c9]).copied().unwrap_or(0xd9664a));
    c.at(c.w * 0.5, c.h * 0.95, 2.3, 0.0, |c| { c.pool(12.0, 0.0, 150.0, 14.0, 0.45); hobby::bicycle(c, r, t); });
}
pub fn field(c: &mut Canvas, r: &mut Rng) {
    let (top, low, _) = sky(r);
    c.backdrop(&[(0.0, top), (c.h * 0.5, low), (c.h, h(0xa9b97c))]);
    clouds(c, r, 3, c.h * 0.22);
    let m = low.mix(h(0x6a8794), 0.6);
    c.fill(smooth(&[(-80.0, c.h * 0.56), (c.w * 0.3, c.h * 0.36), (c.w * 0.48, c.h * 0.28), (c.w * 0.6, c.h * 0.29), (c.w * 0.78, c.h * 0.4), (c.w + 90.0, c.h * 0.56), (c.w * 0.5, c.h * 0.66)]), m);
    c.fill(rect(0.0, c.h * 0.5, c.w, c.h * 0.5), Ink::Fade((0.0, c.h * 0.5), h(0xb5c48a), (0.0, c.h), h(0x86a05c)));
    for (row, y, k) in [(0u16, 0.6, 0.75), (1, 0.72, 1.05), (2, 0.86, 1.4)] {
        let step = 190.0 * k;
        let mut x = -60.0 + f32::from(row) * 70.0;
        while x < c.w + 60.0 {
            c.pool(x + 10.0, c.h * y, 90.0 * k, 14.0 * k, 0.35);
            c.fill(circle(x, c.h * y - 62.0 * k, 72.0 * k), Ink::Round((x - 22.0 * k, c.h * y - 90.0 * k), 104.0 * k, h(0x7fa85a), h(0x46743f)));
            for _ in 0..11 { let (dx, dy) = super::goods::sweets::around(r, 60.0 * k); c.fill(circle(x + dx, c.h * y - 62.0 * k + dy, 9.0 * k), h(0xf2922e)); c.fill(circle(x + dx - 3.0 * k, c.h * y - 65.0 * k + dy, 2.6 * k), (h(0xffffff), 0.6)); }
            x += step + r.jit(14.0);
        }
    }
    let mut x = -30.0;
    while x < c.w + 50.0 { for (yy, k) in [(0.985, 46.0), (0.945, 38.0)] { c.fill(smooth(&[(x, c.h * yy + k * 0.8), (x - k, c.h * yy + r.jit(8.0)), (x - k * 0.3, c.h * yy - k * 0.7), (x + k * 0.6, c.h * yy - k * 0.6), (x + k, c.h * yy)]), h(0x4f4a4c).lit(r.range(0.0, 0.22))); } x += 66.0; }
}

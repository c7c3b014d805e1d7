//! Pottery standing on its foot at (0, 0), and candles, soap and lamps that stand in the same way.

use crate::demo::draw::canvas::{Canvas, Ink};
use crate::demo::draw::colour::{Rgb, h};
use crate::demo::draw::rng::Rng;
use crate::demo::draw::shape::{Shape, circle, curve, oval, path, poly, rect, rrect, smooth, trace};

/// Glazed clay: light from the left, a band of bare clay at the foot, specks.
fn thrown(c: &mut Canvas, r: &mut Rng, body: Shape, t: Rgb, top: f32, wide: f32) {
    c.fill(body.clone(), Ink::Fade((-wide, 0.0), t.lit(0.42), (wide, 0.0), t.dim(0.22)));
    c.within(body, |c| {
        c.fill(path(|p| { p.move_to(-wide * 1.2, -26.0); p.cubic_to(-wide * 0.5, -12.0, wide * 0.3, -34.0, wide * 1.2, -20.0); p.line_to(wide * 1.2, 10.0); p.line_to(-wide * 1.2, 10.0); p.close(); }), (h(0xc39a72), 0.85));
        for _ in 0..40 {
            c.fill(circle(r.jit(wide), r.range(top, 0.0), r.range(0.8, 2.2)), (h(0x5b3d2c), 0.4));
        }
        c.fill(rrect(-wide * 0.68, top * 0.86, wide * 0.14, -top * 0.6, wide * 0.07), (h(0xffffff), 0.32));
    });
}
fn mouth(c: &mut Canvas, y: f32, rx: f32, t: Rgb, inside: Rgb) {
    let ry = rx * 0.2;
    c.fill(oval(0.0, y, rx, ry), t.lit(0.45));
    c.fill(oval(0.0, y + 1.0, rx * 0.9, ry * 0.78), Ink::Fade((0.0, y - ry), inside.dim(0.25), (0.0, y + ry), inside));
}
pub fn cup(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    thrown(c, r, path(|p| { p.move_to(-62.0, -128.0); p.line_to(62.0, -128.0); p.cubic_to(64.0, -60.0, 58.0, -20.0, 40.0, 0.0); p.line_to(-40.0, 0.0); p.cubic_to(-58.0, -20.0, -64.0, -60.0, -62.0, -128.0); p.close(); }), t, -128.0, 64.0);
    mouth(c, -128.0, 62.0, t, h(0xd8e0b0));
}
pub fn mug(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.line(curve(&[(58.0, -112.0), (98.0, -108.0), (102.0, -66.0), (78.0, -40.0), (54.0, -36.0)]), 17.0, t.dim(0.2));
    c.line(curve(&[(58.0, -113.0), (97.0, -109.0), (100.0, -68.0)]), 7.0, (t.lit(0.3), 0.7));
    thrown(c, r, path(|p| { p.move_to(-66.0, -138.0); p.line_to(66.0, -138.0); p.line_to(66.0, -26.0); p.quad_to(66.0, 0.0, 40.0, 0.0); p.line_to(-40.0, 0.0); p.quad_to(-66.0, 0.0, -66.0, -26.0); p.close(); }), t, -138.0, 66.0);
    c.fill(rect(-66.0, -136.0, 132.0, 16.0), t.lit(0.25));
    mouth(c, -138.0, 66.0, t, h(0x6b4330));
}
pub fn vase(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    thrown(c, r, path(|p| { p.move_to(-24.0, -206.0); p.cubic_to(-16.0, -180.0, -18.0, -160.0, -30.0, -146.0); p.cubic_to(-84.0, -110.0, -84.0, -40.0, -40.0, 0.0); p.line_to(40.0, 0.0); p.cubic_to(84.0, -40.0, 84.0, -110.0, 30.0, -146.0); p.cubic_to(18.0, -160.0, 16.0, -180.0, 24.0, -206.0); p.close(); }), t, -170.0, 72.0);
    mouth(c, -206.0, 25.0, t, t.dim(0.6));
    c.line(curve(&[(-64.0, -104.0), (0.0, -94.0), (64.0, -104.0)]), 4.0, (h(0x4b5f76), 0.5));
    c.line(curve(&[(-70.0, -90.0), (0.0, -79.0), (70.0, -90.0)]), 2.5, (h(0x4b5f76), 0.5));
}
pub fn moon_jar(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    let t = h(0xf1ece2);
    let body = smooth(&[(-40.0, -178.0), (40.0, -178.0), (92.0, -128.0), (97.0, -84.0), (78.0, -34.0), (42.0, -2.0), (-40.0, -2.0), (-80.0, -36.0), (-96.0, -90.0), (-88.0, -134.0)]);
    c.fill(body.clone(), Ink::Round((-34.0, -124.0), 150.0, h(0xfffdf8), h(0xc6bfb2)));
    c.within(body, |c| {
        c.fill(rect(-110.0, -90.0, 220.0, 3.0), (h(0xb8b0a2), 0.4));
        c.fill(oval(40.0, -46.0, 60.0, 34.0), (h(0xd9c3a4), 0.25));
    });
    c.fill(oval(0.0, -180.0, 41.0, 9.0), t.lit(0.5));
    c.fill(oval(0.0, -179.0, 35.0, 6.0), h(0xa69e90));
}
pub fn bowl(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.fill(rrect(-40.0, -16.0, 80.0, 16.0, 4.0), h(0xb58c66));
    thrown(c, r, path(|p| { p.move_to(-104.0, -96.0); p.cubic_to(-96.0, -40.0, -60.0, -8.0, -40.0, -8.0); p.line_to(40.0, -8.0); p.cubic_to(60.0, -8.0, 96.0, -40.0, 104.0, -96.0); p.close(); }), t, -96.0, 104.0);
    mouth(c, -96.0, 104.0, t, t.lit(0.1));
}
pub fn plates(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    for i in 0..4u16 {
        let y = -f32::from(i) * 21.0;
        let col = if i % 2 == 0 { t } else { t.lit(0.45) };
        thrown(c, r, path(|p| { p.move_to(-104.0, y - 24.0); p.cubic_to(-80.0, y - 4.0, -60.0, y, -46.0, y); p.line_to(46.0, y); p.cubic_to(60.0, y, 80.0, y - 4.0, 104.0, y - 24.0); p.close(); }), col, y - 24.0, 104.0);
        if i == 3 {
            mouth(c, y - 24.0, 104.0, col, col.lit(0.2));
        } else {
            c.fill(rrect(-104.0, y - 27.0, 208.0, 6.0, 3.0), col.lit(0.35));
        }
    }
}
pub fn teapot(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.line(curve(&[(-66.0, -104.0), (-110.0, -116.0), (-116.0, -62.0), (-70.0, -40.0)]), 13.0, t.dim(0.25));
    c.fill(path(|p| { p.move_to(58.0, -76.0); p.cubic_to(92.0, -74.0, 92.0, -112.0, 116.0, -124.0); p.line_to(126.0, -112.0); p.cubic_to(108.0, -96.0, 110.0, -34.0, 52.0, -32.0); p.close(); }), t.dim(0.1));
    thrown(c, r, smooth(&[(-44.0, -122.0), (44.0, -122.0), (82.0, -80.0), (74.0, -24.0), (44.0, 0.0), (-44.0, 0.0), (-74.0, -24.0), (-82.0, -80.0)]), t, -122.0, 82.0);
    c.fill(path(|p| { p.move_to(-48.0, -120.0); p.cubic_to(-40.0, -150.0, 40.0, -150.0, 48.0, -120.0); p.close(); }), t.lit(0.2));
    c.fill(circle(0.0, -151.0, 12.0), Ink::Round((-4.0, -155.0), 15.0, t.lit(0.5), t.dim(0.2)));
}
pub fn incense(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.line(trace(&[(0.0, -30.0), (26.0, -170.0)]), 4.0, h(0x7d5636));
    c.fill(circle(26.0, -171.0, 4.0), h(0xf08a4a));
    c.line(curve(&[(27.0, -178.0), (10.0, -200.0), (36.0, -220.0), (18.0, -246.0)]), 4.0, (h(0xffffff), 0.55));
    thrown(c, r, smooth(&[(-78.0, -30.0), (0.0, -40.0), (78.0, -30.0), (70.0, -6.0), (30.0, 0.0), (-30.0, 0.0), (-70.0, -6.0)]), t, -40.0, 78.0);
}
fn flame(c: &mut Canvas, x: f32, y: f32, k: f32) {
    c.glow(x, y - 14.0 * k, 110.0 * k, h(0xffe09a), 0.55);
    c.line(trace(&[(x, y + 6.0), (x, y - 5.0 * k)]), 3.0, h(0x4a3832));
    let drop = |s: f32| path(|p| { p.move_to(x, y - 44.0 * k * s); p.cubic_to(x + 19.0 * k * s, y - 18.0 * k * s, x + 12.0 * k * s, y, x, y); p.cubic_to(x - 12.0 * k * s, y, x - 19.0 * k * s, y - 18.0 * k * s, x, y - 44.0 * k * s); p.close(); });
    c.fill(drop(1.0), h(0xf7a23b));
    c.fill(drop(0.62), h(0xfff2b8));
}
pub fn candle_pillar(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, tall, wide, k) in [(-50.0, 106.0, 62.0, 0.2), (44.0, 74.0, 70.0, 0.4), (4.0, 158.0, 64.0, 0.0)] {
        let col = t.lit(k);
        c.fill(rrect(x - wide / 2.0, -tall, wide, tall, 8.0), Ink::Fade((x - wide / 2.0, 0.0), col.lit(0.3), (x + wide / 2.0, 0.0), col.dim(0.14)));
        c.fill(oval(x, -tall + 3.0, wide / 2.0, 9.0), col.lit(0.55));
        c.fill(smooth(&[(x + wide * 0.2, -tall + 6.0), (x + wide * 0.36, -tall + 6.0), (x + wide * 0.33, -tall + 40.0), (x + wide * 0.25, -tall + 40.0)]), col.lit(0.3));
        flame(c, x, -tall + 2.0, 0.8);
    }
}
pub fn candle_jar(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(rrect(-64.0, -138.0, 128.0, 138.0, 16.0), (h(0xffffff), 0.5));
    c.fill(rrect(-57.0, -104.0, 114.0, 98.0, 12.0), Ink::Fade((0.0, -104.0), t.lit(0.55), (0.0, 0.0), t));
    c.fill(oval(0.0, -103.0, 57.0, 9.0), t.lit(0.75));
    flame(c, 0.0, -102.0, 1.0);
    c.fill(rrect(-54.0, -128.0, 9.0, 110.0, 4.5), (h(0xffffff), 0.55));
    c.fill(rrect(-34.0, -76.0, 68.0, 52.0, 3.0), h(0xfbf6ea));
    c.fill(rrect(-22.0, -60.0, 44.0, 5.0, 2.5), (h(0x4a3b36), 0.7));
    c.fill(rrect(-14.0, -46.0, 28.0, 4.0, 2.0), (h(0x4a3b36), 0.4));
}
pub fn candle_taper(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, tall, col) in [(-46.0, 150.0, t.lit(0.35)), (46.0, 126.0, t.lit(0.15)), (0.0, 184.0, t)] {
        c.fill(poly(&[(x - 11.0, -26.0), (x - 8.0, -tall), (x + 8.0, -tall), (x + 11.0, -26.0)]), Ink::Fade((x - 11.0, 0.0), col.lit(0.3), (x + 11.0, 0.0), col.dim(0.15)));
        flame(c, x, -tall, 0.6);
        c.fill(path(|p| { p.move_to(x - 15.0, -36.0); p.line_to(x + 15.0, -36.0); p.line_to(x + 20.0, -8.0); p.line_to(x + 32.0, 0.0); p.line_to(x - 32.0, 0.0); p.line_to(x - 20.0, -8.0); p.close(); }), Ink::Fade((x - 30.0, 0.0), h(0xeccf8d), (x + 30.0, 0.0), h(0x9c7438)));
    }
}
pub fn soap(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let mut y = 0.0;
    for (i, col) in [(0u16, t), (1, h(0xf4ecdc)), (2, t.lit(0.4))] {
        let shift = [-6.0, 8.0, -2.0].get(usize::from(i)).copied().unwrap_or(0.0);
        c.fill(rrect(-78.0 + shift, y - 52.0, 156.0, 54.0, 12.0), Ink::Fade((-78.0, 0.0), col.lit(0.35), (78.0, 0.0), col.dim(0.1)));
        for _ in 0..3 {
            let (x, yy) = (r.jit(44.0) + shift, y - r.range(16.0, 38.0));
            c.line(curve(&[(x - 30.0, yy), (x - 8.0, yy - 8.0), (x + 10.0, yy + 6.0), (x + 28.0, yy - 2.0)]), 5.0, (col.dim(0.25), 0.25));
        }
        c.fill(rrect(-66.0 + shift, y - 48.0, 120.0, 7.0, 3.5), (h(0xffffff), 0.4));
        y -= 53.0;
    }
    c.fill(rect(-15.0, y + 1.0, 32.0, -y), (h(0xc9a06b), 0.9));
    c.fill(rrect(-26.0, y * 0.62, 54.0, 36.0, 4.0), h(0xfbf6ea));
    c.fill(rrect(-16.0, y * 0.62 + 14.0, 34.0, 5.0, 2.5), (h(0x4a3b36), 0.6));
    for (x, yy, k) in [(96.0, -12.0, 13.0), (112.0, -34.0, 8.0), (-100.0, -10.0, 11.0)] {
        c.fill(circle(x, yy, k), (h(0xffffff), 0.45));
        c.fill(circle(x - k * 0.3, yy - k * 0.3, k * 0.25), (h(0xffffff), 0.9));
    }
}
pub fn lamp(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.glow(0.0, -150.0, 190.0, h(0xffe6a8), 0.6);
    c.fill(rrect(-8.0, -116.0, 16.0, 112.0, 6.0), h(0x8a6038));
    c.fill(path(|p| { p.move_to(-52.0, 0.0); p.cubic_to(-46.0, -22.0, 46.0, -22.0, 52.0, 0.0); p.close(); }), h(0x8a6038));
    c.fill(poly(&[(-48.0, -212.0), (48.0, -212.0), (84.0, -104.0), (-84.0, -104.0)]), Ink::Fade((0.0, -212.0), t.lit(0.2), (0.0, -104.0), t.lit(0.65)));
    for x in [-40.0, -14.0, 14.0, 40.0] {
        c.line(trace(&[(x * 0.8, -210.0), (x * 1.4, -106.0)]), 2.0, (t.dim(0.25), 0.3));
    }
    c.fill(oval(0.0, -104.0, 84.0, 9.0), h(0xfff0c4));
    c.line(trace(&[(38.0, -100.0), (38.0, -64.0)]), 2.4, h(0xcaa45e));
    c.fill(circle(38.0, -60.0, 5.0), h(0xcaa45e));
}
/// A folded paper lampshade on three legs.
pub fn lamp_paper(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for x in [-44.0, 0.0, 44.0] {
        c.line(trace(&[(x * 0.5, -50.0), (x, -2.0)]), 6.0, h(0x6f4a2f));
    }
    c.glow(0.0, -120.0, 190.0, h(0xffe6a8), 0.6);
    let globe = oval(0.0, -122.0, 92.0, 84.0);
    c.fill(globe, Ink::Round((0.0, -110.0), 105.0, h(0xfffbe4), t.lit(0.45)));
    for i in 1..8u16 {
        let y = -206.0 + f32::from(i) * 21.0;
        let k = (1.0 - ((y + 122.0) / 84.0).powi(2)).max(0.0).sqrt() * 92.0;
        c.line(curve(&[(-k, y), (0.0, y + 6.0), (k, y)]), 2.0, (h(0xb98f4a), 0.4));
    }
}
pub fn pendant(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.glow(0.0, -66.0, 170.0, h(0xffe6a8), 0.6);
    c.line(trace(&[(0.0, -236.0), (0.0, -160.0)]), 4.0, h(0x4a4547));
    c.fill(circle(0.0, -64.0, 26.0), h(0xfff4cf));
    c.fill(path(|p| { p.move_to(-16.0, -164.0); p.line_to(16.0, -164.0); p.cubic_to(30.0, -130.0, 96.0, -130.0, 104.0, -70.0); p.line_to(-104.0, -70.0); p.cubic_to(-96.0, -130.0, -30.0, -130.0, -16.0, -164.0); p.close(); }), Ink::Fade((-100.0, 0.0), t.lit(0.35), (100.0, 0.0), t.dim(0.2)));
    c.fill(rrect(-104.0, -74.0, 208.0, 8.0, 4.0), t.dim(0.3));
}

//! Clothes, knitwear and leather, laid flat unless the function says otherwise.

use crate::demo::draw::canvas::{Canvas, Ink};
use crate::demo::draw::colour::{Rgb, h};
use crate::demo::draw::rng::Rng;
use crate::demo::draw::shape::{Shape, circle, curve, oval, path, poly, rect, rrect, smooth, trace};

/// Draws the weave and folds of a piece of cloth.
fn cloth(c: &mut Canvas, r: &mut Rng, shape: Shape, t: Rgb, striped: bool) {
    c.lay(shape.clone(), Ink::Fade((-90.0, -90.0), t.lit(0.25), (90.0, 100.0), t.dim(0.06)));
    c.within(shape, |c| {
        if striped {
            for i in 0..17u16 {
                c.fill(rect(-130.0 + f32::from(i) * 16.0, -130.0, 5.0, 260.0), (t.lit(0.7), 0.6));
            }
        }
        for _ in 0..5 {
            let (x, y) = (r.jit(60.0), r.jit(60.0));
            c.line(curve(&[(x, y - 40.0), (x + r.jit(10.0), y), (x + r.jit(16.0), y + 46.0)]), 6.0, (t.dim(0.35), 0.12));
        }
    });
}
fn buttons(c: &mut Canvas, x: f32, from: f32, to: f32, n: u16, t: Rgb) {
    for i in 0..n {
        let y = from + (to - from) * f32::from(i) / f32::from(n.max(2) - 1);
        c.fill(circle(x + 0.8, y + 1.2, 4.4), (t.dim(0.5), 0.4));
        c.fill(circle(x, y, 4.2), h(0xf3e6d0));
        c.fill(circle(x, y, 1.2), t.dim(0.4));
    }
}
pub fn shirt(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let sleeve = |k: f32| smooth(&[(44.0 * k, -78.0), (78.0 * k, -60.0), (112.0 * k, 20.0), (104.0 * k, 40.0), (84.0 * k, 38.0), (60.0 * k, -10.0)]);
    for k in [-1.0, 1.0] {
        c.lay(sleeve(k), Ink::Fade((60.0 * k, -70.0), t.lit(0.12), (100.0 * k, 40.0), t.dim(0.08)));
        c.line(trace(&[(82.0 * k, 31.0), (107.0 * k, 25.0)]), 2.5, (t.dim(0.4), 0.4));
    }
    let body = poly(&[(-34.0, -92.0), (-62.0, -80.0), (-66.0, 30.0), (-68.0, 98.0), (68.0, 98.0), (66.0, 30.0), (62.0, -80.0), (34.0, -92.0), (0.0, -72.0)]);
    let striped = r.chance(0.35);
    cloth(c, r, body, t, striped);
    c.line(trace(&[(0.0, -70.0), (0.0, 98.0)]), 2.0, (t.dim(0.4), 0.45));
    c.line(trace(&[(-9.0, -66.0), (-9.0, 98.0)]), 1.6, (t.dim(0.4), 0.25));
    c.lay(poly(&[(-36.0, -94.0), (0.0, -70.0), (-22.0, -48.0), (-50.0, -82.0)]), t.lit(0.35));
    c.lay(poly(&[(36.0, -94.0), (0.0, -70.0), (22.0, -48.0), (50.0, -82.0)]), t.lit(0.28));
    c.fill(oval(0.0, -88.0, 30.0, 9.0), t.dim(0.3));
    buttons(c, 4.0, -48.0, 78.0, 5, t);
    c.line(rrect(20.0, -32.0, 32.0, 36.0, 3.0), 2.0, (t.dim(0.4), 0.4));
}
pub fn dress(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    for k in [-1.0, 1.0] {
        c.lay(poly(&[(30.0 * k, -108.0), (48.0 * k, -100.0), (70.0 * k, -56.0), (48.0 * k, -44.0)]), t.dim(0.05));
    }
    let skirt = smooth(&[(-38.0, -22.0), (38.0, -22.0), (64.0, 40.0), (84.0, 106.0), (30.0, 112.0), (-30.0, 112.0), (-84.0, 106.0), (-64.0, 40.0)]);
    cloth(c, r, skirt, t, false);
    for x in [-44.0, -18.0, 10.0, 38.0] {
        c.line(curve(&[(x * 0.6, -16.0), (x * 1.1, 44.0), (x * 1.5, 102.0)]), 3.0, (t.dim(0.4), 0.2));
    }
    let body = poly(&[(-32.0, -110.0), (-48.0, -98.0), (-42.0, -18.0), (42.0, -18.0), (48.0, -98.0), (32.0, -110.0), (0.0, -82.0)]);
    c.lay(body, Ink::Fade((-40.0, -100.0), t.lit(0.25), (40.0, -20.0), t));
    c.fill(rrect(-44.0, -26.0, 88.0, 12.0, 5.0), t.dim(0.18));
    c.line(curve(&[(-32.0, -110.0), (0.0, -80.0), (32.0, -110.0)]), 4.0, t.lit(0.5));
    buttons(c, 0.0, -70.0, -36.0, 3, t);
}
pub fn pants(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let shape = poly(&[(-52.0, -100.0), (52.0, -100.0), (66.0, 20.0), (72.0, 104.0), (16.0, 104.0), (2.0, -22.0), (-2.0, -22.0), (-16.0, 104.0), (-72.0, 104.0), (-66.0, 20.0)]);
    cloth(c, r, shape, t, false);
    c.fill(rrect(-54.0, -106.0, 108.0, 20.0, 4.0), t.dim(0.1));
    c.line(trace(&[(0.0, -86.0), (0.0, -24.0)]), 2.5, (t.dim(0.5), 0.4));
    for k in [-1.0, 1.0] {
        c.line(curve(&[(48.0 * k, -84.0), (40.0 * k, -62.0), (54.0 * k, -52.0)]), 2.5, (t.dim(0.5), 0.4));
        c.line(trace(&[(16.0 * k, 92.0), (70.0 * k, 92.0)]), 2.0, (t.dim(0.4), 0.35));
    }
    c.line(curve(&[(-14.0, -94.0), (-18.0, -62.0), (-10.0, -50.0)]), 4.0, t.lit(0.55));
    c.line(curve(&[(-8.0, -94.0), (0.0, -68.0), (2.0, -56.0)]), 4.0, t.lit(0.55));
}
pub fn apron(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.line(curve(&[(-34.0, -78.0), (-24.0, -116.0), (24.0, -116.0), (34.0, -78.0)]), 7.0, t.dim(0.12));
    for k in [-1.0, 1.0] {
        c.line(curve(&[(68.0 * k, 6.0), (94.0 * k, 24.0), (86.0 * k, 62.0), (106.0 * k, 84.0)]), 5.0, t.dim(0.12));
    }
    let shape = path(|p| { p.move_to(-38.0, -84.0); p.line_to(38.0, -84.0); p.quad_to(44.0, -20.0, 76.0, -4.0); p.line_to(76.0, 100.0); p.line_to(-76.0, 100.0); p.line_to(-76.0, -4.0); p.quad_to(-44.0, -20.0, -38.0, -84.0); p.close(); });
    cloth(c, r, shape, t, true);
    c.lay(rrect(-40.0, 18.0, 80.0, 48.0, 5.0), t.dim(0.06));
    c.line(trace(&[(0.0, 20.0), (0.0, 64.0)]), 2.0, (t.dim(0.4), 0.4));
}
pub fn towel(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (i, k) in [(0u16, 0.0), (1, 0.25), (2, 0.5)] {
        let y = 46.0 - f32::from(i) * 46.0;
        let col = t.lit(k);
        c.lay(rrect(-92.0, y - 22.0, 184.0, 44.0, 18.0), Ink::Fade((0.0, y - 22.0), col.lit(0.25), (0.0, y + 24.0), col.dim(0.1)));
        c.line(curve(&[(-78.0, y + 4.0), (0.0, y + 8.0), (84.0, y + 3.0)]), 2.4, (col.dim(0.4), 0.35));
        for dx in [-66.0, -58.0] {
            c.fill(rect(dx, y - 21.0, 4.0, 42.0), (col.dim(0.35), 0.35));
        }
    }
}
fn ribs(c: &mut Canvas, x: f32, y: f32, w: f32, tall: f32, t: Rgb) {
    c.fill(rrect(x, y, w, tall, 6.0), t.dim(0.07));
    let mut at = x + 5.0;
    while at < x + w - 3.0 {
        c.line(trace(&[(at, y + 4.0), (at, y + tall - 4.0)]), 2.6, (t.dim(0.4), 0.35));
        at += 8.0;
    }
}
/// Draws the V-shaped stitches of knitwear.
fn stitches(c: &mut Canvas, shape: Shape, t: Rgb, x0: f32, y0: f32, x1: f32, y1: f32) {
    c.within(shape, |c| {
        let mut y = y0;
        while y < y1 {
            let mut x = x0;
            while x < x1 {
                c.line(trace(&[(x, y), (x + 6.0, y + 7.0), (x + 12.0, y)]), 2.2, (t.dim(0.35), 0.24));
                x += 14.0;
            }
            y += 13.0;
        }
    });
}
pub fn sweater(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for k in [-1.0, 1.0] {
        let sleeve = smooth(&[(40.0 * k, -80.0), (80.0 * k, -58.0), (106.0 * k, 40.0), (110.0 * k, 76.0), (82.0 * k, 78.0), (66.0 * k, 0.0)]);
        c.lay(sleeve.clone(), Ink::Fade((50.0 * k, -70.0), t.lit(0.15), (100.0 * k, 80.0), t.dim(0.06)));
        stitches(c, sleeve, t, -118.0, -80.0, 118.0, 70.0);
        c.at(96.0 * k, 76.0, 1.0, 0.0, |c| ribs(c, -15.0, -10.0, 30.0, 20.0, t));
    }
    let body = smooth(&[(-30.0, -92.0), (-62.0, -78.0), (-70.0, 0.0), (-68.0, 88.0), (0.0, 92.0), (68.0, 88.0), (70.0, 0.0), (62.0, -78.0), (30.0, -92.0), (0.0, -84.0)]);
    c.lay(body.clone(), Ink::Fade((-70.0, -90.0), t.lit(0.25), (70.0, 90.0), t));
    stitches(c, body.clone(), t, -74.0, -60.0, 74.0, 80.0);
    c.within(body, |c| {
        for (i, y) in [(0u16, -38.0), (1, -18.0), (2, 2.0)] {
            for j in 0..11u16 {
                let x = -75.0 + f32::from(j) * 15.0 + if i % 2 == 0 { 0.0 } else { 7.5 };
                c.fill(poly(&[(x, y - 7.0), (x + 6.0, y), (x, y + 7.0), (x - 6.0, y)]), t.lit(0.75));
            }
        }
    });
    ribs(c, -68.0, 78.0, 136.0, 22.0, t);
    c.fill(oval(0.0, -86.0, 34.0, 13.0), t.dim(0.25));
    c.line(oval(0.0, -86.0, 34.0, 13.0), 8.0, t.lit(0.1));
}
pub fn cardigan(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    sweater(c, r, t);
    c.fill(poly(&[(-34.0, -94.0), (34.0, -94.0), (5.0, -6.0), (5.0, 100.0), (-5.0, 100.0), (-5.0, -6.0)]), h(0xf1e7d6));
    for k in [-1.0, 1.0] {
        c.line(trace(&[(32.0 * k, -92.0), (7.0 * k, -6.0), (7.0 * k, 97.0)]), 9.0, t.dim(0.12));
    }
    buttons(c, 7.0, 4.0, 86.0, 4, t);
}
pub fn scarf(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, turn, y) in [(34.0, 12.0, 6.0), (-24.0, -8.0, 0.0)] {
        c.at(x, y, 1.0, turn, |c| {
            let strip = rrect(-29.0, -60.0, 58.0, 150.0, 6.0);
            c.lay(strip.clone(), Ink::Fade((-29.0, 0.0), t.lit(0.2), (29.0, 0.0), t.dim(0.06)));
            stitches(c, strip, t, -30.0, -60.0, 30.0, 90.0);
            for y in [50.0, 66.0] {
                c.fill(rect(-29.0, y, 58.0, 7.0), (t.lit(0.75), 0.9));
            }
            for i in 0..6u16 {
                let fx = -24.0 + f32::from(i) * 9.6;
                c.line(trace(&[(fx, 90.0), (fx + 1.0, 106.0)]), 3.4, t.dim(0.05));
            }
        });
    }
    c.lay(oval(4.0, -54.0, 76.0, 42.0), Ink::Fade((-60.0, -90.0), t.lit(0.3), (60.0, -20.0), t));
    c.fill(oval(4.0, -58.0, 42.0, 17.0), t.dim(0.3));
    for k in [-50.0, -34.0, 44.0, 58.0] {
        c.line(curve(&[(k, -64.0), (k * 1.04, -50.0), (k * 0.96, -38.0)]), 3.0, (t.dim(0.4), 0.3));
    }
}
pub fn beanie(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    let dome = path(|p| { p.move_to(-78.0, 44.0); p.cubic_to(-84.0, -60.0, -40.0, -82.0, 0.0, -82.0); p.cubic_to(40.0, -82.0, 84.0, -60.0, 78.0, 44.0); p.close(); });
    c.lay(dome.clone(), Ink::Fade((-70.0, -80.0), t.lit(0.25), (70.0, 50.0), t));
    stitches(c, dome, t, -84.0, -80.0, 84.0, 40.0);
    c.lay(rrect(-86.0, 34.0, 172.0, 46.0, 12.0), t.dim(0.08));
    ribs(c, -84.0, 36.0, 168.0, 42.0, t);
    c.lay(crate::demo::draw::shape::star(0.0, -90.0, 30.0, 23.0, 13), t.lit(0.6));
    c.fill(circle(-5.0, -95.0, 13.0), (h(0xffffff), 0.35));
}
pub fn mittens(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.line(curve(&[(-44.0, 86.0), (-20.0, 100.0), (0.0, 60.0), (24.0, 102.0), (46.0, 86.0)]), 4.0, t.dim(0.15));
    for (k, x, turn) in [(1.0, -46.0, -8.0), (-1.0, 48.0, 10.0)] {
        c.at(x, 0.0, 0.95, turn, |c| {
            let hand = smooth(&[(-34.0, 50.0), (-38.0, -30.0), (-26.0, -76.0), (0.0, -88.0), (26.0, -76.0), (36.0, -30.0), (34.0, 50.0)]);
            c.lay(smooth(&[(24.0 * k, 10.0), (44.0 * k, -22.0), (62.0 * k, -22.0), (60.0 * k, 6.0), (36.0 * k, 40.0)]), t.dim(0.06));
            c.lay(hand.clone(), Ink::Fade((-36.0, -80.0), t.lit(0.25), (36.0, 50.0), t));
            stitches(c, hand, t, -40.0, -86.0, 40.0, 50.0);
            c.fill(crate::demo::draw::shape::star(0.0, -26.0, 20.0, 8.0, 6), t.lit(0.8));
            c.at(0.0, 62.0, 1.0, 0.0, |c| ribs(c, -36.0, -16.0, 72.0, 36.0, t));
        });
    }
}
pub fn socks(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let style = r.below(3);
    for (x, turn) in [(-34.0, -6.0), (36.0, 8.0)] {
        c.at(x, 0.0, 0.98, turn, |c| {
            let sock = smooth(&[(-24.0, -96.0), (24.0, -96.0), (25.0, 0.0), (34.0, 38.0), (70.0, 66.0), (66.0, 92.0), (30.0, 96.0), (-16.0, 74.0), (-26.0, 30.0), (-24.0, -20.0)]);
            c.lay(sock.clone(), Ink::Fade((-24.0, -90.0), t.lit(0.25), (50.0, 90.0), t.dim(0.04)));
            c.within(sock, |c| {
                c.fill(circle(64.0, 84.0, 30.0), t.lit(0.72));
                c.fill(circle(-28.0, 66.0, 32.0), t.lit(0.72));
                for i in 0..6u16 {
                    let y = -62.0 + f32::from(i) * 20.0;
                    if style == 0 { c.fill(rect(-40.0, y, 90.0, 8.0), t.lit(0.7)); }
                    for j in 0..4u16 {
                        let x = -22.0 + f32::from(j) * 15.0 + if i % 2 == 0 { 0.0 } else { 7.0 };
                        if style == 1 { c.fill(circle(x, y, 4.0), t.lit(0.8)); }
                        if style == 2 { c.fill(poly(&[(x, y - 6.0), (x + 5.0, y), (x, y + 6.0), (x - 5.0, y)]), t.lit(0.65)); }
                    }
                }
            });
            ribs(c, -26.0, -102.0, 52.0, 26.0, t);
        });
    }
}
/// A wide straw or felt hat from above.
pub fn hat(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    let straw = h(0xe2c489);
    c.lift(oval(0.0, 0.0, 104.0, 88.0), Ink::Round((-26.0, -26.0), 130.0, straw.lit(0.35), straw.dim(0.08)), 10.0);
    for i in 1..5u16 {
        let k = 1.0 - f32::from(i) * 0.11;
        c.line(oval(0.0, 0.0, 104.0 * k, 88.0 * k), 1.8, (straw.dim(0.4), 0.3));
    }
    c.lift(oval(0.0, -6.0, 54.0, 46.0), t, 6.0);
    c.fill(oval(0.0, -12.0, 52.0, 42.0), Ink::Round((-16.0, -26.0), 64.0, straw.lit(0.45), straw));
    c.line(oval(0.0, -12.0, 34.0, 26.0), 1.8, (straw.dim(0.4), 0.3));
    c.fill(poly(&[(50.0, 12.0), (80.0, 30.0), (70.0, 38.0), (62.0, 54.0), (44.0, 26.0)]), t.dim(0.1));
}
fn seam(c: &mut Canvas, shape: Shape) {
    if let Some(p) = shape {
        let dashed = tiny_skia::StrokeDash::new(vec![7.0, 5.0], 0.0).and_then(|d| p.dash(&d, 1.0));
        c.line(dashed, 2.0, (h(0xf6e3c0), 0.85));
    }
}
pub fn wallet(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.lift(rrect(-96.0, -66.0, 192.0, 132.0, 14.0), t.dim(0.2), 8.0);
    c.fill(rrect(-96.0, -68.0, 190.0, 130.0, 14.0), Ink::Fade((-90.0, -60.0), t.lit(0.25), (90.0, 66.0), t.dim(0.08)));
    seam(c, rrect(-88.0, -60.0, 174.0, 114.0, 9.0));
    c.lay(path(|p| { p.move_to(94.0, -24.0); p.line_to(42.0, -22.0); p.quad_to(18.0, -2.0, 42.0, 20.0); p.line_to(94.0, 22.0); p.close(); }), t.dim(0.05));
    c.fill(circle(46.0, -1.0, 9.0), Ink::Round((43.0, -4.0), 11.0, h(0xfff0c9), h(0xb98f4a)));
    c.line(curve(&[(-74.0, -46.0), (-30.0, -52.0), (20.0, -48.0)]), 5.0, (h(0xffffff), 0.18));
}
pub fn card_case(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.at(0.0, 0.0, 1.0, -6.0, |c| {
        c.lay(rrect(-62.0, -84.0, 124.0, 60.0, 8.0), h(0xf2ead9));
        c.fill(rrect(-62.0, -84.0, 124.0, 14.0, 7.0), h(0x9fc0d6));
        c.lift(rrect(-76.0, -58.0, 152.0, 128.0, 12.0), Ink::Fade((-70.0, -60.0), t.lit(0.25), (70.0, 70.0), t.dim(0.08)), 7.0);
        c.fill(path(|p| { p.move_to(-24.0, -59.0); p.quad_to(0.0, -26.0, 24.0, -59.0); p.close(); }), t.dim(0.35));
        c.line(trace(&[(-76.0, -12.0), (76.0, -12.0)]), 3.0, (t.dim(0.4), 0.4));
        seam(c, rrect(-68.0, -50.0, 136.0, 112.0, 8.0));
    });
}
/// Standing: a shoulder bag with a flap.
pub fn bag(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.line(curve(&[(-76.0, -108.0), (-58.0, -196.0), (0.0, -222.0), (58.0, -196.0), (76.0, -108.0)]), 10.0, t.dim(0.22));
    c.fill(rrect(-98.0, -132.0, 196.0, 132.0, 24.0), Ink::Fade((-98.0, -130.0), t.lit(0.15), (98.0, 0.0), t.dim(0.14)));
    let flap = path(|p| { p.move_to(-100.0, -124.0); p.quad_to(-100.0, -138.0, -84.0, -138.0); p.line_to(84.0, -138.0); p.quad_to(100.0, -138.0, 100.0, -124.0); p.line_to(92.0, -74.0); p.cubic_to(70.0, -46.0, -70.0, -46.0, -92.0, -74.0); p.close(); });
    c.lay(flap.clone(), Ink::Fade((-90.0, -138.0), t.lit(0.32), (80.0, -50.0), t));
    seam(c, curve(&[(-86.0, -78.0), (-50.0, -59.0), (0.0, -54.0), (50.0, -59.0), (86.0, -78.0)]));
    c.fill(rrect(-13.0, -74.0, 26.0, 40.0, 6.0), t.dim(0.25));
    c.fill(rrect(-10.0, -54.0, 20.0, 14.0, 4.0), Ink::Fade((-10.0, -54.0), h(0xfbe7b5), (10.0, -40.0), h(0xb48a45)));
}
pub fn belt(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for k in [92.0, 70.0, 48.0] {
        c.lay(circle(0.0, 0.0, k), t.dim(0.28));
        c.fill(circle(0.0, 0.0, k - 3.0), Ink::Fade((-k, -k), t.lit(0.3), (k, k), t.dim(0.1)));
    }
    c.fill(circle(0.0, 0.0, 28.0), t.dim(0.55));
    c.fill(rrect(20.0, 42.0, 92.0, 44.0, 12.0), t);
    c.line(rrect(70.0, 36.0, 42.0, 56.0, 10.0), 9.0, h(0xc9a35c));
    c.line(trace(&[(74.0, 64.0), (110.0, 64.0)]), 6.0, h(0xdebc79));
    for x in [32.0, 48.0] {
        c.fill(circle(x, 64.0, 3.6), t.dim(0.6));
    }
}
pub fn keyring(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.line(circle(0.0, -62.0, 32.0), 7.0, Ink::Fade((-30.0, -90.0), h(0xf1e3c0), (30.0, -30.0), h(0xa98a52)));
    c.at(0.0, -28.0, 1.0, 14.0, |c| {
        c.lift(path(|p| { p.move_to(-16.0, -10.0); p.line_to(16.0, -10.0); p.line_to(28.0, 90.0); p.quad_to(0.0, 116.0, -28.0, 90.0); p.close(); }), Ink::Fade((-20.0, 0.0), t.lit(0.3), (30.0, 100.0), t.dim(0.1)), 7.0);
        seam(c, path(|p| { p.move_to(-10.0, 0.0); p.line_to(-20.0, 84.0); p.quad_to(0.0, 102.0, 20.0, 84.0); p.line_to(10.0, 0.0); }));
        c.fill(circle(0.0, 4.0, 7.0), h(0xd9b66c));
        c.fill(crate::demo::draw::shape::heart(0.0, 56.0, 14.0), (t.dim(0.4), 0.6));
    });
    c.at(-16.0, -34.0, 1.0, 50.0, |c| {
        c.line(trace(&[(0.0, 6.0), (0.0, 76.0)]), 9.0, h(0xb9b4a6));
        c.line(circle(0.0, 0.0, 13.0), 7.0, h(0xc9c4b6));
        c.line(trace(&[(0.0, 60.0), (15.0, 60.0)]), 7.0, h(0xb9b4a6));
        c.line(trace(&[(0.0, 74.0), (12.0, 74.0)]), 7.0, h(0xb9b4a6));
    });
}
/// Standing: a canvas bag with a printed sprig.
pub fn tote(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, a) in [(0.0, 0.5), (6.0, 1.0)] {
        c.line(curve(&[(-44.0 + x, -150.0), (-38.0 + x, -214.0), (0.0 + x, -228.0), (38.0 + x, -214.0), (44.0 + x, -150.0)]), 9.0, (t.dim(0.12), a));
    }
    c.fill(poly(&[(-92.0, -156.0), (92.0, -156.0), (84.0, 0.0), (-84.0, 0.0)]), Ink::Fade((-90.0, -150.0), t.lit(0.35), (90.0, 0.0), t.dim(0.04)));
    c.fill(poly(&[(-92.0, -156.0), (92.0, -156.0), (91.0, -140.0), (-91.0, -140.0)]), (t.dim(0.3), 0.3));
    let print = if t.r + t.g + t.b > 1.7 { h(0x4f6b58) } else { h(0xf6ecd8) };
    c.line(curve(&[(-6.0, -22.0), (0.0, -70.0), (10.0, -118.0)]), 4.0, print);
    for (y, k) in [(-44.0, 1.0), (-62.0, -1.0), (-80.0, 1.0), (-98.0, -1.0)] {
        c.fill(crate::demo::draw::shape::leaf(2.0, y, 36.0, 10.0, if k > 0.0 { -35.0 } else { -145.0 }), print);
    }
    for y in [-150.0, -146.0] {
        c.line(trace(&[(-50.0, y), (-36.0, y)]), 2.0, (t.dim(0.4), 0.5));
        c.line(trace(&[(38.0, y), (52.0, y)]), 2.0, (t.dim(0.4), 0.5));
    }
}

//! Books, paper goods, jewellery, toys, bicycles, umbrellas, tea and coffee ware, and the gift box.

use crate::demo::draw::canvas::{Canvas, Ink};
use crate::demo::draw::colour::{Rgb, h};
use crate::demo::draw::rng::Rng;
use crate::demo::draw::shape::{circle, curve, heart, leaf, oval, path, poly, rect, rrect, smooth, star, trace};
use super::home::bloom;

/// A book lying face up.
pub fn book(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.at(0.0, 0.0, 1.0, r.jit(5.0), |c| {
        c.lift(rrect(-70.0, -98.0, 148.0, 202.0, 4.0), h(0xefe4cc), 9.0);
        for i in 0..4u16 {
            c.line(trace(&[(76.0 - f32::from(i) * 2.0, -92.0), (76.0 - f32::from(i) * 2.0, 100.0)]), 1.0, (h(0xa08d6d), 0.5));
        }
        c.fill(rrect(-74.0, -102.0, 144.0, 200.0, 5.0), Ink::Fade((-70.0, -100.0), t.lit(0.15), (70.0, 100.0), t.dim(0.1)));
        c.fill(rect(-74.0, -102.0, 13.0, 200.0), (t.dim(0.5), 0.35));
        match r.below(5) {
            0 => { c.fill(circle(6.0, -22.0, 38.0), h(0xf3c469)); c.fill(path(|p| { p.move_to(-60.0, 40.0); p.quad_to(-20.0, -10.0, 10.0, 30.0); p.quad_to(40.0, 0.0, 70.0, 34.0); p.line_to(70.0, 98.0); p.line_to(-60.0, 98.0); p.close(); }), t.dim(0.4)); }
            1 => for i in 0..5u16 { let y = -10.0 + f32::from(i) * 22.0; c.line(curve(&[(-50.0, y), (-20.0, y - 12.0), (10.0, y), (40.0, y - 12.0), (62.0, y - 4.0)]), 6.0, (t.lit(0.65), 0.9)); },
            2 => { c.fill(poly(&[(-10.0, 70.0), (-40.0, 20.0), (5.0, -40.0), (50.0, 20.0), (24.0, 70.0)]), t.lit(0.6)); c.fill(rect(-2.0, 36.0, 18.0, 34.0), t.dim(0.4)); }
            3 => { c.line(curve(&[(4.0, 76.0), (0.0, 20.0), (10.0, -40.0)]), 5.0, t.lit(0.7)); for (y, d) in [(40.0, -30.0), (14.0, -150.0), (-10.0, -34.0), (-32.0, -146.0)] { c.fill(leaf(4.0, y, 40.0, 12.0, d), t.lit(0.7)); } }
            _ => { c.fill(rrect(-40.0, -30.0, 90.0, 104.0, 2.0), t.lit(0.7)); c.fill(circle(5.0, 20.0, 26.0), t.dim(0.25)); }
        }
        c.fill(rrect(-44.0, -80.0, 92.0, 9.0, 4.0), h(0xfaf3e2));
        c.fill(rrect(-44.0, -64.0, 56.0, 6.0, 3.0), (h(0xfaf3e2), 0.7));
    });
}
/// Standing: a pile of books, spines to the front.
pub fn book_stack(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let cols = [t, h(0xe8d9b8), t.lit(0.4), h(0x5c6f7c), h(0xc47a55)];
    let mut y = 0.0;
    for (i, col) in cols.into_iter().enumerate() {
        let (tall, wide, shift) = (r.range(28.0, 42.0), r.range(160.0, 200.0), r.jit(12.0));
        c.fill(rrect(-wide / 2.0 + shift, y - tall, wide, tall - 1.5, 4.0), Ink::Fade((-90.0, 0.0), col.lit(0.2), (90.0, 0.0), col.dim(0.12)));
        c.fill(rect(-wide / 2.0 + shift + 12.0, y - tall, 5.0, tall - 1.5), (col.dim(0.5), 0.35));
        c.fill(rect(wide / 2.0 + shift - 20.0, y - tall, 5.0, tall - 1.5), (col.dim(0.5), 0.35));
        c.fill(rrect(-wide * 0.2 + shift, y - tall * 0.6, wide * if i % 2 == 0 { 0.36 } else { 0.24 }, 5.0, 2.5), (h(0xfffaf0), 0.85));
        y -= tall;
    }
}
pub fn notebook(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.at(0.0, 0.0, 1.0, -7.0, |c| {
        c.lift(rrect(-68.0, -96.0, 142.0, 194.0, 7.0), h(0xf4ecd9), 8.0);
        c.fill(rrect(-72.0, -98.0, 140.0, 192.0, 8.0), Ink::Fade((-70.0, -90.0), t.lit(0.2), (70.0, 90.0), t));
        c.fill(rect(-72.0, -98.0, 20.0, 192.0), (t.dim(0.4), 0.4));
        c.fill(rrect(-30.0, -62.0, 76.0, 46.0, 4.0), h(0xfbf6ea));
        c.fill(rrect(-18.0, -48.0, 52.0, 4.0, 2.0), (h(0x4a3b36), 0.5));
        c.fill(rrect(-18.0, -36.0, 36.0, 4.0, 2.0), (h(0x4a3b36), 0.35));
        c.fill(rect(48.0, -98.0, 7.0, 192.0), (t.dim(0.55), 0.8));
    });
    c.at(72.0, 30.0, 1.0, 24.0, |c| pencil(c, 150.0, h(r.pick(&[0xe0a13c, 0x4f8a8b, 0xc96a72]).copied().unwrap_or(0xe0a13c))));
}
pub fn pencil(c: &mut Canvas, long: f32, t: Rgb) {
    let a = -long / 2.0;
    c.lay(rrect(-7.0, a, 14.0, long - 24.0, 2.0), Ink::Fade((-7.0, 0.0), t.lit(0.3), (7.0, 0.0), t.dim(0.15)));
    c.fill(poly(&[(-7.0, -a - 25.0), (7.0, -a - 25.0), (0.0, -a)]), h(0xf0d3a2));
    c.fill(poly(&[(-2.4, -a - 8.5), (2.4, -a - 8.5), (0.0, -a)]), h(0x3b3330));
    c.fill(rrect(-7.0, a - 12.0, 14.0, 14.0, 4.0), h(0xe39a94));
}
pub fn pencils(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (i, col) in [t, h(0xe0a13c), h(0x4f8a8b), t.lit(0.45), h(0x33466b)].into_iter().enumerate() {
        let x = [-62.0, -32.0, 0.0, 32.0, 64.0].get(i).copied().unwrap_or(0.0);
        c.at(x, if i % 2 == 0 { -4.0 } else { 10.0 }, 1.0, x * 0.07, |c| pencil(c, 186.0, col));
    }
    c.lay(rrect(-92.0, -10.0, 184.0, 30.0, 6.0), h(0xf4ead6));
    c.fill(rrect(-34.0, 2.0, 68.0, 6.0, 3.0), (h(0x4a3b36), 0.5));
}
pub fn postcards(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    for (x, y, turn, k) in [(-30.0, -26.0, -14.0, 0u16), (34.0, -8.0, 11.0, 1), (-6.0, 32.0, -3.0, 2)] {
        c.at(x, y, 1.0, turn, |c| {
            c.lift(rrect(-78.0, -54.0, 156.0, 108.0, 3.0), h(0xfffaf0), 6.0);
            c.within(rect(-70.0, -46.0, 140.0, 92.0), |c| match k {
                0 => { c.fill(rect(-70.0, -46.0, 140.0, 92.0), h(0xbfdcd8)); c.fill(oval(10.0, 62.0, 110.0, 60.0), h(0x6a9b7a)); c.fill(circle(36.0, -16.0, 15.0), h(0xf3c469)); }
                1 => { c.fill(rect(-70.0, -46.0, 140.0, 92.0), t.lit(0.6)); for _ in 0..8 { bloom(c, r.jit(64.0), r.jit(40.0), 0.55, t, 0); } }
                _ => { c.fill(rect(-70.0, -46.0, 140.0, 92.0), Ink::Fade((0.0, -46.0), h(0xf6c79a), (0.0, 46.0), h(0xe39a94))); c.fill(poly(&[(-70.0, 46.0), (-30.0, -6.0), (0.0, 30.0), (30.0, -14.0), (70.0, 46.0)]), h(0x6b5a78)); }
            });
        });
    }
}
pub fn tape(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, y, col) in [(-46.0, -40.0, t), (48.0, -34.0, h(0xf0c65c)), (0.0, 44.0, t.lit(0.45))] {
        c.lift(circle(x, y, 46.0), col.dim(0.15), 7.0);
        c.fill(circle(x - 1.0, y - 2.0, 45.0), Ink::Fade((x - 40.0, y - 40.0), col.lit(0.35), (x + 40.0, y + 40.0), col));
        c.line(circle(x, y, 38.0), 2.0, (h(0xffffff), 0.5));
        c.fill(circle(x, y, 27.0), h(0xd8b88a));
        c.fill(circle(x, y + 1.0, 22.0), h(0x8f7656));
    }
}
pub fn stamp(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, y, turn, k) in [(-48.0, -20.0, -14.0, 0u16), (40.0, -44.0, 10.0, 1), (34.0, 48.0, -6.0, 2)] {
        c.at(x, y, 1.0, turn, |c| {
            c.lift(rrect(-40.0, -40.0, 80.0, 80.0, 7.0), h(0xcf9f66), 8.0);
            c.fill(rrect(-40.0, -42.0, 79.0, 79.0, 7.0), h(0xe2b983));
            match k { 0 => c.fill(heart(0.0, 0.0, 22.0), t), 1 => bloom(c, 0.0, -2.0, 0.9, t, 0), _ => { c.fill(leaf(-22.0, 16.0, 56.0, 15.0, -40.0), t); c.line(trace(&[(-22.0, 16.0), (16.0, -16.0)]), 2.0, h(0xe2b983)); } }
        });
    }
}
pub fn ring(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, y, k) in [(-34.0, 22.0, 1.0), (40.0, 34.0, 0.8)] {
        c.at(x, y, k, 0.0, |c| {
            c.line(circle(3.0, 6.0, 50.0), 13.0, (h(0x3b2230), 0.16));
            c.line(circle(0.0, 0.0, 50.0), 13.0, Ink::Fade((-50.0, -50.0), h(0xfbf9f4), (50.0, 50.0), h(0x99938c)));
            c.line(circle(0.0, 0.0, 53.0), 3.0, (h(0xffffff), 0.7));
            c.at(0.0, -56.0, 1.0, 0.0, |c| {
                c.fill(circle(0.0, 0.0, 21.0), h(0xa8a29a));
                c.fill(star(0.0, 0.0, 18.0, 15.0, 6), Ink::Fade((-14.0, -14.0), t.lit(0.6), (14.0, 14.0), t));
                c.fill(poly(&[(-8.0, -10.0), (2.0, -13.0), (-3.0, -2.0)]), (h(0xffffff), 0.75));
            });
        });
    }
}
pub fn earring(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.lay(rrect(-78.0, -96.0, 156.0, 192.0, 10.0), h(0xfaf4e8));
    c.fill(rrect(-30.0, -80.0, 60.0, 5.0, 2.5), (h(0x4a3b36), 0.4));
    for x in [-36.0, 36.0] {
        c.fill(circle(x, -42.0, 5.0), h(0xb9b2a6));
        c.line(curve(&[(x, -42.0), (x + 13.0, -28.0), (x, -10.0)]), 3.4, h(0xb9b2a6));
        c.lay(path(|p| { p.move_to(x, -12.0); p.cubic_to(x + 34.0, 24.0, x + 22.0, 60.0, x, 60.0); p.cubic_to(x - 22.0, 60.0, x - 34.0, 24.0, x, -12.0); p.close(); }), Ink::Round((x - 7.0, 20.0), 46.0, t.lit(0.6), t));
        c.fill(oval(x - 8.0, 26.0, 5.0, 10.0), (h(0xffffff), 0.6));
    }
}
pub fn necklace(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    let chain = curve(&[(-84.0, -92.0), (-66.0, -20.0), (0.0, 40.0), (66.0, -20.0), (84.0, -92.0)]);
    c.at(2.0, 5.0, 1.0, 0.0, |c| c.line(chain.clone(), 4.0, (h(0x3b2230), 0.18)));
    c.line(chain.clone(), 3.4, h(0xb9b2a6));
    if let Some(dots) = chain.and_then(|p| tiny_skia::StrokeDash::new(vec![1.0, 8.0], 0.0).and_then(|d| p.dash(&d, 1.0))) {
        c.line(Some(dots), 5.4, h(0xe6e0d6));
    }
    c.lay(smooth(&[(0.0, 36.0), (24.0, 60.0), (18.0, 92.0), (0.0, 102.0), (-18.0, 92.0), (-24.0, 60.0)]), Ink::Round((-8.0, 62.0), 44.0, t.lit(0.65), t));
    c.fill(oval(-8.0, 66.0, 5.0, 10.0), (h(0xffffff), 0.65));
    c.line(circle(0.0, 36.0, 6.0), 3.4, h(0xb9b2a6));
}
pub fn toy_car(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(path(|p| { p.move_to(-112.0, -24.0); p.line_to(-112.0, -62.0); p.quad_to(-110.0, -80.0, -80.0, -82.0); p.cubic_to(-62.0, -136.0, -30.0, -142.0, 4.0, -140.0); p.cubic_to(40.0, -140.0, 58.0, -110.0, 70.0, -84.0); p.quad_to(112.0, -80.0, 112.0, -52.0); p.line_to(112.0, -24.0); p.close(); }), Ink::Fade((0.0, -140.0), t.lit(0.3), (0.0, -20.0), t.dim(0.06)));
    c.fill(rrect(-56.0, -122.0, 48.0, 38.0, 10.0), h(0xf4ead6));
    c.fill(rrect(2.0, -122.0, 46.0, 38.0, 10.0), h(0xf4ead6));
    c.fill(circle(98.0, -58.0, 8.0), h(0xf5d47a));
    for x in [-58.0, 60.0] {
        c.fill(circle(x, -30.0, 30.0), h(0x9b683a));
        c.fill(circle(x - 1.0, -31.0, 28.0), Ink::Round((x - 9.0, -40.0), 38.0, h(0xe2b983), h(0xb98450)));
        c.fill(circle(x, -30.0, 9.0), h(0x7d5230));
    }
}
pub fn toy_bear(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for k in [-1.0, 1.0] {
        c.fill(circle(k * 46.0, -192.0, 23.0), t.dim(0.06));
        c.fill(circle(k * 46.0, -192.0, 12.0), t.lit(0.5));
        c.fill(oval(k * 72.0, -84.0, 24.0, 36.0), t.dim(0.08));
        c.fill(oval(k * 48.0, -22.0, 34.0, 24.0), t.dim(0.06));
        c.fill(oval(k * 50.0, -20.0, 18.0, 13.0), t.lit(0.5));
    }
    c.fill(oval(0.0, -66.0, 66.0, 66.0), Ink::Round((-18.0, -90.0), 100.0, t.lit(0.3), t));
    c.fill(oval(0.0, -58.0, 38.0, 42.0), t.lit(0.45));
    c.fill(oval(0.0, -156.0, 64.0, 56.0), Ink::Round((-20.0, -178.0), 92.0, t.lit(0.35), t));
    c.fill(oval(0.0, -138.0, 28.0, 21.0), t.lit(0.6));
    c.fill(oval(0.0, -146.0, 10.0, 7.0), h(0x3b2a26));
    c.line(curve(&[(-10.0, -130.0), (0.0, -126.0), (10.0, -130.0)]), 3.0, h(0x3b2a26));
    for k in [-1.0, 1.0] {
        c.fill(circle(k * 24.0, -162.0, 6.0), h(0x3b2a26));
        c.fill(circle(k * 24.0 - 2.0, -164.0, 2.0), h(0xffffff));
        c.fill(leaf(0.0, -106.0, 34.0, 13.0, if k > 0.0 { 10.0 } else { 170.0 }), h(0xc04f4a));
    }
    c.fill(circle(0.0, -106.0, 8.0), h(0xa53d3a));
}
pub fn blocks(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    let put = |c: &mut Canvas, x: f32, y: f32, col: Rgb| {
        c.fill(rrect(x - 38.0, y - 74.0, 76.0, 74.0, 6.0), Ink::Fade((x - 38.0, y - 74.0), col.lit(0.3), (x + 38.0, y), col.dim(0.08)));
        c.line(rrect(x - 29.0, y - 65.0, 58.0, 56.0, 4.0), 2.0, (h(0xfffaf0), 0.7));
    };
    put(c, -80.0, 0.0, t);
    put(c, 0.0, 0.0, h(0xe2b983));
    put(c, 80.0, 0.0, h(0x7fa08a));
    put(c, -40.0, -75.0, h(0xf0c65c));
    put(c, 42.0, -75.0, t.lit(0.4));
    c.fill(star(-80.0, -37.0, 20.0, 9.0, 5), h(0xfffaf0));
    c.fill(circle(0.0, -37.0, 16.0), h(0xfffaf0));
    c.fill(heart(80.0, -37.0, 15.0), h(0xfffaf0));
    c.fill(poly(&[(-40.0, -130.0), (-22.0, -96.0), (-58.0, -96.0)]), h(0xfffaf0));
    c.fill(leaf(26.0, -100.0, 42.0, 13.0, -38.0), h(0xfffaf0));
    c.fill(poly(&[(0.0, -200.0), (42.0, -150.0), (-42.0, -150.0)]), h(0xc96a52));
}
pub fn toy_train(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, col) in [(-84.0, h(0xf0c65c)), (66.0, t)] {
        c.fill(rrect(x - 56.0, -84.0, 112.0, 64.0, 10.0), Ink::Fade((x, -84.0), col.lit(0.3), (x, -20.0), col));
        for dx in [-30.0, 30.0] {
            c.fill(circle(x + dx, -20.0, 21.0), h(0xb98450));
            c.fill(circle(x + dx, -20.0, 7.0), h(0x7d5230));
        }
    }
    c.line(trace(&[(-28.0, -34.0), (12.0, -34.0)]), 6.0, h(0x7d5230));
    c.fill(rrect(20.0, -142.0, 54.0, 62.0, 8.0), t.dim(0.12));
    c.fill(rrect(28.0, -130.0, 36.0, 32.0, 6.0), h(0xf4ead6));
    c.fill(rrect(12.0, -152.0, 70.0, 14.0, 7.0), h(0x7fa08a));
    c.fill(rrect(92.0, -116.0, 20.0, 34.0, 5.0), h(0x7fa08a));
    for (x, y, k) in [(106.0, -134.0, 11.0), (92.0, -156.0, 14.0)] { c.fill(circle(x, y, k), (h(0xffffff), 0.8)); }
    for (x, col) in [(-112.0, h(0xe39a94)), (-84.0, h(0x9fc0d6)), (-56.0, h(0xa3b18a))] { c.fill(circle(x, -90.0, 17.0), col); }
}
fn wheel(c: &mut Canvas, x: f32, y: f32, k: f32) {
    c.line(circle(x, y, k), 7.0, h(0x453c3c));
    c.line(circle(x, y, k - 5.0), 2.0, h(0xcfc8bb));
    for i in 0..9u16 {
        let a = (f32::from(i) * 20.0).to_radians();
        c.line(trace(&[(x - a.cos() * k * 0.9, y - a.sin() * k * 0.9), (x + a.cos() * k * 0.9, y + a.sin() * k * 0.9)]), 1.1, (h(0x8f887c), 0.8));
    }
    c.fill(circle(x, y, 6.0), h(0x8f887c));
}
pub fn bicycle(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    wheel(c, -72.0, -56.0, 52.0);
    wheel(c, 76.0, -56.0, 52.0);
    c.line(trace(&[(-72.0, -56.0), (-6.0, -56.0), (-32.0, -142.0), (-72.0, -56.0)]), 7.0, t.dim(0.06));
    c.line(trace(&[(-28.0, -128.0), (54.0, -136.0), (-6.0, -56.0)]), 7.5, t);
    c.line(trace(&[(76.0, -56.0), (50.0, -160.0)]), 7.0, t.lit(0.1));
    c.line(curve(&[(50.0, -160.0), (64.0, -174.0), (84.0, -166.0)]), 6.0, h(0x8f887c));
    c.line(trace(&[(82.0, -167.0), (94.0, -160.0)]), 9.0, h(0x7d5636));
    c.line(trace(&[(-32.0, -140.0), (-36.0, -162.0)]), 5.0, h(0x8f887c));
    c.fill(smooth(&[(-66.0, -170.0), (-30.0, -172.0), (-6.0, -164.0), (-30.0, -156.0), (-60.0, -158.0)]), h(0x7d5636));
    c.line(circle(-6.0, -56.0, 14.0), 4.0, h(0x8f887c));
    c.line(trace(&[(-6.0, -56.0), (6.0, -32.0)]), 5.0, h(0x8f887c));
    c.line(trace(&[(-2.0, -31.0), (16.0, -31.0)]), 6.0, h(0x453c3c));
    c.line(curve(&[(-126.0, -70.0), (-112.0, -110.0), (-70.0, -118.0), (-36.0, -104.0)]), 4.0, t.lit(0.2));
    if r.chance(0.6) {
        c.fill(poly(&[(60.0, -148.0), (118.0, -148.0), (110.0, -108.0), (68.0, -108.0)]), h(0xcf9f66));
        for y in [-138.0, -128.0, -118.0] { c.line(trace(&[(63.0, y), (115.0, y)]), 2.0, h(0x9b683a)); }
        bloom(c, 74.0, -158.0, 0.6, h(0xe0788a), 0);
        bloom(c, 98.0, -162.0, 0.6, h(0xf0c65c), 1);
    }
}
pub fn bike_bell(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.lay(rrect(-104.0, 26.0, 208.0, 26.0, 13.0), h(0x8f887c));
    c.lay(rrect(-108.0, 20.0, 58.0, 38.0, 14.0), h(0x7d5636));
    c.lift(circle(14.0, -14.0, 62.0), t.dim(0.2), 8.0);
    c.fill(circle(12.0, -17.0, 60.0), Ink::Round((-8.0, -40.0), 84.0, t.lit(0.6), t.dim(0.12)));
    c.line(circle(12.0, -17.0, 38.0), 3.0, (t.dim(0.4), 0.35));
    c.fill(circle(12.0, -17.0, 8.0), h(0xe9e2d2));
    c.line(curve(&[(-30.0, -36.0), (-16.0, -54.0), (4.0, -62.0)]), 7.0, (h(0xffffff), 0.6));
    c.line(trace(&[(68.0, 6.0), (92.0, 24.0)]), 11.0, h(0x6f6a62));
}
pub fn saddle(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.lift(smooth(&[(0.0, -104.0), (17.0, -88.0), (24.0, -30.0), (68.0, 34.0), (72.0, 74.0), (36.0, 88.0), (0.0, 80.0), (-36.0, 88.0), (-72.0, 74.0), (-68.0, 34.0), (-24.0, -30.0), (-17.0, -88.0)]), Ink::Fade((-60.0, -90.0), t.lit(0.25), (60.0, 90.0), t.dim(0.12)), 10.0);
    c.line(curve(&[(0.0, -70.0), (0.0, 0.0), (0.0, 66.0)]), 6.0, (t.dim(0.5), 0.35));
    for (x, y) in [(-46.0, 66.0), (46.0, 66.0), (-20.0, 72.0), (20.0, 72.0), (0.0, -88.0)] { c.fill(circle(x, y, 5.5), h(0xd9b66c)); }
    c.line(curve(&[(-46.0, 30.0), (-22.0, -20.0), (-12.0, -74.0)]), 5.0, (h(0xffffff), 0.22));
}
pub fn helmet(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.line(curve(&[(-60.0, -40.0), (-30.0, 0.0), (30.0, 0.0), (58.0, -40.0)]), 6.0, h(0x4a4547));
    c.fill(path(|p| { p.move_to(-100.0, -48.0); p.cubic_to(-104.0, -140.0, -40.0, -164.0, 6.0, -162.0); p.cubic_to(70.0, -160.0, 104.0, -112.0, 108.0, -54.0); p.quad_to(0.0, -22.0, -100.0, -48.0); p.close(); }), Ink::Fade((-70.0, -160.0), t.lit(0.35), (80.0, -40.0), t.dim(0.1)));
    for (x, lean) in [(-48.0, -6.0), (4.0, 0.0), (54.0, 8.0)] {
        c.fill(smooth(&[(x - 12.0, -70.0), (x - 8.0 - lean, -126.0), (x + 6.0 - lean, -128.0), (x + 12.0, -70.0)]), t.dim(0.45));
    }
    c.fill(rrect(-104.0, -56.0, 214.0, 14.0, 7.0), t.dim(0.3));
}
pub fn umbrella(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.line(trace(&[(0.0, -150.0), (0.0, -24.0)]), 7.0, h(0x8a6038));
    c.line(curve(&[(0.0, -26.0), (2.0, -2.0), (22.0, 0.0), (28.0, -18.0)]), 10.0, h(0x8a6038));
    let dome = path(|p| { p.move_to(-116.0, -98.0); p.cubic_to(-110.0, -230.0, 110.0, -230.0, 116.0, -98.0); p.quad_to(78.0, -122.0, 40.0, -98.0); p.quad_to(0.0, -122.0, -40.0, -98.0); p.quad_to(-78.0, -122.0, -116.0, -98.0); p.close(); });
    c.fill(dome, Ink::Fade((-110.0, -200.0), t.lit(0.35), (110.0, -100.0), t.dim(0.1)));
    for k in [-1.0, 1.0] {
        c.line(curve(&[(0.0, -197.0), (k * 34.0, -160.0), (k * 40.0, -98.0)]), 2.4, (t.dim(0.4), 0.4));
        for y in [-150.0, -126.0] { c.fill(circle(k * 72.0, y, 5.0), (h(0xfffaf0), 0.8)); }
    }
    for y in [-168.0, -140.0, -118.0] { c.fill(circle(0.0, y, 5.0), (h(0xfffaf0), 0.8)); }
    c.line(trace(&[(0.0, -198.0), (0.0, -212.0)]), 6.0, h(0x8a6038));
}
pub fn tea_tin(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(rrect(-66.0, -156.0, 132.0, 156.0, 10.0), Ink::Fade((-66.0, 0.0), t.lit(0.3), (66.0, 0.0), t.dim(0.22)));
    c.fill(rrect(-68.0, -178.0, 136.0, 44.0, 10.0), Ink::Fade((-66.0, 0.0), t.lit(0.45), (66.0, 0.0), t.dim(0.1)));
    c.fill(rrect(-68.0, -138.0, 136.0, 4.0, 2.0), (t.dim(0.5), 0.4));
    c.fill(rrect(-40.0, -114.0, 80.0, 84.0, 6.0), h(0xfaf4e4));
    for (d, k) in [(-130.0, 30.0), (-90.0, 36.0), (-50.0, 30.0)] { c.fill(leaf(0.0, -54.0, k, 9.0, d), h(0x6c8f56)); }
    c.fill(rrect(-20.0, -46.0, 40.0, 5.0, 2.5), (h(0x4a3b36), 0.6));
    c.fill(rrect(-54.0, -128.0, 7.0, 112.0, 3.5), (h(0xffffff), 0.35));
}
pub fn tea_leaves(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.lift(circle(0.0, 0.0, 94.0), Ink::Fade((-60.0, -60.0), h(0xfbf6ea), (60.0, 70.0), h(0xd9cdb6)), 8.0);
    c.fill(circle(0.0, 0.0, 74.0), h(0xe9dfc9));
    let dried = t.mix(h(0x4f5f37), 0.5);
    for _ in 0..80 {
        let (x, y) = super::sweets::around(r, 54.0);
        c.line(curve(&[(x, y), (x + r.jit(12.0), y + r.jit(8.0)), (x + r.jit(20.0), y + r.jit(16.0))]), r.range(3.0, 5.5), dried.mix(h(0x8c9a58), r.unit()));
    }
    for _ in 0..5 { let (x, y) = super::sweets::around(r, 44.0); bloom(c, x, y, 0.28, h(0xf0d9a8), 0); }
}
pub fn dripper(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(path(|p| { p.move_to(-46.0, -96.0); p.line_to(46.0, -96.0); p.cubic_to(84.0, -60.0, 78.0, -4.0, 50.0, 0.0); p.line_to(-50.0, 0.0); p.cubic_to(-78.0, -4.0, -84.0, -60.0, -46.0, -96.0); p.close(); }), (h(0xeaf0ec), 0.8));
    c.fill(path(|p| { p.move_to(-73.0, -46.0); p.line_to(73.0, -46.0); p.cubic_to(76.0, -8.0, 60.0, -4.0, 48.0, -4.0); p.line_to(-48.0, -4.0); p.cubic_to(-60.0, -4.0, -76.0, -8.0, -73.0, -46.0); p.close(); }), h(0x5a3626));
    c.fill(rrect(-56.0, -66.0, 8.0, 48.0, 4.0), (h(0xffffff), 0.6));
    c.fill(rrect(-62.0, -108.0, 124.0, 14.0, 6.0), t.dim(0.15));
    c.line(curve(&[(66.0, -178.0), (104.0, -170.0), (94.0, -132.0), (44.0, -128.0)]), 10.0, t.dim(0.2));
    c.fill(poly(&[(-82.0, -196.0), (82.0, -196.0), (34.0, -106.0), (-34.0, -106.0)]), Ink::Fade((-80.0, 0.0), t.lit(0.45), (80.0, 0.0), t.dim(0.1)));
    c.fill(oval(0.0, -196.0, 82.0, 14.0), h(0xfaf3e2));
    c.fill(oval(0.0, -195.0, 66.0, 9.0), h(0x6b4330));
    for x in [-40.0, -14.0, 14.0, 40.0] { c.line(trace(&[(x, -178.0), (x * 0.5, -112.0)]), 2.0, (t.dim(0.4), 0.25)); }
}
/// A gift box tied with a ribbon.
pub fn gift(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(rrect(-92.0, -110.0, 184.0, 110.0, 6.0), Ink::Fade((-90.0, 0.0), h(0xf5ead6), (90.0, 0.0), h(0xdcc6a4)));
    c.fill(rrect(-98.0, -142.0, 196.0, 42.0, 7.0), Ink::Fade((-90.0, 0.0), h(0xfbf4e4), (90.0, 0.0), h(0xe6d3b4)));
    c.fill(rect(-98.0, -102.0, 196.0, 4.0), (h(0x8a6a4a), 0.25));
    c.fill(rect(-14.0, -142.0, 28.0, 142.0), Ink::Fade((-14.0, 0.0), t.lit(0.2), (14.0, 0.0), t.dim(0.1)));
    for k in [-1.0, 1.0] {
        c.fill(smooth(&[(0.0, -144.0), (k * 30.0, -182.0), (k * 66.0, -178.0), (k * 60.0, -148.0)]), t.dim(0.04));
        c.fill(smooth(&[(k * 14.0, -150.0), (k * 34.0, -170.0), (k * 52.0, -168.0), (k * 46.0, -154.0)]), t.dim(0.3));
    }
    c.fill(rrect(-13.0, -160.0, 26.0, 24.0, 8.0), t.lit(0.1));
}

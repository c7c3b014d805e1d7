//! Cookies, small cakes, bread and rice cakes, seen from above unless the function says otherwise.

use crate::demo::draw::canvas::{Canvas, Ink};
use crate::demo::draw::colour::{Rgb, h};
use crate::demo::draw::rng::Rng;
use crate::demo::draw::shape::{blob, circle, curve, heart, leaf, oval, path, poly, rect, rrect, smooth};

fn biscuit(c: &mut Canvas, r: &mut Rng, base: Rgb) {
    let edge = blob(r, 0.0, 0.0, 92.0, 90.0, 0.035, 14);
    c.lay(edge.clone(), base.dim(0.16));
    c.fill(blob(r, -3.0, -4.0, 84.0, 82.0, 0.03, 13), Ink::Round((-25.0, -30.0), 125.0, base.lit(0.28), base));
    for _ in 0..26 {
        let (x, y) = around(r, 76.0);
        c.fill(circle(x, y, r.range(1.5, 4.0)), (base.dim(0.3), 0.35));
    }
    for _ in 0..4 {
        let (x, y) = around(r, 55.0);
        c.line(curve(&[(x, y), (x + r.range(8.0, 16.0), y + r.jit(8.0)), (x + r.range(20.0, 30.0), y + r.jit(14.0))]), 2.2, (base.dim(0.35), 0.45));
    }
}
/// Returns a random point inside a circle.
pub fn around(r: &mut Rng, radius: f32) -> (f32, f32) {
    let (turn, far) = (r.range(0.0, std::f32::consts::TAU), r.unit().sqrt() * radius);
    (turn.cos() * far, turn.sin() * far)
}
fn chips(c: &mut Canvas, r: &mut Rng, colours: &[Rgb], n: u16) {
    for i in 0..n {
        let turn = f32::from(i) * 2.4;
        let far = (f32::from(i) + 0.6).sqrt() / f32::from(n).sqrt() * 70.0;
        let (x, y) = (turn.cos() * far + r.jit(6.0), turn.sin() * far + r.jit(6.0));
        let Some(&col) = r.pick(colours) else { return };
        let size = r.range(9.0, 15.0);
        c.at(x, y, 1.0, r.range(0.0, 180.0), |c| {
            c.fill(rrect(-size, -size * 0.8 + 2.0, size * 2.0, size * 1.6, size * 0.6), (h(0x3b2230), 0.22));
            c.fill(rrect(-size, -size * 0.8, size * 2.0, size * 1.6, size * 0.6), col);
            c.fill(rrect(-size * 0.6, -size * 0.55, size * 0.8, size * 0.4, size * 0.2), (col.lit(0.6), 0.5));
        });
    }
}
pub fn cookie_choc(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    biscuit(c, r, h(0xd9a05c));
    chips(c, r, &[h(0x4b2a1e), h(0x5d3626), h(0x3f241c)], 11);
}
pub fn cookie_double(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    biscuit(c, r, h(0x6b4030));
    chips(c, r, &[h(0x33191a), h(0xf0dcc0), h(0x33191a)], 10);
}
pub fn cookie_oat(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    biscuit(c, r, h(0xc9955a));
    for _ in 0..24 {
        let (x, y) = around(r, 74.0);
        c.at(x, y, 1.0, r.range(0.0, 180.0), |c| c.fill(oval(0.0, 0.0, 9.0, 5.0), (h(0xf0d9a8), 0.9)));
    }
    chips(c, r, &[h(0x6d2f3e), h(0x8a4a2e)], 6);
}
pub fn cookie_matcha(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    biscuit(c, r, h(0x9aae5e));
    chips(c, r, &[h(0xf6efdc), h(0xfaf4e6), h(0x6d8440)], 10);
}
/// Iced heart-shaped cookies. The shop's tint is the icing.
pub fn cookie_heart(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.lay(heart(0.0, 0.0, 88.0), h(0xd6a468));
    c.fill(heart(0.0, -2.0, 72.0), Ink::Fade((-60.0, -60.0), t.lit(0.35), (60.0, 70.0), t));
    c.line(curve(&[(-48.0, -18.0), (-44.0, -34.0), (-30.0, -42.0)]), 7.0, (h(0xffffff), 0.75));
    for i in 0..5u16 {
        let x = -28.0 + f32::from(i) * 14.0;
        c.fill(circle(x, 14.0 + (x / 14.0).abs() * -3.0, 3.4), (h(0xfffaf0), 0.95));
    }
}
/// A ring of butter cookie with jam in the middle.
pub fn cookie_jam(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let n = 12u16;
    let frill: Vec<_> = (0..n * 2).map(|i| {
        let a = f32::from(i) / f32::from(n * 2) * std::f32::consts::TAU;
        let k = if i % 2 == 0 { 92.0 } else { 80.0 };
        (a.cos() * k, a.sin() * k)
    }).collect();
    c.lay(smooth(&frill), Ink::Round((-20.0, -25.0), 130.0, h(0xf3d6a0), h(0xd29f5b)));
    c.fill(circle(0.0, 0.0, 47.0), h(0xc08d4e));
    c.fill(circle(0.0, 1.0, 43.0), Ink::Round((-14.0, -16.0), 66.0, t.lit(0.25), t.dim(0.2)));
    c.fill(oval(-14.0, -17.0, 13.0, 7.0), (h(0xffffff), 0.55));
    for _ in 0..22 {
        let a = r.range(0.0, std::f32::consts::TAU);
        let d = r.range(56.0, 76.0);
        c.fill(circle(a.cos() * d, a.sin() * d, 2.0), (h(0xfffdf6), 0.8));
    }
}
pub fn macaron(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.lay(circle(0.0, 0.0, 84.0), t.dim(0.18));
    c.fill(blob(r, 0.0, 0.0, 83.0, 83.0, 0.02, 22), t.lit(0.35));
    c.fill(circle(-2.0, -3.0, 76.0), Ink::Round((-26.0, -28.0), 112.0, t.lit(0.4), t));
    c.line(curve(&[(-54.0, -14.0), (-44.0, -40.0), (-18.0, -54.0)]), 9.0, (h(0xffffff), 0.45));
    for _ in 0..9 {
        let (x, y) = around(r, 60.0);
        c.fill(circle(x, y, 2.4), (t.dim(0.35), 0.5));
    }
}
pub fn madeleine(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    let shell = path(|p| {
        p.move_to(0.0, 98.0);
        p.cubic_to(-34.0, 96.0, -76.0, 10.0, -66.0, -44.0);
        p.cubic_to(-56.0, -104.0, 56.0, -104.0, 66.0, -44.0);
        p.cubic_to(76.0, 10.0, 34.0, 96.0, 0.0, 98.0);
        p.close();
    });
    c.lay(shell.clone(), Ink::Fade((-50.0, -90.0), h(0xf2cf86), (50.0, 90.0), h(0xc98a45)));
    for i in -3i8..=3 {
        let x = f32::from(i);
        c.line(curve(&[(x * 4.0, 82.0), (x * 13.0, 10.0), (x * 17.0, -72.0 + x.abs() * 7.0)]), 5.0, (h(0xa5682f), 0.35));
        c.line(curve(&[(x * 4.0 - 4.0, 80.0), (x * 13.0 - 5.0, 10.0), (x * 17.0 - 6.0, -66.0 + x.abs() * 7.0)]), 2.5, (h(0xfff0c4), 0.6));
    }
}
pub fn brownie(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    c.lay(rrect(-84.0, -84.0, 168.0, 168.0, 16.0), h(0x4a2c22));
    c.fill(rrect(-80.0, -82.0, 156.0, 156.0, 14.0), Ink::Fade((-80.0, -80.0), h(0x84553c), (80.0, 80.0), h(0x5c3628)));
    for _ in 0..7 {
        let (x, y) = (r.jit(52.0), r.jit(52.0));
        c.line(curve(&[(x - 20.0, y), (x, y + r.jit(12.0)), (x + 24.0, y + r.jit(16.0))]), 2.4, (h(0xa87b58), 0.5));
    }
    chips(c, r, &[h(0xd9b98a), h(0xc9a06c)], 7);
}
pub fn scone(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    c.lay(blob(r, 0.0, 4.0, 90.0, 84.0, 0.06, 11), h(0xb9803f));
    c.fill(blob(r, -3.0, -4.0, 82.0, 74.0, 0.06, 11), Ink::Round((-25.0, -30.0), 120.0, h(0xfae3ae), h(0xdba758)));
    c.line(curve(&[(-62.0, 16.0), (-20.0, 28.0), (30.0, 18.0), (66.0, 26.0)]), 6.0, (h(0x99632c), 0.45));
    chips(c, r, &[h(0x7b2f3f), h(0x93474b)], 6);
}
/// Standing: a slice of layer cake on its paper.
pub fn cake(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(oval(0.0, -6.0, 104.0, 20.0), h(0xfaf5ea));
    let layers = [(h(0xf0cf95), 26.0), (h(0xfdf6e6), 16.0), (h(0xf0cf95), 26.0), (t, 12.0), (h(0xf0cf95), 26.0), (h(0xfdf6e6), 16.0)];
    let mut y = -10.0;
    for (col, tall) in layers {
        c.fill(rect(-80.0, y - tall, 160.0, tall + 1.0), Ink::Fade((-80.0, 0.0), col.lit(0.15), (80.0, 0.0), col.dim(0.06)));
        y -= tall;
    }
    c.fill(poly(&[(-80.0, y + 1.0), (80.0, y + 1.0), (56.0, y - 34.0), (-30.0, y - 34.0)]), h(0xfffaf0));
    for i in 0..4u16 {
        let x = -66.0 + f32::from(i) * 44.0;
        c.fill(path(|p| { p.move_to(x - 22.0, y); p.quad_to(x - 18.0, y + 30.0, x, y + 26.0); p.quad_to(x + 18.0, y + 24.0, x + 22.0, y); p.close(); }), h(0xfffaf0));
    }
    for (x, yy) in [(-14.0, y - 36.0), (26.0, y - 32.0), (6.0, y - 22.0)] {
        c.fill(circle(x, yy, 17.0), Ink::Round((x - 6.0, yy - 6.0), 22.0, t.lit(0.3), t.dim(0.1)));
        c.fill(circle(x - 6.0, yy - 7.0, 4.0), (h(0xffffff), 0.7));
    }
    c.fill(leaf(12.0, y - 46.0, 34.0, 9.0, -50.0), h(0x7d9a5a));
}
/// Standing: a loaf with a round top.
pub fn loaf(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    c.fill(rrect(-104.0, -112.0, 208.0, 112.0, 14.0), Ink::Fade((0.0, -112.0), h(0xd89b52), (0.0, 0.0), h(0xb8733a)));
    c.fill(path(|p| {
        p.move_to(-106.0, -92.0);
        p.cubic_to(-132.0, -168.0, -40.0, -178.0, 0.0, -150.0);
        p.cubic_to(40.0, -178.0, 132.0, -168.0, 106.0, -92.0);
        p.cubic_to(60.0, -78.0, -60.0, -78.0, -106.0, -92.0);
        p.close();
    }), Ink::Fade((-40.0, -170.0), h(0xe9b468), (30.0, -80.0), h(0xa9602d)));
    c.line(curve(&[(0.0, -150.0), (4.0, -116.0), (-2.0, -86.0)]), 6.0, (h(0x8c4d22), 0.35));
    c.line(curve(&[(-84.0, -132.0), (-62.0, -152.0), (-36.0, -152.0)]), 9.0, (h(0xfff0cf), 0.5));
    c.line(curve(&[(36.0, -148.0), (60.0, -152.0), (80.0, -138.0)]), 6.0, (h(0xfff0cf), 0.35));
    c.fill(rrect(-96.0, -30.0, 192.0, 20.0, 8.0), (h(0x8c4d22), 0.12));
}
pub fn saltbread(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    c.lay(smooth(&[(-96.0, 18.0), (-70.0, -22.0), (-20.0, -44.0), (20.0, -44.0), (70.0, -22.0), (96.0, 18.0), (60.0, 34.0), (0.0, 40.0), (-60.0, 34.0)]),
        Ink::Fade((0.0, -46.0), h(0xf0c176), (0.0, 44.0), h(0xb6713a)));
    for (x, tall) in [(-52.0, 28.0), (-22.0, 38.0), (12.0, 40.0), (44.0, 32.0)] {
        c.line(curve(&[(x, -tall), (x - 10.0, 0.0), (x - 4.0, 36.0)]), 5.0, (h(0x8f4f25), 0.4));
        c.line(curve(&[(x + 7.0, -tall + 4.0), (x - 2.0, -6.0)]), 4.0, (h(0xffe9bd), 0.55));
    }
    for _ in 0..16 {
        let (x, y) = (r.jit(46.0), r.range(-32.0, 6.0));
        c.fill(rrect(x, y, 5.0, 5.0, 1.0), (h(0xffffff), 0.95));
    }
}
pub fn croissant(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    let parts = [(-78.0, 34.0, 24.0, 30.0), (-50.0, -4.0, 34.0, 46.0), (0.0, -22.0, 40.0, 56.0), (50.0, -4.0, 34.0, 46.0), (78.0, 34.0, 24.0, 30.0)];
    for (x, y, rx, ry) in parts {
        c.at(x, y, 1.0, x * 0.5, |c| c.lay(oval(0.0, 0.0, rx, ry), h(0xb97638)));
    }
    for (i, (x, y, rx, ry)) in parts.into_iter().enumerate() {
        c.at(x, y, 1.0, x * 0.5, |c| {
            c.fill(oval(0.0, -2.0, rx, ry), Ink::Fade((-rx, -ry), h(0xf3c67c), (rx * 0.6, ry), h(0xb06b30)));
            if i != 0 { c.line(curve(&[(-rx * 0.7, -ry * 0.6), (-rx * 0.86, 0.0), (-rx * 0.7, ry * 0.6)]), 3.5, (h(0x8a4c20), 0.5)); }
            c.line(curve(&[(-rx * 0.2, -ry * 0.7), (rx * 0.1, -ry * 0.4)]), 5.0, (h(0xfff0cc), 0.6));
        });
    }
}
pub fn baguette(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    c.at(0.0, 0.0, 1.0, -35.0, |c| {
        c.lay(rrect(-125.0, -30.0, 250.0, 60.0, 30.0), Ink::Fade((0.0, -30.0), h(0xe8b267), (0.0, 34.0), h(0xa9642f)));
        for i in 0..5u16 {
            let x = -84.0 + f32::from(i) * 42.0;
            c.at(x, -2.0, 1.0, -28.0, |c| {
                c.fill(oval(0.0, 0.0, 24.0, 9.0), h(0xf8e2b6));
                c.line(curve(&[(-22.0, 4.0), (0.0, 9.0), (22.0, 3.0)]), 3.0, (h(0x8a4c20), 0.5));
            });
        }
    });
}
pub fn redbean_bun(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    c.lay(blob(r, 0.0, 0.0, 88.0, 86.0, 0.015, 12), Ink::Round((-26.0, -30.0), 130.0, h(0xefb868), h(0x9c5526)));
    c.line(curve(&[(-58.0, -22.0), (-42.0, -48.0), (-14.0, -60.0)]), 10.0, (h(0xfff0d0), 0.5));
    for _ in 0..34 {
        let (x, y) = around(r, 26.0);
        c.at(x, y, 1.0, r.range(0.0, 180.0), |c| c.fill(oval(0.0, 0.0, 4.0, 2.2), h(0x33241f)));
    }
}
/// Half-moon rice cakes in three colours on pine needles.
pub fn songpyeon(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    for _ in 0..26 {
        let (x, y) = around(r, 70.0);
        let a = r.range(0.0, std::f32::consts::TAU);
        c.line(curve(&[(x, y), (x + a.cos() * 36.0, y + a.sin() * 36.0)]), 2.6, (h(0x55743f), 0.75));
    }
    for (x, y, turn, col) in [(-42.0, -34.0, -12.0, h(0xf8f1e2)), (40.0, -38.0, 16.0, h(0xe7a9a7)), (-38.0, 36.0, 10.0, h(0x9db878)), (46.0, 34.0, -18.0, h(0xf8f1e2)), (2.0, 0.0, 4.0, h(0xe9c46e))] {
        c.at(x, y, 0.86, turn, |c| {
            let half = path(|p| { p.move_to(-48.0, 16.0); p.cubic_to(-44.0, -46.0, 44.0, -46.0, 48.0, 16.0); p.cubic_to(24.0, 34.0, -24.0, 34.0, -48.0, 16.0); p.close(); });
            c.lay(half, Ink::Fade((-20.0, -34.0), col.lit(0.45), (20.0, 34.0), col.dim(0.1)));
            c.line(curve(&[(-38.0, 10.0), (0.0, 19.0), (38.0, 10.0)]), 3.0, (col.dim(0.35), 0.5));
            c.line(curve(&[(-24.0, -14.0), (-8.0, -24.0), (8.0, -25.0)]), 5.0, (h(0xffffff), 0.6));
        });
    }
}
/// Cubes of rice cake in bean powder.
pub fn injeolmi(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    c.fill(blob(r, 4.0, 8.0, 100.0, 88.0, 0.06, 12), (h(0xcfa458), 0.45));
    for (x, y, turn) in [(-44.0, -42.0, 8.0), (44.0, -38.0, -10.0), (-40.0, 42.0, -6.0), (46.0, 44.0, 12.0), (2.0, 2.0, 30.0)] {
        c.at(x, y, 1.0, turn, |c| {
            c.lay(rrect(-37.0, -33.0, 74.0, 66.0, 14.0), Ink::Fade((-30.0, -30.0), h(0xf0d394), (30.0, 34.0), h(0xcd9f52)));
            for _ in 0..26 {
                c.fill(circle(r.jit(32.0), r.jit(28.0), r.range(1.0, 2.6)), (h(0xa87832), 0.5));
            }
        });
    }
}
/// Standing: steamed white rice cake with coloured layers.
pub fn baekseolgi(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let layers = [h(0xfbf6ea), t.lit(0.3), h(0xfbf6ea), h(0xb9c98d), h(0xfbf6ea)];
    let mut y = 0.0;
    for col in layers {
        c.fill(rrect(-88.0, y - 30.0, 176.0, 32.0, 5.0), Ink::Fade((-88.0, 0.0), col, (88.0, 0.0), col.dim(0.1)));
        y -= 28.0;
    }
    c.fill(poly(&[(-88.0, y), (88.0, y), (66.0, y - 36.0), (-62.0, y - 36.0)]), h(0xfffbf2));
    for _ in 0..40 {
        c.fill(circle(r.jit(82.0), r.range(-138.0, -4.0), 1.7), (h(0xb9a98a), 0.5));
    }
    for (x, yy) in [(-16.0, y - 20.0), (10.0, y - 26.0), (20.0, y - 12.0)] {
        c.fill(oval(x, yy, 13.0, 8.0), h(0xa9473d));
        c.fill(oval(x - 3.0, yy - 2.0, 4.0, 2.0), (h(0xffffff), 0.6));
    }
}
pub fn chapssal(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    for (x, y, col) in [(-46.0, -34.0, t.lit(0.4)), (46.0, -34.0, h(0xfaf4e8)), (-46.0, 46.0, h(0xb9c98d)), (46.0, 46.0, t.lit(0.15))] {
        c.lay(blob(r, x, y, 42.0, 40.0, 0.02, 10), Ink::Round((x - 12.0, y - 14.0), 58.0, col.lit(0.6), col.dim(0.04)));
        for _ in 0..14 {
            let (dx, dy) = around(r, 34.0);
            c.fill(circle(x + dx, y + dy, 2.0), (h(0xffffff), 0.85));
        }
    }
}
pub fn garaetteok(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    for (i, y) in [(0u16, -56.0), (1, -18.0), (2, 20.0), (3, 58.0)] {
        let shift = if i % 2 == 0 { -6.0 } else { 8.0 };
        c.at(shift, y, 1.0, -7.0, |c| {
            c.lay(rrect(-98.0, -17.0, 196.0, 34.0, 17.0), Ink::Fade((0.0, -17.0), h(0xffffff), (0.0, 18.0), h(0xdfd4bf)));
            c.fill(oval(90.0, 0.0, 9.0, 15.0), h(0xf1e9d8));
            c.line(curve(&[(-82.0, -7.0), (60.0, -7.0)]), 4.0, (h(0xffffff), 0.9));
        });
    }
}

//! Fruit, jars, bottles and side dishes.

use crate::demo::draw::canvas::{Canvas, Ink};
use crate::demo::draw::colour::{Rgb, h};
use crate::demo::draw::rng::Rng;
use crate::demo::draw::shape::{blob, circle, curve, leaf, oval, path, poly, rect, rrect, smooth, trace};
use super::sweets::around;

fn tangerine_one(c: &mut Canvas, r: &mut Rng, x: f32, y: f32, k: f32, leafy: bool) {
    c.at(x, y, k, r.jit(14.0), |c| {
        c.lay(oval(0.0, 2.0, 50.0, 45.0), Ink::Round((-17.0, -17.0), 74.0, h(0xffc255), h(0xe0701f)));
        for _ in 0..16 {
            let (dx, dy) = around(r, 40.0);
            c.fill(circle(dx, dy, 1.3), (h(0xb9520f), 0.35));
        }
        c.fill(oval(-19.0, -19.0, 11.0, 7.0), (h(0xffffff), 0.5));
        c.fill(crate::demo::draw::shape::star(0.0, -6.0, 9.0, 4.0, 5), h(0x6f8a3c));
        if leafy {
            c.lay(leaf(2.0, -8.0, 56.0, 17.0, -28.0), Ink::Fade((0.0, -10.0), h(0x7aa04c), (50.0, -30.0), h(0x4b7a3a)));
            c.line(curve(&[(2.0, -8.0), (26.0, -20.0), (46.0, -30.0)]), 2.0, (h(0xd4e3a4), 0.7));
        }
    });
}
pub fn tangerine(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    tangerine_one(c, r, -44.0, -36.0, 0.98, true);
    tangerine_one(c, r, 50.0, -26.0, 0.92, false);
    tangerine_one(c, r, 2.0, 46.0, 1.02, true);
}
pub fn tangerine_half(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    tangerine_one(c, r, -46.0, -30.0, 1.05, true);
    c.at(40.0, 30.0, 1.15, 10.0, |c| {
        c.lay(circle(0.0, 0.0, 50.0), h(0xe8862e));
        c.fill(circle(0.0, 0.0, 45.0), h(0xfde9c0));
        for i in 0..9u16 {
            c.at(0.0, 0.0, 1.0, f32::from(i) * 40.0, |c| {
                c.fill(path(|p| { p.move_to(0.0, -5.0); p.cubic_to(-13.0, -22.0, -13.0, -40.0, 0.0, -41.0); p.cubic_to(13.0, -40.0, 13.0, -22.0, 0.0, -5.0); p.close(); }),
                    Ink::Fade((0.0, -5.0), h(0xfdb44a), (0.0, -42.0), h(0xf08a26)));
            });
        }
    });
}
/// A hallabong: large and bumpy, with a neck.
pub fn hallabong(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    c.lay(smooth(&[(-14.0, -84.0), (14.0, -84.0), (30.0, -58.0), (74.0, -30.0), (86.0, 20.0), (60.0, 70.0), (0.0, 86.0), (-60.0, 70.0), (-86.0, 20.0), (-74.0, -30.0), (-30.0, -58.0)]),
        Ink::Round((-26.0, -22.0), 120.0, h(0xffc04e), h(0xe07a1e)));
    for _ in 0..46 {
        let (dx, dy) = around(r, 74.0);
        c.fill(circle(dx, dy + 8.0, 1.8), (h(0xb9580f), 0.35));
    }
    c.fill(oval(-36.0, -12.0, 17.0, 11.0), (h(0xffffff), 0.4));
    c.line(curve(&[(-12.0, -70.0), (-24.0, -50.0)]), 3.0, (h(0xb9580f), 0.4));
    c.line(curve(&[(12.0, -70.0), (24.0, -50.0)]), 3.0, (h(0xb9580f), 0.4));
    c.fill(oval(0.0, -84.0, 9.0, 5.0), h(0x6f8a3c));
    c.lay(leaf(2.0, -86.0, 70.0, 19.0, -16.0), h(0x5f8c40));
    c.line(curve(&[(4.0, -87.0), (60.0, -102.0)]), 2.0, (h(0xd4e3a4), 0.7));
}
/// Standing: a wooden crate heaped with fruit.
pub fn tangerine_crate(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    for (row, n) in [(0u16, 4u16), (1, 3)] {
        for i in 0..n {
            let x = (f32::from(i) - (f32::from(n) - 1.0) / 2.0) * 58.0;
            tangerine_one(c, r, x, -96.0 - f32::from(row) * 40.0, 0.68, i == row);
        }
    }
    crate_front(c, 244.0, 92.0);
}
pub fn crate_front(c: &mut Canvas, wide: f32, tall: f32) {
    let wood = h(0xc99a5f);
    for i in 0..2u16 {
        let y = -tall + f32::from(i) * tall / 2.0;
        c.fill(rrect(-wide / 2.0, y, wide, tall / 2.0 - 5.0, 4.0), Ink::Fade((-wide / 2.0, 0.0), wood.lit(0.25), (wide / 2.0, 0.0), wood.dim(0.1)));
        c.line(curve(&[(-wide * 0.35, y + 12.0), (0.0, y + 16.0), (wide * 0.3, y + 12.0)]), 2.0, (wood.dim(0.3), 0.4));
    }
    for x in [-wide / 2.0 + 6.0, wide / 2.0 - 26.0] {
        c.fill(rrect(x, -tall - 4.0, 20.0, tall + 4.0, 3.0), wood.dim(0.14));
    }
}
fn label(c: &mut Canvas, y: f32, w: f32, tall: f32, accent: Rgb) {
    c.fill(rrect(-w / 2.0, y, w, tall, 4.0), h(0xfbf6ea));
    c.fill(circle(0.0, y + tall * 0.34, tall * 0.17), accent);
    c.fill(rrect(-w * 0.3, y + tall * 0.64, w * 0.6, 4.0, 2.0), (h(0x4a3b36), 0.7));
    c.fill(rrect(-w * 0.2, y + tall * 0.64 + 9.0, w * 0.4, 3.0, 1.5), (h(0x4a3b36), 0.4));
}
/// Standing: a glass jar with filling and lid. `inside` draws the content.
fn jar(c: &mut Canvas, lid: Rgb, fill: Rgb, inside: impl FnOnce(&mut Canvas)) {
    let glass = rrect(-68.0, -150.0, 136.0, 150.0, 26.0);
    c.fill(glass.clone(), (h(0xffffff), 0.5));
    c.within(rrect(-62.0, -132.0, 124.0, 127.0, 22.0), |c| {
        c.fill(rect(-62.0, -132.0, 124.0, 130.0), Ink::Fade((-62.0, 0.0), fill.lit(0.2), (62.0, 0.0), fill.dim(0.14)));
        inside(c);
    });
    c.fill(rrect(-60.0, -176.0, 120.0, 32.0, 8.0), Ink::Fade((-60.0, 0.0), lid.lit(0.25), (60.0, 0.0), lid.dim(0.15)));
    c.fill(rrect(-60.0, -152.0, 120.0, 6.0, 3.0), (lid.dim(0.4), 0.4));
    c.fill(rrect(-54.0, -126.0, 10.0, 96.0, 5.0), (h(0xffffff), 0.55));
    c.fill(rrect(-38.0, -126.0, 4.0, 60.0, 2.0), (h(0xffffff), 0.4));
}
pub fn jam(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    jar(c, h(0xf3e9d6), t, |c| {
        for _ in 0..26 {
            c.fill(circle(r.jit(56.0), r.range(-126.0, -6.0), r.range(4.0, 11.0)), (t.dim(0.25), 0.35));
        }
    });
    // A cloth cap tied over the lid.
    c.fill(smooth(&[(-66.0, -150.0), (-70.0, -164.0), (-54.0, -184.0), (0.0, -190.0), (54.0, -184.0), (70.0, -164.0), (66.0, -150.0), (30.0, -156.0), (0.0, -150.0), (-30.0, -156.0)]), t.lit(0.62));
    for i in 0..5u16 {
        c.line(curve(&[(-48.0 + f32::from(i) * 24.0, -182.0), (-54.0 + f32::from(i) * 27.0, -158.0)]), 3.0, (t, 0.5));
    }
    c.line(curve(&[(-62.0, -160.0), (0.0, -166.0), (62.0, -160.0)]), 4.0, h(0xb8895a));
    label(c, -104.0, 76.0, 66.0, t);
}
pub fn honey(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    let gold = h(0xe09a2b);
    jar(c, h(0x6f4a2f), gold, |c| c.fill(circle(-20.0, -60.0, 70.0), Ink::Spot((-20.0, -60.0), 70.0, h(0xffe08a), 0.8)));
    for (x, y) in [(-18.0, -92.0), (18.0, -92.0), (0.0, -61.0)] {
        let hex: Vec<_> = (0..6u16).map(|i| { let a = f32::from(i).mul_add(60.0, 30.0).to_radians(); (x + a.cos() * 19.0, y + a.sin() * 19.0) }).collect();
        c.fill(poly(&hex), h(0xfbf1d8));
        c.line(poly(&hex), 3.0, h(0x8a5a22));
    }
}
/// A jar of fruit slices in syrup.
pub fn cheong(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    jar(c, h(0xd9d2c4), t.lit(0.35), |c| {
        for (x, y) in [(-30.0, -104.0), (26.0, -88.0), (-22.0, -46.0), (34.0, -28.0), (2.0, -4.0), (-56.0, -74.0), (58.0, -58.0)] {
            c.at(x, y, 1.0, r.jit(60.0), |c| {
                c.stretch(1.0, 0.86, |c| {
                    c.fill(circle(0.0, 0.0, 31.0), t.dim(0.05));
                    c.fill(circle(0.0, 0.0, 26.0), t.lit(0.7));
                    for i in 0..7u16 {
                        c.at(0.0, 0.0, 1.0, f32::from(i) * 51.4, |c| c.fill(leaf(0.0, -3.0, 22.0, 8.0, -90.0), t.lit(0.15)));
                    }
                });
            });
        }
    });
    c.line(curve(&[(-64.0, -150.0), (0.0, -145.0), (64.0, -150.0)]), 4.0, h(0xa57b4e));
}
/// A jar of kimchi with an earthen lid.
pub fn kimchi(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    jar(c, h(0xc7493a), h(0xe9c9a0), |c| {
        for i in 0..26u16 {
            let (x, y) = (r.jit(60.0), -124.0 + f32::from(i) * 5.0);
            let red = [h(0xcf4a2d), h(0xe0663a), h(0xf0d7a6), h(0xb93a27)];
            let col = r.pick(&red).copied().unwrap_or(h(0xcf4a2d));
            c.at(x, y, 1.0, r.jit(50.0), |c| {
                c.fill(blob(r, 0.0, 0.0, 26.0, 14.0, 0.2, 8), col);
                c.line(curve(&[(-16.0, 2.0), (0.0, -3.0), (16.0, 2.0)]), 2.0, (h(0xfff0d0), 0.5));
            });
        }
        for _ in 0..8 {
            let (x, y) = (r.jit(50.0), r.range(-116.0, -10.0));
            c.line(curve(&[(x, y), (x + 20.0, y - 8.0)]), 5.0, h(0x7d9a4a));
        }
    });
}
pub fn oil(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    c.fill(path(|p| {
        p.move_to(-18.0, -196.0); p.line_to(18.0, -196.0); p.line_to(18.0, -150.0);
        p.cubic_to(22.0, -128.0, 48.0, -128.0, 48.0, -98.0); p.line_to(48.0, -12.0);
        p.cubic_to(48.0, -2.0, 42.0, 0.0, 34.0, 0.0); p.line_to(-34.0, 0.0);
        p.cubic_to(-42.0, 0.0, -48.0, -2.0, -48.0, -12.0); p.line_to(-48.0, -98.0);
        p.cubic_to(-48.0, -128.0, -22.0, -128.0, -18.0, -150.0); p.close();
    }), Ink::Fade((-48.0, 0.0), t.lit(0.28), (48.0, 0.0), t.dim(0.3)));
    c.fill(rrect(-23.0, -216.0, 46.0, 30.0, 5.0), h(0xd8b25e));
    c.fill(rrect(-38.0, -112.0, 8.0, 96.0, 4.0), (h(0xffffff), 0.5));
    label(c, -88.0, 70.0, 66.0, h(0xc05a3a));
}
/// Standing: scented sticks in a small bottle.
pub fn diffuser(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, y) in [(-46.0, -224.0), (-16.0, -236.0), (18.0, -234.0), (46.0, -220.0)] {
        c.line(trace(&[(x * 0.1, -50.0), (x, y)]), 4.0, h(0x8c6a48));
    }
    c.fill(rrect(-54.0, -112.0, 108.0, 112.0, 18.0), (h(0xffffff), 0.55));
    c.fill(rrect(-49.0, -74.0, 98.0, 70.0, 15.0), Ink::Fade((-49.0, 0.0), t.lit(0.4), (49.0, 0.0), t));
    c.fill(rrect(-20.0, -132.0, 40.0, 26.0, 5.0), h(0x4d4038));
    c.fill(rrect(-45.0, -102.0, 7.0, 80.0, 3.5), (h(0xffffff), 0.6));
    label(c, -82.0, 60.0, 52.0, t.dim(0.2));
}
fn dish(c: &mut Canvas, glaze: Rgb, heap: impl FnOnce(&mut Canvas)) {
    c.lift(circle(0.0, 0.0, 98.0), glaze.dim(0.12), 9.0);
    c.fill(circle(-1.0, -1.0, 96.0), Ink::Fade((-70.0, -70.0), glaze.lit(0.5), (70.0, 70.0), glaze));
    c.fill(circle(0.0, 1.0, 78.0), Ink::Fade((-50.0, -50.0), glaze.dim(0.12), (50.0, 60.0), glaze.lit(0.3)));
    heap(c);
}
pub fn banchan_namul(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    dish(c, t, |c| {
        for i in 0..44u16 {
            let (x, y) = around(r, 50.0);
            let col = if i % 3 == 0 { h(0x86a752) } else { h(0x4f7a3a) };
            c.line(curve(&[(x, y), (x + r.jit(26.0), y + r.jit(26.0)), (x + r.jit(30.0), y + r.jit(30.0))]), r.range(4.0, 9.0), col.lit(r.range(0.0, 0.15)));
        }
        for _ in 0..16 {
            let (x, y) = around(r, 46.0);
            c.fill(oval(x, y, 3.6, 2.4), h(0xf8e9c4));
        }
    });
}
pub fn banchan_lotus(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    dish(c, t, |c| {
        for (x, y) in [(-34.0, -30.0), (32.0, -34.0), (-40.0, 28.0), (38.0, 26.0), (0.0, 44.0), (0.0, -4.0)] {
            c.at(x, y, 1.0, r.jit(40.0), |c| {
                c.lay(blob(r, 0.0, 0.0, 33.0, 32.0, 0.04, 10), Ink::Round((-8.0, -8.0), 44.0, h(0xb8743a), h(0x7f4420)));
                for i in 0..6u16 {
                    let a = f32::from(i).to_radians() * 60.0;
                    c.fill(circle(a.cos() * 18.0, a.sin() * 18.0, 5.5), h(0x4f2a18));
                }
                c.fill(oval(-12.0, -18.0, 8.0, 4.0), (h(0xffe6b8), 0.6));
            });
        }
    });
}
pub fn banchan_egg(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    dish(c, t, |c| {
        c.fill(circle(0.0, 1.0, 74.0), h(0x6b3a22));
        for (x, y) in [(-32.0, -28.0), (34.0, -24.0), (-28.0, 34.0), (36.0, 36.0)] {
            c.at(x, y, 1.0, r.jit(40.0), |c| {
                c.fill(oval(0.0, 0.0, 33.0, 27.0), Ink::Round((-10.0, -10.0), 42.0, h(0xd49a5c), h(0x9a5f33)));
                c.fill(oval(-11.0, -10.0, 9.0, 5.0), (h(0xffffff), 0.5));
            });
        }
        for _ in 0..5 {
            let (x, y) = around(r, 56.0);
            c.fill(oval(x, y, 11.0, 6.0), h(0x86a752));
        }
    });
}
pub fn banchan_anchovy(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    dish(c, t, |c| {
        for _ in 0..52 {
            let (x, y) = around(r, 60.0);
            c.at(x, y, 1.0, r.range(0.0, 180.0), |c| {
                c.fill(leaf(-15.0, 0.0, 30.0, 4.5, r.jit(10.0)), h(0xc9a06a).mix(h(0x8d6a48), r.unit()));
                c.fill(circle(-10.0, 0.0, 1.4), h(0x33241f));
            });
        }
        for _ in 0..7 {
            let (x, y) = around(r, 50.0);
            c.at(x, y, 1.0, r.jit(90.0), |c| c.fill(rrect(-14.0, -4.5, 28.0, 9.0, 4.5), h(0x7d9a4a)));
        }
    });
}
pub fn banchan_kimchi(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    dish(c, t, |c| {
        for i in 0..15u16 {
            let (x, y) = around(r, 48.0);
            let col = [h(0xcf4a2d), h(0xe0663a), h(0xf2d9a8), h(0xbd3b28)].get(usize::from(i % 4)).copied().unwrap_or(t);
            c.at(x, y, 1.0, r.range(0.0, 180.0), |c| {
                c.lay(blob(r, 0.0, 0.0, 25.0, 17.0, 0.14, 9), col);
                c.line(curve(&[(-16.0, 0.0), (0.0, -4.0), (16.0, 2.0)]), 2.5, (h(0xfff0d0), 0.55));
            });
        }
        for _ in 0..14 {
            let (x, y) = around(r, 52.0);
            c.fill(circle(x, y, 2.6), h(0xa52a1e));
        }
    });
}
pub fn banchan_roll(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    dish(c, t, |c| {
        for (x, y) in [(-32.0, -34.0), (32.0, -34.0), (-42.0, 20.0), (0.0, 6.0), (42.0, 22.0), (0.0, 54.0)] {
            c.at(x, y, 0.92, r.jit(30.0), |c| {
                c.lay(rrect(-27.0, -22.0, 54.0, 44.0, 19.0), h(0xf4c95a));
                c.line(curve(&[(-17.0, -4.0), (-8.0, -13.0), (9.0, -12.0), (15.0, 0.0), (6.0, 10.0), (-6.0, 7.0), (-3.0, -2.0), (4.0, -2.0)]), 3.6, h(0xd29a34));
                for (dx, dy, col) in [(-16.0, 7.0, h(0xd9663a)), (12.0, -5.0, h(0x6f9440)), (-4.0, -16.0, h(0x6f9440)), (16.0, 9.0, h(0xd9663a))] {
                    c.fill(circle(dx, dy, 3.4), col);
                }
            });
        }
    });
}
/// A piece of honeycomb.
pub fn honeycomb(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    c.lay(rrect(-92.0, -78.0, 184.0, 156.0, 16.0), Ink::Fade((-90.0, -80.0), h(0xf3bd4e), (90.0, 80.0), h(0xc27a1d)));
    c.within(rrect(-86.0, -72.0, 172.0, 144.0, 12.0), |c| {
        for row in 0..7u16 {
            for col in 0..7u16 {
                let x = -96.0 + f32::from(col) * 33.0 + if row % 2 == 0 { 0.0 } else { 16.5 };
                let y = -84.0 + f32::from(row) * 28.5;
                let hex: Vec<_> = (0..6u16).map(|i| { let a = f32::from(i).mul_add(60.0, 30.0).to_radians(); (x + a.cos() * 15.0, y + a.sin() * 15.0) }).collect();
                c.fill(poly(&hex), Ink::Round((x - 4.0, y - 5.0), 18.0, h(0xffd873), h(0xb9701a)));
            }
        }
    });
    c.fill(oval(-40.0, -40.0, 30.0, 14.0), (h(0xffffff), 0.3));
}
/// Standing: a folded paper bag with a window in the shop's colour.
pub fn pouch(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    let kraft = h(0xc79a68);
    c.fill(poly(&[(-70.0, -176.0), (70.0, -176.0), (78.0, 0.0), (-78.0, 0.0)]), Ink::Fade((-70.0, 0.0), kraft.lit(0.25), (78.0, 0.0), kraft.dim(0.12)));
    c.fill(rrect(-72.0, -200.0, 144.0, 34.0, 4.0), kraft.dim(0.1));
    c.fill(rrect(-30.0, -194.0, 60.0, 8.0, 4.0), h(0xf3e9d6));
    c.line(trace(&[(-46.0, -160.0), (-52.0, -6.0)]), 2.0, (kraft.dim(0.4), 0.3));
    c.line(trace(&[(46.0, -160.0), (52.0, -6.0)]), 2.0, (kraft.dim(0.4), 0.3));
    c.fill(rrect(-48.0, -138.0, 96.0, 100.0, 8.0), t);
    c.fill(circle(0.0, -102.0, 21.0), (h(0xfffaf0), 0.9));
    c.fill(rrect(-30.0, -70.0, 60.0, 5.0, 2.5), (h(0xfffaf0), 0.9));
    c.fill(rrect(-20.0, -58.0, 40.0, 4.0, 2.0), (h(0xfffaf0), 0.6));
}
/// Roasted beans around a scoop.
pub fn beans(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    for i in 0..38u16 {
        let turn = f32::from(i) * 2.4;
        let far = (f32::from(i) + 0.5).sqrt() * 15.0;
        c.at(turn.cos() * far, turn.sin() * far, 1.0, r.range(0.0, 180.0), |c| {
            let dark = h(0x5d3826).mix(h(0x7c4d31), r.unit());
            c.fill(oval(2.0, 3.0, 15.0, 11.5), (h(0x3b2230), 0.2));
            c.fill(oval(0.0, 0.0, 15.0, 11.5), Ink::Round((-4.0, -4.0), 18.0, dark.lit(0.25), dark));
            c.line(curve(&[(-11.0, 0.0), (-3.0, 2.5), (3.0, -2.5), (11.0, 0.0)]), 2.4, h(0x33201a));
        });
    }
}

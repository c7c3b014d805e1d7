//! Wood, plants, flowers.

use crate::demo::draw::canvas::{Canvas, Ink};
use crate::demo::draw::colour::{Rgb, h};
use crate::demo::draw::rng::Rng;
use crate::demo::draw::shape::{circle, curve, heart, leaf, oval, path, poly, rrect, smooth, star, trace};

const WOODS: [u32; 3] = [0xc6925a, 0xa8713f, 0xdbb27e];
fn grain(c: &mut Canvas, x: f32, y: f32, w: f32, tall: f32, t: Rgb) {
    c.fill(rrect(x, y, w, tall, 7.0), Ink::Fade((x, y), t.lit(0.25), (x + w, y + tall), t.dim(0.12)));
    for k in [0.3, 0.62] {
        c.line(curve(&[(x + w * 0.06, y + tall * k), (x + w * 0.4, y + tall * (k + 0.1)), (x + w * 0.94, y + tall * k)]), 1.8, (t.dim(0.4), 0.28));
    }
}
pub fn chair(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let wood = h(r.pick(&WOODS).copied().unwrap_or(0xc6925a));
    c.line(trace(&[(-44.0, -92.0), (-38.0, -8.0)]), 10.0, wood.dim(0.25));
    c.line(trace(&[(58.0, -92.0), (52.0, -10.0)]), 10.0, wood.dim(0.25));
    c.line(trace(&[(-62.0, -96.0), (-50.0, -226.0)]), 12.0, wood.dim(0.05));
    c.line(trace(&[(50.0, -96.0), (44.0, -226.0)]), 12.0, wood.dim(0.1));
    c.line(curve(&[(-54.0, -222.0), (-4.0, -236.0), (46.0, -222.0)]), 20.0, wood.lit(0.15));
    c.line(curve(&[(-58.0, -168.0), (-4.0, -178.0), (46.0, -168.0)]), 11.0, wood);
    c.line(trace(&[(-68.0, -84.0), (-74.0, -2.0)]), 12.0, wood);
    c.line(trace(&[(70.0, -84.0), (76.0, -2.0)]), 12.0, wood.dim(0.1));
    c.line(trace(&[(-70.0, -36.0), (72.0, -36.0)]), 7.0, wood.dim(0.15));
    c.fill(poly(&[(-60.0, -112.0), (60.0, -112.0), (84.0, -84.0), (-84.0, -84.0)]), wood.dim(0.12));
    c.fill(smooth(&[(-58.0, -116.0), (0.0, -122.0), (58.0, -116.0), (80.0, -94.0), (0.0, -88.0), (-80.0, -94.0)]), Ink::Fade((-80.0, 0.0), t.lit(0.35), (80.0, 0.0), t.dim(0.06)));
}
pub fn stool(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    let wood = h(r.pick(&WOODS).copied().unwrap_or(0xc6925a));
    c.line(trace(&[(-14.0, -136.0), (-26.0, -14.0)]), 11.0, wood.dim(0.28));
    c.line(trace(&[(-52.0, -136.0), (-76.0, -2.0)]), 13.0, wood);
    c.line(trace(&[(52.0, -136.0), (76.0, -2.0)]), 13.0, wood.dim(0.12));
    c.line(curve(&[(-64.0, -60.0), (0.0, -52.0), (64.0, -60.0)]), 8.0, wood.dim(0.12));
    c.fill(rrect(-86.0, -150.0, 172.0, 22.0, 10.0), wood.dim(0.12));
    c.fill(oval(0.0, -150.0, 86.0, 19.0), Ink::Fade((-86.0, 0.0), wood.lit(0.35), (86.0, 0.0), wood));
    c.line(oval(0.0, -150.0, 54.0, 10.0), 2.0, (wood.dim(0.4), 0.3));
    c.line(oval(0.0, -150.0, 26.0, 5.0), 2.0, (wood.dim(0.4), 0.3));
}
pub fn board(c: &mut Canvas, r: &mut Rng, _: Rgb) {
    let wood = h(r.pick(&WOODS).copied().unwrap_or(0xc6925a));
    c.at(0.0, 0.0, 1.0, -18.0, |c| {
        c.lift(rrect(-58.0, -110.0, 116.0, 168.0, 30.0), wood.dim(0.25), 8.0);
        grain(c, -58.0, -112.0, 114.0, 166.0, wood);
        c.lay(rrect(-16.0, 50.0, 32.0, 66.0, 15.0), wood);
        c.fill(circle(0.0, 98.0, 7.0), wood.dim(0.5));
        for x in [-34.0, -12.0, 12.0, 34.0] {
            c.line(curve(&[(x, -98.0), (x + 5.0, -30.0), (x - 3.0, 44.0)]), 2.2, (wood.dim(0.4), 0.3));
        }
        c.line(trace(&[(0.0, 104.0), (-14.0, 122.0), (8.0, 124.0)]), 3.0, h(0x6b4a32));
    });
}
pub fn spoons(c: &mut Canvas, _: &mut Rng, _: Rgb) {
    for (i, (x, turn)) in [(-46.0, -10.0), (0.0, 2.0), (46.0, 12.0)].into_iter().enumerate() {
        let wood = h(WOODS.get(i).copied().unwrap_or(0xc6925a));
        c.at(x, 0.0, 1.0, turn, |c| {
            c.lay(rrect(-6.0, -30.0, 12.0, 130.0, 6.0), wood);
            c.lay(oval(0.0, -62.0, 27.0, 40.0), Ink::Fade((-24.0, -90.0), wood.lit(0.3), (24.0, -20.0), wood.dim(0.1)));
            c.fill(oval(0.0, -64.0, 19.0, 30.0), Ink::Fade((-20.0, -90.0), wood.dim(0.28), (20.0, -40.0), wood.lit(0.2)));
        });
    }
}
pub fn tray(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let wood = h(r.pick(&WOODS).copied().unwrap_or(0xc6925a));
    c.lift(rrect(-108.0, -76.0, 216.0, 152.0, 34.0), wood.dim(0.15), 9.0);
    c.fill(rrect(-108.0, -78.0, 214.0, 150.0, 34.0), wood.lit(0.15));
    c.fill(rrect(-94.0, -64.0, 186.0, 122.0, 26.0), Ink::Fade((-90.0, -60.0), wood.dim(0.15), (90.0, 60.0), wood.lit(0.1)));
    for y in [-34.0, -2.0, 30.0] {
        c.line(curve(&[(-82.0, y), (0.0, y + 8.0), (80.0, y - 2.0)]), 2.0, (wood.dim(0.45), 0.3));
    }
    for k in [-1.0, 1.0] {
        c.fill(rrect(k * 99.0 - 5.0, -24.0, 10.0, 44.0, 5.0), wood.dim(0.5));
    }
    c.at(-26.0, -4.0, 0.36, 0.0, |c| { c.lay(circle(0.0, 0.0, 92.0), t); c.fill(circle(0.0, 0.0, 74.0), t.dim(0.2)); c.fill(circle(0.0, 0.0, 70.0), h(0x7a4d34)); });
    c.at(42.0, 6.0, 0.3, 20.0, |c| super::sweets::madeleine(c, r, t));
}
fn pot(c: &mut Canvas, w: f32, tall: f32, t: Rgb) {
    c.fill(poly(&[(-w, -tall), (w, -tall), (w * 0.76, 0.0), (-w * 0.76, 0.0)]), Ink::Fade((-w, 0.0), t.lit(0.3), (w, 0.0), t.dim(0.2)));
    c.fill(rrect(-w * 1.1, -tall - 12.0, w * 2.2, 24.0, 6.0), Ink::Fade((-w, 0.0), t.lit(0.4), (w, 0.0), t.dim(0.1)));
    c.fill(oval(0.0, -tall - 11.0, w * 1.02, 6.0), h(0x4d3528));
}
pub fn monstera(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, y, k, turn) in [(-52.0, -150.0, 0.82, -40.0), (56.0, -156.0, 0.86, 34.0), (-22.0, -196.0, 0.9, -12.0), (28.0, -204.0, 0.8, 16.0), (2.0, -140.0, 0.9, 0.0)] {
        c.line(curve(&[(0.0, -84.0), (x * 0.4, y * 0.7 - 20.0), (x, y + 24.0)]), 5.0, h(0x5d7d45));
        c.at(x, y, k, turn, |c| {
            let green = h(0x4f7f4a).mix(h(0x7aa25a), (x + 60.0) / 120.0);
            c.fill(smooth(&[(0.0, 42.0), (-34.0, 36.0), (-54.0, 0.0), (-40.0, -36.0), (0.0, -62.0), (40.0, -36.0), (54.0, 0.0), (34.0, 36.0)]), Ink::Fade((-50.0, -50.0), green.lit(0.25), (50.0, 40.0), green.dim(0.1)));
            c.line(trace(&[(0.0, 40.0), (0.0, -52.0)]), 2.6, (h(0xdbe8b8), 0.7));
            for (yy, len) in [(20.0, 46.0), (0.0, 54.0), (-22.0, 44.0)] {
                for s in [-1.0, 1.0] {
                    c.line(trace(&[(0.0, yy), (s * len * 0.9, yy - 16.0)]), 2.0, (h(0xdbe8b8), 0.5));
                    c.fill(leaf(s * len * 1.1, yy + 4.0, len * 0.55, 4.5, if s > 0.0 { 196.0 } else { -16.0 }), h(0x35593a));
                }
            }
        });
    }
    pot(c, 50.0, 76.0, t);
}
pub fn cactus(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let green = h(0x6c955a);
    for (x, y, w, tall) in [(-50.0, -128.0, 30.0, 54.0), (46.0, -146.0, 28.0, 50.0)] {
        c.line(curve(&[(0.0, y + tall * 0.6), (x * 0.7, y + tall * 0.9), (x, y + tall * 0.6)]), 22.0, green.dim(0.06));
        c.fill(rrect(x - w / 2.0, y, w, tall, 15.0), green.lit(0.05));
    }
    let body = rrect(-31.0, -206.0, 62.0, 150.0, 31.0);
    c.fill(body, Ink::Fade((-31.0, 0.0), green.lit(0.3), (31.0, 0.0), green.dim(0.15)));
    for x in [-14.0, 2.0, 17.0] {
        c.line(curve(&[(x, -194.0), (x * 1.2, -140.0), (x, -76.0)]), 2.0, (green.dim(0.4), 0.35));
    }
    for _ in 0..24 {
        let (x, y) = (r.jit(26.0), r.range(-196.0, -80.0));
        c.line(trace(&[(x, y), (x + r.jit(6.0), y - 5.0)]), 1.6, h(0xfaf3dc));
    }
    c.fill(star(4.0, -208.0, 17.0, 8.0, 6), h(0xe0788a));
    c.fill(circle(4.0, -208.0, 5.0), h(0xf7d774));
    pot(c, 50.0, 68.0, t);
}
pub fn snake_plant(c: &mut Canvas, _: &mut Rng, t: Rgb) {
    for (x, tip, lean) in [(-26.0, -196.0, -30.0), (24.0, -206.0, 26.0), (-8.0, -236.0, -8.0), (12.0, -182.0, 8.0), (-34.0, -150.0, -48.0), (34.0, -152.0, 50.0)] {
        let blade = path(|p| { p.move_to(x * 0.5 - 12.0, -70.0); p.quad_to(x - 22.0, (tip - 70.0) / 2.0, x + lean, tip); p.quad_to(x + 22.0, (tip - 70.0) / 2.0, x * 0.5 + 12.0, -70.0); p.close(); });
        c.fill(blade.clone(), h(0xd8cf7a));
        c.at(x * 0.08, -14.0, 0.9, 0.0, |c| c.fill(blade, Ink::Fade((0.0, -220.0), h(0x6d9a62), (0.0, -70.0), h(0x41704a))));
    }
    pot(c, 50.0, 74.0, t);
}
pub fn olive(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.line(curve(&[(0.0, -70.0), (-6.0, -120.0), (4.0, -176.0)]), 8.0, h(0x8a6a4a));
    for _ in 0..58 {
        let (x, y) = super::sweets::around(r, 66.0);
        let green = h(0x7f9a6b).mix(h(0xa9bd94), r.unit());
        c.fill(leaf(x * 1.05, y * 0.95 - 172.0, 28.0, 6.0, r.range(0.0, 360.0)), green);
    }
    for _ in 0..6 {
        let (x, y) = super::sweets::around(r, 56.0);
        c.fill(oval(x, y - 166.0, 6.0, 8.0), h(0x4d4a52));
    }
    pot(c, 46.0, 66.0, t);
}
/// Trailing leaves over the rim.
pub fn ivy(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    pot(c, 56.0, 84.0, t);
    for i in 0..9u16 {
        let x = -64.0 + f32::from(i) * 16.0;
        let reach = 40.0 + r.range(0.0, 54.0);
        c.line(curve(&[(x * 0.5, -98.0), (x, -112.0), (x * 1.3, -96.0 + reach * 0.3), (x * 1.4, -96.0 + reach)]), 2.6, h(0x5d7d45));
        for k in [0.1, 0.4, 0.7, 1.0] {
            c.fill(heart(x * (1.0 + k * 0.42) + r.jit(6.0), -108.0 + reach * k, 12.0), h(0x4f7f4a).mix(h(0x93b06a), r.unit()));
        }
    }
    for _ in 0..16 {
        c.fill(heart(r.jit(54.0), -112.0 - r.range(0.0, 38.0), 14.0), h(0x4f7f4a).mix(h(0x93b06a), r.unit()));
    }
}
/// One flower head seen from the front.
pub fn bloom(c: &mut Canvas, x: f32, y: f32, k: f32, t: Rgb, kind: usize) {
    c.at(x, y, k, 0.0, |c| match kind {
        0 => {
            for i in 0..8u16 {
                c.at(0.0, 0.0, 1.0, f32::from(i) * 45.0, |c| c.fill(leaf(0.0, 0.0, 32.0, 11.0, 0.0), t.lit(0.2)));
            }
            c.fill(circle(0.0, 0.0, 10.0), h(0xefc24a));
            c.fill(circle(-3.0, -3.0, 3.0), (h(0xffffff), 0.5));
        }
        1 => {
            c.fill(circle(0.0, 0.0, 31.0), t.dim(0.1));
            for (r0, col) in [(25.0, t), (18.0, t.lit(0.25)), (10.0, t.lit(0.05))] {
                for i in 0..5u16 {
                    let a = f32::from(i).mul_add(72.0, r0 * 4.0).to_radians();
                    c.fill(circle(a.cos() * r0 * 0.55, a.sin() * r0 * 0.55, r0 * 0.62), col);
                }
            }
            c.line(curve(&[(-6.0, 2.0), (0.0, -6.0), (7.0, 0.0), (1.0, 6.0)]), 2.4, (t.dim(0.4), 0.5));
        }
        2 => {
            c.fill(smooth(&[(-18.0, 26.0), (-27.0, -6.0), (-20.0, -30.0), (-8.0, -16.0), (0.0, -34.0), (8.0, -16.0), (20.0, -30.0), (27.0, -6.0), (18.0, 26.0)]), Ink::Fade((-20.0, -30.0), t.lit(0.35), (20.0, 26.0), t));
        }
        _ => {
            for (dx, dy) in [(0.0, -17.0), (16.0, -6.0), (10.0, 14.0), (-10.0, 14.0), (-16.0, -6.0), (0.0, 0.0)] {
                c.fill(circle(dx, dy, 12.0), t.lit(0.3));
                c.fill(circle(dx - 2.0, dy - 2.0, 5.0), t.lit(0.6));
            }
        }
    });
}
fn greens(c: &mut Canvas, r: &mut Rng, n: u16, y: f32, reach: f32) {
    for i in 0..n {
        let turn = -160.0 + f32::from(i) * 140.0 / f32::from(n.max(2) - 1);
        c.fill(leaf(r.jit(10.0), y, reach * r.range(0.8, 1.1), 15.0, turn), h(0x6c8f56).mix(h(0x9db47e), r.unit()));
    }
}
/// A bouquet wrapped in paper, standing on its point.
pub fn bouquet(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    greens(c, r, 13, -128.0, 112.0);
    c.fill(poly(&[(-96.0, -138.0), (0.0, -170.0), (96.0, -138.0), (20.0, -6.0), (-20.0, -6.0)]), h(0xf6ecdb));
    let mixed = [t, t.lit(0.4), h(0xfaf3e4), h(0xf0c65c)];
    let spots = [(-64.0, -158.0), (0.0, -206.0), (62.0, -160.0), (-34.0, -192.0), (36.0, -190.0), (-4.0, -158.0), (-42.0, -138.0), (42.0, -136.0), (0.0, -120.0)];
    let kinds = r.below(4);
    for (i, (x, y)) in spots.into_iter().enumerate() {
        let col = mixed.get(i % mixed.len()).copied().unwrap_or(t);
        bloom(c, x, y, r.range(0.95, 1.15), col, (i + kinds) % 4);
    }
    c.fill(poly(&[(-96.0, -138.0), (-6.0, -100.0), (10.0, 0.0), (-26.0, 0.0)]), Ink::Fade((-96.0, -138.0), h(0xe9d3b4), (0.0, 0.0), h(0xd2b48c)));
    c.fill(poly(&[(96.0, -138.0), (6.0, -96.0), (-14.0, 0.0), (28.0, 0.0)]), Ink::Fade((96.0, -138.0), h(0xdfc39d), (0.0, 0.0), h(0xc6a478)));
    c.fill(poly(&[(-34.0, -50.0), (34.0, -50.0), (30.0, -36.0), (-30.0, -36.0)]), t.dim(0.1));
    for k in [-1.0, 1.0] {
        c.fill(leaf(0.0, -43.0, 40.0, 12.0, if k > 0.0 { -18.0 } else { 198.0 }), t.dim(0.1));
        c.line(curve(&[(0.0, -43.0), (k * 12.0, -20.0), (k * 18.0, 2.0)]), 6.0, t.dim(0.1));
    }
}
pub fn flowers_in_vase(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    let kinds = r.below(4);
    for (i, (x, y)) in [(-58.0, -164.0), (-22.0, -210.0), (22.0, -188.0), (58.0, -218.0), (70.0, -150.0), (0.0, -150.0)].into_iter().enumerate() {
        c.line(curve(&[(0.0, -76.0), (x * 0.4, -120.0), (x, y)]), 4.0, h(0x6c8f56));
        c.fill(leaf(x * 0.5, -128.0, 36.0, 9.0, if x < 0.0 { -160.0 } else { -20.0 }), h(0x86a56a));
        bloom(c, x, y, 1.05, if i % 2 == 0 { t } else { t.lit(0.45) }, (kinds + i % 2) % 4);
    }
    c.fill(path(|p| { p.move_to(-30.0, -100.0); p.line_to(30.0, -100.0); p.cubic_to(34.0, -70.0, 54.0, -50.0, 48.0, 0.0); p.line_to(-48.0, 0.0); p.cubic_to(-54.0, -50.0, -34.0, -70.0, -30.0, -100.0); p.close(); }), (h(0xdcecea), 0.85));
    c.fill(path(|p| { p.move_to(-44.0, -46.0); p.line_to(46.0, -46.0); p.line_to(46.0, -4.0); p.line_to(-46.0, -4.0); p.close(); }), (h(0x9cc3c4), 0.55));
    c.fill(rrect(-34.0, -78.0, 7.0, 66.0, 3.5), (h(0xffffff), 0.7));
}
pub fn wreath(c: &mut Canvas, r: &mut Rng, t: Rgb) {
    c.line(circle(0.0, 0.0, 72.0), 9.0, h(0x8a6a4a));
    for i in 0..64u16 {
        let a = f32::from(i) * 5.625;
        let (s, co) = a.to_radians().sin_cos();
        c.fill(leaf(co * 72.0, s * 72.0, r.range(26.0, 38.0), 9.0, a + if i % 2 == 0 { 50.0 } else { 130.0 }), h(0x6c8f56).mix(h(0xa9bd94), r.unit()));
    }
    for i in 0..7u16 {
        let a = (f32::from(i) * 24.0 + 40.0).to_radians();
        bloom(c, a.cos() * 72.0, a.sin() * 72.0, r.range(0.55, 0.8), if i % 2 == 0 { t } else { t.lit(0.5) }, usize::from(i % 4));
    }
}

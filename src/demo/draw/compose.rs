//! The settings of product photos and of shop stories.

use super::canvas::{Canvas, Ink};
use super::colour::{Mood, Palette, Tint, h};
use super::goods::{Good, Kind, Pose};
use super::props;
use super::rng::Rng;
use super::shape::{circle, oval, path, poly, rect, rrect, trace};
use serde::{Deserialize, Serialize};

macro_rules! settings {
    ($($name:ident $key:literal;)*) => {
        /// A setting. Each has a version for standing and one for flat products.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Setting { $($name),* }
        impl Setting {
            pub const ALL: &[Setting] = &[$(Setting::$name),*];
            pub fn parse(key: &str) -> Option<Setting> { match key { $($key => Some(Setting::$name),)* _ => None } }
        }
    };
}
settings! {
    Single "single";
    Close "close";
    Many "many";
    Shelf "shelf";
    Window "window";
    Props "props";
    Gift "gift";
    Stall "stall";
    Arch "arch";
}

pub fn draw(c: &mut Canvas, good: Good, also: Option<Good>, setting: Setting, mood: Mood, r: &mut Rng) {
    let p = mood.palette();
    match good.kind.facts().pose {
        Pose::Flat => flat(c, good, also, setting, &p, r),
        Pose::Stand => standing(c, good, also, setting, &p, r),
    }
}

/// Draws a flat product at (x, y), `size` wide and turned.
fn put(c: &mut Canvas, good: Good, x: f32, y: f32, size: f32, turn: f32, r: &mut Rng) {
    c.at(x, y, size / (good.kind.facts().tall * 2.0), turn, |c| good.draw(c, r));
}
/// Draws a product standing on (x, y), about `size` high but no wider than its drawing allows.
fn stand(c: &mut Canvas, r: &mut Rng, good: Good, x: f32, y: f32, size: f32) {
    let k = (size / good.kind.facts().tall).min(size / 196.0);
    c.pool(x + 16.0 * k, y - 2.0 * k, 128.0 * k, 24.0 * k, 0.42);
    c.at(x, y, k, 0.0, |c| good.draw(c, r));
}
fn sibling(good: Good, n: usize) -> Good {
    if !good.kind.facts().coloured {
        return good;
    }
    let set: &[Tint] = match good.tint {
        Tint::Cream | Tint::White | Tint::Sand => &[Tint::Sand, Tint::Sage, Tint::Blush, Tint::Sky],
        Tint::Navy | Tint::Charcoal | Tint::Teal => &[Tint::Grey, Tint::Sky, Tint::Cream, Tint::Teal],
        Tint::Walnut | Tint::Tan | Tint::Brick | Tint::Ochre => &[Tint::Tan, Tint::Sand, Tint::Brick, Tint::Moss],
        _ => &[Tint::Cream, Tint::Blush, Tint::Sage, Tint::Ochre],
    };
    Good { tint: set.get(n % set.len().max(1)).copied().unwrap_or(good.tint), ..good }
}
fn companion(good: Good, also: Option<Good>, n: usize, pose: Pose) -> Good {
    match also {
        Some(other) if other.kind.facts().pose == pose && n.is_multiple_of(2) => other,
        _ => sibling(good, n),
    }
}

fn flat(c: &mut Canvas, good: Good, also: Option<Good>, setting: Setting, p: &Palette, r: &mut Rng) {
    let (w, hh) = (c.w, c.h);
    let (cx, cy) = (w / 2.0, hh / 2.0);
    let ground = match setting {
        Setting::Single | Setting::Arch => p.wall,
        Setting::Close => p.accent.lit(0.55),
        Setting::Many => p.cloth.mix(p.wall, 0.5),
        Setting::Gift => p.leaf.lit(0.55),
        Setting::Window => p.cloth,
        Setting::Props => p.wall.lit(0.25),
        Setting::Shelf | Setting::Stall => p.table,
    };
    c.backdrop(&[(0.0, ground.lit(0.15)), (hh, ground.dim(0.05))]);
    match setting {
        Setting::Single => {
            props::cloth(c, cx, cy + 6.0, 700.0, 640.0, r.range(-14.0, 14.0), p);
            put(c, good, cx, cy, 520.0, r.jit(6.0), r);
            props::sprig(c, w * 0.9, hh * 0.15, 1.1, 40.0, p.leaf);
        }
        Setting::Close => {
            c.fill(circle(cx, cy, 450.0), (p.cloth, 0.75));
            c.fill(circle(cx, cy, 395.0), (p.wall, 0.6));
            put(c, good, cx, cy, 690.0, r.jit(5.0), r);
        }
        Setting::Many => {
            let (cols, rows) = if w > hh * 1.2 { (4u16, 3u16) } else if hh > w * 1.1 { (3, 4) } else { (3, 3) };
            let (sx, sy) = (w / (f32::from(cols) + 0.35), hh / (f32::from(rows) + 0.35));
            for j in 0..rows {
                for i in 0..cols {
                    let (x, y) = (cx + (f32::from(i) - (f32::from(cols) - 1.0) / 2.0) * sx, cy + (f32::from(j) - (f32::from(rows) - 1.0) / 2.0) * sy);
                    let n = usize::from(i + j);
                    let one = if n % 2 == 0 { good } else { companion(good, also, n / 2 + 1, Pose::Flat) };
                    put(c, one, x, y, sx.min(sy) * 0.8, r.jit(9.0), r);
                }
            }
        }
        Setting::Shelf => {
            planks(c, p);
            props::round_board(c, cx, cy, 390.0, p.table.lit(0.35));
            put(c, good, cx, cy - 4.0, 500.0, r.jit(10.0), r);
            props::twine(c, w * 0.12, hh * 0.86, 1.0);
        }
        Setting::Window => {
            c.fill(rect(0.0, hh * 0.0, w, hh), (p.wall, 0.3));
            put(c, companion(good, also, 1, Pose::Flat), cx + w * 0.22, cy + hh * 0.16, 330.0, 14.0, r);
            put(c, good, cx - w * 0.15, cy - hh * 0.08, 440.0, -10.0, r);
            props::window_light(c, w * 0.32, hh * 0.02, w * 0.62, hh * 0.8, 0.28);
            props::leaf_shade(c, w * 0.1, hh * 0.72, 1.5, 50.0);
        }
        Setting::Props => {
            props::coffee(c, w * 0.83, hh * 0.2, 1.15, p.accent);
            props::sprig(c, w * 0.1, hh * 0.2, 1.25, 150.0, p.leaf);
            props::tag(c, w * 0.13, hh * 0.8, 1.15, -16.0, p.accent);
            put(c, companion(good, also, 2, Pose::Flat), cx + 235.0, cy + hh * 0.25, 300.0, 18.0, r);
            put(c, good, cx - 20.0, cy - 6.0, 460.0, -6.0, r);
        }
        Setting::Gift => {
            let (bw, bh) = (720.0, 640.0);
            c.lift(rrect(cx - bw / 2.0, cy - bh / 2.0, bw, bh, 12.0), h(0xd9b98d), 18.0);
            c.fill(rrect(cx - bw / 2.0 + 16.0, cy - bh / 2.0 + 16.0, bw - 32.0, bh - 32.0, 6.0), h(0xb8946a));
            c.within(rrect(cx - bw / 2.0 + 16.0, cy - bh / 2.0 + 16.0, bw - 32.0, bh - 32.0, 6.0), |c| {
                for i in 0..9u16 {
                    let x = cx - bw / 2.0 + f32::from(i) * bw / 8.0;
                    c.fill(poly(&[(x - 70.0, cy - bh / 2.0), (x + 70.0, cy - bh / 2.0), (x + r.jit(60.0), cy + bh / 2.0)]), (h(0xfbf6ea), 0.62));
                    c.fill(poly(&[(x - 60.0, cy + bh / 2.0), (x + 60.0, cy + bh / 2.0), (x + r.jit(60.0), cy - bh / 2.0)]), (p.cloth.dim(0.04), 0.55));
                }
            });
            for (i, (dx, dy)) in [(-165.0, -145.0), (165.0, -145.0), (-165.0, 145.0), (165.0, 145.0)].into_iter().enumerate() {
                let one = if i == 0 || i == 3 { good } else { companion(good, also, i + 1, Pose::Flat) };
                put(c, one, cx + dx, cy + dy, 262.0, r.jit(8.0), r);
            }
            props::sprig(c, w * 0.93, hh * 0.88, 0.95, -35.0, p.leaf.dim(0.1));
        }
        Setting::Stall => {
            planks(c, p);
            let n = if w > hh * 1.2 { 3u16 } else { 2 };
            let rows = if hh > w * 1.1 { 3u16 } else { 2 };
            let (sx, sy) = (w * 0.94 / f32::from(n), hh * 0.94 / f32::from(rows));
            for j in 0..rows {
                for i in 0..n {
                    let (x, y) = (w * 0.03 + f32::from(i) * sx, hh * 0.03 + f32::from(j) * sy);
                    let col = if (i + j) % 2 == 0 { h(0xd9b27a) } else { p.accent.lit(0.4) };
                    c.lift(rrect(x + 14.0, y + 14.0, sx - 28.0, sy - 28.0, 18.0), col.dim(0.12), 12.0);
                    c.fill(rrect(x + 34.0, y + 34.0, sx - 68.0, sy - 68.0, 10.0), p.cloth.dim(0.06));
                    let one = if (i + j) % 2 == 0 { good } else { companion(good, also, usize::from(i + j), Pose::Flat) };
                    put(c, one, x + sx / 2.0, y + sy / 2.0, (sx.min(sy) - 80.0) * 0.9, r.jit(12.0), r);
                }
            }
        }
        Setting::Arch => {
            c.fill(rect(0.0, 0.0, w * 0.5, hh), (p.table.lit(0.35), 0.55));
            props::plate(c, cx, cy, 385.0, p.cloth);
            put(c, good, cx, cy, 470.0, r.jit(12.0), r);
            props::leaf_shade(c, w * 0.86, hh * 0.3, 1.6, -60.0);
        }
    }
}
fn planks(c: &mut Canvas, p: &Palette) {
    let n = 5u16;
    let tall = c.h / f32::from(n);
    for i in 0..n {
        let y = f32::from(i) * tall;
        c.fill(rect(0.0, y, c.w, tall), (if i % 2 == 0 { p.table.lit(0.12) } else { p.table.dim(0.04) }, 0.8));
        c.fill(rect(0.0, y + tall - 4.0, c.w, 4.0), (p.table.dim(0.5), 0.35));
        for k in [0.3, 0.66] {
            let at = y + tall * k;
            c.line(super::shape::curve(&[(0.0, at), (c.w * 0.3, at + 9.0), (c.w * 0.7, at - 6.0), (c.w, at + 5.0)]), 2.6, (p.table.dim(0.45), 0.2));
        }
    }
}

/// Draws a wall above and a table below.
fn room(c: &mut Canvas, p: &Palette, line: f32) {
    c.backdrop(&[(0.0, p.wall.lit(0.25)), (line, p.wall.dim(0.03)), (line + 1.0, p.table.lit(0.16)), (c.h, p.table.dim(0.06))]);
    c.fill(rect(0.0, line, c.w, 5.0), (p.table.lit(0.5), 0.5));
}
fn standing(c: &mut Canvas, good: Good, also: Option<Good>, setting: Setting, p: &Palette, r: &mut Rng) {
    let (w, hh) = (c.w, c.h);
    let (cx, line) = (w / 2.0, hh * 0.7);
    let big = (hh * 0.52).min(w * 0.58);
    match setting {
        Setting::Single => {
            room(c, p, line);
            props::frame(c, w * 0.08, hh * 0.12, 190.0, 240.0, p, r.below(3));
            stand(c, r, good, cx, hh * 0.82, big * 1.08);
        }
        Setting::Close => {
            c.backdrop(&[(0.0, p.accent.lit(0.62)), (hh, p.accent.lit(0.4))]);
            c.fill(circle(cx, hh * 0.48, 400.0), (p.cloth, 0.85));
            c.fill(oval(cx, hh * 0.86, w * 0.42, 46.0), (p.accent.dim(0.15), 0.35));
            stand(c, r, good, cx, hh * 0.87, big * 1.34);
        }
        Setting::Many => {
            room(c, p, hh * 0.66);
            let n = if w > hh * 1.2 { 4u16 } else if hh > w * 1.1 { 2 } else { 3 };
            let step = w * 0.9 / f32::from(n);
            for i in 0..n {
                let x = cx + (f32::from(i) - (f32::from(n) - 1.0) / 2.0) * step;
                let one = if i == 1 { good } else { companion(good, also, usize::from(i), Pose::Stand) };
                // They stand alternately behind and in front, so they may be close together.
                let up = if i % 2 == 0 { hh * 0.74 } else { hh * 0.88 };
                stand(c, r, one, x, up, (step * 0.94).min(hh * 0.55));
            }
        }
        Setting::Shelf => {
            c.backdrop(&[(0.0, p.wall.lit(0.15)), (hh, p.wall.dim(0.08))]);
            let rows = if hh > w * 1.1 { 3u16 } else { 2 };
            let space = hh / f32::from(rows);
            for j in 0..rows {
                let y = space * (f32::from(j) + 0.9);
                c.fill(rect(0.0, y + 26.0, w, 26.0), Ink::Veil((0.0, y + 26.0), 0.2, (0.0, y + 52.0), 0.0, h(0x3b2230)));
                c.fill(rect(0.0, y, w, 26.0), Ink::Fade((0.0, y), p.table.lit(0.25), (0.0, y + 26.0), p.table.dim(0.1)));
                let size = space * 0.64;
                let n = if w > hh * 1.2 { 5u16 } else { 3 };
                let step = w / f32::from(n);
                for i in 0..n {
                    let x = step * (f32::from(i) + 0.5);
                    match (i + j * 2) % 4 {
                        3 => props::twig_vase(c, x, y, size / 420.0, p),
                        k if k == 0 || (j == 0 && i == n / 2) => stand(c, r, good, x, y, size.min(step * 0.72)),
                        k => stand(c, r, companion(good, also, usize::from(k), Pose::Stand), x, y, (size * 0.92).min(step * 0.7)),
                    }
                }
            }
        }
        Setting::Window => {
            room(c, p, line);
            props::window(c, cx - 60.0, hh * 0.08, (w * 0.5).min(560.0), hh * 0.46, p);
            props::window_light(c, w * 0.4, line + 6.0, w * 0.5, hh * 0.27, 0.24);
            stand(c, r, good, cx - w * 0.12, hh * 0.84, big);
            props::twig_vase(c, w * 0.86, hh * 0.78, 0.72, p);
        }
        Setting::Props => {
            room(c, p, line);
            props::twig_vase(c, cx - big * 0.74, hh * 0.78, 1.15, p);
            stand(c, r, companion(good, also, 1, Pose::Stand), cx + big * 0.62, hh * 0.79, big * 0.6);
            stand(c, r, good, cx - 10.0, hh * 0.87, big);
        }
        Setting::Gift => {
            room(c, p, hh * 0.64);
            let tint = if p.accent.r > 0.6 { Tint::Brick } else { Tint::Teal };
            let other = if good.kind == Kind::Gift { Good { kind: Kind::Bouquet, tint } } else { Good { kind: Kind::Gift, tint } };
            stand(c, r, other, cx + big * 0.45, hh * 0.79, big * 0.86);
            stand(c, r, good, cx - big * 0.36, hh * 0.86, big * 0.94);
        }
        Setting::Stall => {
            c.backdrop(&[(0.0, p.wall.lit(0.3)), (hh, p.wall)]);
            let n = 8u16;
            let step = w / f32::from(n);
            for i in 0..n {
                let x = f32::from(i) * step;
                let col = if i % 2 == 0 { p.accent } else { p.cloth };
                c.fill(rect(x, 0.0, step + 1.0, 130.0), col);
                c.fill(circle(x + step / 2.0, 130.0, step / 2.0), col);
            }
            c.fill(rect(0.0, 0.0, w, 46.0), (h(0xffffff), 0.18));
            c.fill(rect(0.0, hh * 0.78, w, hh * 0.22), Ink::Fade((0.0, hh * 0.78), p.table, (0.0, hh), p.table.dim(0.2)));
            c.fill(rect(0.0, hh * 0.78, w, 22.0), p.table.lit(0.35));
            let size = (hh * 0.44).min(w * 0.33);
            for (i, dx) in [(1usize, -0.31), (2, 0.31), (0, 0.0)] {
                let one = if i == 0 { good } else { companion(good, also, i + 1, Pose::Stand) };
                let k = if i == 0 { 1.12 } else { 0.86 };
                stand(c, r, one, cx + dx * w.min(hh * 1.3), hh * 0.795, size * k * 0.92);
            }
            for i in 0..4u16 {
                let x = w * (0.14 + 0.24 * f32::from(i));
                c.line(trace(&[(x, hh * 0.86), (x, hh * 0.88)]), 3.0, h(0xb8895a));
                c.fill(rrect(x - 46.0, hh * 0.88, 92.0, 54.0, 6.0), h(0xfbf5e8));
                c.fill(rrect(x - 28.0, hh * 0.88 + 17.0, 56.0, 6.0, 3.0), (h(0x4a3b36), 0.55));
                c.fill(rrect(x - 18.0, hh * 0.88 + 31.0, 36.0, 5.0, 2.5), (p.accent, 0.8));
            }
        }
        Setting::Arch => {
            c.backdrop(&[(0.0, p.wall), (hh, p.wall.dim(0.06))]);
            let (aw, top) = (big * 1.42, hh * 0.1);
            c.fill(path(|q| { q.move_to(cx - aw / 2.0, hh * 0.84); q.line_to(cx - aw / 2.0, top + aw / 2.0); q.cubic_to(cx - aw / 2.0, top - aw * 0.16, cx + aw / 2.0, top - aw * 0.16, cx + aw / 2.0, top + aw / 2.0); q.line_to(cx + aw / 2.0, hh * 0.84); q.close(); }), Ink::Fade((0.0, top), p.accent.lit(0.5), (0.0, hh * 0.84), p.accent.lit(0.25)));
            c.fill(rect(0.0, hh * 0.84, w, hh * 0.16), p.table.lit(0.25));
            c.fill(rrect(cx - big * 0.46, hh * 0.8, big * 0.92, hh * 0.1, 8.0), p.cloth.dim(0.12));
            c.fill(oval(cx, hh * 0.8, big * 0.46, 26.0), p.cloth);
            stand(c, r, good, cx, hh * 0.806, big);
            props::leaf_shade(c, w * 0.1, hh * 0.4, 1.5, 30.0);
        }
    }
}

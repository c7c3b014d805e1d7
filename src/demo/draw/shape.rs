//! Outlines: the few ways in which the illustrations make a path. Nothing here knows colours.

use super::rng::Rng;
use tiny_skia::{Path, PathBuilder, Rect};

/// A path, or `None` if the coordinates form none, in which case nothing is drawn.
pub type Shape = Option<Path>;
pub type Pt = (f32, f32);

pub fn oval(x: f32, y: f32, rx: f32, ry: f32) -> Shape {
    PathBuilder::from_oval(Rect::from_ltrb(x - rx, y - ry, x + rx, y + ry)?)
}
pub fn circle(x: f32, y: f32, r: f32) -> Shape {
    oval(x, y, r, r)
}
pub fn rect(x: f32, y: f32, w: f32, h: f32) -> Shape {
    Some(PathBuilder::from_rect(Rect::from_xywh(x, y, w, h)?))
}
/// Returns a rectangle with round corners. (x, y) is its upper left.
pub fn rrect(x: f32, y: f32, w: f32, h: f32, r: f32) -> Shape {
    let r = r.min(w / 2.0).min(h / 2.0);
    let k = r * 0.448; // distance of the control point from the corner that makes a cubic look round
    path(|p| {
        p.move_to(x + r, y);
        p.line_to(x + w - r, y);
        p.cubic_to(x + w - k, y, x + w, y + k, x + w, y + r);
        p.line_to(x + w, y + h - r);
        p.cubic_to(x + w, y + h - k, x + w - k, y + h, x + w - r, y + h);
        p.line_to(x + r, y + h);
        p.cubic_to(x + k, y + h, x, y + h - k, x, y + h - r);
        p.line_to(x, y + r);
        p.cubic_to(x, y + k, x + k, y, x + r, y);
        p.close();
    })
}
pub fn path(draw: impl FnOnce(&mut PathBuilder)) -> Shape {
    let mut p = PathBuilder::new();
    draw(&mut p);
    p.finish()
}
pub fn poly(points: &[Pt]) -> Shape {
    path(|p| {
        lines(p, points);
        p.close();
    })
}
/// Returns straight lines that are not closed, for strokes.
pub fn trace(points: &[Pt]) -> Shape {
    path(|p| lines(p, points))
}
fn lines(p: &mut PathBuilder, points: &[Pt]) {
    for (i, &(x, y)) in points.iter().enumerate() {
        if i == 0 { p.move_to(x, y) } else { p.line_to(x, y) }
    }
}
/// Returns a closed smooth line through the points (Catmull-Rom).
pub fn smooth(points: &[Pt]) -> Shape {
    spline(points, true)
}
/// Returns an open smooth line through the points, for strokes.
pub fn curve(points: &[Pt]) -> Shape {
    spline(points, false)
}
fn spline(points: &[Pt], closed: bool) -> Shape {
    path(|p| spline_into(p, points, closed))
}
/// Returns everything below a smooth line through the points, down to `bottom`.
pub fn hill(points: &[Pt], bottom: f32) -> Shape {
    path(|p| {
        spline_into(p, points, false);
        if let (Some(first), Some(last)) = (points.first(), points.last()) {
            p.line_to(last.0, bottom);
            p.line_to(first.0, bottom);
        }
        p.close();
    })
}
fn spline_into(p: &mut PathBuilder, points: &[Pt], closed: bool) {
    let n = points.len();
    let get = |i: usize| -> Pt {
        let i = if closed {
            i.checked_rem(n).unwrap_or(0)
        } else {
            i.min(n.saturating_sub(1))
        };
        points.get(i).copied().unwrap_or((0.0, 0.0))
    };
    let (x, y) = get(0);
    p.move_to(x, y);
    let segments = if closed { n } else { n.saturating_sub(1) };
    for i in 0..segments {
        let before = if closed { get(i + n - 1) } else { get(i.saturating_sub(1)) };
        let (a, b, after) = (get(i), get(i + 1), get(i + 2));
        p.cubic_to(
            a.0 + (b.0 - before.0) / 6.0,
            a.1 + (b.1 - before.1) / 6.0,
            b.0 - (after.0 - a.0) / 6.0,
            b.1 - (after.1 - a.1) / 6.0,
            b.0,
            b.1,
        );
    }
    if closed {
        p.close();
    }
}
/// Returns a roundish outline that looks handmade: `n` points on an oval, each
/// off by up to `jitter` (a fraction of the radius).
pub fn blob(rng: &mut Rng, x: f32, y: f32, rx: f32, ry: f32, jitter: f32, n: u16) -> Shape {
    let points: Vec<Pt> = (0..n)
        .map(|i| {
            let turn = f32::from(i) / f32::from(n.max(1)) * std::f32::consts::TAU;
            let k = 1.0 + rng.jit(jitter);
            (x + turn.cos() * rx * k, y + turn.sin() * ry * k)
        })
        .collect();
    smooth(&points)
}
/// Returns a leaf from its stalk at (x, y) to its tip.
pub fn leaf(x: f32, y: f32, length: f32, width: f32, turn: f32) -> Shape {
    let (s, c) = turn.to_radians().sin_cos();
    let at = |u: f32, v: f32| (x + u * c - v * s, y + u * s + v * c);
    let (a, b, d) = (at(length * 0.3, -width), at(length * 0.8, -width * 0.6), at(length, 0.0));
    let (e, f) = (at(length * 0.8, width * 0.6), at(length * 0.3, width));
    path(|p| {
        p.move_to(x, y);
        p.cubic_to(a.0, a.1, b.0, b.1, d.0, d.1);
        p.cubic_to(e.0, e.1, f.0, f.1, x, y);
        p.close();
    })
}
pub fn star(x: f32, y: f32, outer: f32, inner: f32, n: u16) -> Shape {
    let points: Vec<Pt> = (0..n * 2)
        .map(|i| {
            let turn = f32::from(i) / f32::from(n.max(1) * 2) * std::f32::consts::TAU - std::f32::consts::FRAC_PI_2;
            let r = if i % 2 == 0 { outer } else { inner };
            (x + turn.cos() * r, y + turn.sin() * r)
        })
        .collect();
    poly(&points)
}
pub fn heart(x: f32, y: f32, r: f32) -> Shape {
    path(|p| {
        p.move_to(x, y + r);
        p.cubic_to(x - r * 1.6, y - r * 0.1, x - r * 0.9, y - r * 1.2, x, y - r * 0.45);
        p.cubic_to(x + r * 0.9, y - r * 1.2, x + r * 1.6, y - r * 0.1, x, y + r);
        p.close();
    })
}

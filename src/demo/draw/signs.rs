//! The signs (avatars) and covers of shops.

use super::canvas::{Canvas, Ink};
use super::colour::{Mood, h};
use super::goods::{Good, Pose};
use super::props;
use super::rng::Rng;
use super::shape::{circle, oval, path, rect, rrect};

pub fn sign(c: &mut Canvas, good: Good, mood: Mood, r: &mut Rng) {
    let p = mood.palette();
    c.backdrop(&[(0.0, p.accent.lit(0.1)), (1000.0, p.accent.dim(0.08))]);
    c.fill(circle(500.0, 500.0, 420.0), p.cloth);
    c.line(circle(500.0, 500.0, 382.0), 9.0, (p.accent, 0.55));
    let facts = good.kind.facts();
    match facts.pose {
        Pose::Flat => c.at(500.0, 500.0, 250.0 / facts.tall, 0.0, |c| good.draw(c, r)),
        Pose::Stand => {
            let k = (500.0 / facts.tall).min(2.5);
            c.pool(510.0, 500.0 + facts.tall * k / 2.0, 250.0, 36.0, 0.3);
            c.at(500.0, 500.0 + facts.tall * k / 2.0, k, 0.0, |c| good.draw(c, r));
        }
    }
}

/// A long shelf in front of the shop's wall. The first product stands left of
/// the middle, where phones crop least.
pub fn cover(c: &mut Canvas, goods: &[Good], mood: Mood, r: &mut Rng) {
    let p = mood.palette();
    let w = c.w;
    c.backdrop(&[(0.0, p.wall.lit(0.25)), (760.0, p.wall), (761.0, p.table.lit(0.2)), (1000.0, p.table.dim(0.05))]);
    match r.below(3) {
        0 => {
            props::window(c, w * 0.4, 90.0, 520.0, 400.0, &p);
            props::frame(c, w * 0.08, 130.0, 230.0, 300.0, &p, r.below(3));
            props::frame(c, w * 0.84, 170.0, 260.0, 200.0, &p, r.below(3));
        }
        1 => {
            let n = 17u16;
            let step = w / f32::from(n);
            for i in 0..n {
                let x = f32::from(i) * step;
                let col = if i % 2 == 0 { p.accent } else { p.cloth };
                c.fill(rect(x, 0.0, step + 1.0, 110.0), col);
                c.fill(circle(x + step / 2.0, 110.0, step / 2.0), col);
            }
            c.fill(rect(0.0, 0.0, w, 36.0), (h(0xffffff), 0.2));
        }
        _ => {
            for (x, aw) in [(w * 0.2, 430.0), (w * 0.5, 520.0), (w * 0.8, 430.0)] {
                c.fill(path(|q| { q.move_to(x - aw / 2.0, 760.0); q.line_to(x - aw / 2.0, 330.0); q.cubic_to(x - aw / 2.0, 40.0, x + aw / 2.0, 40.0, x + aw / 2.0, 330.0); q.line_to(x + aw / 2.0, 760.0); q.close(); }), Ink::Fade((0.0, 90.0), p.accent.lit(0.62), (0.0, 760.0), p.accent.lit(0.42)));
            }
        }
    }
    c.fill(rect(0.0, 758.0, w, 10.0), (p.table.lit(0.6), 0.6));
    let n = 6u16;
    let step = w / (f32::from(n) + 0.2);
    for i in 0..n {
        let x = step * (f32::from(i) + 0.6);
        let Some(good) = goods.get(usize::from(i) % goods.len().max(1)) else { return };
        let facts = good.kind.facts();
        if i == 2 && goods.len() < 5 {
            props::twig_vase(c, x, 850.0, 1.25, &p);
            continue;
        }
        let y = if i % 2 == 0 { 850.0 } else { 910.0 };
        match facts.pose {
            Pose::Stand => {
                // The widest product with its handle or strap covers 225 units.
                let k = (if i % 2 == 0 { 440.0 } else { 380.0 } / facts.tall).min(step * 0.92 / 225.0);
                c.pool(x + 20.0, y, 125.0 * k, 24.0 * k, 0.4);
                c.at(x, y, k, 0.0, |c| good.draw(c, r));
            }
            // A flat product leans on a small easel, so that its front is visible.
            Pose::Flat => {
                c.pool(x + 20.0, y, 210.0, 34.0, 0.4);
                c.fill(rrect(x - 150.0, y - 24.0, 300.0, 24.0, 8.0), p.table.dim(0.25));
                c.lift(rrect(x - 170.0, y - 364.0, 340.0, 344.0, 22.0), p.cloth, 9.0);
                c.at(x, y - 192.0, 140.0 / facts.tall, r.jit(5.0), |c| good.draw(c, r));
            }
        }
    }
    c.fill(oval(w * 0.5, 1010.0, w * 0.6, 40.0), (p.table.dim(0.5), 0.1));
}

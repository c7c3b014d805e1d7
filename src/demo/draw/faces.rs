//! Profile pictures of people: faces composed of skin, hair, eyes, clothes and background.

use super::canvas::{Canvas, Ink};
use super::colour::{Rgb, Tint, h};
use super::rng::Rng;
use super::shape::{circle, curve, oval, path, poly, rrect, smooth, trace};

const SKIN: [u32; 6] = [0xf6d7bd, 0xf0c9a8, 0xe8b893, 0xd9a27a, 0xf3cfb4, 0xc68a63];
const HAIR: [u32; 6] = [0x2b2328, 0x3a2a26, 0x4f3527, 0x241f26, 0x6b4630, 0x7a3f36];
const GROUND: [u32; 10] = [0xf2c9a9, 0xbcd3c0, 0xc3d5e6, 0xf1d58f, 0xe5b8b4, 0xcdc3e0, 0xd8d2b2, 0xa9c7c8, 0xf0dcc3, 0xb9c59c];

fn one(r: &mut Rng, from: &[u32]) -> Rgb {
    h(r.pick(from).copied().unwrap_or(0xf0c9a8))
}

/// Draws a face. `look` is 0 to 4 for long or tied-up hair, 5 to 8 for short
/// hair, 9 for a knitted cap; `grey` makes the hair grey.
pub fn face(c: &mut Canvas, look: u8, grey: bool, r: &mut Rng) {
    let (skin, dark, ground) = (one(r, &SKIN), one(r, &HAIR), one(r, &GROUND));
    let hair = if grey { h(0xa9a5a0) } else { dark };
    let wear = r.pick(Tint::ALL).copied().unwrap_or(Tint::Sage).rgb();
    let (style, eyes, cloth, extra) = (usize::from(look), r.below(4), r.below(4), r.below(9));
    c.backdrop(&[(0.0, ground.lit(0.3)), (1000.0, ground)]);
    match r.below(4) {
        0 => c.fill(circle(760.0, 240.0, 170.0), (h(0xfffaf0), 0.5)),
        1 => { for i in 0..6u16 { c.fill(oval(120.0 + f32::from(i) * 160.0, 950.0, 150.0, 120.0), (ground.dim(0.2), 0.35)); } }
        2 => c.fill(circle(500.0, 480.0, 400.0), (h(0xfffaf0), 0.35)),
        _ => c.fill(path(|p| { p.move_to(0.0, 700.0); p.quad_to(300.0, 540.0, 600.0, 680.0); p.quad_to(820.0, 780.0, 1000.0, 620.0); p.line_to(1000.0, 1000.0); p.line_to(0.0, 1000.0); p.close(); }), (ground.dim(0.15), 0.4)),
    }
    let lean = r.jit(4.0);
    // Hair behind the head.
    let back: Option<Vec<(f32, f32)>> = match style {
        0 => Some(vec![(500.0, 190.0), (740.0, 290.0), (780.0, 560.0), (760.0, 860.0), (620.0, 900.0), (500.0, 850.0), (380.0, 900.0), (240.0, 860.0), (220.0, 560.0), (260.0, 290.0)]),
        1 => Some(vec![(500.0, 195.0), (730.0, 280.0), (775.0, 480.0), (740.0, 660.0), (600.0, 690.0), (400.0, 690.0), (260.0, 660.0), (225.0, 480.0), (270.0, 280.0)]),
        2 => { c.fill(circle(500.0, 185.0, 105.0), Ink::Round((470.0, 150.0), 130.0, hair.lit(0.2), hair)); None }
        3 => { for x in [235.0, 765.0] { c.fill(oval(x, 600.0, 78.0, 170.0), hair); c.fill(circle(x, 450.0, 26.0), wear); } None }
        4 => Some(vec![(500.0, 180.0), (700.0, 230.0), (800.0, 420.0), (760.0, 600.0), (660.0, 700.0), (340.0, 700.0), (240.0, 600.0), (200.0, 420.0), (300.0, 230.0)]),
        _ => None,
    };
    if let Some(points) = back {
        c.fill(smooth(&points), hair.dim(0.12));
    }
    // Shoulders and clothes.
    let body = path(|p| { p.move_to(110.0, 1010.0); p.cubic_to(120.0, 800.0, 300.0, 770.0, 420.0, 745.0); p.line_to(580.0, 745.0); p.cubic_to(700.0, 770.0, 880.0, 800.0, 890.0, 1010.0); p.close(); });
    c.fill(body.clone(), Ink::Fade((200.0, 760.0), wear.lit(0.25), (820.0, 1000.0), wear.dim(0.06)));
    c.within(body, |c| match cloth {
        0 => for i in 0..6u16 { c.fill(poly(&[(0.0, 810.0 + f32::from(i) * 44.0), (1000.0, 810.0 + f32::from(i) * 44.0), (1000.0, 828.0 + f32::from(i) * 44.0), (0.0, 828.0 + f32::from(i) * 44.0)]), (wear.lit(0.75), 0.85)); },
        1 => { c.fill(poly(&[(400.0, 740.0), (500.0, 860.0), (430.0, 920.0), (330.0, 770.0)]), wear.lit(0.45)); c.fill(poly(&[(600.0, 740.0), (500.0, 860.0), (570.0, 920.0), (670.0, 770.0)]), wear.lit(0.38)); }
        2 => { c.line(trace(&[(330.0, 760.0), (300.0, 1010.0)]), 60.0, wear.dim(0.3)); c.line(trace(&[(670.0, 760.0), (700.0, 1010.0)]), 60.0, wear.dim(0.3)); }
        _ => c.line(curve(&[(370.0, 752.0), (500.0, 850.0), (630.0, 752.0)]), 46.0, wear.lit(0.3)),
    });
    c.at(500.0, 520.0, 1.0, lean, |c| {
        c.fill(rrect(-72.0, 120.0, 144.0, 170.0, 62.0), skin.dim(0.14));
        for k in [-1.0, 1.0] {
            c.fill(oval(k * 214.0, 14.0, 34.0, 48.0), skin.dim(0.07));
        }
        c.fill(smooth(&[(0.0, -250.0), (168.0, -190.0), (212.0, -20.0), (170.0, 140.0), (70.0, 222.0), (0.0, 234.0), (-70.0, 222.0), (-170.0, 140.0), (-212.0, -20.0), (-168.0, -190.0)]), Ink::Round((-60.0, -70.0), 380.0, skin.lit(0.3), skin));
        for k in [-1.0, 1.0] {
            c.fill(oval(k * 122.0, 82.0, 46.0, 28.0), (h(0xe8806c), 0.26));
            c.line(curve(&[(k * 54.0, -74.0), (k * 88.0, -88.0), (k * 124.0, -72.0)]), 11.0, (hair.dim(0.1), 0.9));
            match eyes {
                0 => { c.fill(oval(k * 88.0, 2.0, 15.0, 20.0), h(0x2b2328)); c.fill(circle(k * 88.0 - 5.0, -6.0, 5.0), h(0xffffff)); }
                1 => c.line(curve(&[(k * 88.0 - 28.0, 6.0), (k * 88.0, -14.0), (k * 88.0 + 28.0, 6.0)]), 11.0, h(0x2b2328)),
                2 => { c.fill(circle(k * 88.0, 2.0, 14.0), h(0x2b2328)); c.line(curve(&[(k * 62.0, -14.0), (k * 90.0, -24.0), (k * 118.0, -8.0)]), 8.0, h(0x2b2328)); }
                _ => { c.fill(oval(k * 88.0, 2.0, 24.0, 17.0), h(0xfffaf4)); c.fill(circle(k * 88.0 + 3.0, 2.0, 14.0), h(0x3a2a26)); c.fill(circle(k * 88.0 - 2.0, -4.0, 4.0), h(0xffffff)); }
            }
        }
        c.line(curve(&[(-4.0, 20.0), (-16.0, 62.0), (6.0, 72.0)]), 8.0, (skin.dim(0.35), 0.7));
        match extra % 3 {
            0 => c.line(curve(&[(-52.0, 128.0), (0.0, 160.0), (52.0, 128.0)]), 10.0, h(0xb0524a)),
            1 => { c.fill(path(|p| { p.move_to(-56.0, 122.0); p.quad_to(0.0, 136.0, 56.0, 122.0); p.quad_to(40.0, 182.0, 0.0, 182.0); p.quad_to(-40.0, 182.0, -56.0, 122.0); p.close(); }), h(0x9d3f3d)); c.fill(rrect(-38.0, 126.0, 76.0, 16.0, 8.0), h(0xfffaf4)); }
            _ => c.line(curve(&[(-34.0, 134.0), (4.0, 146.0), (44.0, 126.0)]), 10.0, h(0xb0524a)),
        }
        front_hair(c, style, hair);
        match extra {
            2 | 5 => {
                for k in [-1.0, 1.0] { c.line(circle(k * 90.0, 4.0, 62.0), 9.0, h(0x4a3b36)); }
                c.line(curve(&[(-28.0, 0.0), (0.0, -10.0), (28.0, 0.0)]), 9.0, h(0x4a3b36));
            }
            6 if style < 5 => for k in [-1.0, 1.0] { c.fill(circle(k * 216.0, 78.0, 15.0), h(0xf0c65c)); },
            7 if style >= 5 => c.fill(smooth(&[(-150.0, 120.0), (-60.0, 106.0), (0.0, 114.0), (60.0, 106.0), (150.0, 120.0), (90.0, 226.0), (0.0, 250.0), (-90.0, 226.0)]), (hair, 0.14)),
            _ => {}
        }
    });
}

fn front_hair(c: &mut Canvas, style: usize, hair: Rgb) {
    let ink = Ink::Fade((-160.0, -300.0), hair.lit(0.2), (180.0, -60.0), hair);
    match style {
        // Full fringe over long or bobbed hair.
        0 | 1 => c.fill(smooth(&[(-222.0, 60.0), (-236.0, -120.0), (-150.0, -290.0), (0.0, -318.0), (150.0, -290.0), (236.0, -120.0), (222.0, 60.0), (196.0, -60.0), (140.0, -106.0), (0.0, -92.0), (-140.0, -106.0), (-196.0, -60.0)]), ink),
        // Drawn back: bun, plaits.
        2 | 3 => c.fill(smooth(&[(-220.0, 10.0), (-226.0, -150.0), (-130.0, -286.0), (0.0, -308.0), (130.0, -286.0), (226.0, -150.0), (220.0, 10.0), (186.0, -96.0), (60.0, -190.0), (0.0, -206.0), (-60.0, -190.0), (-186.0, -96.0)]), ink),
        // Curls.
        4 => for (x, y, k) in [(-200.0, -90.0, 76.0), (-170.0, -200.0, 84.0), (-80.0, -264.0, 88.0), (30.0, -280.0, 88.0), (130.0, -236.0, 86.0), (196.0, -140.0, 80.0), (214.0, -40.0, 58.0), (-222.0, 4.0, 54.0), (-10.0, -200.0, 70.0), (80.0, -186.0, 60.0), (-100.0, -180.0, 62.0)] { c.fill(circle(x, y, k), Ink::Round((x - 20.0, y - 24.0), k * 1.4, hair.lit(0.2), hair)); },
        // Side parting, short.
        5 | 6 => c.fill(smooth(&[(-224.0, -10.0), (-240.0, -140.0), (-170.0, -280.0), (-20.0, -326.0), (160.0, -296.0), (240.0, -150.0), (222.0, -6.0), (196.0, -86.0), (110.0, -130.0), (-30.0, -150.0), (-110.0, -220.0), (-150.0, -120.0), (-200.0, -80.0)]), ink),
        // Cropped.
        7 => c.fill(smooth(&[(-218.0, -20.0), (-222.0, -160.0), (-120.0, -276.0), (0.0, -294.0), (120.0, -276.0), (222.0, -160.0), (218.0, -20.0), (190.0, -120.0), (100.0, -176.0), (0.0, -186.0), (-100.0, -176.0), (-190.0, -120.0)]), ink),
        // A fringe that falls to both sides.
        8 => {
            c.fill(smooth(&[(-226.0, 20.0), (-244.0, -130.0), (-160.0, -286.0), (0.0, -316.0), (160.0, -286.0), (244.0, -130.0), (226.0, 20.0), (190.0, -40.0), (120.0, -120.0), (10.0, -206.0), (-110.0, -120.0), (-186.0, -40.0)]), ink);
        }
        // A knitted cap.
        _ => {
            c.fill(smooth(&[(-216.0, 20.0), (-210.0, -70.0), (0.0, -120.0), (210.0, -70.0), (216.0, 20.0), (180.0, -70.0), (0.0, -90.0), (-180.0, -70.0)]), hair);
            let wool = h(0xb85c50);
            c.fill(path(|p| { p.move_to(-234.0, -110.0); p.cubic_to(-240.0, -330.0, -110.0, -372.0, 0.0, -372.0); p.cubic_to(110.0, -372.0, 240.0, -330.0, 234.0, -110.0); p.close(); }), Ink::Fade((-200.0, -360.0), wool.lit(0.25), (220.0, -120.0), wool));
            c.fill(rrect(-246.0, -154.0, 492.0, 84.0, 30.0), wool.dim(0.12));
            for i in 0..11u16 { let x = -220.0 + f32::from(i) * 44.0; c.line(trace(&[(x, -138.0), (x, -86.0)]), 8.0, (wool.dim(0.4), 0.35)); }
        }
    }
}

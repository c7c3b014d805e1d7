//! The sheet on which everything is drawn: fills, strokes, clips, soft shadows
//! and nested transforms. Units: the short side of every picture is 1,000,
//! whatever its pixels.

use super::colour::Rgb;
use super::shape::{self, Pt, Shape};
use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Path, Pixmap, Point, RadialGradient, Shader,
    SpreadMode, Stroke, Transform,
};

/// The fill of a shape.
#[derive(Clone, Copy, Debug)]
pub enum Ink {
    Flat(Rgb, f32),
    /// From one point and colour to another.
    Fade(Pt, Rgb, Pt, Rgb),
    /// A transparent fade of one colour, from the first point's opacity to the second's.
    Veil(Pt, f32, Pt, f32, Rgb),
    /// From the centre's colour to the rim's.
    Round(Pt, f32, Rgb, Rgb),
    /// A soft spot: colour and opacity in the centre, nothing at the rim.
    Spot(Pt, f32, Rgb, f32),
}
impl From<Rgb> for Ink {
    fn from(c: Rgb) -> Ink {
        Ink::Flat(c, 1.0)
    }
}
impl From<(Rgb, f32)> for Ink {
    fn from((c, a): (Rgb, f32)) -> Ink {
        Ink::Flat(c, a)
    }
}

fn color(c: Rgb, a: f32) -> Color {
    Color::from_rgba(
        c.r.clamp(0.0, 1.0),
        c.g.clamp(0.0, 1.0),
        c.b.clamp(0.0, 1.0),
        a.clamp(0.0, 1.0),
    )
    .unwrap_or(Color::BLACK)
}

impl Ink {
    fn shader(self) -> Shader<'static> {
        let point = |(x, y): Pt| Point::from_xy(x, y);
        let linear = |a: Pt, ca: Color, b: Pt, cb: Color| {
            LinearGradient::new(
                point(a),
                point(b),
                vec![GradientStop::new(0.0, ca), GradientStop::new(1.0, cb)],
                SpreadMode::Pad,
                Transform::identity(),
            )
        };
        let radial = |at: Pt, r: f32, stops: Vec<GradientStop>| {
            RadialGradient::new(point(at), 0.0, point(at), r, stops, SpreadMode::Pad, Transform::identity())
        };
        let made = match self {
            Ink::Flat(c, a) => return Shader::SolidColor(color(c, a)),
            Ink::Fade(a, ca, b, cb) => linear(a, color(ca, 1.0), b, color(cb, 1.0)),
            Ink::Veil(a, oa, b, ob, c) => linear(a, color(c, oa), b, color(c, ob)),
            Ink::Round(at, r, ca, cb) => radial(
                at,
                r,
                vec![GradientStop::new(0.0, color(ca, 1.0)), GradientStop::new(1.0, color(cb, 1.0))],
            ),
            Ink::Spot(at, r, c, a) => radial(
                at,
                r,
                vec![
                    GradientStop::new(0.0, color(c, a)),
                    GradientStop::new(0.45, color(c, a * 0.5)),
                    GradientStop::new(1.0, color(c, 0.0)),
                ],
            ),
        };
        made.unwrap_or(Shader::SolidColor(Color::TRANSPARENT))
    }
}

pub struct Canvas {
    pub(super) sheet: Pixmap,
    place: Transform,
    clip: Option<Mask>,
    pub w: f32,
    pub h: f32,
}

impl Canvas {
    pub fn new(width: u16, height: u16) -> Option<Canvas> {
        let sheet = Pixmap::new(u32::from(width), u32::from(height))?;
        let unit = f32::from(width.min(height)) / 1000.0;
        Some(Canvas {
            sheet,
            place: Transform::from_scale(unit, unit),
            clip: None,
            w: f32::from(width) / unit,
            h: f32::from(height) / unit,
        })
    }
    /// Paints the whole sheet in rows, as vertical fades between the colours at
    /// given heights. Far cheaper than a gradient.
    pub fn backdrop(&mut self, bands: &[(f32, Rgb)]) {
        let width = usize::try_from(self.sheet.width()).unwrap_or(1);
        let unit = self.place.sy;
        for (row, y) in self.sheet.pixels_mut().chunks_exact_mut(width).zip(0u16..) {
            let y = f32::from(y) / unit;
            let mut c = bands.first().map_or(Rgb { r: 1.0, g: 1.0, b: 1.0 }, |b| b.1);
            for pair in bands.windows(2) {
                if let [(y0, c0), (y1, c1)] = *pair
                    && y >= y0
                {
                    c = c0.mix(c1, ((y - y0) / (y1 - y0).max(0.001)).min(1.0));
                }
            }
            row.fill(color(c, 1.0).premultiply().to_color_u8());
        }
    }
    pub fn fill(&mut self, shape: Shape, ink: impl Into<Ink>) {
        if let Some(p) = shape {
            self.fill_path(&p, ink.into());
        }
    }
    fn fill_path(&mut self, p: &Path, ink: Ink) {
        let paint = Paint {
            shader: ink.shader(),
            anti_alias: true,
            ..Paint::default()
        };
        self.sheet
            .fill_path(p, &paint, FillRule::Winding, self.place, self.clip.as_ref());
    }
    pub fn line(&mut self, shape: Shape, width: f32, ink: impl Into<Ink>) {
        if let Some(p) = shape {
            let paint = Paint {
                shader: ink.into().shader(),
                anti_alias: true,
                ..Paint::default()
            };
            let stroke = Stroke {
                width,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            self.sheet.stroke_path(&p, &paint, &stroke, self.place, self.clip.as_ref());
        }
    }
    /// Fills a shape that lies on something: a short soft shadow falls to the lower right below it.
    pub fn lay(&mut self, shape: Shape, ink: impl Into<Ink>) {
        if let Some(p) = shape {
            self.under(&p, 7.0);
            self.fill_path(&p, ink.into());
        }
    }
    /// Fills a shape that is `by` above the ground, with a longer shadow.
    pub fn lift(&mut self, shape: Shape, ink: impl Into<Ink>, by: f32) {
        if let Some(p) = shape {
            self.under(&p, by);
            self.fill_path(&p, ink.into());
        }
    }
    fn under(&mut self, p: &Path, by: f32) {
        let dark = super::colour::h(0x3b2230);
        let keep = self.place;
        for (share, a) in [(1.5, 0.05), (1.0, 0.07), (0.5, 0.09)] {
            // The light of every picture comes from the upper left, however the
            // object itself is turned.
            let unit = (keep.sx * keep.sx + keep.ky * keep.ky).sqrt();
            self.place = keep.post_translate(by * share * 0.6 * unit, by * share * unit);
            self.fill_path(p, Ink::Flat(dark, a));
        }
        self.place = keep;
    }
    /// Draws in a frame that is moved to (x, y), scaled and turned (degrees).
    pub fn at(&mut self, x: f32, y: f32, scale: f32, turn: f32, draw: impl FnOnce(&mut Canvas)) {
        let keep = self.place;
        self.place = keep
            .pre_translate(x, y)
            .pre_concat(Transform::from_rotate(turn))
            .pre_scale(scale, scale);
        draw(self);
        self.place = keep;
    }
    /// Draws mirrored left to right.
    pub fn mirror(&mut self, draw: impl FnOnce(&mut Canvas)) {
        let keep = self.place;
        self.place = keep.pre_scale(-1.0, 1.0);
        draw(self);
        self.place = keep;
    }
    /// Draws stretched by one factor for each axis.
    pub fn stretch(&mut self, sx: f32, sy: f32, draw: impl FnOnce(&mut Canvas)) {
        let keep = self.place;
        self.place = keep.pre_scale(sx, sy);
        draw(self);
        self.place = keep;
    }
    /// Draws only inside the shape and inside the current clip.
    pub fn within(&mut self, shape: Shape, draw: impl FnOnce(&mut Canvas)) {
        let Some(p) = shape else { return };
        let before = self.clip.clone();
        match self.clip.as_mut() {
            Some(mask) => mask.intersect_path(&p, FillRule::Winding, true, self.place),
            None => {
                self.clip = Mask::new(self.sheet.width(), self.sheet.height());
                if let Some(mask) = self.clip.as_mut() {
                    mask.fill_path(&p, FillRule::Winding, true, self.place);
                }
            }
        }
        draw(self);
        self.clip = before;
    }
    /// Draws a soft oval shadow on the ground.
    pub fn pool(&mut self, x: f32, y: f32, rx: f32, ry: f32, strength: f32) {
        let keep = self.place;
        self.place = keep.pre_translate(x, y).pre_scale(rx, ry);
        self.fill(
            shape::circle(0.0, 0.0, 1.0),
            Ink::Spot((0.0, 0.0), 1.0, super::colour::h(0x3b2230), strength),
        );
        self.place = keep;
    }
    /// Draws a soft round light.
    pub fn glow(&mut self, x: f32, y: f32, r: f32, c: Rgb, strength: f32) {
        self.fill(shape::circle(x, y, r), Ink::Spot((x, y), r, c, strength));
    }
}

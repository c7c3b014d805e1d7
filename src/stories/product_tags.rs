//! Positions of products on a story's photos: as typed, as stored, and as drawn
//! over a photo that its frame crops. Pure functions.

/// A product shown on a story, and its position on one of the photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductTag {
    pub product: i64,
    pub place: Option<TagPosition>,
}

impl From<i64> for ProductTag {
    fn from(product: i64) -> Self {
        Self { product, place: None }
    }
}

/// A position on one of a story's photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagPosition {
    /// The index of the photo, counted from 0.
    pub photo: i32,
    /// Hundredths of a percent of the photo's width, from its left edge.
    pub x: i32,
    /// Hundredths of a percent of its height, from the top.
    pub y: i32,
}

/// Width and height in any unit, since only their ratio counts.
pub type Shape = (i32, i32);

/// Parses a percentage from 0 to 100, such as `12`, `12.5` or `12.25`, into
/// hundredths of a percent.
pub fn parse_percent(typed: &str) -> Option<i32> {
    let typed = typed.trim();
    let typed = typed.strip_suffix('%').unwrap_or(typed).trim_end();
    let (whole, rest) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let whole: i32 = whole.parse().ok()?;
    let rest: i32 = format!("{rest:0<2}").parse().ok()?;
    let value = whole * 100 + rest;
    (value <= 10_000).then_some(value)
}

/// Formats hundredths of a percent as they are typed: `12.25`, `12.5`, `12`.
pub fn percent(value: i32) -> String {
    let (whole, rest) = (value / 100, value % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => whole.to_string(),
        (tenth, 0) => format!("{whole}.{tenth}"),
        (tenth, hundredth) => format!("{whole}.{tenth}{hundredth}"),
    }
}

/// Returns the shape of a photo's cell in a grid of `n` photos, as the rules of
/// `.photos` in assets/css lay it out. A single photo keeps its own shape
/// instead.
pub fn cell(n: usize, index: usize) -> Shape {
    match (n, index) {
        (2, _) | (3, 0) => (4, 5),
        (3, _) => (16, 15),
        _ => (1, 1),
    }
}

/// Returns the position inside a cell that the photo fills (`object-fit:
/// cover`, centred), as fractions of the cell's width and height. Returns
/// `None` if the position is cropped away.
pub fn seen_in(cell: Shape, photo: Shape, place: TagPosition) -> Option<(f64, f64)> {
    let ratio = |(width, height): Shape| f64::from(width.max(1)) / f64::from(height.max(1));
    let (frame, photo) = (ratio(cell), ratio(photo));
    // The fractions of the photo's width and height that the cell shows.
    let (wide, high) = if photo > frame {
        (frame / photo, 1.0)
    } else {
        (1.0, photo / frame)
    };
    let along = |at: i32, shown: f64| {
        let at = (f64::from(at) / 10_000.0 - (1.0 - shown) / 2.0) / shown;
        (-1e-9..=1.0 + 1e-9).contains(&at).then_some(at)
    };
    Some((along(place.x, wide)?, along(place.y, high)?))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn percents_come_and_go() {
        for (typed, value) in [
            ("0", 0),
            ("100", 10_000),
            ("100.00", 10_000),
            ("12.3", 1_230),
            ("12.34", 1_234),
            (" 7.05 % ", 705),
            ("5.", 500),
        ] {
            assert_eq!(parse_percent(typed), Some(value), "{typed}");
        }
        for typed in [
            "", ".", ".5", "-1", "+1", "100.01", "101", "12.345", "1e1", "12,5", "NaN", "0x1", "1 2", "９", "1000",
        ] {
            assert_eq!(parse_percent(typed), None, "{typed}");
        }
        for value in [0, 5, 50, 99, 100, 1_230, 1_234, 9_999, 10_000] {
            assert_eq!(parse_percent(&percent(value)), Some(value));
        }
    }

    #[test]
    fn a_crop_moves_places_and_cuts_some_off() {
        let at = |x, y| TagPosition { photo: 0, x, y };
        let near = |seen: Option<(f64, f64)>, x: f64, y: f64| {
            let (a, b) = seen.unwrap();
            assert!((a - x).abs() < 1e-6 && (b - y).abs() < 1e-6, "{a} {b}");
        };
        // A photo in the shape of its cell is not cropped.
        near(seen_in((4, 5), (800, 1000), at(2_500, 7_500)), 0.25, 0.75);
        // Twice as wide as its cell: only the middle half is visible.
        near(seen_in((1, 1), (200, 100), at(5_000, 2_000)), 0.5, 0.2);
        near(seen_in((1, 1), (200, 100), at(2_500, 0)), 0.0, 0.0);
        near(seen_in((1, 1), (200, 100), at(6_250, 10_000)), 0.75, 1.0);
        assert_eq!(seen_in((1, 1), (200, 100), at(2_400, 5_000)), None);
        // Twice as high as its cell.
        near(seen_in((1, 1), (100, 200), at(0, 7_500)), 0.0, 1.0);
        assert_eq!(seen_in((1, 1), (100, 200), at(5_000, 9_000)), None);
    }
}

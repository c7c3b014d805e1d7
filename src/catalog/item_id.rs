//! The id of a product in files and feeds, where it has no SKU.

/// What the ids of products without a number begin with.
pub const OWN_ID: &str = "sp-";

/// The number that files have for a product without one. Where another product happens to carry that
/// as its own, zeros make it another.
pub fn made_id(id: i64, taken: impl Fn(&str) -> bool) -> String {
    let mut zeros = String::new();
    loop {
        let made = format!("{OWN_ID}{zeros}{id}");
        if !taken(&made) {
            return made;
        }
        zeros.push('0');
    }
}

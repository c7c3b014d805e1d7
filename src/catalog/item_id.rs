//! The id of a product without a SKU in files and feeds.

/// Prefix of the ids made for products without a SKU.
pub const OWN_ID: &str = "sp-";

/// Makes the id that files and feeds give a product without a SKU. If another product has that id
/// as its SKU, zeros are inserted until it is unique.
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

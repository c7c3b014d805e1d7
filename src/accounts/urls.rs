//! Addresses of the pages of accounts and shops.

/// Returns the address of a profile or shop.
pub fn url(handle: &str) -> String {
    format!("/@{}", crate::text::encode_component(handle))
}

/// Returns the address of a shop's studio; its pages are below it.
pub fn studio_url(handle: &str) -> String {
    format!("/shops/{}", crate::text::encode_component(handle))
}

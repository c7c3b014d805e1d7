//! Addresses of the pages of accounts and shops.

/// The address of a profile or shop.
pub fn url(handle: &str) -> String {
    format!("/@{}", crate::text::encode_component(handle))
}

/// The address of a shop's studio, and of a page in it.
pub fn studio_url(handle: &str) -> String {
    format!("/shops/{}", crate::text::encode_component(handle))
}

//! Products for tests, added to a catalog over HTTP, as a shop would.

use super::people::{Person, Shop};

/// The fields of a product form.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

impl Person {
    /// Adds a product to the shop that this person acts as, and returns its id.
    pub async fn product(&self, shop: &Shop, fields: Fields<'_>) -> i64 {
        let answer = self.client.post_json(&products(shop), fields).await.expect(200);
        answer.json()["id"].as_str().unwrap().parse().unwrap()
    }
}

/// Returns the address for adding products to a shop.
pub fn products(shop: &Shop) -> String {
    format!("/shops/{}/products", shop.handle)
}

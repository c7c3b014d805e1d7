//! Products for tests: put into a catalog through HTTP, as a shop would.

use super::people::{Person, Shop};

/// The fields of a product, as a form sends them.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

impl Person {
    /// Adds a product to the shop this person acts as; its id.
    pub async fn product(&self, shop: &Shop, fields: Fields<'_>) -> i64 {
        let answer = self.client.post_json(&products(shop), fields).await.expect(200);
        answer.json()["id"].as_str().unwrap().parse().unwrap()
    }
}

/// Where a shop's products are added.
pub fn products(shop: &Shop) -> String {
    format!("/shops/{}/products", shop.handle)
}

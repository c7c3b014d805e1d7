//! Stories for tests: written through the form, as anyone would.

use super::people::Person;

impl Person {
    /// Publishes and answers the story's id.
    pub async fn story(&self, body: &str, visibility: &str) -> i64 {
        let fields = [("body", body), ("visibility", visibility)];
        let answer = self.client.post_json("/stories", &fields).await.expect(200);
        answer.json()["id"].as_str().unwrap().parse().unwrap()
    }

    pub async fn share(&self, of: i64, body: &str) -> i64 {
        let of = of.to_string();
        let fields = [("body", body), ("visibility", "public"), ("share_of", of.as_str())];
        let answer = self.client.post_json("/stories", &fields).await.expect(200);
        answer.json()["id"].as_str().unwrap().parse().unwrap()
    }

    pub async fn comment(&self, story: i64, body: &str) -> i64 {
        let path = format!("/stories/{story}/comments");
        let answer = self.client.post_json(&path, &[("body", body)]).await.expect(200);
        answer.json()["id"].as_str().unwrap().parse().unwrap()
    }
}

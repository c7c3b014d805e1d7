//! Stories for tests, written through the form, as anyone would.

use super::Answer;
use super::people::Person;

impl Person {
    /// Publishes a story and returns its id.
    pub async fn story(&self, body: &str, visibility: &str) -> i64 {
        let fields = [("body", body), ("visibility", visibility)];
        let answer = self.client.post_json("/stories", &fields).await.expect(200);
        answer.json()["id"].as_str().unwrap().parse().unwrap()
    }

    /// Sends a story with a photo and returns the response, whatever it is.
    pub async fn post_photo(&self, body: &str) -> Answer {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/photos/orientation-1.jpg");
        let photo = reqwest::multipart::Part::bytes(std::fs::read(path).unwrap()).file_name("쿠키.jpg");
        let form = reqwest::multipart::Form::new()
            .text("body", body.to_owned())
            .text("visibility", "public")
            .part("photos", photo);
        let request = self.client.request(reqwest::Method::POST, "/stories");
        let request = request.header("accept", "application/json").multipart(form);
        self.client.send(request).await
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

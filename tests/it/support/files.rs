//! Product files for tests: uploaded, applied and downloaded over HTTP.

use diesel::connection::SimpleConnection;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use super::people::{Person, Shop};
use super::{Answer, Site};

/// Returns a zip of these files.
pub fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn imports(shop: &Shop) -> String {
    format!("/shops/{}/catalog/import", shop.handle)
}

impl Person {
    /// Uploads a file, with photos if there are some. `map` names the columns.
    pub async fn upload(&self, shop: &Shop, file: impl Into<Vec<u8>>, photos: Option<Vec<u8>>, map: &[&str]) -> Answer {
        let mut form = Form::new().part("file", Part::bytes(file.into()).file_name("상품.csv"));
        for told in map {
            form = form.text("map", (*told).to_owned());
        }
        if let Some(photos) = photos {
            form = form.part("photos", Part::bytes(photos).file_name("사진.zip"));
        }
        let request = self.client.request(Method::POST, &imports(shop));
        let answer = request.header("accept", "application/json").multipart(form);
        self.client.send(answer).await
    }

    /// Uploads a valid file and returns the address of its preview.
    pub async fn preview(&self, shop: &Shop, file: impl Into<Vec<u8>>) -> String {
        let answer = self.upload(shop, file, None, &[]).await.expect(200);
        answer.json()["location"].as_str().unwrap().to_owned()
    }

    /// Returns the page of an import as JSON.
    pub async fn import(&self, page: &str) -> Value {
        let request = self.client.request(Method::GET, page).header("accept", "application/json");
        self.client.send(request).await.expect(200).json()
    }

    pub async fn apply(&self, page: &str) -> Answer {
        self.client.post_json(&format!("{page}/apply"), &[]).await
    }

    /// Uploads a file, applies it, and returns the address of the import.
    pub async fn bring_in(&self, shop: &Shop, file: impl Into<Vec<u8>>) -> String {
        let page = self.preview(shop, file).await;
        self.apply(&page).await.expect(200);
        page
    }

    pub async fn export(&self, shop: &Shop) -> String {
        let answer = self.client.get(&format!("/shops/{}/catalog.csv", shop.handle)).await;
        answer.expect(200).body
    }
}

/// Returns the counts of a preview: new, changed, same, wrong.
pub fn counts(import: &Value) -> [i64; 4] {
    ["new", "changed", "same", "wrong"].map(|kind| import["counts"][kind].as_i64().unwrap())
}

/// Doubles the products so many times.
pub fn double(site: &Site, times: u32) {
    let done = site.app.db.write_now(|tx| {
        for round in 0..times {
            let step = 1_i64 << (round + 12);
            tx.batch_execute(&format!(
                "CREATE TEMPORARY TABLE more AS SELECT * FROM products; UPDATE more SET id = id + {step}; \
                 INSERT INTO products SELECT * FROM more; DROP TABLE more"
            ))?;
        }
        Ok(())
    });
    done.unwrap();
}

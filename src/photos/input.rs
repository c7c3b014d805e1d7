//! The form field for photos, as templates/parts/photo_input.html shows it: on
//! a new form, on the form of content that has photos, and on a form that came
//! back with errors. It works without scripts.

use super::actions::{Prepared, SavedPhoto, SavedPhotos};
use super::pipeline::MAX_FILE_BYTES;
use super::rules::{ALT_LIMIT, kept_field};
use crate::web::form::Errors;

/// The data of the field.
#[derive(Debug, Clone)]
pub struct PhotoInput {
    pub field: &'static str,
    /// The name of the hidden fields of photos that are already uploaded.
    pub kept_field: String,
    pub max: usize,
    pub max_bytes: u64,
    pub photos: Vec<SavedPhoto>,
    /// Alt texts that were typed for rejected files.
    pub spare_alts: Vec<String>,
    pub alt_limit: usize,
    /// Errors of this field, with the ids to which the summary links.
    pub errors: Vec<(String, String)>,
}

impl PhotoInput {
    /// Returns the field of a new form, or of one that changes content with these photos.
    pub fn new(field: &'static str, max: usize, photos: Vec<SavedPhoto>) -> Self {
        Self {
            field,
            kept_field: kept_field(field),
            max,
            max_bytes: MAX_FILE_BYTES,
            photos,
            spare_alts: Vec::new(),
            alt_limit: ALT_LIMIT,
            errors: Vec::new(),
        }
    }

    /// Returns the field of a form that comes back.
    pub fn again(prepared: &Prepared, kept: &SavedPhotos, errors: &Errors) -> Self {
        let field = prepared.field();
        let of_a_file = format!("{field}.");
        let mine = errors.all().iter().filter(|(f, _)| f == field || f.starts_with(&of_a_file));
        Self {
            spare_alts: prepared.spare_alts().to_vec(),
            errors: mine.cloned().collect(),
            ..Self::new(field, prepared.max(), kept.photos.clone())
        }
    }

    /// Returns the size limit of a file in words.
    pub fn size_words(&self) -> String {
        format!("{}MB", self.max_bytes / (1024 * 1024))
    }

    pub fn wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Returns the alt text fields for files still to be chosen where no script
    /// makes them: those that were typed, and a few more.
    pub fn plain_alts(&self) -> Vec<(usize, &str)> {
        let room = self.max.saturating_sub(self.photos.len());
        let typed = self.spare_alts.iter().map(String::as_str);
        let first = self.photos.len() + 1;
        (first..)
            .zip(typed.chain(std::iter::repeat("")))
            .take(room.min(self.spare_alts.len().max(6)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use askama::Template;

    use super::*;
    use crate::photos::Picture;
    use crate::web::i18n::{Locale, Texts};
    use crate::web::page::{Frame, assets};

    #[derive(Template)]
    #[template(
        source = r#"{% import "parts/photo_input.html" as photo %}{{ photo::many(frame, many) }}{{ photo::single(frame, one, "커버") }}"#,
        ext = "html"
    )]
    struct Both {
        frame: Frame,
        many: PhotoInput,
        one: PhotoInput,
    }

    fn frame() -> Frame {
        Frame {
            t: Texts::get(Locale::Ko),
            locale: Locale::Ko,
            title: String::new(),
            site_name: String::new(),
            assets: assets(),
            viewer: None,
            theme: None,
            here: String::new(),
            section: "",
            flash: None,
            request_id: String::new(),
            indexed: false,
            share: None,
            now: 0,
            parent: None,
            contact: None,
        }
    }

    #[test]
    fn the_field_brings_back_what_was_there() {
        let photo = |id: i64, alt: &str| SavedPhoto {
            id,
            alt: alt.to_owned(),
            picture: Picture::new(id, &"ab".repeat(32), 900, 600, "#aabbcc".into(), "320,720,900", alt.into()),
        };
        let mut many = PhotoInput::new("photos", 20, vec![photo(7, "\"쿠키\""), photo(8, "")]);
        many.spare_alts.push("말차".into());
        many.errors.push(("photos.1".into(), "IMG.tiff: 열 수 없어요".into()));
        let one = PhotoInput::new("cover", 1, vec![photo(9, "")]);
        let html = Both {
            frame: frame(),
            many,
            one,
        }
        .render()
        .unwrap();
        for piece in [
            r#"name="kept_photo" value="7""#,
            r#"name="kept_photo" value="8""#,
            r#"name="kept_cover" value="9""#,
            r#"value="&#34;쿠키&#34;""#,
            r#"value="말차""#,
            r#"<p class="error" id="photos.1">"#,
            r#"aria-label="2번째 사진 앞으로""#,
            r#"data-upload-label="{n}번째 사진 앞으로""#,
            r#"aria-label="3번째 사진 설명""#,
            r#"aria-label="커버 빼기""#,
            r#"src="/media/7/abababababab-320.jpg""#,
            "20MB",
        ] {
            assert!(html.contains(piece), "{piece} is missing in {html}");
        }
    }
}

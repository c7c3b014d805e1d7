//! Addresses of the pages of stories and their photos.

/// Returns the address of a story.
pub fn url(id: i64) -> String {
    format!("/stories/{id}")
}

/// Returns the address of the viewer on a story's n-th photo, counted from 1.
pub fn photo_url(id: i64, n: usize) -> String {
    format!("/stories/{id}/photos/{n}")
}

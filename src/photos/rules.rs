//! Limits of photos outside the pipeline, and pure decisions about the photos of a form.

/// The maximum length of a photo's alt text, in characters.
pub const ALT_LIMIT: usize = 1_500;
/// Seconds after which a rejected form may be sent again.
pub const RETRY_AFTER: u64 = 10;
/// The time for which a photo that nothing shows is kept. A form that came back
/// with errors can be sent again this long.
pub const UNUSED_GRACE_MS: i64 = 24 * 3600 * 1000;

/// Returns the name of the hidden field that carries the photos already
/// uploaded when a form comes back.
pub fn kept_field(field: &str) -> String {
    if field == "photos" {
        "kept_photo".to_owned()
    } else {
        format!("kept_{field}")
    }
}

/// The action of a button beside a kept photo, with the photo's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrange {
    Up(i64),
    Down(i64),
    Remove(i64),
}

/// Applies the action of a button. Returns false if the photo does not exist or
/// cannot move further.
pub fn arrange<T>(photos: &mut Vec<T>, id: impl Fn(&T) -> i64, what: Arrange) -> bool {
    let (Arrange::Up(wanted) | Arrange::Down(wanted) | Arrange::Remove(wanted)) = what;
    let Some(at) = photos.iter().position(|p| id(p) == wanted) else {
        return false;
    };
    match what {
        Arrange::Remove(_) => {
            photos.remove(at);
        }
        Arrange::Up(_) if at > 0 => photos.swap(at, at - 1),
        Arrange::Down(_) if at + 1 < photos.len() => photos.swap(at, at + 1),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_move_and_remove() {
        let mut photos = vec![1, 2, 3];
        let id = |p: &i64| *p;
        assert!(arrange(&mut photos, id, Arrange::Up(3)));
        assert_eq!(photos, [1, 3, 2]);
        assert!(arrange(&mut photos, id, Arrange::Down(1)));
        assert_eq!(photos, [3, 1, 2]);
        assert!(!arrange(&mut photos, id, Arrange::Up(3)));
        assert!(!arrange(&mut photos, id, Arrange::Down(2)));
        assert!(!arrange(&mut photos, id, Arrange::Remove(9)));
        assert!(arrange(&mut photos, id, Arrange::Remove(1)));
        assert_eq!(photos, [3, 2]);
    }
}

//! Text that people typed: cleaning, counting, handles, hashtags, mentions, links.
//!
//! Lives here: everything that decides which characters may be kept, compared or linked, and the
//! one type that may enter a page unescaped ([`SafeHtml`]). Pure functions over strings.
//! Does not live here: the limits themselves (each feature's `rules.rs`), the words of the error
//! messages (locale files), search analysis (`search/engine/analyzer.rs`).

mod clean;
mod handle;
mod html;
mod pieces;

pub use clean::{clean_body, clean_line, count, excerpt, nfc};
pub use handle::{HANDLE_MAX, HANDLE_MIN, Handle, HandleError, skeleton};
pub use html::{SafeHtml, encode_component};
pub use pieces::{HASHTAG_MAX, Mention, Segment, hashtags, mentions, pieces, pieces_where};

//! Text that people typed: cleaning, counting, handles, hashtags, mentions, links.
//!
//! Everything here decides which characters may be kept, compared or linked, with pure functions
//! over strings; [`SafeHtml`] is the one type that may enter a page unescaped. Not here: length
//! limits (each feature's `rules.rs`), error messages (locale files), search analysis
//! (`search/engine/analyzer.rs`).

mod clean;
mod handle;
mod hex;
mod html;
mod pieces;

pub use clean::{clean_body, clean_line, count, excerpt, nfc};
pub use handle::{HANDLE_MAX, HANDLE_MIN, Handle, HandleError, skeleton};
pub use hex::hex;
pub use html::{SafeHtml, encode_component};
pub use pieces::{HASHTAG_MAX, Mention, Segment, hashtags, mentions, pieces, pieces_where};

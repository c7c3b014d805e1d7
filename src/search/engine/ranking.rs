//! Every weight of the ranking, in one place, with what it is for.
//!
//! A document's score is
//!
//! ```text
//! ( best of: its words (each word: BM25 of the word's bigrams as a phrase, plus the word as such,
//!            plus a constant for a half-typed or misspelt one)
//!            the query's bigrams with spaces ignored × SPACELESS
//!   + the whole query as one phrase × WHOLE_PHRASE, with WHOLE atop
//!   + the bigrams of title and tags × TITLE, and IN_TITLE where every word stands there
//!   + EXACT_… where the query is the whole title, shop name or hashtag )
//! × freshness of a story, × availability of a product
//! ```
//!
//! so that the exact title comes before the words in a row, those before scattered words, and a
//! title before a description. BM25 gives a bigram about 2 (everywhere) to 12 (once in the index), but
//! in a short text twice what it gives in a long one: hence the constants.

/// A bigram found somewhere in the document, in any order: weaker than the words themselves.
pub const SPACELESS: f32 = 0.8;
/// The whole query in a row, spaces ignored: a constant beside BM25, which would rather have the
/// half of it in a short text than all of it in a long one.
pub const WHOLE_PHRASE: f32 = 0.5;
pub const WHOLE: f32 = 10.0;
/// … without the last word's particle or its half-typed end.
pub const WHOLE_STEM: f32 = 0.4;
/// A word as such, beside its letters as part of another word.
pub const WORD: f32 = 0.6;
/// A word without its particle, or a part of a mixed word.
pub const STEM: f32 = 0.8;
/// A verb or an adjective in another form.
pub const CONJUGATED: f32 = 0.8;
/// A bigram of the query in title or tags.
pub const TITLE: f32 = 0.35;
/// Every word of the query in title or tags, in any order: before all of it in a row in a description.
pub const IN_TITLE: f32 = 20.0;
/// A hashtag that the query wrote as a hashtag.
pub const HASHTAG: f32 = 40.0;
/// What the word can also be called: its synonyms.
pub const ALTERNATIVE: f32 = 0.9;

/// A half-typed last word. Constant: BM25 would lift the rarest completion to the top.
pub const HALF_TYPED: f32 = 4.0;
/// A query read otherwise than it was typed, where no document holds a word as typed …
pub const CORRECTED: f32 = 0.9;
/// … and where some do: those stay above.
pub const CORRECTED_KNOWN: f32 = 0.5;
/// What else a word may have been meant as: so much for a syllable …
pub const SLIP: f32 = 4.0;
/// … and half of it when it is less likely by so many doublings.
pub const SLIP_FADES: f32 = 3.0;
/// A single syllable anywhere.
pub const ONE_SYLLABLE: f32 = 1.5;
/// Initial consonants that begin a word; that are the whole title, name or tag.
pub const INITIALS_AT_WORD: f32 = 6.0;
pub const INITIALS_WHOLE: f32 = 12.0;

/// The query is the whole title, the shop's whole name, a whole hashtag.
pub const EXACT_TITLE: f32 = 30.0;
pub const EXACT_SHOP: f32 = 25.0;
pub const EXACT_TAG: f32 = 6.0;

/// A story of this moment counts this much more than an old one …
pub const FRESHNESS: f32 = 0.3;
/// … and half of it after this long.
pub const FRESHNESS_HALF_LIFE_MS: f32 = 14.0 * 24.0 * 3600.0 * 1000.0;
/// What a product that cannot be bought keeps of its score.
pub const SOLD_OUT: f32 = 0.8;

/// Below this many hits the search is made once more, with slips of a key …
pub const FEW_HITS: u64 = 3;
/// … and below this many where a word of the query is nowhere a word of its own: those hits hold
/// it within others, or its beginning.
pub const FEW_HITS_OF_PARTS: u64 = 20;

/// How many of `n` words must match: all of up to two, two of three, half of more.
pub fn words_needed(n: usize) -> usize {
    match n {
        0..=2 => n,
        3 => 2,
        _ => n.div_ceil(2),
    }
}

/// How many of `n` bigrams must match when spaces are ignored.
pub fn bigrams_needed(n: usize) -> usize {
    // 75 % in whole numbers.
    (n * 3).div_ceil(4)
}

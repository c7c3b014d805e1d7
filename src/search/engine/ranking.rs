//! Every weight of the ranking in one place, with its purpose.
//!
//! The score of a document is
//!
//! ```text
//! ( best of: the words (for each: BM25 of the word's bigrams as a phrase, plus the word as a term,
//!            plus a constant for a half-typed or misspelt one)
//!            the query's bigrams with spaces ignored × SPACELESS
//!   + the whole query as one phrase × WHOLE_PHRASE, plus the constant WHOLE
//!   + the bigrams of title and tags × TITLE, plus IN_TITLE if every word is there
//!   + EXACT_… if the query is the whole title, shop name or hashtag )
//! × freshness of a story, × availability of a product
//! ```
//!
//! so that the exact title comes before the words in a row, those come before scattered words, and a
//! title comes before a description. BM25 gives a bigram about 2 (in every document) to 12 (once in the
//! index), but twice as much in a short text as in a long one; the constants make up for that.

/// Weight of the query's bigrams anywhere in the document, in any order: less than the words themselves.
pub const SPACELESS: f32 = 0.8;
/// Weight of the whole query in a row, spaces ignored.
pub const WHOLE_PHRASE: f32 = 0.5;
/// Constant added for the whole query in a row. BM25 alone prefers half of the query in a short text
/// to all of it in a long one.
pub const WHOLE: f32 = 10.0;
/// Factor for the whole query in a row without the last word's particle or half-typed end.
pub const WHOLE_STEM: f32 = 0.4;
/// Weight of a whole word, added to that of its letters, which may be part of another word.
pub const WORD: f32 = 0.6;
/// Factor for a word without its particle, or for a part of a word in several scripts.
pub const STEM: f32 = 0.8;
/// Factor for a verb or an adjective in another form.
pub const CONJUGATED: f32 = 0.8;
/// Weight of a bigram of the query in title or tags.
pub const TITLE: f32 = 0.35;
/// Constant for every word of the query in title or tags, in any order. It outranks the whole query in
/// a row in a description.
pub const IN_TITLE: f32 = 20.0;
/// Constant for a hashtag that the query wrote as a hashtag.
pub const HASHTAG: f32 = 40.0;
/// Weight of a synonym.
pub const ALTERNATIVE: f32 = 0.9;

/// Constant for a half-typed last word. BM25 would put the rarest completion at the top.
pub const HALF_TYPED: f32 = 4.0;
/// Weight of a corrected query if no document holds a word as typed.
pub const CORRECTED: f32 = 0.9;
/// Weight of a corrected query if some documents hold the words as typed, so that those come first.
pub const CORRECTED_KNOWN: f32 = 0.5;
/// Constant per syllable for the less likely meanings of a misspelt word.
pub const SLIP: f32 = 4.0;
/// Difference in likelihood, as a logarithm to base 2, that halves `SLIP`.
pub const SLIP_FADES: f32 = 3.0;
/// Constant for a single syllable anywhere.
pub const ONE_SYLLABLE: f32 = 1.5;
/// Constant for initial consonants at the beginning of a word.
pub const INITIALS_AT_WORD: f32 = 6.0;
/// Constant for initial consonants that are the whole title.
pub const INITIALS_WHOLE: f32 = 12.0;

/// Constant for a query that is the whole title.
pub const EXACT_TITLE: f32 = 30.0;
/// Constant for a query that is the whole name of the shop.
pub const EXACT_SHOP: f32 = 25.0;
/// Constant for a query that is a whole hashtag.
pub const EXACT_TAG: f32 = 6.0;

/// Share of its score that a story written just now gains.
pub const FRESHNESS: f32 = 0.3;
/// Age at which half of `FRESHNESS` is left, in milliseconds.
pub const FRESHNESS_HALF_LIFE_MS: f32 = 14.0 * 24.0 * 3600.0 * 1000.0;
/// Factor for a product that is out of stock.
pub const SOLD_OUT: f32 = 0.8;

/// Number of hits below which the search runs once more, allowing for slips of a key.
pub const FEW_HITS: u64 = 3;
/// Number of hits that replaces `FEW_HITS` if no document holds some word of the query as typed: the
/// hits then contain only its stem or words that it begins.
pub const FEW_HITS_OF_PARTS: u64 = 20;

/// Returns how many of `n` words must match: all of up to two, two of three, half of more.
pub fn words_needed(n: usize) -> usize {
    match n {
        0..=2 => n,
        3 => 2,
        _ => n.div_ceil(2),
    }
}

/// Returns how many of `n` bigrams must match when spaces are ignored.
pub fn bigrams_needed(n: usize) -> usize {
    // 75 % in whole numbers.
    (n * 3).div_ceil(4)
}

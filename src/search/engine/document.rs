//! The documents of the index and the fields they become.
//!
//! The caller must pass public rows only; nothing is checked here. The index stores only ids and the
//! values that filters and facets need. Titles and texts are read from the database.

use super::analyzer::{self, AFTER_POSITION, TOKEN_END, Tokens};
use super::initials;
use crate::search::korean::normalize;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Story,
    Product,
    Shop,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Story, Kind::Product, Kind::Shop];

    pub(super) fn code(self) -> u64 {
        match self {
            Kind::Story => 0,
            Kind::Product => 1,
            Kind::Shop => 2,
        }
    }

    pub(super) fn from_code(code: u64) -> Kind {
        match code {
            0 => Kind::Story,
            1 => Kind::Product,
            _ => Kind::Shop,
        }
    }
}

/// One public row, as the search engine takes it.
#[derive(Clone, Debug)]
pub struct Document {
    pub kind: Kind,
    pub id: i64,
    /// The shop, or the author of a story.
    pub account_id: i64,
    /// A product's title, a shop's name; empty for stories.
    pub title: String,
    /// Description, story text, bio, category name: any other text that should find the document.
    pub body: String,
    /// Hashtags, with or without `#`.
    pub tags: Vec<String>,
    /// The account's display name and, if wanted, handle.
    pub shop_name: String,
    /// In won.
    pub price: Option<i64>,
    pub in_stock: bool,
    pub on_sale: bool,
    /// The category's key, which filters compare byte by byte.
    pub category: Option<String>,
    pub created_at_ms: i64,
}

/// One step of the change log.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds the document, or replaces the one with the same kind and id.
    Put(Document),
    /// Removes the document, if it is there.
    Delete { kind: Kind, id: i64 },
}

/// Bits of the `traits` column above the kind.
pub(super) const IN_STOCK: u64 = 4;
pub(super) const ON_SALE: u64 = 8;
pub(super) const KIND_MASK: u64 = 3;

/// Names of the columns read while collecting.
pub(super) mod column {
    pub const TRAITS: &str = "traits";
    pub const ID: &str = "id";
    pub const ACCOUNT: &str = "account";
    pub const PRICE: &str = "price";
    pub const CREATED: &str = "created";
    pub const CATEGORY: &str = "category";
}

/// The fields of the index. The first four are described in `analyzer`. `ti` holds the bigrams of title
/// and tags, and `ex` whole titles (`t…`), shop names (`s…`) and tags (`g…`); both serve ranking and
/// suggestions only. `key` is kind and id, for deletion.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub bi: Field,
    pub w: Field,
    pub jm: Field,
    pub ch: Field,
    pub ti: Field,
    pub ex: Field,
    key: Field,
    traits: Field,
    id: Field,
    account: Field,
    price: Field,
    created: Field,
    category: Field,
}

/// Returns the schema and its fields. A change to either, or to the analyzer, needs a new
/// [`INDEX_VERSION`](super::index::INDEX_VERSION).
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let mut field = |name: &str, tokenizer: &str, option: IndexRecordOption, norms: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms);
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let mut text = |name: &str, option, norms| field(name, WRITTEN, option, norms);
    let bi = text("bi", IndexRecordOption::WithFreqsAndPositions, true);
    let w = text("w", IndexRecordOption::WithFreqs, true);
    let jm = text("jm", IndexRecordOption::Basic, false);
    let ch = text("ch", IndexRecordOption::WithFreqsAndPositions, true);
    let ti = text("ti", IndexRecordOption::WithFreqs, true);
    let ex = text("ex", IndexRecordOption::Basic, false);
    let key = field("key", "raw", IndexRecordOption::Basic, false);
    let fields = Fields {
        bi,
        w,
        jm,
        ch,
        ti,
        ex,
        key,
        traits: builder.add_u64_field(column::TRAITS, FAST),
        id: builder.add_i64_field(column::ID, FAST),
        account: builder.add_i64_field(column::ACCOUNT, FAST),
        price: builder.add_i64_field(column::PRICE, FAST),
        created: builder.add_i64_field(column::CREATED, FAST),
        category: builder.add_text_field(column::CATEGORY, TextOptions::default().set_fast("raw")),
    };
    (builder.build(), fields)
}

impl Fields {
    /// Returns the term that identifies a document.
    pub fn key(&self, kind: Kind, id: i64) -> Term {
        Term::from_field_text(self.key, &key(kind, id))
    }

    /// Converts the document to tantivy's form.
    pub fn analyze(&self, document: &Document) -> TantivyDocument {
        let mut bi = Tokens::default();
        let mut w = Tokens::default();
        let mut jm = Tokens::default();
        let mut ch = Tokens::default();
        let mut ti = Tokens::default();
        let mut ex = Tokens::default();
        let title = normalize::words(&normalize::fold(&document.title));
        let name = normalize::words(&normalize::fold(&document.shop_name));
        let body = normalize::words(&normalize::fold(&document.body));
        let tags: Vec<_> = document
            .tags
            .iter()
            .map(|tag| {
                let mut words = normalize::words(&normalize::fold(tag));
                words.iter_mut().for_each(|word| word.tag = true);
                words
            })
            .collect();

        for words in std::iter::once(&title).chain(&tags).chain([&name, &body]) {
            analyzer::bigrams(words, &mut bi);
            analyzer::words(words, &mut w, &mut jm);
        }
        for words in std::iter::once(&title).chain(&tags) {
            analyzer::bigrams(words, &mut ti);
        }
        initials::tokens(&title, true, &mut ch);
        for words in tags.iter().chain([&name]) {
            initials::tokens(words, false, &mut ch);
        }
        ex.exact('t', &title);
        ex.exact('s', &name);
        tags.iter().for_each(|tag| ex.exact('g', tag));

        let mut out = TantivyDocument::new();
        for (field, tokens) in [
            (self.bi, bi),
            (self.w, w),
            (self.jm, jm),
            (self.ch, ch),
            (self.ti, ti),
            (self.ex, ex),
        ] {
            out.add_text(field, tokens.written);
        }
        out.add_text(self.key, key(document.kind, document.id));
        let mut traits = document.kind.code();
        if document.in_stock {
            traits |= IN_STOCK;
        }
        if document.on_sale {
            traits |= ON_SALE;
        }
        out.add_u64(self.traits, traits);
        out.add_i64(self.id, document.id);
        out.add_i64(self.account, document.account_id);
        out.add_i64(self.created, document.created_at_ms);
        if let Some(price) = document.price {
            out.add_i64(self.price, price);
        }
        if let Some(category) = &document.category {
            out.add_text(self.category, category);
        }
        out
    }
}

fn key(kind: Kind, id: i64) -> String {
    format!("{}-{id}", kind.code())
}

/// Name of the tokenizer [`Written`] in the schema.
pub(super) const WRITTEN: &str = "written";

/// Tokenizer that reads tokens as `analyzer::Tokens` writes them. Tantivy's own support for
/// pre-tokenized text turns every document into JSON and back, which took a third of the time.
#[derive(Clone, Default)]
pub(super) struct Written {
    token: Token,
}

pub(super) struct WrittenTokens<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Written {
    type TokenStream<'a> = WrittenTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WrittenTokens<'a> {
        self.token.reset();
        WrittenTokens {
            rest: text,
            token: &mut self.token,
        }
    }
}

impl TokenStream for WrittenTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((written, rest)) = self.rest.split_once(TOKEN_END) else {
            return false;
        };
        self.rest = rest;
        let Some((position, text)) = written.split_once(AFTER_POSITION) else {
            return false;
        };
        self.token.position = position.parse().unwrap_or_default();
        self.token.text.clear();
        self.token.text.push_str(text);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

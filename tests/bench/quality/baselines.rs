//! Baselines: what a site would have without this search engine, namely words split at spaces and SQLite's
//! full-text search.
use super::Item;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{LowerCaser, TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, TantivyDocument};

/// Words split at spaces, any of which may match: a search without an analyzer.
pub struct Spaces {
    index: Index,
    searcher: tantivy::Searcher,
}

impl Spaces {
    pub fn new(items: &[Item]) -> Spaces {
        let mut builder = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("spaces");
        builder.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        builder.add_i64_field("id", FAST | STORED);
        let index = Index::create_in_ram(builder.build());
        index.tokenizers().register(
            "spaces",
            TextAnalyzer::builder(WhitespaceTokenizer::default())
                .filter(LowerCaser)
                .build(),
        );
        let mut writer = index.writer_with_num_threads(1, 200_000_000).unwrap();
        let (text, id) = (
            index.schema().get_field("text").unwrap(),
            index.schema().get_field("id").unwrap(),
        );
        for (n, item) in (0..).zip(items) {
            let mut document = TantivyDocument::new();
            document.add_text(text, &item.title);
            document.add_text(text, &item.body);
            document.add_i64(id, n);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        Spaces { index, searcher }
    }

    pub fn search(&self, query: &str) -> Vec<i64> {
        let text = self.index.schema().get_field("text").unwrap();
        let id = self.index.schema().get_field("id").unwrap();
        let parser = QueryParser::for_index(&self.index, vec![text]);
        let (query, _) = parser.parse_query_lenient(
            &query
                .split_whitespace()
                .map(|w| format!("\"{}\"", w.replace(['"', '\\'], " ")))
                .collect::<Vec<_>>()
                .join(" "),
        );
        let (top, _) = self
            .searcher
            .search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))
            .unwrap();
        top.iter()
            .map(|(_, at)| {
                self.searcher
                    .doc::<TantivyDocument>(*at)
                    .unwrap()
                    .get_first(id)
                    .unwrap()
                    .as_i64()
                    .unwrap()
            })
            .collect()
    }
}

/// SQLite FTS5 with its trigram tokenizer: the words as phrases, all required, best rank first.
pub struct Trigrams(SqliteConnection);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

impl Trigrams {
    pub fn new(items: &[Item]) -> Trigrams {
        let mut db = SqliteConnection::establish(":memory:").unwrap();
        db.batch_execute("CREATE VIRTUAL TABLE items USING fts5(title, body, tokenize = 'trigram'); BEGIN")
            .unwrap();
        for (n, item) in (0_i64..).zip(items) {
            diesel::sql_query("INSERT INTO items (rowid, title, body) VALUES (?, ?, ?)")
                .bind::<BigInt, _>(n)
                .bind::<Text, _>(&item.title)
                .bind::<Text, _>(&item.body)
                .execute(&mut db)
                .unwrap();
        }
        db.batch_execute("COMMIT").unwrap();
        Trigrams(db)
    }

    pub fn search(&mut self, query: &str) -> Vec<i64> {
        // Shorter words have no trigram; with them nothing would be found at all.
        let words: Vec<String> = query
            .split_whitespace()
            .map(|word| word.replace('"', ""))
            .filter(|word| word.chars().count() >= 3)
            .map(|word| format!("\"{word}\""))
            .collect();
        if words.is_empty() {
            return Vec::new();
        }
        let rows: Vec<Row> = diesel::sql_query("SELECT rowid AS id FROM items WHERE items MATCH ? ORDER BY rank LIMIT 10")
            .bind::<Text, _>(words.join(" "))
            .load(&mut self.0)
            .unwrap();
        rows.into_iter().map(|row| row.id).collect()
    }
}

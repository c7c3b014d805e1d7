//! Two queries that tantivy lacks: at least n of several clauses, and all terms with a prefix.
//!
//! `AtLeast` takes most of the time of a search: bigrams such as 니다 are in a third of all documents.
//! It walks only the rarest clauses, one of which must be in every match, and checks the others for
//! those documents. `Beginning` reads a range of the term dictionary, which is faster than an automaton.

use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// The way to combine the scores of matching clauses.
#[derive(Clone, Copy, Debug)]
pub enum Combine {
    Sum,
    Best,
}

/// Documents in which at least `needed` clauses match.
#[derive(Debug)]
pub struct AtLeast {
    clauses: Vec<Box<dyn Query>>,
    needed: usize,
    combine: Combine,
}

impl Clone for AtLeast {
    fn clone(&self) -> Self {
        let clauses = self.clauses.iter().map(|clause| clause.box_clone()).collect();
        AtLeast { clauses, ..*self }
    }
}

impl AtLeast {
    /// Combines the clauses into one query. A single clause is returned as it is.
    pub fn of(mut clauses: Vec<Box<dyn Query>>, needed: usize, combine: Combine) -> Box<dyn Query> {
        if clauses.len() == 1
            && let Some(only) = clauses.pop()
        {
            return only;
        }
        Box::new(AtLeast {
            clauses,
            needed: needed.max(1),
            combine,
        })
    }
}

impl Query for AtLeast {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses: tantivy::Result<Vec<_>> = self.clauses.iter().map(|clause| clause.weight(scoring)).collect();
        Ok(Box::new(AtLeastWeight {
            clauses: clauses?,
            needed: self.needed,
            combine: self.combine,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.clauses.iter().for_each(|clause| clause.query_terms(visitor));
    }
}

struct AtLeastWeight {
    clauses: Vec<Box<dyn Weight>>,
    needed: usize,
    combine: Combine,
}

impl Weight for AtLeastWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut clauses = Vec::with_capacity(self.clauses.len());
        for clause in &self.clauses {
            let scorer = clause.scorer(reader, boost)?;
            if scorer.doc() != TERMINATED {
                clauses.push(scorer);
            }
        }
        if clauses.len() < self.needed {
            return Ok(Box::new(EmptyScorer));
        }
        if clauses.len() == 1
            && let Some(only) = clauses.pop()
        {
            return Ok(only);
        }
        Ok(Box::new(AtLeastScorer::new(clauses, self.needed, self.combine)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "AtLeast", reader, doc)
    }
}

pub(super) fn explain(
    weight: &dyn Weight,
    name: &'static str,
    reader: &SegmentReader,
    doc: DocId,
) -> tantivy::Result<Explanation> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    if scorer.doc() <= doc && scorer.seek(doc) == doc {
        Ok(Explanation::new(name, scorer.score()))
    } else {
        Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
    }
}

/// `leads` are the rarest clauses, enough of them that every match contains at least one; `followers`
/// are checked, cheapest first, for the documents that the leads reach.
struct AtLeastScorer {
    leads: Vec<Box<dyn Scorer>>,
    followers: Vec<Box<dyn Scorer>>,
    needed: usize,
    combine: Combine,
    doc: DocId,
}

impl AtLeastScorer {
    fn new(mut clauses: Vec<Box<dyn Scorer>>, needed: usize, combine: Combine) -> AtLeastScorer {
        clauses.sort_by_key(|scorer| scorer.size_hint());
        let followers = clauses.split_off(clauses.len() + 1 - needed);
        let mut scorer = AtLeastScorer {
            leads: clauses,
            followers,
            needed,
            combine,
            doc: 0,
        };
        scorer.settle();
        scorer
    }

    /// Moves to the first match at or after the current documents of the leads.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.leads.iter().map(|lead| lead.doc()).min().unwrap_or(TERMINATED);
            self.doc = doc;
            if doc == TERMINATED || self.matches(doc) {
                return doc;
            }
            self.pass(doc);
        }
    }

    fn matches(&mut self, doc: DocId) -> bool {
        let mut found = self.leads.iter().filter(|lead| lead.doc() == doc).count();
        let mut left = self.followers.len();
        for follower in &mut self.followers {
            if found + left < self.needed {
                return false;
            }
            left -= 1;
            if follower.doc() < doc {
                follower.seek(doc);
            }
            if follower.doc() == doc {
                found += 1;
            }
        }
        found >= self.needed
    }

    fn pass(&mut self, doc: DocId) {
        for lead in &mut self.leads {
            if lead.doc() == doc {
                lead.advance();
            }
        }
    }
}

impl DocSet for AtLeastScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.pass(self.doc);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for lead in &mut self.leads {
            if lead.doc() < target {
                lead.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sum = self
            .leads
            .iter()
            .fold(0_u32, |sum, lead| sum.saturating_add(lead.size_hint()));
        let scarcest = self.followers.iter().map(|f| f.size_hint()).min().unwrap_or(u32::MAX);
        sum.min(if self.leads.len() == 1 { scarcest } else { u32::MAX })
    }
}

impl Scorer for AtLeastScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let mut total = 0.0_f32;
        for scorer in self.leads.iter_mut().chain(&mut self.followers) {
            if scorer.doc() == doc {
                let score = scorer.score();
                total = match self.combine {
                    Combine::Sum => total + score,
                    Combine::Best => total.max(score),
                };
            }
        }
        total
    }
}

/// Documents with any term that begins with `prefix`, each with the score `score`.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub field: Field,
    pub prefix: String,
    pub score: f32,
}

impl Query for Beginning {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(BeginningWeight(self.clone())))
    }
}

struct BeginningWeight(Beginning);

impl Weight for BeginningWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Beginning { field, prefix, score } = &self.0;
        let inverted = reader.inverted_index(*field)?;
        let mut range = inverted.terms().range().ge(prefix.as_bytes());
        if let Some(end) = after_prefix(prefix) {
            range = range.lt(end);
        }
        let mut terms = range.without_keys().into_stream()?;
        let mut docs: Option<BitSet> = None;
        while terms.advance() {
            let docs = docs.get_or_insert_with(|| BitSet::with_max_value(reader.max_doc()));
            let mut postings = inverted.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                for doc in postings.docs() {
                    docs.insert(*doc);
                }
                postings.advance();
            }
        }
        Ok(match docs {
            Some(docs) => Box::new(ConstScorer::new(BitSetDocSet::from(docs), score * boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "Beginning", reader, doc)
    }
}

/// Returns the first string after all those that begin with `prefix`, or `None` for an empty prefix.
fn after_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    // UTF-8 has no byte 0xFF, so the last byte can always be raised.
    let last = end.last_mut()?;
    *last += 1;
    Some(end)
}

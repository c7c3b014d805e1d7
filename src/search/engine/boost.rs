//! Queries that only affect the score: optional boosts, and a constant added to BM25.

use super::matchers::explain;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Documents that match `required`. Each of the `boosts` that matches as well adds to the score.
///
/// Tantivy's own query pairs a required clause with a buffered union, which reads every posting of the
/// optional clauses. Here the optional clauses are only checked for documents that match.
#[derive(Debug)]
pub struct Boosted {
    pub required: Box<dyn Query>,
    pub boosts: Vec<Box<dyn Query>>,
}

impl Clone for Boosted {
    fn clone(&self) -> Self {
        Boosted {
            required: self.required.box_clone(),
            boosts: self.boosts.iter().map(|clause| clause.box_clone()).collect(),
        }
    }
}

impl Query for Boosted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let boosts: tantivy::Result<Vec<_>> = self.boosts.iter().map(|clause| clause.weight(scoring)).collect();
        Ok(Box::new(BoostedWeight {
            required: self.required.weight(scoring)?,
            boosts: boosts?,
        }))
    }
}

struct BoostedWeight {
    required: Box<dyn Weight>,
    boosts: Vec<Box<dyn Weight>>,
}

impl Weight for BoostedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let required = self.required.scorer(reader, boost)?;
        if required.doc() == TERMINATED {
            return Ok(required);
        }
        let mut boosts = Vec::new();
        for clause in &self.boosts {
            let scorer = clause.scorer(reader, boost)?;
            if scorer.doc() != TERMINATED {
                boosts.push(scorer);
            }
        }
        Ok(Box::new(BoostedScorer { required, boosts }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "Lifted", reader, doc)
    }
}

struct BoostedScorer {
    required: Box<dyn Scorer>,
    boosts: Vec<Box<dyn Scorer>>,
}

impl DocSet for BoostedScorer {
    fn advance(&mut self) -> DocId {
        self.required.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.required.seek(target)
    }

    fn doc(&self) -> DocId {
        self.required.doc()
    }

    fn size_hint(&self) -> u32 {
        self.required.size_hint()
    }
}

impl Scorer for BoostedScorer {
    fn score(&mut self) -> Score {
        let doc = self.required.doc();
        let mut total = self.required.score();
        for clause in &mut self.boosts {
            if clause.doc() < doc {
                clause.seek(doc);
            }
            if clause.doc() == doc {
                total += clause.score();
            }
        }
        total
    }
}

/// Documents that match `query`, with a constant added to the score.
#[derive(Debug)]
pub struct Atop {
    pub query: Box<dyn Query>,
    pub constant: Score,
}

impl Clone for Atop {
    fn clone(&self) -> Self {
        Atop {
            query: self.query.box_clone(),
            ..*self
        }
    }
}

impl Query for Atop {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(scoring)?;
        let constant = self.constant;
        Ok(Box::new(AtopWeight { weight, constant }))
    }
}

struct AtopWeight {
    weight: Box<dyn Weight>,
    constant: Score,
}

impl Weight for AtopWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(AtopScorer {
            scorer: self.weight.scorer(reader, boost)?,
            constant: self.constant * boost,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(self, "Atop", reader, doc)
    }
}

struct AtopScorer {
    scorer: Box<dyn Scorer>,
    constant: Score,
}

impl DocSet for AtopScorer {
    fn advance(&mut self) -> DocId {
        self.scorer.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.scorer.seek(target)
    }

    fn doc(&self) -> DocId {
        self.scorer.doc()
    }

    fn size_hint(&self) -> u32 {
        self.scorer.size_hint()
    }
}

impl Scorer for AtopScorer {
    fn score(&mut self) -> Score {
        self.scorer.score() + self.constant
    }
}

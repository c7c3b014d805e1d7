//! Executes a plan on a snapshot of the index.
//!
//! The first step gathers evidence of each word in the index (`spelling`). Unknown words are at once
//! also looked up in the other keyboard mode and one key away; if little is found, every word is looked
//! up one key away. `Hits::did_you_mean` holds the spelling that the hits then belong to.

use super::boost::Boosted;
use super::collector::PageCollector;
use super::document::Fields;
use super::error::SearchError;
use super::matchers::{AtLeast, Combine};
use super::plan::Plan;
use super::plan_terms::{FieldName, WordPlan};
use super::ranking;
use super::request::{Hidden, Hits, Query};
use super::run::{Run, constant, weighed};
use super::spelling::{Corrected, Evidence};
use super::synonyms::Synonyms;
use std::sync::Arc;
use tantivy::query::{AllQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

/// Maximum number of bigrams that are searched with spaces ignored. In a long query the rarest decide; the
/// rest costs more than it contributes.
const MAX_SPACELESS: usize = 40;
/// Maximum number of hits on one page, whatever limit was requested.
const MAX_LIMIT: usize = 1000;

/// Runs `query` on the snapshot `searcher`.
pub(super) fn search(searcher: &Searcher, fields: &Fields, synonyms: &Synonyms, query: &Query) -> Result<Hits, SearchError> {
    let plan = Plan::new(&query.text, synonyms);
    let run = Run {
        searcher,
        fields,
        synonyms,
    };
    if plan.is_empty() {
        // Filters without words find everything that passes them.
        let browsed = query.text.trim().is_empty() && query.filters.is_set();
        return if browsed {
            run.collect(&AllQuery, query)
        } else {
            Ok(Hits::default())
        };
    }
    let evidence = run.all_evidence(&plan, query)?;
    // Use the other keyboard mode if more of the words are known there.
    if let Some(other) = &plan.other_mode
        && evidence.iter().any(|word| !word.is_known())
    {
        let there = run.all_evidence(other, query)?;
        let count = |evidence: &[Evidence]| evidence.iter().filter(|word| word.is_known()).count();
        if count(&there) > count(&evidence) {
            let mut hits = run.answer(other, &there, query)?;
            hits.did_you_mean.get_or_insert_with(|| other.text());
            return Ok(hits);
        }
    }
    run.answer(&plan, &evidence, query)
}

impl Run<'_> {
    fn all_evidence(&self, plan: &Plan, query: &Query) -> Result<Vec<Evidence>, SearchError> {
        plan.words.iter().map(|word| self.evidence(word, &query.hidden)).collect()
    }

    fn answer(&self, plan: &Plan, evidence: &[Evidence], query: &Query) -> Result<Hits, SearchError> {
        let correct = |sure| self.corrected(plan, evidence, sure, self.synonyms, &query.hidden);
        let sure = correct(true)?;
        let mut hits = self.page(plan, evidence, sure.as_ref().map(|c| (c, ranking::CORRECTED)), query)?;
        if !query.forgiving {
            return Ok(hits);
        }
        hits.did_you_mean = sure.as_ref().map(|corrected| corrected.text.clone());
        let few = if evidence.iter().any(|word| word.is_part()) {
            ranking::FEW_HITS_OF_PARTS
        } else {
            ranking::FEW_HITS
        };
        if hits.counts.total() < few
            && let Some(unsure) = correct(false)?.filter(|unsure| sure.as_ref().is_none_or(|sure| sure.text != unsure.text))
        {
            let more = self.page(plan, evidence, Some((&unsure, ranking::CORRECTED_KNOWN)), query)?;
            if more.counts.total() > hits.counts.total() {
                hits = more;
                hits.did_you_mean = Some(unsure.text);
            }
        }
        Ok(hits)
    }

    fn page(
        &self,
        plan: &Plan,
        evidence: &[Evidence],
        corrected: Option<(&Corrected, f32)>,
        query: &Query,
    ) -> Result<Hits, SearchError> {
        let mut routes = self.routes(plan, Some(evidence))?;
        let mut boosts = self.boosts(plan, &query.hidden)?;
        if let Some((corrected, weight)) = corrected {
            for route in self.routes(&corrected.plan, None)? {
                routes.push(weighed(route, weight));
            }
            for clause in self.boosts(&corrected.plan, &query.hidden)? {
                boosts.push(weighed(clause, weight));
            }
        }
        let required = AtLeast::of(routes, 1, Combine::Best);
        self.collect(&Boosted { required, boosts }, query)
    }

    fn collect(&self, what: &dyn TantivyQuery, query: &Query) -> Result<Hits, SearchError> {
        let now_ms = query.after.map_or(query.now_ms, |cursor| cursor.at_ms);
        let mut query = query.clone();
        query.limit = query.limit.clamp(1, MAX_LIMIT);
        query.few.iter_mut().for_each(|(_, limit)| *limit = (*limit).min(MAX_LIMIT));
        query.collapse = query.collapse.min(MAX_LIMIT);
        let collector = PageCollector::new(&query, now_ms);
        let found = self.searcher.search(what, &collector)?;
        let mut all = Hits {
            counts: found.counts,
            facets: found.facets,
            ..Hits::default()
        };
        for of in found.tops {
            let (hits, next) = of.top.into_page(now_ms);
            all.hits.extend(hits);
            all.next = next.filter(|_| query.few.is_empty());
        }
        Ok(all)
    }

    /// Returns the alternative conditions for a hit: enough of the words, or enough of the bigrams.
    fn routes(&self, plan: &Plan, evidence: Option<&[Evidence]>) -> Result<Vec<Box<dyn TantivyQuery>>, SearchError> {
        let mut words = Vec::with_capacity(plan.words.len());
        for (w, word) in plan.words.iter().enumerate() {
            let is_part = evidence.is_some_and(|all| all.get(w).is_some_and(|word| word.is_part()));
            words.push(self.word(word, is_part)?);
        }
        let mut routes = vec![AtLeast::of(words, plan.words_needed, Combine::Sum)];
        if let Some(spaceless) = self.spaceless(plan)? {
            routes.push(spaceless);
        }
        Ok(routes)
    }

    fn word(&self, word: &WordPlan, is_part: bool) -> Result<Box<dyn TantivyQuery>, SearchError> {
        let endings = Some(&word.endings).filter(|_| is_part);
        let groups: Result<Vec<_>, _> = word
            .groups
            .iter()
            .chain(endings)
            .chain([&word.tag])
            .filter(|group| !group.is_empty())
            .map(|group| self.best_of(group))
            .collect();
        Ok(AtLeast::of(groups?, 1, Combine::Sum))
    }

    fn spaceless(&self, plan: &Plan) -> Result<Option<Box<dyn TantivyQuery>>, SearchError> {
        let mut terms = Vec::with_capacity(plan.spaceless.len());
        for text in &plan.spaceless {
            let term = self.term(FieldName::Bigrams, text);
            terms.push((self.searcher.doc_freq(&term)?, text));
        }
        let mut needed = plan.spaceless_needed;
        if terms.len() > MAX_SPACELESS {
            // Only bigrams that the index holds: the others tell nothing about a document.
            terms.retain(|(frequency, _)| *frequency > 0);
            terms.sort_unstable();
            terms.truncate(MAX_SPACELESS);
            needed = needed.min(ranking::bigrams_needed(MAX_SPACELESS));
        }
        terms.retain(|(frequency, _)| *frequency > 0);
        if terms.is_empty() || terms.len() < needed {
            return Ok(None);
        }
        let clauses = terms
            .iter()
            .map(|(_, text)| Box::new(self.bm25(FieldName::Bigrams, text)) as Box<dyn TantivyQuery>)
            .collect();
        let query = AtLeast::of(clauses, needed, Combine::Sum);
        Ok(Some(weighed(query, ranking::SPACELESS)))
    }

    fn boosts(&self, plan: &Plan, hidden: &Arc<Hidden>) -> Result<Vec<Box<dyn TantivyQuery>>, SearchError> {
        let mut boosts = Vec::new();
        for clause in &plan.boosts {
            boosts.push(self.one(clause)?);
        }
        if let Some((whole, stems)) = plan.in_a_row.split_first() {
            let whole = self.one(whole)?;
            // If no document holds the whole query, its stem is what was meant.
            let is_known = stems.is_empty() || self.documents_up_to(1, &*whole, hidden)? > 0;
            let weight = if is_known { ranking::WHOLE_STEM } else { 1.0 };
            let mut rows = vec![whole];
            for stem in stems {
                rows.push(weighed(self.one(stem)?, weight));
            }
            boosts.push(AtLeast::of(rows, 1, Combine::Best));
        }
        for text in plan.spaceless.iter().take(MAX_SPACELESS) {
            let term = Term::from_field_text(self.fields.ti, text);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            boosts.push(weighed(Box::new(query), ranking::TITLE));
        }
        if !plan.of_words.is_empty() && plan.of_words.len() <= MAX_SPACELESS {
            let in_title = |text: &String| -> Box<dyn TantivyQuery> {
                let term = Term::from_field_text(self.fields.ti, text);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            };
            let all = plan.of_words.iter().map(in_title).collect();
            boosts.push(constant(
                AtLeast::of(all, plan.of_words.len(), Combine::Best),
                ranking::IN_TITLE,
            ));
        }
        Ok(boosts)
    }
}

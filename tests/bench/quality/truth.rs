//! Relevance: the correct documents for each query.
use super::Item;
use super::queries::squash;
use std::collections::{HashMap, HashSet};
use storyplus::search::korean::jamo;

/// The documents that contain a text with spaces ignored: postings of bigrams, then a look at the text.
pub struct Truth {
    texts: Vec<String>,
    titles: Vec<String>,
    grams: HashMap<[char; 2], Vec<u32>>,
}

impl Truth {
    pub fn new(items: &[Item]) -> Truth {
        let texts: Vec<String> = items.iter().map(|i| squash(&i.body)).collect();
        let titles: Vec<String> = items.iter().map(|i| squash(&i.title)).collect();
        let mut grams: HashMap<[char; 2], Vec<u32>> = HashMap::new();
        for (n, text) in texts.iter().enumerate() {
            let chars: Vec<char> = text.chars().collect();
            for two in chars.windows(2) {
                let list = grams.entry([two[0], two[1]]).or_default();
                let n = u32::try_from(n).unwrap();
                if list.last() != Some(&n) {
                    list.push(n);
                }
            }
        }
        Truth { texts, titles, grams }
    }

    pub fn holding(&self, words: &str, initials: bool) -> HashSet<i64> {
        let wanted = squash(words);
        if initials {
            // Every document with the same initials in its title is equally correct.
            let wanted: String = wanted.chars().filter_map(jamo::initial).collect();
            let holds = |title: &String| {
                title
                    .chars()
                    .map(|c| jamo::initial(c).unwrap_or(' '))
                    .collect::<String>()
                    .contains(&wanted)
            };
            return self
                .titles
                .iter()
                .enumerate()
                .filter(|(_, t)| holds(t))
                .map(|(n, _)| i64::try_from(n).unwrap())
                .collect();
        }
        let chars: Vec<char> = wanted.chars().collect();
        let rarest = chars
            .windows(2)
            .filter_map(|two| self.grams.get(&[two[0], two[1]]))
            .min_by_key(|list| list.len());
        rarest
            .into_iter()
            .flatten()
            .filter(|n| self.texts[usize::try_from(**n).unwrap()].contains(&wanted))
            .map(|n| i64::from(*n))
            .collect()
    }
}

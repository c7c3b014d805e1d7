//! Korean particles: 원피스를, 원피스가, 원피스에서는 all contain the word 원피스.
//!
//! There is no morphological analysis, only a list of endings with the sound rule of each. A wrong cut
//! does no harm, since the whole word is indexed beside its stems, and documents and queries are cut
//! alike.

use super::jamo;

/// The condition that a particle sets on the syllable before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    /// A syllable that ends in a consonant.
    Consonant,
    /// A syllable that ends in a vowel.
    Vowel,
    /// As `Vowel`, or in ㄹ (로, 로서).
    VowelOrRieul,
}
use After::{Any, Consonant, Vowel, VowelOrRieul};

/// Particles, each before the shorter ones that it ends in, so that 에서는 is not cut at 는.
const PARTICLES: &[(&str, After)] = &[
    ("이었습니다", Consonant),
    ("에서부터", Any),
    ("으로부터", Consonant),
    ("로부터", VowelOrRieul),
    ("이라면서", Consonant),
    ("에서까지", Any),
    ("이에요", Consonant),
    ("입니다", Any),
    ("이었다", Consonant),
    ("이지만", Consonant),
    ("으로서", Consonant),
    ("으로써", Consonant),
    ("으로는", Consonant),
    ("으로도", Consonant),
    ("에서는", Any),
    ("에서도", Any),
    ("에서만", Any),
    ("에게서", Any),
    ("에게는", Any),
    ("한테서", Any),
    ("까지는", Any),
    ("까지도", Any),
    ("이라는", Consonant),
    ("이라고", Consonant),
    ("이라도", Consonant),
    ("이라서", Consonant),
    ("이랑은", Consonant),
    ("인가요", Any),
    ("인데요", Any),
    ("이네요", Consonant),
    ("같은데", Any),
    ("예요", Vowel),
    ("에요", Any),
    ("이다", Any),
    ("이고", Any),
    ("이나", Consonant),
    ("이랑", Consonant),
    ("이란", Consonant),
    ("이며", Consonant),
    ("이면", Consonant),
    ("이라", Consonant),
    ("이야", Consonant),
    ("이죠", Consonant),
    ("이지", Consonant),
    ("이든", Consonant),
    ("인데", Any),
    ("인지", Any),
    ("에서", Any),
    ("에게", Any),
    ("에는", Any),
    ("에도", Any),
    ("에만", Any),
    ("에선", Any),
    ("에겐", Any),
    ("한테", Any),
    ("께서", Any),
    ("부터", Any),
    ("까지", Any),
    ("처럼", Any),
    ("보다", Any),
    ("마다", Any),
    ("조차", Any),
    ("마저", Any),
    ("밖에", Any),
    ("하고", Any),
    ("만의", Any),
    ("만을", Any),
    ("만은", Any),
    ("만이", Any),
    ("과의", Consonant),
    ("와의", Vowel),
    ("과는", Consonant),
    ("와는", Vowel),
    ("라는", Vowel),
    ("라고", Vowel),
    ("라도", Vowel),
    ("라서", Vowel),
    ("로서", VowelOrRieul),
    ("로써", VowelOrRieul),
    ("로는", VowelOrRieul),
    ("로도", VowelOrRieul),
    ("으로", Consonant),
    ("같은", Any),
    ("같이", Any),
    ("대로", Any),
    ("만큼", Any),
    ("뿐", Any),
    ("은", Consonant),
    ("는", Vowel),
    ("이", Consonant),
    ("가", Vowel),
    ("을", Consonant),
    ("를", Vowel),
    ("과", Consonant),
    ("와", Vowel),
    ("의", Any),
    ("에", Any),
    ("도", Any),
    ("로", VowelOrRieul),
    ("만", Any),
    ("나", Vowel),
    ("랑", Vowel),
    ("란", Vowel),
    ("야", Vowel),
    ("요", Any),
    ("죠", Vowel),
    ("다", Vowel),
    ("님", Any),
    ("들", Any),
];

/// Returns the stems of a Hangul run, each with one more particle removed, at most two (가게들이 →
/// 가게들, 가게). A stem of one syllable is kept only if the sound rule identifies the particle (꽃을 →
/// 꽃), not for an ending that fits any syllable (가도 is not 가).
pub fn stems(run: &str) -> Vec<&str> {
    let mut stems = Vec::new();
    let mut rest = run;
    for _ in 0..2 {
        let Some(stem) = cut(rest) else { break };
        stems.push(stem);
        rest = stem;
    }
    stems
}

fn cut(run: &str) -> Option<&str> {
    PARTICLES.iter().find_map(|(particle, after)| {
        let stem = run.strip_suffix(particle)?;
        let mut back = stem.chars().rev();
        let before = back.next()?;
        let short = back.next().is_none();
        if !jamo::is_syllable(before) || short && (*after == Any || particle.chars().count() > 1 || is_ambiguous(particle)) {
            return None;
        }
        let consonant = jamo::has_final(before);
        let fits = match after {
            Any => true,
            Consonant => consonant,
            Vowel => !consonant,
            VowelOrRieul => !consonant || ends_in_rieul(before),
        };
        fits.then_some(stem)
    })
}

/// Returns true for particles that are more often the second syllable of a word than a particle after a
/// word of one syllable.
fn is_ambiguous(particle: &str) -> bool {
    matches!(particle, "이" | "가" | "나" | "다" | "야" | "란" | "죠" | "로" | "와" | "과")
}

fn ends_in_rieul(c: char) -> bool {
    jamo::is_syllable(c) && (u32::from(c) - 0xAC00) % 28 == 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_cut_by_sound() {
        assert_eq!(stems("원피스를"), ["원피스"]);
        assert_eq!(stems("쿠키에서는"), ["쿠키"]);
        assert_eq!(stems("가게들이"), ["가게들", "가게"]);
        assert_eq!(stems("꽃을"), ["꽃"]);
        assert_eq!(stems("고양이"), ["고양"]);
        assert!(stems("원피스").is_empty());
        assert!(stems("고기").is_empty());
        assert!(stems("를").is_empty());
        assert!(stems("가로").is_empty());
        assert_eq!(stems("서울로"), ["서울"]);
    }
}

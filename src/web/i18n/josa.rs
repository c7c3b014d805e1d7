//! Korean particles (조사), which depend on the final sound of the word before them.
//!
//! Hangul is exact; digits and abbreviations are read as Koreans read them; Latin words are guessed
//! from their usual spelling in Hangul. If the sound is unknown (Chinese characters, an empty
//! word), both forms are given: `은(는)`.

/// The final sound of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ending {
    /// A vowel.
    Open,
    /// The consonant ㄹ, which counts as a vowel for 으로/로.
    Rieul,
    /// Any other consonant.
    Closed,
    Unknown,
}

/// Returns the particle of `pair` that fits `word`. The pair has the form after a consonant first:
/// `은/는`, `이/가`, `을/를`, `과/와`, `으로/로`, `이랑/랑`, `이에요/예요`, `아/야`.
pub fn particle(word: &str, pair: &str) -> String {
    let Some((closed, open)) = pair.split_once('/') else {
        return pair.to_owned();
    };
    let euro = closed == "으로" || closed.starts_with("으로");
    match ending(word) {
        Ending::Open => open.to_owned(),
        Ending::Rieul if euro => open.to_owned(),
        Ending::Rieul | Ending::Closed => closed.to_owned(),
        Ending::Unknown => both(closed, open),
    }
}

fn both(closed: &str, open: &str) -> String {
    match closed.strip_suffix(open) {
        // 으로/로, 이랑/랑: the optional part goes in brackets.
        Some(optional) => format!("({optional}){open}"),
        // 와(과) is the usual order.
        None if closed == "과" => format!("{open}({closed})"),
        None => format!("{closed}({open})"),
    }
}

fn ending(word: &str) -> Ending {
    let word = spoken(word);
    let Some(last) = word.chars().next_back() else {
        return Ending::Unknown;
    };
    match last {
        '가'..='힣' => match (u32::from(last) - u32::from('가')) % 28 {
            0 => Ending::Open,
            8 => Ending::Rieul,
            _ => Ending::Closed,
        },
        // Single letters are read by their names: 기역, 리을, 아.
        'ㄹ' => Ending::Rieul,
        'ㄱ'..='ㅎ' => Ending::Closed,
        'ㅏ'..='ㅣ' => Ending::Open,
        // 영, 십, 백, 천 and 만 end in a consonant; 일, 칠 and 팔 in ㄹ; 삼 and 육 in a consonant.
        '1' | '7' | '8' => Ending::Rieul,
        '0' | '3' | '6' => Ending::Closed,
        '2' | '4' | '5' | '9' => Ending::Open,
        // 퍼센트, 플러스 and 달러 end in a vowel; 앤드 is read 앤, and 원 ends in a consonant.
        '%' | '+' | '$' => Ending::Open,
        '&' | '₩' => Ending::Closed,
        'ん' | 'ン' => Ending::Closed,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' => Ending::Open,
        c if c.is_ascii_alphabetic() => latin(word),
        _ => Ending::Unknown,
    }
}

/// Returns the word without an ending that is not read aloud: spaces, quotes, brackets (with their
/// content if something precedes them), punctuation, emoji.
fn spoken(word: &str) -> &str {
    let mut word = word;
    loop {
        let Some(last) = word.chars().next_back() else {
            return word;
        };
        let open = match last {
            ')' => Some('('),
            ']' => Some('['),
            '）' => Some('（'),
            '】' => Some('【'),
            _ => None,
        };
        let before_bracket = open
            .and_then(|o| word.rfind(o))
            .and_then(|i| word.get(..i))
            .filter(|b| b.chars().any(char::is_alphanumeric));
        let read = last.is_alphanumeric() || matches!(last, '%' | '+' | '$' | '&' | '₩');
        word = match before_bracket {
            Some(before) => before,
            None if read => return word,
            None => word.get(..word.len() - last.len_utf8()).unwrap_or_default(),
        };
    }
}

/// Guesses the final sound of a Latin word. Abbreviations are spelled out (`CEO`, `Wi-Fi X`); other
/// words end as they are usually written in Hangul (북, 클럽, 뮤직, 라인; but 나이트, 하트, 밀크).
fn latin(word: &str) -> Ending {
    let start = word.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |i| {
        i + word.get(i..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8)
    });
    let word = word.get(start..).unwrap_or_default();
    let spelled = word.len() == 1 || word.bytes().all(|b| b.is_ascii_uppercase());
    let lower = word.to_ascii_lowercase();
    if spelled {
        return match lower.bytes().next_back() {
            Some(b'l' | b'r') => Ending::Rieul,
            Some(b'm' | b'n') => Ending::Closed,
            _ => Ending::Open,
        };
    }
    let ends = |tails: &[&str]| tails.iter().any(|t| lower.ends_with(t));
    let vowel_before = |back: usize| {
        lower
            .bytes()
            .rev()
            .nth(back)
            .is_some_and(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
    };
    match lower.bytes().next_back() {
        Some(b'l') => Ending::Rieul,
        Some(b'm' | b'n') => Ending::Closed,
        Some(b'g') if ends(&["ng"]) => Ending::Closed,
        Some(b'e') if ends(&["le"]) => Ending::Rieul,
        Some(b'e') if ends(&["ne", "me"]) && vowel_before(2) => Ending::Closed,
        Some(b'k') if ends(&["ck"]) => Ending::Closed,
        // A long vowel adds a syllable: 위크, 이트, 나이트.
        Some(b'k' | b't' | b'p')
            if ends(
                &["ee", "ea", "ai", "oa"]
                    .map(|v| format!("{v}{}", last_char(&lower)))
                    .each_ref()
                    .map(String::as_str),
            ) =>
        {
            Ending::Open
        }
        Some(b'k' | b't' | b'p' | b'b' | b'c') if vowel_before(1) => Ending::Closed,
        _ => Ending::Open,
    }
}

fn last_char(word: &str) -> char {
    word.chars().next_back().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fits_the_sound() {
        for (word, pair, fits) in [
            ("수제쿠키", "은/는", "는"),
            ("꽃집", "은/는", "은"),
            ("서울", "으로/로", "로"),
            ("부산", "으로/로", "으로"),
            ("제주", "으로/로", "로"),
            ("봄", "이랑/랑", "이랑"),
            ("사진 1", "을/를", "을"),
            ("사진 2", "을/를", "를"),
            ("12,000", "이/가", "이"),
            ("1.2만", "이/가", "이"),
            ("30%", "을/를", "를"),
            ("수제쿠키(서울점)", "을/를", "를"),
            ("(서울)", "으로/로", "로"),
            ("‘달빛 책방’", "과/와", "과"),
            ("귤밭 🍊", "이/가", "이"),
            ("가게👨‍👩‍👧!", "이/가", "가"),
            ("bom cafe", "은/는", "는"),
            ("book", "은/는", "은"),
            ("Apple", "으로/로", "로"),
            ("CEO", "은/는", "는"),
            ("USB.L", "으로/로", "로"),
            ("heart", "을/를", "를"),
            ("week", "을/를", "를"),
            ("line", "을/를", "을"),
            ("ㅋㅋ", "이/가", "이"),
            ("ラーメン", "은/는", "은"),
            ("中國", "은/는", "은(는)"),
            ("", "으로/로", "(으)로"),
            ("🍊", "과/와", "와(과)"),
            ("", "이랑/랑", "(이)랑"),
            ("x", "just one", "just one"),
        ] {
            assert_eq!(particle(word, pair), fits, "{word} {pair}");
        }
    }

    proptest! {
        #[test]
        fn any_word(word in "(\\PC|[()가-힣a-zA-Z0-9]){0,12}", pair in any::<String>()) {
            let one = particle(&word, "은/는");
            prop_assert!(["은", "는", "은(는)"].contains(&one.as_str()));
            let _ = particle(&word, &pair);
        }
    }
}

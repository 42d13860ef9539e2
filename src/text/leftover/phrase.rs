//! Leftovers known by their words: pointers, parts of the page, sources, captions and credits.

use std::collections::HashSet;
use std::sync::LazyLock;

mod table;

use table::{
    AGENCIES, CAPTION_MARKS, CREDIT_STARTS, CREDITS_IN_BRACKETS, EDGE_WORDS, LABELS_OF_CAPTIONS,
    LABELS_OF_SOURCES, NAVIGATION, NAVIGATION_STARTS, SEE_ALSO, SEE_ALSO_LABELS,
};

/// The longest phrase of the tables takes no more.
const PHRASE_BYTES: usize = 96;

/// Whether two names are the same but for case and signs.
pub(super) fn same(one: &str, two: &str) -> bool {
    let letters = |text: &'_ str| {
        let signs = |c: &char| c.is_alphanumeric();
        text.chars()
            .filter(signs)
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let one = letters(one);
    !one.is_empty() && one == letters(two)
}

/// `See also: …`, `Lesen Sie auch …`: the phrase alone, or before a sign, or before what looks like a
/// headline.
pub(super) fn is_see_also(line: &str, folded: &str) -> bool {
    for phrase in SEE_ALSO {
        let Some(rest) = after_phrase(folded, phrase) else {
            continue;
        };
        // As it was written, for its capitals: folding may change bytes, not the count of letters.
        let skipped = phrase.chars().count();
        let at = line
            .char_indices()
            .nth(skipped)
            .map_or(line.len(), |(at, _)| at);
        if points(line.get(at..).unwrap_or(rest)) {
            return true;
        }
    }
    SEE_ALSO_LABELS.iter().any(|label| {
        let rest = after_phrase(folded, label).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with([':', '：', '|', '»', '>'])) && !is_sentence(line)
    })
}

/// Whether what follows such a phrase is nothing, a sign, or a headline.
fn points(after: &str) -> bool {
    let rest = after.trim_start();
    if rest.is_empty() || rest.starts_with([':', '：', '|', '»', '>', '→', '…', '）']) {
        return true;
    }
    if is_sentence(rest) {
        return false;
    }
    if rest.starts_with(['–', '—', '-', '“', '"', '«', '„', '\'', '‘']) {
        return true;
    }
    rest.chars()
        .next()
        .is_some_and(|first| first.is_alphanumeric() && !first.is_lowercase())
}

pub(super) fn is_navigation(line: &str, folded: &str, at_edge: bool) -> bool {
    let bare = folded.trim_matches(|c: char| !c.is_alphabetic());
    let known = NAVIGATION.contains(&bare) || (at_edge && EDGE_WORDS.contains(&bare));
    if known && line.len() < PHRASE_BYTES && !line.ends_with('?') {
        return true;
    }
    let words = line.split_whitespace().take(26).count();
    NAVIGATION_STARTS
        .iter()
        .any(|&(start, most)| words <= most && after_phrase(folded, start).is_some())
}

/// `Source: Reuters`, and at the foot also `source site-34`.
pub(super) fn is_source_line(line: &str, folded: &str, in_foot: bool) -> bool {
    LABELS_OF_SOURCES.iter().any(|label| {
        let Some(rest) = after_phrase(folded, label) else {
            return false;
        };
        let rest = rest.trim();
        let words = rest.split_whitespace().count();
        if let Some(name) = rest.strip_prefix([':', '：']) {
            return words <= 8 && !name.trim().is_empty() && !is_sentence(line);
        }
        let site = |word: &str| word.contains(|c: char| c.is_ascii_digit() || c == '.');
        in_foot && words == 1 && site(rest) && !is_sentence(line)
    })
}

/// `Foto: …`
pub(super) fn is_labelled_caption(line: &str, folded: &str) -> bool {
    LABELS_OF_CAPTIONS.iter().any(|label| {
        let rest = after_phrase(folded, label).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with([':', '：', '/', '©'])) && !is_sentence(line)
    })
}

/// `Jens Stoltenberg. Archive photo.`, `… (Photo by …)`.
pub(super) fn is_caption(line: &str) -> bool {
    let tail = ending(line);
    if tail.ends_with(')') {
        let credit = tail
            .rfind('(')
            .and_then(|at| tail.get(at + 1..))
            .unwrap_or_default();
        if CREDITS_IN_BRACKETS
            .iter()
            .any(|start| credit.starts_with(start))
        {
            return true;
        }
    }
    let signs = tail
        .match_indices(['.', ':', '/', '|', ',', ')'])
        .map(|(at, _)| at);
    signs.chain([tail.len()]).any(|at| {
        let (before, after) = tail.split_at_checked(at).unwrap_or((&tail, ""));
        is_marked(before, after)
    })
}

/// Whether a mark (`archive photo`) ends here as a sentence or part of its own, and only a short
/// credit comes after it.
fn is_marked(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let ends = before.as_bytes().last_chunk();
    if ends.is_none_or(|end| ENDS_OF_MARKS.binary_search(end).is_err()) {
        return false;
    }
    let Some(mark) = CAPTION_MARKS.iter().find(|mark| before.ends_with(*mark)) else {
        return false;
    };
    let shown = before.strip_suffix(mark).unwrap_or_default().trim_end();
    let parts = ['.', '/', '|', '(', ':', ';', '–', '—', '-', '•', '©'];
    let own = shown.is_empty() || shown.ends_with(parts);
    let rest = after.trim_start_matches(['.', ')', ' ']);
    let credited = after.starts_with([':', '/', '|', ','])
        || LABELS_OF_CAPTIONS
            .iter()
            .any(|label| rest.starts_with(label));
    own && (rest.is_empty() || (credited && rest.split_whitespace().count() <= 10))
}

/// How the marks end: most parts of most lines end otherwise. No mark is shorter.
static ENDS_OF_MARKS: LazyLock<Vec<[u8; 4]>> = LazyLock::new(|| {
    let ends = CAPTION_MARKS
        .iter()
        .filter_map(|mark| mark.as_bytes().last_chunk());
    let mut ends: Vec<[u8; 4]> = ends.copied().collect();
    ends.sort_unstable();
    ends.dedup();
    ends
});

/// `• Wions`: a name behind a bullet, at the foot.
pub(super) fn is_bulleted_credit(line: &str) -> bool {
    let Some(name) = line.strip_prefix(['•', '·', '▪', '■', '◆']) else {
        return false;
    };
    let named = name.trim().starts_with(char::is_uppercase);
    named && name.split_whitespace().count() <= 3 && !is_sentence(line)
}

/// `© 2023 …`, `Reuters`, `Reporting by …`.
pub(super) fn is_credit(line: &str, folded: &str, in_foot: bool) -> bool {
    if CREDIT_STARTS.iter().any(|start| folded.starts_with(start)) {
        return line.split_whitespace().take(31).count() <= 30;
    }
    if !in_foot || is_sentence(line) {
        return false;
    }
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    !bare.is_empty()
        && bare
            .split(['/', ',', '|'])
            .all(|part| AGENCIES.contains(&part.trim()))
}

/// Whether a line ends like a sentence.
fn is_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    bare.ends_with(['.', '。', '؟']) && !bare.ends_with("...")
}

/// Whether a phrase of the tables may begin the line: its first letters begin one.
pub(super) fn may_begin(folded: &str) -> bool {
    let mut key = Key::default();
    folded.chars().take(KEY_CHARS).any(|character| {
        key.push(character);
        KEYS.contains(&key)
    })
}

/// The first letters of a phrase, four where it has so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Key(u128);

const KEY_CHARS: usize = 4;

impl Key {
    fn push(&mut self, character: char) {
        self.0 = self.0 << 32 | u128::from(u32::from(character));
    }
}

static KEYS: LazyLock<HashSet<Key>> = LazyLock::new(|| {
    let plain = [
        SEE_ALSO,
        SEE_ALSO_LABELS,
        NAVIGATION,
        EDGE_WORDS,
        LABELS_OF_SOURCES,
        AGENCIES,
    ];
    let more = [LABELS_OF_CAPTIONS, CREDIT_STARTS];
    let starts = NAVIGATION_STARTS.iter().map(|(start, _)| start);
    let phrases = plain.into_iter().chain(more).flatten().chain(starts);
    phrases
        .map(|phrase| {
            let mut key = Key::default();
            phrase
                .chars()
                .take(KEY_CHARS)
                .for_each(|character| key.push(character));
            key
        })
        .collect()
});

/// The beginning of a line in small letters, with plain blanks and apostrophes.
pub(super) fn beginning(line: &str) -> String {
    fold(
        line.get(..line.floor_char_boundary(PHRASE_BYTES))
            .unwrap_or(line),
    )
}

/// The end of a line, in the same way.
fn ending(line: &str) -> String {
    let from = line.len().saturating_sub(2 * PHRASE_BYTES);
    fold(line.get(line.ceil_char_boundary(from)..).unwrap_or(line))
}

fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '’' | '‘' => folded.push('\''),
            c if c.is_whitespace() => folded.push(' '),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// What follows a phrase at the beginning of a folded line, if the phrase ends there with a word.
fn after_phrase<'t>(folded: &'t str, phrase: &str) -> Option<&'t str> {
    let rest = folded.strip_prefix(phrase)?;
    let ends = rest.chars().next().is_none_or(|next| !next.is_alphabetic());
    let spaceless = phrase.chars().next_back().is_some_and(|c| c > '\u{2E80}');
    (ends || spaceless).then_some(rest)
}

//! By-lines and names of sites: lines that hold names and nothing else.

/// Whom a by-line names: `By Jane Doe` gives `Jane Doe`, `Autor: Ana Kos` gives `Ana Kos`.
///
/// After a bare preposition only two to four names in capitals are taken, or the name of an outlet
/// in small letters (`by time news`), since `By land and sea` is a crosshead.
#[must_use]
pub fn byline(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > 120 || line.ends_with(['.', '!', '?', ':', '"', '”', '。']) {
        return None;
    }
    if let Some((label, rest)) = line.split_once([':', '：']) {
        let who = rest.trim();
        let known = LABELS.contains(&label.trim().to_lowercase().as_str());
        let few = (1..=4).contains(&who.split_whitespace().count());
        return (known && (few || persons(who).next().is_some())).then_some(who);
    }
    let (preposition, rest) = line.split_once(char::is_whitespace)?;
    if !PREPOSITIONS.contains(&preposition.to_lowercase().as_str()) {
        return None;
    }
    let who = rest.trim();
    let person = who
        .split([',', '|', '•', '–'])
        .next()
        .unwrap_or_default()
        .trim();
    (is_person(person) || is_small_outlet(person)).then_some(who)
}

/// The persons among those that a by-line names; places and outlets are left out.
pub fn persons(who: &str) -> impl Iterator<Item = &str> {
    who.split([',', ';', '|', '•', '–', '，', '、'])
        .flat_map(between_ands)
        .filter(|part| {
            let outlet = part.split_whitespace().any(is_outlet_word);
            let uncased = !part.chars().any(|c| c.is_lowercase() || c.is_uppercase());
            let short = part.chars().nth(30).is_none();
            let letters = part
                .chars()
                .all(|c| c.is_alphabetic() || c.is_whitespace() || c == '·');
            !outlet && !part.is_empty() && (is_person(part) || (uncased && short && letters))
        })
}

/// The outlet that a by-line names in place of a person: `time news`.
#[must_use]
pub fn outlet_of(who: &str) -> Option<&str> {
    let who = who.trim();
    is_small_outlet(who).then_some(who)
}

/// The parts between words that mean "and".
fn between_ands(names: &str) -> impl Iterator<Item = &str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for word in names.split_inclusive(char::is_whitespace) {
        if ANDS.contains(&word.trim().to_lowercase().as_str()) {
            parts.push(names.get(start..at).unwrap_or_default().trim());
            start = at + word.len();
        }
        at += word.len();
    }
    parts.push(names.get(start..).unwrap_or_default().trim());
    parts.into_iter()
}

fn is_outlet_word(word: &str) -> bool {
    OUTLET_WORDS.contains(
        &word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
            .as_str(),
    )
}

/// Two to four names, or several persons with "and" between.
fn is_person(who: &str) -> bool {
    let mut names = 0;
    let mut persons = 1;
    for word in who.split_whitespace() {
        let lower = word.to_lowercase();
        if ANDS.contains(&lower.as_str()) {
            persons += 1;
        } else if PARTICLES.contains(&word) {
        } else if is_name(word) && !NOT_NAMES.contains(&lower.as_str()) {
            names += 1;
        } else {
            return false;
        }
    }
    names >= 2 * persons && names <= 4 * persons && persons <= 4
}

/// A capital and letters: `Kirby`, `J.`, `O’Hara`, `Anne-Marie`.
fn is_name(word: &str) -> bool {
    let joins = |c: char| matches!(c, '.' | '-' | '\'' | '’');
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || joins(c))
}

/// `time news`, `web desk`: all in small letters, the last a word for an outlet.
fn is_small_outlet(who: &str) -> bool {
    let small = |word: &str| {
        word.chars()
            .all(|c| c.is_lowercase() || matches!(c, '.' | '-'))
    };
    let mut words = who.split_whitespace();
    words.clone().count() <= 3
        && words.clone().all(small)
        && words
            .next_back()
            .is_some_and(|last| OUTLET_WORDS.contains(&last))
}

/// Whether a line in the head may be the name of a site: few words, all in capitals but for small
/// ones, no stop, and one of them a word for an outlet.
pub(super) fn is_site_name(line: &str) -> bool {
    if line.len() > 60 || line.ends_with(['.', '!', '?', ':', ',', '”', '"']) {
        return false;
    }
    let mut words = 0;
    let mut outlet = false;
    for word in line.split_whitespace() {
        words += 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        let small = matches!(
            lower.as_str(),
            "" | "of" | "the" | "and" | "und" | "de" | "la" | "le"
        );
        if !small
            && !bare
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_numeric())
        {
            return false;
        }
        outlet |= OUTLET_WORDS.contains(&lower.as_str())
            || bare.ends_with("TV")
            || (bare.ends_with("News") && bare.len() > 4)
            || is_domain(&lower);
    }
    outlet && words <= 5
}

fn is_domain(word: &str) -> bool {
    let Some((name, end)) = word.rsplit_once('.') else {
        return false;
    };
    name.len() > 2 && (2..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase())
}

const LABELS: &[&str] = &[
    "by",
    "author",
    "authors",
    "autor",
    "autorin",
    "autoren",
    "auteur",
    "autora",
    "autore",
    "autorka",
    "аутор",
    "автор",
    "авторы",
    "piše",
    "пише",
    "napisao",
    "napisala",
    "pišu",
    "text",
    "texte",
    "texto",
    "text von",
    "von",
    "testo",
    "tekst",
    "текст",
    "yazan",
    "yazar",
    "haber",
    "shkruan",
    "autori",
    "nga",
    "作者",
    "记者",
    "記者",
    "文",
    "撰文",
    "بقلم",
    "كتب",
    "كتبت",
    "الكاتب",
    "written by",
    "reporter",
    "skribent",
    "reporting by",
];

const PREPOSITIONS: &[&str] = &[
    "by", "von", "par", "por", "di", "av", "af", "door", "nga", "piše", "пише", "napisao", "بقلم",
];

const ANDS: &[&str] = &[
    "and", "&", "und", "et", "y", "e", "och", "og", "en", "i", "и", "dhe", "ve",
];

const PARTICLES: &[&str] = &[
    "de", "da", "del", "della", "di", "van", "der", "den", "von", "al", "el", "bin", "ibn", "la",
    "le", "du", "dos", "ter", "zu",
];

/// In capitals in a headline, and no part of a name.
const NOT_NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "june",
    "july",
    "september",
    "october",
    "november",
    "december",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "with",
    "from",
    "over",
    "after",
    "as",
    "its",
    "his",
    "her",
    "their",
    "is",
    "are",
    "leyen",
];

/// Words that name an outlet, in small letters.
const OUTLET_WORDS: &[&str] = &[
    "news",
    "times",
    "tv",
    "post",
    "herald",
    "tribune",
    "daily",
    "radio",
    "gazette",
    "magazine",
    "online",
    "today",
    "journal",
    "chronicle",
    "observer",
    "telegraph",
    "press",
    "media",
    "desk",
    "newsroom",
    "wire",
    "staff",
    "editor",
    "editors",
    "reporter",
    "correspondent",
    "reuters",
    "zeitung",
    "nachrichten",
    "rundschau",
    "anzeiger",
    "kurier",
    "tagblatt",
    "journalen",
    "nyheter",
    "nyheterna",
    "dagbladet",
    "tidningen",
    "diario",
    "noticias",
    "periódico",
    "jornal",
    "notícias",
    "notizie",
    "giornale",
    "vesti",
    "вести",
    "новости",
    "новине",
    "novosti",
    "novine",
    "dnevnik",
    "дневник",
    "газета",
    "lajme",
    "gazeta",
    "haber",
    "haberler",
    "haberleri",
    "gazetesi",
    "nieuws",
    "wiadomości",
    "zprávy",
];

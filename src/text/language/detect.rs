//! Detection of the language of a text, and the choice between what is declared and what is detected.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::profiles;
use super::{Language, Script};

/// How many bytes of a text are looked at: four sentences; the time grows with the length.
const EXCERPT_BYTES: usize = 800;

/// A lead of so many half bits is right in 98 to 99 cases of 100, from three words to four sentences.
const RELIABLE_MARGIN: i32 = 36;

/// Of languages within so many half bits of the likeliest, whatlang is asked which it is.
const OPEN_MARGIN: i32 = 24;

/// What the word of whatlang is worth where it is quite sure, in half bits: no more than
/// `RELIABLE_MARGIN` less `OPEN_MARGIN`, so that it makes a guess reliable only where both agree and the
/// lead was at its limit. Of 8 to 20, and of margins of 24 and 36, these did best on the sentences that the profiles were counted from.
const SECOND_OPINION: f64 = 12.0;

/// What a trigram of the right language weighs at least, on the mean of a text, in half bits: half of
/// what is usual. Less is the mark of a language without a profile.
const LEAST_WEIGHT: i32 = 5;

/// A text in Chinese characters is Japanese where at least one letter in so many is kana.
const LETTERS_FOR_A_KANA: usize = 20;

/// Below this confidence a guess is wrong more often than right: single news sentences, and their first
/// words, in 75 languages are right in 0.41 to 0.64 of cases where the lead is below six half bits.
const LEAST_CONFIDENCE: f32 = 0.4;

/// A guess at the language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// The most likely language.
    pub language: Language,
    /// From 0 to 1.
    pub confidence: f32,
    /// Whether the guess may be trusted; where it may, it is right in 98 cases of 100 or more, in the
    /// languages that have a profile.
    pub reliable: bool,
}

/// Where the language of a passage was taken from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LanguageSource {
    /// The article said so.
    Declared,
    /// Detected in the passage itself.
    Detected,
    /// Detected in the whole article.
    Article,
    /// What the source of the article usually writes in.
    Source,
    /// Nowhere: the language is unknown.
    #[default]
    Unknown,
}

/// Guesses the language of a text from its first 800 bytes; `None` where there is nothing to go by.
///
/// A script of one language tells it at once; where a script serves several, their letters, trigrams
/// and function words are weighed, and where those leave it open, whatlang is asked too. Serbian in Latin
/// script is reported as Croatian: see [`Language::analysis_family`].
#[must_use]
pub fn detect(text: &str) -> Option<Detection> {
    let excerpt = text.get(..text.floor_char_boundary(EXCERPT_BYTES))?;
    let (script, is_main) = deciding_script(excerpt)?;
    let Some(profiles) = profiles::of(script) else {
        return Some(Detection {
            language: only_language(script, excerpt)?,
            confidence: 1.0,
            reliable: is_main,
        });
    };
    let is_mark = |letter: char| ('\u{300}'..='\u{36F}').contains(&letter);
    let composed: Cow<'_, str> = if excerpt.contains(is_mark) {
        excerpt.nfc().collect::<String>().into()
    } else {
        excerpt.into()
    };
    let mut weighing = profiles.weigh(&composed)?;
    let first = weighing.verdict()?.language;
    let open = weighing.within(OPEN_MARGIN);
    if let Some((language, half_bits)) = second_opinion(&composed, script, first, &open) {
        weighing.favour(language, half_bits);
    }
    let verdict = weighing.verdict()?;
    Some(Detection {
        language: verdict.language,
        confidence: confidence(verdict.margin),
        reliable: is_main
            && verdict.margin >= RELIABLE_MARGIN
            && verdict.weight >= LEAST_WEIGHT * verdict.trigrams,
    })
}

/// The languages that whatlang knows, each beside its family.
static KNOWN_TO_WHATLANG: LazyLock<Vec<(whatlang::Lang, Language)>> = LazyLock::new(|| {
    let known = whatlang::Lang::all()
        .iter()
        .filter_map(|known| Some((*known, Language::from_code(known.code())?.analysis_family())));
    known.collect()
});

/// Which of the languages whatlang decides for, and how many half bits its word is worth; `None` where
/// it knows fewer than two of them. To a text in Xhosa it could only say Zulu.
///
/// Of the Serbian family it knows Serbian in Cyrillic and Croatian; Serbian in Latin letters is Slovene to
/// it, so that it is not asked where that may be meant.
fn second_opinion(
    text: &str,
    script: Script,
    likeliest: Language,
    languages: &[Language],
) -> Option<(Language, i32)> {
    let is_unheard = |family| script == Script::Latin && family == Language::SERBIAN;
    let is_known = |family: &Language| {
        !is_unheard(*family) && KNOWN_TO_WHATLANG.iter().any(|(_, known)| known == family)
    };
    if languages.len() < 2 || is_unheard(likeliest.analysis_family()) {
        return None;
    }
    let mut families: Vec<Language> = (languages.iter())
        .map(|language| language.analysis_family())
        .filter(is_known)
        .collect();
    families.sort_unstable();
    families.dedup();
    if families.len() < 2 {
        return None;
    }
    let asked = KNOWN_TO_WHATLANG
        .iter()
        .filter(|(_, family)| families.contains(family))
        .map(|(known, _)| *known);
    let opinion = whatlang::Detector::with_allowlist(asked.collect()).detect(text)?;
    let language = Language::from_code(opinion.lang().code())?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a confidence lies between 0 and 1"
    )]
    let half_bits = (opinion.confidence() * SECOND_OPINION).round() as i32;
    Some((language, half_bits))
}

/// The script that tells the language, and whether most letters are in it.
///
/// Names and brands stand in Latin letters in texts of every script, hardly ever the other way round:
/// half as many letters of another script outweigh them. Kana among Chinese characters tell Japanese.
fn deciding_script(text: &str) -> Option<(Script, bool)> {
    let mut counts = Script::count(text);
    // Of equals, the one met first.
    let most = |counts: &[(Script, usize)]| {
        let counts = counts.iter().rev();
        counts.max_by_key(|(_, count)| *count).copied()
    };
    let (mut script, letters) = most(&counts)?;
    let mut is_main = true;
    if script == Script::Latin {
        counts.retain(|(other, _)| *other != Script::Latin);
        let others: usize = counts.iter().map(|(_, count)| *count).sum();
        if others * 2 >= letters {
            script = most(&counts)?.0;
            is_main = false;
        }
    }
    let count = |script| {
        let mut counts = counts.iter();
        counts.find(|(counted, _)| *counted == script)
    };
    if script == Script::Han
        && let (Some((_, han)), Some((_, kana))) = (count(Script::Han), count(Script::Kana))
        && (kana - points_between_han(text)) * LETTERS_FOR_A_KANA >= han + kana
    {
        script = Script::Kana;
    }
    Some((script, is_main))
}

/// How often the point of the kana parts the words of a foreign name, as it may in Chinese too.
fn points_between_han(text: &str) -> usize {
    let is_han = |letter: Option<char>| letter.and_then(Script::of) == Some(Script::Han);
    let between = text.match_indices('・').filter(|(at, point)| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        let after = text.get(at + point.len()..);
        is_han(before) && is_han(after.and_then(|text| text.chars().next()))
    });
    between.count()
}

/// How often a guess with this lead is right: a logistic curve through what single sentences, and the
/// first words of them, in 75 languages show.
fn confidence(margin: i32) -> f32 {
    let lead = f32::from(i16::try_from(margin).unwrap_or(i16::MAX));
    1.0 / (1.0 + ((4.0 - lead) / 7.0).exp())
}

/// The language of a script that has but one, or one and a rare other.
fn only_language(script: Script, text: &str) -> Option<Language> {
    let code = match script {
        Script::Greek => "el",
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        // Letters that Bengali lost.
        Script::Bengali if text.contains(['ৰ', 'ৱ']) => "as",
        Script::Bengali => "bn",
        Script::Gurmukhi => "pa",
        Script::Gujarati => "gu",
        Script::Oriya => "or",
        Script::Tamil => "ta",
        Script::Telugu => "te",
        Script::Kannada => "kn",
        Script::Malayalam => "ml",
        Script::Sinhala => "si",
        Script::Thai => "th",
        Script::Lao => "lo",
        Script::Myanmar => "my",
        Script::Khmer => "km",
        Script::Hangul => "ko",
        Script::Kana => "ja",
        Script::Han => "zh",
        _ => return None,
    };
    Language::from_code(code)
}

/// Chooses the language of a passage, says where it was taken from and how sure that is (0 to 1).
///
/// A declared language wins, except over a reliable guess at a language of another script: a Russian
/// passage in an article declared English. Then come the reliable guess at the passage, the reliable
/// guess at the article, the `usual` language of the source, and at last a guess that is not
/// reliable.
#[must_use]
pub fn decide(
    declared: Option<Language>,
    passage: Option<Detection>,
    article: Option<Detection>,
    usual: Option<Language>,
) -> (Option<Language>, LanguageSource, f32) {
    let sure_passage = passage.filter(|guess| guess.reliable);
    let sure_article = article.filter(|guess| guess.reliable);
    if let Some(language) = declared
        && sure_passage.is_none_or(|guess| guess.language.shares_script(language))
    {
        return (Some(language), LanguageSource::Declared, 1.0);
    }
    if let Some(guess) = sure_passage {
        return (
            Some(guess.language),
            LanguageSource::Detected,
            guess.confidence,
        );
    }
    if let Some(guess) = sure_article {
        return (
            Some(guess.language),
            LanguageSource::Article,
            guess.confidence,
        );
    }
    if let Some(language) = usual {
        // The usual language is as sure as the guesses that agree with it.
        let agrees =
            |guess: &Detection| guess.language.analysis_family() == language.analysis_family();
        let confidence = passage
            .filter(agrees)
            .or_else(|| article.filter(agrees))
            .map_or(0.0, |guess| guess.confidence);
        return (Some(language), LanguageSource::Source, confidence);
    }
    let weak = |guess: &Detection| guess.confidence >= LEAST_CONFIDENCE;
    if let Some(guess) = article.filter(weak) {
        return (
            Some(guess.language),
            LanguageSource::Article,
            guess.confidence,
        );
    }
    if let Some(guess) = passage.filter(weak) {
        return (
            Some(guess.language),
            LanguageSource::Detected,
            guess.confidence,
        );
    }
    (None, LanguageSource::Unknown, 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn guess(language: Language, confidence: f32, reliable: bool) -> Detection {
        Detection {
            language,
            confidence,
            reliable,
        }
    }

    #[test]
    fn the_nearest_reliable_word_wins() {
        use LanguageSource::{Article, Declared, Detected, Source, Unknown};
        let (english, german, russian) = (Language::ENGLISH, Language::GERMAN, Language::RUSSIAN);
        let sure = Some(guess(german, 0.95, true));
        let unsure = Some(guess(german, 0.5, false));
        let blind = Some(guess(german, 0.1, false));
        let other = Some(guess(russian, 1.0, true));
        for (declared, passage, article, usual, language, source) in [
            (Some(english), sure, sure, None, Some(english), Declared),
            (Some(english), other, None, None, Some(russian), Detected),
            (
                Some(english),
                Some(guess(russian, 0.5, false)),
                None,
                None,
                Some(english),
                Declared,
            ),
            (None, sure, other, Some(english), Some(german), Detected),
            (None, unsure, other, Some(english), Some(russian), Article),
            (None, unsure, unsure, Some(english), Some(english), Source),
            (None, unsure, None, None, Some(german), Detected),
            (None, None, unsure, None, Some(german), Article),
            (None, blind, blind, None, None, Unknown),
            (None, None, None, None, None, Unknown),
        ] {
            let found = decide(declared, passage, article, usual);
            assert_eq!(
                (found.0, found.1),
                (language, source),
                "{declared:?} {passage:?}"
            );
            assert!((0.0..=1.0).contains(&found.2));
        }
    }

    #[test]
    fn sentences_are_detected() {
        for (text, language) in [
            (
                "The bridge over the river will stay closed until the end of the week.",
                Language::ENGLISH,
            ),
            (
                "Die Brücke über den Fluss bleibt bis zum Ende der Woche geschlossen.",
                Language::GERMAN,
            ),
            (
                "Мост через реку останется закрытым до конца недели, сообщила полиция.",
                Language::RUSSIAN,
            ),
            (
                "Ura mbi lumë mbetet e mbyllur deri në fund të javës, tha policia për mediat dhe nuk dha arsye.",
                Language::ALBANIAN,
            ),
        ] {
            assert_eq!(
                detect(text).map(|guess| guess.language),
                Some(language),
                "{text}"
            );
        }
        assert_eq!(detect(""), None);
        assert_eq!(detect("12.05. 17:40"), None);
    }

    #[test]
    fn a_script_of_one_language_tells_it() {
        for (text, code) in [
            ("๕/๒๕๖๗", "th"),
            ("iPhone 17 ขายดี", "th"),
            ("กรุงเทพฯ", "th"),
            ("・大阪市役所", "ja"),
            ("東京都は2日、", "ja"),
            ("自転車・バイク", "ja"),
            ("总统弗拉基米尔・普京周一抵达北京。", "zh"),
            ("NATO 秘书长抵达北京", "zh"),
            ("EU 정상회의", "ko"),
        ] {
            let guess = detect(text).unwrap();
            assert_eq!(guess.language.code(), code, "{text}");
        }
        assert_eq!(detect("١٢/٥"), None);
    }

    #[test]
    fn whatlang_is_asked_between_languages_it_knows() {
        let language = |code| Language::from_code(code).unwrap();
        let czech = "Starostka slíbila opravit všechny mosty poškozené povodněmi.";
        let (cs, sk, zu, xh) = (
            language("cs"),
            language("sk"),
            language("zu"),
            language("xh"),
        );
        let (named, half_bits) = second_opinion(czech, Script::Latin, cs, &[cs, sk, xh]).unwrap();
        assert_eq!(named, cs);
        assert!((1..RELIABLE_MARGIN - OPEN_MARGIN + 1).contains(&half_bits));
        for (likeliest, languages) in [
            (cs, &[cs][..]),
            (cs, &[cs, xh]),
            (xh, &[xh, zu]),
            (Language::SLOVENE, &[Language::SLOVENE, Language::CROATIAN]),
            (Language::CROATIAN, &[Language::SLOVENE, Language::CROATIAN]),
            (
                Language::NORWEGIAN_BOKMAL,
                &[Language::NORWEGIAN_BOKMAL, Language::NORWEGIAN_NYNORSK],
            ),
        ] {
            let opinion = second_opinion(czech, Script::Latin, likeliest, languages);
            assert_eq!(opinion, None, "{languages:?}");
        }
    }

    #[test]
    fn a_second_opinion_decides_what_is_open() {
        // Mostly names, and those are English.
        let text = "John Carter ist Direktorin des Norwich Town Council.";
        let weighing = profiles::of(Script::Latin).unwrap().weigh(text).unwrap();
        assert_eq!(weighing.verdict().unwrap().language, Language::ENGLISH);
        let guess = detect(text).unwrap();
        assert_eq!(guess.language, Language::GERMAN);
        assert!(!guess.reliable);
    }
}

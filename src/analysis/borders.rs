//! Where words end in scripts that write no blanks between them, by the dictionaries of Unicode's ICU.
//!
//! Only queries are cut so: an index holds every pair of neighbouring characters, whatever a
//! dictionary says, so that nothing is lost by a wrong cut, and an index does not depend on the
//! dictionaries of the build that wrote it. A pair that lies across the border of two words is less of
//! a word than one that lies inside; see [`Pair`].

use crate::text::Span;

/// What a pair of characters is to the words of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pair {
    /// Inside a word.
    Inside,
    /// Two words of one character each, or half of a name that no dictionary holds.
    TwoSingles,
    /// The end of one word and the beginning of the next.
    Across,
}

/// The places in a text where words begin or end, in ascending order; of a build without dictionaries
/// there are none.
#[derive(Debug, Default)]
pub(crate) struct Borders(Vec<usize>);

impl Borders {
    pub(crate) fn of(text: &str) -> Self {
        Self(word_borders(text))
    }

    /// What stands at the span.
    pub(crate) fn pair(&self, span: Span) -> Pair {
        let Self(borders) = self;
        let first = borders.partition_point(|border| *border <= span.start);
        let inside = |at: usize| borders.get(at).filter(|border| **border < span.end);
        if inside(first).is_none() {
            return Pair::Inside;
        }
        let begins = first
            .checked_sub(1)
            .is_some_and(|before| borders.get(before) == Some(&span.start));
        let ends = borders.get(first + 1) == Some(&span.end);
        if begins && ends {
            Pair::TwoSingles
        } else {
            Pair::Across
        }
    }
}

#[cfg(feature = "segmenter")]
fn word_borders(text: &str) -> Vec<usize> {
    use icu_segmenter::WordSegmenter;
    use icu_segmenter::options::WordBreakInvariantOptions;

    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
        .segment_str(text)
        .collect()
}

#[cfg(not(feature = "segmenter"))]
fn word_borders(_: &str) -> Vec<usize> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_told_by_the_borders_around_it() {
        // 黑 | 豹 | 多少 | 分: three bytes each.
        let borders = Borders(vec![0, 3, 6, 12, 15]);
        for (start, end, pair) in [
            (0, 6, Pair::TwoSingles),
            (3, 9, Pair::Across),
            (6, 12, Pair::Inside),
            (9, 15, Pair::Across),
        ] {
            assert_eq!(borders.pair(Span::new(start, end)), pair, "{start}");
        }
        assert_eq!(Borders::default().pair(Span::new(0, 6)), Pair::Inside);
    }

    #[cfg(feature = "segmenter")]
    #[test]
    fn every_script_without_blanks_is_cut_by_a_dictionary() {
        for (text, words) in [
            ("渔民要求政府赔偿", "渔民|要求|政府|赔偿"),
            ("漁師たちが補償を求めた", "漁師|たち|が|補償|を|求め|た"),
            ("ชาวประมงเรียกร้องค่าชดเชย", "ชาว|ประมง|เรียก|ร้อง|ค่า|ชดเชย"),
            ("ສະບາຍດີປະເທດລາວ", "ສະບາຍດີ|ປະເທດ|ລາວ"),
            ("ប្រទេសកម្ពុជា", "ប្រទេស|កម្ពុជា"),
            ("မြန်မာနိုင်ငံတွင်မိုးရွာသည်", "မြန်မာနိုင်ငံ|တွင်|မိုးရွာသည်"),
        ] {
            let Borders(borders) = Borders::of(text);
            let words_between = borders
                .windows(2)
                .map(|border| Span::new(border[0], border[1]).of(text).unwrap());
            assert_eq!(words_between.collect::<Vec<_>>().join("|"), words);
        }
    }
}

//! Whole names in the scripts of China and Korea: which of those that a name can be an index holds.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::names::{Forms, NameForm, NameScope, Terms};
use super::snapshot::Snapshot;
use crate::analysis::names::{NativeName, Tier, native_names};
use crate::query::FullName;
use crate::text::language::{Language, Script};

/// How many forms of a whole name are looked up.
const MAX_FORMS: usize = 64;

impl Snapshot {
    /// The forms of a whole name in the script of its own country, none where the index has no texts in it.
    pub(super) fn native_forms(
        &self,
        name: &FullName,
        scope: &NameScope,
    ) -> tantivy::Result<Forms> {
        let languages = self.languages();
        let has_script = |script: Script| match script {
            Script::Hangul => languages.contains(&Language::KOREAN),
            _ => [Language::CHINESE, Language::JAPANESE]
                .iter()
                .any(|language| languages.contains(language)),
        };
        if let Some(own) = &name.own {
            let mut forms = Vec::new();
            self.find_native(own, &mut forms)?;
            for form in &mut forms {
                // In Korean there are particles.
                let is_exact = form.form.chars().count() == own.syllables.len();
                form.make_own(if is_exact {
                    Tier::Exact
                } else {
                    Tier::Inflected
                });
            }
            forms.retain(|form| form.tier <= scope.within);
            return Ok(forms.into());
        }
        let is_foreign = [Script::Hangul, Script::Han].into_iter().any(has_script);
        if !is_foreign || name.words.len() < 2 || scope.within < Tier::Transliterated {
            return Ok(Arc::new([]));
        }
        let words: Vec<&str> = name.words.iter().map(|word| &*word.normal).collect();
        let asked = format!("native\0{}", words.join(" "));
        self.names.get_or_find(asked, || {
            let mut forms = Vec::new();
            for native in native_names(&words) {
                if has_script(native.script) {
                    self.find_native(&native, &mut forms)?;
                }
            }
            forms.sort_by(|left: &NameForm, right| {
                (right.passages.cmp(&left.passages)).then_with(|| left.form.cmp(&right.form))
            });
            forms.dedup_by(|one, other| one.form == other.form);
            forms.truncate(MAX_FORMS);
            Ok(forms.into())
        })
    }

    fn find_native(&self, name: &NativeName, forms: &mut Vec<NameForm>) -> tantivy::Result<()> {
        let [families, given @ ..] = name.syllables.as_slice() else {
            return Ok(());
        };
        if name.script == Script::Hangul {
            let [first, ..] = given else { return Ok(()) };
            let mut words = BTreeSet::new();
            for family in families {
                for syllable in first {
                    self.words_with(&format!("{family}{syllable}"), |word| {
                        if name.is(word) {
                            words.insert(word.to_owned());
                        }
                    })?;
                }
            }
            for word in words {
                self.add_native(word.clone(), word, Vec::new(), forms)?;
            }
            return Ok(());
        }
        // An index holds the pairs of neighbouring characters.
        let mut seconds: BTreeMap<char, Vec<char>> = BTreeMap::new();
        for family in families {
            let [first, rest @ ..] = given else {
                return Ok(());
            };
            for letter in self.letters_after(*family, first)? {
                let pair = String::from_iter([*family, letter]);
                let [second] = rest else {
                    self.add_native(pair.clone(), pair, Vec::new(), forms)?;
                    continue;
                };
                let behind = match seconds.entry(letter) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(self.letters_after(letter, second)?),
                };
                for last in behind.iter() {
                    let next = String::from_iter([letter, *last]);
                    self.add_native(format!("{pair}{last}"), pair.clone(), vec![next], forms)?;
                }
            }
        }
        Ok(())
    }

    /// Which of some characters stand behind another in pairs that the index holds.
    fn letters_after(&self, first: char, of: &[char]) -> tantivy::Result<Vec<char>> {
        let mut letters = BTreeSet::new();
        self.words_with(first.encode_utf8(&mut [0; 4]), |word| {
            let mut behind = word.chars().skip(1);
            if let (Some(letter), None) = (behind.next(), behind.next())
                && of.contains(&letter)
            {
                letters.insert(letter);
            }
        })?;
        Ok(letters.into_iter().collect())
    }

    /// Shows the words that begin so.
    fn words_with(&self, prefix: &str, mut show: impl FnMut(&str)) -> tantivy::Result<()> {
        self.walk_forms(prefix, |word, _| {
            show(word);
            true
        })
    }

    fn add_native(
        &self,
        form: String,
        first: String,
        then: Vec<String>,
        forms: &mut Vec<NameForm>,
    ) -> tantivy::Result<()> {
        let mut held = 0;
        for field in [self.fields.words, self.fields.title_words] {
            held += self.rarest(field, &first, &then)?.frequency.total();
        }
        if held > 0 {
            forms.push(NameForm::whole(Terms::Written(first, then), form, held));
        }
        Ok(())
    }
}

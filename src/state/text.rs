//! Names and sentences of this installation, in the reader's language.

use latchkey_copy::{Label, Language, SentenceNames, Sentences};
use latchkey_wire::Installation;

/// The installation's names with sentences. Copying it copies a reference.
#[derive(Clone, Copy)]
pub struct PaneText {
    /// Every sentence.
    pub sentences: Sentences,
    installation: &'static Installation,
    dates: &'static str,
}

impl PaneText {
    /// `reader` has the reader's languages as BCP 47 tags.
    pub fn new(installation: Installation, sentences: Sentences, reader: &[String]) -> Self {
        let is_spoken = |tag: &&String| Language::from_tag(tag) == Some(sentences.language());
        let dates = reader.iter().find(is_spoken).map_or(sentences.language().tag(), |tag| tag);
        // The page has one installation, which is leaked on purpose: it lives as long as the page.
        Self { sentences, installation: Box::leak(Box::new(installation)), dates: dates.to_owned().leak() }
    }

    /// The installation.
    pub fn installation(&self) -> &'static Installation {
        self.installation
    }

    /// A fixed text.
    pub fn label(&self, label: Label) -> &'static str {
        latchkey_copy::label(self.sentences, label)
    }

    /// The names that a sentence about this provider mentions.
    pub fn names<'a>(&self, provider: &'a str) -> SentenceNames<'a> {
        SentenceNames { provider, product: &self.installation.short_name }
    }

    /// The reader's own variant of the language, for dates.
    pub fn dates(&self) -> &'static str {
        self.dates
    }
}

/// The reader's first language that the pane has sentences in, else English.
pub fn language_for(reader: &[String]) -> Language {
    reader.iter().find_map(|tag| Language::from_tag(tag)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::installation;

    const PAGE: &str = include_str!("../../index.html");

    fn english(reader: &[&str]) -> PaneText {
        let reader: Vec<_> = reader.iter().map(|tag| (*tag).to_owned()).collect();
        PaneText::new(installation(&[]), Sentences::ENGLISH, &reader)
    }

    #[test]
    fn the_shell_says_what_the_pane_says() {
        let text = english(&["en-GB"]);
        for label in [Label::Menu, Label::SetUpSync, Label::Loading] {
            assert!(PAGE.contains(text.label(label)), "{label:?}");
        }
        let name = r#"<span data-name="short_name">Latchkey</span>"#;
        let welcome = latchkey_copy::welcome(text.sentences, name);
        assert!(PAGE.contains(&welcome), "{welcome}");
    }

    #[test]
    fn dates_follow_the_reader_only_where_the_sentences_do() {
        assert_eq!(english(&["en-GB"]).dates(), "en-GB");
        assert_eq!(english(&["xx-YY", "en-AU"]).dates(), "en-AU");
        assert_eq!(english(&["de-AT"]).dates(), "en", "German could not be loaded");
    }

    #[test]
    fn a_reader_is_spoken_to_in_the_first_of_their_languages_that_is_here() {
        let language = |tags: &[&str]| language_for(&tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>());
        assert_eq!(language(&["fr-FR", "de-CH", "en"]), Language::German);
        assert_eq!(language(&["en-GB", "ar"]), Language::English);
        assert_eq!(language(&["ar-SA"]), Language::Arabic);
        assert_eq!(language(&["xx"]), Language::English);
        assert_eq!(language(&[]), Language::English);
    }
}

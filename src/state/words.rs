//! Names and sentences of this installation, in the reader's language.

use latchkey_copy::{Label, Language, Names};
use latchkey_wire::Installation;

/// The installation's names with a language. Copying it copies a reference.
#[derive(Clone, Copy)]
pub struct Words {
    /// The language of every sentence.
    pub language: Language,
    installation: &'static Installation,
    dates: &'static str,
}

impl Words {
    /// `reader` is the reader's language as a BCP 47 tag.
    pub fn new(installation: Installation, reader: &str) -> Self {
        let language = Language::from_tag(reader);
        let spoken = reader.split('-').next().unwrap_or_default();
        let dates = if spoken.eq_ignore_ascii_case(language.tag()) { reader } else { language.tag() };
        // There is one installation for as long as the page lives, so it is kept for as long.
        Self { language, installation: Box::leak(Box::new(installation)), dates: dates.to_owned().leak() }
    }

    /// The installation.
    pub fn installation(&self) -> &'static Installation {
        self.installation
    }

    /// A fixed text.
    pub fn label(&self, label: Label) -> &'static str {
        latchkey_copy::label(self.language, label)
    }

    /// The names that a sentence about this provider mentions.
    pub fn names<'a>(&self, provider: &'a str) -> Names<'a> {
        Names { provider, product: &self.installation.short_name }
    }

    /// The reader's own variant of the language, for dates.
    pub fn dates(&self) -> &'static str {
        self.dates
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sign_in::samples::installation;

    const PAGE: &str = include_str!("../../index.html");

    #[test]
    fn the_shell_says_what_the_pane_says() {
        let words = Words::new(installation(&[]), "en-GB");
        for label in [Label::Menu, Label::SetUpSync, Label::Loading] {
            assert!(PAGE.contains(words.label(label)), "{label:?}");
        }
        let name = r#"<span data-name="short_name">Latchkey</span>"#;
        let welcome = latchkey_copy::welcome(words.language, name);
        assert!(PAGE.contains(&welcome), "{welcome}");
    }

    #[test]
    fn dates_follow_the_reader_only_where_the_sentences_do() {
        assert_eq!(Words::new(installation(&[]), "en-GB").dates(), "en-GB");
        assert_eq!(Words::new(installation(&[]), "xx-YY").dates(), "en");
    }
}

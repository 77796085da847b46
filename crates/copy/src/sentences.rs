//! The sentences of one language, as a table that the build writes from `sentences/*.ftl`. English is always built in. The
//! other languages are built into programs that call [`Sentences::of`]. The pane does not call it: it loads each as a file.

use alloc::{boxed::Box, string::String, vec::Vec};

use latchkey_wire::{ProblemCode, ReasonCode};

use crate::extension::ExtensionText;

const TEMPLATES_AT: usize = Label::ALL.len();
const REASONS_AT: usize = TEMPLATES_AT + Template::ALL.len();
const TITLES_AT: usize = REASONS_AT + ReasonCode::ALL.len();
const DETAILS_AT: usize = TITLES_AT + ProblemCode::ALL.len();
const COUNT: usize = DETAILS_AT + ProblemCode::ALL.len();

include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

/// A language and its sentences.
#[derive(Debug)]
struct SentenceTable {
    language: Language,
    texts: [&'static str; COUNT],
}

/// Every sentence of the pane in one language. Copying it copies a reference.
#[derive(Clone, Copy, Debug)]
pub struct Sentences(&'static SentenceTable);

impl Sentences {
    /// English, which needs no file.
    pub const ENGLISH: Self = Self(table(Language::English));

    /// The built-in sentences of a language. A program that calls this contains every language.
    pub const fn of(language: Language) -> Self {
        Self(table(language))
    }

    /// The language of these sentences.
    pub const fn language(self) -> Language {
        self.0.language
    }

    /// As a file: one sentence in each line.
    pub fn to_file(self) -> String {
        self.0.texts.join("\n")
    }

    /// Reads the sentences of a file. `None` if the file has the wrong number of sentences. They are never freed.
    pub fn from_file(language: Language, file: String) -> Option<Self> {
        let texts: Vec<&'static str> = file.leak().split('\n').collect();
        let texts = texts.try_into().ok()?;
        Some(Self(Box::leak(Box::new(SentenceTable { language, texts }))))
    }

    pub(crate) fn label(self, label: Label) -> &'static str {
        self.0.texts[label as usize]
    }

    pub(crate) fn template(self, template: Template) -> &'static str {
        self.0.texts[TEMPLATES_AT + template as usize]
    }

    pub(crate) fn reason(self, code: ReasonCode) -> &'static str {
        self.0.texts[REASONS_AT + code as usize]
    }

    pub(crate) fn problem_title(self, code: ProblemCode) -> &'static str {
        self.0.texts[TITLES_AT + code as usize]
    }

    pub(crate) fn problem_detail(self, code: ProblemCode) -> &'static str {
        self.0.texts[DETAILS_AT + code as usize]
    }
}

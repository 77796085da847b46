//! The sentences of one language, as a table. English is always built in. The other languages are built into programs that
//! call [`Sentences::of`]. The pane does not call it: it loads each of them as a file.

use alloc::{boxed::Box, string::String, vec::Vec};

use latchkey_wire::{ProblemCode, ReasonCode};

use crate::{Label, Language, Template, ar, de, en};

const TEMPLATES_AT: usize = Label::ALL.len();
const REASONS_AT: usize = TEMPLATES_AT + Template::ALL.len();
const TITLES_AT: usize = REASONS_AT + ReasonCode::ALL.len();
const DETAILS_AT: usize = TITLES_AT + ProblemCode::ALL.len();
const COUNT: usize = DETAILS_AT + ProblemCode::ALL.len();

/// A language and its sentences.
#[derive(Debug)]
struct SentenceTable {
    language: Language,
    texts: [&'static str; COUNT],
}

/// Builds the table of a language, in the order of the lists.
macro_rules! texts {
    ($language:ident) => {{
        let mut texts = [""; COUNT];
        let mut at = 0;
        while at < COUNT {
            texts[at] = if at < TEMPLATES_AT {
                $language::label::label(Label::ALL[at])
            } else if at < REASONS_AT {
                $language::template::template(Template::ALL[at - TEMPLATES_AT])
            } else if at < TITLES_AT {
                $language::reason::reason(ReasonCode::ALL[at - REASONS_AT])
            } else if at < DETAILS_AT {
                $language::problem::title(ProblemCode::ALL[at - TITLES_AT])
            } else {
                $language::problem::detail(ProblemCode::ALL[at - DETAILS_AT])
            };
            at += 1;
        }
        texts
    }};
}

static ENGLISH: SentenceTable = SentenceTable { language: Language::English, texts: texts!(en) };
static GERMAN: SentenceTable = SentenceTable { language: Language::German, texts: texts!(de) };
static ARABIC: SentenceTable = SentenceTable { language: Language::Arabic, texts: texts!(ar) };

/// Every sentence of the pane in one language. Copying it copies a reference.
#[derive(Clone, Copy, Debug)]
pub struct Sentences(&'static SentenceTable);

impl Sentences {
    /// English, which needs no file.
    pub const ENGLISH: Self = Self(&ENGLISH);

    /// The built-in sentences of a language. A program that calls this contains every language.
    pub const fn of(language: Language) -> Self {
        match language {
            Language::English => Self(&ENGLISH),
            Language::German => Self(&GERMAN),
            Language::Arabic => Self(&ARABIC),
        }
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

impl Language {
    /// Where the pane finds its sentences, relative to its page; `None` where they are built in. The name changes with
    /// the content, so a browser may keep the file for ever and a pane never reads another version's.
    pub const fn file(self) -> Option<&'static str> {
        const GERMAN_FILE: Name = name(Language::German);
        const ARABIC_FILE: Name = name(Language::Arabic);
        match self {
            Self::English => None,
            Self::German => Some(as_text(&GERMAN_FILE)),
            Self::Arabic => Some(as_text(&ARABIC_FILE)),
        }
    }
}

const PATTERN: &[u8; 33] = b"languages/??-????????????????.txt";
const TAG_AT: usize = 10;
const HASH_AT: usize = 13;

type Name = [u8; PATTERN.len()];

/// Computed at compile time: formatting numbers at run time would add code that the pane does not need otherwise.
const fn name(language: Language) -> Name {
    let (tag, hash) = (language.tag().as_bytes(), hash(&Sentences::of(language).0.texts));
    let mut name = *PATTERN;
    name[TAG_AT] = tag[0];
    name[TAG_AT + 1] = tag[1];
    let mut digit = 0;
    while digit < 16 {
        name[HASH_AT + digit] = b"0123456789abcdef"[((hash >> (60 - 4 * digit)) & 0xf) as usize];
        digit += 1;
    }
    name
}

const fn as_text(name: &'static Name) -> &'static str {
    match core::str::from_utf8(name) {
        Ok(name) => name,
        Err(_) => panic!("a name is written in ASCII"),
    }
}

/// FNV-1a with 64 bits (draft-eastlake-fnv). It distinguishes versions and has no security purpose.
const fn hash(texts: &[&str; COUNT]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < COUNT {
        let text = texts[at].as_bytes();
        let mut byte = 0;
        while byte < text.len() {
            hash = (hash ^ text[byte] as u64).wrapping_mul(0x0100_0000_01b3);
            byte += 1;
        }
        // Between two sentences, as in the file.
        hash = (hash ^ 0x0a).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

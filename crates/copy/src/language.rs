//! The languages that there are sentences for.

/// A language that every sentence exists in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// English, and what a reader gets whose language isn't here yet.
    #[default]
    English,
}

impl Language {
    /// Every language, for tests that must miss none.
    pub const ALL: [Self; 1] = [Self::English];

    /// The language for a BCP 47 tag as browsers send it ("en-GB"); English where there is none.
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary)).unwrap_or_default()
    }

    /// Its tag, for `lang` attributes and for the formatting of dates.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }
}

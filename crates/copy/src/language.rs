//! The languages that have sentences.

/// A language that has every sentence.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// English, which is also the fallback for readers of languages that are not here.
    #[default]
    English,
    /// German.
    German,
    /// Arabic, in its modern standard form.
    Arabic,
}

impl Language {
    /// Every language, for tests that must miss none.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Arabic];

    /// The language for a BCP 47 tag as browsers send it ("en-GB"), if it is here.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Its tag, for `lang` attributes and for the formatting of dates.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    /// The text direction, for `dir` attributes.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// Whether the text runs from right to left.
    pub fn is_right_to_left(self) -> bool {
        self == Self::Arabic
    }
}

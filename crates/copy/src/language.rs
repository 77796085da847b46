//! What a language's tag and direction mean.

use crate::Language;

impl Language {
    /// The language for a BCP 47 tag as browsers send it ("en-GB"), if it is here.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Whether the text runs from right to left.
    pub fn is_right_to_left(self) -> bool {
        self.direction() == "rtl"
    }
}

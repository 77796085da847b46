//! The code that a person copies from the sign-in window to the pane when nothing else connects the two. The window shows
//! it and the pane asks for it, never the other way round: an attacker could send a code that the pane showed along with
//! a link, and the victim who opened the link would confirm it.

use std::fmt;

use crate::Entropy;

/// Consonants only, so that codes form no words and no letter looks like a digit (RFC 8628, 6.1).
const LETTERS: [u8; 20] = *b"BCDFGHJKLMNPQRSTVWXZ";
/// There are 20⁸ codes, so three tries guess one with a chance of about 1 in 8.5 thousand million.
const LENGTH: usize = 8;
/// A longer text cannot be a code, even with dashes and spaces.
const MAX_TYPED_BYTES: usize = 64;

/// Eight letters.
#[derive(Clone, Eq, PartialEq)]
pub struct TypedCode([u8; LENGTH]);

impl TypedCode {
    /// Draws a code.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let count = u32::try_from(LETTERS.len()).expect("twenty");
        Self(std::array::from_fn(|_| LETTERS[entropy.below(count) as usize]))
    }

    /// Reads a code as people type it: in small or capital letters, with or without its dash, with spaces around it.
    pub fn read(typed: &str) -> Option<Self> {
        if typed.len() > MAX_TYPED_BYTES {
            return None;
        }
        let is_letter = |letter: &u8| letter.is_ascii_alphanumeric();
        let letters: Vec<u8> = typed.bytes().filter(is_letter).map(|letter| letter.to_ascii_uppercase()).collect();
        let letters: [u8; LENGTH] = letters.try_into().ok()?;
        letters.iter().all(|letter| LETTERS.contains(letter)).then_some(Self(letters))
    }

    /// The code as the window shows it: `WDJB-MJHT`. Every use of this is a place where it could leak.
    pub fn expose(&self) -> String {
        let (first, second) = self.0.split_at(LENGTH / 2);
        format!("{}-{}", String::from_utf8_lossy(first), String::from_utf8_lossy(second))
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TypedCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SeededEntropy;

    proptest! {
        #[test]
        fn every_code_is_read_however_it_is_typed(seed: u64) {
            let code = TypedCode::draw(&SeededEntropy::new(seed));
            let shown = code.expose();
            prop_assert_eq!(shown.len(), LENGTH + 1);
            for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), format!(" {} ", shown.replace('-', " "))] {
                prop_assert_eq!(TypedCode::read(&typed), Some(code.clone()), "{}", typed);
            }
        }

        #[test]
        fn another_text_is_another_code_or_none(seed: u64, text in ".{0,40}") {
            let code = TypedCode::draw(&SeededEntropy::new(seed));
            let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
            let is_same = letters.to_uppercase() == code.expose().replace('-', "");
            prop_assert_eq!(TypedCode::read(&text) == Some(code), is_same);
        }
    }

    #[test]
    fn text_that_is_no_code_is_refused() {
        for text in ["", "WDJB", "WDJB-MJHTX", "WDJB-MJH1", "AEIO-UYAE", "WDJB-MJHTWDJB-MJHT"] {
            assert_eq!(TypedCode::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn debug_output_holds_nothing_of_the_code() {
        assert_eq!(format!("{:?}", TypedCode::draw(&SeededEntropy::new(1))), "TypedCode(…)");
    }
}

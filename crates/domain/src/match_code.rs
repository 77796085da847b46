//! The code that shows, without any message between window and pane, that the same person sits at both ends: the pane
//! shows one code, the window offers several, and only who sees both can choose the right one.

use crate::Entropy;

/// Two digits, 10 to 99.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MatchCode(u8);

impl MatchCode {
    /// How many codes the window offers.
    pub const CHOICES: usize = 3;

    /// Draws a code.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        Self(10 + u8::try_from(entropy.below(90)).expect("below 90"))
    }

    /// Reads a code from its text.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number| (10..=99).contains(number)).map(Self)
    }

    /// The code itself among others, each different, in random order.
    pub fn among_others(self, entropy: &dyn Entropy) -> Vec<Self> {
        let mut choices = vec![self];
        while choices.len() < Self::CHOICES {
            let other = Self::draw(entropy);
            if !choices.contains(&other) {
                choices.push(other);
            }
        }
        let place = usize::try_from(entropy.below(3)).expect("below 3");
        choices.swap(0, place);
        choices
    }
}

impl std::fmt::Display for MatchCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SeededEntropy;

    proptest! {
        #[test]
        fn the_right_code_is_offered_once_among_different_ones(seed: u64) {
            let entropy = SeededEntropy::new(seed);
            let code = MatchCode::draw(&entropy);
            let choices = code.among_others(&entropy);
            prop_assert_eq!(choices.len(), MatchCode::CHOICES);
            prop_assert_eq!(choices.iter().filter(|choice| **choice == code).count(), 1);
            prop_assert_eq!(MatchCode::parse(&code.to_string()), Some(code));
        }
    }

    #[test]
    fn text_that_is_no_code_is_refused() {
        for text in ["", "9", "100", "-1", "4x", "47 "] {
            assert_eq!(MatchCode::parse(text), None, "{text:?}");
        }
    }
}

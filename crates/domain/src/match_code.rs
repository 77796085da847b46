//! The code that shows, without any message between window and pane, that the same person sits at both ends: the pane
//! shows one code, the window offers several, and only who sees both can choose the right one.

use crate::{Entropy, TokenHash};

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

    /// The code itself among others, each different. The same `seed` gives the same choices in the same order: if they
    /// changed from one look to the next, the one that stays would give itself away.
    pub fn among_others(self, seed: TokenHash) -> Vec<Self> {
        let mut choices = vec![self];
        let drawn = seed.0.iter().map(|byte| Self(10 + byte % 90));
        let rest = (10..=99).map(Self);
        for other in drawn.chain(rest) {
            if choices.len() < Self::CHOICES && !choices.contains(&other) {
                choices.push(other);
            }
        }
        choices.swap(0, usize::from(seed.0[31]) % Self::CHOICES);
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
        fn the_right_code_is_offered_once_among_different_ones(seed: [u8; 32], number in 10..=99_u8) {
            let code = MatchCode(number);
            let choices = code.among_others(TokenHash(seed));
            prop_assert_eq!(choices.len(), MatchCode::CHOICES);
            let distinct: std::collections::HashSet<_> = choices.iter().map(ToString::to_string).collect();
            prop_assert_eq!(distinct.len(), MatchCode::CHOICES);
            prop_assert!(choices.contains(&code));
            prop_assert_eq!(choices, code.among_others(TokenHash(seed)));
        }

        #[test]
        fn every_code_that_is_drawn_can_be_read(seed: u64) {
            let code = MatchCode::draw(&SeededEntropy::new(seed));
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

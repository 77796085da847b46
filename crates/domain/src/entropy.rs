//! Randomness as an argument. Code that needs unguessable values holds an [`Entropy`]; tests hold a seeded one, so that a
//! failing run can be repeated.

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);

    /// 256 random bits as base64url text, 43 characters: for tokens, states, nonces and proofs.
    fn token(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// A random version 4 UUID (RFC 9562, 5.4): for ids, which must be unique but are not secret.
    fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// A number below `bound`, which must not be 0. The bias of the remainder is below 2⁻³² for bounds that fit 32 bits.
    fn below(&self, bound: u32) -> u32 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes) % u64::from(bound);
        u32::try_from(drawn).expect("a remainder of a 32-bit bound fits 32 bits")
    }
}

/// The operating system's random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("an operating system without random numbers can't keep secrets");
    }
}

/// The same bytes on every run: for tests only.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// A generator that gives the same sequence for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_two_draws_differ() {
        let (one, other) = (SeededEntropy::new(7), SeededEntropy::new(7));
        let first = one.token();
        assert_eq!(first, other.token());
        assert_ne!(first, one.token());
        assert_eq!(first.len(), 43);
    }

    #[test]
    fn a_uuid_says_that_it_is_random() {
        let id = SystemEntropy.uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
}

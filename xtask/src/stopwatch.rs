//! How long something took, in words.

use std::fmt;
use std::time::{Duration, Instant};

/// Runs from [`Stopwatch::start`].
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "xtask measures real time; nothing here is decided by it")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// What has passed since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// A duration as a person reads it: `0.4 s`, `12 s`, `2 min 53 s`.
#[derive(Clone, Copy, Debug)]
pub struct Took(pub Duration);

impl fmt::Display for Took {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        match seconds {
            0..10 => write!(out, "{:.1} s", self.0.as_secs_f64()),
            10..60 => write!(out, "{seconds} s"),
            _ => write!(out, "{} min {} s", seconds / 60, seconds % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_words() {
        assert_eq!(Took(Duration::from_millis(440)).to_string(), "0.4 s");
        assert_eq!(Took(Duration::from_secs(12)).to_string(), "12 s");
        assert_eq!(Took(Duration::from_secs(173)).to_string(), "2 min 53 s");
    }
}

//! Time as an argument. Code that needs the time holds a [`Clock`]; tests hold a [`ManualClock`].

use std::sync::atomic::{AtomicI64, Ordering};

use latchkey_wire::UnixSeconds;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current time in Unix seconds. It may jump, also backwards, and rules must allow for that.
    fn now(&self) -> UnixSeconds;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> UnixSeconds {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        UnixSeconds::try_from(elapsed.as_secs()).unwrap_or(UnixSeconds::MAX)
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `now`.
    pub fn at(now: UnixSeconds) -> Self {
        Self(AtomicI64::new(now))
    }

    /// Moves the clock by this many seconds, back if the number is negative.
    pub fn advance_s(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> UnixSeconds {
        self.0.load(Ordering::SeqCst)
    }
}

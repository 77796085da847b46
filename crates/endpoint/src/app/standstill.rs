//! Whether this process, or the store, stood still a moment ago: the process was suspended, or the store refused writes.
//!
//! Another process may then hold a new token pair in memory that it could not write while its claim lasted
//! ([`super::pending_writes`]). It writes the pair within seconds. Until then, a claim of another process that has run out does
//! not mean that the grant's stored token is the newest one, and a provider that rotates refresh tokens may take the older one
//! for stolen.

use std::sync::{Mutex, PoisonError};

use latchkey_wire::UnixSeconds;

/// A beat that comes later than this many seconds after the one before tells that the process was suspended.
const LATE_S: i64 = 5;
/// After a standstill, other processes have this many seconds to write what they hold. They try it every two seconds.
const SETTLE_S: i64 = 10;

/// What is known of the last standstill.
#[derive(Default)]
pub struct Standstill {
    known: Mutex<Known>,
}

#[derive(Clone, Copy, Default)]
struct Known {
    beat_at: Option<UnixSeconds>,
    ended_at: Option<UnixSeconds>,
}

impl Known {
    fn noticed(self, now: UnixSeconds) -> Self {
        let was_suspended = self.beat_at.is_some_and(|at| now - at > LATE_S);
        Self { ended_at: if was_suspended { Some(now) } else { self.ended_at }, ..self }
    }
}

impl Standstill {
    /// Records that the process runs. To be called every second.
    pub(crate) fn beat(&self, now: UnixSeconds) {
        self.change(|known| Known { beat_at: Some(now), ..known.noticed(now) });
    }

    /// Records that the store refused a write.
    pub fn store_failed(&self, now: UnixSeconds) {
        self.change(|known| Known { ended_at: Some(now), ..known });
    }

    /// For how many seconds another process may still have to write what it holds. `None` if nothing stood still.
    pub(crate) fn settles_in_s(&self, now: UnixSeconds) -> Option<i64> {
        // The next beat may be late itself.
        let known = self.change(|known| known.noticed(now));
        let left_s = known.ended_at? + SETTLE_S - now;
        // More is left only if the clock was set back.
        (1..=SETTLE_S).contains(&left_s).then_some(left_s)
    }

    fn change(&self, change: impl FnOnce(Known) -> Known) -> Known {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = change(*known);
        *known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixSeconds = 1_800_000_000;

    #[test]
    fn a_process_that_runs_and_a_store_that_accepts_never_stand_still() {
        let standstill = Standstill::default();
        for second in 0..100 {
            standstill.beat(NOW + second);
            assert_eq!(standstill.settles_in_s(NOW + second), None);
        }
    }

    #[test]
    fn a_suspended_process_knows_it_before_its_first_beat_and_after_it() {
        let standstill = Standstill::default();
        standstill.beat(NOW);
        assert_eq!(standstill.settles_in_s(NOW + LATE_S), None);
        assert_eq!(standstill.settles_in_s(NOW + 24), Some(SETTLE_S));
        (25..=33).for_each(|second| standstill.beat(NOW + second));
        assert_eq!(standstill.settles_in_s(NOW + 34), Some(1));
        standstill.beat(NOW + 34);
        assert_eq!(standstill.settles_in_s(NOW + 35), None);
    }

    #[test]
    fn a_store_that_refused_a_write_settles_after_the_last_refusal() {
        let standstill = Standstill::default();
        standstill.store_failed(NOW);
        standstill.store_failed(NOW + 3);
        assert_eq!(standstill.settles_in_s(NOW + 12), Some(1));
        assert_eq!(standstill.settles_in_s(NOW + 13), None);
        assert_eq!(standstill.settles_in_s(NOW - 3600), None, "the clock was set back");
    }
}

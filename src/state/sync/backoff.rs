//! How long to wait before the endpoint is asked again.

/// The wait after the first failure.
const FIRST_PAUSE_MS: u32 = 1_000;

/// The longest wait, so that the pane recovers soon after the endpoint does.
const LONGEST_PAUSE_MS: u32 = 30_000;

/// The bound during a sign-in: a person who signs in should see the outcome soon, even when the stream does not work.
const SIGN_IN_PAUSE_MS: u32 = 2_000;

/// The wait after this many failures in a row. It doubles each time, up to a bound.
pub(super) fn pause_ms(failures: u32, is_signing_in: bool) -> u32 {
    let doubled = FIRST_PAUSE_MS.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
    doubled.min(if is_signing_in { SIGN_IN_PAUSE_MS } else { LONGEST_PAUSE_MS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_never_pass_their_bound() {
        assert_eq!([1, 2, 3, 4].map(|failures| pause_ms(failures, false)), [1_000, 2_000, 4_000, 8_000]);
        assert!((0..200).all(|failures| (FIRST_PAUSE_MS..=LONGEST_PAUSE_MS).contains(&pause_ms(failures, false))));
    }

    #[test]
    fn an_outcome_is_asked_for_often() {
        assert!((0..200).all(|failures| pause_ms(failures, true) <= SIGN_IN_PAUSE_MS));
    }
}

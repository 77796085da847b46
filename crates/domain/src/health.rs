//! The health of a connection, as it is stored, and the state that a person sees at a given time.

use latchkey_wire::{ConnectionSettings, ConnectionState, Reason, UnixSeconds};

/// How long before a known end a person is reminded.
pub const REMIND_BEFORE_END_S: i64 = 14 * 24 * 3600;

/// The health of a connection. Only an action of a provider or a person changes it, never time alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Health {
    /// The last renewal or check went well.
    Working,
    /// The last attempts failed for reasons that pass by themselves.
    Retrying {
        /// Unix seconds at which this began.
        since: UnixSeconds,
        /// Why the last attempt failed.
        reason: Reason,
        /// How many attempts failed in a row.
        attempts: u32,
    },
    /// The person must sign in.
    NeedsSignIn {
        /// Unix seconds at which this began.
        since: UnixSeconds,
        /// The reason that people are told.
        reason: Reason,
    },
    /// An administrator must act.
    NeedsAdmin {
        /// Unix seconds at which this began.
        since: UnixSeconds,
        /// The reason that people are told.
        reason: Reason,
    },
    /// The person ended the connection on purpose.
    Disconnected {
        /// Unix seconds at which this began.
        since: UnixSeconds,
    },
}

impl Health {
    /// Whether the endpoint makes no further attempts until the person or an administrator acts.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::NeedsSignIn { .. } | Self::NeedsAdmin { .. } | Self::Disconnected { .. })
    }
}

/// The state that a person sees at `now`. `ends_at` is an end that no renewal can move, if there is one.
pub fn connection_state(
    health: &Health,
    ends_at: Option<UnixSeconds>,
    settings: &ConnectionSettings,
    now: UnixSeconds,
) -> ConnectionState {
    match health.clone() {
        Health::Working => match ends_at {
            Some(at) if settings.remind_before_end && at - now <= REMIND_BEFORE_END_S => {
                ConnectionState::ExpiresSoon { at }
            }
            _ => ConnectionState::Working,
        },
        Health::Retrying { since, reason, .. } => ConnectionState::Retrying { since, reason },
        Health::NeedsSignIn { since, reason } => ConnectionState::NeedsSignIn { since, reason },
        Health::NeedsAdmin { since, reason } => ConnectionState::NeedsAdmin { since, reason },
        Health::Disconnected { since } => ConnectionState::Disconnected { since },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_comes_only_near_a_known_end_and_only_if_wanted() {
        let (near, far) = (Some(1_000 + REMIND_BEFORE_END_S), Some(1_001 + REMIND_BEFORE_END_S));
        let wanted = ConnectionSettings { remind_before_end: true };
        let unwanted = ConnectionSettings { remind_before_end: false };
        let state = |ends_at, settings| connection_state(&Health::Working, ends_at, settings, 1_000);
        assert!(matches!(state(near, &wanted), ConnectionState::ExpiresSoon { .. }));
        assert_eq!(state(far, &wanted), ConnectionState::Working);
        assert_eq!(state(near, &unwanted), ConnectionState::Working);
        assert_eq!(state(None, &wanted), ConnectionState::Working);
    }
}

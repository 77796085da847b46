//! The health of a connection, as it is stored, and the state that a person sees at a given time.

use std::str::FromStr;

use latchkey_wire::{ConnectionSettings, ConnectionState, Reason, ReasonCode, UnixSeconds};

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

/// The kind of a [`Health`]. Its name is what the store, the metrics and the command line say.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum HealthKind {
    /// [`Health::Working`].
    Working,
    /// [`Health::Retrying`].
    Retrying,
    /// [`Health::NeedsSignIn`].
    NeedsSignIn,
    /// [`Health::NeedsAdmin`].
    NeedsAdmin,
    /// [`Health::Disconnected`].
    Disconnected,
}

impl HealthKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Working, Self::Retrying, Self::NeedsSignIn, Self::NeedsAdmin, Self::Disconnected];

    /// Its name, which is stored and so never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Retrying => "retrying",
            Self::NeedsSignIn => "needs_sign_in",
            Self::NeedsAdmin => "needs_admin",
            Self::Disconnected => "disconnected",
        }
    }
}

/// A name that no [`HealthKind`] has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownHealth;

impl FromStr for HealthKind {
    type Err = UnknownHealth;

    fn from_str(name: &str) -> Result<Self, UnknownHealth> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or(UnknownHealth)
    }
}

impl Health {
    /// Which of the five it is.
    pub fn kind(&self) -> HealthKind {
        match self {
            Self::Working => HealthKind::Working,
            Self::Retrying { .. } => HealthKind::Retrying,
            Self::NeedsSignIn { .. } => HealthKind::NeedsSignIn,
            Self::NeedsAdmin { .. } => HealthKind::NeedsAdmin,
            Self::Disconnected { .. } => HealthKind::Disconnected,
        }
    }

    /// Whether the mailbox or the CRM itself refuses, although the token may be good.
    pub fn is_about_access(&self) -> bool {
        let (Self::NeedsAdmin { reason, .. } | Self::Retrying { reason, .. }) = self else { return false };
        matches!(
            reason.code,
            ReasonCode::MailboxMissing
                | ReasonCode::LicenceEnded
                | ReasonCode::ApiDisabled
                | ReasonCode::ApiLimitReached
                | ReasonCode::OutsideAllowedHours
                | ReasonCode::NetworkNotAllowed
        )
    }

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

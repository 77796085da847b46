//! Why a renewal is requested, and when the request needs none.

use latchkey_domain::throttle::Urgency;
use latchkey_domain::{Health, renewal as rules};
use latchkey_store::ConnectionRecord;
use latchkey_wire::{ReasonCode, UnixSeconds};

/// Why a renewal is requested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RenewalTrigger {
    /// The renewal is due. It is skipped if another caller was first.
    Due,
    /// A sync engine needs an access token with a minimum remaining life. It is skipped if another caller was first.
    Wanted {
        /// The minimum remaining life in seconds.
        margin_s: i64,
    },
    /// A sync engine reported a rejected token.
    Rejected,
    /// A person pressed **Check now**.
    Check,
}

impl RenewalTrigger {
    /// Whether this caller needs no renewal of the connection.
    pub(super) fn is_answered_by(self, connection: &ConnectionRecord, now: UnixSeconds) -> bool {
        match self {
            Self::Due => connection.due_at.is_none_or(|due_at| due_at > now),
            Self::Rejected => must_wait(connection, now),
            // A person's check presents the token even after an unexplained refusal, but not after a success that could not
            // be used.
            Self::Check => must_wait(connection, now) && !may_be_asked_by_a_person(&connection.health),
            Self::Wanted { margin_s } => {
                connection.health.is_lost()
                    || must_wait(connection, now)
                    || rules::may_be_handed_out(connection.refreshed_at, connection.access_expires_at, margin_s, now)
            }
        }
    }

    pub(super) fn urgency(self) -> Urgency {
        match self {
            Self::Due => Urgency::Scheduled,
            Self::Wanted { .. } => Urgency::Wanted,
            Self::Rejected | Self::Check => Urgency::Question,
        }
    }
}

/// Whether the token must not be presented before its due time: the last answer was a success that could not be used, or a refusal
/// without an explanation. Urgent callers must not cause it to be presented again and again.
fn must_wait(connection: &ConnectionRecord, now: UnixSeconds) -> bool {
    let Health::Retrying { reason, .. } = &connection.health else { return false };
    matches!(reason.code, ReasonCode::AnswerUnusable | ReasonCode::RefusedUnexplained)
        && connection.due_at.is_some_and(|due_at| due_at > now && due_at - now <= 2 * rules::MAX_RETRY_AFTER_S)
}

fn may_be_asked_by_a_person(health: &Health) -> bool {
    matches!(health, Health::Retrying { reason, .. } if reason.code == ReasonCode::RefusedUnexplained)
}

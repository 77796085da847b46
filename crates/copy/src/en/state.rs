//! Whether a connection works.

use alloc::{format, string::String};

use latchkey_wire::{Account, ConnectionState};

use super::reason;
use crate::Names;

pub(crate) fn word(state: &ConnectionState) -> &'static str {
    match state {
        ConnectionState::Working => "Working",
        ConnectionState::ExpiresSoon { .. } => "Ends soon",
        ConnectionState::Retrying { .. } => "Trying again",
        ConnectionState::NeedsSignIn { .. } => "Sign-in needed",
        ConnectionState::NeedsAdmin { .. } => "Administrator needed",
        ConnectionState::Disconnected { .. } => "Disconnected",
    }
}

pub(crate) fn sentence(state: &ConnectionState, names: Names<'_>, when: &str) -> String {
    let Names { provider, product } = names;
    match state {
        ConnectionState::Working => format!("{product} has access to {provider}."),
        ConnectionState::ExpiresSoon { .. } => {
            format!("Access to {provider} ends on {when}. Sign in before then and it goes on without a break.")
        }
        ConnectionState::Retrying { reason, .. }
        | ConnectionState::NeedsSignIn { reason, .. }
        | ConnectionState::NeedsAdmin { reason, .. } => reason::sentence(reason, names),
        ConnectionState::Disconnected { .. } => {
            format!("You disconnected {provider} on {when}. Sign in to connect it again.")
        }
    }
}

pub(crate) fn last_working(when: &str) -> String {
    format!("Last worked {when}")
}

pub(crate) fn what_next(until: Option<&str>) -> String {
    match until {
        Some(until) => format!("Renews itself; works until {until} if unused"),
        None => "Renews itself".into(),
    }
}

pub(crate) fn note_for_admin(account: &Account, Names { provider, product }: Names<'_>, trouble: &str) -> String {
    format!("{product} cannot reach {provider} for {}. {trouble}", account.address)
}

/// Heading of the dialog that opens by itself.
pub(crate) fn lost(Names { provider, .. }: Names<'_>) -> String {
    format!("Your {provider} access needs you")
}

//! The sign-in that the pane is following, from the click to its outcome. Only the endpoint knows how it ends: a closed
//! window proves nothing.

mod actions;
mod progress;
mod proof;
mod window;
mod window_key;

use latchkey_wire::{Authorization, AuthorizationId, Connection, ConnectionId, Intent, OfferId, Phase, UnixSeconds};

use crate::api::RequestError;

/// Id of the panel's title.
pub const TITLE: &str = "sign-in-title";

/// Id of the field for the code that the window shows.
pub const CODE: &str = "code";

/// The number of letters in the code.
pub const CODE_LETTERS: usize = 8;

/// How many codes the person may type. The endpoint enforces the same limit.
const CODE_TRIES: u8 = 3;

/// The state of the sign-in window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WindowState {
    /// The host was asked to open it.
    Opened,
    /// The host refused: the person opens the address by hand.
    Blocked,
    /// A browser outside the host shows it, which this pane cannot reach.
    Outside,
    /// There is no window: the endpoint tries a password.
    NotNeeded,
}

/// A sign-in that was started here or found under way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignInAttempt {
    /// Chosen by the pane that started it.
    pub id: AuthorizationId,
    /// Whether it connects, refreshes or changes a connection.
    pub intent: Intent,
    /// The offer that is signed in through.
    pub offer: OfferId,
    /// The provider's name as people know it.
    pub provider_label: String,
    /// The state of its window.
    pub window: WindowState,
    /// Why the last request about it failed, if it did.
    pub trouble: Option<RequestError>,
    /// What the endpoint knows of the sign-in. `None` until the endpoint has answered.
    pub progress: Option<AttemptProgress>,
    /// How many codes were typed that were not the window's.
    pub wrong_codes: u8,
}

/// What the endpoint knows of a sign-in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AttemptProgress {
    /// When the endpoint gives up waiting.
    pub deadline_at: UnixSeconds,
    /// How far it is.
    pub phase: Phase,
}

impl SignInAttempt {
    /// A new attempt, of which the endpoint does not know yet.
    pub fn new(id: AuthorizationId, intent: Intent, offer: OfferId, provider_label: String) -> Self {
        Self {
            id,
            intent,
            offer,
            provider_label,
            window: WindowState::Opened,
            trouble: None,
            progress: None,
            wrong_codes: 0,
        }
    }

    /// How far it is. Until the endpoint has answered, the phase is waiting.
    pub fn phase(&self) -> &Phase {
        self.progress.as_ref().map_or(&Phase::Waiting, |progress| &progress.phase)
    }

    /// How many codes may still be typed, if one was wrong.
    pub fn tries_left(&self) -> Option<u8> {
        (self.wrong_codes > 0).then(|| CODE_TRIES.saturating_sub(self.wrong_codes))
    }

    /// Whether it has ended.
    pub fn is_over(&self) -> bool {
        self.phase().is_final()
    }

    /// The connection that the sign-in is for. `None` if it makes a new one.
    pub fn connection(&self) -> Option<&ConnectionId> {
        match &self.intent {
            Intent::Connect { .. } => None,
            Intent::Refresh { connection } | Intent::Change { connection, .. } => Some(connection),
        }
    }

    /// The intent that moves the connection to the account that signed in, if the sign-in failed because it is another
    /// account.
    pub fn intent_to_switch(&self, connections: &[Connection]) -> Option<Intent> {
        let Phase::Failed { signed_in_as: Some(account), .. } = self.phase() else { return None };
        let account = Some(account.address.clone());
        let connection = connections.iter().find(|one| Some(&one.id) == self.connection())?;
        let (offer, site) = match &self.intent {
            Intent::Change { offer, site, .. } => (offer, site),
            _ => (&connection.offer, &connection.site),
        };
        Some(Intent::Change { connection: connection.id.clone(), offer: offer.clone(), site: site.clone(), account })
    }

    /// Marks the sign-in as expired, in case the endpoint's own message did not arrive.
    pub fn expire(&mut self) {
        if let Some(progress) = &mut self.progress
            && !progress.phase.is_final()
        {
            progress.phase = Phase::Expired;
        }
    }

    /// Shows it as finishing after the person has decided, until the endpoint answers.
    pub fn mark_finishing(&mut self) {
        if let Some(progress) = &mut self.progress {
            progress.phase = Phase::Finishing;
        }
    }

    fn apply(&mut self, authorization: &Authorization) {
        // Answers may arrive out of order. A sign-in that has ended stays ended, and its phase never goes back.
        if self.progress.as_ref().is_some_and(|progress| rank(&progress.phase) > rank(&authorization.phase)) {
            return;
        }
        // That the endpoint knows the sign-in does not mean that the password arrived.
        if self.window != WindowState::NotNeeded || authorization.phase != Phase::Waiting {
            self.trouble = None;
        }
        self.progress =
            Some(AttemptProgress { deadline_at: authorization.deadline_at, phase: authorization.phase.clone() });
    }
}

/// Whether the outcome still holds. A success does not, once its connection has been lost again.
pub fn is_outcome_current(attempt: &SignInAttempt, connections: &[Connection]) -> bool {
    match attempt.phase() {
        Phase::Succeeded { connection } => !connections.iter().any(|one| one.id == *connection && one.state.is_lost()),
        _ => true,
    }
}

fn rank(phase: &Phase) -> u8 {
    match phase {
        Phase::Waiting => 0,
        Phase::Finishing => 1,
        Phase::AwaitingProof => 2,
        Phase::AwaitingSwitch { .. } => 3,
        Phase::Succeeded { .. }
        | Phase::Failed { .. }
        | Phase::ServerFound { .. }
        | Phase::Cancelled
        | Phase::Expired => 4,
    }
}

/// The attempt to show after the endpoint has sent `authorization`. A sign-in that is under way is followed even if this
/// pane did not start it (it may have been closed and opened again); one that has ended elsewhere, or that the person
/// gave up here, is not shown again.
pub fn merge_authorization(
    attempt: Option<SignInAttempt>,
    authorization: &Authorization,
    given_up: Option<&AuthorizationId>,
) -> Option<SignInAttempt> {
    match attempt {
        Some(mut attempt) if attempt.id == authorization.id => {
            attempt.apply(authorization);
            Some(attempt)
        }
        Some(attempt) if !attempt.is_over() => Some(attempt),
        other if authorization.phase.is_final() || given_up == Some(&authorization.id) => other,
        _ => {
            let (intent, offer) = (authorization.intent.clone(), authorization.offer.clone());
            let mut found =
                SignInAttempt::new(authorization.id.clone(), intent, offer, authorization.provider_label.clone());
            found.apply(authorization);
            Some(found)
        }
    }
}

#[cfg(test)]
mod tests;

//! The actions of a sign-in: opens its window in the click, registers it at the endpoint, and cancels it.

use latchkey_copy::Label;
use latchkey_wire::{Authorization, AuthorizationId, AuthorizationRequest, Intent, OfferId, Phase};
use leptos::task::spawn_local;

use super::{SignInAttempt, WindowState};
use crate::{
    api::RequestError,
    state::{Pane, primary_action::needs_another_way},
};

/// The endpoint ends a sign-in at its deadline and says so. If that message has not arrived after this long, the pane
/// ends the sign-in by itself.
const PATIENCE_AFTER_DEADLINE_S: i64 = 5;

/// How long a sign-in may wait for its window before the pane offers help.
const STUCK_AFTER_S: u32 = 12;

impl Pane {
    /// Starts a sign-in, or asks for the password where the pane takes one. To be called in the click itself, because
    /// browsers open windows only there.
    pub fn sign_in(self, intent: Intent, offer: &OfferId, provider_label: &str) {
        if let Some(offer) = self.password_offer(offer) {
            return self.open_password_form(offer, &intent);
        }
        let id = AuthorizationId::new(self.host().random_uuid());
        self.remember_focus();
        self.announce("");
        self.notice.set(None);
        self.copy_by_hand.set(None);
        self.attempt.set(Some(SignInAttempt::new(id.clone(), intent, offer.clone(), provider_label.to_owned())));
        self.open_window(&id);
        self.register_sign_in();
        self.offer_help_when_stuck(id);
    }

    /// Starts a sign-in with the same intent again. If its offer is not allowed any longer, asks for another one. To be
    /// called in the click itself.
    pub fn try_again(self, attempt: &SignInAttempt) {
        let purpose = self.offer(&attempt.offer).map(|offer| offer.purpose);
        match (attempt.phase(), purpose) {
            (Phase::Failed { reason, .. }, Some(purpose)) if needs_another_way(reason.code) => {
                self.start_change(purpose);
            }
            (phase, _) => {
                self.sign_in(attempt.intent.clone(), &attempt.offer, &attempt.provider_label);
                if matches!(phase, Phase::Failed { .. } | Phase::ServerFound { .. }) {
                    self.show_form_outcome(phase.clone());
                }
            }
        }
    }

    /// Tells the endpoint of the sign-in under way; repeating it is harmless.
    pub fn register_sign_in(self) {
        let pane = self;
        self.update_attempt(|attempt| attempt.trouble = None);
        let Some(SignInAttempt { id, intent, .. }) = self.attempt.peek().clone() else { return };
        spawn_local(async move {
            match pane.authorize(&id, intent).await {
                Ok(authorization) => {
                    pane.close_question();
                    pane.follow_authorization(&authorization);
                }
                Err(RequestError::SessionRefused) => pane.end_refused_session(),
                Err(trouble) if pane.attempt_id() == Some(id) => {
                    if !pane.end_if_refused_for_good(&trouble) {
                        pane.update_attempt(|attempt| attempt.trouble = Some(trouble));
                    }
                }
                Err(_) => {}
            }
        });
    }

    /// Cancels the sign-in.
    pub fn cancel_sign_in(self) {
        let Some(id) = self.attempt_id() else { return };
        self.host().close_sign_in();
        self.announce(latchkey_copy::label(self.text.sentences, Label::SignInCancelled));
        self.forget_attempt(&id);
    }

    /// Cancels the sign-in that a panel shows, and gives the focus back.
    pub fn leave_sign_in(self) {
        self.cancel_sign_in();
        self.return_focus();
    }

    /// Puts the outcome of the sign-in away, and gives the focus back.
    pub fn dismiss_outcome(self) {
        self.attempt.set(None);
        self.return_focus();
    }

    /// Ends a sign-in, here at once and at the endpoint as soon as it can be reached.
    pub(in crate::state) fn forget_attempt(self, id: &AuthorizationId) {
        self.attempt.set(None);
        let id = id.clone();
        *self.private().given_up.borrow_mut() = Some(id.clone());
        if let Some(endpoint) = self.session_client() {
            spawn_local(async move {
                // If this request does not arrive, the deadline ends the sign-in.
                let _ = endpoint.cancel(&id).await;
            });
        }
    }

    /// Moves the connection to the account that signed in.
    pub fn confirm_switch(self) {
        let Some((endpoint, before)) = self.session_client().zip(self.attempt.peek().clone()) else { return };
        let pane = self;
        self.update_attempt(SignInAttempt::mark_finishing);
        spawn_local(async move {
            match endpoint.switch(&before.id).await {
                Ok(authorization) => pane.apply_authorization(&authorization),
                Err(error) => {
                    if pane.attempt_id().as_ref() == Some(&before.id) {
                        pane.attempt.set(Some(before));
                    }
                    pane.show_problem(&error);
                }
            }
        });
    }

    pub(in crate::state) fn attempt_id(self) -> Option<AuthorizationId> {
        self.attempt.peek().as_ref().map(|attempt| attempt.id.clone())
    }

    /// Whether there is a sign-in that satisfies this condition.
    pub(in crate::state) fn has_attempt_where(self, is: impl FnOnce(&SignInAttempt) -> bool) -> bool {
        self.attempt.peek().as_ref().is_some_and(is)
    }

    pub(in crate::state) fn update_attempt(self, change: impl FnOnce(&mut SignInAttempt)) {
        self.attempt.update(|attempt| {
            if let Some(attempt) = attempt {
                change(attempt);
            }
        });
    }

    /// Offers help when the sign-in is still waiting after a while, or as soon as the person is back at the pane and
    /// the window is gone.
    fn offer_help_when_stuck(self, id: AuthorizationId) {
        let pane = self;
        self.is_stuck.set(false);
        spawn_local(async move {
            for _ in 0..STUCK_AFTER_S {
                pane.host().pause(1000).await;
                if pane.host().is_back_without_window() {
                    break;
                }
            }
            let is_waiting = |attempt: &SignInAttempt| attempt.id == id && *attempt.phase() == Phase::Waiting;
            if pane.has_attempt_where(is_waiting) {
                pane.is_stuck.set(true);
                pane.announce(pane.stuck_help().join(" "));
            }
        });
    }

    /// What may help with the sign-in under way: the window again, or an administrator who acts first.
    pub fn stuck_help(self) -> Vec<String> {
        let Some(attempt) = self.attempt.peek().clone() else { return Vec::new() };
        let mut help = vec![latchkey_copy::stuck(self.text.sentences, self.text.names(&attempt.provider_label))];
        help.extend(self.admin_question(&attempt.offer, &attempt.provider_label, &Phase::Waiting));
        help
    }

    pub(in crate::state) async fn authorize(
        self,
        id: &AuthorizationId,
        intent: Intent,
    ) -> Result<Authorization, RequestError> {
        let is_first = matches!(intent, Intent::Connect { .. });
        let request = AuthorizationRequest { intent, host_mailbox: self.host().mailbox() };
        let endpoint = self.ensure_session().await?;
        match endpoint.authorize(id, &request).await {
            // The session may have ended elsewhere. That must not prevent connecting: a new session replaces it.
            Err(RequestError::SessionRefused) if is_first => self.open_session().await?.authorize(id, &request).await,
            other => other,
        }
    }

    pub(in crate::state) fn follow_authorization(self, authorization: &Authorization) {
        self.apply_authorization(authorization);
        if self.has_attempt_where(|attempt| attempt.window == WindowState::Outside) {
            self.allow_without_key();
        }
        let pane = self;
        let id = authorization.id.clone();
        let seconds = authorization.deadline_at - self.now() + PATIENCE_AFTER_DEADLINE_S;
        let milliseconds = u32::try_from(seconds.max(0)).unwrap_or(u32::MAX).saturating_mul(1000);
        spawn_local(async move {
            pane.host().pause(milliseconds).await;
            if pane.attempt_id() == Some(id) {
                pane.update_attempt(SignInAttempt::expire);
            }
        });
    }
}

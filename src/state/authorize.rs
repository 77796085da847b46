//! Carries a sign-in out: opens its window in the click, tells the endpoint of it, and ends it when asked to.

use latchkey_copy::Label;
use latchkey_wire::{Authorization, AuthorizationId, AuthorizationRequest, Intent, start_path};
use leptos::{prelude::*, task::spawn_local};

use super::{
    Pane, proof,
    sign_in::{Attempt, Window},
};
use crate::{
    api::{self, ApiError, Authorized},
    host::Opened,
};

/// The endpoint ends a sign-in at its deadline and says so; only if that word has not come after this long does the
/// pane end it by itself.
const PATIENCE_AFTER_DEADLINE_S: i64 = 5;

impl Pane {
    /// Starts a sign-in. To be called in the click itself, because browsers open windows only there.
    pub fn sign_in(&self, intent: Intent, provider_label: &str) {
        let id = AuthorizationId::new(self.host().random_uuid());
        self.notice.set(None);
        self.copy_by_hand.set(None);
        self.attempt.set(Some(Attempt::new(id.clone(), intent, provider_label.to_owned())));
        self.open_window(&id);
        self.register();
    }

    /// Opens the window of the sign-in under way once more. To be called in the click itself.
    pub fn open_again(&self) {
        if let Some(id) = self.attempt_id() {
            self.open_window(&id);
        }
    }

    /// Tells the endpoint of the sign-in under way; repeating it is harmless.
    pub fn register(&self) {
        let pane = *self;
        self.change_attempt(|attempt| attempt.trouble = None);
        let Some(Attempt { id, intent, .. }) = self.attempt.get_untracked() else { return };
        spawn_local(async move {
            match pane.authorize(&id, intent).await {
                Ok(authorization) => pane.wait_for(&authorization),
                Err(ApiError::SessionRefused) => pane.session_was_refused(),
                Err(trouble) if pane.attempt_id() == Some(id) => {
                    pane.change_attempt(|attempt| attempt.trouble = Some(trouble));
                }
                Err(_) => {}
            }
        });
    }

    /// Gives the sign-in up.
    pub fn cancel_sign_in(&self) {
        let Some(id) = self.attempt_id() else { return };
        self.host().close_sign_in();
        self.attempt.set(None);
        *self.behind().given_up.borrow_mut() = Some(id.clone());
        self.say(latchkey_copy::label(self.words.language, Label::SignInCancelled));
        if let Some(endpoint) = self.authorized() {
            spawn_local(async move {
                // Should this not arrive, the deadline ends it.
                let _ = endpoint.cancel(&id).await;
            });
        }
    }

    /// The address of the sign-in under way.
    pub fn sign_in_address(&self) -> String {
        self.attempt_id().map(|id| self.host().address(&start_path(&id))).unwrap_or_default()
    }

    /// Listens to what sign-in windows hand over. Called once, at start.
    pub fn listen(&self) {
        let pane = *self;
        self.host().listen(Box::new(move |message| {
            let id = pane.attempt_id()?;
            let proof = proof::read(message, &id)?;
            let answer = proof::received(&id);
            let endpoint = pane.authorized()?;
            // The window sends it on every way that it has; a proof is good for one use.
            if pane.behind().proved.replace(Some(id.clone())).as_ref() == Some(&id) {
                return Some(answer);
            }
            spawn_local(async move {
                // A proof that is refused or lost leaves the code to be chosen in the window.
                if let Ok(news) = endpoint.prove(&id, &proof).await {
                    pane.take_in_sign_in(&news);
                }
            });
            Some(answer)
        }));
    }

    fn attempt_id(&self) -> Option<AuthorizationId> {
        self.attempt.with_untracked(|attempt| attempt.as_ref().map(|attempt| attempt.id.clone()))
    }

    fn change_attempt(&self, change: impl FnOnce(&mut Attempt)) {
        self.attempt.update(|attempt| {
            if let Some(attempt) = attempt {
                change(attempt);
            }
        });
    }

    fn open_window(&self, id: &AuthorizationId) {
        let opening = self.host().open_sign_in(&start_path(id));
        let pane = *self;
        spawn_local(async move {
            let window = match opening.await {
                Opened::Window => Window::Opened,
                Opened::Blocked => Window::Blocked,
            };
            pane.change_attempt(|attempt| attempt.window = window);
            if window == Window::Blocked {
                pane.say(pane.words.label(Label::WindowBlocked));
            }
        });
    }

    async fn authorize(&self, id: &AuthorizationId, intent: Intent) -> Result<Authorization, ApiError> {
        let is_first = matches!(intent, Intent::Connect { .. });
        let request = AuthorizationRequest { intent, host_mailbox: self.host().mailbox() };
        let endpoint = match self.authorized() {
            Some(endpoint) => endpoint,
            None => self.open_session().await?,
        };
        match endpoint.authorize(id, &request).await {
            // A session that was forgotten elsewhere is no reason not to connect: a new one takes its place.
            Err(ApiError::SessionRefused) if is_first => self.open_session().await?.authorize(id, &request).await,
            other => other,
        }
    }

    async fn open_session(&self) -> Result<Authorized, ApiError> {
        let session = api::open_session().await?;
        self.host().keep_session_token(Some(&session.token));
        self.follow();
        Ok(Authorized::new(session.token))
    }

    fn wait_for(&self, authorization: &Authorization) {
        self.take_in_sign_in(authorization);
        let pane = *self;
        let id = authorization.id.clone();
        let seconds = authorization.deadline_at - self.now() + PATIENCE_AFTER_DEADLINE_S;
        let milliseconds = u32::try_from(seconds.max(0)).unwrap_or(u32::MAX).saturating_mul(1000);
        spawn_local(async move {
            pane.host().pause(milliseconds).await;
            if pane.attempt_id() == Some(id) {
                pane.change_attempt(Attempt::run_out);
            }
        });
    }
}

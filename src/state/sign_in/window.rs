//! The sign-in's window: opens it, gives it its key, and, if no key can reach it, submits the code that it shows.

use std::rc::Rc;

use latchkey_copy::Label;
use latchkey_wire::{AuthorizationId, Phase, start_path};
use leptos::task::spawn_local;

use super::{
    SignInAttempt, WindowState,
    window_key::{self, KeyRequest},
};
use crate::{
    api::RequestError,
    host::{OpenOutcome, WindowRequirement},
    state::Pane,
};

/// How many times the pane polls until the endpoint knows the sign-in: a window may ask before that.
const LOOKS: u32 = 60;
/// The pause between two polls, in milliseconds.
const LOOK_EVERY_MS: u32 = 250;

impl Pane {
    /// Opens the window of the sign-in under way once more. To be called in the click itself.
    pub fn reopen_window(self) {
        if let Some(id) = self.attempt_id() {
            self.open_window(&id);
        }
    }

    pub(in crate::state) fn open_window(self, id: &AuthorizationId) {
        self.private().answered_page.take();
        let opening = self.host().open_sign_in(&start_path(id), self.window_requirement());
        let pane = self;
        spawn_local(async move {
            let window = match opening.await {
                OpenOutcome::Opened => WindowState::Opened,
                OpenOutcome::Outside => WindowState::Outside,
                OpenOutcome::Blocked => WindowState::Blocked,
            };
            pane.update_attempt(|attempt| attempt.window = window);
            match window {
                WindowState::Blocked => pane.announce(pane.text.label(Label::WindowBlocked)),
                WindowState::Outside => pane.allow_without_key(),
                WindowState::Opened | WindowState::NotNeeded => {}
            }
        });
    }

    /// What the page of the sign-in under way requires of its window.
    fn window_requirement(self) -> WindowRequirement {
        let attempt = self.attempt.peek();
        let offers = self.text.installation().offers.iter();
        let mut chosen = offers.filter(|offer| attempt.as_ref().is_some_and(|attempt| attempt.offer == offer.id));
        if chosen.any(|offer| offer.needs_browser) { WindowRequirement::Browser } else { WindowRequirement::Any }
    }

    /// Lets the sign-in under way go on in a window that this pane cannot reach, once the endpoint knows of it.
    pub(in crate::state) fn allow_without_key(self) {
        let Some((endpoint, id)) = self.session_client().zip(self.attempt_id()) else { return };
        if !self.has_attempt_where(|attempt| attempt.progress.is_some() && *attempt.phase() == Phase::Waiting) {
            return;
        }
        let pane = self;
        spawn_local(async move {
            if let Err(trouble @ RequestError::Refused(_)) = endpoint.allow_without_key(&id).await {
                pane.show_problem(&trouble);
            }
        });
    }

    /// Copies an address of the sign-in under way, to be opened in any browser.
    ///
    /// Once a window has used a key, no other window can take part in its sign-in. The link is then for a new sign-in with the
    /// same intent, which replaces the old one.
    pub fn copy_link(self) {
        let had_key = self.private().answered_page.borrow().1.is_some();
        let before = self.attempt.peek().clone();
        match before {
            Some(SignInAttempt { intent, offer, provider_label, .. }) if had_key => {
                let id = AuthorizationId::new(self.host().random_uuid());
                let elsewhere = SignInAttempt::new(id, intent, offer, provider_label);
                self.attempt.set(Some(SignInAttempt { window: WindowState::Outside, ..elsewhere }));
                self.copy_text(self.sign_in_address());
                self.register_sign_in();
            }
            _ => {
                self.copy_text(self.sign_in_address());
                self.allow_without_key();
            }
        }
    }

    /// The address of the sign-in under way.
    pub fn sign_in_address(self) -> String {
        self.attempt_id().map(|id| self.host().address(&start_path(&id))).unwrap_or_default()
    }

    /// Answers what sign-in windows ask. Called once, at start.
    pub fn answer_windows(self) {
        let pane = self;
        self.host().listen(Rc::new(move |message| {
            let request = window_key::parse_request(message);
            Box::pin(async move { pane.answer_key_request(request?).await })
        }));
    }

    /// A key for the window of the sign-in under way, as soon as the endpoint knows the sign-in.
    async fn answer_key_request(self, request: KeyRequest) -> Option<String> {
        let private = self.private();
        {
            let mut answered_page = private.answered_page.borrow_mut();
            if answered_page.0 == request.page {
                return answered_page.1.clone();
            }
            *answered_page = (request.page.clone(), None);
        }
        let is_registered = self.wait_until_registered(&request.authorization).await;
        let answer = if is_registered { self.create_key(&request).await } else { None };
        let mut answered_page = private.answered_page.borrow_mut();
        if answered_page.0 == request.page {
            // The window repeats its request, and so the pane tries again.
            *answered_page = answer.as_ref().map(|_| (request.page, answer.clone())).unwrap_or_default();
        }
        answer
    }

    /// Waits until the endpoint knows the sign-in. Returns `false` if it is not the one under way, or if that takes too
    /// long.
    async fn wait_until_registered(self, id: &AuthorizationId) -> bool {
        for _ in 0..LOOKS {
            if !self.has_attempt_where(|attempt| attempt.id == *id && *attempt.phase() == Phase::Waiting) {
                return false;
            }
            if self.has_attempt_where(|attempt| attempt.progress.is_some()) {
                return true;
            }
            self.host().pause(LOOK_EVERY_MS).await;
        }
        false
    }

    async fn create_key(self, request: &KeyRequest) -> Option<String> {
        let key = self.session_client()?.create_window_key(&request.authorization).await.ok()?;
        Some(window_key::key_message(request, &key.key))
    }
}

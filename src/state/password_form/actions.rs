//! The actions of the password form: opens it, has the endpoint try the password once per press, and shows the outcome.

use latchkey_copy::Label;
use latchkey_wire::{
    Account, AuthorizationId, Intent, Lookup, MAX_ADDRESS_BYTES, MAX_PASSWORD_BYTES, Offer, OfferId, PasswordRequest,
    Phase, ProblemCode, Purpose,
};
use leptos::task::{spawn_local, tick};

use super::{self as password_form, ADVANCED, FORM, MAILBOX, PASSWORD, SERVER, USER_NAME};
use crate::{
    api::RequestError,
    host::dom,
    state::{
        Pane,
        offers::{FieldOutcome, InputField},
        screen,
        sign_in::{SignInAttempt, WindowState},
    },
};

impl Pane {
    /// The offer with this id, if it takes a password in the pane.
    pub fn password_offer(self, id: &OfferId) -> Option<&'static Offer> {
        self.offer(id).filter(|offer| offer.by_password)
    }

    /// Opens the form for a password, with the intent that a sign-in would have.
    pub(in crate::state) fn open_password_form(self, offer: &'static Offer, intent: &Intent) {
        let is_refresh = matches!(intent, Intent::Refresh { .. });
        let mailbox = match intent {
            Intent::Change { account: Some(account), .. } => account.clone(),
            _ => String::new(),
        };
        self.show_password_form(offer, is_refresh, mailbox);
    }

    fn show_password_form(self, offer: &'static Offer, is_refresh: bool, mailbox: String) {
        let (screen, purpose) = (*self.screen.peek(), offer.purpose);
        self.show(screen::for_form(screen, purpose, is_refresh, self.peek_connection(purpose).is_some()));
        self.typed.set(mailbox);
        self.field.set(Some(InputField::Password { offer, is_refresh }));
        Self::focus(if is_refresh || !self.suggested_address(purpose).is_empty() { PASSWORD } else { MAILBOX });
    }

    /// The address that the address field starts with.
    pub fn suggested_address(self, purpose: Purpose) -> String {
        let typed = self.typed.peek().clone();
        if !typed.is_empty() {
            return typed;
        }
        let known = self.peek_connection(purpose).map(|connection| connection.account.address);
        known.or_else(|| self.host().mailbox()).unwrap_or_default()
    }

    /// Has the endpoint try the password. Without a known server it looks the server up first. Does nothing while
    /// another try is under way.
    pub fn submit_password(self) {
        let Some(InputField::Password { offer, is_refresh }) = *self.field.peek() else { return };
        let is_trying =
            password_form::is_trying(self.field_outcome.peek().as_ref(), self.attempt.peek().as_ref(), offer);
        if is_trying || !dom::is_complete(FORM) {
            return;
        }
        let known = self.peek_connection(offer.purpose);
        let mailbox = self.mailbox_in_form(offer.purpose, is_refresh);
        let (user_name, password) = (field_value(USER_NAME), dom::value(PASSWORD));
        let typed = [
            (MAILBOX, &mailbox, MAX_ADDRESS_BYTES),
            (PASSWORD, &password, MAX_PASSWORD_BYTES),
            (USER_NAME, &user_name, MAX_ADDRESS_BYTES),
        ];
        if let Some((id, ..)) = typed.into_iter().find(|(_, text, max)| text.len() > *max) {
            return self.reject_length(id);
        }
        let server = Some(field_value(SERVER)).filter(|server| !server.is_empty());
        self.notice.set(None);
        self.announce(self.text.label(Label::Checking));
        if server.is_none() && !(is_refresh && password_form::known_server(known.as_ref(), offer).is_some()) {
            return self.look_up(mailbox, Some(offer.id.clone()));
        }
        let intent = password_form::intent(offer, is_refresh, known.as_ref(), &mailbox);
        let user_name = Some(user_name).filter(|name| !name.is_empty());
        self.try_password(offer, intent, PasswordRequest { mailbox, user_name, password, server });
    }

    /// Says at the field that what was typed is too long. The endpoint would refuse all of the form for it.
    fn reject_length(self, id: &'static str) {
        self.field_outcome.set(Some(FieldOutcome::TooLong(id)));
        self.announce(self.text.label(Label::TooLong));
        if id == USER_NAME {
            dom::disclose(ADVANCED);
        }
        Self::focus(id);
    }

    /// The mailbox that the form is for. Refresh has no field for it.
    fn mailbox_in_form(self, purpose: Purpose, is_refresh: bool) -> String {
        let known = self.peek_connection(purpose).filter(|_| is_refresh);
        known.map_or_else(|| field_value(MAILBOX), |connection| connection.account.address)
    }

    /// Copies a note about a try for an administrator.
    pub fn copy_form_note(self, offer: &Offer, is_refresh: bool, trouble: &str) {
        let account = Account { address: self.mailbox_in_form(offer.purpose, is_refresh), name: None };
        let names = self.text.names(&offer.label);
        self.copy_text(latchkey_copy::note_for_admin(self.text.sentences, &account, names, trouble));
    }

    fn try_password(self, offer: &'static Offer, intent: Intent, request: PasswordRequest) {
        let pane = self;
        let id = AuthorizationId::new(self.host().random_uuid());
        self.field_outcome.set(None);
        let attempt = SignInAttempt::new(id.clone(), intent.clone(), offer.id.clone(), offer.label.clone());
        self.attempt.set(Some(SignInAttempt { window: WindowState::NotNeeded, ..attempt }));
        spawn_local(async move {
            if let Err(error) = pane.send_password(&id, intent, request).await {
                pane.handle_password_error(&id, &error);
            }
        });
    }

    async fn send_password(
        self,
        id: &AuthorizationId,
        intent: Intent,
        request: PasswordRequest,
    ) -> Result<(), RequestError> {
        let authorization = self.authorize(id, intent).await?;
        // If the person has cancelled meanwhile, the password is not sent.
        if !self.has_attempt_where(|attempt| attempt.id == *id) {
            return Ok(());
        }
        self.follow_authorization(&authorization);
        let authorization = self.ensure_session().await?.try_password(id, &request).await?;
        self.apply_authorization(&authorization);
        Ok(())
    }

    /// The endpoint refused, or its response did not arrive. In the second case it may still have tried the password,
    /// and its events bring the outcome.
    fn handle_password_error(self, id: &AuthorizationId, error: &RequestError) {
        if *error == RequestError::SessionRefused {
            return self.end_refused_session();
        }
        if !self.has_attempt_where(|attempt| attempt.id == *id && !attempt.is_over()) {
            return;
        }
        if *error == RequestError::Unreachable {
            self.update_attempt(|attempt| attempt.trouble = Some(RequestError::Unreachable));
            return self.announce(self.problem(ProblemCode::Unavailable));
        }
        self.forget_attempt(id);
        if !self.end_if_refused_for_good(error) {
            self.show_problem(error);
        }
    }

    /// Shows in the form how far its own sign-in is. Returns `false` if the form did not start this one.
    pub(in crate::state) fn apply_to_form(self, attempt: &SignInAttempt) -> bool {
        if !password_form::is_in_form(self.field.peek().as_ref(), attempt) {
            return false;
        }
        match attempt.phase() {
            Phase::Waiting | Phase::Finishing => true,
            phase @ (Phase::Failed { .. } | Phase::ServerFound { .. }) => {
                self.attempt.set(None);
                // A late message must not show the sign-in again.
                *self.private().given_up.borrow_mut() = Some(attempt.id.clone());
                self.announce_phase(&attempt.offer, &attempt.provider_label, phase);
                self.show_form_outcome(phase.clone());
                true
            }
            _ => {
                self.close_question();
                false
            }
        }
    }

    /// Shows the outcome of a try in the form, and moves the focus to what helps.
    pub(in crate::state) fn show_form_outcome(self, phase: Phase) {
        let Some(InputField::Password { is_refresh, .. }) = *self.field.peek() else { return };
        let remedy = password_form::remedy(&phase, is_refresh);
        let server = if let Phase::ServerFound { server } = &phase { Some(server.clone()) } else { None };
        self.field_outcome.set(Some(FieldOutcome::Ended(phase)));
        spawn_local(async move {
            tick().await;
            if remedy.empties_password {
                dom::set_value(PASSWORD, "");
            }
            if let Some(server) = server {
                dom::set_value(SERVER, &server);
            }
            if remedy.discloses {
                dom::disclose(ADVANCED);
            }
            if let Some(id) = remedy.focus {
                dom::focus(id);
            }
        });
    }

    /// Shows the result of a look-up in the form, or opens the form for the offer that it found. Returns `false` if there
    /// is nothing to show in a form.
    pub(in crate::state) fn show_lookup_in_form(self, lookup: &Lookup, found: &FieldOutcome) -> bool {
        let field = *self.field.peek();
        let offer = match (field, found) {
            (Some(InputField::Password { offer, .. }), _) => offer,
            (_, FieldOutcome::Found(offer)) if offer.by_password => {
                let mailbox = self.typed.peek().clone();
                self.show_password_form(offer, false, mailbox);
                offer
            }
            _ => return false,
        };
        let Some(phase) = password_form::lookup_outcome(lookup, found, offer) else { return false };
        self.announce_phase(&offer.id, &offer.label, &phase);
        self.show_form_outcome(phase);
        true
    }

    /// Leads to the choice of another offer.
    pub fn choose_another_offer(self, purpose: Purpose) {
        if self.peek_connection(purpose).is_some() { self.start_change(purpose) } else { self.cancel_question(purpose) }
    }

    /// Cancels the sign-in that the form started.
    pub(in crate::state) fn cancel_form_attempt(self) {
        let attempt = self.attempt.peek().clone();
        let is_trying = |attempt: &SignInAttempt| {
            !attempt.is_over() && password_form::is_in_form(self.field.peek().as_ref(), attempt)
        };
        if attempt.is_some_and(|attempt| is_trying(&attempt)) {
            self.cancel_sign_in();
        }
    }

    /// Whether the sign-in waits for the endpoint to try a password, and not for a window.
    pub fn is_trying_password(self, attempt: &SignInAttempt) -> bool {
        matches!(attempt.phase(), Phase::Waiting | Phase::Finishing) && self.password_offer(&attempt.offer).is_some()
    }
}

/// The trimmed text of a field.
fn field_value(id: &str) -> String {
    dom::value(id).trim().to_owned()
}

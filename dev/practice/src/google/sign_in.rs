//! The handlers of the pages' forms. Each form belongs to a sign-in that was started in the same browser.

use std::sync::Arc;

use axum::extract::{Form, RawForm, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use url::form_urlencoded;

use super::authorize::{AuthorizeRequest, COOKIE, refuse};
use super::flow::SignInStep;
use super::refusal::OAuthRefusal;
use super::{NAME, PracticeGoogle, pages, scopes};
use crate::browsers::OngoingSignIn;
use crate::faults::{Condition, Quirk};
use crate::forms::{ANOTHER, redirect, unknown_sign_in};
use crate::people::{PracticePerson, PracticePersonId};

/// The fields of all forms; each form sends some of them.
#[derive(Deserialize)]
pub(super) struct SignInForm {
    attempt: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    person: String,
}

type ProviderState = State<Arc<PracticeGoogle>>;

pub(super) async fn password(
    State(google): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    google.continue_sign_in(&headers, &form.attempt, |attempt| {
        let people = &google.context.people;
        let Some(person) = people.by_email(&form.email).filter(|person| people.accepts(person, &form.password)) else {
            let problem = Some("The email or the password is not right. Please try again.".to_owned());
            return SignInStep::SignIn { email: form.email.clone(), problem };
        };
        google.record_sign_in(attempt, person);
        google.next_step(attempt)
    })
}

pub(super) async fn pick(State(google): ProviderState, headers: HeaderMap, Form(form): Form<SignInForm>) -> Response {
    google.continue_sign_in(&headers, &form.attempt, |attempt| {
        let picked = PracticePersonId::new(&form.person);
        // Only a person who is signed in in this browser can be picked: otherwise the form would be a sign-in without a password.
        let signed_in = google.records().browsers.signed_in(&attempt.browser).contains(&picked);
        attempt.person = (form.person != ANOTHER && signed_in).then_some(picked);
        google.next_step(attempt)
    })
}

/// The field `scope` is there once for each permission that stayed ticked.
pub(super) async fn consent(State(google): ProviderState, headers: HeaderMap, RawForm(form): RawForm) -> Response {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&form).into_owned().collect();
    let id = fields.iter().find(|(name, _)| name == "attempt").map_or("", |(_, value)| value);
    let ticked = |scope: &String| fields.iter().any(|(name, value)| name == "scope" && value == scope);
    google.continue_sign_in(&headers, id, |attempt| {
        let Some(person) = &attempt.person else { return google.next_step(attempt) };
        attempt.request.scopes.retain(|scope| scopes::is_identity(scope) || ticked(scope));
        if attempt.request.scopes.is_empty() {
            return SignInStep::Return(refuse(&attempt.request.callback, OAuthRefusal::Declined));
        }
        {
            let mut records = google.records();
            records.consents.give(person, &attempt.request.client_id, &attempt.request.scopes);
            google.provider.save(&records);
        }
        attempt.consented = true;
        google.next_step(attempt)
    })
}

pub(super) async fn cancel(State(google): ProviderState, headers: HeaderMap, Form(form): Form<SignInForm>) -> Response {
    google.continue_sign_in(&headers, &form.attempt, |attempt| {
        SignInStep::Return(refuse(&attempt.request.callback, OAuthRefusal::Declined))
    })
}

/// Signs all people out of this browser.
pub(super) async fn sign_out(State(google): ProviderState, headers: HeaderMap) -> Response {
    if let Some(browser) = COOKIE.of(&headers) {
        google.records().browsers.forget(browser);
    }
    pages::signed_out()
}

impl PracticeGoogle {
    /// Records that a person has typed the right password.
    fn record_sign_in(&self, attempt: &mut OngoingSignIn<AuthorizeRequest>, person: &PracticePerson) {
        let (now, key) = (self.context.now(), person.key());
        let mut records = self.records();
        records.browsers.sign_in(&attempt.browser, &key, now);
        attempt.person = Some(key.clone());
        records.conditions.lift(&key, Condition::ExtraVerification);
        if records.conditions.holds(&key, Condition::PasswordChanged) {
            // Grants from before the change stay revoked; new ones are valid.
            records.conditions.lift(&key, Condition::PasswordChanged);
            records.grants.revoke_if(&key, now, scopes::concern_mail);
            self.provider.save(&records);
        }
    }

    /// Finds the sign-in, applies the submitted form to it, and answers with the next step.
    fn continue_sign_in(
        &self,
        headers: &HeaderMap,
        id: &str,
        act: impl FnOnce(&mut OngoingSignIn<AuthorizeRequest>) -> SignInStep,
    ) -> Response {
        let found = COOKIE.of(headers).and_then(|browser| self.attempts().find(id, browser));
        let Some(mut attempt) = found else { return unknown_sign_in(NAME) };
        let step = act(&mut attempt);
        self.answer_with_step(id, &attempt, &step)
    }

    /// Answers with the page of a step, or redirects back to the program.
    pub(super) fn answer_with_step(
        &self,
        id: &str,
        attempt: &OngoingSignIn<AuthorizeRequest>,
        step: &SignInStep,
    ) -> Response {
        if let SignInStep::Return(url) = step {
            self.attempts().end(id);
            return redirect(url);
        }
        self.attempts().update(id, attempt);
        let older = self.provider.has_quirk(Quirk::OlderConsentPage);
        pages::show(step, id, &attempt.request, older, &self.context)
    }
}

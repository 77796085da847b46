//! The handlers of the pages' forms. Each form belongs to a sign-in that was started in the same browser.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::authorize::{self, AuthorizeRequest, COOKIE};
use super::flow::SignInStep;
use super::refusal::OAuthRefusal;
use super::{NAME, PracticeMicrosoft, pages};
use crate::browsers::OngoingSignIn;
use crate::faults::Condition;
use crate::forms::{ANOTHER, redirect, unknown_sign_in};
use crate::people::PracticePersonId;
use crate::secret_log::SecretKind;

/// Shorter passwords are refused, so that the page has something to refuse.
const MIN_PASSWORD_LENGTH: usize = 8;

/// The fields of all forms; each form sends some of them.
#[derive(Deserialize)]
pub(super) struct SignInForm {
    attempt: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    confirmation: String,
    #[serde(default)]
    person: String,
}

type ProviderState = State<Arc<PracticeMicrosoft>>;

pub(super) async fn password(
    State(microsoft): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    microsoft.continue_sign_in(&headers, &form.attempt, |attempt| {
        let people = &microsoft.context.people;
        let Some(person) = people.by_email(&form.email).filter(|person| people.accepts(person, &form.password)) else {
            let problem = Some("The email or the password is not right. Please try again.".to_owned());
            return SignInStep::SignIn { email: form.email.clone(), problem };
        };
        let now = microsoft.context.now();
        microsoft.records().browsers.sign_in(&attempt.browser, &person.key(), now);
        attempt.person = Some(person.key());
        microsoft.next_step(attempt)
    })
}

pub(super) async fn pick(
    State(microsoft): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    microsoft.continue_sign_in(&headers, &form.attempt, |attempt| {
        let picked = PracticePersonId::new(&form.person);
        // Only a person who is signed in in this browser can be picked: otherwise the form would be a sign-in without a password.
        let signed_in = microsoft.records().browsers.signed_in(&attempt.browser).contains(&picked);
        attempt.person = (form.person != ANOTHER && signed_in).then_some(picked);
        microsoft.next_step(attempt)
    })
}

pub(super) async fn new_password(
    State(microsoft): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    microsoft.continue_sign_in(&headers, &form.attempt, |attempt| {
        let people = &microsoft.context.people;
        let Some(person) = attempt.person.as_ref().and_then(|id| people.by_id(id)) else {
            return microsoft.next_step(attempt);
        };
        let problem = if form.password != form.confirmation {
            Some("The two passwords are not the same.")
        } else if form.password.chars().count() < MIN_PASSWORD_LENGTH {
            Some("The new password needs at least 8 characters.")
        } else if people.accepts(person, &form.password) {
            Some("The new password must not be the old one.")
        } else {
            None
        };
        if problem.is_some() {
            return SignInStep::NewPassword { person: person.clone(), problem };
        }
        microsoft.context.record_secret(SecretKind::Password, &form.password);
        people.set_password(&person.key(), &form.password);
        microsoft.records().conditions.lift(&person.key(), Condition::PasswordExpired);
        microsoft.next_step(attempt)
    })
}

pub(super) async fn verify(
    State(microsoft): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    microsoft.continue_sign_in(&headers, &form.attempt, |attempt| {
        if let Some(person) = &attempt.person {
            microsoft.records().conditions.lift(person, Condition::ExtraVerification);
        }
        microsoft.next_step(attempt)
    })
}

pub(super) async fn consent(
    State(microsoft): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    microsoft.continue_sign_in(&headers, &form.attempt, |attempt| {
        if let Some(person) = &attempt.person {
            let scopes = super::scopes::all_canonical(&attempt.request.scopes);
            let mut records = microsoft.records();
            records.consents.give(person, &attempt.request.client_id, &scopes);
            microsoft.provider.save(&records);
            attempt.consented = true;
        }
        microsoft.next_step(attempt)
    })
}

pub(super) async fn cancel(
    State(microsoft): ProviderState,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    microsoft.continue_sign_in(&headers, &form.attempt, |attempt| {
        let declined = attempt.person.as_ref().map(|_| OAuthRefusal::ConsentDeclined);
        SignInStep::Return(authorize::cancel(&attempt.request.callback, declined.as_ref(), &microsoft.context))
    })
}

/// Signs all people out of this browser.
pub(super) async fn sign_out(State(microsoft): ProviderState, headers: HeaderMap) -> Response {
    if let Some(browser) = COOKIE.of(&headers) {
        microsoft.records().browsers.forget(browser);
    }
    pages::signed_out()
}

impl PracticeMicrosoft {
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
        pages::show(step, id, &attempt.request, &self.context)
    }
}

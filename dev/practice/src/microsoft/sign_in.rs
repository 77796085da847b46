//! The answers to the pages' forms. Each belongs to a sign-in that was begun in the same browser.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::authorize::{self, Asked, COOKIE};
use super::flow::Step;
use super::refusal::Refusal;
use super::{Microsoft, NAME, pages};
use crate::browsers::Attempt;
use crate::faults::Condition;
use crate::forms::{ANOTHER, lost, redirect};
use crate::ledger::SecretKind;
use crate::people::PersonId;

/// Shorter passwords are refused, so that the page has something to refuse.
const MIN_PASSWORD_LENGTH: usize = 8;

/// What the forms send; each sends its part.
#[derive(Deserialize)]
pub(super) struct Answer {
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

type Asker = State<Arc<Microsoft>>;

pub(super) async fn password(State(microsoft): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    microsoft.go_on(&headers, &answer.attempt, |attempt| {
        let people = &microsoft.world.people;
        let Some(person) = people.by_email(&answer.email).filter(|person| people.accepts(person, &answer.password))
        else {
            let problem = Some("The email or the password is not right. Please try again.".to_owned());
            return Step::SignIn { email: answer.email.clone(), problem };
        };
        let now = microsoft.world.now();
        microsoft.records().browsers.sign_in(&attempt.browser, &person.key(), now);
        attempt.person = Some(person.key());
        microsoft.next_step(attempt)
    })
}

pub(super) async fn pick(State(microsoft): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    microsoft.go_on(&headers, &answer.attempt, |attempt| {
        let picked = PersonId::new(&answer.person);
        // Only who is signed in here can be picked: otherwise the form would be a sign-in without a password.
        let signed_in = microsoft.records().browsers.signed_in(&attempt.browser).contains(&picked);
        attempt.person = (answer.person != ANOTHER && signed_in).then_some(picked);
        microsoft.next_step(attempt)
    })
}

pub(super) async fn new_password(State(microsoft): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    microsoft.go_on(&headers, &answer.attempt, |attempt| {
        let people = &microsoft.world.people;
        let Some(person) = attempt.person.as_ref().and_then(|id| people.by_id(id)) else {
            return microsoft.next_step(attempt);
        };
        let problem = if answer.password != answer.confirmation {
            Some("The two passwords are not the same.")
        } else if answer.password.chars().count() < MIN_PASSWORD_LENGTH {
            Some("The new password needs at least 8 characters.")
        } else if people.accepts(person, &answer.password) {
            Some("The new password must not be the old one.")
        } else {
            None
        };
        if problem.is_some() {
            return Step::NewPassword { person: person.clone(), problem };
        }
        microsoft.world.note(SecretKind::Password, &answer.password);
        people.set_password(&person.key(), &answer.password);
        microsoft.records().conditions.lift(&person.key(), Condition::PasswordExpired);
        microsoft.next_step(attempt)
    })
}

pub(super) async fn verify(State(microsoft): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    microsoft.go_on(&headers, &answer.attempt, |attempt| {
        if let Some(person) = &attempt.person {
            microsoft.records().conditions.lift(person, Condition::ExtraVerification);
        }
        microsoft.next_step(attempt)
    })
}

pub(super) async fn consent(State(microsoft): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    microsoft.go_on(&headers, &answer.attempt, |attempt| {
        if let Some(person) = &attempt.person {
            let scopes = super::scopes::all_canonical(&attempt.asked.scopes);
            let mut records = microsoft.records();
            records.consents.give(person, &attempt.asked.client_id, &scopes);
            microsoft.provider.keep(&records);
            attempt.consented = true;
        }
        microsoft.next_step(attempt)
    })
}

pub(super) async fn cancel(State(microsoft): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    microsoft.go_on(&headers, &answer.attempt, |attempt| {
        let declined = attempt.person.as_ref().map(|_| Refusal::ConsentDeclined);
        Step::Return(authorize::cancel(&attempt.asked.callback, declined.as_ref(), &microsoft.world))
    })
}

/// Signs everybody out of this browser.
pub(super) async fn sign_out(State(microsoft): Asker, headers: HeaderMap) -> Response {
    if let Some(browser) = COOKIE.of(&headers) {
        microsoft.records().browsers.forget(browser);
    }
    pages::signed_out()
}

impl Microsoft {
    /// Finds the sign-in, lets the answer act on it, and shows what follows.
    fn go_on(&self, headers: &HeaderMap, id: &str, act: impl FnOnce(&mut Attempt<Asked>) -> Step) -> Response {
        let found = COOKIE.of(headers).and_then(|browser| self.attempts().find(id, browser));
        let Some(mut attempt) = found else { return lost(NAME) };
        let step = act(&mut attempt);
        self.take_step(id, &attempt, &step)
    }

    /// Shows a page, or sends the browser back.
    pub(super) fn take_step(&self, id: &str, attempt: &Attempt<Asked>, step: &Step) -> Response {
        if let Step::Return(url) = step {
            self.attempts().end(id);
            return redirect(url);
        }
        self.attempts().update(id, attempt);
        pages::show(step, id, &attempt.asked, &self.world)
    }
}

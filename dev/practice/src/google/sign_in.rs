//! The answers to the pages' forms. Each belongs to a sign-in that was begun in the same browser.

use std::sync::Arc;

use axum::extract::{Form, RawForm, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use url::form_urlencoded;

use super::authorize::{Asked, COOKIE, refuse};
use super::flow::Step;
use super::refusal::Refusal;
use super::{Google, NAME, pages, scopes};
use crate::browsers::Attempt;
use crate::faults::{Condition, Quirk};
use crate::forms::{ANOTHER, lost, redirect};
use crate::people::{Person, PersonId};

/// What the forms send; each sends its part.
#[derive(Deserialize)]
pub(super) struct Answer {
    attempt: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    person: String,
}

type Asker = State<Arc<Google>>;

pub(super) async fn password(State(google): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    google.go_on(&headers, &answer.attempt, |attempt| {
        let people = &google.world.people;
        let Some(person) = people.by_email(&answer.email).filter(|person| people.accepts(person, &answer.password))
        else {
            let problem = Some("The email or the password is not right. Please try again.".to_owned());
            return Step::SignIn { email: answer.email.clone(), problem };
        };
        google.welcome(attempt, person);
        google.next_step(attempt)
    })
}

pub(super) async fn pick(State(google): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    google.go_on(&headers, &answer.attempt, |attempt| {
        let picked = PersonId::new(&answer.person);
        // Only who is signed in here can be picked: otherwise the form would be a sign-in without a password.
        let signed_in = google.records().browsers.signed_in(&attempt.browser).contains(&picked);
        attempt.person = (answer.person != ANOTHER && signed_in).then_some(picked);
        google.next_step(attempt)
    })
}

/// The field `scope` is there once for each permission that stayed ticked.
pub(super) async fn consent(State(google): Asker, headers: HeaderMap, RawForm(form): RawForm) -> Response {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&form).into_owned().collect();
    let id = fields.iter().find(|(name, _)| name == "attempt").map_or("", |(_, value)| value);
    let ticked = |scope: &String| fields.iter().any(|(name, value)| name == "scope" && value == scope);
    google.go_on(&headers, id, |attempt| {
        let Some(person) = &attempt.person else { return google.next_step(attempt) };
        attempt.asked.scopes.retain(|scope| scopes::is_identity(scope) || ticked(scope));
        if attempt.asked.scopes.is_empty() {
            return Step::Return(refuse(&attempt.asked.callback, Refusal::Declined));
        }
        {
            let mut records = google.records();
            records.consents.give(person, &attempt.asked.client_id, &attempt.asked.scopes);
            google.provider.keep(&records);
        }
        attempt.consented = true;
        google.next_step(attempt)
    })
}

pub(super) async fn cancel(State(google): Asker, headers: HeaderMap, Form(answer): Form<Answer>) -> Response {
    google.go_on(&headers, &answer.attempt, |attempt| Step::Return(refuse(&attempt.asked.callback, Refusal::Declined)))
}

/// Signs everybody out of this browser.
pub(super) async fn sign_out(State(google): Asker, headers: HeaderMap) -> Response {
    if let Some(browser) = COOKIE.of(&headers) {
        google.records().browsers.forget(browser);
    }
    pages::signed_out()
}

impl Google {
    /// Somebody has typed the right password.
    fn welcome(&self, attempt: &mut Attempt<Asked>, person: &Person) {
        let (now, key) = (self.world.now(), person.key());
        let mut records = self.records();
        records.browsers.sign_in(&attempt.browser, &key, now);
        attempt.person = Some(key.clone());
        records.conditions.lift(&key, Condition::ExtraVerification);
        if records.conditions.holds(&key, Condition::PasswordChanged) {
            // What the change has ended stays so; what comes now is new.
            records.conditions.lift(&key, Condition::PasswordChanged);
            records.grants.revoke_if(&key, now, scopes::concern_mail);
            self.provider.keep(&records);
        }
    }

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
        let older = self.provider.has_quirk(Quirk::OlderConsentPage);
        pages::show(step, id, &attempt.asked, older, &self.world)
    }
}

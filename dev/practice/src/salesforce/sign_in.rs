//! The answers to the pages' forms. Each belongs to a sign-in that was begun in the same browser, and to the host that
//! the person is at.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::authorize::{Asked, COOKIE, refuse};
use super::flow::{CANNOT_LOG_IN, Step, session};
use super::host::Host;
use super::orgs::{Org, User};
use super::refusal::Refusal;
use super::{NAME, Salesforce, pages};
use crate::browsers::Attempt;
use crate::faults::Quirk;
use crate::forms::{lost, redirect};
use crate::people::PersonId;

/// What the forms send; each sends its part.
#[derive(Deserialize)]
pub(super) struct Answer {
    attempt: String,
    #[serde(default)]
    domain: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    person: String,
}

type Asker = State<Arc<Salesforce>>;

pub(super) async fn password(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    salesforce.go_on(host, &headers, &answer.attempt, |attempt| {
        let Some(user) = salesforce.who(host, &answer) else {
            return Step::LogIn { username: answer.email.clone(), problem: Some(CANNOT_LOG_IN) };
        };
        let (now, session, key) = (salesforce.world.now(), session(&attempt.browser, host), user.key());
        salesforce.saved_usernames().sign_in(&session, &key, now);
        let mut records = salesforce.records();
        // Whoever logs in takes the session over: at one host there is one.
        records.browsers.forget(&session);
        records.browsers.sign_in(&session, &key, now);
        drop(records);
        attempt.person = Some(key);
        salesforce.next_step(attempt)
    })
}

/// Fills a saved username in.
pub(super) async fn saved(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    salesforce.go_on(host, &headers, &answer.attempt, |attempt| {
        let chosen = PersonId::new(&answer.person);
        let mut saved = salesforce.saved(attempt).into_iter();
        let username = saved.find(|user| user.key() == chosen).map(|user| user.username().to_owned());
        Step::LogIn { username: username.unwrap_or_default(), problem: None }
    })
}

/// A host that a sign-in moved to.
pub(super) async fn arrive(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Response {
    salesforce.go_on(host, &headers, &answer.attempt, |attempt| salesforce.first_step(attempt))
}

pub(super) async fn ask_domain(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Response {
    match salesforce.find(host, &headers, &answer.attempt) {
        Some(attempt) if host.leads_to_custom_domains() => {
            pages::custom_domain(&answer.attempt, &attempt.asked, "", None)
        }
        _ => lost(NAME),
    }
}

/// Moves a sign-in to a My Domain. Its code stays one of the host that it was begun at.
pub(super) async fn custom_domain(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    let found = salesforce.find(host, &headers, &answer.attempt).filter(|_| host.leads_to_custom_domains());
    let Some(mut attempt) = found else { return lost(NAME) };
    // People paste whole addresses.
    let name = answer.domain.trim().trim_start_matches("https://").split('.').next().unwrap_or_default();
    let Some(org) = Org::by_domain(name) else {
        let problem = Some("No org has this domain. Check the spelling.");
        return pages::custom_domain(&answer.attempt, &attempt.asked, &answer.domain, problem);
    };
    attempt.asked.at = Host::MyDomain(org);
    salesforce.attempts().update(&answer.attempt, &attempt);
    pages::move_on(&answer.attempt, attempt.asked.at)
}

pub(super) async fn allow(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    salesforce.go_on(host, &headers, &answer.attempt, |attempt| {
        if let Some(person) = &attempt.person {
            let mut records = salesforce.records();
            records.consents.give(person, &attempt.asked.client_id, &attempt.asked.scopes);
            salesforce.provider.keep(&records);
            attempt.consented = true;
        }
        salesforce.next_step(attempt)
    })
}

pub(super) async fn deny(
    State(salesforce): Asker,
    host: Host,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    salesforce.go_on(host, &headers, &answer.attempt, |attempt| {
        let hyphen = salesforce.provider.has_quirk(Quirk::HyphenatedDenial);
        let refusal = if hyphen { Refusal::PersonDeniedWithHyphen } else { Refusal::PersonDenied };
        Step::Return(refuse(&attempt.asked.callback, refusal))
    })
}

/// Ends this browser's session at one host.
pub(super) async fn sign_out(State(salesforce): Asker, host: Host, headers: HeaderMap) -> Response {
    if let Some(browser) = COOKIE.of(&headers) {
        salesforce.records().browsers.forget(&session(browser, host));
    }
    pages::signed_out()
}

impl Salesforce {
    /// Who logs in, if the password is right and the host is for this org. The answer doesn't say which is wrong.
    fn who(&self, host: Host, answer: &Answer) -> Option<&User> {
        let user = self.directory.by_username(&answer.email)?;
        (host.admits(user) && self.world.people.accepts(&user.person, &answer.password)).then_some(user)
    }

    /// Those who have logged in here with this browser.
    fn saved(&self, attempt: &Attempt<Asked>) -> Vec<User> {
        let saved = self.saved_usernames();
        let keys = saved.signed_in(&session(&attempt.browser, attempt.asked.at)).iter();
        keys.filter_map(|key| self.directory.by_key(key)).cloned().collect()
    }

    fn find(&self, host: Host, headers: &HeaderMap, id: &str) -> Option<Attempt<Asked>> {
        let browser = COOKIE.of(headers)?;
        self.attempts().find(id, browser).filter(|attempt| attempt.asked.at == host)
    }

    /// Finds the sign-in, lets the answer act on it, and shows what follows.
    fn go_on(
        &self,
        host: Host,
        headers: &HeaderMap,
        id: &str,
        act: impl FnOnce(&mut Attempt<Asked>) -> Step,
    ) -> Response {
        let Some(mut attempt) = self.find(host, headers, id) else { return lost(NAME) };
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
        pages::show(step, id, &attempt.asked, &self.saved(attempt), &self.world)
    }
}

//! The handlers of the pages' forms. Each form belongs to a sign-in that was started in the same browser, and to the host that
//! the person is at.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::authorize::{AuthorizeRequest, COOKIE, refuse};
use super::flow::{CANNOT_LOG_IN, SignInStep, session};
use super::login_host::LoginHost;
use super::orgs::{Org, User};
use super::refusal::OAuthRefusal;
use super::{NAME, PracticeSalesforce, pages};
use crate::browsers::OngoingSignIn;
use crate::faults::Quirk;
use crate::forms::{redirect, unknown_sign_in};
use crate::people::PracticePersonId;

/// The fields of all forms; each form sends some of them.
#[derive(Deserialize)]
pub(super) struct SignInForm {
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

type ProviderState = State<Arc<PracticeSalesforce>>;

pub(super) async fn password(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    salesforce.continue_sign_in(host, &headers, &form.attempt, |attempt| {
        let Some(user) = salesforce.user_for(host, &form) else {
            return SignInStep::LogIn { username: form.email.clone(), problem: Some(CANNOT_LOG_IN) };
        };
        let (now, session, key) = (salesforce.context.now(), session(&attempt.browser, host), user.key());
        salesforce.saved_usernames().sign_in(&session, &key, now);
        let mut records = salesforce.records();
        // A log-in replaces the browser's session: there is one for each host.
        records.browsers.forget(&session);
        records.browsers.sign_in(&session, &key, now);
        drop(records);
        attempt.person = Some(key);
        salesforce.next_step(attempt)
    })
}

/// Fills a saved username in.
pub(super) async fn saved(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    salesforce.continue_sign_in(host, &headers, &form.attempt, |attempt| {
        let chosen = PracticePersonId::new(&form.person);
        let mut saved = salesforce.saved(attempt).into_iter();
        let username = saved.find(|user| user.key() == chosen).map(|user| user.username().to_owned());
        SignInStep::LogIn { username: username.unwrap_or_default(), problem: None }
    })
}

/// The page of a sign-in that moved to this host.
pub(super) async fn arrive(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Query(form): Query<SignInForm>,
) -> Response {
    salesforce.continue_sign_in(host, &headers, &form.attempt, |attempt| salesforce.first_step(attempt))
}

pub(super) async fn ask_domain(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Query(form): Query<SignInForm>,
) -> Response {
    match salesforce.find(host, &headers, &form.attempt) {
        Some(attempt) if host.leads_to_custom_domains() => {
            pages::custom_domain(&form.attempt, &attempt.request, "", None)
        }
        _ => unknown_sign_in(NAME),
    }
}

/// Moves a sign-in to a My Domain. Its code must still be exchanged at the host where the sign-in began.
pub(super) async fn custom_domain(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    let found = salesforce.find(host, &headers, &form.attempt).filter(|_| host.leads_to_custom_domains());
    let Some(mut attempt) = found else { return unknown_sign_in(NAME) };
    // People paste whole addresses.
    let name = form.domain.trim().trim_start_matches("https://").split('.').next().unwrap_or_default();
    let Some(org) = Org::by_domain(name) else {
        let problem = Some("No org has this domain. Check the spelling.");
        return pages::custom_domain(&form.attempt, &attempt.request, &form.domain, problem);
    };
    attempt.request.at = LoginHost::MyDomain(org);
    salesforce.attempts().update(&form.attempt, &attempt);
    pages::move_on(&form.attempt, attempt.request.at)
}

pub(super) async fn allow(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    salesforce.continue_sign_in(host, &headers, &form.attempt, |attempt| {
        if let Some(person) = &attempt.person {
            let mut records = salesforce.records();
            records.consents.give(person, &attempt.request.client_id, &attempt.request.scopes);
            salesforce.provider.save(&records);
            attempt.consented = true;
        }
        salesforce.next_step(attempt)
    })
}

pub(super) async fn deny(
    State(salesforce): ProviderState,
    host: LoginHost,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Response {
    salesforce.continue_sign_in(host, &headers, &form.attempt, |attempt| {
        let hyphen = salesforce.provider.has_quirk(Quirk::HyphenatedDenial);
        let refusal = if hyphen { OAuthRefusal::PersonDeniedWithHyphen } else { OAuthRefusal::PersonDenied };
        SignInStep::Return(refuse(&attempt.request.callback, refusal))
    })
}

/// Ends this browser's session at one host.
pub(super) async fn sign_out(State(salesforce): ProviderState, host: LoginHost, headers: HeaderMap) -> Response {
    if let Some(browser) = COOKIE.of(&headers) {
        salesforce.records().browsers.forget(&session(browser, host));
    }
    pages::signed_out()
}

impl PracticeSalesforce {
    /// The user, if the password is right and the host is for this org. The answer doesn't tell the two causes apart.
    fn user_for(&self, host: LoginHost, form: &SignInForm) -> Option<&User> {
        let user = self.directory.by_username(&form.email)?;
        (host.admits(user) && self.context.people.accepts(&user.person, &form.password)).then_some(user)
    }

    /// The users who have logged in here with this browser.
    fn saved(&self, attempt: &OngoingSignIn<AuthorizeRequest>) -> Vec<User> {
        let saved = self.saved_usernames();
        let keys = saved.signed_in(&session(&attempt.browser, attempt.request.at)).iter();
        keys.filter_map(|key| self.directory.by_key(key)).cloned().collect()
    }

    fn find(&self, host: LoginHost, headers: &HeaderMap, id: &str) -> Option<OngoingSignIn<AuthorizeRequest>> {
        let browser = COOKIE.of(headers)?;
        self.attempts().find(id, browser).filter(|attempt| attempt.request.at == host)
    }

    /// Finds the sign-in, applies the submitted form to it, and answers with the next step.
    fn continue_sign_in(
        &self,
        host: LoginHost,
        headers: &HeaderMap,
        id: &str,
        act: impl FnOnce(&mut OngoingSignIn<AuthorizeRequest>) -> SignInStep,
    ) -> Response {
        let Some(mut attempt) = self.find(host, headers, id) else { return unknown_sign_in(NAME) };
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
        pages::show(step, id, &attempt.request, &self.saved(attempt), &self.context)
    }
}

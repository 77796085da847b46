//! What only Salesforce's log-in page offers: saved usernames, and going on at the My Domain of an org.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::login_host::LoginHost;
use super::orgs::Org;
use super::{NAME, PracticeSalesforce, pages};
use crate::forms::unknown_sign_in;
use crate::oauth::{SignInForm, SignInStep};
use crate::people::PracticePersonId;

type SiteState = State<Arc<PracticeSalesforce>>;

/// Fills a saved username in.
pub(super) async fn saved(
    State(salesforce): SiteState,
    host: LoginHost,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    salesforce.continue_sign_in(&host, &headers, form.attempt(), |attempt| {
        let chosen = PracticePersonId::new(form.get("person"));
        let mut saved = pages::saved(&salesforce, attempt).into_iter();
        let email = saved.find(|user| user.key() == chosen).map(|user| user.username().to_owned()).unwrap_or_default();
        SignInStep::SignIn { email, problem: None }
    })
}

/// The page of a sign-in that moved to this host.
pub(super) async fn arrive(
    State(salesforce): SiteState,
    host: LoginHost,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    salesforce.continue_sign_in(&host, &headers, form.attempt(), |attempt| salesforce.first_step(attempt))
}

pub(super) async fn ask(
    State(salesforce): SiteState,
    host: LoginHost,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    match salesforce.find_attempt(&host, &headers, form.attempt()) {
        Some(attempt) if host.leads_to_custom_domains() => {
            pages::custom_domain(form.attempt(), &attempt.request, "", None)
        }
        _ => unknown_sign_in(NAME),
    }
}

/// Moves a sign-in to a My Domain. Its code must still be exchanged at the host where the sign-in began.
pub(super) async fn answer(
    State(salesforce): SiteState,
    host: LoginHost,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    let found = salesforce.find_attempt(&host, &headers, form.attempt());
    let Some(mut attempt) = found.filter(|_| host.leads_to_custom_domains()) else { return unknown_sign_in(NAME) };
    // People paste whole addresses.
    let name = form.get("domain").trim().trim_start_matches("https://").split('.').next().unwrap_or_default();
    let Some(org) = Org::by_domain(name) else {
        let problem = Some("No org has this domain. Check the spelling.");
        return pages::custom_domain(form.attempt(), &attempt.request, form.get("domain"), problem);
    };
    attempt.request.at = LoginHost::MyDomain(org);
    salesforce.attempts().update(form.attempt(), &attempt);
    pages::move_on(form.attempt(), attempt.request.at)
}

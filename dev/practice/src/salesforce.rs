//! A stand-in for Salesforce: several login hosts, three orgs, and the part of the data API that shows whether a token works.
//!
//! Below `/salesforce` each login host is a prefix of its own: `/login` stands for `login.salesforce.com`, `/test` for
//! `test.salesforce.com`, `/my/{domain}` for a My Domain and `/site/{name}` for an Experience Cloud site. The data API
//! of an org stands below `/instance/{domain}`. The pages' own forms post to `/sign-in/…` below their host.
//!
//! # To add an error
//! Add a variant to [`refusal::OAuthRefusal`] with its row, and answer it where the real one would.
//!
//! # To add a page
//! Add a variant to [`flow::SignInStep`], decide in [`flow`] when it is due, draw it in [`pages`], answer its form in
//! [`sign_in`].
//!
//! # To add an org, a site, or a user of a sandbox
//! A line in [`orgs`].

mod authorize;
mod data;
mod discovery;
mod flow;
mod id_token;
mod identity;
mod login_host;
mod orgs;
mod pages;
mod refresh;
mod refusal;
mod revoke;
mod scopes;
mod sign_in;
mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};

use crate::browsers::{Browsers, OngoingSignIns};
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::{Condition, Quirk};
use crate::provider::PracticeProvider;
use crate::records::Records;
use crate::start_error::PracticeStartError;
use orgs::Directory;

/// The name on its pages.
const NAME: &str = "Practice Salesforce";

/// The conditions that a person can be in here. Expired passwords and extra checks don't touch tokens here.
const CONDITIONS: [Condition; 7] = [
    Condition::AppNotInstalled,
    Condition::AdminApproval,
    Condition::BlockedByPolicy,
    Condition::AddressRestricted,
    Condition::ApiAccessRemoved,
    Condition::Disabled,
    Condition::OrganisationInactive,
];

/// The quirks that it can have.
const QUIRKS: [Quirk; 5] = [
    Quirk::RefreshTokenRotation,
    Quirk::RenewalUnderWay,
    Quirk::OutageLikeRefusal,
    Quirk::HyphenatedDenial,
    Quirk::HostileApiAddress,
];

/// The practice Salesforce.
pub(crate) struct PracticeSalesforce {
    context: Arc<PracticeContext>,
    provider: Arc<PracticeProvider>,
    directory: Directory,
    attempts: Mutex<OngoingSignIns<authorize::AuthorizeRequest>>,
    /// All users who have signed in, by browser and host. Signing out ends the session and keeps the saved names.
    saved_usernames: Mutex<Browsers>,
}

impl PracticeSalesforce {
    pub(crate) fn new(context: Arc<PracticeContext>) -> Result<Self, PracticeStartError> {
        let directory = Directory::new(context.people.all());
        let provider = PracticeProvider::new("Salesforce", "salesforce", Arc::clone(&context))?;
        let provider = provider.with_people(directory.people()).with_conditions(&CONDITIONS).with_quirks(&QUIRKS);
        let provider = Arc::new(provider);
        Ok(Self { context, provider, directory, attempts: Mutex::default(), saved_usernames: Mutex::default() })
    }

    /// The handle with its switches and counters.
    pub(crate) fn provider(&self) -> &Arc<PracticeProvider> {
        &self.provider
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.provider.records()
    }

    fn attempts(&self) -> MutexGuard<'_, OngoingSignIns<authorize::AuthorizeRequest>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn saved_usernames(&self) -> MutexGuard<'_, Browsers> {
        self.saved_usernames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn base(&self) -> String {
        self.provider.url()
    }
}

pub(crate) fn router(salesforce: &Arc<PracticeSalesforce>) -> Router {
    let host = host_router(salesforce);
    let instance = Router::new()
        .route("/services/oauth2/userinfo", get(identity::userinfo))
        .route("/services/data/{version}/query", get(data::query));
    Router::new()
        .nest("/login", host.clone())
        .nest("/test", host.clone())
        .nest("/my/{name}", host.clone())
        .nest("/site/{name}", host)
        .nest("/instance/{domain}", instance)
        .with_state(Arc::clone(salesforce))
}

/// The routes of one login host. The handlers read from the address which host it is.
fn host_router(salesforce: &Arc<PracticeSalesforce>) -> Router<Arc<PracticeSalesforce>> {
    let browser = Router::new()
        .route("/services/oauth2/authorize", get(authorize::authorize))
        .route("/secur/logout.jsp", get(sign_in::sign_out))
        .route("/sign-in", get(sign_in::arrive))
        .route("/sign-in/custom-domain", get(sign_in::ask_domain).post(sign_in::custom_domain))
        .route("/sign-in/saved", post(sign_in::saved))
        .route("/sign-in/password", post(sign_in::password))
        .route("/sign-in/allow", post(sign_in::allow))
        .route("/sign-in/deny", post(sign_in::deny));
    Router::new()
        .merge(fault_layer::with_opener_policy(browser, &salesforce.provider))
        .route("/.well-known/openid-configuration", get(discovery::configuration))
        .route("/id/keys", get(discovery::keys))
        .route("/id/{org}/{user}", get(identity::identity))
        .route("/services/oauth2/token", post(token::token))
        .route("/services/oauth2/revoke", post(revoke::revoke))
        .route("/services/oauth2/userinfo", get(identity::userinfo))
}

//! A stand-in for Google's OAuth 2.0 and OpenID Connect endpoints, and for one call of the Gmail API.
//!
//! The addresses below `/google` are those of the hosts `accounts.google.com` (sign-in),
//! `oauth2.googleapis.com` (tokens), `www.googleapis.com` (keys), `openidconnect.googleapis.com` (userinfo) and
//! `gmail.googleapis.com`. The pages' own forms post to `/sign-in/…`.
//!
//! # To add an error
//! Add a variant to [`refusal::OAuthRefusal`] with its row, and answer it where the real one would.
//!
//! # To add a page
//! Add a variant to [`flow::SignInStep`], decide in [`flow`] when it is due, draw it in [`pages`], answer its form in
//! [`sign_in`].
//!
//! # To add a scope
//! A line in [`scopes`].

mod api;
mod authorize;
mod claims;
mod discovery;
mod flow;
mod id_token;
mod pages;
mod refresh;
mod refusal;
mod revoke;
mod scopes;
mod sign_in;
mod token;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};

use crate::browsers::OngoingSignIns;
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::{Condition, Quirk};
use crate::people::PracticePersonId;
use crate::provider::PracticeProvider;
use crate::records::Records;
use crate::start_error::PracticeStartError;

pub use claims::AddressClaims;

/// The name on its pages.
const NAME: &str = "Practice Google";

/// The conditions that a person can be in here.
const CONDITIONS: [Condition; 4] =
    [Condition::ExtraVerification, Condition::PasswordChanged, Condition::AdminApproval, Condition::Disabled];

/// The quirks that it can have.
const QUIRKS: [Quirk; 1] = [Quirk::OlderConsentPage];

/// The practice Google.
pub(crate) struct PracticeGoogle {
    context: Arc<PracticeContext>,
    provider: Arc<PracticeProvider>,
    attempts: Mutex<OngoingSignIns<authorize::AuthorizeRequest>>,
    /// Claims about addresses that differ from the person's own.
    claims: Mutex<BTreeMap<PracticePersonId, AddressClaims>>,
}

impl PracticeGoogle {
    pub(crate) fn new(context: Arc<PracticeContext>) -> Result<Self, PracticeStartError> {
        let provider = PracticeProvider::new("Google", "google", Arc::clone(&context))?;
        let provider = provider.with_conditions(&CONDITIONS).with_quirks(&QUIRKS).with_consent_behind_grants();
        Ok(Self { context, provider: Arc::new(provider), attempts: Mutex::default(), claims: Mutex::default() })
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

    fn base(&self) -> String {
        self.provider.url()
    }
}

pub(crate) fn router(google: &Arc<PracticeGoogle>) -> Router {
    let browser = Router::new()
        .route("/o/oauth2/v2/auth", get(authorize::authorize))
        .route("/Logout", get(sign_in::sign_out))
        .route("/sign-in/password", post(sign_in::password))
        .route("/sign-in/pick", post(sign_in::pick))
        .route("/sign-in/consent", post(sign_in::consent))
        .route("/sign-in/cancel", post(sign_in::cancel));
    Router::new()
        .merge(fault_layer::with_opener_policy(browser, &google.provider))
        .route("/.well-known/openid-configuration", get(discovery::configuration))
        .route("/oauth2/v3/certs", get(discovery::keys))
        .route("/token", post(token::token))
        .route("/revoke", post(revoke::revoke))
        .route("/v1/userinfo", get(api::userinfo))
        // The same at www.googleapis.com.
        .route("/oauth2/v3/userinfo", get(api::userinfo))
        .route("/gmail/v1/users/me/profile", get(api::profile))
        .with_state(Arc::clone(google))
}

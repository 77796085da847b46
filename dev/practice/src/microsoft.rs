//! A stand-in for the Microsoft identity platform (v2.0 endpoints) and for Microsoft Graph's `/me`.
//!
//! The addresses below `/microsoft` are those below `https://login.microsoftonline.com`. The addresses below
//! `/microsoft/graph` are those of `https://graph.microsoft.com`. The pages' own forms post to `/{tenant}/sign-in/…`.
//!
//! # To add an error
//! Add a variant to [`refusal::OAuthRefusal`] with its AADSTS number and answer it where the real one would.
//!
//! # To add a page
//! Add a variant to [`flow::SignInStep`], decide in [`flow`] when it is due, draw it in [`pages`], answer its form in
//! [`sign_in`].

mod authorize;
mod directory;
mod discovery;
mod flow;
mod graph;
mod id_token;
mod office;
mod pages;
mod refresh;
mod refusal;
mod scopes;
mod sign_in;
mod tenant;
mod token;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};

use crate::browsers::OngoingSignIns;
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::Condition;
use crate::people::PracticePersonId;
use crate::provider::PracticeProvider;
use crate::records::Records;
use crate::start_error::PracticeStartError;

pub use directory::{DirectoryEntry, MailboxState};

/// The name on its pages.
const NAME: &str = "Practice Microsoft";

/// The conditions that a person can be in here.
const CONDITIONS: [Condition; 5] = [
    Condition::ExtraVerification,
    Condition::BlockedByPolicy,
    Condition::Disabled,
    Condition::AdminApproval,
    Condition::PasswordExpired,
];

/// The practice Microsoft.
pub(crate) struct PracticeMicrosoft {
    context: Arc<PracticeContext>,
    provider: Arc<PracticeProvider>,
    attempts: Mutex<OngoingSignIns<authorize::AuthorizeRequest>>,
    /// Entries that differ from the person's own name and address.
    directory: Mutex<BTreeMap<PracticePersonId, DirectoryEntry>>,
}

impl PracticeMicrosoft {
    pub(crate) fn new(context: Arc<PracticeContext>) -> Result<Self, PracticeStartError> {
        let provider = PracticeProvider::new("Microsoft", "microsoft", Arc::clone(&context))?;
        let provider = Arc::new(provider.with_conditions(&CONDITIONS));
        Ok(Self { context, provider, attempts: Mutex::default(), directory: Mutex::default() })
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

pub(crate) fn router(microsoft: &Arc<PracticeMicrosoft>) -> Router {
    let browser = Router::new()
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::authorize))
        .route("/{tenant}/oauth2/v2.0/logout", get(sign_in::sign_out))
        .route("/{tenant}/sign-in/password", post(sign_in::password))
        .route("/{tenant}/sign-in/pick", post(sign_in::pick))
        .route("/{tenant}/sign-in/new-password", post(sign_in::new_password))
        .route("/{tenant}/sign-in/verify", post(sign_in::verify))
        .route("/{tenant}/sign-in/consent", post(sign_in::consent))
        .route("/{tenant}/sign-in/cancel", post(sign_in::cancel));
    Router::new()
        .merge(fault_layer::with_opener_policy(browser, &microsoft.provider))
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::configuration))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/{tenant}/oauth2/v2.0/token", post(token::token))
        .route("/graph/v1.0/me", get(graph::me))
        .route("/graph/v1.0/me/mailFolders/inbox", get(graph::inbox))
        .route("/graph/oidc/userinfo", get(graph::userinfo))
        .with_state(Arc::clone(microsoft))
}

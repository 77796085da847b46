//! The discovery document, fetched when it is first needed and kept while the endpoint runs. A server that can't be reached
//! is asked again the next time.

use std::sync::{Arc, Mutex, PoisonError};

use latchkey_domain::Failure;
use latchkey_wire::ReasonCode;
use serde::Deserialize;
use url::Url;

use super::OidcSettings;
use crate::id_token::IdTokenVerifier;
use crate::oauth::{self, GetError, OAuth, SecretIn};
use crate::{ClientRegistration, Http};

/// The members of the document that are used (OpenID Connect Discovery 1.0, 3).
#[derive(Deserialize)]
struct DiscoveryDocument {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    userinfo_endpoint: Option<Url>,
    revocation_endpoint: Option<Url>,
    /// Absent means HTTP Basic, which is the default.
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// The server, as its document describes it.
pub(super) struct DiscoveredServer {
    pub(super) oauth: OAuth,
    pub(super) id_token_verifier: IdTokenVerifier,
    pub(super) userinfo: Option<Url>,
    pub(super) revocation: Option<Url>,
    pub(super) secret_in: SecretIn,
}

/// Fetches the discovery document once.
pub(super) struct DiscoveryClient {
    issuer: String,
    registration: ClientRegistration,
    server: Mutex<Option<Arc<DiscoveredServer>>>,
}

impl DiscoveryClient {
    pub(super) fn new(settings: &OidcSettings) -> Self {
        let (issuer, registration) = (settings.issuer.clone(), settings.registration.clone());
        Self { issuer, registration, server: Mutex::default() }
    }

    pub(super) async fn server(&self, http: &dyn Http) -> Result<Arc<DiscoveredServer>, Failure> {
        let kept = self.server.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(found) = kept {
            return Ok(found);
        }
        let found = Arc::new(self.fetch(http).await?);
        *self.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&found));
        Ok(found)
    }

    async fn fetch(&self, http: &dyn Http) -> Result<DiscoveredServer, Failure> {
        let misconfigured = || Failure::of(ReasonCode::Misconfigured).with_reference("issuer");
        let at = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let at = Url::parse(&at).map_err(|_| misconfigured())?;
        let document: DiscoveryDocument = oauth::get(http, &at, None).await.map_err(|error| match error {
            GetError::Outage(failure) => failure,
            GetError::Refused | GetError::Unreadable => misconfigured(),
        })?;
        // Discovery 1.0, 4.3: a document of another issuer must not be used.
        let addresses = [&document.authorization_endpoint, &document.token_endpoint, &document.jwks_uri];
        if document.issuer != self.issuer || addresses.iter().any(|url| is_weaker(url, &at)) {
            return Err(misconfigured());
        }
        let methods = &document.token_endpoint_auth_methods_supported;
        let takes = |name: &str| methods.iter().any(|method| method == name);
        let in_body = takes("client_secret_post") && !takes("client_secret_basic");
        let secret_in = if in_body { SecretIn::Body } else { SecretIn::Header };
        let oauth = OAuth::new(&self.registration, document.authorization_endpoint, document.token_endpoint);
        Ok(DiscoveredServer {
            oauth: oauth.with_secret_in(secret_in),
            id_token_verifier: IdTokenVerifier::new(document.jwks_uri, self.registration.client_id.clone()),
            userinfo: document.userinfo_endpoint,
            revocation: document.revocation_endpoint,
            secret_in,
        })
    }
}

/// Whether secrets sent to this URL would be less protected than the document was.
fn is_weaker(url: &Url, description: &Url) -> bool {
    url.scheme() != "https" && url.scheme() != description.scheme()
}

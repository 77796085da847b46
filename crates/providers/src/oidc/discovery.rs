//! The server's own description, read when it is first needed and kept for as long as the program runs: what stands in
//! it does not change while a server runs. A server that cannot be reached is asked again the next time.

use std::sync::{Arc, Mutex, PoisonError};

use latchkey_domain::Failure;
use latchkey_wire::ReasonCode;
use serde::Deserialize;
use url::Url;

use super::OidcSettings;
use crate::id_token::IdTokens;
use crate::oauth::{self, GetError, OAuth, SecretIn};
use crate::{Http, Registration};

/// What is used of the description (OpenID Connect Discovery 1.0, 3).
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    userinfo_endpoint: Option<Url>,
    revocation_endpoint: Option<Url>,
    /// Absent means by header.
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// The server as it described itself.
pub(super) struct Found {
    pub(super) oauth: OAuth,
    pub(super) id_tokens: IdTokens,
    pub(super) userinfo: Option<Url>,
    pub(super) revocation: Option<Url>,
    pub(super) secret_in: SecretIn,
}

/// Finds it once.
pub(super) struct Discovery {
    issuer: String,
    registration: Registration,
    found: Mutex<Option<Arc<Found>>>,
}

impl Discovery {
    pub(super) fn new(settings: &OidcSettings) -> Self {
        let (issuer, registration) = (settings.issuer.clone(), settings.registration.clone());
        Self { issuer, registration, found: Mutex::default() }
    }

    pub(super) async fn found(&self, http: &dyn Http) -> Result<Arc<Found>, Failure> {
        let kept = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(found) = kept {
            return Ok(found);
        }
        let found = Arc::new(self.ask(http).await?);
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&found));
        Ok(found)
    }

    async fn ask(&self, http: &dyn Http) -> Result<Found, Failure> {
        let misconfigured = || Failure::of(ReasonCode::Misconfigured).with_reference("issuer");
        let at = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let at = Url::parse(&at).map_err(|_| misconfigured())?;
        let document: Document = oauth::get(http, &at, None).await.map_err(|error| match error {
            GetError::Outage(failure) => failure,
            GetError::Refused | GetError::Unreadable => misconfigured(),
        })?;
        // Discovery 1.0, 4.3: a document that speaks for somebody else must not be used.
        let addresses = [&document.authorization_endpoint, &document.token_endpoint, &document.jwks_uri];
        if document.issuer != self.issuer || addresses.iter().any(|url| is_weaker(url, &at)) {
            return Err(misconfigured());
        }
        let methods = &document.token_endpoint_auth_methods_supported;
        let takes = |name: &str| methods.iter().any(|method| method == name);
        let in_body = takes("client_secret_post") && !takes("client_secret_basic");
        let secret_in = if in_body { SecretIn::Body } else { SecretIn::Header };
        let oauth = OAuth::new(&self.registration, document.authorization_endpoint, document.token_endpoint);
        Ok(Found {
            oauth: oauth.with_secret_in(secret_in),
            id_tokens: IdTokens::new(document.jwks_uri, self.registration.client_id.clone()),
            userinfo: document.userinfo_endpoint,
            revocation: document.revocation_endpoint,
            secret_in,
        })
    }
}

/// Whether secrets would go there with less protection than the description came with.
fn is_weaker(url: &Url, description: &Url) -> bool {
    url.scheme() != "https" && url.scheme() != description.scheme()
}

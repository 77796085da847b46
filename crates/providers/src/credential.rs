//! How the installation authenticates at a provider.

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use latchkey_domain::ClientSecret;
use url::Url;

/// A credential of the installation's registration.
#[derive(Clone, Debug)]
pub enum ClientCredential {
    /// A secret (RFC 6749, 2.3.1).
    Secret(ClientSecret),
    /// Assertions that are made for each request (RFC 7523).
    Assertion(Arc<dyn ClientAssertion>),
}

/// Makes assertions: signs them with a key, or reads those that a platform issues. The caller supplies it, because both need
/// what this crate does not have.
#[async_trait]
pub trait ClientAssertion: Debug + Send + Sync {
    /// An assertion for one request to this token endpoint. `None` if none can be made now; the reason is in the log.
    async fn make(&self, token_endpoint: &Url) -> Option<String>;
}

//! The discovery document (OpenID Connect Discovery 1.0). It is fetched when it is first needed, once a day, and when the server
//! does not answer as it used to: an endpoint may have moved. A server that can't be reached is asked again the next time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchkey_domain::{Clock, Failure, is_same_issuer};
use latchkey_wire::{ReasonCode, UnixSeconds};
use serde_json::{Map, Value};
use url::Url;

use super::OidcSettings;
use super::client_auth;
use crate::Http;
use crate::id_token::IdTokenVerifier;
use crate::oauth::OAuth;
use crate::oauth::client_auth::ClientAuthChoice;
use crate::oauth::documents::{self, GetError};

/// The document is fetched again after this time.
const REFETCH_AFTER_S: i64 = 24 * 3600;
/// It is fetched at most this often, one request at a time.
const MIN_REFETCH_S: i64 = 60;
/// A server that could not be described is asked again sooner.
const RETRY_AFTER_S: i64 = 5;

/// The server, as its document describes it.
pub(super) struct DiscoveredServer {
    /// The issuer, as the document spells it.
    pub(super) issuer: String,
    pub(super) oauth: OAuth,
    pub(super) id_token_verifier: Arc<IdTokenVerifier>,
    pub(super) userinfo: Option<Url>,
    pub(super) revocation: Option<Url>,
    pub(super) introspection: Option<Url>,
    /// The scopes and prompts that the document lists, if it does.
    pub(super) scopes: Option<Vec<String>>,
    pub(super) prompts: Option<Vec<String>>,
    keys_at: Url,
}

impl DiscoveredServer {
    /// Whether the document lists this scope.
    pub(super) fn advertises(&self, scope: &str) -> bool {
        self.scopes.as_ref().is_some_and(|scopes| scopes.iter().any(|listed| listed == scope))
    }

    /// Whether the server takes this prompt: it does, unless its document lists others.
    pub(super) fn takes_prompt(&self, prompt: &str) -> bool {
        self.prompts.as_ref().is_none_or(|prompts| prompts.iter().any(|listed| listed == prompt))
    }
}

/// Fetches the discovery document and keeps it.
pub(super) struct DiscoveryClient {
    issuer: String,
    settings: OidcSettings,
    clock: Arc<dyn Clock>,
    kept: Mutex<Kept>,
    /// Held while the document is fetched.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct Kept {
    server: Option<Arc<DiscoveredServer>>,
    /// The ways to authenticate, which outlive a document.
    auth: Option<Arc<ClientAuthChoice>>,
    fetched_at: UnixSeconds,
    /// When the document was last asked for, with success or without.
    asked_at: Option<UnixSeconds>,
    /// Why it could not be read, if it never could.
    failure: Option<Failure>,
}

impl Kept {
    fn younger_than(&self, age_s: i64, now: UnixSeconds) -> Option<Arc<DiscoveredServer>> {
        self.server.as_ref().filter(|_| (0..age_s).contains(&(now - self.fetched_at))).map(Arc::clone)
    }

    /// A request that waited for another one's answer may carry an earlier time.
    fn was_asked_within(&self, pause_s: i64, now: UnixSeconds) -> bool {
        self.asked_at.is_some_and(|at| (-MIN_REFETCH_S..pause_s).contains(&(now - at)))
    }
}

impl DiscoveryClient {
    pub(super) fn new(settings: &OidcSettings, clock: Arc<dyn Clock>) -> Self {
        Self {
            issuer: settings.issuer.clone(),
            settings: settings.clone(),
            clock,
            kept: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
        }
    }

    /// The server, by a document that is not older than a day, unless it can't be fetched.
    pub(super) async fn server(&self, http: &dyn Http) -> Result<Arc<DiscoveredServer>, Failure> {
        self.younger_than(http, REFETCH_AFTER_S).await
    }

    /// The server, by a document that was fetched after it answered oddly.
    pub(super) async fn server_again(&self, http: &dyn Http) -> Result<Arc<DiscoveredServer>, Failure> {
        self.younger_than(http, MIN_REFETCH_S).await
    }

    async fn younger_than(&self, http: &dyn Http, age_s: i64) -> Result<Arc<DiscoveredServer>, Failure> {
        let now = self.clock.now();
        if let Some(server) = self.kept().younger_than(age_s, now) {
            return Ok(server);
        }
        let _one_at_a_time = self.fetching.lock().await;
        let kept = self.kept().clone();
        if let Some(server) = kept.younger_than(age_s, now) {
            return Ok(server);
        }
        match (&kept.server, &kept.failure) {
            (Some(server), _) if kept.was_asked_within(MIN_REFETCH_S, now) => return Ok(Arc::clone(server)),
            (None, Some(failure)) if kept.was_asked_within(RETRY_AFTER_S, now) => return Err(failure.clone()),
            _ => {}
        }
        let fetched = self.fetch(http, &kept).await;
        let mut next = self.kept();
        next.asked_at = Some(now);
        match (fetched, kept.server) {
            (Ok((server, auth)), _) => {
                let server = Arc::new(server);
                next.server = Some(Arc::clone(&server));
                next.auth = Some(auth);
                next.fetched_at = now;
                Ok(server)
            }
            // The server has not moved as far as is known.
            (Err(_), Some(server)) => Ok(server),
            (Err(failure), None) => {
                next.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server's OAuth metadata (RFC 8414), if it has any. A server without it is none the worse.
    async fn oauth_metadata(&self, http: &dyn Http, at: &Url) -> Option<DiscoveryDocument> {
        let url = oauth_metadata_url(&self.issuer).filter(|url| url.host() == at.host())?;
        let document = DiscoveryDocument::read(&documents::fetch(http, &url).await.ok()?)?;
        let issuer = document.text("issuer")?;
        is_same_issuer(&issuer, &self.issuer).then_some(document)
    }

    async fn fetch(&self, http: &dyn Http, kept: &Kept) -> Result<(DiscoveredServer, Arc<ClientAuthChoice>), Failure> {
        let misconfigured = || Failure::of(ReasonCode::Misconfigured).with_reference("issuer");
        let at = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let at = Url::parse(&at).map_err(|_| misconfigured())?;
        let body = documents::fetch(http, &at).await.map_err(|error| match error {
            GetError::Outage(failure) => failure,
            GetError::Refused(refusal) => misconfigured().because(format!("{at} answered with {}", refusal.status)),
            GetError::Unreadable => misconfigured().because(format!("{at} answered with something that can't be read")),
        })?;
        let no_document = || misconfigured().because(format!("{at} answered with something that is no JSON object"));
        let document = DiscoveryDocument::read(&body).ok_or_else(no_document)?;
        let no_issuer = || misconfigured().because("the discovery document names no issuer");
        let issuer = document.text("issuer").ok_or_else(no_issuer)?;
        // Discovery 1.0, 4.3: a document of another issuer must not be used. The setting may lack the slash at the end.
        if !is_same_issuer(&issuer, &self.issuer) {
            let cause = format!("the discovery document's issuer is {issuer}, the setting is {}", self.issuer);
            return Err(misconfigured().because(cause));
        }
        let lacks = |name: &str| misconfigured().because(format!("the discovery document has no usable {name}"));
        let needed = |name: &str| document.url(name).ok_or_else(|| lacks(name));
        let (authorize, token) = (needed("authorization_endpoint")?, needed("token_endpoint")?);
        let keys_at = needed("jwks_uri")?;
        // Some servers name these two only in their OAuth metadata, as django-oauth-toolkit does.
        let more = match document.url("revocation_endpoint") {
            Some(_) => None,
            None => self.oauth_metadata(http, &at).await,
        };
        let endpoint = |name: &str| document.url(name).or_else(|| more.as_ref()?.url(name));
        let registration = &self.settings.registration;
        let auth = kept.auth.clone().unwrap_or_else(|| {
            let listed = document.list("token_endpoint_auth_methods_supported");
            ClientAuthChoice::new(client_auth::ways(registration, self.settings.client_auth, listed.as_deref()))
        });
        let same_keys = kept.server.as_ref().filter(|server| server.keys_at == keys_at);
        let new_verifier = || Arc::new(IdTokenVerifier::new(vec![keys_at.clone()], registration.client_id.clone()));
        let server = DiscoveredServer {
            issuer,
            oauth: OAuth::new(registration, Arc::clone(&auth), authorize, token),
            id_token_verifier: same_keys.map_or_else(new_verifier, |server| Arc::clone(&server.id_token_verifier)),
            userinfo: document.url("userinfo_endpoint"),
            revocation: endpoint("revocation_endpoint"),
            introspection: endpoint("introspection_endpoint"),
            scopes: document.list("scopes_supported"),
            prompts: document.list("prompt_values_supported"),
            keys_at,
        };
        Ok((server, auth))
    }
}

/// Where a server's OAuth metadata is: between host and path of the issuer (RFC 8414, 3.1).
fn oauth_metadata_url(issuer: &str) -> Option<Url> {
    let mut url = Url::parse(issuer).ok()?;
    let path = format!("/.well-known/oauth-authorization-server{}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Some(url)
}

/// The members of the document. A member of an unexpected type counts as absent, because only four are needed.
struct DiscoveryDocument(Map<String, Value>);

impl DiscoveryDocument {
    fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).ok().map(Self)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::to_owned)
    }

    /// An address. Secrets go to all of them, so one that does not protect secrets counts as absent, wherever the document came
    /// from: plain HTTP leaves this machine unencrypted. No client authenticates by the parts of an address.
    fn url(&self, name: &str) -> Option<Url> {
        let url = Url::parse(self.text(name)?.trim()).ok()?;
        let is_here = url.host_str().is_some_and(latchkey_domain::is_this_machine);
        let is_protected = url.scheme() == "https" || (url.scheme() == "http" && is_here);
        let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        (is_protected && url.has_host() && is_bare).then_some(url)
    }

    /// A list of words, which may be one text with blanks.
    fn list(&self, name: &str) -> Option<Vec<String>> {
        match self.0.get(name)? {
            Value::Array(list) => Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
            Value::String(text) => Some(text.split_whitespace().map(str::to_owned).collect()),
            _ => None,
        }
    }
}

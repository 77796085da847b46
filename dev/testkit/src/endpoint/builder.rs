//! What a test's endpoint is configured with, and its start.

use std::path::PathBuf;
use std::sync::Arc;

use latchkey_domain::{ManualClock, SystemEntropy};
use latchkey_practice::{PracticeConfig, PracticeServer, RegisteredClient};
use tempfile::TempDir;
use tokio::net::TcpListener;
use url::Url;

use super::config::{self, ConfiguredProviders};
use super::running::open;
use super::{NOW, TestEndpoint};
use crate::{Certificate, logs};

/// What a [`TestEndpoint`] is configured with.
pub struct TestEndpointBuilder {
    pub(super) now: i64,
    pub(super) pane_dir: Option<PathBuf>,
    pub(super) frame_ancestors: Vec<String>,
    pub(super) extension_origins: Vec<String>,
    pub(super) providers: ConfiguredProviders,
    pub(super) settings: String,
    pub(super) store: String,
    pub(super) extra: String,
    pub(super) certificate: Option<Certificate>,
}

impl Default for TestEndpointBuilder {
    fn default() -> Self {
        let (providers, settings, extra) = (ConfiguredProviders::default(), String::new(), String::new());
        let (pane_dir, certificate, store) = (None, None, "latchkey.db".to_owned());
        let (frame_ancestors, extension_origins) = (Vec::new(), Vec::new());
        Self { now: NOW, pane_dir, frame_ancestors, extension_origins, providers, settings, store, extra, certificate }
    }
}

impl TestEndpointBuilder {
    /// Serves a built pane.
    #[must_use]
    pub fn with_pane(mut self, folder: impl Into<PathBuf>) -> Self {
        self.pane_dir = Some(folder.into());
        self
    }

    /// Serves over TLS, with a certificate for `localhost`.
    #[must_use]
    pub fn over_tls(mut self, certificate: &Certificate) -> Self {
        self.certificate = Some(certificate.clone());
        self
    }

    /// Uses the database of this URL.
    #[must_use]
    pub fn with_store(mut self, url: &str) -> Self {
        url.clone_into(&mut self.store);
        self
    }

    /// Starts with another time, in Unix seconds.
    #[must_use]
    pub fn at(mut self, now: i64) -> Self {
        self.now = now;
        self
    }

    /// Offers mailboxes at Google, too.
    #[must_use]
    pub fn with_google(self) -> Self {
        self.with_google_settings("")
    }

    /// Offers Google with these settings: `scopes = ["…"]`.
    #[must_use]
    pub fn with_google_settings(mut self, toml: &str) -> Self {
        self.providers.google = Some(toml.to_owned());
        self
    }

    /// Offers mailboxes at a company's own Exchange server, too, which is on the administrator's list.
    #[must_use]
    pub fn with_exchange(self) -> Self {
        let hosts = ["localhost:{port}", "autodiscover.contoso.example", "contoso.example", "nowhere.contoso.example"];
        self.with_exchange_at(&format!("servers = {hosts:?}"))
    }

    /// Like [`Self::with_exchange`], with another configuration line, or none, that says where passwords may be sent.
    #[must_use]
    pub fn with_exchange_at(mut self, servers: &str) -> Self {
        self.providers.exchange = Some(servers.to_owned());
        self
    }

    /// Offers mailboxes at an OpenID provider, too, with this line of the configuration about whose addresses it may say
    /// anything: `domains = ["fabrikam.example"]`.
    #[must_use]
    pub fn with_issuer(mut self, domains: &str) -> Self {
        self.providers.issuer = Some(domains.to_owned());
        self
    }

    /// Offers mailboxes at a company's own OpenID server, too, with these settings, or none: `domains = ["contoso.example"]`.
    /// `practice.openid().set_speaks_like(…)` says which server it speaks like.
    #[must_use]
    pub fn with_openid(mut self, toml: &str) -> Self {
        self.providers.openid = Some(toml.to_owned());
        self
    }

    /// Offers Salesforce with all access types.
    #[must_use]
    pub fn with_salesforce(mut self) -> Self {
        self.providers.salesforce = Some(String::new());
        self
    }

    /// Offers Salesforce with these access types: `["sandbox", "my_domain"]`.
    #[must_use]
    pub fn with_salesforce_by(mut self, access_types: &[&str]) -> Self {
        self.providers.salesforce = Some(format!("access_types = {access_types:?}"));
        self
    }

    /// Adds settings of Microsoft 365: `tenant = "common"`.
    #[must_use]
    pub fn with_microsoft_settings(mut self, toml: &str) -> Self {
        toml.clone_into(&mut self.providers.microsoft);
        self
    }

    /// Accepts Office's single sign-on.
    #[must_use]
    pub fn with_office_sso(mut self) -> Self {
        self.providers.office_sso = true;
        self
    }

    /// Does not offer Microsoft 365, although it is configured.
    #[must_use]
    pub fn without_microsoft(mut self) -> Self {
        self.providers.microsoft_is_withdrawn = true;
        self
    }

    /// The content of the configuration's table `[sync_settings]`.
    #[must_use]
    pub fn with_sync_settings(mut self, toml: &str) -> Self {
        self.settings = format!("[sync_settings]\n{toml}\n");
        self
    }

    /// Lets an origin embed the pane.
    #[must_use]
    pub fn embedded_by(mut self, origin: impl Into<String>) -> Self {
        self.frame_ancestors.push(origin.into());
        self
    }

    /// Adds an extension's origin to the allowed ones.
    #[must_use]
    pub fn admitting(mut self, extension: impl Into<String>) -> Self {
        self.extension_origins.push(extension.into());
        self
    }

    /// More of the configuration, as TOML tables.
    #[must_use]
    pub fn with_settings(mut self, toml: &str) -> Self {
        self.extra.push_str(toml);
        self
    }

    /// Starts the practice providers and the endpoint.
    pub async fn start(self) -> TestEndpoint {
        logs::capture();
        let clock = Arc::new(ManualClock::at(self.now));
        let client = RegisteredClient {
            id: config::CLIENT_ID.into(),
            secret: config::CLIENT_SECRET.into(),
            ..RegisteredClient::default()
        };
        let config = PracticeConfig { client, ..PracticeConfig::default() };
        let practice =
            PracticeServer::start(config, Arc::<ManualClock>::clone(&clock), Arc::new(SystemEntropy)).await.unwrap();
        let folder = TempDir::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        let url = Url::parse(&format!("{scheme}://localhost:{}", listener.local_addr().unwrap().port())).unwrap();
        practice.set_redirect_uris(config::PROVIDERS.map(|name| format!("{url}oauth/callback/{name}")));
        let running = open(&self, &url, &practice, &folder, &clock, listener).await;
        TestEndpoint { practice, clock, url, folder, running, builder: self, may_leave_work: false }
    }
}

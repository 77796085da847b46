//! The real endpoint with the real router, on a port of its own, beside practice providers, with a clock that only the
//! test moves.

mod config;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use latchkey_domain::{Clock as _, ManualClock, SystemEntropy};
use latchkey_endpoint::config::Config;
use latchkey_endpoint::jobs::reload::{Reloader, Watched};
use latchkey_endpoint::jobs::sweep;
use latchkey_endpoint::notify::outbox;
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::serve::{Endpoint, World};
use latchkey_endpoint::tokens::engine_keys;
use latchkey_endpoint::{App, renewal};
use latchkey_practice::{PracticeConfig, PracticeServer, RegisteredClient};
use latchkey_store::{AuditActor, KeyScope};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::endpoint::config::ConfiguredProviders;
use crate::{Certificate, TestBrowser, TestEngine, TestPane, logs};

/// The clock's time at the start of every test, in Unix seconds.
pub const NOW: i64 = 1_800_000_000;

/// What a [`TestEndpoint`] is configured with.
pub struct TestEndpointBuilder {
    now: i64,
    pane_dir: Option<PathBuf>,
    frame_ancestors: Vec<String>,
    extension_origins: Vec<String>,
    providers: ConfiguredProviders,
    settings: String,
    store: String,
    extra: String,
    certificate: Option<Certificate>,
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
    pub fn with_google(mut self) -> Self {
        self.providers.google = true;
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
        TestEndpoint { practice, clock, url, folder, running, builder: self }
    }
}

struct RunningEndpoint {
    app: App,
    reloader: Reloader,
    watched: Watched,
    server: JoinHandle<std::io::Result<()>>,
}

/// One more endpoint with the same configuration, at an address of its own that no browser knows.
pub struct Replica {
    url: Url,
    running: RunningEndpoint,
}

impl Replica {
    /// The address that a load balancer forwards to.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A pane whose requests a load balancer forwards here. Only without TLS.
    pub fn pane(&self) -> TestPane {
        TestPane::new(self.url.clone(), None)
    }

    /// The replica's application state.
    pub fn app(&self) -> &App {
        &self.running.app
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.running.app.stopping.send_replace(true);
        self.running.server.abort();
    }
}

/// A running endpoint with its practice providers and its clock.
pub struct TestEndpoint {
    /// The providers, with their switches.
    pub practice: PracticeServer,
    /// Time for endpoint and providers.
    pub clock: Arc<ManualClock>,
    url: Url,
    folder: TempDir,
    running: RunningEndpoint,
    builder: TestEndpointBuilder,
}

impl TestEndpoint {
    pub fn builder() -> TestEndpointBuilder {
        TestEndpointBuilder::default()
    }

    /// Starts one with the default settings: Microsoft 365 alone, without the pane's files.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Starts another endpoint with the same configuration, as behind a load balancer. Both must be able to use the store.
    pub async fn replica(&self) -> Replica {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut url = self.url.clone();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let running = open(&self.builder, &self.url, &self.practice, &self.folder, &self.clock, listener).await;
        Replica { url, running }
    }

    /// The clock's time, in Unix seconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The endpoint's public address.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A pane without a session.
    pub fn pane(&self) -> TestPane {
        TestPane::new(self.url.clone(), self.builder.certificate.as_ref().map(|it| it.pem.as_str()))
    }

    /// The single sign-on token that Office gets for the pane beside the mailbox of this address.
    ///
    /// # Panics
    /// If no practice person has this mailbox.
    pub fn office_token(&self, address: &str) -> String {
        let token = self.practice.office_token(address, config::CLIENT_ID, "access_as_user");
        token.unwrap_or_else(|| panic!("there is no practice mailbox {address}"))
    }

    /// A browser without cookies.
    pub fn browser(&self) -> TestBrowser {
        TestBrowser::trusting(self.builder.certificate.as_ref().map(|it| it.pem.as_str()))
    }

    /// Sets the store of the next start: a file in the endpoint's folder, or a database URL.
    pub fn keeps_its_store_in(&mut self, store: &str) {
        store.clone_into(&mut self.builder.store);
    }

    /// Waits for background tasks of requests that were answered.
    pub async fn settled(&self) {
        self.running.app.background.settled().await;
    }

    /// Deletes expired records. A test endpoint does not do so by itself.
    pub async fn sweep(&self) {
        sweep::sweep(&self.running.app).await;
    }

    /// Renews the connections that are due and returns their number. A test endpoint does not renew by itself.
    pub async fn renew_due(&self) -> usize {
        renewal::renew_due(&self.running.app).await.unwrap()
    }

    /// Moves the clock on by an hour, so that every grant is due, and renews.
    pub async fn renew_all(&self) -> usize {
        self.clock.advance_s(3600);
        self.renew_due().await
    }

    /// Changes the configuration's file while the endpoint runs, as an administrator would.
    pub async fn reconfigure(&mut self, change: impl FnOnce(TestEndpointBuilder) -> TestEndpointBuilder) {
        self.builder = change(std::mem::take(&mut self.builder));
        self.rewrite_config(&config::text(&self.builder, &self.url, &self.practice, &self.folder)).await;
    }

    /// Writes this into the configuration's file while the endpoint runs.
    pub async fn rewrite_config(&mut self, text: &str) {
        std::fs::write(config_file(&self.folder), text).unwrap();
        self.running.reloader.look(&mut self.running.watched).await;
    }

    pub fn config_file(&self) -> PathBuf {
        config_file(&self.folder)
    }

    /// Sends the webhooks and e-mails that are due and returns their number. A test endpoint does not send by itself.
    pub async fn deliver_due(&self) -> usize {
        outbox::deliver_due(&self.running.app).await.unwrap()
    }

    /// The running endpoint's application state.
    pub fn app(&self) -> &App {
        &self.running.app
    }

    /// A sync engine with a new key for all connections.
    pub async fn engine(&self) -> TestEngine {
        self.engine_for(KeyScope::All).await
    }

    /// A sync engine with a new key that is limited to this scope.
    pub async fn engine_for(&self, scope: KeyScope) -> TestEngine {
        let (app, actor) = (&self.running.app, AuditActor::Administrator("test".into()));
        let made = engine_keys::create(&*app.store, &*app.clock, &*app.entropy, ("the engine", scope), actor);
        TestEngine::new(self.pane(), &made.await.unwrap().1)
    }

    /// Stops the endpoint and starts it again on the same port, with the same store.
    pub async fn restart(self) -> Self {
        self.restart_after(|_| {}).await
    }

    /// Like [`Self::restart`], with a change to the store's folder while the endpoint is stopped.
    pub async fn restart_after(self, change: impl FnOnce(&Path)) -> Self {
        self.restart_around(async |folder| change(folder)).await
    }

    /// Like [`Self::restart_after`], with an asynchronous change.
    pub async fn restart_around(mut self, meanwhile: impl AsyncFnOnce(&Path)) -> Self {
        self.running.app.stopping.send_replace(true);
        (&mut self.running.server).await.unwrap().unwrap();
        meanwhile(self.folder.path()).await;
        let address = format!("127.0.0.1:{}", self.url.port().unwrap());
        let listener = TcpListener::bind(address).await.unwrap();
        self.running = open(&self.builder, &self.url, &self.practice, &self.folder, &self.clock, listener).await;
        self
    }
}

impl Drop for TestEndpoint {
    fn drop(&mut self) {
        self.running.app.stopping.send_replace(true);
        self.running.server.abort();
    }
}

async fn open(
    builder: &TestEndpointBuilder,
    url: &Url,
    practice: &PracticeServer,
    folder: &TempDir,
    clock: &Arc<ManualClock>,
    listener: TcpListener,
) -> RunningEndpoint {
    std::fs::write(config_file(folder), config::text(builder, url, practice, folder)).unwrap();
    let watched = Watched::new(config_file(folder), Config::load_file);
    let config = Config::load_file(&config_file(folder)).unwrap();
    let world = World {
        clock: Arc::<ManualClock>::clone(clock),
        entropy: Arc::new(SystemEntropy),
        http: Arc::new(Outbound::with_timeout(config.renewal.provider_timeout()).unwrap()),
    };
    let endpoint = Endpoint::open(&config, world).await.unwrap();
    let (app, reloader) = (endpoint.app.clone(), endpoint.reloader());
    let server = tokio::spawn(endpoint.serve(listener));
    RunningEndpoint { app, reloader, watched, server }
}

fn config_file(folder: &TempDir) -> PathBuf {
    folder.path().join("latchkey.toml")
}

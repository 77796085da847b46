//! The real endpoint with the real router, on a port of its own, beside practice providers, with a clock that only the
//! test moves.

mod builder;
mod config;
mod left_over;
mod running;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use latchkey_domain::{Clock as _, ManualClock};
use latchkey_endpoint::jobs::sweep;
use latchkey_endpoint::notify::outbox;
use latchkey_endpoint::tokens::engine_keys;
use latchkey_endpoint::{App, renewal};
use latchkey_practice::PracticeServer;
use latchkey_store::{AuditActor, KeyScope};
use tempfile::TempDir;
use tokio::net::TcpListener;
use url::Url;

pub use builder::TestEndpointBuilder;
pub use running::{Replica, load_config};

use crate::{TestBrowser, TestEngine, TestPane};
use running::{RunningEndpoint, config_file, open};

/// The clock's time at the start of every test, in Unix seconds.
pub const NOW: i64 = 1_800_000_000;

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
    may_leave_work: bool,
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
        self.running.app.wait_until_idle().await;
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
        self.running.reloader.reload_if_changed(&mut self.running.watched).await;
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
        self.running.app.stopping.cancel();
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
        self.running.app.stopping.cancel();
        self.running.server.abort();
        self.assert_nothing_is_left();
    }
}

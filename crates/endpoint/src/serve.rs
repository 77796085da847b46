//! From a configuration to a running endpoint, and to its end.

use std::sync::Arc;

use latchkey_domain::{Clock, Entropy};
use latchkey_providers::Http;
use latchkey_store::{Crypter, Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::app::{App, Parts};
use crate::config::{Config, ConfigError};
use crate::pane_files::{PaneError, PaneFiles};
use crate::policy::Policy;
use crate::registry::Registry;
use crate::rejected_passwords::RejectedPasswords;
use crate::reload::Reloader;
use crate::tls::{self, TlsError, TlsListener};
use crate::{renewal, routes};

/// Why an endpoint cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store can't be opened.
    #[error("store.url: {0}")]
    Store(#[from] StoreError),
    /// The pane can't be served.
    #[error(transparent)]
    Pane(#[from] PaneError),
    /// TLS can't be spoken.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// What an endpoint gets from the world.
pub struct World {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes what must not be guessed.
    pub entropy: Arc<dyn Entropy>,
    /// Reaches providers.
    pub http: Arc<dyn Http>,
}

/// An endpoint that is ready to serve.
pub struct Endpoint {
    /// Its parts.
    pub app: App,
    store: Arc<dyn Store>,
    pane: PaneFiles,
    tls: Option<TlsAcceptor>,
}

impl Endpoint {
    /// Opens the store and reads the pane.
    pub async fn open(config: &Config, world: World) -> Result<Self, StartError> {
        let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
        let crypter = Crypter::new(config.encryption.load_keys()?, Arc::clone(&world.entropy));
        let store = latchkey_store::open(&config.store.url, crypter.map_err(ConfigError::from)?).await?;
        let registry = Registry::from_config(config)?;
        let policy = Policy::from_config(config, &registry);
        let pane = match &config.pane_dir {
            Some(folder) => PaneFiles::load(folder, &policy.installation, &config.frame_ancestors)?,
            None => PaneFiles::none(),
        };
        let app = App::new(Parts {
            store: Arc::clone(&store),
            registry,
            policy: watch::Sender::new(Arc::new(policy)),
            public_url: config.public_url.clone(),
            hub: crate::hub::Hub::default(),
            checks: crate::checks::Checks::default(),
            lookups: crate::checks::Checks::default(),
            tries: crate::checks::Checks::default(),
            rejected_passwords: RejectedPasswords::new(&*world.entropy),
            background: crate::background::Background::default(),
            renewing: crate::app::Turnstile::default(),
            stopping: watch::Sender::new(false),
            clock: world.clock,
            entropy: world.entropy,
            http: world.http,
        });
        Ok(Self { app, store, pane, tls })
    }

    /// Takes what may change from a configuration, now and at any later time. Open panes hear of it.
    pub fn reloader(&self) -> Reloader {
        Reloader { app: self.app.clone(), pane: self.pane.clone() }
    }

    /// Serves requests until [`Parts::stopping`] becomes `true`, lets those under way finish, and closes the store.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        let store = self.store.clone();
        self.answer(listener).await?;
        store.close().await;
        Ok(())
    }

    /// Serves, and renews what is due. The store is open until the last renewal has written what it was given: a refresh
    /// token that nobody has kept would be lost.
    pub async fn run(self, listener: TcpListener) -> std::io::Result<()> {
        let (app, store) = (self.app.clone(), self.store.clone());
        let driver = tokio::spawn(renewal::drive(app.clone()));
        let answered = self.answer(listener).await;
        app.stopping.send_replace(true);
        driver.await.map_err(std::io::Error::other)?;
        store.close().await;
        answered
    }

    async fn answer(self, listener: TcpListener) -> std::io::Result<()> {
        let mut stopping = self.app.stopping.subscribe();
        let router = routes::router(self.app, self.pane);
        let stopped = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        match self.tls {
            Some(tls) => axum::serve(TlsListener::new(listener, tls), router).with_graceful_shutdown(stopped).await,
            None => axum::serve(listener, router).with_graceful_shutdown(stopped).await,
        }
    }
}

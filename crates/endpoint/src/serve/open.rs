//! Opens an endpoint: its store, its providers and the pane's files.

use std::sync::Arc;

use latchkey_domain::Entropy;
use latchkey_store::{Crypter, Store, StoreError};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Endpoint, World};
use crate::app::keyed_mutex::KeyedMutex;
use crate::app::learning_slots::LearningSlots;
use crate::app::policy::Policy;
use crate::app::provider_limiter;
use crate::app::rate_limit::RateLimiter;
use crate::app::rejected_passwords::RejectedPasswords;
use crate::app::settings::Settings;
use crate::app::{App, Parts};
use crate::config::{Config, ConfigError};
use crate::outbound::SigningTools;
use crate::registry::Registry;
use crate::web::pane_files::{PaneError, PaneFiles};
use crate::web::tls::{self, TlsError};

/// Why an endpoint cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store can't be opened.
    #[error("store.url: {0}")]
    Store(#[from] StoreError),
    /// Values are encrypted with keys that the configuration does not list.
    #[error("encryption.keys lacks {}: values in the store are encrypted with it and could not be read", .0.join(", "))]
    KeysMissing(Vec<String>),
    /// The pane can't be served.
    #[error(transparent)]
    Pane(#[from] PaneError),
    /// TLS can't be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// Opens the store that a configuration names.
pub async fn open_store(config: &Config, entropy: Arc<dyn Entropy>) -> Result<Arc<dyn Store>, StartError> {
    let crypter = Crypter::new(config.encryption.load_keys()?, entropy).map_err(ConfigError::from)?;
    Ok(latchkey_store::open(&config.store.url, crypter).await?)
}

impl Endpoint {
    /// Opens the store and reads the pane.
    pub async fn open(config: &Config, world: World) -> Result<Self, StartError> {
        let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
        let store = open_store(config, Arc::clone(&world.entropy)).await?;
        let missing = store.list_missing_keys().await?;
        if !missing.is_empty() {
            return Err(StartError::KeysMissing(missing));
        }
        let registry = Registry::from_config(
            config,
            &SigningTools { clock: Arc::clone(&world.clock), entropy: Arc::clone(&world.entropy) },
        )?;
        config.log_advice();
        let policy = Policy::from_config(config, &registry);
        let settings = Settings::from_config(config)?;
        let pane = match &config.pane_dir {
            Some(folder) => PaneFiles::load(folder, &policy.installation, &config.frame_ancestors)?,
            None => PaneFiles::none(),
        };
        let app = App::new(Parts {
            store,
            registry,
            policy: watch::Sender::new(Arc::new(policy)),
            public_url: config.public_url.clone(),
            hub: crate::app::hub::Hub::default(),
            check_limit: RateLimiter::default(),
            lookup_limit: RateLimiter::default(),
            network_lookup_limit: RateLimiter::default(),
            password_limit: RateLimiter::default(),
            rejected_passwords: RejectedPasswords::new(&*world.entropy),
            background: TaskTracker::new(),
            renewing: KeyedMutex::default(),
            at_work: KeyedMutex::default(),
            learning_slots: LearningSlots::default(),
            pending_writes: crate::app::pending_writes::PendingWrites::default(),
            standstill: crate::app::standstill::Standstill::default(),
            provider_limiters: provider_limiter::ProviderLimiters::new(settings.limits),
            token_cache: crate::app::token_cache::TokenCache::default(),
            engine_key_cache: crate::app::engine_key_cache::EngineKeyCache::default(),
            repair_limit: RateLimiter::default(),
            metrics: crate::app::metrics::Metrics::default(),
            settings,
            stopping: CancellationToken::new(),
            clock: world.clock,
            entropy: world.entropy,
            http: world.http,
        });
        Ok(Self { app, pane, tls })
    }
}

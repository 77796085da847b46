//! Takes the settings that may change from the configuration's file while the endpoint runs. A file that cannot be used is
//! named in the log, and what held before goes on.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::config::Config;
use crate::hub::Topic;
use crate::pane_files::PaneFiles;
use crate::policy::Policy;

/// How often the file is looked at. Its content is compared, because its time says nothing where files are swapped.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Puts a changed configuration into force.
#[derive(Clone)]
pub struct Reloader {
    pub(crate) app: App,
    pub(crate) pane: PaneFiles,
}

impl Reloader {
    /// Puts the settings that may change into force, and tells open panes.
    pub fn apply(&self, config: &Config) {
        let policy = Policy::from_config(config, &self.app.registry);
        self.pane.name(&policy.installation);
        self.app.policy.send_replace(Arc::new(policy));
        self.app.hub.announce(&Topic::Policy);
    }

    /// Watches the file until the endpoint stops.
    pub async fn watch(self, file: PathBuf) {
        let mut stopping = self.app.stopping.subscribe();
        let mut known = tokio::fs::read(&file).await.ok();
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
            let found = tokio::fs::read(&file).await.ok();
            if found.is_none() || found == known {
                continue;
            }
            known = found;
            match Config::load(&file) {
                Ok(config) => {
                    self.apply(&config);
                    tracing::info!(
                        "offers, names and Sync settings were read again; other settings wait for a restart"
                    );
                }
                Err(error) => tracing::error!(%error, "the changed configuration can't be used; the old one goes on"),
            }
        }
    }
}

//! Takes the settings that may change from the configuration's file while the endpoint runs. A file that cannot be used is
//! named in the log, and what held before goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use latchkey_store::{AuditActor, AuditEvent, AuditEventKind};

use crate::app::App;
use crate::app::hub::Topic;
use crate::app::policy::Policy;
use crate::config::{Config, ConfigError};
use crate::jobs::key_rotation;
use crate::web::pane_files::PaneFiles;

/// How often the file is looked at. Its content is compared, because its time says nothing where files are swapped.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Puts a changed configuration into force.
#[derive(Clone)]
pub struct Reloader {
    pub(crate) app: App,
    pub(crate) pane: PaneFiles,
}

/// A file that is looked at again and again.
pub struct WatchedFile {
    file: PathBuf,
    known: Option<Vec<u8>>,
    load: fn(&Path) -> Result<Config, ConfigError>,
}

impl WatchedFile {
    /// As it is now: only what changes later counts. `load` reads it.
    pub fn new(file: PathBuf, load: fn(&Path) -> Result<Config, ConfigError>) -> Self {
        let known = std::fs::read(&file).ok();
        Self { file, known, load }
    }

    /// Whether it has changed since the last look. One that is gone for a moment has not.
    fn has_changed(&mut self) -> bool {
        match std::fs::read(&self.file) {
            Ok(found) if self.known.as_ref() != Some(&found) => {
                self.known = Some(found);
                true
            }
            _ => false,
        }
    }
}

impl Reloader {
    /// Puts the settings that may change into force, tells open panes, and writes down what changed.
    pub async fn apply(&self, config: &Config) {
        config.log_advice();
        key_rotation::use_keys(&self.app, config).await;
        let policy = Arc::new(Policy::from_config(config, &self.app.registry));
        self.pane.name(&policy.installation);
        let before = self.app.policy.send_replace(Arc::clone(&policy));
        self.app.hub.notify_panes(&Topic::Policy);
        let Some(changes) = before.changes(&policy) else { return };
        let actor = AuditActor::Administrator("configuration".to_owned());
        let event = AuditEvent {
            detail: Some(changes.to_string()),
            ..self.app.plain_audit_event(actor, AuditEventKind::PolicyChanged)
        };
        if let Err(error) = self.app.store.record_events(&[event.into()]).await {
            tracing::warn!(%error, "the configuration change could not be recorded in the journal");
        }
    }

    /// Looks at the file once.
    pub async fn reload_if_changed(&self, watched: &mut WatchedFile) {
        if !watched.has_changed() {
            return;
        }
        match (watched.load)(&watched.file) {
            Ok(config) => {
                self.apply(&config).await;
                tracing::info!(
                    "names, offers, Sync settings and keys were read again; other settings wait for a restart"
                );
            }
            Err(error) => tracing::error!(%error, "the changed configuration can't be used; the old one stays in use"),
        }
    }

    /// Looks at the file until the endpoint stops.
    pub async fn watch(self, mut watched: WatchedFile) {
        self.app.pause_until_stopping(LOOK_EVERY).await;
        while !self.app.is_stopping() {
            self.reload_if_changed(&mut watched).await;
            self.app.pause_until_stopping(LOOK_EVERY).await;
        }
    }
}

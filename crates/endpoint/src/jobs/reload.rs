//! Reloads the settings that may change while the endpoint runs. If the file cannot be used, the log says why, and the
//! old settings stay in use.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use latchkey_store::{AuditActor, AuditDetail, AuditEvent, AuditEventKind};

use crate::app::App;
use crate::app::hub::Topic;
use crate::app::policy::Policy;
use crate::config::{Config, ConfigError};
use crate::jobs::key_rotation;
use crate::web::pane_files::PaneFiles;

/// How often the file is read. Its content is compared, because its time is not reliable where files are replaced.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Applies a changed configuration.
#[derive(Clone)]
pub struct Reloader {
    pub(crate) app: App,
    pub(crate) pane: PaneFiles,
}

/// A file that is checked for changes.
pub struct WatchedFile {
    file: PathBuf,
    known: Option<Vec<u8>>,
    load: fn(&Path) -> Result<Config, ConfigError>,
}

impl WatchedFile {
    /// Starts from the file's current content: only later changes count. `load` reads the configuration.
    pub fn new(file: PathBuf, load: fn(&Path) -> Result<Config, ConfigError>) -> Self {
        let known = std::fs::read(&file).ok();
        Self { file, known, load }
    }

    /// Whether the file has changed since the last call. A file that cannot be read has not changed.
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
    /// Applies the settings that may change, notifies open panes, and records the changes in the journal.
    pub async fn apply(&self, config: &Config) {
        config.log_advice();
        key_rotation::use_keys(&self.app, config).await;
        let policy = Arc::new(Policy::from_config(config, &self.app.registry));
        self.pane.set_installation(&policy.installation);
        let before = self.app.policy.send_replace(Arc::clone(&policy));
        self.app.hub.notify_panes(&Topic::Policy);
        let Some(changes) = before.changes(&policy) else { return };
        let actor = AuditActor::Administrator("configuration".to_owned());
        let event = AuditEvent {
            detail: Some(AuditDetail::Changes(changes)),
            ..self.app.plain_audit_event(actor, AuditEventKind::PolicyChanged)
        };
        if let Err(error) = self.app.store.record_events(&[event.into()]).await {
            tracing::warn!(%error, "the configuration change could not be recorded in the journal");
        }
    }

    /// Reads the file once, and applies it if it has changed.
    pub async fn reload_if_changed(&self, watched: &mut WatchedFile) {
        if !watched.has_changed() {
            return;
        }
        match (watched.load)(&watched.file) {
            Ok(config) => {
                self.apply(&config).await;
                tracing::info!(
                    "names, offers, Sync settings, keys and the ends of client secrets were read again; other settings wait \
                     for a restart"
                );
            }
            Err(error) => tracing::error!(%error, "the changed configuration can't be used; the old one stays in use"),
        }
    }

    /// Checks the file regularly until the endpoint stops.
    pub async fn watch(self, mut watched: WatchedFile) {
        self.app.pause_until_stopping(LOOK_EVERY).await;
        while !self.app.is_stopping() {
            self.reload_if_changed(&mut watched).await;
            self.app.pause_until_stopping(LOOK_EVERY).await;
        }
    }
}

//! The settings of what keeps access alive and tells of it: renewal, journal, webhooks, e-mail, metrics.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use latchkey_domain::renewal;
use latchkey_domain::throttle::ThrottleLimits;
use latchkey_store::AuditEventKind;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::{ConfigError, secret};

/// How grants are renewed.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RenewalSettings {
    /// What is kept up while nobody asks for a token.
    pub keep: KeepSetting,
    /// Requests under way at one provider at the same time, for each process.
    pub concurrency: u32,
    /// Scheduled requests that begin at one provider in a second, for each process.
    pub per_second: u32,
    /// How long an answer is waited for, in seconds. Claims on connections last accordingly longer.
    pub provider_timeout_s: u32,
}

/// What is kept up while nobody asks for a token.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum KeepSetting {
    /// An access token is always at hand, and a loss is noticed within its life.
    Fresh,
    /// The grant alone, as often as the provider's idle limit asks for.
    Alive,
}

impl Default for RenewalSettings {
    fn default() -> Self {
        Self { keep: KeepSetting::Fresh, concurrency: 64, per_second: 500, provider_timeout_s: 20 }
    }
}

impl RenewalSettings {
    /// How long an answer is waited for.
    pub fn provider_timeout(self) -> Duration {
        Duration::from_secs(self.provider_timeout_s.max(1).into())
    }

    pub(crate) fn limits(self) -> ThrottleLimits {
        ThrottleLimits { concurrency: self.concurrency, per_second: self.per_second }
    }
}

impl From<KeepSetting> for renewal::RenewalGoal {
    fn from(keep: KeepSetting) -> Self {
        match keep {
            KeepSetting::Fresh => Self::Fresh,
            KeepSetting::Alive => Self::Alive,
        }
    }
}

/// The record of what happened.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JournalSettings {
    /// Entries are kept for so long.
    pub keep_days: u32,
}

impl Default for JournalSettings {
    fn default() -> Self {
        Self { keep_days: 400 }
    }
}

/// A program that is told what happens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Where it listens. HTTPS; plain HTTP only on this machine itself.
    pub url: Url,
    /// What requests are signed with: at least 24 random bytes in base64.
    pub secret: Option<SecretString>,
    /// A file that holds the same.
    pub secret_file: Option<PathBuf>,
    /// What it wants to hear of; everything where nothing is named.
    #[serde(default)]
    pub events: Vec<WebhookEvent>,
}

/// Something that webhooks tell of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookEvent {
    /// Connected, or signed in again although it worked.
    Working,
    /// Lost until the person signs in.
    NeedsSignIn,
    /// Lost until an administrator acts.
    NeedsAdmin,
    /// Was lost and works again.
    Repaired,
    /// Ended on purpose.
    Disconnected,
}

impl WebhookEvent {
    /// What webhooks call what has happened, if they hear of it.
    pub(crate) fn of(kind: AuditEventKind) -> Option<Self> {
        match kind {
            AuditEventKind::Connected | AuditEventKind::Refreshed | AuditEventKind::Switched => Some(Self::Working),
            AuditEventKind::Repaired => Some(Self::Repaired),
            AuditEventKind::NeedsSignIn => Some(Self::NeedsSignIn),
            AuditEventKind::NeedsAdmin => Some(Self::NeedsAdmin),
            AuditEventKind::Disconnected => Some(Self::Disconnected),
            AuditEventKind::PasswordRejected
            | AuditEventKind::SettingsChanged
            | AuditEventKind::EngineKeyCreated
            | AuditEventKind::EngineKeyRevoked
            | AuditEventKind::PolicyChanged
            | AuditEventKind::EncryptionKeysChanged => None,
        }
    }
}

impl WebhookSettings {
    pub(crate) fn load_secret(&self, name: &str) -> Result<SecretString, ConfigError> {
        secret::load(&format!("webhooks.{name}.secret"), self.secret.as_ref(), self.secret_file.as_deref())
    }
}

/// E-mail to people whose access is lost.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The SMTP server's host name.
    pub host: String,
    /// Its port; 465 or 587 by `tls` where none is given.
    pub port: Option<u16>,
    /// How the line is protected.
    #[serde(default)]
    pub tls: MailTls,
    /// Certificates of a company's own authority, in PEM.
    pub extra_ca_file: Option<PathBuf>,
    /// The name to sign in with, where the server asks for one.
    pub user: Option<String>,
    /// The password.
    pub password: Option<SecretString>,
    /// A file that holds the same.
    pub password_file: Option<PathBuf>,
    /// The sender: `Latchkey <latchkey@contoso.example>`.
    pub from: String,
    /// How long access must have been lost, so that whoever is at the sidebar can mend it before a message goes out.
    #[serde(default = "ten")]
    pub after_min: u32,
}

/// How the line to the SMTP server is protected.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first byte (RFC 8314).
    #[default]
    Implicit,
    /// From `STARTTLS` on (RFC 3207), which must be offered.
    Starttls,
    /// Not at all: only for a server on this machine itself.
    Off,
}

fn ten() -> u32 {
    10
}

/// Numbers for Prometheus.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsSettings {
    /// The address to listen on. Not one that the outside reaches.
    pub listen: SocketAddr,
}

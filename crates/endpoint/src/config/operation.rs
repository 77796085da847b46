//! Settings for renewal, journal, webhooks, e-mail and metrics.

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

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RenewalSettings {
    /// What the endpoint keeps ready while no engine requests a token.
    pub keep: KeepSetting,
    /// The most simultaneous requests to one provider, for each process.
    pub concurrency: u32,
    /// The most scheduled requests to one provider in a second, for each process.
    pub per_second: u32,
    /// How long to wait for an answer, in seconds. Claims on connections last correspondingly longer.
    pub provider_timeout_s: u32,
}

/// What the endpoint keeps ready while no engine requests a token.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum KeepSetting {
    /// An access token is always ready, and a loss of access is noticed within its life.
    Fresh,
    /// Only the grant is kept alive, as often as the provider's idle limit requires.
    Alive,
}

impl Default for RenewalSettings {
    fn default() -> Self {
        Self { keep: KeepSetting::Fresh, concurrency: 64, per_second: 500, provider_timeout_s: 20 }
    }
}

impl RenewalSettings {
    /// How long to wait for an answer.
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

/// The audit journal.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JournalSettings {
    /// How many days entries are kept.
    pub keep_days: u32,
}

impl Default for JournalSettings {
    fn default() -> Self {
        Self { keep_days: 400 }
    }
}

/// A program that receives webhooks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// The address that receives webhooks: HTTPS, or plain HTTP on this machine.
    pub url: Url,
    /// The secret that signs requests: at least 24 random bytes in base64.
    pub secret: Option<SecretString>,
    /// The path of a file that holds the secret.
    pub secret_file: Option<PathBuf>,
    /// The types of webhooks to send. Empty means all.
    #[serde(default)]
    pub events: Vec<WebhookEvent>,
}

/// The types of webhooks.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookEvent {
    /// Connected, or signed in again while access worked.
    Working,
    /// Access is lost until the person signs in.
    NeedsSignIn,
    /// Access is lost until an administrator acts.
    NeedsAdmin,
    /// Access was lost and works again.
    Repaired,
    /// The connection was ended.
    Disconnected,
}

impl WebhookEvent {
    /// The type of webhook for an audit event. `None` if webhooks are not sent for it.
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
            | AuditEventKind::EncryptionKeysChanged
            | AuditEventKind::ClientSecretEnds => None,
        }
    }
}

impl WebhookSettings {
    pub(crate) fn load_secret(&self, name: &str) -> Result<SecretString, ConfigError> {
        secret::load(&format!("webhooks.{name}.secret"), self.secret.as_ref(), self.secret_file.as_deref())
    }
}

/// E-mail to people whose access is lost, and to the administrator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The SMTP server's host name.
    pub host: String,
    /// The port. The default is 465 or 587, depending on `tls`.
    pub port: Option<u16>,
    /// How the connection is encrypted.
    #[serde(default)]
    pub tls: MailTls,
    /// Additional certificate authorities, in PEM, such as a company's own.
    pub extra_ca_file: Option<PathBuf>,
    /// The user name, if the server requires a sign-in.
    pub user: Option<String>,
    /// The user's password.
    pub password: Option<SecretString>,
    /// The path of a file that holds the secret.
    pub password_file: Option<PathBuf>,
    /// The sender: `Latchkey <latchkey@contoso.example>`.
    pub from: String,
    /// The administrator's address, for messages about the installation itself.
    pub admin: Option<String>,
    /// How many minutes after the loss of access a message is sent. A person at the sidebar can sign in before then.
    #[serde(default = "ten")]
    pub after_min: u32,
}

/// How the connection to the SMTP server is encrypted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// TLS from the first byte (RFC 8314).
    #[default]
    Implicit,
    /// TLS after `STARTTLS` (RFC 3207), which the server must offer.
    Starttls,
    /// No encryption: only for a server on this machine.
    Off,
}

fn ten() -> u32 {
    10
}

/// Metrics for Prometheus.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsSettings {
    /// The address to listen on. It must not be reachable from outside.
    pub listen: SocketAddr,
}

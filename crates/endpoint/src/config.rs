//! Configuration: one TOML file, overridden by the environment (`LATCHKEY_STORE__URL` sets `url` in `[store]`). A key
//! that nobody knows is refused, in both, so that a misspelt one cannot go unnoticed. Every secret is given as itself
//! or, better, as the path of a file that holds it (`client_secret` or `client_secret_file`), never both.
//!
//! # To add a setting
//! Add the field with its doc comment (unit in the name) and a default; a provider's own settings go into its variant
//! of [`Provider`]. What may change while the endpoint runs is read in [`crate::app::policy`].

mod alive;
mod extension_origin;
mod load;
mod provider;
mod secret;
mod sign_in;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

pub use alive::{
    JournalSettings, KeepSetting, MailSettings, MailTls, MetricsSettings, RenewalSettings, WebhookEvent,
    WebhookSettings,
};
pub(crate) use extension_origin::extension_origin;
pub use load::ConfigError;
pub(crate) use load::secure as require_secure;
pub use provider::{
    AccessTypeSetting, ExchangeSettings, GoogleConfig, MicrosoftConfig, OidcConfig, ProviderSettings, SalesforceConfig,
};
pub(crate) use secret::load as load_secret;
pub use sign_in::{OtherBrowsers, Proxies, SignInSettings};

/// Everything that an installation can set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Where browsers reach this endpoint: decides callback addresses and cookies. No path.
    pub public_url: Url,
    /// The folder of the built pane; without it only the interface is served.
    pub pane_dir: Option<PathBuf>,
    /// Origins that may embed the pane, beside its own.
    #[serde(default)]
    pub frame_ancestors: Vec<String>,
    /// Extensions that may call the interface without a permission of their own for this endpoint:
    /// `chrome-extension://<id>`.
    #[serde(default)]
    pub extension_origins: Vec<String>,
    /// What people see as the product's name.
    #[serde(default)]
    pub names: NameSettings,
    /// What the Sync settings look like, and for whom. Read again while the endpoint runs.
    #[serde(default)]
    pub sync_settings: SyncSettingsRules,
    /// Where people may sign in.
    #[serde(default)]
    pub sign_in: SignInSettings,
    /// Certificate and key, where no proxy in front speaks TLS.
    pub tls: Option<TlsSettings>,
    /// Where grants are kept.
    pub store: StoreSettings,
    /// How they are sealed.
    pub encryption: EncryptionSettings,
    /// How grants are renewed.
    #[serde(default)]
    pub renewal: RenewalSettings,
    /// The record of what happened.
    #[serde(default)]
    pub journal: JournalSettings,
    /// Programs that are told what happens, by a name for each.
    #[serde(default)]
    pub webhooks: BTreeMap<String, WebhookSettings>,
    /// E-mail to people whose access is lost; without it none is sent.
    pub mail: Option<MailSettings>,
    /// Numbers for Prometheus; without it none are served.
    pub metrics: Option<MetricsSettings>,
    /// The providers by the name of their offer, which is also part of their callback address.
    pub providers: BTreeMap<String, ProviderSettings>,
}

impl Config {
    /// What is not set and has to be, by the part of the configuration and what to set there.
    pub(crate) fn missing_decisions(&self) -> Vec<(String, String)> {
        let undecided_servers = |(name, provider): (&String, &ProviderSettings)| match provider {
            ProviderSettings::Exchange(settings) if settings.is_undecided() => Some((
                format!("providers.{name}"),
                "set servers = [\"mail.contoso.example\"], with the servers that passwords may go to, or \
                 any_public_server = true; until then existing connections at public addresses keep working, and no \
                 one can connect"
                    .to_owned(),
            )),
            _ => None,
        };
        let mut found: Vec<_> = self.providers.iter().filter_map(undecided_servers).collect();
        for (name, provider) in &self.providers {
            let ProviderSettings::Exchange(settings) = provider else { continue };
            let unlisted = settings.hosts.keys().filter(|host| !settings.is_listed(host));
            found.extend(unlisted.map(|host| {
                let part = format!("providers.{name}.hosts");
                (part, format!("{host} is in hosts but not in servers, so it is never used; add it to servers"))
            }));
        }
        let behind_a_proxy = self.tls.is_none() && self.public_url.scheme() == "https";
        let wants_networks = self.sign_in.other_browsers == OtherBrowsers::SameNetwork;
        if behind_a_proxy && wants_networks && self.sign_in.trusted_proxies.is_empty() {
            found.push((
                "sign_in".to_owned(),
                "set trusted_proxies to the address of the proxy that terminates TLS; until then every browser seems to be \
                 in its network, and same_network refuses no one"
                    .to_owned(),
            ));
        }
        found
    }

    /// Says so in the log.
    pub(crate) fn log_advice(&self) {
        for (part, advice) in self.missing_decisions() {
            tracing::warn!("{part}: {advice}");
        }
    }
}

/// What people see as the product's name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NameSettings {
    /// In full.
    pub product_name: String,
    /// In short.
    pub short_name: String,
    /// Where Help leads.
    pub help_url: Url,
}

impl Default for NameSettings {
    fn default() -> Self {
        let help_url = Url::parse("https://github.com/latchkey/latchkey#readme").expect("a literal address");
        Self { product_name: "Latchkey".to_owned(), short_name: "Latchkey".to_owned(), help_url }
    }
}

/// What the Sync settings look like: for everybody, for a domain of addresses, for one account. The most particular wins.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SyncSettingsRules {
    /// For everybody else.
    pub page: latchkey_wire::SyncSettings,
    /// For the addresses of a domain.
    pub domains: BTreeMap<String, latchkey_wire::SyncSettings>,
    /// For single addresses.
    pub accounts: BTreeMap<String, latchkey_wire::SyncSettings>,
}

/// How the endpoint speaks TLS by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSettings {
    /// The certificate and those that vouch for it, in PEM, its own first.
    pub certificate_file: PathBuf,
    /// Its key, in PEM.
    pub key_file: PathBuf,
}

/// Where grants are kept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSettings {
    /// `sqlite:` and the path of a file, or the address of a PostgreSQL database: `postgres://user@host/name`.
    pub url: String,
}

/// How grants are sealed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionSettings {
    /// The first seals, every one opens.
    pub keys: Vec<EncryptionKey>,
}

/// One key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionKey {
    /// Its name, written beside everything that it seals.
    pub id: String,
    /// 32 random bytes in base64.
    pub key: Option<SecretString>,
    /// A file that holds the same.
    pub key_file: Option<PathBuf>,
}

//! Configuration: one TOML file, overridden by the environment (`LATCHKEY_STORE__URL` sets `url` in `[store]`). Unknown
//! keys are refused in both, so a misspelt key is noticed. A secret is given as text or, better, as the path of a file
//! that holds it (`client_secret` or `client_secret_file`), never as both.
//!
//! # To add a setting
//! Add the field with a doc comment (put the unit in its name) and a default. A provider's own settings go into its
//! variant of [`ProviderSettings`]. Settings that may change while the endpoint runs are read in
//! [`crate::app::policy`].

mod extension_origin;
mod load;
mod operation;
mod provider;
mod secret;
mod sign_in;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

pub(crate) use extension_origin::extension_origin;
pub use load::ConfigError;
pub(crate) use load::secure as require_secure;
pub use operation::{
    JournalSettings, KeepSetting, MailSettings, MailTls, MetricsSettings, RenewalSettings, WebhookEvent,
    WebhookSettings,
};
pub(crate) use provider::{
    ClientSettings, admits_personal_accounts, review as review_provider, secret_advice, section,
};
pub use provider::{
    ExchangeSettings, GoogleConfig, MicrosoftConfig, OidcConfig, ProviderSettings, SalesforceConfig, SecretEnd,
    SecretWarning, SettingProblem,
};
pub(crate) use secret::load as load_secret;
pub use sign_in::{OtherBrowsers, Proxies, SignInSettings};

/// Everything that an installation can set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The endpoint's address, as browsers see it. Callback addresses and cookies depend on it. It has no path.
    pub public_url: Url,
    /// The folder of the built pane. Without it, only the API is served.
    pub pane_dir: Option<PathBuf>,
    /// Origins that may embed the pane, in addition to its own.
    #[serde(default)]
    pub frame_ancestors: Vec<String>,
    /// Extensions that may call the API without a host permission for this endpoint: `chrome-extension://<id>`.
    #[serde(default)]
    pub extension_origins: Vec<String>,
    /// The product's name, as people see it.
    #[serde(default)]
    pub names: NameSettings,
    /// Which Sync settings page each person gets. Read again while the endpoint runs.
    #[serde(default)]
    pub sync_settings: SyncSettingsRules,
    /// In which browsers people may sign in.
    #[serde(default)]
    pub sign_in: SignInSettings,
    /// Certificate and key, if no proxy terminates TLS.
    pub tls: Option<TlsSettings>,
    /// The database.
    pub store: StoreSettings,
    /// The keys that encrypt grants.
    pub encryption: EncryptionSettings,
    /// How grants are renewed.
    #[serde(default)]
    pub renewal: RenewalSettings,
    /// The audit journal.
    #[serde(default)]
    pub journal: JournalSettings,
    /// Programs that receive webhooks, each by a name.
    #[serde(default)]
    pub webhooks: BTreeMap<String, WebhookSettings>,
    /// E-mail to people whose access is lost. Without it, none is sent.
    pub mail: Option<MailSettings>,
    /// Metrics for Prometheus. Without it, none are served.
    pub metrics: Option<MetricsSettings>,
    /// The providers, by the name of their offer. The name is also part of their callback address.
    pub providers: BTreeMap<String, ProviderSettings>,
}

impl Config {
    /// Settings that the administrator still has to decide: the part of the configuration, and what to set there.
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

    /// Assertions of a platform that can't be read now: the part of the configuration, and why.
    pub(crate) fn unreadable_assertions(&self) -> Vec<(String, String)> {
        let unreadable = |(name, provider): (&String, &ProviderSettings)| {
            Some((format!("providers.{name}"), provider.client()?.unreadable_assertion()?))
        };
        self.providers.iter().filter_map(unreadable).collect()
    }

    /// The last days of clients' secrets, by provider, where they are known.
    pub(crate) fn secret_ends(&self) -> Result<BTreeMap<String, SecretEnd>, ConfigError> {
        let mut ends = BTreeMap::new();
        for (name, provider) in &self.providers {
            let Some(client) = provider.client() else { continue };
            ends.extend(client.secret_end(name)?.map(|end| (name.clone(), end)));
        }
        Ok(ends)
    }

    /// The providers whose next secret is configured, too.
    pub(crate) fn next_secrets(&self) -> BTreeSet<String> {
        let has_next = |provider: &ProviderSettings| provider.client().is_some_and(|client| client.has_next_secret());
        self.providers.iter().filter(|(_, provider)| has_next(provider)).map(|(name, _)| name.clone()).collect()
    }

    /// Writes the missing decisions to the log.
    pub(crate) fn log_advice(&self) {
        for (part, advice) in self.missing_decisions().into_iter().chain(self.unreadable_assertions()) {
            tracing::warn!("{part}: {advice}");
        }
    }
}

/// The product's name, as people see it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NameSettings {
    /// The full name.
    pub product_name: String,
    /// The short name.
    pub short_name: String,
    /// The address that Help opens.
    pub help_url: Url,
}

impl Default for NameSettings {
    fn default() -> Self {
        let help_url = Url::parse("https://github.com/latchkey/latchkey#readme").expect("a literal address");
        Self { product_name: "Latchkey".to_owned(), short_name: "Latchkey".to_owned(), help_url }
    }
}

/// Which Sync settings page people get: a default, and exceptions for domains and accounts. The most specific rule
/// wins.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SyncSettingsRules {
    /// The default page.
    pub page: latchkey_wire::SyncSettings,
    /// Exceptions by domain.
    pub domains: BTreeMap<String, latchkey_wire::SyncSettings>,
    /// Exceptions by address.
    pub accounts: BTreeMap<String, latchkey_wire::SyncSettings>,
}

/// TLS without a proxy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSettings {
    /// The certificate chain in PEM, with the endpoint's own certificate first.
    pub certificate_file: PathBuf,
    /// The certificate's private key, in PEM.
    pub key_file: PathBuf,
}

/// The database.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSettings {
    /// `sqlite:` and the path of a file, or the address of a PostgreSQL database: `postgres://user@host/name`.
    pub url: String,
}

/// The keys that encrypt grants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionSettings {
    /// The first key encrypts; every key can decrypt.
    pub keys: Vec<EncryptionKey>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionKey {
    /// The key's name. It is stored with every value that the key encrypts.
    pub id: String,
    /// 32 random bytes in base64.
    pub key: Option<SecretString>,
    /// The path of a file that holds the key.
    pub key_file: Option<PathBuf>,
}

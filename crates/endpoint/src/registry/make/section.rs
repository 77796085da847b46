//! Reads one provider's section of the configuration.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use latchkey_domain::ClientSecret;
use latchkey_providers::ClientRegistration;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::config::{self, ConfigError};
use crate::outbound::{AddressRule, Dialer, DialerSettings, load_authorities};
use crate::registry::exchange::{ExchangeProvider, Servers};

/// One section `[providers.<name>]` of the configuration.
pub(super) struct ProviderSection<'a> {
    pub(super) name: &'a str,
    pub(super) redirect_uri: &'a Url,
}

impl ProviderSection<'_> {
    pub(super) fn require_secure(&self, setting: &str, url: &Url) -> Result<(), ConfigError> {
        config::require_secure(&format!("providers.{}.{setting}", self.name), url)
    }

    pub(super) fn exchange(&self, settings: &config::ExchangeSettings) -> Result<ExchangeProvider, ConfigError> {
        let rule = self.rule(settings)?;
        let connector = Arc::new(self.dialer(settings, rule.clone())?);
        let servers = match (settings.servers.is_empty(), settings.any_public_server) {
            (true, true) => Servers::AnyPublic,
            (true, false) => Servers::Undecided,
            (false, _) => Servers::Listed(rule),
        };
        Ok(ExchangeProvider { label: settings.label.clone(), connector, servers, realm: realm(settings) })
    }

    fn rule(&self, settings: &config::ExchangeSettings) -> Result<AddressRule, ConfigError> {
        let setting = |name: &str| format!("providers.{}.{name}", self.name);
        if !settings.servers.is_empty() && settings.any_public_server {
            let cause =
                "servers limits where passwords may be sent, and any_public_server allows any server; remove one of them".to_owned();
            return Err(ConfigError::Server { setting: setting("any_public_server"), cause });
        }
        AddressRule::listed(&settings.servers)
            .map_err(|error| ConfigError::Server { setting: setting("servers"), cause: error.to_string() })
    }

    fn dialer(&self, settings: &config::ExchangeSettings, rule: AddressRule) -> Result<Dialer, ConfigError> {
        let setting = |name: &str| format!("providers.{}.{name}", self.name);
        let authorities = settings.extra_ca_file.as_deref().map(load_authorities).transpose();
        let bad_ca = |cause: String| ConfigError::Server { setting: setting("extra_ca_file"), cause };
        let authorities = authorities.map_err(|error| bad_ca(error.to_string()))?.unwrap_or_default();
        let hosts = settings.hosts.iter().map(|(host, address)| (host.to_ascii_lowercase(), *address)).collect();
        Dialer::new(DialerSettings { rule, authorities, hosts, ..DialerSettings::default() })
            .map_err(|error| bad_ca(error.to_string()))
    }

    pub(super) fn registration(
        &self,
        client_id: &str,
        secret: Option<&SecretString>,
        file: Option<&PathBuf>,
    ) -> Result<ClientRegistration, ConfigError> {
        let setting = format!("providers.{}.client_secret", self.name);
        let secret = config::load_secret(&setting, secret, file.map(PathBuf::as_path))?;
        Ok(ClientRegistration {
            client_id: client_id.to_owned(),
            client_secret: ClientSecret::new(secret.expose_secret()),
            redirect_uri: self.redirect_uri.clone(),
        })
    }
}

/// One name for the listed servers. Their order, case and ports make no difference, and two providers with the same
/// list share the name.
fn realm(settings: &config::ExchangeSettings) -> Option<String> {
    let host = |server: &String| {
        let server = server.trim().to_lowercase();
        let port = server.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
        port.map_or(server.clone(), |(host, _)| host.to_owned())
    };
    let listed: BTreeSet<_> = settings.servers.iter().map(host).collect();
    (!listed.is_empty()).then(|| format!("listed {}", listed.into_iter().collect::<Vec<_>>().join(" ")))
}

//! Reads one provider's section of the configuration.

use std::collections::BTreeSet;
use std::sync::Arc;

use latchkey_domain::ClientSecret;
use latchkey_providers::{ClientCredential, ClientRegistration};
use secrecy::ExposeSecret as _;
use url::Url;

use crate::config::{self, ClientSettings, ConfigError};
use crate::outbound::client_assertion::{AssertionFile, AssertionKey, SignedAssertion, SigningTools};
use crate::outbound::{AddressRule, Dialer, DialerSettings, load_authorities};
use crate::registry::exchange::{ExchangeProvider, Servers};

/// One section `[providers.<name>]` of the configuration.
pub(super) struct ProviderSection<'a> {
    pub(super) name: &'a str,
    pub(super) redirect_uri: &'a Url,
    pub(super) tools: &'a SigningTools,
    /// The position of the one credential to use, if not all are used.
    pub(super) alone: Option<usize>,
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

    pub(super) fn registration(&self, client: ClientSettings<'_>) -> Result<ClientRegistration, ConfigError> {
        let mut credentials = self.credentials(client)?;
        if let Some(credential) = self.alone.and_then(|position| credentials.get(position).cloned()) {
            credentials = vec![credential];
        }
        Ok(ClientRegistration {
            client_id: client.client_id.to_owned(),
            credentials,
            redirect_uri: self.redirect_uri.clone(),
        })
    }

    /// A key, a platform's assertions, or one or two secrets.
    fn credentials(&self, client: ClientSettings<'_>) -> Result<Vec<ClientCredential>, ConfigError> {
        let setting = |name: &str| format!("providers.{}.{name}", self.name);
        let secret = |name: &str, (text, file)| {
            let secret = config::load_secret(&setting(name), text, file)?;
            Ok::<_, ConfigError>(ClientCredential::Secret(ClientSecret::new(secret.expose_secret())))
        };
        let has_secret = client.has_secret() || client.has_next_secret();
        let given = [has_secret, client.key_file.is_some(), client.assertion_file.is_some()];
        match given.iter().filter(|is_given| **is_given).count() {
            0 => return Err(ConfigError::NoClientCredential { section: self.name.to_owned() }),
            1 => {}
            _ => return Err(ConfigError::ClientTwice { section: self.name.to_owned() }),
        }
        if let Some(file) = client.key_file {
            let key = AssertionKey::load(file, client.key_id, client.certificate_file);
            let key = key.map_err(|error| ConfigError::ClientKey {
                setting: setting("client_key_file"),
                cause: error.to_string(),
            })?;
            let (client_id, audience) = (client.client_id.to_owned(), client.assertion_audience.map(str::to_owned));
            let signed = SignedAssertion { client_id, audience, key, tools: self.tools.clone() };
            return Ok(vec![ClientCredential::Assertion(Arc::new(signed))]);
        }
        if let Some(file) = client.assertion_file {
            return Ok(vec![ClientCredential::Assertion(Arc::new(AssertionFile { file: file.to_owned() }))]);
        }
        let mut credentials = vec![secret("client_secret", client.secret)?];
        if client.has_next_secret() {
            credentials.push(secret("next_client_secret", client.next_secret)?);
        }
        Ok(credentials)
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

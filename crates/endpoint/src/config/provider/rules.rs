//! What the settings of a provider must be, beyond their types. They are checked when the providers are made, so at start and by
//! `check`.
//!
//! # To add a rule
//! Add a variant to [`SettingProblem`] that says what the setting should be, and look for it in [`review`].

use latchkey_providers::{MicrosoftCloud, is_personal_tenant};
use url::{Host, Url};

use super::{ClientSettings, MicrosoftConfig, OidcConfig, ProviderSettings};
use crate::config::ConfigError;

/// Names in place of one tenant.
const MANY_TENANTS: [&str; 3] = ["organizations", "common", "consumers"];
/// Scopes that are always asked for at Microsoft.
const ALWAYS_ASKED: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// What follows an issuer in the address of its discovery document.
const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

/// What is wrong with a setting of a provider.
#[derive(Debug, thiserror::Error)]
pub enum SettingProblem {
    #[error("must not be empty")]
    Empty,
    #[error("{0:?} has a blank or a line break at an end; remove it")]
    BlankAtEnd(String),
    #[error("needs client_key_file; add that, or remove this setting")]
    WithoutKey,
    #[error("says where a secret goes, and this client has {0} in its place; remove client_auth")]
    ClientAuthWithoutSecret(&'static str),
    #[error(
        "{0:?} must be organizations, common or consumers, the id of a tenant, or one of its domains, such as contoso.example"
    )]
    Tenant(String),
    #[error("sets authority and graph, too; remove cloud, or remove authority and graph")]
    CloudTwice,
    #[error("{0:?} must be an address such as https://id.contoso.example")]
    NoAddress(String),
    #[error("{0:?} must have no user, password, query or fragment")]
    NotBare(String),
    #[error("{0:?} is the address of the discovery document; leave {DISCOVERY_PATH} off")]
    DiscoveryAddress(String),
    #[error("{0:?} is no scope: each entry is one scope, without blanks, quotes and backslashes")]
    Scope(String),
    #[error("{0:?} is always asked for; remove it")]
    AlwaysAsked(String),
    #[error("{scope:?} is a permission of another address; name only permissions of {graph}, such as Mail.Read")]
    OtherResource { scope: String, graph: String },
    #[error("{0:?} must be a domain such as contoso.example, without @, scheme, port, path and *")]
    Domain(String),
    #[error("must be at least 1; leave it out if there is no such rule")]
    NoDays,
}

/// Finds the first setting in the section `[providers.<name>]` that the endpoint can't work with.
pub(crate) fn review(name: &str, provider: &ProviderSettings) -> Result<(), ConfigError> {
    review_settings(provider)
        .map_err(|(setting, problem)| ConfigError::Setting { setting: format!("providers.{name}.{setting}"), problem })
}

type Reviewed = Result<(), (&'static str, SettingProblem)>;

fn review_settings(provider: &ProviderSettings) -> Reviewed {
    if let Some(client) = provider.client() {
        review_client(&client)?;
    }
    match provider {
        ProviderSettings::Microsoft(settings) => review_microsoft(settings),
        ProviderSettings::Google(settings) => {
            review_scopes(settings.scopes.as_deref().unwrap_or_default())?;
            review_domains(&settings.domains)?;
            review_days(settings.idle_limit_days)
        }
        ProviderSettings::Salesforce(settings) => {
            review_scopes(settings.scopes.as_deref().unwrap_or_default())?;
            review_domains(settings.domains.iter().map(|domain| domain.strip_prefix('.').unwrap_or(domain)))?;
            review_days(settings.idle_limit_days)
        }
        ProviderSettings::Oidc(settings) => review_openid(settings),
        ProviderSettings::Exchange(_) => Ok(()),
    }
}

fn review_client(client: &ClientSettings<'_>) -> Reviewed {
    refuse("client_id", client.client_id.trim().is_empty(), || SettingProblem::Empty)?;
    for (setting, text) in [
        ("client_id", Some(client.client_id)),
        ("client_key_id", client.key_id),
        ("client_assertion_audience", client.assertion_audience),
    ] {
        review_ends(setting, text.unwrap_or_default())?;
    }
    let without_key = |is_set: bool| is_set && client.key_file.is_none();
    refuse("client_key_id", without_key(client.key_id.is_some()), || SettingProblem::WithoutKey)?;
    refuse("client_certificate_file", without_key(client.certificate_file.is_some()), || SettingProblem::WithoutKey)?;
    let audience = client.assertion_audience;
    refuse("client_assertion_audience", without_key(audience.is_some()), || SettingProblem::WithoutKey)?;
    refuse("client_assertion_audience", audience.is_some_and(|text| text.trim().is_empty()), || SettingProblem::Empty)?;
    refuse("client_key_id", client.key_id.is_some_and(|text| text.trim().is_empty()), || SettingProblem::Empty)
}

fn review_microsoft(settings: &MicrosoftConfig) -> Reviewed {
    let tenant = settings.tenant.as_str();
    let is_one = is_guid(tenant) || (tenant.contains('.') && is_domain(tenant));
    refuse("tenant", !MANY_TENANTS.contains(&tenant) && !is_one, || SettingProblem::Tenant(tenant.to_owned()))?;
    let names_addresses = settings.authority.is_some() || settings.graph.is_some();
    refuse("cloud", settings.cloud != MicrosoftCloud::default() && names_addresses, || SettingProblem::CloudTwice)?;
    let scopes = settings.scopes.as_deref().unwrap_or_default();
    review_scopes(scopes)?;
    let graph = settings.graph();
    for scope in scopes {
        let is_asked = ALWAYS_ASKED.iter().any(|asked| asked.eq_ignore_ascii_case(scope));
        refuse("scopes", is_asked, || SettingProblem::AlwaysAsked(scope.clone()))?;
        let own = format!("{}/", graph.as_str().trim_end_matches('/'));
        let is_other = scope.contains("://") && !scope.to_ascii_lowercase().starts_with(&own.to_ascii_lowercase());
        refuse("scopes", is_other, || SettingProblem::OtherResource {
            scope: scope.clone(),
            graph: graph.to_string(),
        })?;
    }
    review_days(settings.idle_limit_days)
}

/// Whether the setting `tenant` admits personal accounts.
pub(crate) fn admits_personal_accounts(tenant: &str) -> bool {
    matches!(tenant, "common" | "consumers") || is_personal_tenant(tenant)
}

fn review_openid(settings: &OidcConfig) -> Reviewed {
    let issuer = settings.issuer.as_str();
    review_ends("issuer", issuer)?;
    let url = Url::parse(issuer).ok().filter(Url::has_host);
    let url = url.ok_or_else(|| ("issuer", SettingProblem::NoAddress(issuer.to_owned())))?;
    let is_bare =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    refuse("issuer", !is_bare, || SettingProblem::NotBare(without_password(&url)))?;
    let is_document = issuer.trim_end_matches('/').ends_with(DISCOVERY_PATH);
    refuse("issuer", is_document, || SettingProblem::DiscoveryAddress(issuer.to_owned()))?;
    let client = settings.client();
    let in_its_place = client.in_place_of_secret().filter(|_| settings.client_auth.is_some());
    if let Some(other) = in_its_place {
        return Err(("client_auth", SettingProblem::ClientAuthWithoutSecret(other)));
    }
    review_scopes(&settings.scopes)?;
    review_domains(&settings.domains)?;
    review_days(settings.idle_limit_days)
}

/// A copied text easily brings a blank along, and no provider knows the text with it.
fn review_ends(setting: &'static str, text: &str) -> Reviewed {
    refuse(setting, text.trim() != text, || SettingProblem::BlankAtEnd(text.to_owned()))
}

/// An address for a message: no message holds a password.
fn without_password(url: &Url) -> String {
    let mut shown = url.clone();
    if shown.password().is_some() {
        let _ = shown.set_password(Some("…"));
    }
    shown.to_string()
}

/// An empty list means the usual scopes.
fn review_scopes(scopes: &[String]) -> Reviewed {
    // RFC 6749, 3.3.
    let fits = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    let is_one = |scope: &str| !scope.is_empty() && scope.bytes().all(fits);
    match scopes.iter().find(|scope| !is_one(scope)) {
        Some(scope) => Err(("scopes", SettingProblem::Scope(scope.clone()))),
        None => Ok(()),
    }
}

fn review_domains<D: AsRef<str>>(domains: impl IntoIterator<Item = D>) -> Reviewed {
    match domains.into_iter().find(|domain| !is_domain(domain.as_ref())) {
        Some(domain) => Err(("domains", SettingProblem::Domain(domain.as_ref().to_owned()))),
        None => Ok(()),
    }
}

fn review_days(days: Option<u32>) -> Reviewed {
    refuse("idle_limit_days", days == Some(0), || SettingProblem::NoDays)
}

/// Whether a text is a domain, or the address of a machine.
fn is_domain(text: &str) -> bool {
    let is_plain = text.split('.').all(|label| !label.is_empty())
        && !text.contains(['*', '%', '_', '~', '!', '$', '&', ',', ';', '=']);
    is_plain && matches!(Host::parse(text), Ok(Host::Domain(_) | Host::Ipv4(_)))
}

fn is_guid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok() && text.len() == 36
}

fn refuse(setting: &'static str, is_wrong: bool, problem: impl FnOnce() -> SettingProblem) -> Reviewed {
    if is_wrong { Err((setting, problem())) } else { Ok(()) }
}

#[cfg(test)]
mod tests;

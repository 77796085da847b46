//! The settings of each kind of provider.

mod defaults;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use latchkey_providers::SalesforceAccessType;
use latchkey_wire::Purpose;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use defaults::{
    every_way, exchange_label, google_api, google_authority, google_label, google_token_host, graph, mailbox,
    microsoft_authority, microsoft_label, organizations, salesforce_label, salesforce_login, salesforce_test, yes,
};

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProviderSettings {
    /// Microsoft 365.
    Microsoft(MicrosoftConfig),
    /// Google Workspace and Gmail.
    Google(GoogleConfig),
    /// Salesforce, by up to four access types.
    Salesforce(SalesforceConfig),
    /// Any OpenID provider.
    Oidc(OidcConfig),
    /// A company's own Exchange servers, by password.
    Exchange(ExchangeSettings),
}

/// The settings of Exchange by password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeSettings {
    #[serde(default = "exchange_label")]
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The servers that passwords may be sent to: a host, or `*.` and a domain, with or without a port. An address that
    /// one of them confirms is verified.
    #[serde(default)]
    pub servers: Vec<String>,
    /// Instead of a list: any server on a public address, at the HTTPS port. These servers confirm no address, so their
    /// connections get no e-mail and are not found by address.
    #[serde(default)]
    pub any_public_server: bool,
    /// Certificates of a company's own authority, in PEM.
    pub extra_ca_file: Option<PathBuf>,
    /// Addresses of hosts that DNS does not know or knows differently. These hosts must also be listed in `servers`.
    #[serde(default)]
    pub hosts: BTreeMap<String, SocketAddr>,
    /// Whether a sync engine may receive passwords. A password gives access to everything that its owner can reach.
    /// Read again while the endpoint runs.
    #[serde(default)]
    pub hand_out_passwords: bool,
}

/// The settings of a Microsoft 365 provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MicrosoftConfig {
    /// The purpose of the connections. Only a mailbox is supported.
    #[serde(default = "mailbox")]
    pub purpose: Purpose,
    #[serde(default = "microsoft_label")]
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The registration's application id.
    pub client_id: String,
    /// The registration's secret.
    pub client_secret: Option<SecretString>,
    /// The path of a file that holds the secret.
    pub client_secret_file: Option<PathBuf>,
    /// The tenant: `organizations`, `common`, `consumers`, or the id or domain of one tenant.
    #[serde(default = "organizations")]
    pub tenant: String,
    /// Where people sign in.
    #[serde(default = "microsoft_authority")]
    pub authority: Url,
    /// The resource to request access to.
    #[serde(default = "graph")]
    pub graph: Url,
    /// After how many days an unused refresh token ends, if not after the provider's usual 90.
    pub idle_limit_days: Option<u32>,
    /// Whether the pane in Outlook recognises people by Office single sign-on. The registration must expose the scope
    /// `access_as_user` to Office, and the manifest must name it.
    #[serde(default)]
    pub office_sso: bool,
}

/// The settings of a Google provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoogleConfig {
    #[serde(default = "google_label")]
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The registration's client id.
    pub client_id: String,
    /// The registration's secret.
    pub client_secret: Option<SecretString>,
    /// The path of a file that holds the secret.
    pub client_secret_file: Option<PathBuf>,
    /// Domains of e-mail addresses whose mailboxes are at this provider. The endpoint suggests this offer for them.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Where people sign in.
    #[serde(default = "google_authority")]
    pub authority: Url,
    /// Where tokens are issued.
    #[serde(default = "google_token_host")]
    pub token_host: Url,
    /// Where signing keys are published.
    #[serde(default = "google_api")]
    pub api: Url,
    /// After how many days an unused refresh token ends, if not after the provider's usual 180.
    pub idle_limit_days: Option<u32>,
}

/// The settings of a Salesforce provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesforceConfig {
    #[serde(default = "salesforce_label")]
    pub label: String,
    /// The access types that people may use. Read again while the endpoint runs.
    #[serde(default = "every_way")]
    pub access_types: Vec<SalesforceAccessType>,
    /// The app's consumer key.
    pub client_id: String,
    /// The app's consumer secret.
    pub client_secret: Option<SecretString>,
    /// The path of a file that holds the secret.
    pub client_secret_file: Option<PathBuf>,
    /// The common address for production organisations.
    #[serde(default = "salesforce_login")]
    pub login_url: Url,
    /// The common address for sandboxes.
    #[serde(default = "salesforce_test")]
    pub sandbox_url: Url,
    /// Domains that typed addresses may belong to, in addition to Salesforce's own.
    #[serde(default)]
    pub domains: Vec<String>,
    /// After how many days an unused refresh token ends, if not after the provider's usual 30.
    pub idle_limit_days: Option<u32>,
}

/// The settings of an OpenID provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// The purpose of the connections.
    pub purpose: Purpose,
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The issuer, exactly as the server writes it.
    pub issuer: String,
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Option<SecretString>,
    /// The path of a file that holds the secret.
    pub client_secret_file: Option<PathBuf>,
    /// Scopes that the sync engine needs, in addition to those that identify the person.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// After how many days an unused refresh token ends, if the server has such a rule.
    pub idle_limit_days: Option<u32>,
    /// Domains of e-mail addresses whose mailboxes are at this provider. The endpoint suggests this offer for them. The
    /// server can verify addresses only in these domains.
    #[serde(default)]
    pub domains: Vec<String>,
}

impl ExchangeSettings {
    /// Whether a host is in `servers`, by its name or its domain. The port is ignored.
    pub(crate) fn is_listed(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        self.servers.iter().any(|entry| {
            let entry = entry.trim().to_lowercase();
            let named = entry.rsplit_once(':').map_or(entry.as_str(), |(named, _)| named);
            named == host || named.strip_prefix('*').is_some_and(|domain| host.ends_with(domain))
        })
    }

    /// Whether the administrator has not decided yet where passwords may be sent.
    pub(crate) fn is_undecided(&self) -> bool {
        self.servers.is_empty() && !self.any_public_server
    }
}

//! The settings of each kind of provider.

mod client;
mod defaults;
mod rules;
mod secret_end;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use latchkey_providers::{ClientAuthSetting, MicrosoftCloud, SalesforceAccessType};
use latchkey_wire::Purpose;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

pub(crate) use client::ClientSettings;
use client::with_client;
use defaults::{
    every_way, exchange_label, google_api, google_authority, google_label, google_token_host, mailbox, microsoft_label,
    organizations, salesforce_label, salesforce_login, salesforce_test, yes,
};
pub use rules::SettingProblem;
pub(crate) use rules::{admits_personal_accounts, review};
pub use secret_end::{SecretEnd, SecretWarning};
pub(crate) use secret_end::{secret_advice, section};

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

impl ProviderSettings {
    /// How the installation authenticates. `None` where people sign in by password alone.
    pub(crate) fn client(&self) -> Option<ClientSettings<'_>> {
        match self {
            Self::Microsoft(settings) => Some(settings.client()),
            Self::Google(settings) => Some(settings.client()),
            Self::Salesforce(settings) => Some(settings.client()),
            Self::Oidc(settings) => Some(settings.client()),
            Self::Exchange(_) => None,
        }
    }
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

with_client! {
    /// The settings of a Microsoft 365 provider.
    pub struct MicrosoftConfig {
        /// The purpose of the connections. Only a mailbox is supported.
        #[serde(default = "mailbox")]
        pub purpose: Purpose,
        #[serde(default = "microsoft_label")]
        pub label: String,
        /// Whether people may connect through it. Read again while the endpoint runs.
        #[serde(default = "yes")]
        pub offered: bool,
        /// The tenant: `organizations`, `common`, `consumers`, or the id or domain of one tenant.
        #[serde(default = "organizations")]
        pub tenant: String,
        /// Microsoft's cloud, which sets `authority` and `graph`.
        #[serde(default)]
        pub cloud: MicrosoftCloud,
        /// Where people sign in, if not at the cloud's own address.
        pub authority: Option<Url>,
        /// The resource to request access to, if not the cloud's own.
        pub graph: Option<Url>,
        /// The Graph permissions that the sync engine needs, if not the usual ones. What is not listed is not asked for.
        pub scopes: Option<Vec<String>>,
        /// Whether Microsoft may end an access token early, by a claims challenge that the sync engine reports as a rejection.
        #[serde(default = "yes")]
        pub continuous_access: bool,
        /// After how many days an unused refresh token ends, if not after the provider's usual 90.
        pub idle_limit_days: Option<u32>,
        /// Whether the pane in Outlook recognises people by Office single sign-on. The registration must expose the scope
        /// `access_as_user` to Office, and the manifest must name it.
        #[serde(default)]
        pub office_sso: bool,
    }
}

with_client! {
    /// The settings of a Google provider.
    pub struct GoogleConfig {
        #[serde(default = "google_label")]
        pub label: String,
        /// Whether people may connect through it. Read again while the endpoint runs.
        #[serde(default = "yes")]
        pub offered: bool,
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
        /// Where the Gmail API is, if not at its own host. An `api` of another host has it, too.
        pub gmail: Option<Url>,
        /// The scopes that the sync engine needs, if not the usual ones. What is not listed is not asked for.
        pub scopes: Option<Vec<String>>,
        /// After how many days an unused refresh token ends, if not after the provider's usual 180.
        pub idle_limit_days: Option<u32>,
    }
}

with_client! {
    /// The settings of a Salesforce provider.
    pub struct SalesforceConfig {
        #[serde(default = "salesforce_label")]
        pub label: String,
        /// The access types that people may use. Read again while the endpoint runs.
        #[serde(default = "every_way")]
        pub access_types: Vec<SalesforceAccessType>,
        /// The common address for production organisations.
        #[serde(default = "salesforce_login")]
        pub login_url: Url,
        /// The common address for sandboxes.
        #[serde(default = "salesforce_test")]
        pub sandbox_url: Url,
        /// Domains that typed addresses may belong to, in addition to Salesforce's own.
        #[serde(default)]
        pub domains: Vec<String>,
        /// The scopes that the sync engine needs, if not `api` and `refresh_token`. What is not listed is not asked for.
        pub scopes: Option<Vec<String>>,
        /// After how many days an unused refresh token ends, if not after the provider's usual 30.
        pub idle_limit_days: Option<u32>,
    }
}

with_client! {
    /// The settings of an OpenID provider.
    pub struct OidcConfig {
        /// The purpose of the connections.
        pub purpose: Purpose,
        pub label: String,
        /// Whether people may connect through it. Read again while the endpoint runs.
        #[serde(default = "yes")]
        pub offered: bool,
        /// The issuer, exactly as the server writes it.
        pub issuer: String,
        /// Scopes that the sync engine needs, in addition to those that identify the person.
        #[serde(default)]
        pub scopes: Vec<String>,
        /// After how many days an unused refresh token ends, if the server has such a rule.
        pub idle_limit_days: Option<u32>,
        /// Domains of e-mail addresses whose mailboxes are at this provider. The endpoint suggests this offer for them. The
        /// server can verify addresses only in these domains.
        #[serde(default)]
        pub domains: Vec<String>,
        /// Where the client's secret goes, if the endpoint should not find it out: `basic`, `plain_basic` or `post`.
        pub client_auth: Option<ClientAuthSetting>,
        /// Whether to ask for the scope `offline_access`. Without this, the endpoint asks if the discovery document lists it.
        pub offline_access: Option<bool>,
    }
}

impl MicrosoftConfig {
    /// Where people sign in.
    pub(crate) fn authority(&self) -> Url {
        self.authority.clone().unwrap_or_else(|| self.cloud.authority())
    }

    /// The resource to request access to.
    pub(crate) fn graph(&self) -> Url {
        self.graph.clone().unwrap_or_else(|| self.cloud.graph())
    }
}

impl GoogleConfig {
    /// Where the Gmail API is.
    pub(crate) fn gmail(&self) -> Url {
        let own = "https://gmail.googleapis.com";
        let usual = || if self.api == google_api() { Url::parse(own).ok() } else { None };
        self.gmail.clone().or_else(usual).unwrap_or_else(|| self.api.clone())
    }
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

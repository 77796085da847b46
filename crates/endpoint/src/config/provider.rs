//! The settings of each kind of provider.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use latchkey_wire::Purpose;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

/// One provider.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProviderSettings {
    /// Microsoft 365.
    Microsoft(MicrosoftConfig),
    /// Google Workspace and Gmail.
    Google(GoogleConfig),
    /// Salesforce, in up to four ways.
    Salesforce(SalesforceConfig),
    /// Any OpenID provider.
    Oidc(OidcConfig),
    /// Exchange servers of a company's own, by password.
    Exchange(ExchangeSettings),
}

/// The settings of Exchange by password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeSettings {
    /// What people see.
    #[serde(default = "exchange_label")]
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The servers that passwords may go to: a host or `*.` and a domain, with or without a port. They are believed when
    /// they open a mailbox.
    #[serde(default)]
    pub servers: Vec<String>,
    /// Instead of a list: any server on a public address, at the port of HTTPS. None of them is believed, so these connections
    /// get no e-mail and are not found by address.
    #[serde(default)]
    pub any_public_server: bool,
    /// Certificates of a company's own authority, in PEM.
    pub extra_ca_file: Option<PathBuf>,
    /// Where hosts are that DNS does not know, or knows differently. They must stand in `servers` too.
    #[serde(default)]
    pub hosts: BTreeMap<String, SocketAddr>,
    /// Whether a sync engine may be given the passwords, which open everything that their owners can open. Read again while
    /// the endpoint runs.
    #[serde(default)]
    pub hand_out_passwords: bool,
}

/// The settings of a Microsoft 365 provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MicrosoftConfig {
    /// What the connections are for; Microsoft 365 is a mailbox.
    #[serde(default = "mailbox")]
    pub purpose: Purpose,
    /// What people see.
    #[serde(default = "microsoft_label")]
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The registration's application id.
    pub client_id: String,
    /// The registration's secret.
    pub client_secret: Option<SecretString>,
    /// A file that holds the same.
    pub client_secret_file: Option<PathBuf>,
    /// `organizations`, `common`, `consumers`, or one tenant's id or domain.
    #[serde(default = "organizations")]
    pub tenant: String,
    /// Where people sign in.
    #[serde(default = "microsoft_authority")]
    pub authority: Url,
    /// The resource that access is asked for.
    #[serde(default = "graph")]
    pub graph: Url,
    /// A refresh token that is not used for so many days ends, where that is not the provider's usual 90.
    pub idle_limit_days: Option<u32>,
    /// Whether the pane in Outlook knows people again by Office's single sign-on. The registration must expose the scope
    /// `access_as_user` to Office, and the manifest must name it.
    #[serde(default)]
    pub office_sso: bool,
}

/// The settings of a Google provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoogleConfig {
    /// What people see.
    #[serde(default = "google_label")]
    pub label: String,
    /// Whether people may connect through it. Read again while the endpoint runs.
    #[serde(default = "yes")]
    pub offered: bool,
    /// The registration's client id.
    pub client_id: String,
    /// The registration's secret.
    pub client_secret: Option<SecretString>,
    /// A file that holds the same.
    pub client_secret_file: Option<PathBuf>,
    /// Domains of e-mail addresses whose mailboxes are here, for people who don't know what theirs is.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Where people sign in.
    #[serde(default = "google_authority")]
    pub authority: Url,
    /// Where tokens are given.
    #[serde(default = "google_token_host")]
    pub token_host: Url,
    /// Where keys are published.
    #[serde(default = "google_api")]
    pub api: Url,
    /// A refresh token that is not used for so many days ends, where that is not the provider's usual 180.
    pub idle_limit_days: Option<u32>,
}

/// One way to reach Salesforce.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum AccessTypeSetting {
    /// At the common address for production organisations.
    Production,
    /// At the common address for sandboxes.
    Sandbox,
    /// At the organisation's own address, which people type.
    MyDomain,
    /// At a site for partners and customers, whose address people type.
    ExperienceCloud,
}

impl AccessTypeSetting {
    /// In the order to show them.
    pub const ALL: [Self; 4] = [Self::Production, Self::Sandbox, Self::MyDomain, Self::ExperienceCloud];

    /// As a part of an offer's id.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::MyDomain => "my-domain",
            Self::ExperienceCloud => "experience-cloud",
        }
    }
}

/// The settings of a Salesforce provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesforceConfig {
    /// What people see.
    #[serde(default = "salesforce_label")]
    pub label: String,
    /// The ways that people may connect in. Read again while the endpoint runs.
    #[serde(default = "every_way")]
    pub access_types: Vec<AccessTypeSetting>,
    /// The app's consumer key.
    pub client_id: String,
    /// The app's consumer secret.
    pub client_secret: Option<SecretString>,
    /// A file that holds the same.
    pub client_secret_file: Option<PathBuf>,
    /// The common address for production organisations.
    #[serde(default = "salesforce_login")]
    pub login_url: Url,
    /// The common address for sandboxes.
    #[serde(default = "salesforce_test")]
    pub sandbox_url: Url,
    /// Domains that typed addresses may belong to, beside Salesforce's own.
    #[serde(default)]
    pub domains: Vec<String>,
    /// A refresh token that is not used for so many days ends, where that is not the provider's usual 30.
    pub idle_limit_days: Option<u32>,
}

/// The settings of an OpenID provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// What the connections are for.
    pub purpose: Purpose,
    /// What people see.
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
    /// A file that holds the same.
    pub client_secret_file: Option<PathBuf>,
    /// What the sync engine needs, beside who signed in.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// A refresh token that is not used for so many days ends, if the server has such a rule.
    pub idle_limit_days: Option<u32>,
    /// Domains of e-mail addresses whose mailboxes are here: for people who don't know what theirs is, and because the server
    /// is believed about whose address it is for these domains alone.
    #[serde(default)]
    pub domains: Vec<String>,
}

impl ExchangeSettings {
    /// Whether a host is in `servers`, by its name or its domain, at whichever port.
    pub(crate) fn is_listed(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        self.servers.iter().any(|entry| {
            let entry = entry.trim().to_lowercase();
            let named = entry.rsplit_once(':').map_or(entry.as_str(), |(named, _)| named);
            named == host || named.strip_prefix('*').is_some_and(|domain| host.ends_with(domain))
        })
    }

    /// Whether nobody has said yet where passwords may go.
    pub(crate) fn is_undecided(&self) -> bool {
        self.servers.is_empty() && !self.any_public_server
    }
}

fn yes() -> bool {
    true
}

fn mailbox() -> Purpose {
    Purpose::Mailbox
}

fn every_way() -> Vec<AccessTypeSetting> {
    AccessTypeSetting::ALL.to_vec()
}

fn microsoft_label() -> String {
    "Microsoft 365".to_owned()
}

fn exchange_label() -> String {
    "Microsoft Exchange".to_owned()
}

fn google_label() -> String {
    "Google".to_owned()
}

fn salesforce_label() -> String {
    "Salesforce".to_owned()
}

fn organizations() -> String {
    "organizations".to_owned()
}

fn microsoft_authority() -> Url {
    literal("https://login.microsoftonline.com")
}

fn graph() -> Url {
    literal("https://graph.microsoft.com")
}

fn google_authority() -> Url {
    literal("https://accounts.google.com")
}

fn google_token_host() -> Url {
    literal("https://oauth2.googleapis.com")
}

fn google_api() -> Url {
    literal("https://www.googleapis.com")
}

fn salesforce_login() -> Url {
    literal("https://login.salesforce.com")
}

fn salesforce_test() -> Url {
    literal("https://test.salesforce.com")
}

fn literal(address: &str) -> Url {
    Url::parse(address).expect("a literal address")
}

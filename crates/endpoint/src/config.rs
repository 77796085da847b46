//! Configuration: one TOML file, overridden by the environment (`LATCHKEY_STORE__URL` sets `url` in `[store]`). A key
//! that nobody knows is refused, in both, so that a misspelt one cannot go unnoticed. Every secret is given as itself
//! or, better, as the path of a file that holds it (`client_secret` or `client_secret_file`), never both.
//!
//! # To add a setting
//! Add the field with its doc comment (unit in the name) and a default; a provider's own settings go into its variant
//! of [`ProviderKind`].

mod load;
mod secret;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

pub use load::ConfigError;
pub(crate) use load::secure as require_secure;
pub(crate) use secret::load as load_secret;

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
    /// What people see as the product's name.
    #[serde(default)]
    pub names: Names,
    /// Where grants are kept.
    pub store: Store,
    /// How they are sealed.
    pub encryption: Encryption,
    /// The providers by the name of their offer, which is also part of their callback address.
    pub providers: BTreeMap<String, Provider>,
}

/// What people see as the product's name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// In full.
    pub product_name: String,
    /// In short.
    pub short_name: String,
    /// Where Help leads.
    pub help_url: Url,
}

impl Default for Names {
    fn default() -> Self {
        let help_url = Url::parse("https://github.com/latchkey/latchkey#readme").expect("a literal address");
        Self { product_name: "Latchkey".to_owned(), short_name: "Latchkey".to_owned(), help_url }
    }
}

/// Where grants are kept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// `sqlite:` and the path of a file.
    pub url: String,
}

/// How grants are sealed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
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

/// One provider.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Provider {
    /// Microsoft 365.
    Microsoft(Microsoft),
}

/// The settings of a Microsoft 365 provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Microsoft {
    /// What the connections are for; Microsoft 365 is a mailbox.
    #[serde(default = "mailbox")]
    pub purpose: latchkey_wire::Purpose,
    /// What people see.
    #[serde(default = "microsoft_label")]
    pub label: String,
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
}

fn mailbox() -> latchkey_wire::Purpose {
    latchkey_wire::Purpose::Mailbox
}

fn microsoft_label() -> String {
    "Microsoft 365".to_owned()
}

fn organizations() -> String {
    "organizations".to_owned()
}

fn microsoft_authority() -> Url {
    Url::parse("https://login.microsoftonline.com").expect("a literal address")
}

fn graph() -> Url {
    Url::parse("https://graph.microsoft.com").expect("a literal address")
}

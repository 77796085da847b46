//! Reads the configuration and reports what is wrong with it.

mod parse_error;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use latchkey_domain::is_this_machine;
use latchkey_store::{KeyError, SealingKey};
use secrecy::ExposeSecret as _;
use url::Url;
use zeroize::Zeroizing;

use super::{Config, EncryptionSettings, SettingProblem, secret};

/// An error in a configuration. Its text names the setting and says what it should be.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file does not exist.
    #[error("there is no configuration file {0}; write one, or name another with --config")]
    NoFile(PathBuf),
    /// A setting is missing, unknown or of the wrong type.
    #[error("{setting}: {problem}{source_name}")]
    Unreadable { setting: String, problem: String, source_name: String },
    /// A secret is given twice or not at all.
    #[error("{setting}: give either {setting} or {setting}_file, and only one of them")]
    SecretTwiceOrMissing { setting: String },
    /// A secret is empty.
    #[error("{setting} must not be empty")]
    SecretEmpty { setting: String },
    /// A client has nothing to authenticate by.
    #[error("providers.{section}: give client_secret, client_key_file or client_assertion_file")]
    NoClientCredential { section: String },
    /// A client has a secret and something else in its place.
    #[error(
        "providers.{section}: give client_secret (with or without next_client_secret), client_key_file or client_assertion_file, \
             and only one of them"
    )]
    ClientTwice { section: String },
    /// A client's key cannot be used.
    #[error("{setting}: {cause}")]
    ClientKey { setting: String, cause: String },
    /// A day cannot be read.
    #[error("{setting} must be a day such as 2027-01-31")]
    Day { setting: String },
    /// A secret's file cannot be read.
    #[error("{setting}_file: {path} can't be read: {cause}")]
    SecretFile { setting: String, path: PathBuf, cause: std::io::Error },
    /// A key is not 32 bytes.
    #[error("encryption key {0:?} must be 32 random bytes in base64; `openssl rand -base64 32` makes one")]
    KeyLength(String),
    /// The list of keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// An address would send secrets without encryption.
    #[error("{setting} must begin with https:// (http:// is accepted only for this machine itself)")]
    Insecure { setting: String },
    /// `public_url` has a path.
    #[error("public_url must be an origin such as https://latchkey.example, without a path")]
    NotAnOrigin,
    /// A provider does not support this purpose.
    #[error("providers.{0}.purpose: this kind of provider is a mailbox")]
    Purpose(String),
    /// An offer's name cannot be part of an address.
    #[error("providers.{0}: the name may contain only lower-case letters, digits and hyphens")]
    OfferName(String),
    /// A setting of a provider is not what it should be.
    #[error("{setting}: {problem}")]
    Setting { setting: String, problem: SettingProblem },
    /// An address can't be extended by a path.
    #[error("{setting} must be an address such as https://login.contoso.example")]
    Address { setting: String },
    /// Personal accounts are only in the worldwide cloud.
    #[error("providers.{0}.tenant: this cloud has no personal accounts; name a tenant, or `organizations`")]
    PersonalAccounts(String),
    /// A list of servers or an authority's certificate cannot be used.
    #[error("{setting}: {cause}")]
    Server { setting: String, cause: String },
    /// A webhook's secret is too short or not base64.
    #[error("webhooks.{0}.secret must be at least 24 random bytes in base64; `openssl rand -base64 32` makes one")]
    WebhookSecret(String),
    /// E-mail cannot be sent with these settings.
    #[error("{setting}: {cause}")]
    Mail { setting: String, cause: String },
    /// An entry of `frame_ancestors` is not an origin.
    #[error("frame_ancestors: {0:?} must be an origin such as https://outlook.office.com")]
    FrameAncestor(String),
    /// An entry of `extension_origins` is not the origin of an extension.
    #[error("extension_origins: {0:?} must be chrome-extension:// and the 32 letters of an extension's id")]
    ExtensionOrigin(String),
}

impl Config {
    /// Reads the file and the environment.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        if !file.is_file() {
            return Err(ConfigError::NoFile(file.to_owned()));
        }
        Self::read(&Figment::from(Toml::file_exact(file)).merge(environment()))
    }

    /// Reads a configuration from text, without the environment. For tests.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        Self::read(&Figment::from(Toml::string(text)))
    }

    fn read(figment: &Figment) -> Result<Self, ConfigError> {
        let config: Self = figment.extract().map_err(|error| parse_error::name_setting(figment, &error))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        secure("public_url", &self.public_url)?;
        if self.public_url.path() != "/" || self.public_url.query().is_some() {
            return Err(ConfigError::NotAnOrigin);
        }
        for origin in &self.frame_ancestors {
            let parsed = Url::parse(origin).map_err(|_| ConfigError::FrameAncestor(origin.clone()))?;
            if parsed.origin().ascii_serialization() != *origin {
                return Err(ConfigError::FrameAncestor(origin.clone()));
            }
        }
        for origin in &self.extension_origins {
            super::extension_origin(origin)?;
        }
        self.secret_ends()?;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        match self.providers.keys().find(|name| name.is_empty() || !name.chars().all(fits)) {
            Some(name) => Err(ConfigError::OfferName(name.clone())),
            None => Ok(()),
        }
    }
}

/// Variables such as `LATCHKEY_STORE__URL`. Variables of the command line are not settings.
fn environment() -> Env {
    Env::prefixed("LATCHKEY_").ignore(&["config", "log", "log_json"]).split("__")
}

/// Refuses an address that would send a secret without encryption.
pub(crate) fn secure(setting: &str, url: &Url) -> Result<(), ConfigError> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if url.host_str().is_some_and(is_this_machine) => Ok(()),
        _ => Err(ConfigError::Insecure { setting: setting.to_owned() }),
    }
}

impl EncryptionSettings {
    /// Loads the encryption keys.
    pub fn load_keys(&self) -> Result<Vec<SealingKey>, ConfigError> {
        self.keys
            .iter()
            .map(|key| {
                let text = secret::load(
                    &format!("encryption.keys ({}): key", key.id),
                    key.key.as_ref(),
                    key.key_file.as_deref(),
                )?;
                let bytes = Zeroizing::new(STANDARD.decode(text.expose_secret()).unwrap_or_default());
                let bytes =
                    Zeroizing::new(bytes.as_slice().try_into().map_err(|_| ConfigError::KeyLength(key.id.clone()))?);
                Ok(SealingKey { id: key.id.clone(), bytes })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        listen = "127.0.0.1:0"
        public_url = "https://latchkey.example"
        store = { url = "sqlite::memory:" }
        encryption = { keys = [{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }] }
        [providers.microsoft]
        kind = "microsoft"
        client_id = "id"
        client_secret = "secret"
    "#;

    fn sentence(change: impl Fn(String) -> String) -> String {
        Config::parse(&change(GOOD.to_owned()))
            .and_then(|config| config.encryption.load_keys())
            .err()
            .unwrap()
            .to_string()
    }

    #[test]
    fn a_plain_file_is_enough() {
        let config = Config::parse(GOOD).unwrap();
        assert_eq!(config.encryption.load_keys().unwrap()[0].bytes[31], 31);
        assert!(!format!("{config:?}").contains("AAECAw"), "the debug output shows a secret");
    }

    #[test]
    fn the_example_in_the_documents_is_a_configuration() {
        let config = Config::parse(include_str!("../../../../docs/latchkey.example.toml")).unwrap();
        assert_eq!(config.providers.len(), 5);
    }

    #[test]
    fn what_the_example_shows_in_comments_are_settings_too() {
        let example = include_str!("../../../../docs/latchkey.example.toml");
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let is_setting = |line: &&str| {
            let name = line.strip_prefix("# ").and_then(|line| line.split_once(" = "));
            name.is_some_and(|(name, _)| is_name(name))
        };
        let comments = example.lines().filter(is_setting);
        assert!(comments.clone().any(|line| line.contains("client_secret_ends")), "the example lost its comments");
        for line in comments {
            let setting = line.strip_prefix("# ").unwrap().replace("<the extension's id>", &"a".repeat(32));
            Config::parse(&example.replacen(line, &setting, 1)).map_err(|error| format!("{line}: {error}")).unwrap();
        }
    }

    #[test]
    fn a_day_may_have_quotes_or_not() {
        for day in ["\"2027-01-31\"", "2027-01-31"] {
            let text = GOOD.replace("client_secret =", &format!("client_secret_ends = {day}\nclient_secret ="));
            assert_eq!(Config::parse(&text).unwrap().secret_ends().unwrap()["microsoft"].to_string(), "2027-01-31");
        }
        assert!(Config::parse(GOOD).unwrap().secret_ends().unwrap().is_empty());
    }

    #[test]
    fn each_mistake_is_named_with_what_to_do() {
        for (from, to, says) in [
            ("listen", "lissten", "lissten"),
            ("client_id", "client_idd", "providers.microsoft.client_idd: "),
            ("client_id = \"id\"", "", "providers.microsoft.client_id: is missing"),
            (
                "client_secret =",
                "cloud = \"mars\"\nclient_secret =",
                "providers.microsoft.cloud: unknown variant: found `mars`",
            ),
            ("client_secret =", "offered = \"no\"\nclient_secret =", "providers.microsoft.offered: invalid type"),
            ("kind = \"microsoft\"", "", "providers.microsoft.kind: is missing"),
            ("kind = \"microsoft\"", "kind = \"mail\"", "providers.microsoft.kind: "),
            ("store = {", "store = 7 # {", "store: "),
            ("https://latchkey", "http://latchkey", "public_url must begin with https://"),
            ("latchkey.example", "latchkey.example/pane", "without a path"),
            ("AAEC", "", "32 random bytes"),
            (", key = ", ", kee = ", "kee"),
            (r#", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=""#, "", "only one of them"),
            ("[providers.microsoft]", "[providers.\"M S\"]", "lower-case letters"),
            (
                "client_secret =",
                "client_secret_ends = \"2027-02-29\"\nclient_secret =",
                "microsoft.client_secret_ends must",
            ),
            (
                "client_secret =",
                "client_secret_ends = 2027-01-31T09:00:00Z\nclient_secret =",
                "a day such as 2027-01-31",
            ),
            ("client_secret =", "client_secret_ends = 2027\nclient_secret =", "client_secret_ends must be a day"),
            ("[providers.microsoft]", "extension_origins = [\"*\"]\n[providers.microsoft]", "an extension's id"),
            ("[providers.microsoft]", "frame_ancestors = [\"outlook\"]\n[providers.microsoft]", "must be an origin"),
        ] {
            let sentence = sentence(|good| good.replacen(from, to, 1));
            assert!(sentence.contains(says), "{sentence:?} should say {says:?}");
        }
    }
}

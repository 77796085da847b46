//! How the installation authenticates at a provider, which is the same for every kind of provider.
//!
//! # To add a setting
//! Add the field to the macro and to [`ClientSettings`].

use std::path::Path;

use secrecy::SecretString;

use super::SecretEnd;
use crate::config::ConfigError;

/// Adds the settings of the client to a provider's own: a section of the file may hold nothing else, and serde can't look for
/// unknown keys in a struct that is made of two.
macro_rules! with_client {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The registration's client id.
            pub client_id: String,
            /// The registration's secret.
            pub client_secret: Option<SecretString>,
            /// The path of a file that holds the secret.
            pub client_secret_file: Option<PathBuf>,
            /// A second secret, which is used when the provider refuses the first one. So a secret is replaced without an
            /// interruption.
            pub next_client_secret: Option<SecretString>,
            /// The path of a file that holds the second secret.
            pub next_client_secret_file: Option<PathBuf>,
            /// The secret's last day, such as `2027-01-31`. Administrators are warned from 30 days before. Read again while
            /// the endpoint runs.
            #[serde(default, deserialize_with = "secret_end::day_text")]
            pub client_secret_ends: Option<String>,
            /// In place of a secret: the path of a private key in PEM, which signs assertions (RFC 7523).
            pub client_key_file: Option<PathBuf>,
            /// The key's id, if the provider knows it by one.
            pub client_key_id: Option<String>,
            /// The path of the key's certificate in PEM, if the provider knows the key by it (Microsoft).
            pub client_certificate_file: Option<PathBuf>,
            /// In place of a secret: the path of a file with an assertion that a platform issues and replaces (a federated
            /// credential). It is read again for each request.
            pub client_assertion_file: Option<PathBuf>,
            /// The audience of assertions, if it is not the token endpoint.
            pub client_assertion_audience: Option<String>,
            $($(#[$field_meta])* pub $field: $kind,)*
        }

        impl $name {
            /// The settings of the client.
            pub(crate) fn client(&self) -> ClientSettings<'_> {
                ClientSettings {
                    client_id: &self.client_id,
                    secret: (self.client_secret.as_ref(), self.client_secret_file.as_deref()),
                    next_secret: (self.next_client_secret.as_ref(), self.next_client_secret_file.as_deref()),
                    secret_ends: self.client_secret_ends.as_deref(),
                    key_file: self.client_key_file.as_deref(),
                    key_id: self.client_key_id.as_deref(),
                    certificate_file: self.client_certificate_file.as_deref(),
                    assertion_file: self.client_assertion_file.as_deref(),
                    assertion_audience: self.client_assertion_audience.as_deref(),
                }
            }
        }
    };
}
pub(super) use with_client;

impl ClientSettings<'_> {
    /// Whether the client has a secret.
    pub(crate) fn has_secret(&self) -> bool {
        matches!(self.secret, (Some(_), _) | (_, Some(_)))
    }

    /// Whether the client has a second secret.
    pub(crate) fn has_next_secret(&self) -> bool {
        matches!(self.next_secret, (Some(_), _) | (_, Some(_)))
    }

    /// The setting by which the client authenticates, if not by a secret.
    pub(crate) fn in_place_of_secret(&self) -> Option<&'static str> {
        match (self.key_file, self.assertion_file) {
            (Some(_), _) => Some("client_key_file"),
            (None, Some(_)) => Some("client_assertion_file"),
            (None, None) => None,
        }
    }

    /// The settings by which the client authenticates.
    pub(crate) fn credential_names(&self) -> Vec<&'static str> {
        match self.in_place_of_secret() {
            Some(other) => vec![other],
            None if self.has_next_secret() => vec!["client_secret", "next_client_secret"],
            None => vec!["client_secret"],
        }
    }

    /// Why the platform's assertion can't be read now. It is read for each request, so a platform may still write it.
    pub(crate) fn unreadable_assertion(&self) -> Option<String> {
        let file = self.assertion_file?;
        let cause = match std::fs::read_to_string(file) {
            Ok(text) if text.trim().is_empty() => "it is empty".to_owned(),
            Ok(_) => return None,
            Err(error) => error.to_string(),
        };
        Some(format!(
            "client_assertion_file: {} can't be read: {cause}; name the file that the platform writes, and let the endpoint \
             read it",
            file.display()
        ))
    }

    /// The secret's last day, if it is known. `name` is the section's.
    pub(crate) fn secret_end(&self, name: &str) -> Result<Option<SecretEnd>, ConfigError> {
        let bad = || ConfigError::Day { setting: format!("providers.{name}.client_secret_ends") };
        self.secret_ends.map(|day| SecretEnd::parse(day).ok_or_else(bad)).transpose()
    }
}

/// The settings of the client in one section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientSettings<'a> {
    pub(crate) client_id: &'a str,
    /// As text, or in a file.
    pub(crate) secret: (Option<&'a SecretString>, Option<&'a Path>),
    pub(crate) next_secret: (Option<&'a SecretString>, Option<&'a Path>),
    pub(crate) secret_ends: Option<&'a str>,
    pub(crate) key_file: Option<&'a Path>,
    pub(crate) key_id: Option<&'a str>,
    pub(crate) certificate_file: Option<&'a Path>,
    pub(crate) assertion_file: Option<&'a Path>,
    pub(crate) assertion_audience: Option<&'a str>,
}

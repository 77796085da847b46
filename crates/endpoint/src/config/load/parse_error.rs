//! Names the setting that can't be read, with its path and its file.

use figment::Figment;
use figment::error::Kind;
use figment::value::Value;

use super::ConfigError;
use crate::config::{ExchangeSettings, GoogleConfig, MicrosoftConfig, OidcConfig, SalesforceConfig};

/// The error in words. Serde forgets the path within a section whose `kind` decides what it may hold, so the section that can't be
/// read is read again as that kind.
pub(super) fn name_setting(figment: &Figment, error: &figment::Error) -> ConfigError {
    let source = error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref());
    let source_name = source.map(|source| format!(" (in {source})")).unwrap_or_default();
    let mut path = error.path.clone();
    let mut kind = error.kind.clone();
    if let [providers, name, ..] = path.as_slice()
        && providers == "providers"
    {
        let section = format!("providers.{name}");
        if let Some(within) = figment.find_value(&section).ok().and_then(read_again) {
            path = ["providers".to_owned(), name.clone()].into_iter().chain(within.path).collect();
            kind = within.kind;
        }
    }
    let problem = match &kind {
        Kind::MissingField(field) => {
            path.push(field.to_string());
            "is missing".to_owned()
        }
        Kind::UnknownField(field, known) => {
            if path.last() != Some(field) {
                path.push(field.clone());
            }
            format!("is no setting; here are: {}", known.join(", "))
        }
        other => other.to_string(),
    };
    let setting = if path.is_empty() { "configuration".to_owned() } else { path.join(".") };
    ConfigError::Unreadable { setting, problem, source_name }
}

fn read_again(section: Value) -> Option<figment::Error> {
    let mut settings = section.into_dict()?;
    let Some(kind) = settings.remove("kind") else { return Some(Kind::MissingField("kind".into()).into()) };
    let settings = Value::from(settings);
    match kind.as_str()? {
        "microsoft" => settings.deserialize::<MicrosoftConfig>().err(),
        "google" => settings.deserialize::<GoogleConfig>().err(),
        "salesforce" => settings.deserialize::<SalesforceConfig>().err(),
        "oidc" => settings.deserialize::<OidcConfig>().err(),
        "exchange" => settings.deserialize::<ExchangeSettings>().err(),
        other => {
            const KINDS: &[&str] = &["microsoft", "google", "salesforce", "oidc", "exchange"];
            let unknown = figment::Error::from(Kind::UnknownVariant(other.to_owned(), KINDS));
            Some(unknown.with_path("kind"))
        }
    }
}

//! Loads secrets that the configuration gives as text or as the path of a file.

use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroize as _;

use super::ConfigError;

/// Loads a secret. White space around one in a file is removed, because editors add line ends.
pub(crate) fn load(
    setting: &str,
    text: Option<&SecretString>,
    file: Option<&Path>,
) -> Result<SecretString, ConfigError> {
    let secret = match (text, file) {
        (Some(text), None) => Ok(text.clone()),
        (None, Some(path)) => {
            let mut content = std::fs::read_to_string(path).map_err(|cause| ConfigError::SecretFile {
                setting: setting.to_owned(),
                path: path.to_owned(),
                cause,
            })?;
            let secret = SecretString::from(content.trim());
            content.zeroize();
            Ok(secret)
        }
        _ => Err(ConfigError::SecretTwiceOrMissing { setting: setting.to_owned() }),
    }?;
    // A file may be written empty, and no server means an empty secret.
    let named = if file.is_some() { format!("{setting}_file") } else { setting.to_owned() };
    if secret.expose_secret().trim().is_empty() { Err(ConfigError::SecretEmpty { setting: named }) } else { Ok(secret) }
}

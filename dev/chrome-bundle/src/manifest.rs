//! `manifest.json`: the project's `chrome-manifest.json` with the endpoint and the version filled in.

use serde_json::{Value, json};

use crate::sentences::pretty;
use crate::{Bundle, BundleError};

pub(crate) const NAME: &str = "manifest.json";
/// What an administrator may set by policy (<https://developer.chrome.com/docs/extensions/reference/manifest/storage>).
pub(crate) const SCHEMA: &str = "managed_schema.json";

/// Placeholders in the project's manifest.
const ENDPOINT: &str = "ENDPOINT";
const VERSION: &str = "VERSION";

/// The manifest with the bundle's endpoint filled in. If a policy may name another endpoint, the panel may ask any HTTPS
/// address, and the named endpoint has to admit the extension (CORS).
pub(crate) fn manifest(source: &[u8], bundle: &Bundle<'_>) -> Result<Vec<u8>, BundleError> {
    let mut manifest = parse(source)?;
    set(&mut manifest, "/version", VERSION, bundle.version)?;
    set(&mut manifest, "/host_permissions/0", &format!("{ENDPOINT}/*"), &format!("{}/*", bundle.endpoint.origin()))?;
    let start = "/authorizations/*/start*";
    let pages = format!("{}{start}", bundle.endpoint.origin());
    set(&mut manifest, "/content_scripts/1/matches/0", &format!("{ENDPOINT}{start}"), &pages)?;
    let place = "/content_security_policy/extension_pages";
    let endpoint = bundle.endpoint.origin();
    let origins = if bundle.by_policy { format!("{endpoint} https:") } else { endpoint };
    let policy = text(&manifest, place)?;
    let filled_in = policy.replace(ENDPOINT, &origins);
    set(&mut manifest, place, &policy, &filled_in)?;
    if bundle.by_policy {
        manifest["storage"] = json!({ "managed_schema": SCHEMA });
    }
    Ok(pretty(&manifest))
}

/// The manifest for the store, which assigns the key itself and refuses another.
pub(crate) fn without_key(manifest: &[u8]) -> Result<Vec<u8>, BundleError> {
    let mut manifest = parse(manifest)?;
    if let Some(manifest) = manifest.as_object_mut() {
        manifest.remove("key");
    }
    Ok(pretty(&manifest))
}

/// The policy's form.
pub(crate) fn schema() -> Vec<u8> {
    let endpoint = json!({
        "title": "Endpoint",
        "description": "The address of your organisation's Latchkey endpoint, such as https://latchkey.example",
        "type": "string",
    });
    pretty(&json!({ "type": "object", "properties": { "endpoint": endpoint } }))
}

fn parse(json: &[u8]) -> Result<Value, BundleError> {
    serde_json::from_slice(json).map_err(|error| BundleError::Manifest(error.to_string()))
}

fn text(manifest: &Value, place: &str) -> Result<String, BundleError> {
    let text = manifest.pointer(place).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| BundleError::Manifest(format!("{place} is missing")))
}

/// Replaces the text at a place, which must be what is expected there.
fn set(manifest: &mut Value, place: &str, expected: &str, new: &str) -> Result<(), BundleError> {
    let found = text(manifest, place)?;
    if found != expected {
        return Err(BundleError::Manifest(format!("{place} is {found}, not {expected}")));
    }
    if let Some(place) = manifest.pointer_mut(place) {
        *place = Value::String(new.to_owned());
    }
    Ok(())
}

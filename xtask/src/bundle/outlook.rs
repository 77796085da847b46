//! The Outlook add-in of one installation: `manifest.xml` with its addresses, its names, and an id of its own.
//!
//! The id is computed from the endpoint's address (RFC 9562, version 5). So a manifest that is written again describes the
//! same add-in, and two installations never replace each other in Outlook.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use uuid::Uuid;

use super::BundleOptions;
use crate::workspace;

/// The values in the repository's manifest that are replaced.
const DEVELOPMENT: &str = "https://localhost:4870";
const DEVELOPMENT_ID: &str = "b2a3a1f4-6f0e-4f0c-9a43-7d1c0c1a7c4e";
const NAME: &str = "Latchkey";
const SUPPORT: &str = "https://github.com/latchkey/latchkey#readme";

/// The namespace of our ids: a constant that was generated at random.
const IDS: Uuid = Uuid::from_u128(0x7f0c_5f5e_0b3a_4f0e_9c57_2d0a_41c3_b6e8);

/// The longest name. Outlook cuts off longer names, and its schema refuses them.
const MAX_NAME_CHARS: usize = 110;

/// Writes `manifest.xml` into a folder and returns its path.
pub fn write(options: &BundleOptions, folder: &Path) -> anyhow::Result<PathBuf> {
    let file = workspace::root().join("manifest.xml");
    let development = fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
    let manifest = filled_in(&development, options)?;
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    let file = folder.join("manifest.xml");
    fs::write(&file, manifest).with_context(|| format!("can't write {}", file.display()))?;
    Ok(file)
}

/// The manifest for an installation.
pub fn filled_in(development: &str, options: &BundleOptions) -> anyhow::Result<String> {
    ensure!(options.endpoint.is_secure(), "Outlook loads add-ins over https only: give an address with https://");
    ensure!(
        !options.name.trim().is_empty() && options.name.chars().count() <= MAX_NAME_CHARS,
        "--name must have 1 to {MAX_NAME_CHARS} characters"
    );
    ensure!(options.support.starts_with("https://"), "--support must begin with https://");
    // The comment at the top is about the file in the repository.
    let (head, rest) = development.split_once("<!--").context("the manifest has no comment at its top")?;
    let (_, body) = rest.split_once("-->\n").context("the comment at the manifest's top has no end")?;
    let origin = options.endpoint.origin();
    let id = Uuid::new_v5(&IDS, origin.as_bytes());
    let body = match options.office_sso {
        Some(client_id) => with_sso(body, &options.endpoint.host(), client_id)?,
        None => body.to_owned(),
    };
    Ok([head, &body]
        .concat()
        .replace(SUPPORT, &escaped(&options.support))
        .replace(DEVELOPMENT_ID, &id.to_string())
        .replace(DEVELOPMENT, &origin)
        .replace(NAME, &escaped(options.name.trim())))
}

/// Names the registration whose scope Office asks for
/// (learn.microsoft.com/javascript/api/manifest/webapplicationinfo): in the newest part alone, as its last element. The
/// schemas that Microsoft publishes know the element for task panes only, although its documentation lists it for mail too.
fn with_sso(body: &str, host: &str, client_id: Uuid) -> anyhow::Result<String> {
    const END: &str = "    </VersionOverrides>\n";
    let (before, after) = body.split_once(END).context("the manifest has no inner VersionOverrides")?;
    let info = format!(
        "      <WebApplicationInfo>\n        <Id>{client_id}</Id>\n        <Resource>api://{host}/{client_id}</Resource>\n        \
         <Scopes>\n          <Scope>openid</Scope>\n          <Scope>profile</Scope>\n        </Scopes>\n      \
         </WebApplicationInfo>\n"
    );
    Ok([before, &info, END, after].concat())
}

/// A text within an attribute or an element (XML 1.0, 2.4).
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;

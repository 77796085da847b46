//! The demo's data folder: the endpoint's configuration, written anew at each start (ports may differ), and secrets,
//! which are kept.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::secrets;
use crate::workspace;

/// The registration of the endpoint at the practice providers. A GUID, as Microsoft gives.
pub const CLIENT_ID: &str = "1a7c6bea-0000-4000-8000-000000001a7c";

/// The names of the practice providers in the endpoint's configuration; part of their callback addresses.
const PROVIDERS: [&str; 4] = ["microsoft", "google", "salesforce", "openid"];

/// Where everything of one demo is.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The absolute path of the data folder.
    pub folder: PathBuf,
    /// The endpoint's port.
    pub port: u16,
    /// Whether the endpoint speaks TLS.
    pub https: bool,
}

impl Demo {
    /// The port of the practice providers: the endpoint's plus one. Browsers treat two ports of one host name as the same site.
    /// So the practice providers are at `127.0.0.1` and the endpoint is at `localhost`: two sites, as with real providers.
    pub fn practice_port(&self) -> u16 {
        self.port + 1
    }

    /// The practice Exchange's port: the one after that, because it speaks HTTPS.
    pub fn exchange_port(&self) -> u16 {
        self.port + 2
    }

    /// Where the practice Exchange is, as people type it under Advanced Setup.
    pub fn ews_url(&self) -> String {
        format!("https://localhost:{}/EWS/Exchange.asmx", self.exchange_port())
    }

    /// The certificate of the practice Exchange's authority, which the endpoint is to trust.
    pub fn exchange_ca_file(&self) -> PathBuf {
        self.folder.join("exchange-ca.pem")
    }

    /// Where the pane is.
    pub fn pane_url(&self) -> String {
        format!("{}://localhost:{}", if self.https { "https" } else { "http" }, self.port)
    }

    /// Where the practice providers and their control page are.
    pub fn practice_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.practice_port())
    }

    /// Where the practice providers send browsers back to.
    pub fn redirect_uris(&self) -> [String; 4] {
        PROVIDERS.map(|name| format!("{}/oauth/callback/{name}", self.pane_url()))
    }

    /// The file in which the practice provider stores its state between runs.
    pub fn practice_state(&self) -> PathBuf {
        self.folder.join("practice.json")
    }

    /// The endpoint's configuration.
    pub fn config_file(&self) -> PathBuf {
        self.folder.join("latchkey.toml")
    }

    /// The secret that both programs know.
    pub fn client_secret_file(&self) -> PathBuf {
        self.folder.join("client-secret")
    }

    /// Certificate, key, and the authority behind them.
    pub fn tls_folder(&self) -> PathBuf {
        self.folder.join("tls")
    }

    fn tls(&self) -> String {
        let file = |name: &str| quoted(&self.tls_folder().join(name).display().to_string());
        let pair = || format!("tls = {{ certificate_file = {}, key_file = {} }}\n", file("tls.crt"), file("tls.key"));
        if self.https { pair() } else { String::new() }
    }

    fn key_file(&self) -> PathBuf {
        self.folder.join("encryption-key")
    }

    /// Makes the folder and everything in it that both programs need.
    pub fn write(&self) -> anyhow::Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| format!("can't make {}", self.folder.display()))?;
        secrets::ensure_key(&self.key_file())?;
        secrets::ensure_secret(&self.client_secret_file())?;
        let file = self.config_file();
        fs::write(&file, self.endpoint_config(&workspace::dist()))
            .with_context(|| format!("can't write {}", file.display()))
    }

    fn endpoint_config(&self, pane: &Path) -> String {
        let store = format!("sqlite://{}", self.folder.join("latchkey.db").display());
        format!(
            r#"# Written by `cargo xtask demo` at each start: an edit lasts until then.
listen = "127.0.0.1:{port}"
public_url = {public_url}
pane_dir = {pane}
{tls}
# "new" or "legacy". This is read again while the demo runs.
[sync_settings]
page = "new"

[store]
url = {store}

[encryption]
keys = [{{ id = "demo", key_file = {key} }}]

[providers.microsoft]
kind = "microsoft"
label = "Microsoft 365 (practice)"
client_id = "{CLIENT_ID}"
client_secret_file = {secret}
tenant = "organizations"
authority = {authority}
graph = {graph}

[providers.exchange]
kind = "exchange"
label = "Exchange (practice)"
# Where passwords may go: the practice Exchange, by its own name and by those at which its people look for it.
servers = ["localhost:{exchange_port}", "autodiscover.contoso.example", "autodiscover.fabrikam.example"]
extra_ca_file = {exchange_ca}
[providers.exchange.hosts]
"autodiscover.contoso.example" = "127.0.0.1:{exchange_port}"
"autodiscover.fabrikam.example" = "127.0.0.1:{exchange_port}"

[providers.google]
kind = "google"
label = "Google (practice)"
client_id = "{CLIENT_ID}"
client_secret_file = {secret}
authority = {google}
token_host = {google}
api = {google}

# A company's own mail server that speaks OpenID Connect. The control page lets it speak like Dex, Keycloak and others.
[providers.openid]
kind = "oidc"
purpose = "mailbox"
label = "Contoso Mail (practice)"
client_id = "{CLIENT_ID}"
client_secret_file = {secret}
issuer = {openid}

[providers.salesforce]
kind = "salesforce"
label = "Salesforce (practice)"
client_id = "{CLIENT_ID}"
client_secret_file = {secret}
login_url = {login}
sandbox_url = {sandbox}
# Typed addresses of the practice Salesforce: 127.0.0.1:{practice_port}/salesforce/my/contoso
domains = ["127.0.0.1"]
"#,
            port = self.port,
            tls = self.tls(),
            public_url = quoted(&self.pane_url()),
            pane = quoted(&pane.display().to_string()),
            store = quoted(&store),
            key = quoted(&self.key_file().display().to_string()),
            secret = quoted(&self.client_secret_file().display().to_string()),
            practice_port = self.practice_port(),
            exchange_port = self.exchange_port(),
            exchange_ca = quoted(&self.exchange_ca_file().display().to_string()),
            authority = quoted(&format!("{}/microsoft", self.practice_url())),
            graph = quoted(&format!("{}/microsoft/graph", self.practice_url())),
            google = quoted(&format!("{}/google", self.practice_url())),
            openid = quoted(&format!("{}/openid", self.practice_url())),
            login = quoted(&format!("{}/salesforce/login", self.practice_url())),
            sandbox = quoted(&format!("{}/salesforce/test", self.practice_url())),
        )
    }
}

/// A basic string of TOML (TOML 1.0, “String”).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;

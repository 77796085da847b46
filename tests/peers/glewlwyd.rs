//! Glewlwyd (Debian): an independent implementation in C, unusual where the standards leave room. It answers a dead refresh
//! token and a wrong client secret by an empty 400, its token types are lower case, and a live refresh token that is presented
//! with a wrong secret ends.
//!
//! Runs unpacked from its packages, not installed: Debian's package starts a service that listens everywhere.

mod account;
pub mod keys;
mod set_up;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use url::Url;

use crate::peer::{PeerAccount, PeerServer, SCOPE};
use crate::peer_process::PeerProcess;
use account::GlewlwydAccount;

/// How many ports are tried: a free port can be taken before it is used.
const TRIES: usize = 5;

/// One running server.
pub struct Glewlwyd {
    program: Option<PeerProcess>,
    files: GlewlwydFiles,
    port: u16,
    issuer: String,
}

/// Loopback alone.
fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

impl Glewlwyd {
    /// Starts one that signs with this key pair.
    pub async fn start_with(keys: keys::PemKeyPair) -> Self {
        let files = GlewlwydFiles::new();
        let mut said = String::new();
        for _ in 0..TRIES {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            match files.run(port) {
                Ok(program) => {
                    let issuer = format!("{}/api/{}", url(port), set_up::PLUGIN);
                    set_up::plugin(&url(port), &issuer, &keys).await;
                    return Self { program: Some(program), files, port, issuer };
                }
                Err(instead) => said = instead,
            }
        }
        panic!("glewlwyd does not start: {said}")
    }

    /// Signs in as [`PeerServer::sign_in`] does, and allows these scopes alone.
    pub async fn sign_in_allowing(&self, page: Url, person: &PeerAccount, scopes: &str) -> Url {
        let account = GlewlwydAccount::sign_in(&url(self.port), person).await;
        account.allow(page, scopes).await
    }

    async fn account(&self, person: &PeerAccount) -> GlewlwydAccount {
        GlewlwydAccount::sign_in(&url(self.port), person).await
    }
}

impl PeerServer for Glewlwyd {
    async fn start() -> Self {
        Self::start_with(keys::pair()).await
    }

    fn issuer(&self) -> &str {
        &self.issuer
    }

    async fn register(&mut self, redirect_uri: &Url) {
        set_up::client(&url(self.port), redirect_uri).await;
    }

    async fn sign_in(&self, page: Url, person: &PeerAccount) -> Url {
        self.sign_in_allowing(page, person, &format!("openid profile email offline_access {SCOPE}")).await
    }

    async fn live_refresh_tokens(&mut self, person: &PeerAccount) -> usize {
        self.account(person).await.live_tokens().await.len()
    }

    async fn end_access(&mut self, person: &PeerAccount) {
        let account = self.account(person).await;
        for token in account.live_tokens().await {
            account.end(&token).await;
        }
    }

    async fn go_down(&mut self) {
        self.program = None;
    }

    async fn come_back(&mut self) {
        self.program = Some(self.files.run(self.port).unwrap());
    }
}

/// The unpacked packages, and the folder of one instance.
struct GlewlwydFiles {
    packages: PathBuf,
    own: TempDir,
}

impl GlewlwydFiles {
    fn new() -> Self {
        let packages = env::var_os("LATCHKEY_GLEWLWYD")
            .expect("LATCHKEY_GLEWLWYD is not set: `cargo xtask test --only peers` fetches glewlwyd and sets it");
        let files = Self { packages: packages.into(), own: TempDir::new().unwrap() };
        let schema = files.packages.join("usr/share/dbconfig-common/data/glewlwyd/install/sqlite3");
        let schema = fs::File::open(&schema).unwrap_or_else(|error| panic!("{}: {error}", schema.display()));
        let made = files.command("sqlite3").arg(files.database()).stdin(schema).status().unwrap();
        assert!(made.success(), "sqlite3: {made}");
        files
    }

    fn database(&self) -> PathBuf {
        self.own.path().join("glewlwyd.db")
    }

    /// A program of the packages', or of the system's where the packages were installed before.
    fn command(&self, name: &str) -> Command {
        let unpacked = self.packages.join("usr/bin").join(name);
        let mut command =
            Command::new(if unpacked.is_file() { unpacked.into_os_string() } else { OsString::from(name) });
        command.env("LD_LIBRARY_PATH", env::join_paths(self.library_folders()).unwrap());
        command
    }

    fn library_folders(&self) -> impl Iterator<Item = PathBuf> {
        let folders = fs::read_dir(self.packages.join("usr/lib")).unwrap().map(|entry| entry.unwrap().path());
        folders.filter(|folder| folder.to_string_lossy().ends_with("-linux-gnu"))
    }

    fn run(&self, port: u16) -> Result<PeerProcess, String> {
        let config = self.own.path().join("glewlwyd.conf");
        fs::write(&config, self.config(port)).unwrap();
        let program = PeerProcess::start(self.command("glewlwyd").arg("--config-file").arg(config));
        program.wait_for_line("Glewlwyd started on port")?;
        // This line comes before it listens, and even if it cannot listen.
        program.wait_until(|| TcpStream::connect(("127.0.0.1", port)).is_ok())?;
        Ok(program)
    }

    fn config(&self, port: u16) -> String {
        let modules = |kind: &str| Path::new(&self.packages).join("usr/lib/glewlwyd").join(kind).display().to_string();
        format!(
            r#"
            port = {port}
            bind_address = "127.0.0.1"
            external_url = "{url}"
            api_prefix = "api"
            login_url = "login.html"
            log_mode = "console"
            log_level = "INFO"
            cookie_secure = 0
            session_key = "{session}"
            session_expiration = 86400
            admin_scope = "g_admin"
            profile_scope = "g_profile"
            user_module_path = "{user}"
            client_module_path = "{client}"
            user_auth_scheme_module_path = "{scheme}"
            plugin_module_path = "{plugin}"
            hash_algorithm = "SHA512"
            database = {{ type = "sqlite3" path = "{database}" }};
            "#,
            url = url(port),
            session = account::SESSION,
            user = modules("user"),
            client = modules("client"),
            scheme = modules("scheme"),
            plugin = modules("plugin"),
            database = self.database().display(),
        )
    }
}

//! Apache with `mod_auth_gssapi` and `gss-ntlmssp` (Debian). It offers Negotiate, NTLM and Basic as Exchange does. Its NTLM is
//! a plug-in of MIT Kerberos, written in C.
//!
//! Runs unpacked from its packages, not installed: Debian's package starts a service.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_exchange::{AuthScheme, ExchangeError};

use crate::mail_server::{MailServerFiles, PASSWORD, SignedWith, USER, user_name};
use crate::peer_process::PeerProcess;

/// How many ports are tried: a free port can be taken before it is used.
const TRIES: usize = 5;

/// Which authentication Apache offers.
enum Asks {
    /// As Exchange does.
    Everything,
    /// With `mod_auth_basic`: `mod_auth_gssapi`'s own way with passwords ends its process on Debian 12.
    BasicAlone,
}

struct Apache {
    _program: PeerProcess,
    files: MailServerFiles,
    port: u16,
}

impl Apache {
    fn start(asks: &Asks) -> Self {
        let packages = PathBuf::from(
            env::var_os("LATCHKEY_APACHE")
                .expect("LATCHKEY_APACHE is not set: `cargo xtask test --only peers` fetches apache and sets it"),
        );
        let files = MailServerFiles::new(SignedWith::Sha256);
        files.write(
            "answer.sh",
            "#!/bin/sh\ncat > /dev/null\nprintf 'Content-Type: text/xml\\r\\n\\r\\n'\ncat \"$INBOX\"\n",
        );
        fs::set_permissions(files.path("answer.sh"), fs::Permissions::from_mode(0o755)).unwrap();
        provide_mechanism(&packages, &files);
        let libraries = env::join_paths(library_folders(&packages).chain([files.folder().to_path_buf()])).unwrap();
        let mut said = String::new();
        for _ in 0..TRIES {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            files.write("apache.conf", &config(&packages, &files, port, asks));
            let mut command = Command::new(file(&packages, "usr/sbin/apache2"));
            command.arg("-DFOREGROUND").arg("-f").arg(files.path("apache.conf"));
            command.env("LD_LIBRARY_PATH", &libraries).env("GSS_MECH_CONFIG", files.path("mechanisms"));
            command.env("NTLM_USER_FILE", files.path("users"));
            let program = PeerProcess::start(&mut command);
            match program.wait_for_line("resuming normal operations") {
                Ok(_) => return Self { _program: program, files, port },
                Err(instead) => said = instead,
            }
        }
        panic!("apache does not start: {said}")
    }
}

/// A file of the packages', or of the system's where the packages were installed before.
fn file(packages: &Path, name: &str) -> PathBuf {
    let unpacked = packages.join(name);
    if unpacked.is_file() { unpacked } else { Path::new("/").join(name) }
}

/// `usr/lib/<machine>-linux-gnu`.
fn library_folders(packages: &Path) -> impl Iterator<Item = PathBuf> {
    let folders = fs::read_dir(packages.join("usr/lib")).into_iter().flatten().map(|entry| entry.unwrap().path());
    folders.filter(|folder| folder.to_string_lossy().ends_with("-linux-gnu"))
}

/// Copies the NTLM mechanism to the tests' folder, because Apache's children may run as a user who cannot read the packages'.
fn provide_mechanism(packages: &Path, files: &MailServerFiles) {
    let folders: Vec<_> = library_folders(packages).chain(library_folders(Path::new("/"))).collect();
    let named = |begin: &str| {
        let in_folder =
            |folder: &PathBuf| fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        let fits = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(begin);
        folders.iter().flat_map(in_folder).find(fits)
    };
    let mechanisms = folders.iter().map(|folder| folder.join("gssntlmssp/gssntlmssp.so"));
    let mechanism = mechanisms.into_iter().find(|path| path.is_file()).expect("gss-ntlmssp");
    // Debian builds it with or without this.
    for library in named("libwbclient.so.0").into_iter().chain([mechanism]) {
        fs::copy(&library, files.path(&library.file_name().unwrap().to_string_lossy())).unwrap();
    }
    let mechanism = files.path("gssntlmssp.so");
    files.write("mechanisms", &format!("ntlmssp_v1 1.3.6.1.4.1.311.2.2.10 {}\n", mechanism.display()));
    fs::set_permissions(files.folder(), fs::Permissions::from_mode(0o755)).unwrap();
}

fn config(packages: &Path, files: &MailServerFiles, port: u16, asks: &Asks) -> String {
    let load = |name: &str| {
        let module = file(packages, &format!("usr/lib/apache2/modules/mod_{name}.so"));
        format!("LoadModule {name}_module {}\n", module.display())
    };
    let loaded: String = [
        "mpm_prefork",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_user",
        "auth_basic",
        "auth_gssapi",
        "ssl",
        "cgi",
        "alias",
        "env",
    ]
    .map(load)
    .concat();
    let asks = match asks {
        Asks::Everything => {
            "AuthType GSSAPI\nGssapiAllowedMech ntlmssp\nGssapiConnectionBound On\nGssapiBasicAuth On\nGssapiBasicAuthMech ntlmssp".to_owned()
        }
        Asks::BasicAlone => {
            files.write("passwords", &format!("{USER}:{{SHA}}{}\n", hashed(PASSWORD)));
            format!("AuthType Basic\nAuthBasicProvider file\nAuthUserFile {}", files.path("passwords").display())
        }
    };
    let folder = files.folder().display();
    // Apache started by root must run as another user; started by another user it cannot change to one.
    let user = if is_root() { "User nobody\nGroup nogroup" } else { "" };
    format!(
        r#"
        {loaded}
        ServerRoot {folder}
        ServerName mail.contoso.example
        PidFile {folder}/pid
        ErrorLog /dev/stderr
        Listen 127.0.0.1:{port}
        StartServers 1
        SSLEngine On
        SSLSessionCache none
        SSLCertificateFile {folder}/server.pem
        SSLCertificateKeyFile {folder}/server.key
        Mutex pthread
        {user}
        SetEnv INBOX {folder}/inbox.xml
        ScriptAlias /EWS/Exchange.asmx {folder}/answer.sh
        <Location /EWS/Exchange.asmx>
            AuthName "mail.contoso.example"
            {asks}
            Require valid-user
        </Location>
        "#
    )
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// As Apache's password files have it.
fn hashed(password: &str) -> String {
    STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()))
}

#[tokio::test]
async fn ntlm_is_chosen_where_negotiate_ntlm_and_basic_are_offered() {
    let apache = Apache::start(&Asks::Everything);
    let proof = apache.files.sign_in(apache.port, &user_name(), PASSWORD).await.unwrap();
    assert_eq!(proof.scheme, AuthScheme::Ntlm);
}

#[tokio::test]
async fn a_wrong_password_is_refused() {
    for (asks, name) in [(Asks::Everything, user_name()), (Asks::BasicAlone, USER.to_owned())] {
        let apache = Apache::start(&asks);
        let refused = apache.files.sign_in(apache.port, &name, "not-her-password").await;
        assert_eq!(refused, Err(ExchangeError::PasswordRejected));
    }
}

#[tokio::test]
async fn basic_is_used_where_nothing_else_is_offered() {
    let apache = Apache::start(&Asks::BasicAlone);
    let proof = apache.files.sign_in(apache.port, USER, PASSWORD).await.unwrap();
    assert_eq!(proof.scheme, AuthScheme::Basic);
}

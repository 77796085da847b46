//! What an administrator sets up for `LemonLDAP::NG`: its configuration, a table of people, and folders for sessions.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, iter};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::peer::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, PeerAccount};
use crate::peer_process::PeerProcess;
use crate::pem::pem;

/// Creates the table of people in the file that is the first argument. Each further three are a person.
const PEOPLE: &str = r#"
    use DBI;
    my $db = DBI->connect("dbi:SQLite:dbname=" . shift, "", "", { RaiseError => 1 });
    $db->do("CREATE TABLE people (login, password, mail, name)");
    while (my @person = splice @ARGV, 0, 4) { $db->do("INSERT INTO people VALUES (?, ?, ?, ?)", undef, @person) }
"#;

/// The unpacked packages, and the folder of one instance.
pub struct LemonldapSite {
    packages: PathBuf,
    own: TempDir,
    port: u16,
    key: KeyPair,
}

impl LemonldapSite {
    /// An instance of these packages without a client, at a port that is free now.
    pub fn new(packages: &OsStr) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let site = Self { packages: packages.into(), own: TempDir::new().unwrap(), port, key };
        for folder in ["configuration", "sessions", "locks", "cache"] {
            fs::create_dir(site.path(folder)).unwrap();
        }
        fs::write(site.path("lemonldap-ng.ini"), site.ini()).unwrap();
        let people =
            [ANN, BEN].into_iter().flat_map(|person| [person.login, person.password, person.address, person.name]);
        let made = site.perl().args(["-e", PEOPLE]).arg(site.path("people.sqlite3")).args(people).status().unwrap();
        assert!(made.success(), "the table of people: {made}");
        site.configure(&json!({}));
        site
    }

    /// Loopback alone.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Registers the client.
    pub fn knows_client(&self, redirect_uri: &Url) {
        self.configure(&json!({
            "oidcRPMetaDataOptionsClientID": CLIENT_ID,
            "oidcRPMetaDataOptionsClientSecret": CLIENT_SECRET,
            "oidcRPMetaDataOptionsRedirectUris": redirect_uri,
            "oidcRPMetaDataOptionsIDTokenSignAlg": "RS256",
            "oidcRPMetaDataOptionsRequirePKCE": 1,
            // With a scope for it, and without one.
            "oidcRPMetaDataOptionsAllowOffline": 1,
            "oidcRPMetaDataOptionsRefreshToken": 1,
        }));
    }

    /// Starts the server. The error is what it said instead.
    pub fn run(&self) -> Result<PeerProcess, String> {
        let mut command = self.perl();
        command.arg(self.file("usr/bin/plackup")).args(["--host", "127.0.0.1", "--port", &self.port.to_string()]);
        // Without a developer's reports, but it says when it listens.
        command.arg("--no-default-middleware").arg(self.file("usr/share/lemonldap-ng/portal/htdocs/index.psgi"));
        let program = PeerProcess::start(&mut command);
        program.wait_for_line("Accepting connections")?;
        Ok(program)
    }

    /// The files of a person's refresh tokens. Each is a session; one for offline access names its person, any other the
    /// session that the person signed in to.
    pub fn refresh_tokens(&self, person: &PeerAccount) -> Vec<PathBuf> {
        let is_the_persons = |session: &Value| match session["user_session_id"].as_str() {
            Some(id) => read(&self.path("sessions").join(id)).is_some_and(|session| session["_user"] == person.login),
            None => session["_session_uid"] == person.login,
        };
        let files = fs::read_dir(self.path("sessions")).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|file| {
                read(file).is_some_and(|session| session["_type"] == "refresh_token" && is_the_persons(&session))
            })
            .collect()
    }

    /// Ends the sessions of people at the server, as they end after 20 hours. Refresh tokens stay.
    pub fn end_sessions(&self) {
        for file in fs::read_dir(self.path("sessions")).unwrap().map(|entry| entry.unwrap().path()) {
            if read(&file).is_some_and(|session| session["_session_kind"] == "SSO") {
                fs::remove_file(file).unwrap();
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.own.path().join(name)
    }

    /// A file of the packages', or of the system's where the packages were installed before.
    fn file(&self, name: &str) -> PathBuf {
        let unpacked = self.packages.join(name);
        if unpacked.exists() { unpacked } else { Path::new("/").join(name) }
    }

    /// The packages' Perl, or the system's, with the packages' modules.
    fn perl(&self) -> Command {
        let mut command = Command::new(self.file("usr/bin/perl"));
        command.env("PERL5LIB", self.modules()).env("LLNG_DEFAULTCONFFILE", self.path("lemonldap-ng.ini"));
        command.env("LD_LIBRARY_PATH", env::join_paths(self.machine_folders()).unwrap());
        command
    }

    /// `usr/lib/<machine>-linux-gnu`.
    fn machine_folders(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.packages.join("usr/lib")).unwrap().map(|entry| entry.unwrap().path());
        folders.filter(|folder| folder.to_string_lossy().ends_with("-linux-gnu")).collect()
    }

    /// The folders that Debian's Perl has its modules in: `perl` its own, `perl5` the packages'; by version where they are
    /// compiled.
    fn modules(&self) -> OsString {
        let share = self.packages.join("usr/share");
        let machine = self.machine_folders();
        let by_version = machine.iter().flat_map(|folder| [folder.join("perl5"), folder.join("perl")]);
        let by_version = by_version.chain(iter::once(share.join("perl")));
        let by_version = by_version.flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
        let folders = iter::once(share.join("perl5")).chain(by_version.map(|entry| entry.unwrap().path()));
        env::join_paths(folders).unwrap()
    }

    fn ini(&self) -> String {
        format!(
            "[all]\n\
            logLevel = error\n\
            [configuration]\n\
            type = File\n\
            dirName = {configuration}\n\
            [portal]\n\
            templateDir = {templates}\n\
            staticPrefix = /static\n\
            languages = en\n",
            configuration = self.path("configuration").display(),
            templates = self.file("usr/share/lemonldap-ng/portal/templates").display(),
        )
    }

    fn configure(&self, client: &Value) {
        let private: Pkcs8V1Der<'_> = self.key.as_der().unwrap();
        let public: PublicKeyX509Der<'_> = self.key.public_key().as_der().unwrap();
        let sessions = json!({
            "Directory": self.path("sessions"),
            "LockDirectory": self.path("locks"),
            "generateModule": "Lemonldap::NG::Common::Apache::Session::Generate::SHA256",
        });
        let settings = json!({
            "cfgNum": 1,
            "cfgDate": 1,
            "portal": format!("{}/", self.url()),
            "domain": "127.0.0.1",
            "key": "only-these-tests-know-it",
            "locationRules": { "127.0.0.1": { "default": "accept" } },
            "globalStorage": "Apache::Session::File",
            "globalStorageOptions": sessions,
            "localSessionStorageOptions": { "namespace": "sessions", "cache_root": self.path("cache") },
            "authentication": "DBI",
            "userDB": "DBI",
            "passwordDB": "Null",
            "registerDB": "Null",
            "dbiAuthChain": format!("dbi:SQLite:dbname={}", self.path("people.sqlite3").display()),
            "dbiAuthTable": "people",
            "dbiAuthLoginCol": "login",
            "dbiAuthPasswordCol": "password",
            "dbiExportedVars": { "uid": "login", "mail": "mail", "cn": "name" },
            "exportedVars": {},
            "whatToTrace": "uid",
            "portalDisplayRegister": 0,
            "portalDisplayResetPassword": 0,
            // The default is loaded even where none is shown, and needs a library for images.
            "captcha": "::Main::Plugin",
            "issuerDBOpenIDConnectActivation": 1,
            "oidcServicePrivateKeySig": pem("PRIVATE KEY", private.as_ref()),
            "oidcServicePublicKeySig": pem("PUBLIC KEY", public.as_ref()),
            "oidcServiceKeyIdSig": "peer",
            "oidcRPMetaDataOptions": { (CLIENT_ID): client },
            "oidcRPMetaDataExportedVars": { (CLIENT_ID): { "email": "mail", "name": "cn" } },
        });
        fs::write(self.path("configuration/lmConf-1.json"), settings.to_string()).unwrap();
    }
}

/// A session.
fn read(file: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

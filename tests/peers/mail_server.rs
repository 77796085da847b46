//! What the NTLM peers have in common: certificates, the document that names the inbox, an account, and a sign-in over the
//! endpoint's real connections.

use std::collections::HashMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use latchkey_domain::{Clock as _, SystemClock, SystemEntropy};
use latchkey_endpoint::outbound::{AddressRule, Dialer, DialerSettings, load_authorities};
use latchkey_exchange::{AcceptedSchemes, Credentials, EwsUrl, ExchangeError, MailboxAddress, MailboxProof, sign_in};
use rcgen::{
    BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384,
};
use tempfile::TempDir;

/// The address of the mailbox.
pub const MAILBOX: &str = "ann@contoso.example";
/// The Windows domain of the user.
pub const DOMAIN: &str = "CONTOSO";
/// The user name in that domain.
pub const USER: &str = "ann";
/// With a letter that is not ASCII, because NTLM hashes UTF-16.
pub const PASSWORD: &str = "Ann-practice-€1";

/// A name that is in no DNS, so that no other server can be meant.
const HOST: &str = "mail.contoso.example";

/// "Both inboxes opened, and are the same."
const INBOX: &str = include_str!("mail_server/inbox.xml");

/// The hash of the certificate's signature, which decides the hash of the channel binding.
#[derive(Clone, Copy, Debug)]
pub enum SignedWith {
    /// SHA-256, the usual hash.
    Sha256,
    /// SHA-384.
    Sha384,
}

/// The files of one server.
pub struct MailServerFiles {
    folder: TempDir,
}

impl MailServerFiles {
    /// Makes an authority, its certificates for this server and for another one, and the answer document.
    pub fn new(signed_with: SignedWith) -> Self {
        let files = Self { folder: TempDir::new().unwrap() };
        let algorithm = match signed_with {
            SignedWith::Sha256 => &PKCS_ECDSA_P256_SHA256,
            SignedWith::Sha384 => &PKCS_ECDSA_P384_SHA384,
        };
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate_for(algorithm).unwrap();
        files.write("authority.pem", &authority.self_signed(&authority_key).unwrap().pem());
        let issuer = Issuer::new(authority, authority_key);
        for (file, host) in [("server", HOST), ("other", "mail.fabrikam.example")] {
            let key = KeyPair::generate().unwrap();
            let certificate = CertificateParams::new([host.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
            files.write(&format!("{file}.pem"), &certificate.pem());
            files.write(&format!("{file}.key"), &key.serialize_pem());
        }
        files.write("inbox.xml", INBOX);
        // As pyspnego and gss-ntlmssp both read it.
        files.write("users", &format!("{DOMAIN}:{USER}:{PASSWORD}\n"));
        files
    }

    /// The path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes another file.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Signs in to the server that listens on a port with these files, as the endpoint does.
    pub async fn sign_in(&self, port: u16, user_name: &str, password: &str) -> Result<MailboxProof, ExchangeError> {
        let server = format!("{HOST}:{port}");
        let dialer = Dialer::new(DialerSettings {
            rule: AddressRule::listed(&[&server]).unwrap(),
            authorities: load_authorities(&self.path("authority.pem")).unwrap(),
            hosts: HashMap::from([(HOST.to_owned(), SocketAddr::from(([127, 0, 0, 1], port)))]),
            ..DialerSettings::default()
        })
        .unwrap();
        let credentials = Credentials {
            mailbox: MailboxAddress::parse(MAILBOX).unwrap(),
            user_name: Some(user_name.to_owned()),
            password: password.into(),
        };
        let address = EwsUrl::parse(&server).unwrap();
        let now = SystemClock.now();
        let tried = sign_in(&dialer, &address, &credentials, AcceptedSchemes::default(), &SystemEntropy, now).await;
        tried.map_err(|refused| refused.error)
    }
}

/// `CONTOSO\ann`.
pub fn user_name() -> String {
    format!("{DOMAIN}\\{USER}")
}

//! Certificates: an authority of its own, and good and bad server certificates.
//!
//! # To add a bad certificate
//! Add a variant to [`ServerCertificate`], make it in [`Certificates::new`], and add its words to `control/exchange.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, date_time_ymd,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha384};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

use super::ntlm;

use crate::start_error::PracticeStartError;

/// The certificate that the server presents.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerCertificate {
    /// A valid one.
    #[default]
    Good,
    /// A valid one, signed by an intermediate authority with SHA-384, which changes what
    /// Extended Protection is computed from.
    SignedWithSha384,
    /// One that has expired.
    Expired,
    /// One for another server.
    OtherName,
    /// One for Microsoft 365, as at an address that leads there.
    Microsoft365,
    /// One of an unknown authority.
    UnknownIssuer,
}

/// The names that the good ones are for, beside those of the people's domains. A wildcard directly below `localhost`
/// would be refused.
const NAMES: [&str; 7] = [
    "localhost",
    "exchange.localhost",
    "mail.localhost",
    "autodiscover.localhost",
    "autodiscover.contoso.localhost",
    "127.0.0.1",
    "::1",
];

/// No certificate could be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CertificateError {
    #[error("can't make a certificate: {0}")]
    Make(#[from] rcgen::Error),
    #[error("can't use a certificate: {0}")]
    Use(#[from] rustls::Error),
}

/// A certificate that is ready to be served.
#[derive(Clone)]
pub(super) struct ServedCertificate {
    pub(super) acceptor: TlsAcceptor,
    /// The channel binding that Extended Protection requires.
    pub(super) binding: [u8; 16],
}

/// All certificates, and the authority of the good ones.
pub(super) struct Certificates {
    authority_pem: String,
    shown: BTreeMap<ServerCertificate, ServedCertificate>,
}

impl From<CertificateError> for PracticeStartError {
    fn from(error: CertificateError) -> Self {
        Self::State(error.to_string())
    }
}

/// An authority's key as text, for the state file: clients that trust the authority continue to.
pub(super) fn generate_key() -> Result<String, CertificateError> {
    Ok(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?.serialize_pem())
}

impl Certificates {
    pub(super) fn new<'a>(
        authority_key: &str,
        domains: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, CertificateError> {
        let names = names(domains);
        let key = KeyPair::from_pem(authority_key)?;
        let params = authority("Practice Exchange authority")?;
        let authority_pem = params.self_signed(&key)?.pem();
        let root = Issuer::new(params, key);
        let between_key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384)?;
        let between_params = authority("Practice Exchange authority with SHA-384")?;
        let between_der = between_params.signed_by(&between_key, &root)?.der().clone();
        let between = Issuer::new(between_params, between_key);
        let stranger = Issuer::new(authority("Unknown authority")?, KeyPair::generate()?);

        let cloud = ["outlook.com", "*.outlook.com", "outlook.office365.com"].map(str::to_owned);
        let mut old = server(&names)?;
        old.not_after = date_time_ymd(2021, 1, 1);
        let shown = BTreeMap::from([
            (ServerCertificate::Good, show(&server(&names)?, &root, &[])?),
            (ServerCertificate::SignedWithSha384, show(&server(&names)?, &between, &[between_der])?),
            (ServerCertificate::Expired, show(&old, &root, &[])?),
            (ServerCertificate::OtherName, show(&server(&["other.example".to_owned()])?, &root, &[])?),
            (ServerCertificate::Microsoft365, show(&server(&cloud)?, &root, &[])?),
            (ServerCertificate::UnknownIssuer, show(&server(&names)?, &stranger, &[])?),
        ]);
        Ok(Self { authority_pem, shown })
    }

    /// The authority's certificate, for clients that are to trust it.
    pub(super) fn authority_pem(&self) -> &str {
        &self.authority_pem
    }

    pub(super) fn shown(&self, certificate: ServerCertificate) -> ServedCertificate {
        self.shown.get(&certificate).cloned().expect("there is one of each")
    }
}

fn names<'a>(domains: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let of_people = domains
        .into_iter()
        .flat_map(|domain| ["", "mail.", "exchange.", "autodiscover."].map(|prefix| format!("{prefix}{domain}")));
    NAMES.iter().map(|&name| name.to_owned()).chain(of_people).collect()
}

/// Dates are fixed, because the library that checks them does not use the test's clock.
fn dated(mut params: CertificateParams, name: &str) -> CertificateParams {
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2120, 1, 1);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn authority(name: &str) -> Result<CertificateParams, CertificateError> {
    let mut params = dated(CertificateParams::new([])?, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn server(names: &[String]) -> Result<CertificateParams, CertificateError> {
    let mut params = dated(CertificateParams::new(names)?, "Practice Exchange");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn show(
    params: &CertificateParams,
    issuer: &Issuer<'_, KeyPair>,
    between: &[CertificateDer<'static>],
) -> Result<ServedCertificate, CertificateError> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = params.signed_by(&key, issuer)?.der().clone();
    // RFC 5929, 4.1: the hash function of the signature.
    let hash = if issuer.key().algorithm() == &PKCS_ECDSA_P384_SHA384 {
        Sha384::digest(&certificate).to_vec()
    } else {
        Sha256::digest(&certificate).to_vec()
    };
    let chain = [&[certificate], between].concat();
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::Pkcs8(key.serialize_der().into()))?;
    // NTLM belongs to a connection, so requests must not share one: never HTTP/2.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(ServedCertificate { acceptor: TlsAcceptor::from(Arc::new(config)), binding: ntlm::channel_binding(&hash) })
}

//! Which certificate authorities a connection trusts: the machine's own, and those that the administrator adds. No
//! setting disables a check.

use std::io;
use std::path::Path;
use std::sync::Arc;

use latchkey_exchange::{CertificateProblem, ConnectError};
use rustls_platform_verifier::Verifier;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error};

/// The most names of a certificate that are reported: enough for a cloud's certificate.
const MAX_NAMES: usize = 64;

/// Loads the certificates of a PEM file (`extra_ca_file`).
pub fn load_authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>, pem::Error> {
    let found: Vec<_> = CertificateDer::pem_file_iter(file)?.collect::<Result<_, _>>()?;
    if found.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(found) }
}

/// The TLS configuration. It uses HTTP/1.1, because NTLM authenticates a connection, and no session resumption, so that
/// every connection presents its certificate.
pub(super) fn client_config(authorities: Vec<CertificateDer<'static>>) -> Result<Arc<ClientConfig>, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Verifier::new_with_extra_roots(authorities, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// Why a handshake failed. Windows closes the connection if there is no common TLS version, so a connection that ends
/// in the middle means that, too.
pub(super) fn connect_error(error: &io::Error) -> ConnectError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::InvalidCertificate(error)) => ConnectError::Insecure(certificate_problem(error)),
        Some(Error::NoCertificatesPresented) => ConnectError::Insecure(CertificateProblem::Unusable),
        Some(_) => ConnectError::Insecure(CertificateProblem::NoCommonProtocol),
        None if matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => {
            ConnectError::Insecure(CertificateProblem::NoCommonProtocol)
        }
        None => ConnectError::Unreachable,
    }
}

fn certificate_problem(error: &CertificateError) -> CertificateProblem {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateProblem::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateProblem::NotYetValid,
        CertificateError::NotValidForName => CertificateProblem::OtherName { presented: Vec::new() },
        CertificateError::NotValidForNameContext { presented, .. } => CertificateProblem::OtherName {
            presented: presented.iter().take(MAX_NAMES).map(|name| dns_name(name)).collect(),
        },
        CertificateError::UnknownIssuer => CertificateProblem::UnknownIssuer,
        CertificateError::Revoked => CertificateProblem::Revoked,
        _ => CertificateProblem::Unusable,
    }
}

/// Extracts the name from the library's text `DnsName("contoso.example")`.
fn dns_name(name: &str) -> String {
    name.split('"').nth(1).unwrap_or(name).to_owned()
}

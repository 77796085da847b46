//! Assertions with which the installation authenticates in place of a secret (RFC 7523): signed with a key of its own, or read from
//! a file that a platform keeps fresh.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::aws_lc_rs::signature::{self, EcdsaKeyPair};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use latchkey_domain::{Clock, Entropy, SystemClock, SystemEntropy};
use latchkey_providers::ClientAssertion;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivateSec1KeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use url::Url;

/// How long an assertion is valid, in seconds. Microsoft recommends five to ten minutes
/// (learn.microsoft.com/entra/identity-platform/certificate-credentials).
const LIFE_S: i64 = 300;
/// The largest assertion that is read from a file, in bytes.
const MAX_FILE_BYTES: usize = 64 * 1024;

/// What is needed to sign assertions.
#[derive(Clone)]
pub struct SigningTools {
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
}

impl SigningTools {
    /// The machine's clock and its source of random values.
    pub fn of_this_machine() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) }
    }
}

/// Signs an assertion for each request.
pub(crate) struct SignedAssertion {
    pub(crate) client_id: String,
    /// The audience, if it is not the token endpoint.
    pub(crate) audience: Option<String>,
    pub(crate) key: AssertionKey,
    pub(crate) tools: SigningTools,
}

/// A private key, with what its header says.
pub(crate) struct AssertionKey {
    key: EncodingKey,
    header: Header,
}

/// A key or certificate that can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyFileError {
    #[error("{0} can't be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0} holds no private key in PEM that can sign (RSA, EC P-256 or P-384, or Ed25519)")]
    NoKey(PathBuf),
    #[error("{0} is encrypted; give the key without a passphrase: openssl pkcs8 -topk8 -nocrypt -in {0} -out NEW")]
    Encrypted(PathBuf),
    #[error("{0} holds no certificate in PEM")]
    NoCertificate(PathBuf),
    #[error("the certificate in {certificate} is not that of the key in {key}; give the key's own certificate")]
    OtherCertificate { certificate: PathBuf, key: PathBuf },
}

/// How PEM marks a key with a passphrase (RFC 7468, 11; RFC 1421, 4.6.1.1).
const PASSPHRASE_MARKS: [&str; 2] = ["BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"];

impl AssertionKey {
    /// Loads a key and, if the provider knows the key by it, its certificate.
    pub(crate) fn load(file: &Path, id: Option<&str>, certificate: Option<&Path>) -> Result<Self, KeyFileError> {
        let pem = std::fs::read(file).map_err(|error| KeyFileError::Unreadable(file.to_owned(), error))?;
        let text = String::from_utf8_lossy(&pem);
        if PASSPHRASE_MARKS.iter().any(|mark| text.contains(mark)) {
            return Err(KeyFileError::Encrypted(file.to_owned()));
        }
        if let Some(certificate) = certificate {
            require_own(certificate, file, &pem)?;
        }
        let thumbprint = certificate.map(thumbprint).transpose()?;
        let elliptic = of_openssl(&pem);
        let elliptic = || elliptic.clone().map_or_else(|| EncodingKey::from_ec_pem(&pem), Ok);
        // Microsoft asks for PS256 (certificate-credentials); RS256 is what every other server knows.
        let rsa = if thumbprint.is_some() { Algorithm::PS256 } else { Algorithm::RS256 };
        let candidates = [
            (EncodingKey::from_rsa_pem(&pem), rsa),
            (elliptic(), Algorithm::ES256),
            (elliptic(), Algorithm::ES384),
            (EncodingKey::from_ed_pem(&pem), Algorithm::EdDSA),
        ];
        let signs =
            |key: &EncodingKey, algorithm| jsonwebtoken::encode(&Header::new(algorithm), &json!({}), key).is_ok();
        let usable = candidates.into_iter().filter_map(|(key, algorithm)| Some((key.ok()?, algorithm)));
        let found = usable.filter(|(key, algorithm)| signs(key, *algorithm)).map(|(key, algorithm)| Self {
            key,
            header: Header { kid: id.map(str::to_owned), x5t_s256: thumbprint.clone(), ..Header::new(algorithm) },
        });
        found.into_iter().next().ok_or_else(|| KeyFileError::NoKey(file.to_owned()))
    }
}

/// A key as `openssl ecparam -genkey` writes it ("EC PRIVATE KEY", RFC 5915), in the form that signs. `None` for other keys.
fn of_openssl(pem: &[u8]) -> Option<EncodingKey> {
    let key = PrivateSec1KeyDer::from_pem_slice(pem).ok()?;
    [&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &signature::ECDSA_P384_SHA384_FIXED_SIGNING].into_iter().find_map(
        |algorithm| {
            let pair = EcdsaKeyPair::from_private_key_der(algorithm, key.secret_sec1_der()).ok()?;
            Some(EncodingKey::from_ec_der(pair.to_pkcs8v1().ok()?.as_ref()))
        },
    )
}

/// Refuses a certificate of another key: the provider would refuse every assertion.
fn require_own(certificate: &Path, key_file: &Path, key: &[u8]) -> Result<(), KeyFileError> {
    let no_certificate = || KeyFileError::NoCertificate(certificate.to_owned());
    let own = CertificateDer::from_pem_file(certificate).map_err(|_| no_certificate())?;
    // A key that can't be read is reported as one.
    let Ok(key) = PrivateKeyDer::from_pem_slice(key) else { return Ok(()) };
    match CertifiedKey::from_der(vec![own], key, &aws_lc_rs::default_provider()) {
        Err(rustls::Error::InconsistentKeys(_)) => {
            Err(KeyFileError::OtherCertificate { certificate: certificate.to_owned(), key: key_file.to_owned() })
        }
        Err(rustls::Error::InvalidCertificate(_)) => Err(no_certificate()),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// `x5t#S256` of a certificate (RFC 7515, 4.1.8).
fn thumbprint(file: &Path) -> Result<String, KeyFileError> {
    let certificate = CertificateDer::from_pem_file(file).map_err(|_| KeyFileError::NoCertificate(file.to_owned()))?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate)))
}

#[async_trait]
impl ClientAssertion for SignedAssertion {
    async fn make(&self, token_endpoint: &Url) -> Option<String> {
        let now = self.tools.clock.now();
        let audience = self.audience.as_deref().unwrap_or(token_endpoint.as_str());
        let claims = json!({
            "iss": self.client_id, "sub": self.client_id, "aud": audience, "jti": self.tools.entropy.uuid(),
            "iat": now, "nbf": now, "exp": now + LIFE_S,
        });
        jsonwebtoken::encode(&self.key.header, &claims, &self.key.key).ok()
    }
}

impl fmt::Debug for SignedAssertion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignedAssertion").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Reads an assertion for each request: the platform replaces it before it ends (learn.microsoft.com/entra/workload-id, "workload
/// identity federation"). It is passed on unread.
#[derive(Debug)]
pub(crate) struct AssertionFile {
    pub(crate) file: PathBuf,
}

#[async_trait]
impl ClientAssertion for AssertionFile {
    async fn make(&self, _token_endpoint: &Url) -> Option<String> {
        let file = self.file.display();
        match tokio::fs::read_to_string(&self.file).await {
            Ok(text) if text.trim().is_empty() || text.len() > MAX_FILE_BYTES => {
                tracing::error!(%file, "client_assertion_file holds no assertion; no provider is asked with it");
                None
            }
            Ok(text) => Some(text.trim().to_owned()),
            Err(error) => {
                tracing::error!(%file, %error, "client_assertion_file can't be read; no provider is asked with it");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ::aws_lc_rs::encoding::{AsDer as _, EcPrivateKeyRfc5915Der};
    use base64::engine::general_purpose::STANDARD;
    use jsonwebtoken::{DecodingKey, Validation};
    use latchkey_domain::{ManualClock, SeededEntropy};
    use rcgen::{
        CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, SignatureAlgorithm,
    };
    use serde_json::Value;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn tools() -> SigningTools {
        SigningTools { clock: Arc::new(ManualClock::at(NOW)), entropy: Arc::new(SeededEntropy::new(1)) }
    }

    fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    #[tokio::test]
    async fn each_assertion_is_signed_anew_for_its_token_endpoint() {
        let folder = tempfile::tempdir().unwrap();
        let kinds: [(&'static SignatureAlgorithm, Algorithm); 3] = [
            (&PKCS_ECDSA_P256_SHA256, Algorithm::ES256),
            (&PKCS_ECDSA_P384_SHA384, Algorithm::ES384),
            (&PKCS_ED25519, Algorithm::EdDSA),
        ];
        for (kind, algorithm) in kinds {
            let pair = KeyPair::generate_for(kind).unwrap();
            let file = write(folder.path(), "key.pem", &pair.serialize_pem());
            let key = AssertionKey::load(&file, Some("k1"), None).unwrap();
            let signed = SignedAssertion { client_id: "latchkey".into(), audience: None, key, tools: tools() };
            let at = Url::parse("https://idp.example/token").unwrap();
            let (one, other) = (signed.make(&at).await.unwrap(), signed.make(&at).await.unwrap());
            assert_ne!(one, other, "each has an id of its own");
            let header = jsonwebtoken::decode_header(&one).unwrap();
            assert_eq!((header.alg, header.kid.as_deref()), (algorithm, Some("k1")));
            let public = pair.public_key_pem();
            let public = match algorithm {
                Algorithm::EdDSA => DecodingKey::from_ed_pem(public.as_bytes()),
                _ => DecodingKey::from_ec_pem(public.as_bytes()),
            };
            let mut validation = Validation::new(algorithm);
            validation.set_audience(&[at.as_str()]);
            validation.validate_exp = false;
            let claims = jsonwebtoken::decode::<Value>(&one, &public.unwrap(), &validation).unwrap().claims;
            assert_eq!((&claims["iss"], &claims["sub"]), (&json!("latchkey"), &json!("latchkey")));
            assert_eq!(claims["exp"], NOW + LIFE_S);
            assert!(!format!("{signed:?}").contains("PRIVATE"));
        }
    }

    #[tokio::test]
    async fn a_certificate_names_its_key_by_its_thumbprint() {
        let folder = tempfile::tempdir().unwrap();
        let pair = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["latchkey".to_owned()]).unwrap().self_signed(&pair).unwrap();
        let key = write(folder.path(), "key.pem", &pair.serialize_pem());
        let file = write(folder.path(), "certificate.pem", &certificate.pem());
        let loaded = AssertionKey::load(&key, None, Some(&file)).unwrap();
        assert_eq!(loaded.header.x5t_s256, Some(URL_SAFE_NO_PAD.encode(Sha256::digest(certificate.der()))));
        for (key, certificate) in [(&file, None), (&key, Some(&key)), (&folder.path().join("none.pem"), None)] {
            assert!(AssertionKey::load(key, None, certificate.map(PathBuf::as_path)).is_err());
        }
    }

    #[test]
    fn a_certificate_of_another_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let certificate = CertificateParams::new(["latchkey".to_owned()]).unwrap().self_signed(&other).unwrap();
        let key = write(folder.path(), "key.pem", &own.serialize_pem());
        let certificate = write(folder.path(), "certificate.pem", &certificate.pem());
        let said = AssertionKey::load(&key, None, Some(&certificate)).err().unwrap().to_string();
        assert!(said.contains("is not that of the key in") && said.contains("certificate.pem"), "{said}");
    }

    #[test]
    fn a_key_with_a_passphrase_is_called_encrypted() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAA==\n-----END RSA PRIVATE KEY-----\n",
        ] {
            let key = write(folder.path(), "key.pem", text);
            let said = AssertionKey::load(&key, None, None).err().unwrap().to_string();
            assert!(said.contains("is encrypted") && said.contains("openssl pkcs8 -topk8 -nocrypt"), "{said}");
        }
    }

    #[test]
    fn a_key_as_openssl_writes_it_signs() {
        let folder = tempfile::tempdir().unwrap();
        for (curve, algorithm) in [
            (&signature::ECDSA_P256_SHA256_FIXED_SIGNING, Algorithm::ES256),
            (&signature::ECDSA_P384_SHA384_FIXED_SIGNING, Algorithm::ES384),
        ] {
            let pair = EcdsaKeyPair::generate(curve).unwrap();
            let der: EcPrivateKeyRfc5915Der<'_> = pair.private_key().as_der().unwrap();
            let text = STANDARD.encode(der.as_ref());
            let text = format!("-----BEGIN EC PRIVATE KEY-----\n{text}\n-----END EC PRIVATE KEY-----\n");
            let key = write(folder.path(), "key.pem", &text);
            assert_eq!(AssertionKey::load(&key, None, None).unwrap().header.alg, algorithm);
        }
    }

    #[tokio::test]
    async fn a_file_is_read_again_for_each_request() {
        let folder = tempfile::tempdir().unwrap();
        let file = write(folder.path(), "token", "first\n");
        let at = Url::parse("https://idp.example/token").unwrap();
        let assertion = AssertionFile { file: file.clone() };
        assert_eq!(assertion.make(&at).await.as_deref(), Some("first"));
        write(folder.path(), "token", "second");
        assert_eq!(assertion.make(&at).await.as_deref(), Some("second"));
        write(folder.path(), "token", " \n");
        assert_eq!(assertion.make(&at).await, None);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(assertion.make(&at).await, None);
    }
}

//! The program that asks for access: its registration, as an administrator would make it at every provider.

use std::sync::{PoisonError, RwLock};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};

/// One registered program.
#[derive(Clone, Debug)]
pub struct RegisteredClient {
    /// The client id: a GUID at Microsoft, any text here.
    pub id: String,
    /// The name on the consent page.
    pub name: String,
    /// Proves that a token request comes from the program.
    pub secret: SecretString,
    /// Where a browser may be sent back to; compared byte by byte.
    pub redirect_uris: Vec<String>,
}

impl Default for RegisteredClient {
    fn default() -> Self {
        Self {
            id: "1a7c6bea-0000-4000-8000-000000001a7c".to_owned(),
            name: "Latchkey".to_owned(),
            secret: "practice-client-secret".to_owned().into(),
            redirect_uris: Vec::new(),
        }
    }
}

/// The registration as it is now. Its redirect addresses can change: a test learns its own port late.
pub(crate) struct ClientRegistry(RwLock<RegisteredClient>);

impl ClientRegistry {
    pub(crate) fn new(client: RegisteredClient) -> Self {
        Self(RwLock::new(client))
    }

    pub(crate) fn set_redirect_uris(&self, uris: Vec<String>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).redirect_uris = uris;
    }

    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.read(|client| client.id == id)
    }

    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        self.read(|client| client.secret.expose_secret() == secret)
    }

    pub(crate) fn allows_redirect(&self, uri: &str) -> bool {
        self.read(|client| client.redirect_uris.iter().any(|registered| registered == uri))
    }

    pub(crate) fn name(&self) -> String {
        self.read(|client| client.name.clone())
    }

    /// A signature that only the holder of the client secret can make: HMAC-SHA256 in base64.
    pub(crate) fn sign(&self, text: &str) -> String {
        let key = self.read(|client| hmac::Key::new(hmac::HMAC_SHA256, client.secret.expose_secret().as_bytes()));
        STANDARD.encode(hmac::sign(&key, text.as_bytes()))
    }

    fn read<T>(&self, look: impl FnOnce(&RegisteredClient) -> T) -> T {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

//! What all practice providers share: clock, entropy, people, the client's registration, the signing key, the log of issued
//! secrets, the state file and the server's origin.

use std::sync::{Arc, OnceLock};

use latchkey_domain::{Clock, Entropy};
use latchkey_wire::UnixSeconds;
use secrecy::ExposeSecret as _;
use serde::Serialize;
use serde_json::{Value, json};

use crate::clients::ClientRegistry;
use crate::config::PracticeConfig;
use crate::people::People;
use crate::secret_log::{SecretKind, SecretLog};
use crate::signing::IdTokenKey;
use crate::start_error::PracticeStartError;
use crate::state_file::StateFile;

/// The section of the state file that holds the signing key.
const KEY_SECTION: &str = "signing_key";

/// What all practice providers share.
pub(crate) struct PracticeContext {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) people: People,
    pub(crate) client: ClientRegistry,
    pub(crate) signing_key: IdTokenKey,
    pub(crate) state_file: StateFile,
    pub(crate) access_token_life_s: u32,
    secret_log: SecretLog,
    origin: OnceLock<String>,
}

impl PracticeContext {
    pub(crate) fn new(
        config: PracticeConfig,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, PracticeStartError> {
        let secret_log = SecretLog::new(config.remember_secrets);
        secret_log.add(SecretKind::ClientSecret, config.client.secret.expose_secret());
        for person in &config.people {
            secret_log.add(SecretKind::Password, &person.password);
        }
        let is_stored = config.state_file.is_some();
        let state_file = StateFile::open(config.state_file)?;
        let signing_key = match state_file.section::<String>(KEY_SECTION)? {
            Some(kept) => IdTokenKey::from_text(&kept)?,
            None if is_stored => IdTokenKey::generate()?,
            None => IdTokenKey::borrow()?,
        };
        state_file.put(KEY_SECTION, &signing_key.to_text()?)?;
        let context = Self {
            clock,
            entropy,
            people: People::new(config.people),
            client: ClientRegistry::new(config.client),
            signing_key,
            state_file,
            access_token_life_s: config.access_token_life_s,
            secret_log,
            origin: OnceLock::new(),
        };
        if let Some(url) = config.public_url {
            context.set_origin(url.origin().ascii_serialization());
        }
        Ok(context)
    }

    pub(crate) fn now(&self) -> UnixSeconds {
        self.clock.now()
    }

    /// The address without a path and without a slash at its end.
    pub(crate) fn origin(&self) -> &str {
        self.origin.get().map_or("", String::as_str)
    }

    /// Sets the origin, unless it was configured.
    pub(crate) fn set_origin(&self, origin: String) {
        self.origin.get_or_init(|| origin);
    }

    /// Records a secret that is issued, and returns it.
    pub(crate) fn issue(&self, kind: SecretKind, text: String) -> String {
        self.record_secret(kind, &text);
        text
    }

    /// Records a secret that a request carried.
    pub(crate) fn record_secret(&self, kind: SecretKind, text: &str) {
        self.secret_log.add(kind, text);
    }

    pub(crate) fn secret_log(&self) -> &SecretLog {
        &self.secret_log
    }

    /// A secret of at least this many characters. Real tokens are long, and a program that reserves too little
    /// room for them should fail here.
    pub(crate) fn long_secret(&self, kind: SecretKind, prefix: &str, length: usize, suffix: &str) -> String {
        let mut text = prefix.to_owned();
        while text.len() + suffix.len() < length {
            text.push_str(&self.entropy.token());
        }
        self.issue(kind, text + suffix)
    }

    /// What verifies ID tokens (RFC 7517, 5).
    pub(crate) fn key_set(&self) -> Value {
        json!({ "keys": [self.signing_key.public()] })
    }

    /// An ID token with these claims.
    pub(crate) fn id_token(&self, claims: &impl Serialize) -> String {
        self.issue(SecretKind::IdToken, self.signing_key.sign(claims))
    }
}

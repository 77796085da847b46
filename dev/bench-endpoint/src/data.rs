//! The endpoint's data before a measurement: one database for each kind of work, made once a run and copied for
//! each round, so that every round begins alike.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, iter};

use anyhow::Context;
use futures::TryStreamExt as _;
use latchkey_domain::{
    AuthorizationCode, BrowserKey, Clock as _, Nonce, OriginKey, PersonId, PkceVerifier, ReturnKey, StateToken,
    SystemClock, SystemEntropy, TokenHash, TypedCode,
};
use latchkey_endpoint::tokens::engine_keys;
use latchkey_store::{
    AuditActor, AuthorizationRecord, CallbackParameters, Crypter, KeyScope, LetInBy, OpeningSecrets, Retention,
    SessionRecord, Store,
};
use latchkey_testkit::load_config;
use latchkey_testkit::sample::{Sample, connection_id};
use latchkey_wire::{AuthorizationId, Intent, OfferId, Phase};

use crate::case::Workload;
use crate::load::CLIENTS;
use crate::stub::{ACCESS_BYTES, CLIENT_ID, NONCE, REFRESH_BYTES, SUBJECTS, filled};

/// The provider's name in the configuration.
const OFFER: &str = "bench";
/// Connections that tokens are handed out for.
const FRESH: usize = 100_000;
/// Records that serve one request each: expired tokens, authorizations that wait for their code.
const ONCE: usize = 100_000;
/// The first of them that is measured; the earlier ones are for warming up.
pub const MEASURED_FROM: usize = 30_000;
/// The life of all records, longer than any run.
const LIFE_S: i64 = 10 * 365 * 24 * 3600;
/// How many records are written concurrently.
const WRITERS: usize = 64;

/// The prepared databases, one for each workload.
pub struct Data {
    folder: PathBuf,
    issuer: String,
}

/// A database that is ready to be served.
pub struct Ready {
    /// The configuration to serve it with.
    pub config: PathBuf,
    /// An engine key.
    pub key: String,
}

impl Data {
    /// In a folder that is emptied, for the stub at this address.
    pub fn new(folder: &Path, stub: u16) -> anyhow::Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        Ok(Self { folder: folder.to_owned(), issuer: format!("http://127.0.0.1:{stub}") })
    }

    /// How many numbers `load.lua` has for a workload.
    pub fn count(work: Workload) -> usize {
        match work {
            Workload::Exchange | Workload::Refresh => ONCE,
            _ => FRESH,
        }
    }

    /// A copy of the database for a workload, which is made first if necessary, and a configuration that listens at a port.
    pub async fn ready(&self, work: Workload, port: u16) -> anyhow::Result<Ready> {
        let made = self.folder.join(format!("{work}.db"));
        let key_file = made.with_extension("key");
        if !key_file.exists() {
            eprintln!("writing what is stored for {work}");
            let config = self.config(&made, port)?;
            let key = self.make(&config, work).await?;
            fs::write(&key_file, key)?;
        }
        let copy = self.folder.join("measured.db");
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", copy.display()));
        }
        fs::copy(&made, &copy).context("can't copy the database")?;
        Ok(Ready { config: self.config(&copy, port)?, key: fs::read_to_string(key_file)? })
    }

    /// How many of the `answered` sign-ins from `first` on succeeded. No program may use the database.
    pub async fn finished(&self, config: &Path, first: usize, answered: u64) -> anyhow::Result<u64> {
        let store = open(config).await?;
        let mut finished = 0;
        // Answers overtake each other, so sign-ins with greater numbers may be among those that were answered.
        for number in (first..).take(usize::try_from(answered)? + CLIENTS as usize) {
            let found = store.find_authorization(&attempt(number)).await?;
            finished += u64::from(matches!(found.map(|found| found.phase), Some(Phase::Succeeded { .. })));
        }
        Ok(finished)
    }

    fn config(&self, database: &Path, port: u16) -> anyhow::Result<PathBuf> {
        let file = database.with_extension("toml");
        let text = format!(
            r#"
            listen = "127.0.0.1:{port}"
            public_url = "http://127.0.0.1:{port}"
            [store]
            url = "sqlite://{database}"
            [encryption]
            keys = [{{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }}]
            [providers.{OFFER}]
            kind = "oidc"
            purpose = "mailbox"
            label = "Bench"
            issuer = "{issuer}"
            client_id = "{CLIENT_ID}"
            client_secret = "bench"
            scopes = ["mail"]
            "#,
            database = database.display(),
            issuer = self.issuer,
        );
        fs::write(&file, text).with_context(|| format!("can't write {}", file.display()))?;
        Ok(file)
    }

    /// Writes the records and returns an engine key.
    async fn make(&self, config: &Path, work: Workload) -> anyhow::Result<String> {
        let store = open(config).await?;
        let now = SystemClock.now();
        let lives_until = if work == Workload::Refresh { now - 1 } else { now + LIFE_S };
        let sample = Sample {
            offer: OfferId::new(OFFER),
            issuer: self.issuer.clone(),
            now,
            access_expires_at: lives_until,
            due_at: None,
        };
        let connections = if work == Workload::Exchange { SUBJECTS } else { Self::count(work) };
        let tokens = |_| (filled("eyJ0eXAi.", ACCESS_BYTES), filled("0.AXEA", REFRESH_BYTES));
        sample.write(&*store, 0..connections, tokens).await?;
        if work == Workload::Exchange {
            sign_ins(&*store, now).await?;
        }
        let retention =
            Retention { authorizations_before: now + 1, journal_before: 0, mailed_before: 0, at_most: u32::MAX };
        store.delete_expired(now, &retention).await?;
        let (owner, actor) = (("bench", KeyScope::All), AuditActor::Administrator("bench".to_owned()));
        let (_, key) = engine_keys::create(&*store, &SystemClock, &SystemEntropy, owner, actor).await?;
        store.close().await;
        Ok(key)
    }
}

/// Authorizations to refresh, in turn over all connections, which wait for their codes.
async fn sign_ins(store: &dyn Store, now: i64) -> anyhow::Result<()> {
    for number in 0..SUBJECTS {
        let session = SessionRecord {
            token: session(number),
            person: PersonId(format!("person {number}")),
            scope: KeyScope::All,
            let_in_at: None,
            created_at: now,
            expires_at: now + LIFE_S,
        };
        store.create_session(&session).await?;
    }
    let records = (0..ONCE).map(|number| Ok(waiting(number, now)));
    futures::stream::iter(records)
        .try_for_each_concurrent(WRITERS, |record: AuthorizationRecord| async move {
            store.create_authorization(&record).await?;
            // Begun as from a link in an e-mail, whose page takes the place of a pane.
            store.open_window(&record.id, LetInBy::Link, &opening(&record.id), 1, now).await.map(drop)
        })
        .await?;
    Ok(())
}

fn waiting(number: usize, now: i64) -> AuthorizationRecord {
    let subject = number % SUBJECTS;
    AuthorizationRecord {
        id: attempt(number),
        session: session(subject),
        intent: Intent::Refresh { connection: connection_id(subject) },
        offer: OfferId::new(OFFER),
        site: None,
        host_mailbox: None,
        created_at: now,
        deadline_at: now + LIFE_S,
        phase: Phase::Waiting,
        asked: None,
        opening: None,
        pending: None,
    }
}

fn opening(attempt: &AuthorizationId) -> OpeningSecrets {
    let number = attempt.as_str().rsplit('-').next().and_then(|hex| usize::from_str_radix(hex, 16).ok()).unwrap_or(0);
    OpeningSecrets {
        state: StateToken::new(format!("bench-state-{number}")),
        nonce: Nonce::new(NONCE),
        verifier: PkceVerifier::new(iter::repeat_n('v', 43).collect::<String>()),
        browser: BrowserKey::new("bench-browser"),
        origin: Some(OriginKey::new("bench-origin")),
        code: TypedCode::draw(&SystemEntropy),
        // As if the provider had sent the window back; what is measured begins with the window's page.
        returned: Some(CallbackParameters {
            key: ReturnKey::new("bench-return"),
            code: Some(AuthorizationCode::new(format!("c{number}"))),
            error: None,
            error_description: String::new(),
        }),
    }
}

fn attempt(number: usize) -> AuthorizationId {
    AuthorizationId::new(format!("00000000-0000-4000-9001-{number:012x}"))
}

fn session(subject: usize) -> TokenHash {
    TokenHash::of(&format!("bench-session-{subject}"))
}

async fn open(config: &Path) -> anyhow::Result<Arc<dyn Store>> {
    let config = load_config(config)?;
    let crypter = Crypter::new(config.encryption.load_keys()?, Arc::new(SystemEntropy))?;
    Ok(latchkey_store::open(&config.store.url, crypter).await?)
}

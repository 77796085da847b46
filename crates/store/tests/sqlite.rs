//! The SQLite backend against the conformance suite, and what only a file can get wrong.

#![expect(clippy::unwrap_used, reason = "a failure is a panic")]

use std::collections::BTreeSet;
use std::sync::Arc;

use latchkey_domain::{PersonId, SystemEntropy, TokenHash, Verified};
use latchkey_store::{
    AuditActor, AuditEvent, AuditEventKind, Channel, Crypter, MailCap, NewAuditEvent, NewOutboxEntry, SealingKey,
    SessionRecord, Store, StoreError,
};
use latchkey_testkit::sample::{Sample, connection_id};
use tempfile::TempDir;

fn crypter(key: u8) -> Crypter {
    let key = SealingKey { id: "k1".into(), bytes: [key; 32].into() };
    Crypter::new(vec![key], Arc::new(SystemEntropy)).unwrap()
}

async fn open_in(folder: &TempDir, key: u8) -> Arc<dyn Store> {
    let url = format!("sqlite://{}", folder.path().join("latchkey.db").display());
    latchkey_store::open(&url, crypter(key)).await.unwrap()
}

async fn fresh() -> (TempDir, Arc<dyn Store>) {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder, 1).await;
    (folder, store)
}

latchkey_store::store_conformance!(fresh());

#[tokio::test]
async fn what_was_written_is_there_after_a_restart_and_no_secret_stands_in_the_file() {
    let (folder, store) = fresh().await;
    latchkey_store::conformance::a_second_sign_in_keeps_id_and_settings_and_replaces_the_grant(&*store).await;
    store.close().await;
    let id = latchkey_wire::ConnectionId::new("c");
    let reopened = open_in(&folder, 1).await;
    assert_eq!(reopened.find_grant(&id).await.unwrap().unwrap().refresh().unwrap().expose(), "refresh 2");
    reopened.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in ["refresh 1", "refresh 2", "access 2", "verifier", "state of one"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret:?} stands in the file");
        }
    }
    let wrong_key = open_in(&folder, 2).await;
    assert!(matches!(wrong_key.find_grant(&id).await, Err(StoreError::SealBroken { table: "grants", .. })));
}

/// Changes a row, as a newer version or an administrator with a shell may do.
fn by_hand(folder: &TempDir, statement: &str) {
    let changed = rusqlite::Connection::open(folder.path().join("latchkey.db")).unwrap().execute(statement, []);
    assert_eq!(changed.unwrap(), 1);
}

#[tokio::test]
async fn a_connection_that_cannot_be_read_keeps_no_other_from_being_renewed() {
    let (folder, store) = fresh().await;
    let now = 1_800_000_000;
    let tokens = |number| (format!("access {number}"), format!("refresh {number}"));
    due(now).write(&*store, 0..3, tokens).await.unwrap();
    let unreadable = connection_id(1);
    by_hand(&folder, &format!("UPDATE connections SET health = 'dancing' WHERE id = '{unreadable}'"));
    for round in 0..2 {
        let now = now + 100 * round;
        let mut claimed = Vec::new();
        for one in store.claim_due_connections(now, 10, now + 60).await.unwrap() {
            claimed.push(one.connection.id);
        }
        claimed.sort();
        assert_eq!(claimed, [connection_id(0), connection_id(2)], "also when its claim was left behind");
    }
    assert!(matches!(
        store.claim_connection(&unreadable, now + 300, now + 360).await,
        Err(StoreError::Inconsistent { .. })
    ));
}

#[tokio::test]
async fn an_unreadable_event_does_not_block_the_outbox() {
    let (folder, store) = fresh().await;
    let now = 1_800_000_000;
    let entry = |id: &str| {
        let outbox_entry = NewOutboxEntry { channel: Channel::Webhook, target: "receiver".into(), due_at: now };
        let (actor, kind) = (AuditActor::Endpoint, AuditEventKind::PolicyChanged);
        let event = AuditEvent {
            id: id.into(),
            at: now,
            actor,
            kind,
            connection: None,
            account: None,
            reason: None,
            detail: None,
        };
        NewAuditEvent { event, outbox: vec![outbox_entry] }
    };
    store.record_events(&[entry("first"), entry("second"), entry("third")]).await.unwrap();
    by_hand(&folder, "UPDATE journal SET kind = 'danced' WHERE id = 'first'");
    let cap = MailCap { messages: 1, within_s: 1 };
    let claimed = store.claim_outbox(now, 10, now + 60, cap).await.unwrap().claimed;
    let ids: Vec<_> = claimed.iter().map(|delivery| delivery.entry.event.id.as_str()).collect();
    assert_eq!(ids, ["second", "third"]);
    assert_eq!(store.count_outbox().await.unwrap().given_up, 1);
}

fn due(now: i64) -> Sample {
    Sample {
        offer: latchkey_wire::OfferId::new("practice"),
        issuer: "https://practice.example".into(),
        now,
        access_expires_at: now,
        due_at: Some(now),
    }
}

#[tokio::test]
async fn two_processes_on_one_file_claim_different_connections_and_wait_for_each_other_s_writes() {
    /// More than fits into one claim of either.
    const CONNECTIONS: usize = 60;
    const SESSIONS: usize = 100;

    let (folder, one) = fresh().await;
    let other = open_in(&folder, 1).await;
    let now = 1_800_000_000;
    let sample = due(now);
    let tokens = |number| (format!("access {number}"), format!("refresh {number}"));
    let half = CONNECTIONS / 2;
    let (first, second) =
        tokio::join!(sample.write(&*one, 0..half, tokens), sample.write(&*other, half..CONNECTIONS, tokens));
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    let mut claimed = Vec::new();
    for _ in 0..3 {
        let (mine, theirs) =
            tokio::join!(one.claim_due_connections(now, 10, now + 60), other.claim_due_connections(now, 10, now + 60));
        claimed.extend(mine.unwrap().into_iter().chain(theirs.unwrap()).map(|claimed| claimed.connection.id));
    }
    let different: BTreeSet<_> = claimed.iter().collect();
    assert_eq!((claimed.len(), different.len()), (CONNECTIONS, CONNECTIONS), "each was claimed, and by one");
    let sessions = (0..SESSIONS).map(|number| {
        let store = if number % 2 == 0 { &one } else { &other };
        let session = SessionRecord {
            token: TokenHash::of(&number.to_string()),
            person: PersonId("ann".into()),
            scope: latchkey_store::KeyScope::All,
            let_in_at: None,
            created_at: now,
            expires_at: now + 60,
        };
        async move { store.create_session(&session).await }
    });
    for written in futures::future::join_all(sessions).await {
        written.unwrap();
    }
    for number in 0..SESSIONS {
        assert!(one.find_session(TokenHash::of(&number.to_string()), now).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn an_account_that_an_earlier_version_put_into_a_row_is_not_taken_for_the_one_before() {
    let (folder, store) = fresh().await;
    latchkey_store::conformance::a_second_sign_in_keeps_id_and_settings_and_replaces_the_grant(&*store).await;
    let id = latchkey_wire::ConnectionId::new("c");
    assert_eq!(store.find_connection(&id).await.unwrap().unwrap().verified, Verified::Address);
    // As it writes a sign-in: it knows nothing of what was found out for the last one.
    by_hand(&folder, "UPDATE connections SET subject = 'ben', generation = generation + 1 WHERE id = 'c'");
    assert_eq!(store.find_connection(&id).await.unwrap().unwrap().verified, Verified::Unknown);
}

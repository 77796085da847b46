//! Files of earlier versions, opened by this one: everything is still there and usable.
//!
//! # To add a version
//! Before a migration is written, dump a store of the version without it (`sqlite3 latchkey.db .dump`) into `upgrade/`, and
//! open it here. A dump holds the checksums of its migrations, so a changed one is refused here, too.

#![expect(clippy::unwrap_used, reason = "a failure is a panic")]

use std::sync::Arc;

use latchkey_domain::{
    AccessToken, Health, HealthKind, Identity, PersonId, RefreshToken, SystemEntropy, TokenHash, Verified,
};
use latchkey_store::{Claim, Crypter, Grant, KeyScope, MailCap, RejectionPace, RenewedGrant, SealingKey, Store};
use latchkey_wire::{AuthorizationId, ConnectionId, Phase, Purpose, ReasonCode};
use tempfile::TempDir;

/// When the old version wrote it.
const THEN: i64 = 1_790_000_000;

fn key(id: &str, first: u8) -> SealingKey {
    let mut bytes = std::array::from_fn(|index| u8::try_from(index).unwrap());
    bytes[0] = first;
    SealingKey { id: id.into(), bytes: bytes.into() }
}

async fn upgraded(keys: Vec<SealingKey>) -> (TempDir, Arc<dyn Store>) {
    upgraded_from(include_str!("upgrade/sqlite_0002.sql"), keys).await
}

async fn upgraded_from(dump: &str, keys: Vec<SealingKey>) -> (TempDir, Arc<dyn Store>) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("latchkey.db");
    let old = rusqlite::Connection::open(&file).unwrap();
    old.execute_batch(dump).unwrap();
    drop(old);
    let crypter = Crypter::new(keys, Arc::new(SystemEntropy)).unwrap();
    let store = latchkey_store::open(&format!("sqlite://{}", file.display()), crypter).await.unwrap();
    (folder, store)
}

async fn from_before() -> (TempDir, Arc<dyn Store>) {
    upgraded(vec![key("2026-11", 0)]).await
}

fn id(name: &str) -> ConnectionId {
    ConnectionId::new(name)
}

fn refresh_of(grant: &Grant) -> &str {
    grant.refresh().unwrap().expose()
}

#[tokio::test]
async fn every_connection_is_there_as_it_was_with_the_grant_that_opens() {
    let (_folder, store) = from_before().await;
    let anns = store.list_connections(&PersonId("ann".into())).await.unwrap();
    let [mailbox, crm] = &anns[..] else { panic!("{anns:?}") };
    assert_eq!((mailbox.id.as_str(), mailbox.account.address.as_str()), ("anns-mailbox", "Ann@Contoso.example"));
    assert_eq!((&mailbox.health, mailbox.generation, mailbox.due_at), (&Health::Working, 0, Some(THEN + 1800)));
    assert_eq!((mailbox.access_expires_at, mailbox.ends_at), (THEN + 3600, Some(THEN + 90 * 86400)));
    assert!(mailbox.settings.remind_before_end && !crm.settings.remind_before_end);
    assert_eq!(crm.site.as_deref(), Some("contoso.my.salesforce.com"));
    assert_eq!(crm.api_url.as_deref(), Some("https://contoso.my.salesforce.com"));
    assert_eq!(crm.challenge.as_deref(), Some("a challenge"));
    let Health::NeedsSignIn { since, reason } = &crm.health else { panic!("{:?}", crm.health) };
    assert_eq!(
        (*since, reason.code, reason.reference.as_deref()),
        (THEN + 60, ReasonCode::SignInEnded, Some("AADSTS50173"))
    );
    assert_eq!(
        store.count_rejection(&crm.id, THEN + 63, RejectionPace { apart_s: 0, forget_s: 63 }).await.unwrap(),
        3,
        "two were counted before"
    );
    let cleos = store.find_connection(&id("cleos-mailbox")).await.unwrap().unwrap();
    assert!(matches!(cleos.health, Health::Retrying { attempts: 3, .. }), "{:?}", cleos.health);
    for name in ["anns-mailbox", "anns-crm", "cleos-mailbox"] {
        let grant = store.find_grant(&id(name)).await.unwrap().unwrap();
        assert_eq!(refresh_of(&grant), format!("refresh of {name}"));
    }
    let bens = store.find_connection(&id("bens-mailbox")).await.unwrap().unwrap();
    assert_eq!((bens.generation, bens.due_at), (1, None));
    let Some(Grant::Password { user_name, password, scheme_hint }) = store.find_grant(&bens.id).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        (user_name.as_str(), password.expose(), scheme_hint.as_deref()),
        ("CONTOSO\\ben", "the second", Some("ntlm"))
    );
}

#[tokio::test]
async fn they_are_found_by_person_by_account_and_by_address_and_counted() {
    let (_folder, store) = from_before().await;
    let found = store.find_connections_by_address("ann@contoso.EXAMPLE", Purpose::Mailbox).await.unwrap();
    assert_eq!(found.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), ["anns-mailbox"]);
    let identity = Identity { issuer: "https://google.example".into(), subject: "subject of cleos-mailbox".into() };
    let found = store.find_connection_by_identity(&identity, Purpose::Mailbox).await.unwrap().unwrap();
    assert_eq!(found.person, PersonId("cleo".into()));
    let mut counts = store.count_connections_by_health().await.unwrap();
    counts.retain(|_, many| *many > 0);
    let expected = [(HealthKind::Working, 2), (HealthKind::NeedsSignIn, 1), (HealthKind::Retrying, 1)];
    assert_eq!(counts, expected.into());
}

#[tokio::test]
async fn a_grant_is_renewed_as_if_it_had_been_given_today() {
    let (_folder, store) = from_before().await;
    let now = THEN + 2000;
    let due = store.claim_due_connections(now, 10, now + 60).await.unwrap();
    let due: Vec<_> = due.iter().map(|claimed| claimed.connection.id.as_str()).collect();
    assert_eq!(due, ["cleos-mailbox", "anns-mailbox"], "what was due first comes first");
    let later = now + 60;
    let Claim::Yours(claimed) = store.claim_connection(&id("anns-mailbox"), later, later + 60).await.unwrap() else {
        panic!()
    };
    assert_eq!(refresh_of(claimed.grant.as_ref().unwrap()), "refresh of anns-mailbox");
    let renewed = RenewedGrant {
        grant: Grant::Tokens { access: AccessToken::new("new"), refresh: RefreshToken::new("its successor") },
        refreshed_at: later,
        access_expires_at: later + 3600,
        ends_at: None,
        due_at: Some(later + 1800),
        api_url: None,
        fault: None,
    };
    assert!(store.save_renewal(&claimed.lease, &renewed, &[]).await.unwrap());
    assert_eq!(refresh_of(&store.find_grant(&id("anns-mailbox")).await.unwrap().unwrap()), "its successor");
}

#[tokio::test]
async fn sessions_keys_and_sign_ins_under_way_go_on() {
    let (_folder, store) = from_before().await;
    for name in ["ann", "ben", "cleo"] {
        let session =
            store.find_session(TokenHash::of(&format!("session of {name}")), THEN + 1).await.unwrap().unwrap();
        assert_eq!((session.person, session.expires_at), (PersonId(name.into()), THEN + 30 * 86400));
    }
    let engine = store.find_engine_key(TokenHash::of("key of engine-1")).await.unwrap().unwrap();
    assert_eq!((engine.name.as_str(), engine.scope), ("mail sync", KeyScope::All));
    assert!(store.find_engine_key(TokenHash::of("key of engine-2")).await.unwrap().is_none(), "it was taken back");
    assert_eq!(store.list_engine_keys().await.unwrap().len(), 2);
    // A version that gave every browser the same cookie opened its window: the opening is not valid, and a new one can be made.
    assert!(store.find_authorization_by_state(TokenHash::of("state of waits")).await.unwrap().is_none());
    let waits = store.find_authorization(&AuthorizationId::new("waits")).await.unwrap().unwrap();
    assert!(waits.phase == Phase::Waiting && waits.opening.is_none());
    let proves = store.find_authorization(&AuthorizationId::new("proves")).await.unwrap().unwrap();
    assert!(matches!(proves.phase, Phase::AwaitingProof));
    let pending = proves.pending.unwrap();
    assert_eq!(
        (refresh_of(&pending.renewed.grant), pending.identity.subject.as_str()),
        ("refresh of what waits", "cleo there")
    );
    assert_eq!(store.count_authorizations(TokenHash::of("session of cleo"), THEN).await.unwrap(), 3);
}

#[tokio::test]
async fn old_seals_count_as_their_key_and_are_sealed_again_under_a_new_one() {
    let (_folder, store) = upgraded(vec![key("2027-01", 9), key("2026-11", 0)]).await;
    let sealed =
        |uses: Vec<latchkey_store::KeyUsage>, id: &str| uses.into_iter().find(|used| used.id == id).unwrap().sealed;
    // Four grants, seven sign-ins, one of which waits for proof.
    assert_eq!(sealed(store.list_key_usage().await.unwrap(), "2026-11"), 12);
    let mut from = None;
    loop {
        let done = store.reseal_batch(from.as_ref(), 100).await.unwrap();
        assert!(done.unreadable.is_empty(), "{:?}", done.unreadable);
        from = done.next;
        if from.is_none() {
            break;
        }
    }
    let uses = store.list_key_usage().await.unwrap();
    assert_eq!((sealed(uses.clone(), "2026-11"), sealed(uses, "2027-01")), (0, 12));
    assert_eq!(refresh_of(&store.find_grant(&id("anns-crm")).await.unwrap().unwrap()), "refresh of anns-crm");
}

#[tokio::test]
async fn without_its_key_the_key_is_named() {
    let (_folder, store) = upgraded(vec![key("2027-01", 9)]).await;
    assert_eq!(store.list_missing_keys().await.unwrap(), ["2026-11"]);
}

#[tokio::test]
async fn addresses_from_versions_that_did_not_verify_them_are_unknown() {
    for dump in [include_str!("upgrade/sqlite_0002.sql"), include_str!("upgrade/sqlite_0003.sql")] {
        let (_folder, store) = upgraded_from(dump, vec![key("2026-11", 0)]).await;
        for name in ["anns-mailbox", "anns-crm", "bens-mailbox", "cleos-mailbox"] {
            let found = store.find_connection(&id(name)).await.unwrap().unwrap();
            assert_eq!(found.verified, Verified::Unknown, "{name}");
            assert!(store.find_grant(&found.id).await.unwrap().is_some());
            assert!(store.save_verified(&found.id, found.generation, Verified::Address).await.unwrap());
            assert_eq!(store.find_connection(&found.id).await.unwrap().unwrap().verified, Verified::Address);
        }
        let proves = store.find_authorization(&AuthorizationId::new("proves")).await.unwrap().unwrap();
        assert_eq!(proves.pending.unwrap().verified, Verified::Unknown, "a sign-in under way");
    }
}

#[tokio::test]
async fn e_mails_that_an_earlier_version_sent_count() {
    for (messages, within_s, claimed) in [(2, 3600, 0), (2, 100, 1), (3, 3600, 1)] {
        let dump = include_str!("upgrade/sqlite_0003.sql");
        let (_folder, store) = upgraded_from(dump, vec![key("2026-11", 0)]).await;
        let found = store.claim_outbox(THEN + 800, 10, THEN + 801, MailCap { messages, within_s }).await.unwrap();
        assert_eq!((found.claimed.len(), found.held_back), (claimed, 1 - u32::try_from(claimed).unwrap()));
    }
}

#[tokio::test]
async fn a_mailbox_is_found_by_both_names_of_its_domain_and_nothing_else_is_known_of_its_account() {
    let dump = include_str!("upgrade/sqlite_0007.sql");
    let (_folder, store) = upgraded_from(dump, vec![key("2026-11", 0)]).await;
    for address in ["cleo@gmail.com", "Cleo@GoogleMail.com"] {
        let found = store.find_connections_by_address(address, Purpose::Mailbox).await.unwrap();
        let [cleos] = &found[..] else { panic!("{address}: {found:?}") };
        assert_eq!((cleos.account.address.as_str(), cleos.verified), ("Cleo@googlemail.com", Verified::Address));
        assert!(cleos.facts.is_empty());
        assert!(store.find_grant(&cleos.id).await.unwrap().is_some());
    }
}

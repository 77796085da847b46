//! Openings of windows, keys, typed codes, and the connections that they let a session show.

use latchkey_domain::{
    AuthorizationCode, BrowserKey, Nonce, OriginKey, PersonId, PkceVerifier, ReturnKey, SeededEntropy, StateToken,
    TokenHash, TypedCode,
};
use latchkey_wire::{AuthorizationId, ConnectionId, Phase, Purpose};

use super::{NOW, authorization, connection, grant, session, sign_in};
use crate::{
    CallbackParameters, ConnectionRecord, KeyScope, KeylessRequest, LetInBy, LetsIn, OpenedBy, OpeningKeyRecord,
    OpeningOutcome, OpeningSecrets, SignedIn, Store, Takes,
};

/// A limit that only one test reaches.
const OFTEN: u32 = 100;

fn secrets(name: &str) -> OpeningSecrets {
    OpeningSecrets {
        state: StateToken::new(format!("state {name}")),
        nonce: Nonce::new(format!("nonce {name}")),
        verifier: PkceVerifier::new("verifier"),
        browser: BrowserKey::new("browser"),
        origin: Some(OriginKey::new("origin")),
        code: TypedCode::draw(&SeededEntropy::new(1)),
        returned: None,
    }
}

fn key(name: &str, attempt: &AuthorizationId) -> OpeningKeyRecord {
    OpeningKeyRecord { key: TokenHash::of(name), attempt: attempt.clone(), expires_at: NOW + 60 }
}

/// Creates an authorization that waits, with a key of this name.
async fn waiting(store: &dyn Store, id: &str) -> AuthorizationId {
    let record = authorization(id, "session");
    store.create_authorization(&record).await.unwrap();
    assert!(store.save_opening_key(&key(id, &record.id), OFTEN, NOW).await.unwrap());
    record.id
}

async fn by_key(store: &dyn Store, id: &AuthorizationId, key: &str, name: &str) -> OpeningOutcome {
    store.open_window(id, LetInBy::Key(TokenHash::of(key)), &secrets(name), OFTEN, NOW + 1).await.unwrap()
}

async fn found(store: &dyn Store, name: &str) -> Option<(i64, OpenedBy)> {
    let state = TokenHash::of(&format!("state {name}"));
    let opening = store.find_authorization_by_state(state).await.unwrap()?.opening.unwrap();
    assert_eq!(opening.secrets.nonce.expose(), format!("nonce {name}"));
    Some((opening.number, opening.by))
}

pub async fn a_key_opens_its_own_attempt_once_and_not_for_ever(store: &dyn Store) {
    let (one, other) = (waiting(store, "one").await, waiting(store, "other").await);
    assert_eq!(by_key(store, &one, "other", "stranger").await, OpeningOutcome::KeyRefused);
    assert_eq!(by_key(store, &one, "invented", "stranger").await, OpeningOutcome::KeyRefused);
    assert_eq!(by_key(store, &one, "one", "first").await, OpeningOutcome::Opened(1));
    assert_eq!(by_key(store, &one, "one", "replay").await, OpeningOutcome::KeyRefused);
    assert_eq!((found(store, "first").await, found(store, "replay").await), (Some((1, OpenedBy::Key)), None));
    let late = LetInBy::Key(TokenHash::of("other"));
    assert_eq!(
        store.open_window(&other, late, &secrets("late"), OFTEN, NOW + 60).await.unwrap(),
        OpeningOutcome::KeyRefused,
        "a key that has ended"
    );
    for (number, kept) in [(1, true), (2, false)] {
        assert_eq!(store.save_opening_key(&key(&format!("k{number}"), &one), 1, NOW).await.unwrap(), kept);
    }
    assert!(store.start_finishing(&one, 1).await.unwrap());
    assert!(!store.save_opening_key(&key("after", &one), OFTEN, NOW).await.unwrap(), "it waits no more");
}

pub async fn only_a_window_with_a_key_replaces_a_window_with_a_key(store: &dyn Store) {
    let one = waiting(store, "one").await;
    let asked =
        async |name: &str, now: i64| store.open_window(&one, LetInBy::Asked, &secrets(name), OFTEN, now).await.unwrap();
    assert_eq!(asked("unasked", NOW).await, OpeningOutcome::NotRequested);
    assert!(
        store
            .request_keyless_window(&one, &KeylessRequest { until: NOW + 120, from: "192.0.2.7".into() })
            .await
            .unwrap()
    );
    let noted = store.find_authorization(&one).await.unwrap().unwrap().asked.unwrap();
    assert_eq!((noted.until, noted.from.as_str()), (NOW + 120, "192.0.2.7"));
    assert_eq!(asked("late", NOW + 120).await, OpeningOutcome::NotRequested);
    assert_eq!(asked("first", NOW + 119).await, OpeningOutcome::Opened(1));
    assert_eq!(asked("second", NOW + 119).await, OpeningOutcome::Opened(2));
    assert_eq!(found(store, "first").await, None);
    assert_eq!(found(store, "second").await, Some((2, OpenedBy::Asked)));
    assert_eq!(by_key(store, &one, "one", "keyed").await, OpeningOutcome::Opened(3));
    assert_eq!(asked("third", NOW + 119).await, OpeningOutcome::HeldByKey);
    assert_eq!(found(store, "keyed").await, Some((3, OpenedBy::Key)));
    assert!(store.save_opening_key(&key("again", &one), OFTEN, NOW).await.unwrap());
    assert_eq!(by_key(store, &one, "again", "keyed again").await, OpeningOutcome::Opened(4));
    assert_eq!(found(store, "keyed").await, None);
}

pub async fn only_the_opening_under_way_is_found_taken_and_ended(store: &dyn Store) {
    let one = waiting(store, "one").await;
    assert!(!store.start_finishing(&one, 0).await.unwrap(), "it was never opened");
    assert_eq!(by_key(store, &one, "one", "first").await, OpeningOutcome::Opened(1));
    assert!(store.save_opening_key(&key("again", &one), OFTEN, NOW).await.unwrap());
    assert_eq!(by_key(store, &one, "again", "second").await, OpeningOutcome::Opened(2));
    assert!(!store.start_finishing(&one, 1).await.unwrap());
    assert!(!store.end_opening(&one, 1).await.unwrap());
    assert!(found(store, "second").await.is_some());
    assert!(store.end_opening(&one, 2).await.unwrap());
    assert_eq!(found(store, "second").await, None);
    assert!(!store.start_finishing(&one, 2).await.unwrap());
    let waits = store.find_authorization(&one).await.unwrap().unwrap();
    assert!(waits.phase == Phase::Waiting && waits.opening.is_none(), "the attempt waits for another window");
    assert!(store.save_opening_key(&key("third", &one), OFTEN, NOW).await.unwrap());
    assert_eq!(by_key(store, &one, "third", "third").await, OpeningOutcome::Opened(3));
    assert!(store.start_finishing(&one, 3).await.unwrap());
    assert!(!store.start_finishing(&one, 3).await.unwrap());
    assert!(store.find_authorization(&one).await.unwrap().unwrap().opening.is_some(), "its window is still known");
    assert!(!store.end_opening(&one, 3).await.unwrap());
    assert_eq!(by_key(store, &one, "third", "fourth").await, OpeningOutcome::NotWaiting);
}

pub async fn callback_parameters_are_stored_once_for_the_current_opening(store: &dyn Store) {
    let returned = |code: &str| CallbackParameters {
        key: ReturnKey::new(format!("return {code}")),
        code: Some(AuthorizationCode::new(code)),
        error: None,
        error_description: "\"Quoted\" \n".into(),
    };
    let one = waiting(store, "one").await;
    assert_eq!(by_key(store, &one, "one", "first").await, OpeningOutcome::Opened(1));
    let opening = async || store.find_authorization(&one).await.unwrap().unwrap().opening.unwrap();
    let first = opening().await;
    assert!(first.secrets.returned.is_none());
    assert!(store.save_callback(&one, &first, returned("a")).await.unwrap());
    let kept = opening().await;
    assert_eq!((kept.number, kept.secrets.nonce.expose()), (1, "nonce first"), "it is still the one under way");
    let back = kept.secrets.returned.clone().unwrap();
    assert_eq!((back.key.expose(), back.code.unwrap().expose()), ("return a", "a"));
    assert_eq!(back.error_description, "\"Quoted\" \n");
    assert_eq!(found(store, "first").await, None, "its state is used up");
    for stale in [&first, &kept] {
        let again = store.save_callback(&one, stale, returned("b")).await.unwrap();
        assert!(!again, "nothing takes the place of what came back");
    }
    assert!(store.save_opening_key(&key("again", &one), OFTEN, NOW).await.unwrap());
    assert_eq!(by_key(store, &one, "again", "second").await, OpeningOutcome::Opened(2));
    assert!(!store.save_callback(&one, &first, returned("late")).await.unwrap(), "another opening is under way");
    let second = opening().await;
    assert!(second.secrets.returned.is_none());
    assert!(store.start_finishing(&one, 2).await.unwrap());
    assert!(!store.save_callback(&one, &second, returned("late")).await.unwrap(), "it waits no more");
}

pub async fn an_attempt_is_opened_and_a_code_typed_only_so_often(store: &dyn Store) {
    let one = waiting(store, "one").await;
    assert!(
        store.request_keyless_window(&one, &KeylessRequest { until: NOW + 120, from: String::new() }).await.unwrap()
    );
    let open = async || store.open_window(&one, LetInBy::Asked, &secrets("x"), 2, NOW).await.unwrap();
    assert_eq!((open().await, open().await), (OpeningOutcome::Opened(1), OpeningOutcome::Opened(2)));
    assert_eq!((open().await, open().await), (OpeningOutcome::TooMany, OpeningOutcome::TooMany));
    let late = store.open_window(&one, LetInBy::Asked, &secrets("x"), OFTEN, NOW + 600).await.unwrap();
    assert_eq!(late, OpeningOutcome::NotWaiting, "after its deadline");
    assert!(store.start_finishing(&one, 2).await.unwrap());
    assert_eq!(store.count_typed_code(&one, 3).await.unwrap(), None, "no code is awaited yet");
    assert!(store.advance_phase(&one, &Phase::Finishing, &Phase::AwaitingProof, None).await.unwrap());
    for left in [Some(2), Some(1), Some(0), None, None] {
        assert_eq!(store.count_typed_code(&one, 3).await.unwrap(), left);
    }
}

pub async fn a_typed_code_lets_a_session_in_to_its_own_connection_alone(store: &dyn Store) {
    store.create_session(&session("session")).await.unwrap();
    let mailbox = connection("mailbox", "ann", "ann");
    let crm = ConnectionRecord { purpose: Purpose::Crm, ..connection("crm", "ann", "ann there") };
    for made in [&mailbox, &crm] {
        assert!(sign_in(store, made.id.as_str(), made.clone(), grant("1")).await.unwrap());
    }
    store.create_session(&session("guest")).await.unwrap();
    let guest = async || store.find_session(TokenHash::of("guest"), NOW).await.unwrap().unwrap();
    let again = async |through: &str, connection: &ConnectionRecord, generation: i64, lets_in: LetsIn| {
        store.create_authorization(&authorization(through, "guest")).await.unwrap();
        let connection = ConnectionRecord { generation, ..connection.clone() };
        let signed_in = SignedIn { connection, grant: grant(through), takes: Takes::Nothing, lets_in };
        assert!(store.finish_sign_in(&AuthorizationId::new(through), &Phase::Waiting, &signed_in, &[]).await.unwrap());
    };
    let only = |ids: &[&str]| KeyScope::Only(ids.iter().map(|id| ConnectionId::new(*id)).collect());
    again("one", &mailbox, 1, LetsIn::ConnectionAlone { at: NOW + 5 }).await;
    let shown = guest().await;
    assert_eq!((shown.person.0.as_str(), shown.scope, shown.let_in_at), ("ann", only(&["mailbox"]), Some(NOW + 5)));
    let ann = PersonId("ann".into());
    let let_in = async |now: i64| {
        let mut sessions = store.list_sessions(&ann, now).await.unwrap();
        sessions.retain(|session| session.let_in_at.is_some());
        sessions.into_iter().map(|session| session.token).collect::<Vec<_>>()
    };
    assert_eq!(let_in(NOW).await, [TokenHash::of("guest")]);
    assert!(let_in(i64::MAX).await.is_empty(), "it has ended");
    again("two", &crm, 1, LetsIn::ConnectionAlone { at: NOW + 6 }).await;
    assert_eq!(guest().await.scope, only(&["crm", "mailbox"]));
    again("three", &mailbox, 2, LetsIn::Everywhere).await;
    assert_eq!((guest().await.scope, guest().await.let_in_at), (KeyScope::All, None));
    again("four", &mailbox, 3, LetsIn::ConnectionAlone { at: NOW + 7 }).await;
    assert_eq!(guest().await.scope, KeyScope::All, "who sees everything goes on seeing it");
    assert!(let_in(NOW).await.is_empty());
}

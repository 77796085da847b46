//! Handing access tokens to sync engines.

use std::collections::BTreeSet;

use latchkey_endpoint::sign_in::disconnect;
use latchkey_practice::Faults;
use latchkey_store::{AuditActor, KeyScope};
use latchkey_testkit::{HandOutRefusal, TestEndpoint};
use latchkey_wire::{ConnectionId, ConnectionState};

use crate::people::{ANN, CLEO, connect};

/// How long practice Microsoft's access tokens live.
const LIFE_S: i64 = 3600;

fn refusal_of(answer: Result<latchkey_testkit::HandOutResponse, HandOutRefusal>) -> (u16, String) {
    let refused = answer.unwrap_err();
    assert_eq!(refused.problem["status"], refused.status.as_u16());
    (refused.status.as_u16(), refused.problem["code"].as_str().unwrap().to_owned())
}

fn code(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn a_token_that_lives_is_handed_out_without_asking_the_provider() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let first = engine.token(&connection.id).await.unwrap();
    for _ in 0..3 {
        assert_eq!(engine.token(&connection.id).await.unwrap().bearer(), first.bearer());
        endpoint.clock.advance_s(4);
    }
    assert!(endpoint.practice.secrets_issued().iter().any(|secret| secret.text == first.bearer()));
    assert_eq!(endpoint.practice.microsoft().counters().refreshes, 0);
}

#[tokio::test]
async fn a_token_near_its_end_is_renewed_once_however_many_ask() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let old = engine.token(&connection.id).await.unwrap();
    endpoint.clock.advance_s(LIFE_S - 200);
    assert_ne!(engine.token_for(&connection.id, "?min_life_s=100").await.unwrap().bearer(), "");
    assert_eq!(endpoint.practice.microsoft().counters().refreshes, 0, "200 seconds are enough for it");
    let all = futures::future::join_all((0..32).map(|_| engine.token(&connection.id))).await;
    let tokens: BTreeSet<_> = all.iter().map(|token| token.as_ref().unwrap().bearer()).collect();
    assert_eq!(tokens.len(), 1);
    assert!(!tokens.contains(old.bearer()));
    let counters = endpoint.practice.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (1, 0));
}

#[tokio::test]
async fn an_unmet_minimum_life_does_not_renew_repeatedly() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    for _ in 0..5 {
        engine.token_for(&connection.id, "?min_life_s=3600").await.unwrap();
    }
    assert_eq!(endpoint.practice.microsoft().counters().refreshes, 0);
    for query in ["?min_life_s=-1", "?min_life_s=3601", "?min_life_s=soon", "?surprise=1"] {
        assert_eq!(refusal_of(engine.token_for(&connection.id, query).await), code(400, "malformed_parameter"));
    }
}

#[tokio::test]
async fn an_outage_of_the_provider_does_not_reach_the_engine_while_a_token_lives() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let microsoft = endpoint.practice.microsoft();
    microsoft.set_faults(Faults { down: true, ..Faults::default() });
    endpoint.clock.advance_s(LIFE_S - 100);
    engine.token(&connection.id).await.expect("100 seconds are better than nothing");
    endpoint.clock.advance_s(200);
    let refusal = engine.token(&connection.id).await.unwrap_err();
    assert!((1..=3600).contains(&refusal.retry_after_s.unwrap()));
    assert_eq!(refusal.problem["actor"], "nobody");
    assert_eq!(refusal_of(Err(refusal)), code(503, "provider_unavailable"));
    assert!(!pane.connection().await.state.is_lost());
    microsoft.set_faults(Faults::default());
    endpoint.clock.advance_s(400);
    engine.token(&connection.id).await.unwrap();
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_lost_connection_says_why_and_who_must_act() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    engine.token(&connection.id).await.unwrap();
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    let refusal = engine.token(&connection.id).await.unwrap_err();
    assert_eq!(
        (&refusal.problem["reason"]["code"], &refusal.problem["actor"]),
        (&"sign_in_ended".into(), &"you".into())
    );
    assert_eq!(refusal_of(Err(refusal)), code(409, "needs_sign_in"));
}

#[tokio::test]
async fn nothing_is_handed_out_after_the_connection_ended_here() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    engine.token(&connection.id).await.unwrap();
    let administrator = || AuditActor::Administrator("test".into());
    assert!(disconnect::disconnect(endpoint.app(), &connection.id, administrator()).await.unwrap());
    assert_eq!(refusal_of(engine.token(&connection.id).await), code(410, "disconnected"));
    assert!(endpoint.app().store.find_grant(&connection.id).await.unwrap().is_none(), "its grant is forgotten");
    assert!(!disconnect::disconnect(endpoint.app(), &connection.id, administrator()).await.unwrap());
}

#[tokio::test]
async fn what_another_process_ended_is_handed_out_for_five_seconds_at_most() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    engine.token(&connection.id).await.unwrap();
    // As another process would do it: this one's memory does not notice.
    endpoint.app().store.disconnect(&connection.id, endpoint.app().clock.now(), &[]).await.unwrap();
    endpoint.clock.advance_s(5);
    assert_eq!(refusal_of(engine.token(&connection.id).await), code(410, "disconnected"));
}

#[tokio::test]
async fn a_change_of_account_hands_out_the_new_accounts_token_at_once() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let old = engine.token(&connection.id).await.unwrap();
    let attempt = pane.refreshes(&connection.id).await;
    crate::people::sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_ne!(engine.token(&connection.id).await.unwrap().bearer(), old.bearer());
}

#[tokio::test]
async fn a_key_for_one_connection_sees_no_other() {
    let endpoint = TestEndpoint::start().await;
    let (_, anns) = connect(&endpoint, ANN).await;
    let (_, cleos) = connect(&endpoint, CLEO).await;
    let engine = endpoint.engine_for(KeyScope::Only(BTreeSet::from([anns.id.clone()]))).await;
    engine.token(&anns.id).await.unwrap();
    assert_eq!(refusal_of(engine.token(&cleos.id).await), code(404, "connection_not_found"));
    assert_eq!(engine.reports_rejection(&cleos.id).await.unwrap_err().status.as_u16(), 404);
    assert_eq!(engine.finds(CLEO, "mailbox").await.unwrap().len(), 0);
    assert_eq!(engine.finds("ANN@contoso.example", "mailbox").await.unwrap()[0].id, anns.id);
    assert_eq!(engine.finds(ANN, "crm").await.unwrap().len(), 0);
    assert_eq!(engine.finds(ANN, "fridge").await.unwrap_err().status.as_u16(), 400);
    assert_eq!(endpoint.engine().await.finds(CLEO, "mailbox").await.unwrap()[0].id, cleos.id);
}

#[tokio::test]
async fn nothing_is_handed_out_without_a_good_key() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    for key in ["", "invented", pane.token()] {
        let engine = endpoint.engine().await.with_key(key);
        assert_eq!(refusal_of(engine.token(&connection.id).await), code(401, "engine_key_missing"));
        assert_eq!(engine.finds(ANN, "mailbox").await.unwrap_err().status.as_u16(), 401);
    }
    let unknown = ConnectionId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    assert_eq!(refusal_of(endpoint.engine().await.token(&unknown).await), code(404, "connection_not_found"));
}

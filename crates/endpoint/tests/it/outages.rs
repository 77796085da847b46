//! A store that is locked or gone, and callers that hang up: what callers are told, that nothing is lost, and that the endpoint
//! recovers by itself.

use std::time::Duration;

use latchkey_domain::Clock as _;
use latchkey_endpoint::renewal;
use latchkey_practice::Faults;
use latchkey_store::conformance::WriteLock;
use latchkey_testkit::{ProblemResponse, TestEndpoint, TestPane, logged};
use latchkey_wire::{Connection, ConnectionState, Overview, Phase, ProblemCode};
use reqwest::Method;

use crate::people::{ANN, CLEO, connect, phase, sign_in};

/// How long a condition is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// The pause between two checks of the store, in real time: another task changes it, and sends no signal.
const LOOK_EVERY: Duration = Duration::from_millis(20);

fn refusal_of<T>(refused: Result<T, ProblemResponse>) -> (u16, ProblemCode) {
    let refused = refused.err().unwrap();
    (refused.status.as_u16(), refused.problem.code)
}

const UNAVAILABLE: (u16, ProblemCode) = (503, ProblemCode::Unavailable);

fn lock_store(endpoint: &TestEndpoint) -> WriteLock {
    WriteLock::on(&endpoint.config_file().with_file_name("latchkey.db"))
}

async fn is_ready(pane: &TestPane) -> bool {
    pane.request(Method::GET, "/readyz").send().await.unwrap().status() == 204
}

/// Starts a check whose token is at the provider, which is slow.
async fn start_slow_check(
    endpoint: &TestEndpoint,
    pane: &TestPane,
    connection: &Connection,
) -> tokio::task::JoinHandle<Result<Connection, ProblemResponse>> {
    endpoint.practice.microsoft().set_faults(Faults { delay_s: 1, ..Faults::default() });
    let (pane, id) = (pane.clone(), connection.id.clone());
    let asking = tokio::spawn(async move { pane.check(&id).await });
    let claimed = async {
        while endpoint.app().store.list_held_claims(1).await.unwrap().is_empty() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(PATIENCE, claimed).await.expect("the connection is claimed");
    asking
}

/// Asserts that the new pair is in the store and that its predecessor was presented once.
async fn assert_renewed_once(endpoint: &TestEndpoint, pane: &TestPane, connection: &Connection) {
    let stored = endpoint.app().store.find_connection(&connection.id).await.unwrap().unwrap();
    assert_eq!(stored.refreshed_at, endpoint.clock.now(), "the pair that came back is written");
    endpoint.practice.microsoft().set_faults(Faults::default());
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    let counters = endpoint.practice.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (2, 0));
}

#[tokio::test]
async fn a_locked_store_is_reported_loses_nothing_and_is_used_again() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    assert!(is_ready(&pane).await);
    let held = lock_store(&endpoint);
    let (ready, checked) = tokio::join!(pane.get::<()>("/readyz"), pane.check(&connection.id));
    assert_eq!((refusal_of(ready), refusal_of(checked)), (UNAVAILABLE, UNAVAILABLE));
    assert!(logged().contains("the database is locked by another process"));
    assert_eq!(pane.connection().await.state, ConnectionState::Working, "reading goes on");
    held.release();
    assert!(is_ready(&pane).await);
    endpoint.clock.advance_s(5);
    assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working);
}

#[tokio::test]
async fn a_new_pair_that_the_store_does_not_take_is_held_until_it_does() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let asking = start_slow_check(&endpoint, &pane, &connection).await;
    let held = lock_store(&endpoint);
    assert_eq!(refusal_of(asking.await.unwrap()), UNAVAILABLE);
    held.release();
    endpoint.renew_due().await;
    assert_renewed_once(&endpoint, &pane, &connection).await;
}

#[tokio::test]
async fn a_later_claim_writes_the_held_pair_and_presents_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let asking = start_slow_check(&endpoint, &pane, &connection).await;
    let held = lock_store(&endpoint);
    assert_eq!(refusal_of(asking.await.unwrap()), UNAVAILABLE);
    held.release();
    // The claim of the first check expires.
    endpoint.clock.advance_s(endpoint.app().settings.lease.life_s);
    assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working);
    let counters = endpoint.practice.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (1, 0));
    endpoint.practice.microsoft().set_faults(Faults::default());
    assert_eq!(endpoint.renew_all().await, 1);
    assert_eq!(endpoint.practice.microsoft().counters().refresh_tokens_presented_twice, 0);
}

#[tokio::test]
async fn a_renewal_that_outlives_its_claim_is_not_begun_again_beside_it() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    // From then on several tokens may be under way at once.
    endpoint.renew_all().await;
    let asking = start_slow_check(&endpoint, &pane, &connection).await;
    // As in a process that was suspended: its claim has ended, and its outcome is not yet written.
    endpoint.clock.advance_s(3600);
    assert_eq!(endpoint.renew_due().await, 1);
    assert_eq!(asking.await.unwrap().unwrap().state, ConnectionState::Working);
    let counters = endpoint.practice.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (2, 0));
}

#[tokio::test]
async fn a_caller_that_hangs_up_during_a_renewal_does_not_lose_the_new_pair() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let asking = start_slow_check(&endpoint, &pane, &connection).await;
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    let released = async {
        while !endpoint.app().store.list_held_claims(1).await.unwrap().is_empty() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(PATIENCE, released).await.expect("the renewal ends");
    assert_renewed_once(&endpoint, &pane, &connection).await;
}

/// A module, so that it can be left out where there is no PostgreSQL.
mod on_postgres {
    use latchkey_testkit::postgres::{Disk, Postgres};

    use super::*;

    async fn stop_server(mut server: Postgres) -> Postgres {
        tokio::task::spawn_blocking(move || {
            server.stop();
            server
        })
        .await
        .unwrap()
    }

    async fn start_server(mut server: Postgres) -> Postgres {
        tokio::task::spawn_blocking(move || {
            server.start_again();
            server
        })
        .await
        .unwrap()
    }

    #[tokio::test]
    async fn a_database_that_is_gone_is_named_and_everything_goes_on_when_it_is_back() {
        let server = Postgres::start(Disk::Unsynced);
        let endpoint = TestEndpoint::builder().with_store(&server.database()).start().await;
        let (pane, connection) = connect(&endpoint, ANN).await;
        connect(&endpoint, CLEO).await;
        let engine = endpoint.engine().await;
        engine.token(&connection.id).await.unwrap();
        assert!(is_ready(&pane).await);
        let server = stop_server(server).await;
        endpoint.clock.advance_s(3600);
        let (ready, overview, token, due) = tokio::join!(
            pane.get::<()>("/readyz"),
            pane.get::<Overview>("/v1/overview"),
            engine.token(&connection.id),
            renewal::renew_due(endpoint.app()),
        );
        assert_eq!((refusal_of(ready), refusal_of(overview)), (UNAVAILABLE, UNAVAILABLE));
        let token = token.unwrap_err();
        assert_eq!((token.status.as_u16(), &token.problem["code"]), (503, &"unavailable".into()));
        assert!(token.retry_after_s.is_some() && due.is_err());
        let _server = start_server(server).await;
        assert!(is_ready(&pane).await);
        assert_eq!(pane.connection().await.id, connection.id);
        assert_eq!(endpoint.renew_due().await, 2);
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
        engine.token(&connection.id).await.unwrap();
        assert_eq!(endpoint.practice.microsoft().counters().refresh_tokens_presented_twice, 0);
    }

    #[tokio::test]
    async fn a_new_pair_that_comes_while_the_database_is_gone_is_held_until_it_is_back() {
        let server = Postgres::start(Disk::Unsynced);
        let endpoint = TestEndpoint::builder().with_store(&server.database()).start().await;
        let (pane, connection) = connect(&endpoint, ANN).await;
        let asking = start_slow_check(&endpoint, &pane, &connection).await;
        let server = stop_server(server).await;
        assert_eq!(refusal_of(asking.await.unwrap()), UNAVAILABLE);
        let _server = start_server(server).await;
        endpoint.renew_due().await;
        assert_renewed_once(&endpoint, &pane, &connection).await;
    }
}

#[tokio::test]
async fn after_a_standstill_a_claim_that_ran_out_waits_for_the_process_that_may_hold_the_new_pair() {
    const SETTLE_S: i64 = 10;
    let endpoint = TestEndpoint::start().await;
    let (_, anns) = connect(&endpoint, ANN).await;
    connect(&endpoint, CLEO).await;
    let (app, microsoft) = (endpoint.app(), endpoint.practice.microsoft());
    endpoint.clock.advance_s(4000);
    let now = endpoint.clock.now();
    app.store.claim_connection(&anns.id, now, now + 5).await.unwrap();
    endpoint.clock.advance_s(6);
    app.standstill.store_failed(endpoint.clock.now());
    endpoint.renew_due().await;
    assert_eq!(microsoft.counters().refreshes, 1, "Cleo's connection, which no other process had claimed, is renewed");
    endpoint.clock.advance_s(SETTLE_S);
    endpoint.renew_due().await;
    assert_eq!(microsoft.counters().refreshes, 2, "no other process has written a new pair");
    // Without a standstill, the claim of a process that was killed is taken over at once.
    endpoint.clock.advance_s(4000);
    let now = endpoint.clock.now();
    app.store.claim_connection(&anns.id, now, now + 5).await.unwrap();
    endpoint.clock.advance_s(6);
    endpoint.renew_due().await;
    assert_eq!(microsoft.counters().refreshes, 4);
}

#[tokio::test]
async fn a_sign_in_that_a_locked_store_refuses_is_saved_when_the_store_is_back() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let microsoft = endpoint.practice.microsoft();
    microsoft.set_faults(Faults { delay_s: 1, ..Faults::default() });
    let signing_in = async { sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await };
    let locking = async {
        while phase(&pane, &attempt).await != Phase::Finishing {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        lock_store(&endpoint)
    };
    let (_, held) = tokio::join!(signing_in, locking);
    assert_eq!(phase(&pane, &attempt).await, Phase::Finishing);
    held.release();
    let saved = async {
        while !matches!(phase(&pane, &attempt).await, Phase::Succeeded { .. }) {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(PATIENCE, saved).await.expect("the sign-in is saved, and the person does not sign in again");
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    endpoint.renew_all().await;
    assert_eq!(microsoft.counters().refresh_tokens_presented_twice, 0);
}

//! A company's own OpenID server, which speaks like servers that people have.

use latchkey_endpoint::sign_in::disconnect;
use latchkey_practice::{ContentTypes, SpeaksLike};
use latchkey_store::AuditActor;
use latchkey_testkit::{TestEndpoint, TestPane, logged};
use latchkey_wire::{Authorization, ConnectionState, Phase};

use crate::people::{ANN, BEN, password, phase};

async fn sign_in(endpoint: &TestEndpoint, pane: &TestPane, attempt: &Authorization, person: &str) -> Phase {
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    browser.sign_in(page, person, &password(endpoint, person)).await;
    phase(pane, attempt).await
}

/// Connects Ann and Ben, renews both, and refreshes Ann's.
async fn goes_through(endpoint: &TestEndpoint, what: &str) {
    for person in [ANN, BEN] {
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects_through("openid", None).await;
        let ended = sign_in(endpoint, &pane, &attempt, person).await;
        assert!(matches!(ended, Phase::Succeeded { .. }), "{what}: {ended:?}");
        for _ in 0..2 {
            endpoint.renew_all().await;
            assert_eq!(pane.connection().await.state, ConnectionState::Working, "{what}");
        }
        let connection = pane.connection().await;
        let attempt = pane.refreshes(&connection.id).await;
        let ended = sign_in(endpoint, &pane, &attempt, person).await;
        assert!(matches!(ended, Phase::Succeeded { .. }), "{what}: {ended:?}");
        assert_eq!(pane.connection().await.id, connection.id, "{what}");
    }
}

#[tokio::test]
async fn every_way_of_speaking_connects_renews_and_refreshes() {
    for like in SpeaksLike::ALL {
        let endpoint = TestEndpoint::builder().with_openid("").start().await;
        endpoint.practice.openid().set_speaks_like(like);
        goes_through(&endpoint, &format!("{like:?}")).await;
        assert_eq!(endpoint.practice.openid().counters().refresh_tokens_presented_twice, 0, "{like:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_changes_content_types_disturbs_nothing() {
    for kind in [ContentTypes::Html, ContentTypes::OctetStream, ContentTypes::Missing] {
        let endpoint = TestEndpoint::builder().with_openid("").start().await;
        endpoint.practice.openid().set_content_types(kind);
        goes_through(&endpoint, &format!("{kind:?}")).await;
    }
}

#[tokio::test]
async fn a_server_that_changes_how_it_speaks_loses_no_connection() {
    let endpoint = TestEndpoint::builder().with_openid("").start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("openid", None).await;
    sign_in(&endpoint, &pane, &attempt, ANN).await;
    for like in [SpeaksLike::MovedEndpoints, SpeaksLike::SecretInForm, SpeaksLike::SecretInHeader, SpeaksLike::Standard]
    {
        endpoint.practice.openid().set_speaks_like(like);
        endpoint.clock.advance_s(100);
        endpoint.renew_all().await;
        let state = pane.connection().await.state;
        assert!(!state.is_lost(), "{like:?}: {state:?}");
        endpoint.clock.advance_s(24 * 3600);
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working, "{like:?}");
    }
}

#[tokio::test]
async fn a_server_whose_issuer_gains_or_loses_its_slash_keeps_its_people() {
    let endpoint = TestEndpoint::builder().with_openid("").start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("openid", None).await;
    sign_in(&endpoint, &pane, &attempt, ANN).await;
    let connection = pane.connection().await.id;
    // AD FS ends its issuer in a slash.
    for like in [SpeaksLike::AdFs, SpeaksLike::Standard, SpeaksLike::AdFs] {
        endpoint.practice.openid().set_speaks_like(like);
        endpoint.clock.advance_s(100);
        let attempt = pane.refreshes(&connection).await;
        let ended = sign_in(&endpoint, &pane, &attempt, ANN).await;
        assert!(matches!(ended, Phase::Succeeded { .. }), "{like:?}: {ended:?}");
        let other = endpoint.pane().with_session().await;
        let attempt = other.connects_through("openid", None).await;
        let ended = sign_in(&endpoint, &other, &attempt, ANN).await;
        assert!(matches!(ended, Phase::Succeeded { .. }), "{like:?}: {ended:?}");
        assert_eq!(other.connection().await.id, connection, "{like:?}");
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working, "{like:?}");
    }
}

#[tokio::test]
async fn an_address_that_a_server_no_longer_verifies_leaves_look_ups_and_the_log_says_so() {
    const LINE: &str = "address is no longer verified";
    let endpoint = TestEndpoint::builder().with_openid("domains = [\"contoso.example\"]").start().await;
    let engine = endpoint.engine().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("openid", None).await;
    sign_in(&endpoint, &pane, &attempt, ANN).await;
    let connection = pane.connection().await.id;
    let is_logged = || logged().lines().any(|line| line.contains(LINE) && line.contains(connection.as_str()));
    assert_eq!(engine.finds(ANN, "mailbox").await.unwrap().len(), 1);
    // AD FS sends no `email_verified`.
    for (like, found) in [(SpeaksLike::Standard, 1), (SpeaksLike::AdFs, 0)] {
        assert!(!is_logged());
        endpoint.practice.openid().set_speaks_like(like);
        endpoint.clock.advance_s(100);
        let attempt = pane.refreshes(&connection).await;
        sign_in(&endpoint, &pane, &attempt, ANN).await;
        assert_eq!(engine.finds(ANN, "mailbox").await.unwrap().len(), found, "{like:?}");
    }
    assert!(is_logged());
}

async fn ends(endpoint: &TestEndpoint, pane: &TestPane) {
    let actor = AuditActor::Administrator("test".to_owned());
    let connection = pane.connection().await;
    assert!(disconnect::disconnect(endpoint.app(), &connection.id, actor).await.unwrap());
    endpoint.settled().await;
}

#[tokio::test]
async fn a_connection_that_is_ended_is_ended_at_the_server_and_no_other_persons_is() {
    let endpoint = TestEndpoint::builder().with_openid("").start().await;
    let mut panes = Vec::new();
    for person in [ANN, BEN] {
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects_through("openid", None).await;
        sign_in(&endpoint, &pane, &attempt, person).await;
        panes.push(pane);
    }
    ends(&endpoint, &panes[0]).await;
    assert_eq!(endpoint.practice.openid().counters().revocations, 1);
    endpoint.renew_all().await;
    assert_eq!(panes[1].connection().await.state, ConnectionState::Working);
}

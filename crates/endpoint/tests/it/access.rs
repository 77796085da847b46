//! The mailbox or the CRM itself is asked: a token can be good where access is gone.

use latchkey_practice::{Condition, Quirk};
use latchkey_store::AuditEventKind;
use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{Actor, Connection, ConnectionState, ProblemCode, Purpose, ReasonCode, RejectionReport};

use crate::people::{ANN, BEN, connect, password, sign_in};

/// By this time the mailbox is asked again.
const ASK_AGAIN_AFTER_S: i64 = 3700;

async fn check(endpoint: &TestEndpoint, pane: &TestPane, connection: &Connection) -> ConnectionState {
    endpoint.clock.advance_s(5);
    pane.check(&connection.id).await.unwrap().state
}

fn refusal(state: &ConnectionState) -> (ReasonCode, Actor) {
    match state {
        ConnectionState::NeedsSignIn { reason, .. }
        | ConnectionState::NeedsAdmin { reason, .. }
        | ConnectionState::Retrying { reason, .. } => (reason.code, reason.code.actor()),
        other => panic!("{other:?}"),
    }
}

async fn connect_through(endpoint: &TestEndpoint, offer: &str, purpose: Purpose) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through(offer, None).await;
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
    browser.sign_in(page, ANN, &password(endpoint, ANN)).await;
    let connections = pane.overview().await.connections;
    let connection = connections.into_iter().find(|one| one.purpose == purpose).unwrap();
    (pane, connection)
}

#[tokio::test]
async fn check_now_asks_the_mailbox_and_each_refusal_has_its_own_reason() {
    for (condition, code, actor) in [
        (Condition::MailboxMissing, ReasonCode::MailboxMissing, Actor::Admin),
        (Condition::LicenceEnded, ReasonCode::LicenceEnded, Actor::Admin),
        (Condition::ApiForbidden, ReasonCode::BlockedByPolicy, Actor::Admin),
    ] {
        let endpoint = TestEndpoint::start().await;
        let ((pane, connection), (bens, ben)) = (connect(&endpoint, ANN).await, connect(&endpoint, BEN).await);
        assert_eq!(check(&endpoint, &pane, &connection).await, ConnectionState::Working);
        endpoint.practice.microsoft().impose(ANN, condition);
        assert_eq!(refusal(&check(&endpoint, &pane, &connection).await), (code, actor), "{condition:?}");
        assert_eq!(check(&endpoint, &bens, &ben).await, ConnectionState::Working, "another person's mailbox answers");
        assert_eq!(endpoint.practice.microsoft().counters().refreshes_refused, 0, "the token is good");
    }
}

#[tokio::test]
async fn an_api_that_asks_to_wait_shows_that_the_token_works() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::ApiLimitReached);
    assert_eq!(check(&endpoint, &pane, &connection).await, ConnectionState::Working);
}

#[tokio::test]
async fn a_mailbox_that_is_back_works_again_by_itself_and_its_person_is_told_once() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::MailboxMissing);
    let lost = check(&endpoint, &pane, &connection).await;
    assert_eq!(refusal(&lost).0, ReasonCode::MailboxMissing);
    for _ in 0..3 {
        endpoint.clock.advance_s(ASK_AGAIN_AFTER_S);
        endpoint.renew_due().await;
        assert_eq!(pane.connection().await.state, lost, "a new token says nothing of the mailbox");
    }
    let journal = endpoint.app().store.list_journal(0, 100).await.unwrap();
    let losses = journal.iter().filter(|entry| entry.event.kind == AuditEventKind::NeedsAdmin);
    assert_eq!(losses.count(), 1, "{journal:?}");
    endpoint.practice.microsoft().lift(ANN, Condition::MailboxMissing);
    endpoint.clock.advance_s(ASK_AGAIN_AFTER_S);
    endpoint.renew_due().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    assert_eq!(endpoint.practice.microsoft().counters().refresh_tokens_presented_twice, 0);
}

#[tokio::test]
async fn a_sign_in_to_an_account_without_a_mailbox_says_so() {
    let endpoint = TestEndpoint::start().await;
    endpoint.practice.microsoft().impose(ANN, Condition::MailboxMissing);
    let (pane, _) = connect(&endpoint, ANN).await;
    endpoint.settled().await;
    assert_eq!(refusal(&pane.connection().await.state).0, ReasonCode::MailboxMissing);
}

#[tokio::test]
async fn a_report_about_a_mailbox_that_was_gone_asks_for_it_again_and_finds_it_back() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let old = engine.token(&connection.id).await.unwrap().token_id().to_owned();
    let report = RejectionReport { token_id: Some(old), ..RejectionReport::default() };
    endpoint.practice.microsoft().impose(ANN, Condition::MailboxMissing);
    endpoint.clock.advance_s(5);
    let lost = engine.reports(&connection.id, &report).await.unwrap().state;
    assert_eq!(refusal(&lost).0, ReasonCode::MailboxMissing);
    endpoint.clock.advance_s(5);
    assert_eq!(engine.reports(&connection.id, &report).await.unwrap().state, lost, "it is still gone");
    let refused = engine.reports(&connection.id, &report).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::TooManyRequests, "within the same limit as any report");
    endpoint.practice.microsoft().lift(ANN, Condition::MailboxMissing);
    endpoint.clock.advance_s(5);
    assert_eq!(engine.reports(&connection.id, &report).await.unwrap().state, ConnectionState::Working);
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    engine.token(&connection.id).await.unwrap();
}

#[tokio::test]
async fn a_sync_engine_that_is_refused_learns_why() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    endpoint.practice.microsoft().impose(ANN, Condition::MailboxMissing);
    endpoint.clock.advance_s(5);
    let state = engine.reports_rejection(&connection.id).await.unwrap().state;
    assert_eq!(refusal(&state), (ReasonCode::MailboxMissing, Actor::Admin));
    let refused = engine.token(&connection.id).await.unwrap_err();
    assert_eq!(
        (&refused.problem["code"], &refused.problem["reason"]["code"]),
        (&"needs_admin".into(), &"mailbox_missing".into())
    );
}

#[tokio::test]
async fn gmail_is_asked_too() {
    for (condition, code, actor) in [
        (Condition::MailboxMissing, ReasonCode::MailboxMissing, Actor::Admin),
        (Condition::ApiForbidden, ReasonCode::ApiDisabled, Actor::Admin),
    ] {
        let endpoint = TestEndpoint::builder().with_google().start().await;
        let (pane, connection) = connect_through(&endpoint, "google", Purpose::Mailbox).await;
        assert_eq!(check(&endpoint, &pane, &connection).await, ConnectionState::Working);
        endpoint.practice.google().impose(ANN, condition);
        assert_eq!(refusal(&check(&endpoint, &pane, &connection).await), (code, actor), "{condition:?}");
        endpoint.practice.google().lift(ANN, condition);
        assert_eq!(check(&endpoint, &pane, &connection).await, ConnectionState::Working, "{condition:?}");
    }
}

#[tokio::test]
async fn an_api_that_is_switched_off_for_the_program_asks_no_person_to_act() {
    let endpoint = TestEndpoint::builder().with_google().start().await;
    let (pane, connection) = connect_through(&endpoint, "google", Purpose::Mailbox).await;
    endpoint.practice.google().set_quirk(Quirk::ApiNotEnabled, true);
    let (code, actor) = refusal(&check(&endpoint, &pane, &connection).await);
    assert_eq!((code, actor), (ReasonCode::Misconfigured, Actor::Operator));
}

#[tokio::test]
async fn the_crm_is_asked_too() {
    for (condition, code, actor) in [
        (Condition::ApiForbidden, ReasonCode::ApiDisabled, Actor::Admin),
        (Condition::OutsideLoginHours, ReasonCode::OutsideAllowedHours, Actor::Admin),
        (Condition::OutsideLoginDomain, ReasonCode::NetworkNotAllowed, Actor::Admin),
        (Condition::ApiLimitReached, ReasonCode::ApiLimitReached, Actor::NoOne),
        (Condition::SessionsRefused, ReasonCode::ApiDisabled, Actor::Admin),
    ] {
        let endpoint = TestEndpoint::builder().with_salesforce().start().await;
        let (pane, connection) = connect_through(&endpoint, "salesforce-production", Purpose::Crm).await;
        assert_eq!(check(&endpoint, &pane, &connection).await, ConnectionState::Working);
        endpoint.practice.salesforce().impose(ANN, condition);
        assert_eq!(refusal(&check(&endpoint, &pane, &connection).await), (code, actor), "{condition:?}");
    }
}

#[tokio::test]
async fn a_refresh_by_the_person_repairs_what_the_administrator_has_put_right() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::MailboxMissing);
    check(&endpoint, &pane, &connection).await;
    endpoint.practice.microsoft().lift(ANN, Condition::MailboxMissing);
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    endpoint.settled().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

//! Exchange by password, over HTTP.

mod failures;
mod handing_out;
mod identity;
mod mail_link;
mod password_attempts;
mod servers;
mod servers_not_configured;

use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{Authorization, Connection, PasswordRequest, Phase, ReasonCode};

async fn start_endpoint() -> TestEndpoint {
    TestEndpoint::builder().with_exchange().start().await
}

fn request(endpoint: &TestEndpoint, mailbox: &str, password: &str) -> PasswordRequest {
    PasswordRequest {
        mailbox: mailbox.to_owned(),
        user_name: None,
        password: password.to_owned(),
        server: Some(endpoint.practice.exchange().ews_url()),
    }
}

async fn submit_password(
    endpoint: &TestEndpoint,
    pane: &TestPane,
    attempt: &Authorization,
    mailbox: &str,
    password: &str,
) -> Phase {
    endpoint.clock.advance_s(5);
    pane.types(&attempt.id, &request(endpoint, mailbox, password)).await.unwrap().phase
}

async fn connect(endpoint: &TestEndpoint, mailbox: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let phase =
        submit_password(endpoint, &pane, &attempt, mailbox, &endpoint.practice.exchange().password(mailbox)).await;
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
    let connection = pane.connection().await;
    (pane, connection)
}

fn failure_code(phase: &Phase) -> ReasonCode {
    match phase {
        Phase::Failed { reason, .. } => reason.code,
        other => panic!("{other:?}"),
    }
}

//! Exchange by password, over HTTP.

mod failures;
mod handing_out;
mod identity;
mod mail_link;
mod password_attempts;
mod servers;
mod servers_not_configured;

use latchkey_testkit::{Pane, Stage};
use latchkey_wire::{Authorization, Connection, PasswordRequest, Phase, ReasonCode};

async fn start_endpoint() -> Stage {
    Stage::builder().with_exchange().start().await
}

fn request(stage: &Stage, mailbox: &str, password: &str) -> PasswordRequest {
    PasswordRequest {
        mailbox: mailbox.to_owned(),
        user_name: None,
        password: password.to_owned(),
        server: Some(stage.practice.exchange().ews_url()),
    }
}

async fn submit_password(stage: &Stage, pane: &Pane, attempt: &Authorization, mailbox: &str, password: &str) -> Phase {
    stage.clock.advance_s(5);
    pane.types(&attempt.id, &request(stage, mailbox, password)).await.unwrap().phase
}

async fn connect(stage: &Stage, mailbox: &str) -> (Pane, Connection) {
    let pane = stage.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let phase = submit_password(stage, &pane, &attempt, mailbox, &stage.practice.exchange().password(mailbox)).await;
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

//! What a stranger learns from the answers, and what the journal records about it.

use std::collections::BTreeSet;

use latchkey_practice::{Autodiscover, EwsAnswers, ExchangeSwitches};
use latchkey_store::{AuditEventKind, JournalEntry};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{PasswordRequest, Phase, ReasonCode};

use super::{
    ANN, BEN, HOUR_S, STRANGERS_TRIES, connect, form, is_rejected, is_too_often, start_endpoint, try_as_owner,
    try_as_stranger,
};

async fn journal(endpoint: &TestEndpoint) -> Vec<JournalEntry> {
    let all = endpoint.app().store.list_journal(0, 100).await.unwrap();
    all.into_iter().filter(|entry| entry.event.kind == AuditEventKind::PasswordRejected).collect()
}

/// Everything that a stranger sees of a try: status and body, without what differs by chance.
async fn answer_to(endpoint: &TestEndpoint, form: &PasswordRequest) -> (u16, BTreeSet<String>, String) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let path = format!("/v1/authorizations/{}/password", attempt.id);
    let answer = pane.request(reqwest::Method::POST, &path).json(form).send().await.unwrap();
    let (status, length) = (answer.status().as_u16(), answer.headers().get("content-length").cloned());
    let names = answer.headers().keys().map(ToString::to_string).collect();
    let mut body: serde_json::Value = answer.json().await.unwrap();
    for by_chance in ["id", "match_code", "request_id"] {
        body.as_object_mut().unwrap().remove(by_chance);
    }
    (status, names, format!("{body} {length:?}"))
}

#[tokio::test]
async fn a_right_password_with_a_foreign_mailbox_looks_like_a_wrong_one_however_often() {
    let mut answers = Vec::new();
    for password_is_right in [false, true] {
        let endpoint = start_endpoint().await;
        let _owner = connect(&endpoint, ANN).await;
        let exchange = endpoint.practice.exchange();
        let password = if password_is_right { exchange.password(ANN) } else { "guess".to_owned() };
        let before = exchange.authentications().len();
        let mut told = Vec::new();
        for mailbox in [BEN, BEN, "unknown@contoso.example", "unknown@contoso.example", "cleo@fabrikam.example", BEN] {
            let foreign = PasswordRequest { mailbox: mailbox.into(), ..form(&endpoint, "CONTOSO\\ann", &password) };
            told.push((answer_to(&endpoint, &foreign).await, exchange.authentications().len() - before));
        }
        assert_eq!(journal(&endpoint).await.len() as u64, STRANGERS_TRIES);
        answers.push(told);
    }
    let (wrong, foreign) = (&answers[0], &answers[1]);
    assert_eq!(wrong, foreign);
    let statuses: Vec<_> = wrong.iter().map(|((status, ..), shown)| (*status, *shown)).collect();
    assert_eq!(statuses, [(200, 1), (200, 2), (429, 2), (429, 2), (429, 2), (429, 2)]);
    assert!(wrong[0].0.2.contains("password_rejected"), "{wrong:?}");
}

#[tokio::test]
async fn repeating_another_sessions_rejected_password_reveals_nothing() {
    let endpoint = start_endpoint().await;
    // The password is right but the mailbox is another one, so the answer is that of a wrong one.
    let right = form(&endpoint, BEN, &endpoint.practice.exchange().password(BEN));
    let wrong = form(&endpoint, BEN, "guess");
    assert!(is_rejected(&try_as_stranger(&endpoint, &right).await));
    assert!(is_rejected(&try_as_stranger(&endpoint, &wrong).await));
    let guessed = form(&endpoint, BEN, "another guess");
    assert_eq!(answer_to(&endpoint, &right).await, answer_to(&endpoint, &guessed).await);
    assert!(
        is_too_often(&try_as_stranger(&endpoint, &right).await)
            && is_too_often(&try_as_stranger(&endpoint, &wrong).await)
    );
}

#[tokio::test]
async fn a_server_in_trouble_does_not_tell_that_the_password_was_right() {
    for answers in [EwsAnswers::ServerBusy, EwsAnswers::Failing, EwsAnswers::EntityBomb] {
        let endpoint = start_endpoint().await;
        let exchange = endpoint.practice.exchange();
        exchange.set_switches(ExchangeSwitches { answers, ..ExchangeSwitches::default() });
        let right = answer_to(&endpoint, &form(&endpoint, ANN, &exchange.password(ANN))).await;
        let wrong = answer_to(&endpoint, &form(&endpoint, ANN, "guess")).await;
        assert_eq!(right, wrong, "{answers:?}");
        assert_eq!(exchange.authentications().len(), 2);
    }
}

#[tokio::test]
async fn a_directory_asked_for_a_foreign_mailbox_does_not_reveal_a_right_password() {
    let endpoint = start_endpoint().await;
    let exchange = endpoint.practice.exchange();
    exchange.set_switches(ExchangeSwitches { autodiscover: Autodiscover::WithoutJson, ..ExchangeSwitches::default() });
    let directory = "https://autodiscover.contoso.example/autodiscover/autodiscover.xml";
    let there = |mailbox: &str, password: &str| PasswordRequest {
        mailbox: mailbox.into(),
        server: Some(directory.into()),
        ..form(&endpoint, "CONTOSO\\ann", password)
    };
    let right = answer_to(&endpoint, &there(BEN, &exchange.password(ANN))).await;
    assert_eq!(right, answer_to(&endpoint, &there(BEN, "guess")).await);
    assert!(right.2.contains("server_not_found"), "{right:?}");
    assert_eq!(exchange.authentications().len(), 0);
    let own = try_as_stranger(&endpoint, &there(ANN, &exchange.password(ANN))).await.unwrap();
    assert_eq!(
        own,
        Phase::ServerFound { server: exchange.ews_url() },
        "her own mailbox is found at the first time, too"
    );
    let phase = try_as_stranger(&endpoint, &form(&endpoint, "CONTOSO\\ann", &exchange.password(ANN))).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn each_wrong_password_is_in_the_journal_without_the_password() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    try_as_stranger(&endpoint, &form(&endpoint, "CONTOSO\\ann", "hunter2-guess")).await.unwrap();
    let foreign = PasswordRequest { mailbox: BEN.into(), ..form(&endpoint, "CONTOSO\\ann", &exchange.password(ANN)) };
    try_as_stranger(&endpoint, &foreign).await.unwrap();
    try_as_owner(&endpoint, &pane, &connection, "hunter2-typo").await.unwrap();
    let entries = journal(&endpoint).await;
    let told: Vec<_> = entries
        .iter()
        .map(|JournalEntry { event, .. }| {
            let detail = serde_json::to_value(&event.detail).unwrap();
            assert_eq!(detail["server"], exchange.ews_url());
            let by = detail["by"].as_str().unwrap().to_owned();
            (event.account.clone().unwrap().address, by, event.reason.clone().unwrap().code, event.connection.clone())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("CONTOSO\\ann".to_owned(), "stranger".to_owned(), ReasonCode::PasswordRejected, None),
            ("CONTOSO\\ann".to_owned(), "stranger".to_owned(), ReasonCode::MailboxNotOpen, None),
            (ANN.to_owned(), "owner".to_owned(), ReasonCode::PasswordRejected, Some(connection.id)),
        ]
    );
    let text = format!("{entries:?}");
    assert!(!text.contains("hunter2") && !text.contains(&exchange.password(ANN)), "{text}");
}

#[tokio::test]
async fn a_first_connection_succeeds_at_once_or_shows_why_not() {
    let endpoint = start_endpoint().await;
    let password = endpoint.practice.exchange().password(ANN);
    assert!(is_rejected(&try_as_stranger(&endpoint, &form(&endpoint, ANN, "typo")).await));
    let other_mailbox = PasswordRequest { mailbox: BEN.into(), ..form(&endpoint, ANN, &password) };
    endpoint.clock.advance_s(HOUR_S);
    let pane = endpoint.pane().with_session().await;
    let typed = async |form: &PasswordRequest| {
        endpoint.clock.advance_s(5);
        let attempt = pane.connects_through("exchange", None).await;
        pane.types(&attempt.id, form).await.map(|attempt| attempt.phase)
    };
    assert!(is_rejected(&typed(&other_mailbox).await));
    let phase = typed(&form(&endpoint, ANN, &password)).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "the same password with the right mailbox: {phase:?}");
}

//! Each failure has its own reason, uses the password at most once, and keeps the connection.

use latchkey_practice::{Condition, EwsAnswers, ExchangeSwitches, ServerCertificate, SignInOffer};
use latchkey_wire::{ConnectionState, PasswordRequest, Phase, ReasonCode};

use super::{connect, failure_code, request, start_endpoint, submit_password};
use crate::people::{ANN, BEN};

#[tokio::test]
async fn each_failure_is_named_and_keeps_the_old_password() {
    type Break = fn(&mut ExchangeSwitches);
    let breaks: [(Break, ReasonCode, u64); 15] = [
        (|s| s.answers = EwsAnswers::ServerBusy, ReasonCode::ServerBusy, 1),
        (|s| s.answers = EwsAnswers::Unavailable, ReasonCode::ServerBusy, 0),
        (|s| s.down = true, ReasonCode::ServerBusy, 0),
        (|s| s.answers = EwsAnswers::ErrorPage, ReasonCode::ServerMaintenance, 0),
        (|s| s.answers = EwsAnswers::Failing, ReasonCode::ProviderDown, 1),
        (|s| s.answers = EwsAnswers::HangUp, ReasonCode::ServerUnreachable, 1),
        (|s| s.answers = EwsAnswers::Elsewhere, ReasonCode::NotAMailServer, 0),
        (|s| s.answers = EwsAnswers::HtmlPage, ReasonCode::NotAMailServer, 0),
        (|s| s.answers = EwsAnswers::EntityBomb, ReasonCode::NotAMailServer, 1),
        (|s| s.offer = SignInOffer::NegotiateOnly, ReasonCode::PasswordNotTaken, 0),
        (|s| s.offer = SignInOffer::BasicAfterNtlm, ReasonCode::PasswordNotTaken, 0),
        (|s| s.offer = SignInOffer::ModernAuthOnly, ReasonCode::UseAnotherService, 0),
        (|s| s.certificate = ServerCertificate::Expired, ReasonCode::CertificateRefused, 0),
        (|s| s.certificate = ServerCertificate::OtherName, ReasonCode::CertificateRefused, 0),
        (|s| s.certificate = ServerCertificate::UnknownIssuer, ReasonCode::CertificateRefused, 0),
    ];
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    let password = exchange.password(ANN);
    for (broken, code, costs) in breaks {
        let before = exchange.tries(ANN).right;
        let mut switches = ExchangeSwitches::default();
        broken(&mut switches);
        exchange.set_switches(switches);
        let attempt = pane.refreshes(&connection.id).await;
        assert_eq!(
            failure_code(&submit_password(&endpoint, &pane, &attempt, ANN, &password).await),
            code,
            "{switches:?}"
        );
        assert_eq!(exchange.tries(ANN).right - before, costs, "{switches:?}");
        exchange.set_switches(ExchangeSwitches::default());
        endpoint.clock.advance_s(5);
        assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working, "{switches:?}");
    }
    assert_eq!(exchange.tries(ANN).wrong, 0);
}

/// Problems of an account whose password is right.
const ACCOUNT_PROBLEMS: [(Condition, ReasonCode); 6] = [
    (Condition::AccountLocked, ReasonCode::AccountLocked),
    (Condition::PasswordExpired, ReasonCode::PasswordChangeNeeded),
    (Condition::PasswordChangeRequired, ReasonCode::PasswordChangeNeeded),
    (Condition::Disabled, ReasonCode::AccountDisabled),
    (Condition::BlockedByPolicy, ReasonCode::MailboxNotOpen),
    (Condition::MailboxMissing, ReasonCode::MailboxNotOpen),
];

#[tokio::test]
async fn each_account_problem_is_named_to_its_owner() {
    for (condition, code) in ACCOUNT_PROBLEMS {
        let endpoint = start_endpoint().await;
        let (pane, connection) = connect(&endpoint, ANN).await;
        let exchange = endpoint.practice.exchange();
        exchange.impose(ANN, condition);
        let attempt = pane.refreshes(&connection.id).await;
        let password = exchange.password(ANN);
        assert_eq!(
            failure_code(&submit_password(&endpoint, &pane, &attempt, ANN, &password).await),
            code,
            "{condition:?}"
        );
        assert_eq!(exchange.authentications().len(), 2, "{condition:?}");
        assert_eq!(pane.connection().await, connection);
    }
}

#[tokio::test]
async fn a_problem_behind_the_right_password_looks_like_a_wrong_one_to_a_stranger() {
    for (condition, _) in ACCOUNT_PROBLEMS.into_iter().filter(|(_, code)| *code != ReasonCode::AccountLocked) {
        let endpoint = start_endpoint().await;
        let pane = endpoint.pane().with_session().await;
        let exchange = endpoint.practice.exchange();
        exchange.impose(ANN, condition);
        let attempt = pane.connects_through("exchange", None).await;
        let phase = submit_password(&endpoint, &pane, &attempt, ANN, &exchange.password(ANN)).await;
        let told = Phase::Failed { reason: ReasonCode::PasswordRejected.into(), signed_in_as: None, expected: None };
        assert_eq!(phase, told, "{condition:?}");
        assert_eq!(exchange.authentications().len(), 1, "{condition:?}");
        assert!(pane.overview().await.connections.is_empty());
    }
}

#[tokio::test]
async fn a_mailbox_that_opens_to_colleagues_too_is_not_theirs() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    for condition in [None, Some(Condition::MailboxShared)] {
        if let Some(condition) = condition {
            exchange.impose(ANN, condition);
        }
        let attempt = pane.refreshes(&connection.id).await;
        endpoint.clock.advance_s(5);
        let as_ben =
            PasswordRequest { user_name: Some(BEN.into()), ..request(&endpoint, ANN, &exchange.password(BEN)) };
        let phase = pane.types(&attempt.id, &as_ben).await.unwrap().phase;
        assert_eq!(failure_code(&phase), ReasonCode::PasswordRejected, "Ann's sidebar is a stranger to Ben's account");
        // Beyond the hour, so that the same password is shown once more.
        endpoint.clock.advance_s(3600);
    }
    assert_eq!((exchange.tries(BEN).right, exchange.tries(ANN).right), (2, 1));
    let bens = PasswordRequest { mailbox: BEN.into(), ..request(&endpoint, ANN, &exchange.password(ANN)) };
    let attempt = pane.refreshes(&connection.id).await;
    let phase = pane.types(&attempt.id, &PasswordRequest { user_name: Some(ANN.into()), ..bens }).await.unwrap().phase;
    assert_eq!(failure_code(&phase), ReasonCode::MailboxNotOpen, "her own account's troubles she is told");
    endpoint.clock.advance_s(5);
    assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working);
}

#[tokio::test]
async fn a_server_that_is_away_or_unknown_sees_no_password() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let shown = endpoint.practice.exchange().authentications().len();
    // No server listens at the first, and the second is in no DNS. The administrator has listed both.
    for (server, code) in
        [("contoso.example", ReasonCode::ServerUnreachable), ("nowhere.contoso.example", ReasonCode::ServerNotFound)]
    {
        let attempt = pane.refreshes(&connection.id).await;
        endpoint.clock.advance_s(5);
        let there = PasswordRequest { server: Some(server.into()), ..request(&endpoint, ANN, "secret") };
        assert_eq!(failure_code(&pane.types(&attempt.id, &there).await.unwrap().phase), code, "{server}");
        assert_eq!(pane.connection().await, connection, "{server}");
    }
    assert_eq!(endpoint.practice.exchange().authentications().len(), shown);
}

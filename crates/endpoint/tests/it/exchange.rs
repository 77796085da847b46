//! Exchange by password: one press is one try.

use latchkey_practice::{Condition, EwsAnswers, ExchangeSwitches, ServerCertificate, SignInOffer};
use latchkey_testkit::{Pane, Stage};
use latchkey_wire::{
    Authorization, Connection, ConnectionState, Intent, OfferId, PasswordRequest, Phase, ProblemCode, ReasonCode,
};

use crate::people::{ANN, BEN, phase};

async fn stage() -> Stage {
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

async fn tries(stage: &Stage, pane: &Pane, attempt: &Authorization, mailbox: &str, password: &str) -> Phase {
    stage.clock.advance_s(5);
    pane.types(&attempt.id, &request(stage, mailbox, password)).await.unwrap().phase
}

async fn connected(stage: &Stage, mailbox: &str) -> (Pane, Connection) {
    let pane = stage.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let phase = tries(stage, &pane, &attempt, mailbox, &stage.practice.exchange().password(mailbox)).await;
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
    let connection = pane.connection().await;
    (pane, connection)
}

fn why(phase: &Phase) -> ReasonCode {
    match phase {
        Phase::Failed { reason, .. } => reason.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_good_password_connects_with_one_try_and_is_not_used_by_itself() {
    let stage = stage().await;
    let (pane, connection) = connected(&stage, ANN).await;
    assert_eq!((connection.account.address.as_str(), &connection.state), (ANN, &ConnectionState::Working));
    assert_eq!(connection.site, Some(stage.practice.exchange().ews_url()));
    for _ in 0..3 {
        stage.renew_all().await;
    }
    assert_eq!(stage.practice.exchange().tries(ANN).right, 1, "nothing tries a password in the background");
    pane.check(&connection.id).await.unwrap();
    assert_eq!(stage.practice.exchange().tries(ANN).right, 2);
}

#[tokio::test]
async fn a_new_password_is_taken_by_refresh_and_the_old_one_is_tried_only_once_more() {
    let stage = stage().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let old = stage.practice.exchange().password(ANN);
    stage.practice.exchange().impose(ANN, Condition::PasswordChanged);
    let wrong = stage.practice.exchange().tries(ANN).wrong;
    let state = pane.check(&connection.id).await.unwrap().state;
    assert!(
        matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::PasswordRejected)
    );
    for _ in 0..3 {
        stage.clock.advance_s(5);
        pane.check(&connection.id).await.unwrap();
        assert_eq!(stage.renew_due().await, 0);
    }
    let attempt = pane.refreshes(&connection.id).await;
    assert_eq!(why(&tries(&stage, &pane, &attempt, ANN, &old).await), ReasonCode::PasswordRejected);
    assert_eq!(stage.practice.exchange().tries(ANN).wrong, wrong + 1, "a rejected password is never shown again");
    let attempt = pane.refreshes(&connection.id).await;
    let new = stage.practice.exchange().password(ANN);
    assert_eq!(tries(&stage, &pane, &attempt, ANN, &new).await, Phase::Succeeded { connection: connection.id });
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_attempt_tries_once_however_often_it_is_sent() {
    let stage = stage().await;
    let pane = stage.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    for _ in 0..3 {
        assert_eq!(why(&tries(&stage, &pane, &attempt, ANN, "wrong").await), ReasonCode::PasswordRejected);
    }
    assert_eq!(stage.practice.exchange().tries(ANN).wrong, 1);
    let again = pane.connects_through("exchange", None).await;
    tries(&stage, &pane, &again, ANN, "wrong too").await;
    let again = pane.connects_through("exchange", None).await;
    let soon = pane.types(&again.id, &request(&stage, ANN, "and wrong")).await.unwrap_err();
    assert_eq!(soon.problem.code, ProblemCode::TooManyRequests);
    assert_eq!(stage.practice.exchange().tries(ANN).wrong, 2);
}

#[tokio::test]
async fn whatever_goes_wrong_says_so_and_leaves_the_old_password_alone() {
    type Break = fn(&mut ExchangeSwitches);
    let breaks: [(Break, ReasonCode, u64); 9] = [
        (|s| s.answers = EwsAnswers::ServerBusy, ReasonCode::ServerBusy, 1),
        (|s| s.answers = EwsAnswers::Unavailable, ReasonCode::ServerBusy, 0),
        (|s| s.answers = EwsAnswers::ErrorPage, ReasonCode::ServerMaintenance, 0),
        (|s| s.answers = EwsAnswers::Elsewhere, ReasonCode::NotAMailServer, 0),
        (|s| s.answers = EwsAnswers::HtmlPage, ReasonCode::NotAMailServer, 0),
        (|s| s.answers = EwsAnswers::EntityBomb, ReasonCode::NotAMailServer, 1),
        (|s| s.offer = SignInOffer::NegotiateOnly, ReasonCode::PasswordNotTaken, 0),
        (|s| s.offer = SignInOffer::ModernAuthOnly, ReasonCode::UseAnotherService, 0),
        (|s| s.certificate = ServerCertificate::Expired, ReasonCode::CertificateRefused, 0),
    ];
    let stage = stage().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let exchange = stage.practice.exchange();
    let password = exchange.password(ANN);
    for (broken, code, costs) in breaks {
        let before = exchange.tries(ANN).right;
        let mut switches = ExchangeSwitches::default();
        broken(&mut switches);
        exchange.set_switches(switches);
        let attempt = pane.refreshes(&connection.id).await;
        assert_eq!(why(&tries(&stage, &pane, &attempt, ANN, &password).await), code, "{switches:?}");
        assert_eq!(exchange.tries(ANN).right - before, costs, "{switches:?}");
        exchange.set_switches(ExchangeSwitches::default());
        stage.clock.advance_s(5);
        assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working, "{switches:?}");
    }
}

#[tokio::test]
async fn a_server_that_comes_back_is_noticed_without_showing_it_the_password() {
    let stage = stage().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let exchange = stage.practice.exchange();
    for answers in [EwsAnswers::ErrorPage, EwsAnswers::ServerBusy, EwsAnswers::HangUp] {
        exchange.set_switches(ExchangeSwitches { answers, ..ExchangeSwitches::default() });
        stage.clock.advance_s(5);
        let state = pane.check(&connection.id).await.unwrap().state;
        assert!(matches!(state, ConnectionState::Retrying { .. }), "{answers:?}: {state:?}");
        let shown = exchange.authentications().len();
        exchange.set_switches(ExchangeSwitches { down: true, ..ExchangeSwitches::default() });
        assert_eq!(stage.renew_all().await, 1);
        assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }), "{answers:?}");
        exchange.set_switches(ExchangeSwitches::default());
        assert_eq!(stage.renew_all().await, 1);
        assert_eq!(pane.connection().await.state, ConnectionState::Working, "{answers:?}");
        assert_eq!(stage.renew_all().await, 0, "there is nothing left to look for");
        assert_eq!(exchange.authentications().len(), shown, "{answers:?}");
    }
}

#[tokio::test]
async fn each_trouble_of_an_account_has_its_own_name() {
    for (condition, code) in [
        (Condition::AccountLocked, ReasonCode::AccountLocked),
        (Condition::PasswordExpired, ReasonCode::PasswordExpired),
        (Condition::Disabled, ReasonCode::AccountDisabled),
        (Condition::MailboxMissing, ReasonCode::MailboxNotOpen),
    ] {
        let stage = stage().await;
        let pane = stage.pane().with_session().await;
        stage.practice.exchange().impose(ANN, condition);
        let attempt = pane.connects_through("exchange", None).await;
        let password = stage.practice.exchange().password(ANN);
        assert_eq!(why(&tries(&stage, &pane, &attempt, ANN, &password).await), code, "{condition:?}");
        assert!(pane.overview().await.connections.is_empty());
    }
}

#[tokio::test]
async fn a_server_is_found_shown_and_only_then_used() {
    let stage = stage().await;
    let pane = stage.pane().with_session().await;
    let found = pane.looks_up(ANN).await.unwrap();
    assert_eq!(found.offer.as_ref().map(OfferId::as_str), Some("microsoft"), "the cloud knows this domain");
    assert_eq!(stage.practice.exchange().authentications().len(), 0);
}

#[tokio::test]
async fn an_address_that_no_password_may_go_to_gets_none() {
    let stage = stage().await;
    let pane = stage.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    for (server, code) in [
        ("http://mail.contoso.example", ProblemCode::SiteNotAllowed),
        ("https://mail.contoso.example/owa", ProblemCode::SiteNotAllowed),
        ("https://ann@mail.contoso.example", ProblemCode::SiteMalformed),
        ("", ProblemCode::SiteMalformed),
    ] {
        let request = PasswordRequest { server: Some(server.into()), ..request(&stage, ANN, "secret") };
        assert_eq!(pane.types(&attempt.id, &request).await.unwrap_err().problem.code, code, "{server}");
        assert_eq!(phase(&pane, &attempt).await, Phase::Waiting, "{server}");
    }
    for server in ["https://127.0.0.1/EWS/Exchange.asmx", "https://169.254.169.254", "https://mail.evil.example"] {
        let attempt = pane.connects_through("exchange", None).await;
        stage.clock.advance_s(5);
        let request = PasswordRequest { server: Some(server.into()), ..request(&stage, ANN, "secret") };
        let phase = pane.types(&attempt.id, &request).await.unwrap().phase;
        assert_eq!(why(&phase), ReasonCode::ServerNotAllowed, "{server}");
    }
    assert_eq!(stage.practice.exchange().authentications().len(), 0);
}

#[tokio::test]
async fn somebody_elses_mailbox_does_not_take_a_connections_place_by_refresh() {
    let stage = stage().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let attempt = pane.refreshes(&connection.id).await;
    let password = stage.practice.exchange().password(BEN);
    assert_eq!(why(&tries(&stage, &pane, &attempt, BEN, &password).await), ReasonCode::WrongAccount);
    assert_eq!(pane.connection().await.account.address, ANN);
}

#[tokio::test]
async fn a_mailbox_moves_to_exchange_and_back() {
    let stage = stage().await;
    let (pane, before) = crate::people::connected(&stage, ANN).await;
    let intent = Intent::Change {
        connection: before.id.clone(),
        offer: OfferId::new("exchange"),
        site: None,
        account: Some(ANN.to_owned()),
    };
    let attempt = pane.begin(intent).await;
    let password = stage.practice.exchange().password(ANN);
    let moved = tries(&stage, &pane, &attempt, ANN, &password).await;
    assert_eq!(moved, Phase::Succeeded { connection: before.id.clone() });
    assert_eq!(pane.connection().await.offer.as_str(), "exchange");
    let attempt = pane.changes(&before.id, "microsoft", None).await;
    let page = crate::people::signs_in(&stage, &mut stage.browser(), &pane, &attempt, ANN).await;
    pane.prove(&attempt.id, &page.attribute("data-proof").unwrap()).await.unwrap();
    let after = pane.connection().await;
    assert_eq!((after.id, after.offer.as_str()), (before.id, "microsoft"));
    stage.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_server_that_once_took_a_sum_gets_no_bare_password_later() {
    let stage = stage().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let exchange = stage.practice.exchange();
    exchange.set_switches(ExchangeSwitches { offer: SignInOffer::BasicOnly, ..ExchangeSwitches::default() });
    let before = exchange.authentications().len();
    stage.clock.advance_s(5);
    pane.check(&connection.id).await.unwrap();
    assert_eq!(exchange.authentications().len(), before);
}

#[tokio::test]
async fn a_user_name_that_was_typed_once_is_known_at_the_next_refresh() {
    let stage = stage().await;
    let pane = stage.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let password = stage.practice.exchange().password(ANN);
    let named = PasswordRequest { user_name: Some("CONTOSO\\ann".into()), ..request(&stage, ANN, &password) };
    pane.types(&attempt.id, &named).await.unwrap();
    let connection = pane.connection().await;
    let attempt = pane.refreshes(&connection.id).await;
    assert!(matches!(tries(&stage, &pane, &attempt, ANN, &password).await, Phase::Succeeded { .. }));
    let users: Vec<_> = stage.practice.exchange().authentications().into_iter().map(|one| one.user).collect();
    assert_eq!(users, ["CONTOSO\\ann", "CONTOSO\\ann"]);
}

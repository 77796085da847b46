use latchkey_practice::{Condition, PracticeExchange, Tries};

use super::client::{ANN_BASIC, ANN_LOGIN, ANN_NTLM, As, ExchangeSession, get_folder};
use super::ntlm_client::Login;
use crate::session::{ANN, BEN};

const PATH: &str = "/EWS/Exchange.asmx";

#[tokio::test]
async fn every_condition_that_stops_somebody_has_its_refusal_and_ends() {
    let mut session = ExchangeSession::start().await;
    for (condition, status, words) in [
        (Condition::PasswordExpired, 500, "ErrorPasswordExpired"),
        (Condition::PasswordChangeRequired, 500, "ErrorPasswordChangeRequired"),
        (Condition::Disabled, 500, "ErrorAccountDisabled"),
        (Condition::AccountLocked, 401, "currently locked out"),
        (Condition::BlockedByPolicy, 403, ""),
        (Condition::PasswordChanged, 401, ""),
    ] {
        session.exchange().impose(ANN, condition);
        for who in [ANN_BASIC, ANN_NTLM] {
            session.reconnect();
            let answer = session.inbox(who).await;
            assert_eq!(answer.status.as_u16(), status, "{condition:?}");
            assert!(answer.body.contains(words), "{condition:?}: {}", answer.body);
        }
        let ben = session.inbox(As::Basic(BEN, "Ben-practice-2")).await;
        assert_eq!(ben.status, 200, "Ben is let alone");
        session.exchange().lift(ANN, condition);
        session.reconnect();
        assert_eq!(session.inbox(ANN_NTLM).await.status, 200, "{condition:?}");
    }
}

#[tokio::test]
async fn nobody_learns_of_a_condition_without_the_password() {
    let session = ExchangeSession::start().await;
    for condition in [Condition::PasswordExpired, Condition::Disabled, Condition::BlockedByPolicy] {
        session.exchange().impose(ANN, condition);
        let answer = session.inbox(As::Basic(ANN, "wrong")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (401, ""), "{condition:?}");
        session.exchange().lift(ANN, condition);
    }
}

#[tokio::test]
async fn a_condition_also_ends_a_connection_that_is_signed_in() {
    let session = ExchangeSession::start().await;
    assert_eq!(session.inbox(ANN_NTLM).await.status, 200);
    session.exchange().impose(ANN, Condition::Disabled);
    assert_eq!(session.inbox(As::Anonymous).await.code(), "ErrorAccountDisabled");
}

#[tokio::test]
async fn a_changed_password_is_another_one_until_it_is_taken_back() {
    let session = ExchangeSession::start().await;
    let exchange = session.exchange();
    assert_eq!(exchange.password(ANN), "Ann-practice-1");
    exchange.impose(ANN, Condition::PasswordChanged);
    assert_eq!(exchange.password(ANN), "Ann-practice-1-new");
    assert_eq!(session.inbox(ANN_NTLM).await.status, 401);
    let changed = As::Ntlm(Login { password: &exchange.password(ANN), ..ANN_LOGIN });
    assert_eq!(session.inbox(changed).await.status, 200);
    assert_eq!(exchange.tries(ANN), Tries { right: 1, wrong: 1 });
    let secrets = session.session.practice.secrets_issued();
    assert!(secrets.iter().any(|secret| secret.text == "Ann-practice-1-new"), "leaks of it can be looked for");
}

#[tokio::test]
async fn a_shared_mailbox_opens_to_others_as_itself() {
    let session = ExchangeSession::start().await;
    session.exchange().impose(BEN, Condition::MailboxShared);
    let shared = session.post(PATH, ANN_BASIC, &get_folder("inbox", Some(BEN))).await;
    let own = session.inbox(ANN_BASIC).await;
    assert_eq!((shared.code(), own.code()), ("NoError", "NoError"));
    assert_ne!(shared.body, own.body, "it is another folder");
}

#[tokio::test]
async fn what_came_in_is_on_the_list_of_secrets() {
    let session = ExchangeSession::start().await;
    session.inbox(As::Basic(ANN, "something-wrong")).await;
    session.inbox(ANN_NTLM).await;
    let secrets = session.session.practice.secrets_issued();
    let starting = |text: &str| secrets.iter().any(|secret| secret.text.starts_with(text));
    assert!(starting("YW5uQGNvbnRvc28uZXhhbXBsZTpzb21ldGhpbmctd3Jvbmc="), "Basic, as it travelled");
    assert!(starting("TlRMTVNTUAADAAAA"), "NTLM's last message");
}

#[test]
fn the_conditions_are_different_ones() {
    let mut all = PracticeExchange::CONDITIONS.to_vec();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), PracticeExchange::CONDITIONS.len());
}

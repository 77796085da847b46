use std::time::Duration;

use latchkey_practice::{EXCHANGE_BACK_OFF_MS, EXCHANGE_RETRY_AFTER_S, EwsAnswers, ExchangeSwitches, Tries};

use super::client::{ANN_BASIC, ANN_NTLM, As, ExchangeSession};
use crate::session::ANN;

const PATH: &str = "/EWS/Exchange.asmx";
/// How long a test waits for an answer that should not come.
const PATIENCE: Duration = Duration::from_millis(200);

async fn answering(answers: EwsAnswers) -> ExchangeSession {
    let session = ExchangeSession::start().await;
    session.switch(|switches| switches.answers = answers);
    session
}

#[tokio::test]
async fn a_busy_server_says_when_to_come_back() {
    let session = answering(EwsAnswers::ServerBusy).await;
    assert_eq!(session.inbox(As::Anonymous).await.status, 401, "it doesn't say so before sign-in");
    let answer = session.inbox(ANN_BASIC).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (500, "ErrorServerBusy"));
    let back_off = format!("<t:Value Name=\"BackOffMilliseconds\">{EXCHANGE_BACK_OFF_MS}</t:Value>");
    assert!(answer.body.contains(&back_off), "{}", answer.body);

    let session = answering(EwsAnswers::Unavailable).await;
    let answer = session.inbox(As::Anonymous).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), Some(EXCHANGE_RETRY_AFTER_S.to_string().as_str()));
}

#[tokio::test]
async fn redirects_lead_to_the_error_page_or_away() {
    let session = answering(EwsAnswers::ErrorPage).await;
    let answer = session.inbox(As::Anonymous).await;
    let page = "/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx";
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some(page)));
    let session = answering(EwsAnswers::Elsewhere).await;
    let answer = session.inbox(As::Anonymous).await;
    let evil = "https://evil.example/EWS/Exchange.asmx";
    assert_eq!((answer.status.as_u16(), answer.header("location")), (307, Some(evil)));
}

#[tokio::test]
async fn a_front_end_without_a_back_end_says_so_in_a_header() {
    let session = answering(EwsAnswers::Failing).await;
    let answer = session.inbox(ANN_BASIC).await;
    assert_eq!(answer.header("x-caserrorcode"), Some("NoRespondingCASInDestinationSite"));
}

#[tokio::test]
async fn a_captive_portal_answers_everybody_with_a_page() {
    let session = answering(EwsAnswers::HtmlPage).await;
    let answer = session.inbox(As::Anonymous).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
}

#[tokio::test]
async fn it_can_hang_up_once_the_password_is_there() {
    let mut session = answering(EwsAnswers::HangUp).await;
    for who in [ANN_BASIC, ANN_NTLM, As::Basic(ANN, "wrong")] {
        session.reconnect();
        assert_eq!(session.inbox(As::Anonymous).await.status, 401, "before, nothing is amiss");
        assert!(session.try_inbox(who).await.is_err());
    }
    assert_eq!(session.exchange().tries(ANN), Tries { right: 2, wrong: 1 }, "each was seen, once");
}

#[tokio::test]
async fn documents_can_be_traps() {
    let session = answering(EwsAnswers::EntityBomb).await;
    let bomb = session.inbox(ANN_BASIC).await.body;
    assert!(bomb.len() < 1024 && bomb.contains("<!ENTITY e9 \"&e8;&e8;"), "{bomb}");
    let session = answering(EwsAnswers::ExternalEntity).await;
    assert!(session.inbox(ANN_BASIC).await.body.contains("SYSTEM \"file:///"));
}

#[tokio::test]
async fn answers_can_be_endless() {
    for (answers, who) in [
        (EwsAnswers::Endless, As::Anonymous),
        (EwsAnswers::EndlessAfterSignIn, ANN_BASIC),
        (EwsAnswers::Dripping, As::Anonymous),
    ] {
        let session = answering(answers).await;
        let ended = tokio::time::timeout(PATIENCE, session.inbox(who)).await;
        assert!(ended.is_err(), "{answers:?} ended");
    }
}

#[tokio::test]
async fn a_header_can_be_huge() {
    let session = answering(EwsAnswers::HugeHeader).await;
    assert!(session.try_inbox(As::Anonymous).await.is_err(), "no client takes it");
}

#[tokio::test]
async fn it_can_be_down_or_late() {
    let session = ExchangeSession::start().await;
    session.switch(|switches| switches.down = true);
    for path in [PATH, "/autodiscover/autodiscover.json"] {
        let answer = session.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (503, Some("text/html; charset=utf-8")));
    }
    session.exchange().set_switches(ExchangeSwitches { delay_s: 60, ..ExchangeSwitches::default() });
    assert!(tokio::time::timeout(PATIENCE, session.inbox(As::Anonymous)).await.is_err());
    session.exchange().set_switches(ExchangeSwitches::default());
    assert_eq!(session.inbox(ANN_BASIC).await.status, 200);
}

use std::time::Duration;

use latchkey_practice::{EXCHANGE_BACK_OFF_MS, EXCHANGE_RETRY_AFTER_S, EwsAnswers, ExchangeSwitches, Tries};

use super::visitor::{ANN_BASIC, ANN_NTLM, As, Visitor};
use crate::rehearsal::ANN;

const PATH: &str = "/EWS/Exchange.asmx";
/// Longer than any answer that comes at all.
const PATIENCE: Duration = Duration::from_millis(200);

async fn answering(answers: EwsAnswers) -> Visitor {
    let visitor = Visitor::start().await;
    visitor.switch(|switches| switches.answers = answers);
    visitor
}

#[tokio::test]
async fn a_busy_server_says_when_to_come_back() {
    let visitor = answering(EwsAnswers::ServerBusy).await;
    assert_eq!(visitor.inbox(As::Nobody).await.status, 401, "it doesn't say so to everybody");
    let answer = visitor.inbox(ANN_BASIC).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (500, "ErrorServerBusy"));
    let back_off = format!("<t:Value Name=\"BackOffMilliseconds\">{EXCHANGE_BACK_OFF_MS}</t:Value>");
    assert!(answer.body.contains(&back_off), "{}", answer.body);

    let visitor = answering(EwsAnswers::Unavailable).await;
    let answer = visitor.inbox(As::Nobody).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), Some(EXCHANGE_RETRY_AFTER_S.to_string().as_str()));
}

#[tokio::test]
async fn redirects_lead_to_the_error_page_or_away() {
    let visitor = answering(EwsAnswers::ErrorPage).await;
    let answer = visitor.inbox(As::Nobody).await;
    let page = "/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx";
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some(page)));
    let visitor = answering(EwsAnswers::Elsewhere).await;
    let answer = visitor.inbox(As::Nobody).await;
    let evil = "https://evil.example/EWS/Exchange.asmx";
    assert_eq!((answer.status.as_u16(), answer.header("location")), (307, Some(evil)));
}

#[tokio::test]
async fn a_front_end_without_a_back_end_says_so_in_a_header() {
    let visitor = answering(EwsAnswers::Failing).await;
    let answer = visitor.inbox(ANN_BASIC).await;
    assert_eq!(answer.header("x-caserrorcode"), Some("NoRespondingCASInDestinationSite"));
}

#[tokio::test]
async fn a_captive_portal_answers_everybody_with_a_page() {
    let visitor = answering(EwsAnswers::HtmlPage).await;
    let answer = visitor.inbox(As::Nobody).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
}

#[tokio::test]
async fn it_can_hang_up_once_the_password_is_there() {
    let mut visitor = answering(EwsAnswers::HangUp).await;
    for who in [ANN_BASIC, ANN_NTLM, As::Basic(ANN, "wrong")] {
        visitor.reconnect();
        assert_eq!(visitor.inbox(As::Nobody).await.status, 401, "before, nothing is amiss");
        assert!(visitor.try_inbox(who).await.is_err());
    }
    assert_eq!(visitor.exchange().tries(ANN), Tries { right: 2, wrong: 1 }, "each was seen, once");
}

#[tokio::test]
async fn documents_can_be_traps() {
    let visitor = answering(EwsAnswers::EntityBomb).await;
    let bomb = visitor.inbox(ANN_BASIC).await.body;
    assert!(bomb.len() < 1024 && bomb.contains("<!ENTITY e9 \"&e8;&e8;"), "{bomb}");
    let visitor = answering(EwsAnswers::ExternalEntity).await;
    assert!(visitor.inbox(ANN_BASIC).await.body.contains("SYSTEM \"file:///"));
}

#[tokio::test]
async fn answers_can_be_endless() {
    for (answers, who) in [
        (EwsAnswers::Endless, As::Nobody),
        (EwsAnswers::EndlessAfterSignIn, ANN_BASIC),
        (EwsAnswers::Dripping, As::Nobody),
    ] {
        let visitor = answering(answers).await;
        let ended = tokio::time::timeout(PATIENCE, visitor.inbox(who)).await;
        assert!(ended.is_err(), "{answers:?} ended");
    }
}

#[tokio::test]
async fn a_header_can_be_huge() {
    let visitor = answering(EwsAnswers::HugeHeader).await;
    assert!(visitor.try_inbox(As::Nobody).await.is_err(), "no client takes it");
}

#[tokio::test]
async fn it_can_be_down_or_late() {
    let visitor = Visitor::start().await;
    visitor.switch(|switches| switches.down = true);
    for path in [PATH, "/autodiscover/autodiscover.json"] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (503, Some("text/html; charset=utf-8")));
    }
    visitor.exchange().set_switches(ExchangeSwitches { delay_s: 60, ..ExchangeSwitches::default() });
    assert!(tokio::time::timeout(PATIENCE, visitor.inbox(As::Nobody)).await.is_err());
    visitor.exchange().set_switches(ExchangeSwitches::default());
    assert_eq!(visitor.inbox(ANN_BASIC).await.status, 200);
}

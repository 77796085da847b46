use std::time::Duration;

use latchkey_practice::{Faults, TokenAnswers};

use crate::session::{ANN, PracticeSession, text};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn down_means_everything_but_the_control_page() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.microsoft().set_faults(Faults { down: true, ..Faults::default() });
    let page = TestBrowser::new().open(&session.authorize_address(&[])).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (503, Some("text/html; charset=utf-8")));
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.status, 503);
    assert_eq!(session.me(text(&tokens, "access_token")).await.status, 503);
    assert_eq!(session.get("/microsoft/common/discovery/v2.0/keys").await.status, 503);
    assert_eq!(session.get("/control").await.status, 200);
    session.microsoft().set_faults(Faults::default());
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
    assert_eq!(session.microsoft().counters().refresh_tokens_presented_twice, 0, "down is before the books");
}

#[tokio::test]
async fn the_token_endpoint_answers_what_it_was_told() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    let tell = |token_answers| session.microsoft().set_faults(Faults { token_answers, ..Faults::default() });

    tell(TokenAnswers::HtmlPage);
    let answer = session.refresh(refresh_token, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));

    tell(TokenAnswers::EmptyBadRequest);
    let answer = session.refresh(refresh_token, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (400, ""));

    tell(TokenAnswers::TooManyRequests { retry_after_s: 17 });
    let answer = session.refresh(refresh_token, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after"), answer.aadsts()), (429, Some("17"), 90055));
}

#[tokio::test]
async fn a_rotated_secret_is_refused_whatever_it_is_used_for() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.microsoft().set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    for answer in [session.refresh(text(&tokens, "refresh_token"), &[]).await, session.exchange("invented", &[]).await]
    {
        assert_eq!((answer.status.as_u16(), answer.aadsts()), (401, 7_000_215));
        assert_eq!(answer.json()["error"], "invalid_client");
    }
}

#[tokio::test]
async fn a_late_answer_does_not_hold_up_the_end() {
    let session = PracticeSession::start().await;
    session.microsoft().set_faults(Faults { delay_s: 600, ..Faults::default() });
    let address = session.authorize_address(&[]);
    let mut browser = TestBrowser::new();
    let waited = tokio::time::timeout(Duration::from_millis(300), browser.open(&address)).await;
    assert!(waited.is_err(), "the answer is late");
    tokio::time::timeout(Duration::from_secs(10), session.practice.shutdown()).await.unwrap();
}

use crate::session::{ANN, PracticeSession, text};

const DAY_S: i64 = 24 * 3600;

#[tokio::test]
async fn a_refresh_gives_a_new_token_and_leaves_the_old_one_valid() {
    let session = PracticeSession::start().await;
    let first = session.connect(ANN).await;
    let first = text(&first, "refresh_token");
    let answer = session.refresh(first, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let second = answer.json();
    assert_ne!(text(&second, "refresh_token"), first);
    assert_eq!(session.refresh(text(&second, "refresh_token"), &[]).await.status, 200);
    assert_eq!(session.microsoft().counters().refresh_tokens_presented_twice, 0);
    assert_eq!(session.refresh(first, &[]).await.status, 200);
    let counters = session.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (3, 1));
}

#[tokio::test]
async fn a_refresh_token_dies_after_ninety_days() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.clock.advance_s(90 * DAY_S - 1);
    let renewed = session.refresh(text(&tokens, "refresh_token"), &[]).await;
    assert_eq!(renewed.status, 200);
    session.clock.advance_s(1);
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 700_082);
    assert_eq!(session.refresh(text(&renewed.json(), "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_refresh_can_ask_for_less_but_not_for_more() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    let less = session.refresh(refresh_token, &[("scope", "Mail.Read")]).await.json();
    assert_eq!(text(&less, "scope"), "Mail.Read");
    assert_eq!(session.refresh(refresh_token, &[("scope", "Mail.Send")]).await.aadsts(), 65001);
    let mixed = "Mail.Read https://outlook.office.com/SMTP.Send";
    assert_eq!(session.refresh(refresh_token, &[("scope", mixed)]).await.aadsts(), 70011);
}

#[tokio::test]
async fn an_invented_refresh_token_is_refused() {
    let session = PracticeSession::start().await;
    assert_eq!(session.refresh("invented", &[]).await.aadsts(), 70000);
    assert_eq!(session.refresh("", &[]).await.aadsts(), 900_144);
    assert_eq!(session.microsoft().counters().refreshes_refused, 2);
}

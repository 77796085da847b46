use crate::rehearsal::{ANN, Rehearsal, text};

const DAY_S: i64 = 24 * 3600;

#[tokio::test]
async fn a_refresh_gives_a_new_token_and_leaves_the_old_one_valid() {
    let rehearsal = Rehearsal::start().await;
    let first = rehearsal.connect(ANN).await;
    let first = text(&first, "refresh_token");
    let answer = rehearsal.refresh(first, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let second = answer.json();
    assert_ne!(text(&second, "refresh_token"), first);
    assert_eq!(rehearsal.refresh(text(&second, "refresh_token"), &[]).await.status, 200);
    assert_eq!(rehearsal.microsoft().counters().refresh_tokens_presented_twice, 0);
    assert_eq!(rehearsal.refresh(first, &[]).await.status, 200);
    let counters = rehearsal.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (3, 1));
}

#[tokio::test]
async fn a_refresh_token_dies_after_ninety_days() {
    let rehearsal = Rehearsal::start().await;
    let tokens = rehearsal.connect(ANN).await;
    rehearsal.clock.advance_s(90 * DAY_S - 1);
    let renewed = rehearsal.refresh(text(&tokens, "refresh_token"), &[]).await;
    assert_eq!(renewed.status, 200);
    rehearsal.clock.advance_s(1);
    assert_eq!(rehearsal.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 700_082);
    assert_eq!(rehearsal.refresh(text(&renewed.json(), "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_refresh_can_ask_for_less_but_not_for_more() {
    let rehearsal = Rehearsal::start().await;
    let tokens = rehearsal.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    let less = rehearsal.refresh(refresh_token, &[("scope", "Mail.Read")]).await.json();
    assert_eq!(text(&less, "scope"), "Mail.Read");
    assert_eq!(rehearsal.refresh(refresh_token, &[("scope", "Mail.Send")]).await.aadsts(), 65001);
    let mixed = "Mail.Read https://outlook.office.com/SMTP.Send";
    assert_eq!(rehearsal.refresh(refresh_token, &[("scope", mixed)]).await.aadsts(), 70011);
}

#[tokio::test]
async fn an_invented_refresh_token_is_refused() {
    let rehearsal = Rehearsal::start().await;
    assert_eq!(rehearsal.refresh("invented", &[]).await.aadsts(), 70000);
    assert_eq!(rehearsal.refresh("", &[]).await.aadsts(), 900_144);
    assert_eq!(rehearsal.microsoft().counters().refreshes_refused, 2);
}

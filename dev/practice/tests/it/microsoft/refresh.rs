use crate::client::Client;
use crate::session::{ANN, text};

const DAY_S: i64 = 24 * 3600;

#[tokio::test]
async fn a_refresh_gives_a_new_token_and_leaves_the_old_one_valid() {
    let client = Client::microsoft().await;
    let first = client.connect(ANN).await;
    let first = text(&first, "refresh_token");
    let answer = client.refresh(first, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let second = answer.json();
    assert_ne!(text(&second, "refresh_token"), first);
    assert_eq!(client.refresh(text(&second, "refresh_token"), &[]).await.status, 200);
    assert_eq!(client.provider().counters().refresh_tokens_presented_twice, 0);
    assert_eq!(client.refresh(first, &[]).await.status, 200);
    let counters = client.provider().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (3, 1));
}

#[tokio::test]
async fn a_refresh_token_dies_after_ninety_days() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    client.session.clock.advance_s(90 * DAY_S - 1);
    let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await;
    assert_eq!(renewed.status, 200);
    client.session.clock.advance_s(1);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 700_082);
    assert_eq!(client.refresh(text(&renewed.json(), "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_refresh_can_ask_for_less_but_not_for_more() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    let less = client.refresh(refresh_token, &[("scope", "Mail.Read")]).await.json();
    assert_eq!(text(&less, "scope"), "Mail.Read");
    assert_eq!(client.refresh(refresh_token, &[("scope", "Mail.Send")]).await.aadsts(), 65001);
    let mixed = "Mail.Read https://outlook.office.com/SMTP.Send";
    assert_eq!(client.refresh(refresh_token, &[("scope", mixed)]).await.aadsts(), 70011);
}

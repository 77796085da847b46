use insta::assert_json_snapshot;

use super::over;
use crate::client::{Client, refusal};
use crate::session::{ANN, text};

const DAY_S: i64 = 24 * 3600;

#[tokio::test]
async fn a_refresh_brings_an_access_token_and_no_other_refresh_token() {
    let client = Client::google().await;
    let tokens = client.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    let renewed = client.refresh(refresh_token, &[]).await;
    assert_eq!((renewed.status.as_u16(), renewed.header("cache-control")), (200, Some("no-store")));
    let renewed = renewed.json();
    assert_json_snapshot!(renewed, { ".access_token" => "…", ".id_token" => "…" });
    assert_ne!(text(&renewed, "access_token"), text(&tokens, "access_token"));
    assert_eq!(client.refresh(refresh_token, &[]).await.status, 200);
    let counters = client.provider().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (2, 0));
}

#[tokio::test]
async fn a_refresh_token_that_is_not_used_for_six_months_ends() {
    let client = Client::google().await;
    let tokens = client.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    for _ in 0..3 {
        client.session.clock.advance_s(183 * DAY_S - 1);
        assert_eq!(client.refresh(refresh_token, &[]).await.status, 200, "each use counts");
    }
    client.session.clock.advance_s(183 * DAY_S);
    assert_eq!(refusal(&client.refresh(refresh_token, &[]).await), over());
}

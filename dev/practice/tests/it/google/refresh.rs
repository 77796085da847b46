use insta::assert_json_snapshot;
use latchkey_practice::PracticeConfig;

use super::client::{GoogleClient, over, refusal};
use crate::session::{ANN, text};

const DAY_S: i64 = 24 * 3600;

#[tokio::test]
async fn a_refresh_brings_an_access_token_and_no_other_refresh_token() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    let renewed = client.refresh(refresh_token, &[]).await;
    assert_eq!((renewed.status.as_u16(), renewed.header("cache-control")), (200, Some("no-store")));
    let renewed = renewed.json();
    assert_json_snapshot!(renewed, { ".access_token" => "…", ".id_token" => "…" });
    assert_ne!(text(&renewed, "access_token"), text(&tokens, "access_token"));
    assert_eq!(client.refresh(refresh_token, &[]).await.status, 200);
    let counters = client.google().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (2, 0));
}

#[tokio::test]
async fn an_invented_refresh_token_is_a_bad_request() {
    let client = GoogleClient::start().await;
    let invented = client.refresh("invented", &[]).await;
    assert_eq!(refusal(&invented), (400, "invalid_grant".into(), "Bad Request".into()));
    let missing = client.refresh("", &[]).await;
    assert_eq!(refusal(&missing).1, "invalid_request");
    assert_eq!(client.google().counters().refreshes_refused, 2);
}

#[tokio::test]
async fn a_refresh_token_that_is_not_used_for_six_months_ends() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    let refresh_token = text(&tokens, "refresh_token");
    for _ in 0..3 {
        client.session.clock.advance_s(183 * DAY_S - 1);
        assert_eq!(client.refresh(refresh_token, &[]).await.status, 200, "each use counts");
    }
    client.session.clock.advance_s(183 * DAY_S);
    assert_eq!(refusal(&client.refresh(refresh_token, &[]).await), over());
}

#[tokio::test]
async fn grants_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let keeping = || PracticeConfig { state_file: Some(file.clone()), ..PracticeConfig::default() };
    let before = GoogleClient::start_with(keeping()).await;
    let tokens = before.connect(ANN).await;
    before.session.practice.shutdown().await;
    let after = GoogleClient::start_with(keeping()).await;
    assert_eq!(after.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

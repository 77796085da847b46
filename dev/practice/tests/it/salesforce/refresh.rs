use latchkey_practice::{PracticeConfig, Quirk};

use crate::client::{Client, SALESFORCE, refusal};
use crate::session::{ANN, text};

fn dead() -> (u16, String, String) {
    (400, "invalid_grant".into(), "expired access/refresh token".into())
}

#[tokio::test]
async fn a_refresh_gives_an_access_token_and_leaves_the_refresh_token_as_it_is() {
    let client = Client::salesforce().await;
    let first = client.connect(ANN).await;
    for _ in 0..2 {
        let renewed = client.refresh(text(&first, "refresh_token"), &[]).await.json();
        assert!(renewed.get("refresh_token").is_none() && renewed.get("expires_in").is_none());
        assert_ne!(renewed["access_token"], first["access_token"]);
        assert_eq!((&renewed["id"], &renewed["instance_url"]), (&first["id"], &first["instance_url"]));
        assert_eq!(renewed["scope"], first["scope"]);
    }
    let counters = client.provider().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (2, 0));
    let control = client.session.get("/control").await.body;
    assert!(!control.contains("was presented"), "using the same token again is no mistake here");
}

#[tokio::test]
async fn with_rotation_the_old_token_is_dead_at_once() {
    let client = Client::salesforce().await;
    let first = client.connect(ANN).await;
    client.provider().set_quirk(Quirk::RefreshTokenRotation, true);
    let second = client.refresh(text(&first, "refresh_token"), &[]).await.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(refusal(&client.refresh(text(&first, "refresh_token"), &[]).await), dead());
    assert_eq!(client.refresh(text(&second, "refresh_token"), &[]).await.status, 200);
    assert_eq!(client.provider().counters().refresh_tokens_presented_twice, 1);
    client.provider().set_quirk(Quirk::RefreshTokenRotation, false);
    assert_eq!(refusal(&client.refresh(text(&second, "refresh_token"), &[]).await), dead());
}

#[tokio::test]
async fn rotation_does_not_count_against_the_five_sign_ins() {
    let client = Client::salesforce().await;
    client.provider().set_quirk(Quirk::RefreshTokenRotation, true);
    let mut tokens = client.connect(ANN).await;
    for _ in 0..6 {
        tokens = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    }
    for _ in 0..4 {
        client.connect(ANN).await;
    }
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_renewal_under_way_refuses_the_next_and_ends() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    client.provider().set_quirk(Quirk::RenewalUnderWay, true);
    let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
    let words = "token request is already being processed";
    assert_eq!(refusal(&answer), (400, "invalid_request".into(), words.into()));
    client.provider().set_quirk(Quirk::RenewalUnderWay, false);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn grants_and_what_replaced_them_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let keeping = || PracticeConfig { state_file: Some(file.clone()), ..PracticeConfig::default() };
    let before = Client::start_with(&SALESFORCE, keeping()).await;
    before.provider().set_quirk(Quirk::RefreshTokenRotation, true);
    let first = before.at("my/contoso").connect(ANN).await;
    let second = before.at("my/contoso").refresh(text(&first, "refresh_token"), &[]).await.json();
    before.shut_down().await;

    let after = Client::start_with(&SALESFORCE, keeping()).await;
    assert_eq!(refusal(&after.at("my/contoso").refresh(text(&first, "refresh_token"), &[]).await), dead());
    assert_eq!(after.at("my/contoso").refresh(text(&second, "refresh_token"), &[]).await.status, 200);
}

//! The API's own failures, and how long sessions last.

use latchkey_practice::{Condition, Quirk};
use serde_json::{Value, json};

use crate::client::{Client, refusal};
use crate::session::{ANN, CLEO, CLIENT_ID, CLIENT_SECRET, HttpAnswer, START, answer, http, text};

async fn limits(client: &Client, tokens: &Value) -> HttpAnswer {
    let address = format!("{}/services/data/v62.0/limits", text(tokens, "instance_url"));
    client.get(&address, text(tokens, "access_token")).await
}

async fn introspect(client: &Client, token: &str, secret: &str) -> HttpAnswer {
    let request = http().post(client.address("/*/services/oauth2/introspect"));
    answer(request.basic_auth(CLIENT_ID, Some(secret)).form(&[("token", token)])).await
}

#[tokio::test]
async fn the_api_fails_on_its_own_while_renewals_succeed() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    assert_eq!(limits(&client, &tokens).await.status, 200);
    for (condition, status, code) in [
        (Condition::ApiForbidden, 403, "API_DISABLED_FOR_ORG"),
        (Condition::OutsideLoginHours, 403, "LOGIN_DURING_RESTRICTED_TIME"),
        (Condition::OutsideLoginDomain, 403, "LOGIN_DURING_RESTRICTED_DOMAIN"),
        (Condition::ApiLimitReached, 403, "REQUEST_LIMIT_EXCEEDED"),
        (Condition::SessionsRefused, 401, "INVALID_SESSION_ID"),
    ] {
        client.provider().impose(ANN, condition);
        let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
        let answer = limits(&client, &renewed).await;
        assert_eq!((answer.status.as_u16(), &answer.json()[0]["errorCode"]), (status, &code.into()));
        client.provider().lift(ANN, condition);
    }
}

#[tokio::test]
async fn an_org_says_how_long_sessions_last_and_only_introspection_tells() {
    let client = Client::salesforce().await;
    client.session.practice.set_session_length("contoso", Some(900));
    let tokens = client.connect(ANN).await;
    assert!(tokens.get("expires_in").is_none());
    let told = introspect(&client, text(&tokens, "access_token"), CLIENT_SECRET).await.json();
    assert_eq!((&told["active"], &told["iat"], &told["exp"]), (&json!(true), &json!(START), &json!(START + 900)));
    let cleos = client.connect(CLEO).await;
    let told = introspect(&client, text(&cleos, "access_token"), CLIENT_SECRET).await.json();
    assert_eq!(told["exp"], START + 3600, "her org has its own settings");
    client.session.clock.advance_s(900);
    assert_eq!(limits(&client, &tokens).await.json()[0]["errorCode"], "INVALID_SESSION_ID");
    let told = introspect(&client, text(&tokens, "access_token"), CLIENT_SECRET).await.json();
    assert_eq!(told, json!({ "active": false }));
    let refused = introspect(&client, text(&cleos, "access_token"), "wrong").await;
    assert_eq!(refusal(&refused).1, "invalid_client");
}

#[tokio::test]
async fn short_sessions_can_be_switched_on_for_all() {
    let client = Client::salesforce().await;
    client.provider().set_quirk(Quirk::ShortSessions, true);
    let tokens = client.connect(ANN).await;
    client.session.clock.advance_s(900);
    assert_eq!(limits(&client, &tokens).await.status, 401);
}

#[tokio::test]
async fn inactive_people_can_be_refused_as_an_invalid_grant() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    client.provider().set_quirk(Quirk::InactiveAsInvalidGrant, true);
    for (condition, words) in
        [(Condition::Disabled, "inactive user"), (Condition::OrganisationInactive, "inactive organization")]
    {
        client.provider().impose(ANN, condition);
        let refused = refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await);
        assert_eq!(refused, (400, "invalid_grant".to_owned(), words.to_owned()));
        client.provider().lift(ANN, condition);
    }
}

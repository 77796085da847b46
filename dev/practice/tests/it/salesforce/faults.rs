use latchkey_practice::{Faults, Quirk, TokenAnswers};

use super::client::{SalesforceClient, refusal};
use crate::session::{ANN, text};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn down_means_every_host_and_every_instance() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("login", ANN).await;
    client.salesforce().set_faults(Faults { down: true, ..Faults::default() });
    assert_eq!(TestBrowser::new().open(&client.authorize_address("my/contoso", &[])).await.status, 503);
    assert_eq!(client.refresh("login", text(&tokens, "refresh_token"), &[]).await.status, 503);
    assert_eq!(client.revoke(text(&tokens, "refresh_token")).await.status, 503);
    assert_eq!(client.query(text(&tokens, "instance_url"), text(&tokens, "access_token")).await.status, 503);
    client.salesforce().set_faults(Faults::default());
    assert_eq!(client.refresh("login", text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_answers_what_it_was_told() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("login", ANN).await;
    let tell = |token_answers| client.salesforce().set_faults(Faults { token_answers, ..Faults::default() });
    let refresh = async || client.refresh("login", text(&tokens, "refresh_token"), &[]).await;

    tell(TokenAnswers::HtmlPage);
    let answer = refresh().await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    tell(TokenAnswers::EmptyBadRequest);
    let answer = refresh().await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (400, ""));
    tell(TokenAnswers::TooManyRequests { retry_after_s: 17 });
    let (status, error, _) = refusal(&refresh().await);
    assert_eq!((status, error.as_str()), (400, "rate_limit_exceeded"), "Salesforce has no 429 here");
    tell(TokenAnswers::Normal);

    client.salesforce().set_quirk(Quirk::OutageLikeRefusal, true);
    let (status, error, _) = refusal(&refresh().await);
    assert_eq!((status, error.as_str()), (503, "invalid_grant"));
    client.salesforce().set_quirk(Quirk::OutageLikeRefusal, false);
    assert_eq!(refresh().await.status, 200);
}

#[tokio::test]
async fn a_rotated_secret_is_refused_whatever_it_is_used_for() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("login", ANN).await;
    client.salesforce().set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    for answer in [
        client.refresh("login", text(&tokens, "refresh_token"), &[]).await,
        client.exchange("login", "invented", &[]).await,
    ] {
        assert_eq!(refusal(&answer), (400, "invalid_client".into(), "invalid client credentials".into()));
    }
}

#[tokio::test]
async fn breaking_one_provider_leaves_the_other_alone() {
    let client = SalesforceClient::start().await;
    client.session.microsoft().set_faults(Faults { down: true, ..Faults::default() });
    client.connect("login", ANN).await;
}

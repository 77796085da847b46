use latchkey_practice::{Faults, TokenAnswers};

use super::client::{GoogleClient, refusal};
use crate::session::{ANN, text};

#[tokio::test]
async fn a_provider_that_is_down_answers_nothing_else() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    client.google().set_faults(Faults { down: true, ..Faults::default() });
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 503);
    assert_eq!(client.mailbox(text(&tokens, "access_token")).await.status, 503);
    assert_eq!(client.session.get("/google/oauth2/v3/certs").await.status, 503);
    assert_eq!(client.session.get("/microsoft/common/discovery/v2.0/keys").await.status, 200);
    client.google().set_faults(Faults::default());
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_answers_what_it_was_told() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    let tell = |token_answers| client.google().set_faults(Faults { token_answers, ..Faults::default() });
    let refresh = async || client.refresh(text(&tokens, "refresh_token"), &[]).await;

    tell(TokenAnswers::HtmlPage);
    let answer = refresh().await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    tell(TokenAnswers::EmptyBadRequest);
    let answer = refresh().await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (400, ""));
    tell(TokenAnswers::TooManyRequests { retry_after_s: 17 });
    let answer = refresh().await;
    assert_eq!((answer.header("retry-after"), refusal(&answer).0), (Some("17"), 429));
    assert_eq!(refusal(&answer).1, "rate_limit");
    tell(TokenAnswers::Normal);
    assert_eq!(refresh().await.status, 200);
}

#[tokio::test]
async fn a_rotated_secret_is_refused_whatever_it_is_used_for() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    client.google().set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    for answer in [client.refresh(text(&tokens, "refresh_token"), &[]).await, client.exchange("invented", &[]).await] {
        assert_eq!(refusal(&answer), (401, "invalid_client".into(), "Unauthorized".into()));
    }
}

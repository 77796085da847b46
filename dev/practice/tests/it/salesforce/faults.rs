use latchkey_practice::{Faults, Quirk, TokenAnswers};

use crate::client::{Client, refusal};
use crate::session::{ANN, text};

#[tokio::test]
async fn the_token_endpoint_answers_what_it_was_told() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    let tell = |token_answers| client.provider().set_faults(Faults { token_answers, ..Faults::default() });
    let refresh = async || client.refresh(text(&tokens, "refresh_token"), &[]).await;

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

    client.provider().set_quirk(Quirk::OutageLikeRefusal, true);
    let (status, error, _) = refusal(&refresh().await);
    assert_eq!((status, error.as_str()), (503, "invalid_grant"));
    client.provider().set_quirk(Quirk::OutageLikeRefusal, false);
    assert_eq!(refresh().await.status, 200);
}

use latchkey_testkit::TestBrowser;

use super::over;
use crate::client::{Client, refusal};
use crate::session::{ANN, BEN, text};

#[tokio::test]
async fn one_token_given_back_ends_all_that_the_person_allowed() {
    let client = Client::google().await;
    for kind in ["access_token", "refresh_token"] {
        let (first, second, bens) = (client.connect(ANN).await, client.connect(ANN).await, client.connect(BEN).await);
        let answer = client.revoke(text(&first, kind)).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{}"), "{kind}");
        for tokens in [&first, &second] {
            assert_eq!(refusal(&client.refresh(text(tokens, "refresh_token"), &[]).await), over(), "{kind}");
            assert_eq!(client.api(text(tokens, "access_token")).await.status, 401, "{kind}");
        }
        assert_eq!(client.refresh(text(&bens, "refresh_token"), &[]).await.status, 200, "Ben has not asked for it");
        let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        assert!(page.has_button("Continue"), "consent has ended too");
    }
    assert_eq!(client.provider().counters().revocations, 2);
}

#[tokio::test]
async fn a_token_that_is_over_or_invented_cannot_be_given_back() {
    let client = Client::google().await;
    let tokens = client.connect(ANN).await;
    client.revoke(text(&tokens, "refresh_token")).await;
    for token in ["invented", text(&tokens, "refresh_token"), text(&tokens, "access_token")] {
        let (status, error, _) = refusal(&client.revoke(token).await);
        assert_eq!((status, error.as_str()), (400, "invalid_token"));
    }
    assert_eq!(refusal(&client.revoke("").await).1, "invalid_request");
    assert_eq!(client.provider().counters().revocations, 1);
}

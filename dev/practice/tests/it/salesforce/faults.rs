use latchkey_practice::Quirk;

use crate::client::{Client, refusal};
use crate::session::{ANN, text};

#[tokio::test]
async fn a_refusal_can_look_like_an_outage() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    let refresh = async || client.refresh(text(&tokens, "refresh_token"), &[]).await;
    client.provider().set_quirk(Quirk::OutageLikeRefusal, true);
    let (status, error, _) = refusal(&refresh().await);
    assert_eq!((status, error.as_str()), (503, "invalid_grant"));
    client.provider().set_quirk(Quirk::OutageLikeRefusal, false);
    assert_eq!(refresh().await.status, 200);
}

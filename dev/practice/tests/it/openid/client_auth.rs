use latchkey_practice::SpeaksLike;

use crate::client::{Client, refusal};
use crate::session::{ANN, CLIENT_ID, CLIENT_SECRET, HttpAnswer, text};

async fn in_form(client: &Client, token: &str) -> HttpAnswer {
    client.refresh(token, &[]).await
}

async fn in_header(client: &Client, token: &str) -> HttpAnswer {
    client.token(Some(CLIENT_SECRET), &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}

#[tokio::test]
async fn the_secret_goes_where_the_server_wants_it_whatever_its_document_says() {
    let client = Client::openid().await;
    let tokens = client.connect(ANN).await;
    let token = text(&tokens, "refresh_token");
    for (like, form, header, lists) in [
        (SpeaksLike::Standard, 200, 200, true),
        (SpeaksLike::SecretInForm, 200, 401, true),
        (SpeaksLike::SecretInFormUnlisted, 200, 401, false),
        (SpeaksLike::SecretInHeader, 401, 200, true),
        (SpeaksLike::SecretInHeaderUnlisted, 401, 200, false),
    ] {
        client.provider().set_speaks_like(like);
        assert_eq!(in_form(&client, token).await.status, form, "{like:?}");
        assert_eq!(in_header(&client, token).await.status, header, "{like:?}");
        let document = client.get(client.site.discovery, "").await.json();
        assert_eq!(document.get("token_endpoint_auth_methods_supported").is_some(), lists, "{like:?}");
    }
}

#[tokio::test]
async fn ad_fs_takes_the_secret_in_one_place_only() {
    let client = Client::openid().await;
    client.provider().set_speaks_like(SpeaksLike::AdFs);
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "any"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    assert_eq!(refusal(&client.token(Some(CLIENT_SECRET), &fields).await).1, "invalid_request");
}

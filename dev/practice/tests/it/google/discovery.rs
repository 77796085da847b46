use insta::assert_snapshot;

use super::client::GoogleClient;

#[tokio::test]
async fn the_discovery_document_names_every_address() {
    let client = GoogleClient::start().await;
    let document = client.session.get("/google/.well-known/openid-configuration").await.json();
    assert_eq!(document["issuer"], client.google().url());
    let text = serde_json::to_string_pretty(&document).unwrap();
    assert_snapshot!(text.replace(client.session.practice.url(), "https://practice.example"));
}

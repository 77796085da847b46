use insta::assert_snapshot;

use super::client::SalesforceClient;

#[tokio::test]
async fn the_discovery_document_names_every_address() {
    let client = SalesforceClient::start().await;
    let document = client.session.get("/salesforce/login/.well-known/openid-configuration").await.json();
    let text = serde_json::to_string_pretty(&document).unwrap();
    assert_snapshot!(text.replace(client.session.practice.url(), "https://practice.example"));
}

#[tokio::test]
async fn each_host_is_its_own_issuer() {
    let client = SalesforceClient::start().await;
    for host in ["login", "test", "my/contoso", "my/contoso--dev", "site/partners"] {
        let path = format!("/salesforce/{host}/.well-known/openid-configuration");
        let document = client.session.get(&path).await.json();
        assert_eq!(document["issuer"], format!("{}/{host}", client.salesforce().url()));
        assert_eq!(client.session.get(&format!("/salesforce/{host}/id/keys")).await.status, 200);
    }
}

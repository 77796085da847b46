use crate::client::Client;

#[tokio::test]
async fn each_host_is_its_own_issuer() {
    let client = Client::salesforce().await;
    for host in ["login", "test", "my/contoso", "my/contoso--dev", "site/partners"] {
        let path = format!("/salesforce/{host}/.well-known/openid-configuration");
        let document = client.session.get(&path).await.json();
        assert_eq!(document["issuer"], format!("{}/{host}", client.provider().url()));
        assert_eq!(client.session.get(&format!("/salesforce/{host}/id/keys")).await.status, 200);
    }
}

use crate::client::Client;

#[tokio::test]
async fn the_issuer_names_the_tenant_only_where_it_is_known() {
    let client = Client::microsoft().await;
    for (tenant, issuer) in [
        ("common", "{tenantid}"),
        ("contoso.example", "c0570500-0000-4000-8000-00000000c057"),
        ("c0570500-0000-4000-8000-00000000c057", "c0570500-0000-4000-8000-00000000c057"),
    ] {
        let path = format!("/microsoft/{tenant}/v2.0/.well-known/openid-configuration");
        let document = client.session.get(&path).await.json();
        assert_eq!(document["issuer"], format!("{}/microsoft/{issuer}/v2.0", client.session.practice.url()));
    }
    let path = "/microsoft/nowhere.example/v2.0/.well-known/openid-configuration";
    assert_eq!(client.session.get(path).await.aadsts(), 90002);
}

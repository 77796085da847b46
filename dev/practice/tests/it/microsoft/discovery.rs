use insta::assert_snapshot;

use crate::session::PracticeSession;

#[tokio::test]
async fn the_discovery_document_names_every_address() {
    let session = PracticeSession::start().await;
    let document = session.get("/microsoft/organizations/v2.0/.well-known/openid-configuration").await.json();
    let text = serde_json::to_string_pretty(&document).unwrap();
    assert_snapshot!(text.replace(session.practice.url(), "https://practice.example"));
}

#[tokio::test]
async fn the_issuer_names_the_tenant_only_where_it_is_known() {
    let session = PracticeSession::start().await;
    for (tenant, issuer) in [
        ("common", "{tenantid}"),
        ("contoso.example", "c0570500-0000-4000-8000-00000000c057"),
        ("c0570500-0000-4000-8000-00000000c057", "c0570500-0000-4000-8000-00000000c057"),
    ] {
        let path = format!("/microsoft/{tenant}/v2.0/.well-known/openid-configuration");
        let document = session.get(&path).await.json();
        assert_eq!(document["issuer"], format!("{}/microsoft/{issuer}/v2.0", session.practice.url()));
    }
    let path = "/microsoft/nowhere.example/v2.0/.well-known/openid-configuration";
    assert_eq!(session.get(path).await.aadsts(), 90002);
}

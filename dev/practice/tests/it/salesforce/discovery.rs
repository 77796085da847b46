use insta::assert_snapshot;

use super::program::Program;

#[tokio::test]
async fn the_discovery_document_names_every_address() {
    let program = Program::start().await;
    let document = program.rehearsal.get("/salesforce/login/.well-known/openid-configuration").await.json();
    let text = serde_json::to_string_pretty(&document).unwrap();
    assert_snapshot!(text.replace(program.rehearsal.practice.url(), "https://practice.example"));
}

#[tokio::test]
async fn each_host_is_its_own_issuer() {
    let program = Program::start().await;
    for host in ["login", "test", "my/contoso", "my/contoso--dev", "site/partners"] {
        let path = format!("/salesforce/{host}/.well-known/openid-configuration");
        let document = program.rehearsal.get(&path).await.json();
        assert_eq!(document["issuer"], format!("{}/{host}", program.salesforce().url()));
        assert_eq!(program.rehearsal.get(&format!("/salesforce/{host}/id/keys")).await.status, 200);
    }
}

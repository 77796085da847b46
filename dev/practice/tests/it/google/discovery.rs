use insta::assert_snapshot;

use super::program::Program;

#[tokio::test]
async fn the_discovery_document_names_every_address() {
    let program = Program::start().await;
    let document = program.rehearsal.get("/google/.well-known/openid-configuration").await.json();
    assert_eq!(document["issuer"], program.google().url());
    let text = serde_json::to_string_pretty(&document).unwrap();
    assert_snapshot!(text.replace(program.rehearsal.practice.url(), "https://practice.example"));
}

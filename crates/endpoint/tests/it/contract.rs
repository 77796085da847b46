//! What other programs rely on: the OpenAPI document, and that no secret is logged or answered.

use latchkey_testkit::{TestEndpoint, logged};
use latchkey_wire::Installation;

use crate::people::{ANN, BEN, connect, sign_in};

#[test]
fn the_openapi_document_is_the_one_that_was_reviewed() {
    insta::assert_snapshot!("openapi", latchkey_endpoint::web::routes::openapi().to_pretty_json().unwrap());
}

#[tokio::test]
async fn the_document_and_the_state_of_the_process_are_public() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane();
    let document: serde_json::Value = pane.get("/openapi.json").await.unwrap();
    assert!(document["paths"]["/v1/overview"].is_object());
    for path in ["/healthz", "/readyz"] {
        assert_eq!(pane.request(reqwest::Method::GET, path).send().await.unwrap().status(), 204);
    }
    let installation: Installation = pane.get("/v1/installation").await.unwrap();
    assert_eq!(installation.offers.len(), 1);
    let nowhere = pane.get::<()>("/v2/nowhere").await.unwrap_err();
    assert_eq!(nowhere.status, 404);
}

#[tokio::test]
async fn no_secret_stands_in_any_log_or_answer() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let mut seen = String::new();
    let attempt = pane.refreshes(&connection.id).await;
    seen += &sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, BEN).await.body;
    let attempt = pane.refreshes(&connection.id).await;
    seen += &sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await.body;
    endpoint.renew_all().await;
    endpoint.practice.microsoft().revoke(ANN);
    let checked = format!("{:?}", pane.check(&connection.id).await);
    seen += &checked;
    for path in ["/v1/overview", "/v1/installation", "/openapi.json"] {
        seen += &pane.request(reqwest::Method::GET, path).send().await.unwrap().text().await.unwrap();
    }
    let log = endpoint_log();
    assert!(log.contains("not renewed"), "the log was really kept");
    let secrets = endpoint.practice.secrets_issued();
    assert!(secrets.len() > 12);
    for secret in &secrets {
        assert!(!seen.contains(&secret.text), "{secret:?} stands in an answer");
        assert!(!log.contains(&secret.text), "{secret:?} stands in the log");
    }
    assert!(!log.contains(pane.token()), "the session's token stands in the log");
}

/// The product's own log lines. The libraries' trace lines show bytes on the wire, and no installation switches them on.
fn endpoint_log() -> String {
    logged().lines().filter(|line| line.contains("latchkey_")).collect::<Vec<_>>().join("\n")
}

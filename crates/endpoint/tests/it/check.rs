//! What `check` says of providers and clients.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use latchkey_domain::SystemEntropy;
use latchkey_endpoint::cli::check;
use latchkey_endpoint::config::Config;
use latchkey_endpoint::outbound::Outbound;
use latchkey_testkit::TestEndpoint;

/// The client that practice providers know.
const CLIENT_ID: &str = "5d1c2a80-0f0e-4c59-9a53-0a1f6f1e7c11";
const CLIENT_SECRET: &str = "practice-client-secret";

/// What is said of the provider `[providers.own]` with these settings: `true` before what is well.
async fn said(section: &str) -> Vec<(bool, String)> {
    let config = Config::parse(&format!(
        "listen = \"127.0.0.1:0\"\npublic_url = \"https://latchkey.example\"\nstore = {{ url = \"sqlite::memory:\" }}\n\
         encryption = {{ keys = [{{ id = \"k1\", key = \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\" }}] }}\n\
         [providers.own]\n{section}"
    ));
    let findings = check::examine(&config.unwrap(), Arc::new(SystemEntropy), &Outbound::new().unwrap()).await;
    let own =
        findings.into_iter().filter(|finding| finding.subject == "provider own" || finding.subject == "providers");
    own.map(|finding| (finding.result.is_ok(), finding.result.unwrap_or_else(|says| says))).collect()
}

fn openid(issuer: &str, client: &str) -> String {
    format!(
        "kind = \"oidc\"\npurpose = \"mailbox\"\nlabel = \"Own\"\nissuer = \"{issuer}\"\nclient_id = \"{CLIENT_ID}\"\n{client}\n"
    )
}

#[tokio::test]
async fn each_of_two_secrets_is_tried_by_itself() {
    let endpoint = TestEndpoint::start().await;
    let microsoft = endpoint.practice.microsoft().url();
    let with = async |first: &str, next: &str| {
        said(&format!(
            "kind = \"microsoft\"\nclient_id = \"{CLIENT_ID}\"\nauthority = \"{microsoft}\"\ngraph = \"{microsoft}/graph\"\n\
             client_secret = \"{first}\"\nnext_client_secret = \"{next}\"\n"
        ))
        .await
    };
    let good = |name: &str| (true, format!("{name}: accepted"));
    assert_eq!(with(CLIENT_SECRET, CLIENT_SECRET).await, [good("client_secret"), good("next_client_secret")]);
    let found = with(CLIENT_SECRET, "wrong").await;
    assert_eq!(found[0], good("client_secret"));
    assert!(!found[1].0 && found[1].1.starts_with("next_client_secret: not accepted"), "{found:?}");
    let found = with("wrong", CLIENT_SECRET).await;
    assert!(!found[0].0 && found[0].1.contains("the next secret is in use: move it to client_secret"), "{found:?}");
    assert_eq!(found[1], good("next_client_secret"));
    let found = with("wrong", "wrong").await;
    assert!(found.iter().all(|(is_good, says)| !is_good && says.contains("compare client_id")), "{found:?}");
}

#[tokio::test]
async fn an_assertion_that_is_not_there_is_named_with_its_path_and_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    let of_file = async || {
        let client = format!("client_id = \"id\"\nclient_assertion_file = {file:?}");
        said(&format!("kind = \"microsoft\"\n{client}\n")).await
    };
    let found = of_file().await;
    let path = file.display().to_string();
    assert!(!found[0].0 && found[0].1.contains(&path) && found[0].1.contains("No such file"), "{found:?}");
    std::fs::write(&file, "\n").unwrap();
    let found = of_file().await;
    assert!(
        found.len() == 1 && found[0].1.starts_with("client_assertion_file: ") && found[0].1.contains("empty"),
        "{found:?}"
    );
}

/// A server whose discovery document has this status and this text, in which `{url}` is its address.
async fn server(status: u16, document: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let text = document.replace("{url}", &url);
    let answer = move || async move { (StatusCode::from_u16(status).unwrap(), text) };
    let site = Router::new().route("/.well-known/openid-configuration", get(answer));
    tokio::spawn(async move { axum::serve(listener, site).await });
    url
}

#[tokio::test]
async fn a_discovery_document_that_can_not_be_used_is_explained() {
    for (status, document, says) in [
        (404, "", "answered with status 404"),
        (200, "<html>", "not JSON"),
        (200, "{}", "has no issuer"),
        (200, r#"{"issuer":"https://other.example"}"#, "names the issuer \"https://other.example\""),
        (200, r#"{"issuer":"{url}","authorization_endpoint":"{url}/a","token_endpoint":"{url}/t"}"#, "has no jwks_uri"),
    ] {
        let url = server(status, document).await;
        let found = said(&openid(&url, "client_secret = \"secret\"")).await;
        let at = format!("{url}/.well-known/openid-configuration");
        assert!(found.len() == 1 && !found[0].0, "{found:?}");
        assert!(found[0].1.contains(says) && found[0].1.contains(&at), "{found:?}");
    }
    let found = said(&openid("http://127.0.0.1:9", "client_secret = \"secret\"")).await;
    assert!(found[0].1.contains("can't be reached") && found[0].1.contains("127.0.0.1"), "{found:?}");
    assert!(!found[0].1.contains("ProviderUnreachable"), "{found:?}");
}

#[tokio::test]
async fn what_works_and_may_surprise_at_an_openid_server_is_noted() {
    const ALL: &str =
        r#"{"issuer":"{url}","authorization_endpoint":"{url}/a","token_endpoint":"{url}/t","jwks_uri":"{url}/k"}"#;
    let url = server(200, ALL).await;
    let has = async |more: &str, note: &str| {
        let found = said(&openid(&url, &format!("client_secret = \"secret\"\n{more}"))).await;
        found.iter().any(|(is_good, says)| *is_good && says.contains(note))
    };
    let (offline, domains) = ("offline_access will not be asked for", "look-ups of an address will find no one");
    assert!(has("", offline).await && has("offline_access = false", offline).await);
    assert!(!has("offline_access = true", offline).await && !has("scopes = [\"offline_access\"]", offline).await);
    assert!(has("", domains).await && !has("domains = [\"contoso.example\"]", domains).await);
}

#[tokio::test]
async fn the_setting_by_which_the_client_authenticates_is_named() {
    const ALL: &str =
        r#"{"issuer":"{url}","authorization_endpoint":"{url}/a","token_endpoint":"{url}/t","jwks_uri":"{url}/k"}"#;
    let url = server(200, ALL).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "assertion").unwrap();
    let found = said(&openid(&url, &format!("client_assertion_file = {file:?}"))).await;
    assert!(found[0].1.contains("client_assertion_file") && !found[0].1.contains("secret"), "{found:?}");
}

#[tokio::test]
async fn a_scope_that_an_openid_server_does_not_list_is_named_before_the_first_person_fails() {
    const ALL: &str = r#"{"issuer":"{url}","authorization_endpoint":"{url}/a","token_endpoint":"{url}/t","jwks_uri":"{url}/k",
        "scopes_supported":["openid","mail"]}"#;
    let url = server(200, ALL).await;
    let noted = async |scopes: &str| {
        let found = said(&openid(&url, &format!("client_secret = \"secret\"\nscopes = {scopes}"))).await;
        found.into_iter().find(|(_, says)| says.contains("does not list these scopes"))
    };
    assert_eq!(noted("[\"openid\", \"mail\"]").await, None);
    let (is_good, says) = noted("[\"mail\", \"calender\"]").await.unwrap();
    assert!(is_good && says.contains(": calender."), "a server may grant what it does not list: {says}");
}

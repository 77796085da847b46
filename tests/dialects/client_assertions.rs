//! Assertions in place of a secret: signed with a key, or read from a file that a platform replaces.

use latchkey_wire::ReasonCode;
use rcgen::{KeyPair, PublicKeyData as _};
use tempfile::TempDir;

use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, MICROSOFT, OPENID, Setup};
use crate::rows::Origin;
use crate::rows::client_auth::{GONE_FILE, ONCE_MADE, REPLACED_FILE, SIGNED, SIGNED_FOR_ISSUER};
use crate::server::ClientRule;

/// Starts an installation whose client has a key in a file, and lets its server take assertions for this audience alone.
async fn with_key(folder: &TempDir, origin: Origin, audience: &str, settings: &str) -> DialectInstallation {
    let pair = KeyPair::generate().unwrap();
    let file = folder.path().join("key.pem");
    std::fs::write(&file, pair.serialize_pem()).unwrap();
    let client = format!("client_key_file = \"{}\"\nclient_key_id = \"k1\"\n{settings}", file.display());
    let installation = Setup { client, ..Setup::of(OPENID) }.start().await;
    let audience = audience.replace("{url}", &installation.server.url);
    installation.server.choose(|choices| {
        choices.discovery = r#"{"token_endpoint_auth_methods_supported":["private_key_jwt"]}"#;
        choices.client.rule = ClientRule::Signed { key: pair.der_bytes().to_vec(), audience };
    });
    assert!(!origin.what.is_empty());
    installation
}

#[tokio::test]
async fn an_assertion_is_signed_for_the_audience_that_the_server_wants() {
    for (origin, audience, settings) in [
        (SIGNED, "{url}/token", ""),
        (SIGNED_FOR_ISSUER, "https://issuer.example", "client_assertion_audience = \"https://issuer.example\""),
    ] {
        let (folder, what) = (TempDir::new().unwrap(), &origin.to_string());
        let installation = with_key(&folder, origin, audience, settings).await;
        let ann = installation.connect(ANN).await;
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(what, ANN, &ann).await;
        let seen = installation.server.seen();
        assert_eq!((seen.clients_refused, seen.form.contains_key("client_secret")), (0, false), "{what}");
    }
}

#[tokio::test]
async fn no_assertion_is_sent_twice() {
    let (folder, what) = (TempDir::new().unwrap(), &ONCE_MADE.to_string());
    let installation = with_key(&folder, ONCE_MADE, "{url}/token", "").await;
    let ann = installation.connect(ANN).await;
    let mut sent = vec![installation.server.seen().form["client_assertion"].clone()];
    for _ in 0..3 {
        installation.renew_due(DUE_AFTER_S).await;
        let assertion = installation.server.seen().form["client_assertion"].clone();
        assert!(!sent.contains(&assertion), "{what}");
        sent.push(assertion);
    }
    installation.assert_works(what, ANN, &ann).await;
}

/// Starts an installation whose client's assertion is in a file, with two people.
async fn with_file(folder: &TempDir) -> (DialectInstallation, std::path::PathBuf) {
    let file = folder.path().join("token");
    std::fs::write(&file, "first\n").unwrap();
    let client = format!("client_assertion_file = \"{}\"", file.display());
    let installation = Setup { client, ..Setup::of(MICROSOFT) }.start().await;
    installation.server.choose(|choices| choices.client.rule = ClientRule::Text("first"));
    (installation, file)
}

#[tokio::test]
async fn a_platforms_newest_assertion_is_sent() {
    let (folder, what) = (TempDir::new().unwrap(), &REPLACED_FILE.to_string());
    let (installation, file) = with_file(&folder).await;
    let ann = installation.connect(ANN).await;
    installation.server.choose(|choices| choices.client.rule = ClientRule::Text("second"));
    let newer = folder.path().join("newer");
    std::fs::write(&newer, "second").unwrap();
    std::fs::rename(&newer, &file).unwrap();
    installation.renew_due(DUE_AFTER_S).await;
    installation.assert_works(what, ANN, &ann).await;
    assert_eq!(installation.server.seen().clients_refused, 0, "{what}");
}

#[tokio::test]
async fn a_missing_assertion_costs_no_grant_and_presents_nothing() {
    let (folder, what) = (TempDir::new().unwrap(), &GONE_FILE.to_string());
    let (installation, file) = with_file(&folder).await;
    let (ann, ben) = (installation.connect(ANN).await, installation.connect(BEN).await);
    let asked = || installation.server.seen().count.values().sum::<u32>();
    let before = asked();
    std::fs::remove_file(&file).unwrap();
    for _ in 0..4 {
        installation.renew_due(DUE_AFTER_S).await;
        for (reason, actor) in [ann.told().await, ben.told().await].into_iter().flatten() {
            assert_eq!((reason, actor), (ReasonCode::Misconfigured, "retrying"), "{what}");
        }
    }
    assert_eq!(asked(), before, "{what}");
    std::fs::write(&file, "first").unwrap();
    for _ in 0..2 {
        installation.renew_due(DUE_AFTER_S).await;
    }
    for (name, person) in [(ANN, &ann), (BEN, &ben)] {
        installation.assert_works(what, name, person).await;
    }
}

//! What the file of `--state FILE` keeps over a restart.

use std::path::Path;
use std::sync::Arc;

use latchkey_domain::{ManualClock, SeededEntropy};
use latchkey_practice::{PracticeConfig, PracticeServer};

use crate::session::{ANN, PracticeSession, text};
use latchkey_testkit::TestBrowser;

fn keeping(file: &Path) -> PracticeConfig {
    PracticeConfig { state_file: Some(file.to_owned()), ..PracticeConfig::default() }
}

#[tokio::test]
async fn grants_consents_and_keys_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let before = PracticeSession::start_with(keeping(&file)).await;
    let tokens = before.connect(ANN).await;
    let keys = |session: &PracticeSession, body: &str| body.replace(session.practice.url(), "");
    let keys_before = keys(&before, &before.get("/microsoft/common/discovery/v2.0/keys").await.body);
    before.practice.shutdown().await;

    let after = PracticeSession::start_with(keeping(&file)).await;
    assert_eq!(after.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
    assert_eq!(keys(&after, &after.get("/microsoft/common/discovery/v2.0/keys").await.body), keys_before);
    let page = after.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert!(page.redirect_parameter("code").is_some(), "consent is not asked again");
}

#[tokio::test]
async fn a_revocation_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let before = PracticeSession::start_with(keeping(&file)).await;
    let tokens = before.connect(ANN).await;
    before.microsoft().revoke(ANN);
    before.practice.shutdown().await;
    let after = PracticeSession::start_with(keeping(&file)).await;
    assert_eq!(after.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 50173);
}

#[tokio::test]
async fn a_file_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    std::fs::write(&file, "my diary").unwrap();
    let clock = Arc::new(ManualClock::at(0));
    let Err(error) = PracticeServer::new(keeping(&file), clock, Arc::new(SeededEntropy::new(1))) else {
        panic!("it started on another program's file");
    };
    assert!(error.to_string().contains("delete it to start afresh"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "my diary");
}

//! What the file of `--state FILE` keeps over a restart.

use latchkey_domain::{ManualClock, SeededEntropy};
use latchkey_practice::{PracticeConfig, PracticeServer};
use std::path::Path;
use std::sync::Arc;

fn keeping(file: &Path) -> PracticeConfig {
    PracticeConfig { state_file: Some(file.to_owned()), ..PracticeConfig::default() }
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

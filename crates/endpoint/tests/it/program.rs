//! The program itself, on its command line.

use std::process::{Command, Output};

use latchkey_testkit::TestEndpoint;

fn keys(endpoint: &TestEndpoint, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-endpoint"));
    // Settings of another installation, in the environment of this shell, must not reach the program.
    command.env_clear();
    command.args(["keys", "--config"]).arg(endpoint.config_file()).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn what_the_program_itself_reads_from_the_environment_is_no_setting() {
    let endpoint = TestEndpoint::start().await;
    let with = |name: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-endpoint"));
        command.env_clear().env("LATCHKEY_CONFIG", endpoint.config_file()).env(name, value);
        command.args(["keys", "list"]).output().unwrap()
    };
    for (name, value) in [("LATCHKEY_LOG_JSON", "true"), ("LATCHKEY_LOG", "warn")] {
        let output = with(name, value);
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    }
    assert!(text(&with("LATCHKEY_LOUD", "true").stderr).contains("loud"), "and nothing else is let through");
}

#[tokio::test]
async fn a_key_is_shown_once_works_and_ends_when_it_is_taken_back() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = crate::people::connect(&endpoint, crate::people::ANN).await;
    let made = keys(&endpoint, &["create", "the engine"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let key = text(&made.stdout).trim().to_owned();
    let engine = endpoint.engine().await.with_key(&key);
    engine.reports_rejection(&connection.id).await.unwrap();
    let listed = text(&keys(&endpoint, &["list"]).stdout);
    assert!(listed.contains("good") && listed.contains("the engine") && !listed.contains(&key), "{listed}");
    let line = listed.lines().find(|line| line.contains("good") && text(&made.stderr).contains(&line[..36])).unwrap();
    assert!(keys(&endpoint, &["revoke", &line[..36]]).status.success());
    let again = keys(&endpoint, &["revoke", &line[..36]]);
    assert!(!again.status.success() && text(&again.stderr).contains("no active key has the id"));
    endpoint.clock.advance_s(5);
    assert_eq!(engine.reports_rejection(&connection.id).await.unwrap_err().status.as_u16(), 401);
}

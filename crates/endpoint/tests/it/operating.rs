//! What an administrator sees and does: commands, metrics, request ids and keys.

use std::process::{Command, Output};

use latchkey_endpoint::serve;
use latchkey_practice::Faults;
use latchkey_testkit::{TestEndpoint, logged};
use latchkey_wire::{ConnectionSettings, ConnectionState};
use reqwest::Method;
use serde_json::Value;

use crate::people::{ANN, CLEO, connect};

const OLD_KEY: &str = r#"{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }"#;
const NEW_KEY: &str = r#"{ id = "k2", key = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }"#;

fn run_command(endpoint: &TestEndpoint, command: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_latchkey-endpoint"));
    // Settings of another installation, in the environment of this shell, must not reach the program.
    program.env_clear().env("USER", "alex");
    program.arg(command[0]).arg("--config").arg(endpoint.config_file()).args(&command[1..]).output().unwrap()
}

fn run_successfully(endpoint: &TestEndpoint, command: &[&str]) -> String {
    let output = run_command(endpoint, command);
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn run_failing(endpoint: &TestEndpoint, command: &[&str]) -> String {
    let output = run_command(endpoint, command);
    assert!(!output.status.success(), "{command:?} should fail");
    output_text(output)
}

fn run_either_way(endpoint: &TestEndpoint, command: &[&str]) -> String {
    output_text(run_command(endpoint, command))
}

fn output_text(output: Output) -> String {
    String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap()
}

fn with_keys(endpoint: &TestEndpoint, keys: &[&str]) -> String {
    let text = std::fs::read_to_string(endpoint.config_file()).unwrap();
    let (before, rest) = text.split_once("keys = [").unwrap();
    let (_, after) = rest.split_once("]\n").unwrap();
    format!("{before}keys = [{}]\n{after}", keys.join(", "))
}

#[tokio::test]
async fn connections_are_listed_shown_and_ended_on_the_command_line() {
    let endpoint = TestEndpoint::start().await;
    let (pane, anns) = connect(&endpoint, ANN).await;
    connect(&endpoint, CLEO).await;
    endpoint.practice.microsoft().revoke(CLEO);
    endpoint.renew_all().await;
    assert_eq!(run_successfully(&endpoint, &["connections", "list"]).lines().count(), 2);
    let lost = run_successfully(&endpoint, &["connections", "list", "--lost"]);
    assert!(lost.lines().count() == 1 && lost.contains("needs_sign_in") && lost.contains(CLEO), "{lost}");
    let shown: Value =
        serde_json::from_str(&run_successfully(&endpoint, &["connections", "show", anns.id.as_str()])).unwrap();
    assert_eq!((&shown["state"], &shown["account"]["address"]), (&"working".into(), &ANN.into()));
    for secret in endpoint.practice.secrets_issued() {
        assert!(!shown.to_string().contains(&secret.text), "{secret:?}");
    }
    run_successfully(&endpoint, &["connections", "revoke", anns.id.as_str()]);
    assert!(matches!(pane.connection().await.state, ConnectionState::Disconnected { .. }));
    assert!(
        run_failing(&endpoint, &["connections", "revoke", anns.id.as_str()])
            .contains("no active connection has the id")
    );
    assert!(run_failing(&endpoint, &["connections", "show", "unknown"]).contains("connections list"));
}

#[tokio::test]
async fn the_journal_says_who_did_what_line_by_line() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    pane.choose(&connection.id, &ConnectionSettings { remind_before_end: false }).await.unwrap();
    run_successfully(&endpoint, &["keys", "create", "the engine"]);
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    let text = run_successfully(&endpoint, &["journal"]);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |line: &Value| {
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        (text("kind"), text("actor"))
    };
    let told: Vec<_> = lines.iter().map(told).collect();
    let expected = [
        ("connected", "person"),
        ("settings_changed", "person"),
        ("engine_key_created", "administrator"),
        ("needs_sign_in", "endpoint"),
    ];
    assert_eq!(told, expected.map(|(kind, actor)| (kind.to_owned(), actor.to_owned())));
    assert_eq!((&lines[2]["actor_id"], &lines[2]["detail"]["name"]), (&"alex".into(), &"the engine".into()));
    let settings = &lines[1]["detail"]["settings"];
    assert_eq!(
        (&settings["before"]["remind_before_end"], &settings["after"]["remind_before_end"]),
        (&true.into(), &false.into())
    );
    assert_eq!(lines[3]["reason"]["code"], "sign_in_ended");
    let after = lines[2]["number"].to_string();
    assert_eq!(run_successfully(&endpoint, &["journal", "--after", &after]).lines().count(), 1);
    for secret in endpoint.practice.secrets_issued() {
        assert!(!text.contains(&secret.text), "{secret:?}");
    }
}

#[tokio::test]
async fn encryption_keys_change_while_it_runs_and_none_in_use_can_go() {
    let mut endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    endpoint.rewrite_config(&with_keys(&endpoint, &[NEW_KEY])).await;
    assert!(logged().contains("the old list stays in use"), "the values that k1 encrypts would be lost");
    endpoint.rewrite_config(&with_keys(&endpoint, &[NEW_KEY, OLD_KEY])).await;
    let status = run_successfully(&endpoint, &["encryption", "status"]);
    assert!(status.lines().any(|line| line.starts_with("k1 ") && line.ends_with("still in use")), "{status}");
    assert!(run_failing(&endpoint, &["encryption", "retire", "k1"]).contains("still encrypted with"));
    assert!(run_failing(&endpoint, &["encryption", "retire", "k2"]).contains("the key that encrypts"));
    endpoint.renew_all().await;
    run_successfully(&endpoint, &["encryption", "rotate"]);
    let status = run_successfully(&endpoint, &["encryption", "status"]);
    assert!(status.lines().any(|line| line.starts_with("k1  0  can be removed")), "{status}");
    run_successfully(&endpoint, &["encryption", "retire", "k1"]);
    endpoint.rewrite_config(&with_keys(&endpoint, &[NEW_KEY])).await;
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    // An administrator restores the wrong file.
    std::fs::write(endpoint.config_file(), with_keys(&endpoint, &[OLD_KEY])).unwrap();
    let said = run_failing(&endpoint, &["serve"]);
    assert!(said.contains("k2") && said.contains("encryption.keys"), "{said}");
}

// The providers have to answer while this test waits for the program.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_what_to_fix() {
    let endpoint = TestEndpoint::builder().with_salesforce().with_exchange().start().await;
    let said = run_successfully(&endpoint, &["check"]);
    assert!(said.contains("ok    provider exchange: not checked"), "{said}");
    assert!(said.contains("ok    provider microsoft: accepts client_id and client_secret"), "{said}");
    endpoint.practice.microsoft().set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    let said = run_failing(&endpoint, &["check"]);
    assert!(said.contains("FAIL  provider microsoft: does not accept client_id and client_secret"), "{said}");
    assert!(said.contains("ok    provider salesforce-production"), "{said}");
    endpoint.practice.microsoft().set_faults(Faults { down: true, ..Faults::default() });
    assert!(run_failing(&endpoint, &["check"]).contains("FAIL  provider microsoft: does not respond"));
}

// As above.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_that_networks_are_not_told_apart_behind_a_proxy_that_is_not_named() {
    let endpoint =
        TestEndpoint::builder().with_settings("[sign_in]\nother_browsers = \"same_network\"\n").start().await;
    let file = endpoint.config_file();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!run_either_way(&endpoint, &["check"]).contains("trusted_proxies"), "nothing stands before it");
    let behind = text.replace(endpoint.url().as_str().trim_end_matches('/'), "https://latchkey.example");
    std::fs::write(&file, &behind).unwrap();
    assert!(run_failing(&endpoint, &["check"]).contains("FAIL  sign_in: set trusted_proxies"));
    let named = behind.replace("[sign_in]\n", "[sign_in]\ntrusted_proxies = [\"10.0.0.7\"]\n");
    std::fs::write(&file, named).unwrap();
    assert!(!run_either_way(&endpoint, &["check"]).contains("trusted_proxies"));
}

#[tokio::test]
async fn metrics_show_states_and_no_personal_data() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    connect(&endpoint, CLEO).await;
    endpoint.engine().await.token(&connection.id).await.unwrap();
    endpoint.practice.microsoft().revoke(CLEO);
    endpoint.renew_all().await;
    let text = endpoint.app().metrics_text().await.unwrap();
    for line in [
        r#"latchkey_connections{state="working"} 1"#,
        r#"latchkey_connections{state="needs_sign_in"} 1"#,
        r#"latchkey_renewals_total{offer="microsoft",outcome="renewed"} 1"#,
        r#"latchkey_hand_outs_total{source="store"} 1"#,
        r#"latchkey_requests_total{route="/v1/connections/{id}/token",status="200"} 1"#,
        "latchkey_sealed_values{key=\"k1\"}",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains('@') && !text.contains(connection.id.as_str()));
}

#[tokio::test]
async fn metrics_are_served_at_their_own_address_only() {
    let endpoint = TestEndpoint::start().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/metrics", listener.local_addr().unwrap());
    tokio::spawn(serve::serve_metrics(endpoint.app().clone(), listener));
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("application/openmetrics-text"));
    let text = answer.text().await.unwrap();
    assert!(text.contains("latchkey_connections{") && text.ends_with("# EOF\n"), "{text}");
    assert_eq!(endpoint.pane().request(Method::GET, "/metrics").send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_request_keeps_the_id_that_a_proxy_gave_it_if_that_can_stand_in_a_log() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane();
    let asked = async |id: &str| {
        let answer = pane.request(Method::GET, "/v2/nowhere").header("x-request-id", id).send().await.unwrap();
        answer.headers()["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(asked("proxy-7.42").await, "proxy-7.42");
    assert!(logged().contains("proxy-7.42"));
    for id in ["", "two words", "<b>", &"x".repeat(65)] {
        assert_eq!(asked(id).await.len(), 36, "{id:?}");
    }
}

#[tokio::test]
async fn what_a_request_sets_going_is_logged_under_its_id() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.clock.advance_s(4000);
    let refused = engine.token(&connection.id).await.unwrap_err();
    assert_eq!(refused.problem["code"], "needs_sign_in");
    let log = logged();
    let line = log.lines().find(|line| line.contains("not renewed") && line.contains(connection.id.as_str())).unwrap();
    assert!(line.contains(refused.problem["request_id"].as_str().unwrap()), "{line}");
}

#[tokio::test]
async fn a_backup_that_is_put_back_brings_the_connections_back_and_needs_the_keys() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let file = |name: &str| endpoint.config_file().with_file_name(name);
    let backup = file("while-it-ran.db").display().to_string();
    rusqlite::Connection::open(file("latchkey.db")).unwrap().execute("VACUUM INTO ?1", [backup]).unwrap();
    let mut endpoint = endpoint
        .restart_after(|folder| {
            std::fs::copy(folder.join("latchkey.db"), folder.join("after-it-stopped.db")).unwrap();
        })
        .await;
    for backup in ["while-it-ran.db", "after-it-stopped.db"] {
        endpoint.renew_all().await;
        run_successfully(&endpoint, &["connections", "revoke", connection.id.as_str()]);
        assert!(matches!(pane.connection().await.state, ConnectionState::Disconnected { .. }));
        endpoint = endpoint
            .restart_after(|folder| {
                std::fs::copy(folder.join(backup), folder.join("latchkey.db")).unwrap();
                for rest in ["latchkey.db-wal", "latchkey.db-shm"] {
                    let _ = std::fs::remove_file(folder.join(rest));
                }
            })
            .await;
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working, "{backup}");
    }
    std::fs::write(endpoint.config_file(), with_keys(&endpoint, &[NEW_KEY])).unwrap();
    assert!(run_failing(&endpoint, &["serve"]).contains("encryption.keys lacks k1"));
}

#[tokio::test]
async fn an_installation_moves_to_another_database_whole_and_only_into_an_empty_one() {
    let mut endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    connect(&endpoint, CLEO).await;
    let folder = endpoint.config_file().with_file_name("");
    let address = |name: &str| format!("sqlite://{}", folder.join(name).display());
    let (from, to) = (address("latchkey.db"), address("moved.db"));
    let endpoint = {
        let moves = ["migrate", "--from", &from, "--to", &to];
        run_successfully(&endpoint, &moves);
        assert!(run_failing(&endpoint, &moves).contains("--to must be empty"));
        let nothing = address("nothing.db");
        assert!(
            run_failing(&endpoint, &["migrate", "--from", &nothing, "--to", &address("other.db")])
                .contains("--from is empty")
        );
        endpoint.keeps_its_store_in("moved.db");
        endpoint.restart().await
    };
    assert_eq!(pane.connection().await.id, connection.id);
    assert_eq!(endpoint.renew_all().await, 2, "the grants open where they arrived");
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

/// A module, so that it can be left out where there is no PostgreSQL.
mod on_postgres {
    use latchkey_testkit::postgres::Postgres;

    use super::*;

    #[tokio::test]
    async fn a_dump_that_is_taken_while_it_runs_brings_the_connections_back() {
        let (server, mut endpoint) = (Postgres::shared(), TestEndpoint::start().await);
        let (database, another) = (server.database(), server.database());
        endpoint.keeps_its_store_in(&database);
        let mut endpoint = endpoint.restart().await;
        let (pane, connection) = connect(&endpoint, ANN).await;
        let dump = endpoint.config_file().with_file_name("latchkey.dump");
        server.dump(&database, &dump);
        endpoint.renew_all().await;
        run_successfully(&endpoint, &["connections", "revoke", connection.id.as_str()]);
        server.restore(&dump, &another);
        endpoint.keeps_its_store_in(&another);
        let endpoint = endpoint.restart().await;
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }

    #[tokio::test]
    async fn an_installation_moves_from_a_file_to_postgresql_whole_and_back() {
        let mut endpoint = TestEndpoint::builder().with_google().start().await;
        let (pane, connection) = connect(&endpoint, ANN).await;
        let (cleos, _) = connect(&endpoint, CLEO).await;
        pane.choose(&connection.id, &ConnectionSettings { remind_before_end: false }).await.unwrap();
        let engine = endpoint.engine().await;
        endpoint.practice.microsoft().revoke(CLEO);
        endpoint.renew_all().await;
        let journal = run_successfully(&endpoint, &["journal"]);
        let url = Postgres::shared().database();
        let file = |name: &str| format!("sqlite://{}", endpoint.config_file().with_file_name(name).display());
        let (from, back) = (file("latchkey.db"), file("back.db"));
        run_successfully(&endpoint, &["migrate", "--from", &from, "--to", &url]);
        assert!(run_failing(&endpoint, &["migrate", "--from", &from, "--to", &url]).contains("--to must be empty"));
        endpoint.keeps_its_store_in(&url);
        let mut endpoint = endpoint.restart().await;
        assert_eq!(run_successfully(&endpoint, &["journal"]), journal);
        let found = pane.connection().await;
        assert_eq!(
            (&found.id, found.state, found.settings.remind_before_end),
            (&connection.id, ConnectionState::Working, false)
        );
        assert!(matches!(cleos.connection().await.state, ConnectionState::NeedsSignIn { .. }));
        engine.token(&connection.id).await.unwrap();
        assert_eq!(endpoint.renew_all().await, 1, "the grants open where they arrived");
        // The journal's numbers continue where they ended in the old database.
        pane.choose(&connection.id, &ConnectionSettings { remind_before_end: true }).await.unwrap();
        assert_eq!(run_successfully(&endpoint, &["journal"]).lines().count(), journal.lines().count() + 1);
        run_successfully(&endpoint, &["migrate", "--from", &url, "--to", &back]);
        endpoint.keeps_its_store_in("back.db");
        let endpoint = endpoint.restart().await;
        assert_eq!(endpoint.renew_all().await, 1);
        assert!(pane.connection().await.settings.remind_before_end);
        assert_eq!(endpoint.practice.microsoft().counters().refresh_tokens_presented_twice, 0);
    }
}

//! A configuration of an earlier version, which does not say where passwords may go.

use std::sync::Arc;

use latchkey_domain::SystemEntropy;
use latchkey_endpoint::cli::check;
use latchkey_endpoint::config::Config;
use latchkey_endpoint::outbound::{Outbound, SigningTools};
use latchkey_endpoint::registry::Registry;
use latchkey_testkit::{TestEndpoint, load_config, logged};
use latchkey_wire::ConnectionState;

use super::connect;
use crate::people::ANN;

const ADVICE: &str = "any_public_server = true";

/// A configuration with these settings of the part for Exchange.
fn configuration(exchange: &str) -> Config {
    let text = format!(
        r#"
        listen = "127.0.0.1:0"
        public_url = "https://latchkey.example"
        store = {{ url = "sqlite::memory:" }}
        encryption = {{ keys = [] }}
        [providers.exchange]
        kind = "exchange"
        {exchange}
        "#
    );
    Config::parse(&text).unwrap()
}

#[tokio::test]
async fn existing_connections_go_on_and_log_and_check_say_what_to_set() {
    let mut endpoint = TestEndpoint::builder().with_exchange().start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    assert!(!logged().lines().any(|line| line.contains(ADVICE) && line.contains("providers.exchange")));
    endpoint.reconfigure(|setting| setting.with_exchange_at("hand_out_passwords = true")).await;
    let warnings = || logged().lines().filter(|line| line.contains("WARN") && line.contains(ADVICE)).count();
    let at_reload = warnings();
    assert!(at_reload >= 1, "an administrator who has just changed it hears of it");
    let endpoint = endpoint.restart().await;
    assert!(warnings() > at_reload, "and at every start");
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    let password = endpoint.engine().await.token(&connection.id).await;
    assert!(password.is_ok(), "an engine is given the password as before: {password:?}");
    assert_eq!(endpoint.engine().await.finds(ANN, "mailbox").await.unwrap(), [], "its address is not verified");
    let config = load_config(&endpoint.config_file()).unwrap();
    let findings = check::examine(&config, Arc::new(SystemEntropy), &Outbound::new().unwrap()).await;
    let finding = findings.iter().find(|finding| finding.subject == "providers.exchange").unwrap();
    let says = finding.result.as_ref().unwrap_err();
    assert!(says.contains(ADVICE) && says.contains("servers = ["), "{says}");
}

#[tokio::test]
async fn once_its_server_is_on_the_list_an_older_connection_is_vouched_for_without_a_sign_in() {
    let mut endpoint = TestEndpoint::builder().with_exchange().start().await;
    let (_pane, connection) = connect(&endpoint, ANN).await;
    // As stored by a version that did not verify addresses.
    let unknown = latchkey_domain::Verified::Unknown;
    endpoint.app().store.save_verified(&connection.id, 0, unknown).await.unwrap();
    endpoint.reconfigure(|setting| setting.with_exchange_at("any_public_server = true")).await;
    let mut endpoint = endpoint.restart().await;
    assert_eq!(endpoint.engine().await.finds(ANN, "mailbox").await.unwrap(), []);
    endpoint.reconfigure(latchkey_testkit::TestEndpointBuilder::with_exchange).await;
    let endpoint = endpoint.restart().await;
    assert_eq!(endpoint.engine().await.finds(ANN, "mailbox").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_mapped_host_that_is_not_listed_is_reported() {
    for (servers, is_told) in [
        ("\"mail.contoso.example\"", true),
        ("\"exchange.corp.example\"", false),
        ("\"Exchange.corp.example:8443\"", false),
        ("\"*.corp.example\"", false),
    ] {
        let hosts = "hosts = { \"exchange.corp.example\" = \"10.1.2.3:443\" }";
        let config = configuration(&format!("servers = [{servers}]\n{hosts}"));
        let findings = check::examine(&config, Arc::new(SystemEntropy), &Outbound::new().unwrap()).await;
        let told = findings.iter().any(|finding| finding.subject == "providers.exchange.hosts");
        assert_eq!(told, is_told, "{servers}");
    }
}

#[tokio::test]
async fn a_server_that_is_listed_again_is_asked_again_when_the_person_asks() {
    let mut endpoint = TestEndpoint::builder().with_exchange().start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.reconfigure(|setting| setting.with_exchange_at("servers = [\"mail.contoso.example\"]")).await;
    let mut endpoint = endpoint.restart().await;
    endpoint.clock.advance_s(5);
    pane.check(&connection.id).await.unwrap();
    assert!(matches!(pane.connection().await.state, ConnectionState::NeedsAdmin { .. }));
    endpoint.reconfigure(latchkey_testkit::TestEndpointBuilder::with_exchange).await;
    let endpoint = endpoint.restart().await;
    endpoint.clock.advance_s(5);
    pane.check(&connection.id).await.unwrap();
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[test]
fn a_list_and_any_public_server_at_once_are_refused_with_what_to_do() {
    let config =
        |servers: &str| Registry::from_config(&configuration(servers), &SigningTools::of_this_machine()).map(drop);
    let both = config("servers = [\"mail.contoso.example\"]\nany_public_server = true").unwrap_err().to_string();
    assert!(both.contains("providers.exchange.any_public_server") && both.contains("remove one of them"), "{both}");
    for alone in ["servers = [\"mail.contoso.example\"]", "any_public_server = true", ""] {
        assert!(config(alone).is_ok(), "{alone}");
    }
}

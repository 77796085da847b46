//! How each provider verifies an address, with honest people and providers. For the others see `tests/attacks`.

use latchkey_domain::Verified;
use latchkey_practice::{DirectoryEntry, MailboxState};
use latchkey_testkit::{SmtpSink, TestEndpoint};
use latchkey_wire::ConnectionId;
use serde_json::json;

use crate::mail::{AFTER_S, mail_settings};
use crate::people::{ANN, CLEO, connect, sign_in};

async fn verified(endpoint: &TestEndpoint, id: &ConnectionId) -> Verified {
    endpoint.app().store.find_connection(id).await.unwrap().unwrap().verified
}

#[tokio::test]
async fn graph_that_does_not_answer_fails_no_sign_in_and_is_asked_again_after_the_next_renewal() {
    let endpoint = TestEndpoint::start().await;
    let entry = |mailbox| DirectoryEntry { mailbox, ..DirectoryEntry::default() };
    endpoint.practice.write_directory_entry(ANN, entry(MailboxState::GraphIsDown));
    let (_, connection) = connect(&endpoint, ANN).await;
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::Unknown);
    endpoint.renew_all().await;
    endpoint.settled().await;
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::Unknown);
    endpoint.practice.write_directory_entry(ANN, entry(MailboxState::There));
    endpoint.renew_all().await;
    endpoint.settled().await;
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::Address);
    let asked = endpoint.practice.microsoft().counters().api_calls;
    endpoint.renew_all().await;
    endpoint.settled().await;
    assert_eq!(endpoint.practice.microsoft().counters().api_calls, asked, "what is known is not asked for");
}

#[tokio::test]
async fn microsofts_claim_of_a_domains_owner_needs_no_mailbox() {
    for said in [json!(true), json!(1), json!("1")] {
        let endpoint = TestEndpoint::start().await;
        let entry = DirectoryEntry {
            domain_owner_verified: Some(said.clone()),
            mailbox: MailboxState::Missing,
            ..DirectoryEntry::default()
        };
        endpoint.practice.write_directory_entry(ANN, entry);
        let (_, connection) = connect(&endpoint, ANN).await;
        assert_eq!(verified(&endpoint, &connection.id).await, Verified::Address, "{said}");
    }
}

#[tokio::test]
async fn another_address_of_the_mailbox_is_as_good_as_its_first() {
    let endpoint = TestEndpoint::start().await;
    let entry = DirectoryEntry {
        claims: Some("ann.able@contoso.example".to_owned()),
        proxy_addresses: vec!["smtp:Ann.Able@contoso.example".to_owned()],
        ..DirectoryEntry::default()
    };
    endpoint.practice.write_directory_entry(ANN, entry);
    let (_, connection) = connect(&endpoint, ANN).await;
    assert_eq!(
        (connection.account.address.as_str(), connection.aliases),
        (ANN, vec!["Ann.Able@contoso.example".into()])
    );
    assert_eq!(connection.sign_in_name.as_deref(), Some("ann.able@contoso.example"));
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::Address);
    let engine = endpoint.engine().await;
    for address in [ANN, "ann.able@contoso.example", "ANN.ABLE@contoso.example"] {
        assert_eq!(engine.finds(address, "mailbox").await.unwrap().len(), 1, "{address}");
    }
}

/// Exchange Online verifies the domain of an address. An unusual form of the name before it may be read as another mailbox.
#[tokio::test]
async fn an_alias_of_an_unusual_form_is_shown_and_finds_nothing() {
    let endpoint = TestEndpoint::start().await;
    let odd = "boss%25contoso.example@contoso.example";
    let entry = DirectoryEntry {
        proxy_addresses: vec!["smtp:boss%contoso.example@contoso.example".to_owned()],
        ..DirectoryEntry::default()
    };
    endpoint.practice.write_directory_entry(ANN, entry);
    let (_, connection) = connect(&endpoint, ANN).await;
    assert_eq!(connection.aliases, ["boss%contoso.example@contoso.example"]);
    let engine = endpoint.engine().await;
    assert_eq!(engine.finds(odd, "mailbox").await.unwrap().len(), 0);
    assert_eq!(engine.finds(ANN, "mailbox").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_sandboxs_sign_in_name_is_found_and_gets_no_mail_of_its_own() {
    let office = SmtpSink::start();
    let endpoint = TestEndpoint::builder().with_salesforce().with_settings(&mail_settings(&office)).start().await;
    let (pane, name) = (endpoint.pane().with_session().await, "ann@contoso.example.dev");
    let attempt = pane.connects_through("salesforce-sandbox", None).await;
    let people = endpoint.practice.salesforce().people();
    let password = people.iter().find(|person| person.email == name).unwrap().password.clone();
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
    browser.sign_in(page, name, &password).await;
    let connection = pane.connection().await;
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::Name);
    assert_eq!(endpoint.engine().await.finds(name, "crm").await.unwrap().len(), 1);
    endpoint.practice.salesforce().revoke(name);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(AFTER_S);
    assert_eq!(endpoint.deliver_due().await, 0, "that domain may belong to another company");
    let attempt = pane.connects().await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    assert_eq!(office.received().len(), 1);
    assert_eq!(office.received()[0].to, ANN);
}

#[tokio::test]
async fn another_account_in_a_connections_place_is_asked_about_anew() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::Address);
    let entry =
        DirectoryEntry { claims: Some(ANN.to_owned()), mailbox: MailboxState::Missing, ..DirectoryEntry::default() };
    endpoint.practice.write_directory_entry(CLEO, entry);
    let attempt = pane.changes(&connection.id, "microsoft", None).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, CLEO).await;
    assert_eq!(verified(&endpoint, &connection.id).await, Verified::No, "the name is the same, the account is not");
}

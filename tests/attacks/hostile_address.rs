//! A stranger claims another person's address, so that she gets genuine mail about the stranger's connection, is asked for a
//! password on a genuine page, or loses her connection to the stranger's when a sync engine searches by address.
//!
//! Ann's address is claimed. The stranger is Cleo, whose tenant, server or issuer says what Cleo wants.

mod setting;

use latchkey_domain::Verified;
use latchkey_practice::{AddressClaims, Condition, DirectoryEntry, MailboxState};
use latchkey_testkit::{SmtpSink, TestEndpoint};
use latchkey_wire::{Intent, OfferId, Phase, ReasonCode};
use reqwest::StatusCode;
use serde_json::{Value, json};

use setting::{
    AFTER_S, ANN, CLEO, DAY_S, assert_ann_is_left_alone, claiming_ann, connect, connect_by_password, find_by_address,
    link, lose_access, page, post_form, sign_in, submit_password, with_mail,
};

#[tokio::test]
async fn a_strangers_own_server_verifies_no_address() {
    for servers in ["any_public_server = true", ""] {
        let office = SmtpSink::start();
        let mut endpoint = with_mail(&office).with_exchange().start().await;
        // The server was on the list when she connected, and is on no list now.
        let (stranger, connection) = connect_by_password(&endpoint, ANN).await;
        endpoint.reconfigure(|setting| setting.with_exchange_at(servers)).await;
        let endpoint = endpoint.restart().await;
        endpoint.practice.exchange().impose(ANN, Condition::PasswordChanged);
        endpoint.clock.advance_s(5);
        stranger.check(&connection.id).await.unwrap();
        assert_ann_is_left_alone(&endpoint, &office, &stranger).await;
    }
}

#[tokio::test]
async fn a_waiting_message_is_not_sent_once_its_address_is_unverified() {
    let office = SmtpSink::start();
    let mut endpoint = with_mail(&office).with_exchange().start().await;
    let (stranger, connection) = connect_by_password(&endpoint, ANN).await;
    endpoint.practice.exchange().impose(ANN, Condition::PasswordChanged);
    endpoint.clock.advance_s(5);
    stranger.check(&connection.id).await.unwrap();
    endpoint.reconfigure(|setting| setting.with_exchange_at("any_public_server = true")).await;
    let endpoint = endpoint.restart().await;
    assert_ann_is_left_alone(&endpoint, &office, &stranger).await;
}

#[tokio::test]
async fn without_named_servers_a_stranger_connects_nothing_new() {
    let mut endpoint = TestEndpoint::builder().with_exchange().start().await;
    let (stranger, connection) = connect_by_password(&endpoint, CLEO).await;
    endpoint.reconfigure(|setting| setting.with_exchange_at("")).await;
    let endpoint = endpoint.restart().await;
    // No server answers there, so a password that was sent would fail for another reason.
    let elsewhere = "https://mail.stranger.invalid";
    let (id, offer, site) = (connection.id.clone(), OfferId::new("exchange"), Some(elsewhere.to_owned()));
    let newcomer = endpoint.pane().with_session().await;
    for (pane, intent) in [
        (&newcomer, Intent::Connect { offer: offer.clone(), site: None }),
        (&newcomer, Intent::Connect { offer: offer.clone(), site: site.clone() }),
        (&stranger, Intent::Change { connection: id.clone(), offer, site, account: None }),
        (&stranger, Intent::Refresh { connection: id }),
    ] {
        let attempt = pane.begin(intent.clone()).await;
        let phase = submit_password(&endpoint, pane, &attempt, ANN, elsewhere).await;
        assert!(is_server_not_allowed(&phase), "{intent:?}: {phase:?}");
    }
    assert_eq!(stranger.connection().await, connection, "what was connected is as it was");
    endpoint.clock.advance_s(5);
    assert_eq!(newcomer.looks_up_for(ANN, Some("exchange")).await.unwrap().server, None);
}

fn is_server_not_allowed(phase: &Phase) -> bool {
    matches!(phase, Phase::Failed { reason, .. } if reason.code == ReasonCode::ServerNotAllowed)
}

#[tokio::test]
async fn a_tenant_that_claims_her_address_gets_nothing_of_hers_and_shadows_no_connection() {
    let proxy = |address: &str| vec![address.to_owned()];
    for entry in [
        claiming_ann(),
        DirectoryEntry {
            proxy_addresses: proxy("smtp:ann@contoso.example"),
            mailbox: MailboxState::Missing,
            ..claiming_ann()
        },
        DirectoryEntry { mailbox: MailboxState::There, ..claiming_ann() },
        DirectoryEntry { mailbox: MailboxState::GraphIsDown, ..claiming_ann() },
        DirectoryEntry {
            proxy_addresses: proxy("X500:ann@contoso.example"),
            mailbox: MailboxState::There,
            ..claiming_ann()
        },
        DirectoryEntry {
            proxy_addresses: proxy("smtp:ann@contoso.example.evil.example"),
            mailbox: MailboxState::There,
            ..claiming_ann()
        },
        DirectoryEntry { domain_owner_verified: Some(json!(false)), ..claiming_ann() },
        DirectoryEntry { domain_owner_verified: Some(json!("false")), ..claiming_ann() },
        DirectoryEntry { domain_owner_verified: Some(json!(0)), ..claiming_ann() },
        DirectoryEntry { domain_owner_verified: Some(json!([true])), ..claiming_ann() },
    ] {
        let office = SmtpSink::start();
        let endpoint = with_mail(&office).start().await;
        endpoint.practice.write_directory_entry(CLEO, entry.clone());
        let (stranger, _) = connect(&endpoint, "microsoft", CLEO).await;
        lose_access(&endpoint, CLEO).await;
        assert_ann_is_left_alone(&endpoint, &office, &stranger).await;
        let (_, anns) = connect(&endpoint, "microsoft", ANN).await;
        assert_eq!(find_by_address(&endpoint, ANN).await, [anns.id], "Ann is found, alone: {entry:?}");
    }
}

#[tokio::test]
async fn a_tenant_that_claims_a_personal_address_is_not_found_by_it() {
    const OLGA: &str = "olga.ortega@outlook.com";
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).start().await;
    let entry = DirectoryEntry { claims: Some(OLGA.to_owned()), ..claiming_ann() };
    endpoint.practice.write_directory_entry(CLEO, entry);
    let (stranger, connection) = connect(&endpoint, "microsoft", CLEO).await;
    assert_eq!(connection.account.address, OLGA);
    assert_eq!(find_by_address(&endpoint, OLGA).await, []);
    lose_access(&endpoint, CLEO).await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    assert_eq!(office.received(), [], "the owner of that address is left alone");
    drop(stranger);
}

#[tokio::test]
async fn a_strangers_crm_brings_no_mail_to_the_address_that_his_mailbox_claims() {
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).with_salesforce().start().await;
    endpoint.practice.write_directory_entry(CLEO, claiming_ann());
    let (stranger, mailbox) = connect(&endpoint, "microsoft", CLEO).await;
    assert_eq!(mailbox.account.address, ANN);
    let attempt = stranger.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &stranger, &attempt, CLEO).await;
    endpoint.practice.salesforce().revoke(CLEO);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let to: Vec<_> = office.received().into_iter().map(|letter| letter.to).collect();
    assert_eq!(to, [CLEO], "it reaches whom Salesforce vouches for");
}

#[tokio::test]
async fn an_unverified_name_brings_no_mail_to_a_verified_mailbox() {
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).with_salesforce().start().await;
    let (cleos, _) = connect(&endpoint, "microsoft", CLEO).await;
    let attempt = cleos.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &cleos, &attempt, CLEO).await;
    let crm = cleos.overview().await.connections.remove(1);
    endpoint.settled().await;
    endpoint.app().store.save_verified(&crm.id, 0, Verified::No).await.unwrap();
    endpoint.practice.salesforce().revoke(CLEO);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    assert_eq!(office.received(), []);
}

#[tokio::test]
async fn an_issuer_is_believed_about_the_domains_that_are_listed_for_it_and_only_if_it_says_so() {
    let say = |address: &str, email_verified: Option<Value>| DirectoryEntry {
        claims: Some(address.to_owned()),
        email_verified,
        ..DirectoryEntry::default()
    };
    let fabrikam = r#"domains = ["fabrikam.example"]"#;
    for (domains, entry) in [
        (fabrikam, say(ANN, Some(json!(true)))),
        (fabrikam, say("ann@contoso.example", Some(json!("true")))),
        ("", say(ANN, Some(json!(true)))),
        (r#"domains = ["contoso.example"]"#, say(ANN, None)),
        (r#"domains = ["contoso.example"]"#, say(ANN, Some(json!(false)))),
        (r#"domains = ["contoso.example"]"#, say(ANN, Some(json!("false")))),
        (r#"domains = ["contoso.example"]"#, say(ANN, Some(json!(1)))),
        (r#"domains = ["contoso.example"]"#, say(ANN, Some(json!({ "yes": true })))),
    ] {
        let office = SmtpSink::start();
        let endpoint = with_mail(&office).with_issuer(domains).start().await;
        endpoint.practice.write_directory_entry(CLEO, entry.clone());
        let (stranger, _) = connect(&endpoint, "issuer", CLEO).await;
        // An unknown answer is asked for again after a renewal, and stays the same.
        endpoint.renew_all().await;
        endpoint.settled().await;
        lose_access(&endpoint, CLEO).await;
        assert_ann_is_left_alone(&endpoint, &office, &stranger).await;
        let (_, anns) = connect(&endpoint, "microsoft", ANN).await;
        assert_eq!(find_by_address(&endpoint, ANN).await, [anns.id], "{domains} {entry:?}");
    }
    let endpoint = TestEndpoint::builder().with_issuer(fabrikam).start().await;
    endpoint.practice.write_directory_entry(CLEO, say(CLEO, Some(json!(true))));
    let (_, cleos) = connect(&endpoint, "issuer", CLEO).await;
    assert_eq!(find_by_address(&endpoint, CLEO).await, [cleos.id], "of its own domain it is believed");
}

#[tokio::test]
async fn an_address_that_google_has_not_verified_finds_no_connection() {
    for email_verified in [None, Some(json!(false)), Some(json!("false")), Some(json!(1))] {
        let office = SmtpSink::start();
        let endpoint = with_mail(&office).with_google().start().await;
        let claims = AddressClaims { email: ANN.to_owned(), email_verified };
        endpoint.practice.set_google_claims(CLEO, claims);
        let (stranger, _) = connect(&endpoint, "google", CLEO).await;
        endpoint.practice.google().revoke(CLEO);
        endpoint.renew_all().await;
        assert_ann_is_left_alone(&endpoint, &office, &stranger).await;
    }
}

#[tokio::test]
async fn the_page_behind_a_message_asks_for_no_password_and_takes_none() {
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).with_exchange().start().await;
    let (pane, connection) = connect_by_password(&endpoint, ANN).await;
    endpoint.practice.exchange().impose(ANN, Condition::PasswordChanged);
    endpoint.clock.advance_s(5);
    pane.check(&connection.id).await.unwrap();
    let link = link(&endpoint, &connection.id).await;
    let page = page(&endpoint, &link).await;
    assert!(page.contains("Sync settings") && !page.contains("<form") && !page.contains("<input"), "{page}");
    let before = endpoint.practice.exchange().authentications().len();
    let password = endpoint.practice.exchange().password(ANN);
    // Twice without fields: after a sign-in had begun, the second one would have to wait.
    for fields in [vec![("password", password.as_str())], vec![], vec![]] {
        assert_eq!(post_form(&endpoint, &link, &fields).await, StatusCode::BAD_REQUEST);
    }
    let (_, cleos) = connect(&endpoint, "microsoft", CLEO).await;
    lose_access(&endpoint, CLEO).await;
    let button = self::link(&endpoint, &cleos.id).await;
    let begun = endpoint.practice.microsoft().counters().authorizations;
    let sent = post_form(&endpoint, &button, &[("password", "typed")]).await;
    assert_eq!(sent, StatusCode::BAD_REQUEST, "nor where there is a button");
    assert_eq!(endpoint.practice.microsoft().counters().authorizations, begun);
    assert_eq!(endpoint.practice.exchange().authentications().len(), before, "nothing was tried");
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let letters: Vec<_> = office.received().into_iter().filter(|letter| letter.to == ANN).collect();
    let [letter] = &letters[..] else { panic!("{letters:?}") };
    assert!(letter.text.contains("sidebar") && !letter.text.contains("sign in as"), "{letter:?}");
}

#[tokio::test]
async fn messages_to_one_address_are_limited() {
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).start().await;
    let (anns, connection) = connect(&endpoint, "microsoft", ANN).await;
    for round in 0..5 {
        lose_access(&endpoint, ANN).await;
        endpoint.clock.advance_s(AFTER_S);
        endpoint.deliver_due().await;
        assert_eq!(office.received().len(), 3.min(round + 1), "round {round}");
        if round < 4 {
            let attempt = anns.refreshes(&connection.id).await;
            sign_in(&endpoint, &anns, &attempt, ANN).await;
        }
    }
    let (_cleos, _) = connect(&endpoint, "microsoft", CLEO).await;
    lose_access(&endpoint, CLEO).await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    assert_eq!(office.received().last().unwrap().to, CLEO, "hers goes out all the same");
    // The repair cancelled the fourth message; the fifth is about the current loss.
    endpoint.clock.advance_s(DAY_S);
    endpoint.deliver_due().await;
    let to_ann = office.received().into_iter().filter(|letter| letter.to == ANN).count();
    assert_eq!(to_ann, 4, "and none is lost");
}

#[tokio::test]
async fn a_connection_of_an_older_version_is_verified_at_its_next_renewal() {
    let endpoint = TestEndpoint::builder().with_google().with_salesforce().start().await;
    let (anns, mailbox) = connect(&endpoint, "microsoft", ANN).await;
    let (cleos, stranger) = connect(&endpoint, "google", CLEO).await;
    endpoint
        .practice
        .set_google_claims(CLEO, AddressClaims { email: ANN.to_owned(), email_verified: Some(json!(false)) });
    let attempt = anns.connects_through("salesforce-production", None).await;
    sign_in(&endpoint, &anns, &attempt, ANN).await;
    let all = [anns.overview().await.connections, cleos.overview().await.connections].concat();
    for connection in &all {
        endpoint.app().store.save_verified(&connection.id, 0, Verified::Unknown).await.unwrap();
    }
    assert_eq!(find_by_address(&endpoint, ANN).await, [], "not known is not found");
    endpoint.renew_all().await;
    endpoint.settled().await;
    assert_eq!(find_by_address(&endpoint, ANN).await, [mailbox.id]);
    assert_eq!(endpoint.engine().await.finds(ANN, "crm").await.unwrap().len(), 1);
    assert_eq!(find_by_address(&endpoint, CLEO).await, [], "Google does not vouch for {stranger:?}");
}

#[tokio::test]
async fn a_stranger_with_a_code_of_her_mailbox_sends_her_no_mail_about_their_crm() {
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).with_salesforce().start().await;
    let (stranger, _) = connect(&endpoint, "salesforce-production", CLEO).await;
    let attempt = stranger.connects().await;
    let mut hers = endpoint.browser();
    let start = hers.opens_without_key(&stranger, &attempt.id).await;
    let shown = hers.sign_in(start, ANN, "Ann-practice-1").await;
    stranger.types_code(&attempt.id, shown.code().unwrap()).await.unwrap();
    assert_eq!(stranger.overview().await.connections.len(), 2);
    endpoint.practice.salesforce().impose(CLEO, Condition::Disabled);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let to_ann = |letter: &latchkey_testkit::ReceivedMail| letter.to.contains(ANN);
    assert!(!office.received().iter().any(to_ann), "{:?}", office.received());
}

#[tokio::test]
async fn an_address_that_can_be_read_as_another_is_not_verified() {
    let office = SmtpSink::start();
    let endpoint = with_mail(&office).with_google().start().await;
    for odd in [
        "\"ann\"@contoso.example",
        "ceo%contoso.example@gmail.com",
        "\u{202e}nna@contoso.example",
        "ａnn@contoso.example",
    ] {
        endpoint
            .practice
            .set_google_claims(CLEO, AddressClaims { email: odd.to_owned(), email_verified: Some(json!(true)) });
        let (_pane, connection) = connect(&endpoint, "google", CLEO).await;
        assert_eq!(find_by_address(&endpoint, &connection.account.address).await, [], "{odd}");
    }
    assert_eq!(office.received(), []);
}

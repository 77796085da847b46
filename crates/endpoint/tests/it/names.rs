//! People have more than one name: a sign-in name, a mail address, aliases; personal accounts; administrators who approve.

use latchkey_practice::{DirectoryEntry, MailboxState};
use latchkey_testkit::{SmtpSink, TestEndpoint};
use latchkey_wire::{Installation, LookupRefusal};

use crate::people::{connect, phase, sign_in};

/// Signs in by a name that is not her mail address.
const ADA: &str = "ada.lovelace@contoso.onmicrosoft.example";
const ADAS_MAIL: &str = "ada@contoso.example";
const ADAS_ALIAS: &str = "ada.king@contoso.example";
/// Her sign-in name is no address.
const DORA: &str = "d1042";
/// A personal account.
const OLGA: &str = "olga.ortega@outlook.com";

#[tokio::test]
async fn a_connection_shows_the_mail_address_and_knows_every_other_name() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ADA).await;
    assert_eq!(connection.account.address, ADAS_MAIL);
    assert_eq!(connection.sign_in_name.as_deref(), Some(ADA));
    assert!(connection.aliases.iter().any(|alias| alias == ADAS_ALIAS), "{:?}", connection.aliases);
    let engine = endpoint.engine().await;
    for address in [ADAS_MAIL, ADAS_ALIAS, "ADA.King@Contoso.example"] {
        let found = engine.finds(address, "mailbox").await.unwrap();
        assert_eq!(found.iter().map(|found| &found.id).collect::<Vec<_>>(), [&connection.id], "{address}");
    }
    assert_eq!(engine.finds("another.person@contoso.example", "mailbox").await.unwrap().len(), 0);
    let attempt = pane.refreshes(&connection.id).await;
    let to = endpoint.browser().opens(&pane, &attempt.id).await;
    assert!(to.query_pairs().any(|(name, value)| name == "login_hint" && value == ADA), "{to}");
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ADA).await;
    assert!(matches!(phase(&pane, &attempt).await, latchkey_wire::Phase::Succeeded { .. }));
}

#[tokio::test]
async fn a_sign_in_name_that_is_no_address_is_only_a_hint() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, DORA).await;
    assert_eq!(connection.sign_in_name.as_deref(), Some(DORA));
    assert!(connection.account.address.contains('@'), "{}", connection.account.address);
    assert_eq!(endpoint.engine().await.finds(DORA, "mailbox").await.unwrap().len(), 0);
}

#[tokio::test]
async fn mail_about_a_loss_goes_to_the_mailbox() {
    let office = SmtpSink::start();
    let endpoint = TestEndpoint::builder().with_settings(&crate::mail::mail_settings(&office)).start().await;
    connect(&endpoint, ADA).await;
    endpoint.practice.microsoft().revoke(ADA);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(crate::mail::AFTER_S);
    endpoint.deliver_due().await;
    let received = office.received();
    assert_eq!(received.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [ADAS_MAIL]);
}

#[tokio::test]
async fn addresses_are_read_again_every_week() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ADA).await;
    let entry = endpoint.practice.directory_entry(ADA);
    let entry = DirectoryEntry {
        mail: Some("countess@contoso.example".to_owned()),
        proxy_addresses: vec![format!("smtp:{ADAS_MAIL}")],
        ..entry
    };
    endpoint.practice.write_directory_entry(ADA, entry);
    endpoint.renew_all().await;
    endpoint.settled().await;
    assert_eq!(pane.connection().await.account.address, ADAS_MAIL, "they were read at the sign-in");
    endpoint.clock.advance_s(7 * 24 * 3600);
    endpoint.renew_all().await;
    endpoint.settled().await;
    assert_eq!(pane.connection().await.account.address, "countess@contoso.example");
    let engine = endpoint.engine().await;
    assert_eq!(engine.finds(ADAS_MAIL, "mailbox").await.unwrap().len(), 1);
    assert_eq!(engine.finds(ADAS_ALIAS, "mailbox").await.unwrap().len(), 0, "that address is gone");
    assert_eq!(engine.finds("countess@contoso.example", "mailbox").await.unwrap()[0].id, connection.id);
}

#[tokio::test]
async fn a_personal_address_is_told_so_where_only_organisations_are_admitted() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    for address in [OLGA, "ann@hotmail.fr", "ann@live.nl"] {
        let found = pane.looks_up(address).await.unwrap();
        assert_eq!((found.offer, found.refusal), (None, Some(LookupRefusal::PersonalAccount)), "{address}");
        endpoint.clock.advance_s(5);
    }
    assert_eq!(pane.looks_up("ann@unknown.example").await.unwrap().refusal, None);
}

#[tokio::test]
async fn a_personal_account_connects_where_the_tenant_setting_admits_it() {
    let endpoint = TestEndpoint::builder().with_microsoft_settings("tenant = \"common\"").start().await;
    let (_, connection) = connect(&endpoint, OLGA).await;
    assert_eq!((connection.account.address.as_str(), connection.sign_in_name), (OLGA, None));
    assert_eq!(endpoint.engine().await.finds(OLGA, "mailbox").await.unwrap().len(), 1, "Microsoft gave it out");
    let pane = endpoint.pane().with_session().await;
    let found = pane.looks_up(OLGA).await.unwrap();
    assert_eq!((found.offer.unwrap().as_str(), found.refusal), ("microsoft", None));
}

#[tokio::test]
async fn microsoft_is_never_asked_to_prompt_for_consent_and_an_administrator_gets_a_link() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ADA).await;
    for changes in [false, true] {
        let attempt = if changes {
            pane.changes(&connection.id, "microsoft", None).await
        } else {
            pane.refreshes(&connection.id).await
        };
        let to = endpoint.browser().opens(&pane, &attempt.id).await;
        assert!(!to.query_pairs().any(|(name, value)| name == "prompt" && value.contains("consent")), "{to}");
    }
    let installation: Installation = pane.get("/v1/installation").await.unwrap();
    let offers = installation.offers;
    let offer = offers.iter().find(|offer| offer.id.as_str() == "microsoft").unwrap();
    assert!(offer.may_need_approval);
    let link = url::Url::parse(offer.approval_url.as_deref().unwrap()).unwrap();
    assert!(link.path().ends_with("/organizations/v2.0/adminconsent"), "{link}");
    let redirect = link.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    let mut browser = endpoint.browser();
    for (answer, heading) in [
        ("?admin_consent=True&tenant=t&scope=s", "Thank you. Approval was given."),
        ("?error=access_denied&error_description=%3Cb%3Eno&admin_consent=True", "Approval wasn't given."),
        ("?admin_consent=False", "Approval wasn't given."),
    ] {
        let page = browser.visit(&format!("{redirect}{answer}")).await;
        assert_eq!(page.heading(), heading);
        assert!(!page.address.as_str().contains('?') && !page.says("<b>no"), "{}", page.address);
    }
}

#[tokio::test]
async fn an_answer_about_approval_is_taken_only_for_a_provider_that_asks_for_it() {
    let endpoint = TestEndpoint::start().await;
    let mut browser = endpoint.browser();
    for callback in ["google", "nonexistent", "..%2f..%2fx"] {
        let at = endpoint.url().join(&format!("/oauth/callback/{callback}?admin_consent=true")).unwrap();
        let page = browser.visit(at.as_str()).await;
        assert!(!page.says("Approval"), "{callback}: {}", page.heading());
    }
}

#[tokio::test]
async fn an_address_that_was_taken_away_finds_the_account_no_longer_even_if_the_mailbox_is_silent() {
    for mailbox in [MailboxState::There, MailboxState::Missing] {
        let endpoint = TestEndpoint::start().await;
        let (pane, connection) = connect(&endpoint, ADA).await;
        let entry = DirectoryEntry {
            mail: Some("countess@contoso.example".to_owned()),
            proxy_addresses: Vec::new(),
            mailbox,
            ..endpoint.practice.directory_entry(ADA)
        };
        endpoint.practice.write_directory_entry(ADA, entry);
        endpoint.clock.advance_s(7 * 24 * 3600);
        endpoint.renew_all().await;
        endpoint.settled().await;
        let engine = endpoint.engine().await;
        for gone in [ADAS_MAIL, ADAS_ALIAS] {
            assert_eq!(engine.finds(gone, "mailbox").await.unwrap().len(), 0, "{gone} {mailbox:?}");
        }
        assert_eq!(pane.connection().await.id, connection.id);
        // The mailbox answers again: it is asked at the next renewal, and not a week later.
        let entry = DirectoryEntry { mailbox: MailboxState::There, ..endpoint.practice.directory_entry(ADA) };
        endpoint.practice.write_directory_entry(ADA, entry);
        endpoint.renew_all().await;
        endpoint.settled().await;
        assert_eq!(engine.finds("countess@contoso.example", "mailbox").await.unwrap().len(), 1, "{mailbox:?}");
    }
}

#[tokio::test]
async fn names_that_are_read_again_are_as_safe_to_print_as_those_of_the_sign_in() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ADA).await;
    let odd = ["eve\u{202e}@contoso.example", "eve\n@contoso.example", "\u{1b}[31m@contoso.example"];
    let entry = DirectoryEntry {
        mail: Some("ada\u{202e}\nlovelace@contoso.example".to_owned()),
        proxy_addresses: odd
            .iter()
            .map(|odd| format!("smtp:{odd}"))
            .chain([format!("smtp:{}@x.example", "a".repeat(3000))])
            .collect(),
        ..endpoint.practice.directory_entry(ADA)
    };
    endpoint.practice.write_directory_entry(ADA, entry);
    endpoint.clock.advance_s(7 * 24 * 3600);
    endpoint.renew_all().await;
    endpoint.settled().await;
    let connection = pane.connection().await;
    assert_eq!((connection.account.address.as_str(), connection.aliases.len()), ("adalovelace@contoso.example", 0));
    assert_eq!(endpoint.engine().await.finds("adalovelace@contoso.example", "mailbox").await.unwrap().len(), 0);
}

//! E-mail about a loss, and the page that its link leads to.

use latchkey_endpoint::config;
use latchkey_endpoint::web::tls;
use latchkey_practice::Condition;
use latchkey_testkit::{Certificate, ReceivedMail, SmtpSink, TestEndpoint, logged};
use latchkey_wire::{ConnectionState, ReasonCode};
use reqwest::Method;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use crate::people::{ANN, BEN, connect, password, sign_in};

/// How long access must be lost before a message is sent.
pub const AFTER_S: i64 = 600;

/// Settings that send messages to this mail server.
pub fn mail_settings(office: &SmtpSink) -> String {
    mail_settings_for("127.0.0.1", office.port(), "tls = \"off\"")
}

fn mail_settings_for(host: &str, port: u16, tls: &str) -> String {
    format!("[mail]\nhost = \"{host}\"\nport = {port}\n{tls}\nfrom = \"Latchkey <latchkey@contoso.example>\"\n")
}

async fn start_endpoint(office: &SmtpSink) -> TestEndpoint {
    TestEndpoint::builder().with_settings(&mail_settings(office)).start().await
}

/// The link's path.
pub fn link_path(letter: &ReceivedMail) -> String {
    let line = letter.text.lines().find(|line| line.starts_with("http")).expect("a line with the link alone");
    line[line.find("/repair/").unwrap()..].to_owned()
}

async fn lose_access(endpoint: &TestEndpoint, person: &str) {
    endpoint.practice.microsoft().revoke(person);
    endpoint.renew_all().await;
}

#[tokio::test]
async fn one_message_for_each_break_once_it_has_lasted_a_while() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    assert_eq!(endpoint.deliver_due().await, 0, "the person at the sidebar may repair it first");
    endpoint.clock.advance_s(AFTER_S);
    assert_eq!((endpoint.deliver_due().await, endpoint.deliver_due().await), (1, 0));
    let _ = pane.check(&connection.id).await;
    endpoint.clock.advance_s(100_000);
    assert_eq!(endpoint.deliver_due().await, 0, "still the same break");
    let letters = office.received();
    assert_eq!(letters.len(), 1);
    assert_eq!((letters[0].to.as_str(), letters[0].subject.contains("Microsoft 365")), (ANN, true));
    assert!(letters[0].from.contains("latchkey@contoso.example") && letters[0].text.contains(ANN));
    assert!(letters[0].text.contains(endpoint.url().as_str()));
}

#[tokio::test]
async fn another_cause_on_top_of_the_first_is_the_same_break() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::BlockedByPolicy);
    endpoint.renew_all().await;
    assert!(matches!(pane.connection().await.state, ConnectionState::NeedsAdmin { .. }));
    endpoint.clock.advance_s(AFTER_S);
    assert_eq!(endpoint.deliver_due().await, 1);
    endpoint.practice.microsoft().lift(ANN, Condition::BlockedByPolicy);
    endpoint.practice.microsoft().revoke(ANN);
    let checked = pane.check(&connection.id).await.unwrap();
    assert!(matches!(checked.state, ConnectionState::NeedsSignIn { .. }), "{:?}", checked.state);
    endpoint.clock.advance_s(AFTER_S);
    assert_eq!((endpoint.deliver_due().await, office.received().len()), (0, 1));
}

#[tokio::test]
async fn a_message_to_forward_says_where_the_app_is_approved_and_has_no_link_of_the_persons_own() {
    let office = SmtpSink::start();
    let endpoint = TestEndpoint::builder().with_google().with_settings(&mail_settings(&office)).start().await;
    connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::AdminApproval);
    crate::google::connect(&endpoint, BEN).await;
    endpoint.practice.google().impose(BEN, Condition::AdminApproval);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let mails = office.received();
    let text = |person: &str| &mails.iter().find(|mail| mail.to == person).expect("a message").text;
    let (microsoft, google) = (text(ANN), text(BEN));
    assert!(microsoft.contains("Open this link as an administrator:") && microsoft.contains("/adminconsent?"));
    assert!(google.contains("In the Google Admin console, look for Latchkey by its name"), "{google}");
    assert!(!google.contains("http"), "Google has no page for it: {google}");
    for text in [microsoft, google] {
        assert!(text.contains("Forward this message") && !text.contains("/repair/"), "{text}");
    }
}

#[tokio::test]
async fn a_break_that_was_mended_in_time_is_not_written_about() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    endpoint.clock.advance_s(AFTER_S);
    assert_eq!(endpoint.deliver_due().await, 0);
    assert!(office.received().is_empty());
}

#[tokio::test]
async fn a_server_that_is_busy_is_tried_again_and_one_that_refuses_is_not() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    endpoint.clock.advance_s(AFTER_S);
    office.refuse_for_now();
    assert_eq!(endpoint.deliver_due().await, 1);
    office.accept_all();
    endpoint.clock.advance_s(60);
    assert_eq!(endpoint.deliver_due().await, 1);
    assert_eq!(office.received().len(), 1);
    connect(&endpoint, BEN).await;
    lose_access(&endpoint, BEN).await;
    endpoint.clock.advance_s(AFTER_S);
    office.refuse_for_good();
    assert_eq!(endpoint.deliver_due().await, 1);
    office.accept_all();
    endpoint.clock.advance_s(100_000);
    assert_eq!(endpoint.deliver_due().await, 0);
    assert_eq!(office.received().len(), 1);
}

#[tokio::test]
async fn the_link_changes_nothing_until_the_button_is_pressed_and_then_mends_it_on_another_device() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let link = link_path(&office.received()[0]);
    let begun = endpoint.practice.microsoft().counters().authorizations;
    let mut phone = endpoint.browser();
    for _ in 0..3 {
        let page = phone.visit(endpoint.url().join(&link).unwrap().as_str()).await;
        assert!(page.body.contains(ANN) && page.has_repair_button(), "{}", page.body);
    }
    assert_eq!(endpoint.practice.microsoft().counters().authorizations, begun, "mail filters open links too");
    let page = phone.visit(endpoint.url().join(&link).unwrap().as_str()).await;
    let page = phone.repairs(&page).await;
    phone.sign_in(page, ANN, &password(&endpoint, ANN)).await;
    let after = pane.connection().await;
    assert_eq!((after.id, after.state), (connection.id, ConnectionState::Working));
    let page = phone.visit(endpoint.url().join(&link).unwrap().as_str()).await;
    assert!(!page.has_repair_button() && !page.body.contains(ANN), "the link has ended: {}", page.body);
}

#[tokio::test]
async fn a_found_link_cannot_put_another_account_in_its_place() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    let (pane, _) = connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let link = endpoint.url().join(&link_path(&office.received()[0])).unwrap();
    let mut finder = endpoint.browser();
    let page = finder.visit(link.as_str()).await;
    let page = finder.repairs(&page).await;
    let page = finder.sign_in(page, BEN, &password(&endpoint, BEN)).await;
    assert!(page.says("with a different account than this connection is for"), "{}", page.body);
    let seen = pane.overview().await;
    assert!(!format!("{seen:?}").contains(BEN), "no pane learns who it was: {seen:?}");
    let state = pane.connection().await.state;
    assert!(matches!(state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded));
    let page = finder.visit(link.as_str()).await;
    assert_eq!(finder.repairs(&page).await.status, 429, "and not again and again");
    let log = logged();
    let mut lines = log.lines().filter(|line| line.contains(" latchkey_endpoint"));
    let secret = link.path().rsplit('/').next().unwrap();
    assert!(lines.all(|line| !line.contains(secret)), "a reader of the log could begin a sign-in");
    assert!(log.contains("route=\"/repair/{token}\""), "{log}");
}

#[tokio::test]
async fn a_message_that_is_due_after_many_days_is_tried_again_like_any_other() {
    let office = SmtpSink::start();
    let settings = format!("{}after_min = 10080\n", mail_settings(&office));
    let endpoint = TestEndpoint::builder().with_settings(&settings).start().await;
    connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    endpoint.clock.advance_s(7 * 24 * 3600);
    office.refuse_for_now();
    assert_eq!(endpoint.deliver_due().await, 1);
    office.accept_all();
    endpoint.clock.advance_s(60);
    assert_eq!((endpoint.deliver_due().await, office.received().len()), (1, 1));
}

#[tokio::test]
async fn a_link_that_is_invented_or_too_old_opens_nothing() {
    let office = SmtpSink::start();
    let endpoint = start_endpoint(&office).await;
    connect(&endpoint, ANN).await;
    lose_access(&endpoint, ANN).await;
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let real = link_path(&office.received()[0]);
    endpoint.clock.advance_s(7 * 24 * 3600);
    for path in [real.as_str(), "/repair/invented", &format!("/repair/{}", "x".repeat(500))] {
        for method in [Method::GET, Method::POST] {
            let answer = endpoint.pane().request(method, path).form(&[("", ""); 0]).send().await.unwrap();
            let page = answer.text().await.unwrap();
            assert!(!page.contains("<form") && !page.contains(ANN), "{path}: {page}");
        }
    }
}

/// Serves TLS from the first byte, in front of an SMTP sink, with a certificate that a company has made for itself.
async fn serve_tls_proxy(office: &SmtpSink, certificate: &Certificate, folder: &TempDir) -> u16 {
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let (certificate_file, key_file) = (file("ca.pem", &certificate.pem), file("key.pem", &certificate.key_pem));
    let acceptor = tls::acceptor(&config::TlsSettings { certificate_file, key_file }).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, inside) = (listener.local_addr().unwrap().port(), office.port());
    tokio::spawn(async move {
        while let Ok((outside, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not like the certificate hangs up here.
                let Ok(mut outside) = acceptor.accept(outside).await else { return };
                let mut inside = TcpStream::connect(("127.0.0.1", inside)).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
    port
}

#[tokio::test]
async fn a_companys_own_authority_is_trusted_where_it_is_named_and_nowhere_else() {
    let (office, folder) = (SmtpSink::start(), TempDir::new().unwrap());
    let port = serve_tls_proxy(&office, &Certificate::for_names(&["localhost"]), &folder).await;
    for (authority, arrives) in [(String::new(), 0), (format!("extra_ca_file = {:?}", folder.path().join("ca.pem")), 1)]
    {
        let endpoint =
            TestEndpoint::builder().with_settings(&mail_settings_for("localhost", port, &authority)).start().await;
        connect(&endpoint, ANN).await;
        lose_access(&endpoint, ANN).await;
        endpoint.clock.advance_s(AFTER_S);
        assert_eq!(endpoint.deliver_due().await, 1);
        assert_eq!(office.received().len(), arrives, "{authority}");
        let mail = endpoint.app().settings.mail.as_ref().unwrap();
        assert_eq!(mail.check().await.is_ok(), arrives == 1);
    }
}

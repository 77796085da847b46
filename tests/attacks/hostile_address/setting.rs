//! What the attacks on addresses have in common: an SMTP sink, Ann, whose address is claimed, and Cleo.

use latchkey_domain::{Health, TokenHash};
use latchkey_practice::{DirectoryEntry, MailboxState};
use latchkey_store::LinkRecord;
use latchkey_testkit::{LoadedPage, NOW, SmtpSink, TestEndpoint, TestEndpointBuilder, TestPane};
use latchkey_wire::{Authorization, Connection, ConnectionId, PasswordRequest, Phase};
use reqwest::{Method, StatusCode};

pub(super) const ANN: &str = "ann@contoso.example";
pub(super) const CLEO: &str = "cleo@fabrikam.example";
pub(super) const AFTER_S: i64 = 600;
pub(super) const DAY_S: i64 = 24 * 3600;

pub(super) fn with_mail(office: &SmtpSink) -> TestEndpointBuilder {
    let from = "from = \"Latchkey <latchkey@contoso.example>\"";
    let settings = format!("[mail]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"off\"\n{from}\n", office.port());
    TestEndpoint::builder().with_settings(&settings)
}

/// Signs in in a window.
pub(super) async fn sign_in(
    endpoint: &TestEndpoint,
    pane: &TestPane,
    attempt: &Authorization,
    email: &str,
) -> LoadedPage {
    let people = endpoint.practice.microsoft().people();
    let password = people.iter().find(|person| person.email == email).unwrap().password.clone();
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    browser.sign_in(page, email, &password).await
}

pub(super) async fn connect(endpoint: &TestEndpoint, offer: &str, email: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through(offer, None).await;
    sign_in(endpoint, &pane, &attempt, email).await;
    let connection = pane.connection().await;
    (pane, connection)
}

pub(super) async fn submit_password(
    endpoint: &TestEndpoint,
    pane: &TestPane,
    attempt: &Authorization,
    mailbox: &str,
    server: &str,
) -> Phase {
    endpoint.clock.advance_s(5);
    let password = endpoint.practice.exchange().password(mailbox);
    let server = Some(server.to_owned());
    let request = PasswordRequest { mailbox: mailbox.to_owned(), user_name: None, password, server };
    pane.types(&attempt.id, &request).await.unwrap().phase
}

/// Connects a mailbox at the practice Exchange by its password.
pub(super) async fn connect_by_password(endpoint: &TestEndpoint, mailbox: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let phase = submit_password(endpoint, &pane, &attempt, mailbox, &endpoint.practice.exchange().ews_url()).await;
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
    let connection = pane.connection().await;
    (pane, connection)
}

pub(super) async fn find_by_address(endpoint: &TestEndpoint, address: &str) -> Vec<ConnectionId> {
    let found = endpoint.engine().await.finds(address, "mailbox").await.unwrap();
    found.into_iter().map(|connection| connection.id).collect()
}

/// A repair link for this connection, as in a message of a version that did not verify addresses.
pub(super) async fn link(endpoint: &TestEndpoint, connection: &ConnectionId) -> String {
    let token = format!("a link to mend {connection}");
    let (created_at, expires_at) = (NOW, NOW + 100 * DAY_S);
    let link = LinkRecord { token: TokenHash::of(&token), connection: connection.clone(), created_at, expires_at };
    endpoint.app().store.create_link(&link).await.unwrap();
    format!("/repair/{token}").replace(' ', "%20")
}

pub(super) async fn page(endpoint: &TestEndpoint, path: &str) -> String {
    let request = endpoint.pane().request(Method::GET, path).header("accept", "text/html");
    request.send().await.unwrap().text().await.unwrap()
}

/// Asserts that the stranger's loss does not reach Ann: no message, no page, and no search by her address finds the connection. A
/// mailbox that tells its own address is shown and written to by that.
pub(super) async fn assert_ann_is_left_alone(endpoint: &TestEndpoint, office: &SmtpSink, stranger: &TestPane) {
    let connection = stranger.connection().await;
    let shown = connection.account.address.as_str();
    assert!([ANN, CLEO].contains(&shown), "{shown}");
    let lost = endpoint.app().store.find_connection(&connection.id).await.unwrap().unwrap().health;
    assert!(matches!(lost, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. }), "{lost:?}");
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let written_to: Vec<_> = office.received().into_iter().map(|mail| mail.to).collect();
    assert!(written_to.iter().all(|to| shown == CLEO && to == CLEO), "no message goes out for a claim: {written_to:?}");
    let page = page(endpoint, &link(endpoint, &connection.id).await).await;
    assert!(!page.contains(ANN), "no page speaks of her: {page}");
    assert!(shown == CLEO || !page.contains("<form"), "no page asks for anything: {page}");
    assert_eq!(find_by_address(endpoint, ANN).await, [], "her address does not find the stranger");
}

/// The account has no mailbox that would tell its own address, so the claim is what is known.
pub(super) fn claiming_ann() -> DirectoryEntry {
    DirectoryEntry { claims: Some(ANN.to_owned()), mailbox: MailboxState::Missing, ..DirectoryEntry::default() }
}

pub(super) async fn lose_access(endpoint: &TestEndpoint, person: &str) {
    endpoint.practice.microsoft().revoke(person);
    endpoint.renew_all().await;
}

/// Sends a form from the page of this link itself, as if it had those fields.
pub(super) async fn post_form(endpoint: &TestEndpoint, link: &str, fields: &[(&str, &str)]) -> StatusCode {
    let address = endpoint.url().join(link).unwrap();
    let mut browser = endpoint.browser();
    let page = browser.visit(address.as_str()).await;
    browser.posts(Some(&page), &address, |request| request.form(fields)).await.status
}

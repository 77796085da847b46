//! The repair link in our e-mail, in the hands of an attacker: the link itself, and the addresses that follow it.

use latchkey_testkit::{LoadedPage, ReceivedMail, SmtpSink, TestEndpoint};
use latchkey_wire::{ConnectionState, ReasonCode};
use url::Url;

use crate::people::{ANN, connect, sign_in_up_to_callback};

fn link(endpoint: &TestEndpoint, letter: &ReceivedMail) -> Url {
    let line = letter.text.lines().find(|line| line.starts_with("http")).expect("a line with the link alone");
    endpoint.url().join(&line[line.find("/repair/").unwrap()..]).unwrap()
}

async fn lose_connection_with_mail(office: &SmtpSink) -> (TestEndpoint, latchkey_testkit::TestPane, Url) {
    let mail = format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"off\"\nfrom = \"latchkey@contoso.example\"\n",
        office.port()
    );
    let endpoint = TestEndpoint::builder().with_settings(&mail).start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(3600);
    endpoint.deliver_due().await;
    let link = link(&endpoint, &office.received()[0]);
    (endpoint, pane, link)
}

fn problem(page: &LoadedPage) -> Option<String> {
    page.attribute("data-problem")
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_press_its_button() {
    let office = SmtpSink::start();
    let (endpoint, pane, link) = lose_connection_with_mail(&office).await;
    let begun = endpoint.practice.microsoft().counters().authorizations;
    let mut hers = endpoint.browser();
    for (origin, site) in [("https://evil.example", "cross-site"), ("null", "cross-site")] {
        let form = |request: reqwest::RequestBuilder| {
            request.header("origin", origin).header("sec-fetch-site", site).header("accept", "text/html")
        };
        let refused = hers.posts(None, &link, form).await;
        assert_eq!((problem(&refused).as_deref(), refused.header("set-cookie")), (Some("origin_refused"), None));
    }
    let plain = hers.posts(None, &link, |request| request).await;
    assert_eq!(plain.status, 403, "nor can a program that says nothing of itself");
    assert_eq!(endpoint.practice.microsoft().counters().authorizations, begun);
    assert!(matches!(pane.connection().await.state, ConnectionState::NeedsSignIn { .. }));
}

#[tokio::test]
async fn the_providers_address_behind_it_works_in_no_other_browser() {
    let office = SmtpSink::start();
    let (endpoint, pane, link) = lose_connection_with_mail(&office).await;
    let mut finders = endpoint.browser();
    let page = finders.visit(link.as_str()).await;
    let provider = finders.begins_repair(&page).await.unwrap();
    let mut hers = endpoint.browser();
    let callback = sign_in_up_to_callback(&mut hers, &provider, ANN).await;
    let refused = hers.visit(callback.as_str()).await;
    assert_eq!((problem(&refused).as_deref(), refused.address.query()), (Some("browser_mismatch"), None));
    assert!(finders.visit(callback.as_str()).await.status.is_client_error(), "and not in the finder's any more");
    let state = pane.connection().await.state;
    assert!(matches!(state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded));
}

#[tokio::test]
async fn the_finders_cookie_in_her_browser_mends_nothing() {
    let office = SmtpSink::start();
    let (endpoint, pane, link) = lose_connection_with_mail(&office).await;
    let (mut finders, mut hers) = (endpoint.browser(), endpoint.browser());
    let page = finders.visit(link.as_str()).await;
    let provider = finders.begins_repair(&page).await.unwrap();
    hers.takes_cookies_of(&finders);
    let exchanged = endpoint.practice.microsoft().counters().code_exchanges;
    let callback = sign_in_up_to_callback(&mut hers, &provider, ANN).await;
    let refused = hers.visit(callback.as_str()).await;
    assert_eq!(problem(&refused).as_deref(), Some("browser_mismatch"));
    assert_eq!(endpoint.practice.microsoft().counters().code_exchanges, exchanged);
    assert!(matches!(pane.connection().await.state, ConnectionState::NeedsSignIn { .. }));
}

#[tokio::test]
async fn its_page_hands_out_neither_cookie_nor_session_before_the_button() {
    let office = SmtpSink::start();
    let (endpoint, _, link) = lose_connection_with_mail(&office).await;
    let page = endpoint.browser().visit(link.as_str()).await;
    assert_eq!((page.status.as_u16(), page.header("set-cookie")), (200, None));
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
}

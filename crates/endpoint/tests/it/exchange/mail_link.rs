//! The page of an e-mail's link for a sign-in by password: it says where to type the password.

use latchkey_practice::Condition;
use latchkey_testkit::{SmtpSink, TestEndpoint};
use latchkey_wire::{ConnectionState, Phase};

use super::{connect, submit_password};
use crate::mail::{AFTER_S, link_path, mail_settings};
use crate::people::ANN;

#[tokio::test]
async fn the_page_leads_to_the_sidebar_where_the_password_mends_the_connection() {
    let office = SmtpSink::start();
    let endpoint = TestEndpoint::builder().with_exchange().with_settings(&mail_settings(&office)).start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.exchange().impose(ANN, Condition::PasswordChanged);
    pane.check(&connection.id).await.unwrap();
    endpoint.clock.advance_s(AFTER_S);
    assert_eq!(endpoint.deliver_due().await, 1);
    let letter = &office.received()[0];
    let way = "☰ Menu, Sync settings, Refresh";
    assert!(letter.text.contains(way) && letter.text.contains("never asks for a password"), "{}", letter.text);
    let link = endpoint.url().join(&link_path(letter)).unwrap();
    let page = endpoint.browser().visit(link.as_str()).await;
    assert!(page.says(way) && page.says(ANN) && page.button_names().is_empty(), "{}", page.body);
    assert!(matches!(pane.connection().await.state, ConnectionState::NeedsSignIn { .. }));
    let attempt = pane.refreshes(&connection.id).await;
    let mended = submit_password(&endpoint, &pane, &attempt, ANN, &endpoint.practice.exchange().password(ANN)).await;
    assert_eq!(mended, Phase::Succeeded { connection: connection.id });
    let page = endpoint.browser().visit(link.as_str()).await;
    assert!(!page.says(ANN) && !page.says(way), "the link has ended: {}", page.body);
}

#[tokio::test]
async fn the_page_speaks_the_readers_language() {
    let office = SmtpSink::start();
    let endpoint = TestEndpoint::builder().with_exchange().with_settings(&mail_settings(&office)).start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.exchange().impose(ANN, Condition::PasswordChanged);
    pane.check(&connection.id).await.unwrap();
    endpoint.clock.advance_s(AFTER_S);
    endpoint.deliver_due().await;
    let link = link_path(&office.received()[0]);
    for (language, words) in [("de", "Sync-Einstellungen, Erneuern"), ("ar", "إعدادات المزامنة ثم تجديد")]
    {
        let request = endpoint.pane().request(reqwest::Method::GET, &link).header("accept-language", language);
        let page = request.send().await.unwrap().text().await.unwrap();
        assert!(page.contains(words), "{page}");
    }
}

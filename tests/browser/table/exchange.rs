//! Microsoft Exchange, by password: no window opens, and every press is one try.

use latchkey_practice::Condition;
use latchkey_wire::ConnectionState;
use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::name;
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::pages::PanePage;
use crate::people::{ANN, TestPerson};
use crate::picture::assert_fits;
use crate::view::Role;

/// The pane's label of Exchange.
const EXCHANGE: &str = "Microsoft Exchange";

/// Opens the pane of a new person where Exchange is offered.
async fn open_new(page: SyncSettings) -> BrowserSession {
    BrowserSession::builder()
        .endpoint(|endpoint| endpoint.with_exchange().without_microsoft().with_google())
        .page(page)
        .narrow()
        .open()
        .await
}

/// Fills the form and presses **Connect** twice: to find and show the server, and to sign in there.
async fn submit_form(pane: &PanePage, person: TestPerson, password: &str) {
    pane.fill("Your email address", person.email).await;
    pane.fill("Password", password).await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_for_text("/EWS/Exchange.asmx").await;
    pane.press(Role::Button, "Connect").await;
}

/// Sets the mailbox up, and goes to its settings.
async fn set_up(browser: &BrowserSession, page: SyncSettings) {
    let pane = browser.pane();
    pane.choose_menu_item("Set up Sync").await;
    pane.press(Role::Button, &format!("Connect {EXCHANGE}")).await;
    submit_form(&pane, ANN, &browser.endpoint().practice.exchange().password(ANN.email)).await;
    pane.wait_until_gone(Role::Button, "Connect").await;
    pane.wait_for_text("has access to Microsoft Exchange until your password changes.").await;
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text("Working").await;
}

/// Asserts that the mailbox works, and how many right and wrong passwords its server got.
async fn assert_works(browser: &BrowserSession, page: SyncSettings, right: u64, wrong: u64) {
    let pane = browser.pane();
    pane.wait_for_text("Working").await;
    assert_fits(&pane, &format!("{}-exchange", name(page, Mailbox))).await;
    let tries = browser.endpoint().practice.exchange().tries(ANN.email);
    assert_eq!((tries.right, tries.wrong), (right, wrong));
    assert_eq!(browser.connection().await.state, ConnectionState::Working);
}

async fn first_set_up(page: SyncSettings) {
    let browser = open_new(page).await;
    set_up(&browser, page).await;
    assert_works(&browser, page, 1, 0).await;
    browser.pane().go_home().await;
    browser.pane().wait_for_text("Works until your password changes").await;
    assert_fits(&browser.pane(), "home-exchange").await;
    browser.close().await;
}

async fn refresh(page: SyncSettings) {
    let browser = open_new(page).await;
    set_up(&browser, page).await;
    let (pane, before) = (browser.pane(), browser.connection().await);
    let exchange = browser.endpoint().practice.exchange();
    exchange.impose(ANN.email, Condition::PasswordChanged);
    pane.press(Role::Button, "Refresh").await;
    assert_fits(&pane, &format!("{}-form", name(page, Mailbox))).await;
    browser.endpoint().clock.advance_s(5);
    pane.fill("Password", "not the new one").await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_for_text("didn't accept this name and password").await;
    assert_fits(&pane, &format!("{}-form-rejected", name(page, Mailbox))).await;
    assert_eq!(browser.connection().await.state, ConnectionState::Working, "the old one is as it was");
    browser.endpoint().clock.advance_s(5);
    pane.fill("Password", &exchange.password(ANN.email)).await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_until_gone(Role::Button, "Connect").await;
    assert_works(&browser, page, 2, 1).await;
    assert_eq!(browser.connection().await.id, before.id);
    browser.close().await;
}

async fn change(page: SyncSettings) {
    let browser = BrowserSession::builder()
        .endpoint(|endpoint| endpoint.with_exchange().with_google())
        .page(page)
        .connected([AT_MICROSOFT])
        .narrow()
        .open()
        .await;
    let (pane, before) = (browser.pane(), browser.connection().await);
    pane.change(page, Mailbox, "Exchange").await;
    // The cloud knows the domain of her address. She chose Exchange, so she is led to Exchange.
    pane.fill("Password", &browser.endpoint().practice.exchange().password(ANN.email)).await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_for_text("Your password hasn't been sent there yet").await;
    assert_eq!(browser.endpoint().practice.exchange().authentications().len(), 0);
    pane.press(Role::Button, "Connect").await;
    pane.wait_until_gone(Role::Button, "Connect").await;
    pane.wait_for_text(EXCHANGE).await;
    assert_works(&browser, page, 1, 0).await;
    let there = browser.connection().await;
    assert_eq!((&there.id, &there.settings, there.offer.as_str()), (&before.id, &before.settings, "exchange"));
    pane.change(page, Mailbox, "Microsoft Office 365").await;
    browser.next_window().await.enter_password(ANN).await;
    pane.dismiss_connected_notice("Microsoft 365").await;
    assert_eq!(browser.connection().await.offer.as_str(), "microsoft");
    browser.close().await;
}

#[tokio::test]
async fn on_the_new_page_refresh_takes_the_new_password_of_exchange() {
    refresh(New).await;
}

#[tokio::test]
async fn on_the_new_page_change_leads_to_exchange_and_back() {
    change(New).await;
}

#[tokio::test]
async fn with_the_new_page_exchange_is_set_up_first() {
    first_set_up(New).await;
}

#[tokio::test]
async fn on_the_legacy_page_refresh_takes_the_new_password_of_exchange() {
    refresh(Legacy).await;
}

#[tokio::test]
async fn on_the_legacy_page_change_leads_to_exchange_and_back() {
    change(Legacy).await;
}

#[tokio::test]
async fn with_the_legacy_page_exchange_is_set_up_first() {
    first_set_up(Legacy).await;
}

#[tokio::test]
async fn another_server_is_named_under_advanced_setup() {
    let browser = open_new(New).await;
    let pane = browser.pane();
    pane.choose_menu_item("Set up Sync").await;
    pane.press(Role::Button, &format!("Connect {EXCHANGE}")).await;
    pane.fill("Your email address", ANN.email).await;
    pane.fill("Password", &browser.endpoint().practice.exchange().password(ANN.email)).await;
    pane.script("document.querySelector('summary').click()").await;
    pane.fill("EWS configuration URL", "mail.evil.example").await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_for_text("An administrator hasn't allowed this").await;
    assert_eq!(browser.endpoint().practice.exchange().authentications().len(), 0);
    browser.endpoint().clock.advance_s(5);
    pane.fill("EWS configuration URL", &browser.endpoint().practice.exchange().ews_url()).await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_until_gone(Role::Button, "Connect").await;
    pane.open_settings(New, Mailbox).await;
    assert_works(&browser, New, 1, 0).await;
    browser.close().await;
}

#[tokio::test]
async fn on_the_legacy_page_the_unsure_choice_leads_to_exchange_by_the_address() {
    let browser = open_new(Legacy).await;
    let pane = browser.pane();
    pane.choose_menu_item("Set up Sync").await;
    pane.press(Role::Button, "Microsoft Exchange, Outlook.com or unsure").await;
    for mistake in ["olga", "olga@", "@contoso.example"] {
        pane.fill("Your email address", mistake).await;
        pane.press(Role::Button, "Look up").await;
        pane.wait_for_text_in(".field__trouble", "This address isn't valid.").await;
        pane.wait_for_text_gone("openapi").await;
        let is_invalid =
            "return document.activeElement.matches('input[aria-invalid=true][aria-describedby~=field-trouble]')";
        assert_eq!(pane.script(is_invalid).await, true, "{mistake}");
    }
    assert_fits(&pane, "legacy-unsure-mistyped").await;
    pane.fill("Your email address", ANN.email).await;
    pane.press(Role::Button, "Look up").await;
    pane.wait_for_text("Your password hasn't been sent there yet").await;
    pane.wait_for_text_gone("This address isn't valid.").await;
    assert_fits(&pane, "legacy-unsure-exchange").await;
    pane.fill("Password", &browser.endpoint().practice.exchange().password(ANN.email)).await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_until_gone(Role::Button, "Connect").await;
    pane.open_settings(Legacy, Mailbox).await;
    assert_works(&browser, Legacy, 1, 0).await;
    browser.close().await;
}

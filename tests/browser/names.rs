//! People with more than one name: the pane shows the mail address and names the sign-in name beside it. Personal accounts,
//! which many installations do not take.

use latchkey_testkit::TestEndpointBuilder;
use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use crate::browser_session::BrowserSession;
use crate::pages::PanePage;
use crate::people::{ADA, ADAS_MAIL, DORA, DORAS_MAIL, OLGA, TestPerson};
use crate::picture::assert_fits;
use crate::view::Role;
use crate::wait::until;

const MICROSOFT: &str = "Microsoft 365";
/// The answer of a person who does not know their email service, on the Legacy page.
const UNSURE: &str = "Microsoft Exchange, Outlook.com or unsure";
const PERSONAL: &str = "This address belongs to a personal Microsoft account. Only work or school accounts can be connected \
                        here. Enter your work or school address, or ask your administrator.";
/// An address is looked up at most this often.
const BETWEEN_LOOK_UPS_S: i64 = 5;
const CONTINUE: &str = "Continue with Microsoft Office 365";

/// Connects a person by their sign-in name, and later refreshes the connection.
async fn connect_and_refresh(page: SyncSettings, person: TestPerson, mail: &str, screenshot: &str) {
    let browser = BrowserSession::builder().page(page).narrow().open().await;
    let pane = browser.pane();
    pane.set_up_sync().await;
    browser.next_window().await.sign_in_and_accept(person).await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text(mail).await;
    pane.wait_for_text(&format!("Signs in as {}", person.email)).await;
    pane.wait_for_text("Working").await;
    assert_fits(&pane, screenshot).await;
    let before = browser.connection().await;
    assert_eq!(before.account.address, mail);

    browser.endpoint().practice.microsoft().sign_everyone_out();
    pane.press(Role::Button, "Refresh").await;
    browser.next_window().await.enter_password_alone(person).await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    pane.wait_for_text(mail).await;
    browser.assert_unchanged(&[before]).await;
    browser.close().await;
}

#[tokio::test]
async fn on_the_new_page_a_person_is_shown_by_the_mail_address_and_refreshes_by_the_sign_in_name() {
    connect_and_refresh(New, ADA, ADAS_MAIL, "new-two-names").await;
}

#[tokio::test]
async fn on_the_legacy_page_a_person_is_shown_by_the_mail_address_and_refreshes_by_the_sign_in_name() {
    connect_and_refresh(Legacy, ADA, ADAS_MAIL, "legacy-two-names").await;
}

#[tokio::test]
async fn on_the_new_page_a_person_whose_sign_in_name_is_no_address_is_shown_by_the_mail_address() {
    connect_and_refresh(New, DORA, DORAS_MAIL, "new-name-without-domain").await;
}

#[tokio::test]
async fn on_the_legacy_page_a_person_whose_sign_in_name_is_no_address_is_shown_by_the_mail_address() {
    connect_and_refresh(Legacy, DORA, DORAS_MAIL, "legacy-name-without-domain").await;
}

async fn wait_for_focus(pane: &PanePage, name: &str) {
    until(&format!("the focus at “{name}”"), async || {
        let focus = pane.focus().await;
        if focus.name == name { Ok(()) } else { Err(format!("{focus:?}")) }
    })
    .await;
}

/// The administrator admits every account. The next look-up is allowed.
async fn admit_personal_accounts(browser: &mut BrowserSession) {
    browser.set_microsoft_tenant("common").await;
    browser.endpoint().clock.advance_s(BETWEEN_LOOK_UPS_S);
}

/// Continues to Microsoft from a look-up's result, and asserts that the page shows the connection.
async fn connect_olga(browser: &BrowserSession, page: SyncSettings) {
    let pane = browser.pane();
    pane.press(Role::Button, CONTINUE).await;
    browser.next_window().await.sign_in_and_accept(OLGA).await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text(OLGA.email).await;
    pane.wait_for_text_gone("Signs in as").await;
    assert_eq!(browser.connection().await.account.address, OLGA.email);
}

/// Whether the field for the address is marked, with the sentence below it.
async fn is_told_at_its_field(pane: &PanePage) -> bool {
    let told = "document.activeElement.matches('[aria-invalid=true]')
        && document.activeElement.parentElement.textContent.includes('a personal Microsoft account')";
    pane.script(&format!("return {told}")).await == true
}

#[tokio::test]
async fn on_the_legacy_page_a_personal_address_is_told_so_until_personal_accounts_are_admitted() {
    let mut browser = BrowserSession::builder().with_every_provider().page(Legacy).narrow().open().await;
    let pane = browser.pane();
    pane.press(Role::Button, UNSURE).await;
    pane.fill("Your email address", OLGA.email).await;
    pane.press(Role::Button, "Look up").await;
    pane.wait_for_text(PERSONAL).await;
    wait_for_focus(&pane, "Your email address").await;
    assert!(is_told_at_its_field(&pane).await);
    assert_fits(&pane, "legacy-personal-account").await;
    admit_personal_accounts(&mut browser).await;
    pane.press(Role::Button, "Look up").await;
    pane.see(Role::Button, CONTINUE).await;
    pane.wait_for_text_gone(PERSONAL).await;
    connect_olga(&browser, Legacy).await;
    browser.close().await;
}

#[tokio::test]
async fn with_the_new_page_a_personal_address_in_the_form_for_exchange_is_told_so_until_they_are_admitted() {
    let builder = BrowserSession::builder().endpoint(TestEndpointBuilder::with_exchange);
    let mut browser = builder.narrow().open().await;
    let pane = browser.pane();
    pane.press(Role::Button, "Connect Microsoft Exchange").await;
    pane.fill("Your email address", OLGA.email).await;
    pane.fill("Password", OLGA.password).await;
    pane.press(Role::Button, "Connect").await;
    pane.wait_for_text(PERSONAL).await;
    wait_for_focus(&pane, "Your email address").await;
    assert!(is_told_at_its_field(&pane).await);
    assert_fits(&pane, "exchange-personal-account").await;
    admit_personal_accounts(&mut browser).await;
    pane.press(Role::Button, "Connect").await;
    pane.see(Role::Button, CONTINUE).await;
    assert!(browser.endpoint().practice.exchange().authentications().is_empty(), "the password was sent nowhere");
    connect_olga(&browser, New).await;
    browser.close().await;
}

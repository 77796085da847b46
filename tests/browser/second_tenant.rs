//! People of two tenants at one endpoint, each in a browser profile of their own: what happens in one tenant says nothing about
//! the other.

use latchkey_practice::Condition;
use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::pages::PanePage;
use crate::people::{ADA, ADAS_MAIL, ANN, CLEO};
use crate::picture::assert_fits;
use crate::view::Role;
use crate::wait::until;

/// What happens to Cleo at Fabrikam, and what her pane says.
const TROUBLES: [(Condition, &str, &str); 2] = [
    (Condition::MailboxMissing, "mailbox-gone", "Microsoft 365 has no mailbox for this account any more."),
    (
        Condition::BlockedByPolicy,
        "app-blocked",
        "Your organisation's policy prevents Latchkey from using Microsoft 365 here.",
    ),
];

/// Asserts that Ann's connection has just been checked and that the page says that it works.
async fn assert_works_for_ann(browser: &BrowserSession, page: SyncSettings, trouble: &str) {
    let pane = browser.pane();
    browser.check_now(&pane).await;
    let now = browser.endpoint().now();
    until("Ann's connection to be checked", async || {
        let seen = browser.connection().await;
        if seen.last_working_at == now { Ok(()) } else { Err(format!("{seen:?}")) }
    })
    .await;
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text(ANN.email).await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text_gone(trouble).await;
    pane.go_back_home().await;
}

/// Asserts that Cleo's pane says so on Home and on the page.
async fn assert_told_to_cleo(pane: &PanePage, page: SyncSettings, name: &str, trouble: &str) {
    pane.wait_for_text(trouble).await;
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text(CLEO.email).await;
    pane.wait_for_text("Administrator needed").await;
    pane.wait_for_text(trouble).await;
    assert_fits(pane, &format!("{page:?}-tenant-{name}").to_lowercase()).await;
    pane.go_back_home().await;
}

async fn meet_troubles_of_fabrikam(page: SyncSettings) {
    let browser = BrowserSession::builder().page(page).connected([AT_MICROSOFT]).narrow().open().await;
    let cleos = browser.pane_of_another_person([AT_MICROSOFT.of(CLEO)]).await;
    cleos.wait_for_text(CLEO.email).await;
    let microsoft = browser.endpoint().practice.microsoft();
    for (condition, name, trouble) in TROUBLES {
        microsoft.impose(CLEO.email, condition);
        browser.check_now(&cleos).await;
        assert_told_to_cleo(&cleos, page, name, trouble).await;
        assert_works_for_ann(&browser, page, trouble).await;
        cleos.wait_for_text(trouble).await;
        microsoft.lift(CLEO.email, condition);
        browser.check_now(&cleos).await;
        cleos.wait_for_text("Working").await;
        cleos.wait_for_text_gone(trouble).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn on_the_new_page_a_trouble_of_one_tenant_leaves_the_other_working() {
    meet_troubles_of_fabrikam(New).await;
}

#[tokio::test]
async fn on_the_legacy_page_a_trouble_of_one_tenant_leaves_the_other_working() {
    meet_troubles_of_fabrikam(Legacy).await;
}

/// Ada is a guest at Fabrikam, too, and an endpoint of Fabrikam's signs her in as that guest.
#[tokio::test]
async fn a_guest_at_another_tenant_does_not_take_the_place_of_the_person_at_home() {
    let mut browser = BrowserSession::builder().connected([AT_MICROSOFT.of(ADA)]).narrow().open().await;
    let (pane, before) = (browser.pane(), browser.connection().await);
    pane.wait_for_text(ADAS_MAIL).await;
    let people = browser.endpoint().practice.microsoft().people();
    let fabrikam = people.iter().find(|person| person.email == CLEO.email).unwrap().organisation.id.clone();
    browser.set_microsoft_tenant(&fabrikam).await;

    let guests = browser.pane_of_another_person([]).await;
    guests.set_up_sync().await;
    browser.next_window().await.sign_in_and_accept(ADA).await;
    guests.wait_for_dialog("Microsoft 365 has no mailbox for this account any more.").await;
    assert_fits(&guests, "guest-dialog").await;
    guests.press(Role::Button, "Not now").await;
    guests.wait_for_no_dialog().await;
    assert_fits(&guests, "guest-set-up").await;
    guests.open_settings(New, Mailbox).await;
    guests.wait_for_text("Microsoft 365 has no mailbox for this account any more.").await;
    assert_fits(&guests, "guest").await;
    let token = guests.session_token().await.unwrap();
    assert_ne!(browser.endpoint().pane().with_token(&token).connection().await.id, before.id);

    pane.open_settings(New, Mailbox).await;
    pane.press(Role::Button, "Refresh").await;
    browser.next_window().await.enter_password_alone(ADA).await;
    pane.wait_for_text("You signed in as ada@contoso.example, but in a different organisation than this connection's.")
        .await;
    // The address alone would not tell the two apart.
    pane.see(Role::Button, "Sign in again").await;
    pane.see(Role::Button, "Change to the other organisation's account").await;
    assert_fits(&pane, "guest-refused").await;

    browser.set_microsoft_tenant("organizations").await;
    assert_eq!(browser.connection().await, before);
    pane.go_home().await;
    browser.check_now(&pane).await;
    pane.wait_for_text("Working").await;
    browser.close().await;
}

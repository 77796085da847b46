//! Whose mailbox Gmail shows, and what the panel makes of it.

use super::{ANNS, BENS, CLEOS_OPENED_TO_ANN, gmail_session};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::people::{ADA, ADAS_MAIL};
use crate::picture::{assert_fits_in_host_colours, set_sidebar_width};
use crate::view::Role;
use crate::wait::until;

/// Waits until the panel knows whose mailbox is beside it.
async fn wait_for_mailbox(browser: &BrowserSession, mailbox: &str) {
    until(&format!("the panel to know {mailbox}"), async || {
        let known = browser.pane().script("return latchkeyHost.mailbox() ?? null").await;
        if known == mailbox { Ok(()) } else { Err(known.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn several_accounts_and_a_colleagues_mailbox_are_told_apart() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    for (address, mailbox) in
        [(ANNS, "ann@contoso.example"), (BENS, "ben@contoso.example"), (CLEOS_OPENED_TO_ANN, "cleo@fabrikam.example")]
    {
        browser.mail().go_to(address).await;
        wait_for_mailbox(&browser, mailbox).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn an_address_in_a_subject_is_not_taken_for_the_mailbox() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    browser.mail().go_to(&format!("{ANNS}#inbox/Hello - evil@attacker.example - now")).await;
    wait_for_mailbox(&browser, "ann@contoso.example").await;
    browser.close().await;
}

#[tokio::test]
async fn a_mailbox_that_is_not_the_connected_one_is_named_beside_it() {
    let browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    browser.open_panel().await;
    browser.pane().wait_for_text("ann@contoso.example").await;
    browser.mail().go_to(BENS).await;
    let both = "ben@contoso.example, but the connected mailbox is ann@contoso.example";
    browser.pane().wait_for_text(both).await;
    browser.mail().go_to(ANNS).await;
    browser.pane().wait_for_text_gone(both).await;
    browser.close().await;
}

/// The notice that the connected mailbox is Ada's.
fn notice_beside(shown: &str) -> String {
    format!("You're viewing the mailbox {shown}, but the connected mailbox is {ADAS_MAIL}.")
}

#[tokio::test]
async fn each_of_her_addresses_is_the_mailbox_of_a_person_with_two_names() {
    let browser = gmail_session().connected([AT_MICROSOFT.of(ADA)]).open().await;
    browser.open_panel().await;
    browser.pane().wait_for_text(ADAS_MAIL).await;
    browser.mail().go_to(CLEOS_OPENED_TO_ANN).await;
    browser.pane().wait_for_text(&notice_beside("cleo@fabrikam.example")).await;
    for own in [ADAS_MAIL, ADA.email, "Ada.King@Contoso.example"] {
        browser.mail().go_to(&format!("{ANNS}?mailbox={own}")).await;
        wait_for_mailbox(&browser, &own.to_lowercase()).await;
        browser.pane().wait_for_text_gone("the connected mailbox is").await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_dismissed_notice_about_another_mailbox_stays_away_for_that_pair_when_the_panel_is_opened_again() {
    let browser = gmail_session().connected([AT_MICROSOFT.of(ADA)]).open().await;
    browser.open_panel().await;
    set_sidebar_width(&browser.pane()).await;
    browser.pane().wait_for_text(ADAS_MAIL).await;
    browser.mail().go_to(BENS).await;
    let bens = notice_beside("ben@contoso.example");
    browser.pane().wait_for_text(&bens).await;
    assert_fits_in_host_colours(&browser.pane(), "another-mailbox", async |_| ()).await;
    browser.pane().press(Role::Button, "Close").await;
    browser.pane().wait_for_text_gone(&bens).await;
    browser.close_panel().await;
    browser.open_panel().await;
    browser.pane().wait_for_text(ADAS_MAIL).await;
    wait_for_mailbox(&browser, "ben@contoso.example").await;
    browser.pane().wait_for_text_gone("the connected mailbox is").await;
    browser.mail().go_to(CLEOS_OPENED_TO_ANN).await;
    browser.pane().wait_for_text(&notice_beside("cleo@fabrikam.example")).await;
    browser.close().await;
}

#[tokio::test]
async fn the_panel_follows_gmails_colours() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    let scheme = async |wanted: &str| {
        until(&format!("a {wanted} panel"), async || {
            let shown = browser.pane().script("return document.documentElement.dataset.theme ?? ''").await;
            if shown == wanted { Ok(()) } else { Err(shown.to_string()) }
        })
        .await;
    };
    scheme("light").await;
    browser.mail().script("document.body.classList.add('dark')").await;
    scheme("dark").await;
    browser.close().await;
}

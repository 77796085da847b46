//! A sidebar at a zoom of 200 %: every screen still fits.

use crate::browser_session::{AT_EXCHANGE, AT_MICROSOFT, BrowserSession};
use crate::people::ANN;
use crate::picture::{assert_fits_zoomed, zoom_to_200_percent};
use crate::view::Role;

#[tokio::test]
async fn at_200_percent_setting_up_fits() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    zoom_to_200_percent(&pane).await;
    pane.see(Role::Button, "Connect Microsoft 365").await;
    assert_fits_zoomed(&pane, "set-up").await;
    pane.press(Role::Button, "☰ Menu").await;
    pane.see(Role::MenuItem, "About").await;
    assert_fits_zoomed(&pane, "menu").await;
    pane.press(Role::MenuItem, "About").await;
    pane.see(Role::Heading, "About Latchkey").await;
    assert_fits_zoomed(&pane, "about").await;
    pane.press(Role::Button, "Back").await;
    pane.connect().await;
    let window = browser.next_window().await;
    pane.wait_until_registered().await;
    assert_fits_zoomed(&pane, "waiting").await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text("Microsoft 365 is connected").await;
    assert_fits_zoomed(&pane, "connected").await;
    browser.close().await;
}

#[tokio::test]
async fn at_200_percent_lost_access_and_its_renewal_fit() {
    let browser =
        BrowserSession::builder().with_every_provider().connected([AT_MICROSOFT]).with_lost_access().open().await;
    let pane = browser.pane();
    zoom_to_200_percent(&pane).await;
    pane.wait_for_lost_mark().await;
    assert_fits_zoomed(&pane, "home-lost").await;
    pane.open_email_configuration().await;
    pane.see(Role::Button, "Refresh").await;
    assert_fits_zoomed(&pane, "settings").await;
    pane.press(Role::Button, "Change").await;
    pane.see(Role::Group, "Mailbox access type").await;
    assert_fits_zoomed(&pane, "question").await;
    browser.close().await;
}

#[tokio::test]
async fn at_200_percent_the_form_for_a_password_fits() {
    let builder = BrowserSession::builder().endpoint(latchkey_testkit::TestEndpointBuilder::with_exchange);
    let browser = builder.connected([AT_EXCHANGE]).open().await;
    let pane = browser.pane();
    zoom_to_200_percent(&pane).await;
    pane.refresh_email().await;
    pane.see(Role::Field, "Password").await;
    assert_fits_zoomed(&pane, "password").await;
    browser.close().await;
}

//! The people of these tests, and how they sign in and connect.

use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{Authorization, Connection, Phase};

pub const ANN: &str = "ann@contoso.example";
pub const BEN: &str = "ben@contoso.example";
pub const CLEO: &str = "cleo@fabrikam.example";

pub fn password(endpoint: &TestEndpoint, email: &str) -> String {
    let people = endpoint.practice.microsoft().people();
    people.iter().find(|person| person.email == email).unwrap().password.clone()
}

/// Opens the sign-in window, signs in, and returns the last page.
pub async fn sign_in(
    endpoint: &TestEndpoint,
    browser: &mut TestBrowser,
    pane: &TestPane,
    attempt: &Authorization,
    email: &str,
) -> LoadedPage {
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    browser.sign_in(page, email, &password(endpoint, email)).await
}

/// A pane that is connected as this person.
pub async fn connect(endpoint: &TestEndpoint, email: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    sign_in(endpoint, &mut endpoint.browser(), &pane, &attempt, email).await;
    let connection = pane.connection().await;
    (pane, connection)
}

pub async fn phase(pane: &TestPane, attempt: &Authorization) -> Phase {
    pane.authorization(&attempt.id).await.unwrap().phase
}

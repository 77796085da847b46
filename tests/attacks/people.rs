//! The people of the attacks. Ann is the victim. Mallory is the attacker, with a browser, a sidebar and an account of his own.

use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{
    Authorization, AuthorizationId, AuthorizationRequest, Connection, Intent, OfferId, OpeningRequest, OpeningResponse,
    Phase, Purpose,
};
use url::Url;

pub const ANN: &str = "ann@contoso.example";
/// Mallory has Ben's account.
pub const MALLORY: &str = "ben@contoso.example";

pub fn password(person: &str) -> &'static str {
    match person {
        ANN => "Ann-practice-1",
        MALLORY => "Ben-practice-2",
        other => panic!("who is {other}?"),
    }
}

/// Signs in through a window of the pane's own.
pub async fn sign_in(endpoint: &TestEndpoint, pane: &TestPane, attempt: &Authorization, person: &str) -> LoadedPage {
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    browser.sign_in(page, person, password(person)).await
}

/// A pane with this person's mailbox in it.
pub async fn connect(endpoint: &TestEndpoint, person: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    sign_in(endpoint, &pane, &attempt, person).await;
    let connection = pane.connection().await;
    (pane, connection)
}

/// The same, with a CRM beside it.
pub async fn connect_both(endpoint: &TestEndpoint, person: &str) -> TestPane {
    let (pane, _) = connect(endpoint, person).await;
    let attempt = pane.connects_through("salesforce-production", None).await;
    sign_in(endpoint, &pane, &attempt, person).await;
    assert_eq!(pane.overview().await.connections.len(), 2);
    pane
}

/// Begins a first connection with this address, so that the provider would be told whom to expect.
pub async fn begin_with_address(pane: &TestPane, address: &str) -> Authorization {
    let id = AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    let intent = Intent::Connect { offer: OfferId::new("microsoft"), site: None };
    let request = AuthorizationRequest { intent, host_mailbox: Some(address.to_owned()) };
    pane.begin_as(&id, &request).await.unwrap()
}

/// Hands in without a key as the window's first page does: by itself, or when its button is pressed.
pub async fn hand_in_without_key(
    browser: &mut TestBrowser,
    pane: &TestPane,
    id: &AuthorizationId,
    pressed: bool,
) -> Result<OpeningResponse, String> {
    let start = browser.open(&pane.start_page(id)).await;
    browser.hands_in(&start, id, &OpeningRequest { key: None, pressed }).await.said()
}

/// Signs in at a provider's page, and returns the callback's address without opening it.
pub async fn sign_in_up_to_callback(browser: &mut TestBrowser, to: &Url, person: &str) -> Url {
    let page = browser.visit(to.as_str()).await;
    let mut page = browser.press(&page, "Sign in", &[("email", person), ("password", password(person))]).await;
    for _ in 0..6 {
        if page.status.is_redirection() {
            let to = page.redirect();
            if to.path().starts_with("/oauth/callback") {
                return to;
            }
            page = browser.open(to.as_str()).await;
        } else {
            page = browser.press(&page, "Accept", &[]).await;
        }
    }
    panic!("no callback: {page:?}");
}

pub async fn phase(pane: &TestPane, id: &AuthorizationId) -> Phase {
    pane.authorization(id).await.unwrap().phase
}

/// The overview that a pane can read, as text.
pub async fn visible_text(pane: &TestPane) -> String {
    let overview = pane.overview().await;
    serde_json::to_string(&overview).unwrap()
}

pub async fn assert_has_nothing(pane: &TestPane) {
    assert!(pane.overview().await.connections.is_empty(), "the attacker has got in: {}", visible_text(pane).await);
}

pub fn connection_for(purpose: Purpose, connections: &[Connection]) -> Connection {
    connections.iter().find(|one| one.purpose == purpose).unwrap().clone()
}

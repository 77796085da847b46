//! An administrator names the endpoint, by the browser's own policies. They are set where the browser lets its own
//! developers set them, for this one profile: a file of policies would be everybody's on this machine.

use serde_json::{Value, json};

use super::in_gmail_with;
use super::installed_extension::{ExtensionVariant, ID};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::wait::until;

/// The page where policies can be tried.
const POLICIES: &str = "chrome://policy/test";

/// Sets this policy of the extension's, and no other. The numbers are `policy_types.h` of Chromium: mandatory, for the
/// machine, by the platform.
pub(super) async fn names(browser: &BrowserSession, endpoint: &str) {
    let policy =
        json!([{ "namespace": ID, "name": "endpoint", "value": endpoint, "level": 1, "scope": 1, "source": 5 }]);
    let script = format!(
        "const {{ PolicyTestBrowserProxy }} = await import('{POLICIES}/policy_test_browser_proxy.js');
         await PolicyTestBrowserProxy.applyTestPolicies({}, '')",
        Value::String(policy.to_string())
    );
    browser.in_tab(POLICIES, &format!("return (async () => {{ {script} }})()")).await;
    until("the policy", async || {
        let known = browser.in_extension("return chrome.storage.managed.get()").await;
        if known == json!({ "endpoint": endpoint }) { Ok(()) } else { Err(known.to_string()) }
    })
    .await;
}

/// Where the panel looks for its endpoint.
async fn asks_at(browser: &BrowserSession) -> String {
    browser.pane().script("return endpointAddress()").await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_panel_and_the_toolbar_go_to_the_endpoint_that_a_policy_names() {
    let browser = in_gmail_with(ExtensionVariant::ByPolicy).connected([AT_MICROSOFT]).with_lost_access().open().await;
    let endpoint = browser.stage().url().origin().ascii_serialization();
    names(&browser, &endpoint).await;
    browser.worker_looks().await;
    browser.toolbar_shows("!").await;
    browser.open_panel().await;
    assert_eq!(asks_at(&browser).await, endpoint);
    let pane = browser.pane();
    pane.refresh_email().await;
    let window = browser.window().await;
    window.enter_password(ANN).await;
    pane.says("Working").await;
    window.closes().await;
    browser.toolbar_shows("").await;
    browser.close().await;
}

#[tokio::test]
async fn at_an_endpoint_named_by_policy_the_first_connection_needs_no_code() {
    let browser = in_gmail_with(ExtensionVariant::ByPolicy).open().await;
    names(&browser, &browser.stage().url().origin().ascii_serialization()).await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.set_up_sync().await;
    let window = browser.window().await;
    window.sign_in_and_accept(ANN).await;
    pane.says(CONNECTED).await;
    window.closes().await;
    browser.close().await;
}

#[tokio::test]
async fn an_address_that_is_no_secure_origin_is_not_gone_to() {
    let mut browser = in_gmail_with(ExtensionVariant::ByPolicy).open().await;
    // Nobody answers where the extension was made for.
    browser.expect_in_console("net::ERR_");
    for address in ["http://localhost:4870", "https://latchkey.example/pane", "javascript:alert(1)"] {
        names(&browser, address).await;
        browser.open_panel().await;
        assert_eq!(asks_at(&browser).await, "https://trial.latchkey.invalid", "{address}");
        browser.pane().says("The sidebar could not be loaded.").await;
        browser.close_panel().await;
    }
    browser.close().await;
}

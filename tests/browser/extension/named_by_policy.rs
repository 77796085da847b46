//! An administrator names the endpoint by the browser's policies. The test sets them on the browser's policy test page, for
//! this one profile: a policy file would apply to every profile on this machine.

use serde_json::{Value, json};

use super::gmail_session_with;
use super::installed_extension::{ExtensionVariant, ID};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::wait::until;

/// The page where policies can be tried.
const POLICIES: &str = "chrome://policy/test";

/// Sets this one policy of the extension. The numbers are `policy_types.h` of Chromium: mandatory, for the
/// machine, by the platform.
pub(super) async fn set_endpoint_policy(browser: &BrowserSession, endpoint: &str) {
    let policy =
        json!([{ "namespace": ID, "name": "endpoint", "value": endpoint, "level": 1, "scope": 1, "source": 5 }]);
    let script = format!(
        "const {{ PolicyTestBrowserProxy }} = await import('{POLICIES}/policy_test_browser_proxy.js');
         await PolicyTestBrowserProxy.applyTestPolicies({}, '')",
        Value::String(policy.to_string())
    );
    browser.run_in_tab(POLICIES, &format!("return (async () => {{ {script} }})()")).await;
    until("the policy", async || {
        let known = browser.run_in_extension("return chrome.storage.managed.get()").await;
        if known == json!({ "endpoint": endpoint }) { Ok(()) } else { Err(known.to_string()) }
    })
    .await;
}

/// The endpoint's address that the panel uses.
async fn endpoint_of_panel(browser: &BrowserSession) -> String {
    browser.pane().script("return endpointAddress()").await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_panel_and_the_toolbar_go_to_the_endpoint_that_a_policy_names() {
    let browser =
        gmail_session_with(ExtensionVariant::ByPolicy).connected([AT_MICROSOFT]).with_lost_access().open().await;
    let endpoint = browser.endpoint().url().origin().ascii_serialization();
    set_endpoint_policy(&browser, &endpoint).await;
    browser.run_worker_check().await;
    browser.wait_for_badge("!").await;
    browser.open_panel().await;
    assert_eq!(endpoint_of_panel(&browser).await, endpoint);
    let pane = browser.pane();
    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    window.wait_until_closed().await;
    browser.wait_for_badge("").await;
    browser.close().await;
}

#[tokio::test]
async fn at_an_endpoint_named_by_policy_the_first_connection_needs_no_code() {
    let browser = gmail_session_with(ExtensionVariant::ByPolicy).open().await;
    set_endpoint_policy(&browser, &browser.endpoint().url().origin().ascii_serialization()).await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.set_up_sync().await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    window.wait_until_closed().await;
    browser.close().await;
}

#[tokio::test]
async fn an_address_that_is_no_secure_origin_is_not_gone_to() {
    let mut browser = gmail_session_with(ExtensionVariant::ByPolicy).open().await;
    // The address that the extension was built for does not answer.
    browser.expect_in_console("net::ERR_");
    for address in ["http://localhost:4870", "https://latchkey.example/pane", "javascript:alert(1)"] {
        set_endpoint_policy(&browser, address).await;
        browser.open_panel().await;
        assert_eq!(endpoint_of_panel(&browser).await, "https://trial.latchkey.invalid", "{address}");
        browser.pane().wait_for_text("The sidebar couldn't load.").await;
        browser.close_panel().await;
    }
    browser.close().await;
}

//! An administrator names the endpoint, by the browser's own policies. They are set where the browser lets its own
//! developers set them, for this one profile: a file of policies would be everybody's on this machine.

use serde_json::{Value, json};

use super::in_gmail_with;
use super::installed_extension::{ID, Variant};
use crate::browser_session::{AT_MICROSOFT, Scene};
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::wait::until;

/// The page where policies can be tried.
const POLICIES: &str = "chrome://policy/test";

/// Sets this policy of the extension's, and no other. The numbers are `policy_types.h` of Chromium: mandatory, for the
/// machine, by the platform.
pub(super) async fn names(scene: &Scene, endpoint: &str) {
    let policy =
        json!([{ "namespace": ID, "name": "endpoint", "value": endpoint, "level": 1, "scope": 1, "source": 5 }]);
    let script = format!(
        "const {{ PolicyTestBrowserProxy }} = await import('{POLICIES}/policy_test_browser_proxy.js');
         await PolicyTestBrowserProxy.applyTestPolicies({}, '')",
        Value::String(policy.to_string())
    );
    scene.in_tab(POLICIES, &format!("return (async () => {{ {script} }})()")).await;
    until("the policy", async || {
        let known = scene.in_extension("return chrome.storage.managed.get()").await;
        if known == json!({ "endpoint": endpoint }) { Ok(()) } else { Err(known.to_string()) }
    })
    .await;
}

/// Where the panel looks for its endpoint.
async fn asks_at(scene: &Scene) -> String {
    scene.pane().script("return endpointAddress()").await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_panel_and_the_toolbar_go_to_the_endpoint_that_a_policy_names() {
    let scene = in_gmail_with(Variant::ByPolicy).connected([AT_MICROSOFT]).losing_access().open().await;
    let endpoint = scene.stage().url().origin().ascii_serialization();
    names(&scene, &endpoint).await;
    scene.worker_looks().await;
    scene.toolbar_shows("!").await;
    scene.open_panel().await;
    assert_eq!(asks_at(&scene).await, endpoint);
    let pane = scene.pane();
    pane.refresh_email().await;
    let window = scene.window().await;
    window.enter_password(ANN).await;
    pane.says("Working").await;
    window.closes().await;
    scene.toolbar_shows("").await;
    scene.close().await;
}

#[tokio::test]
async fn at_an_endpoint_named_by_policy_the_first_connection_needs_no_code() {
    let scene = in_gmail_with(Variant::ByPolicy).open().await;
    names(&scene, &scene.stage().url().origin().ascii_serialization()).await;
    scene.open_panel().await;
    let pane = scene.pane();
    pane.set_up_sync().await;
    let window = scene.window().await;
    window.sign_in_and_accept(ANN).await;
    pane.says(CONNECTED).await;
    window.closes().await;
    scene.close().await;
}

#[tokio::test]
async fn an_address_that_is_no_secure_origin_is_not_gone_to() {
    let mut scene = in_gmail_with(Variant::ByPolicy).open().await;
    // Nobody answers where the extension was made for.
    scene.expect_in_console("net::ERR_");
    for address in ["http://localhost:4870", "https://latchkey.example/pane", "javascript:alert(1)"] {
        names(&scene, address).await;
        scene.open_panel().await;
        assert_eq!(asks_at(&scene).await, "https://trial.latchkey.invalid", "{address}");
        scene.pane().says("The sidebar could not be loaded.").await;
        scene.close_panel().await;
    }
    scene.close().await;
}

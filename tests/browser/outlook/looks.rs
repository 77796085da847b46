//! The pane in Outlook as its reader sees it, in Outlook's own colours. With `LATCHKEY_SCREENSHOTS` the pictures of
//! docs/outlook.md come from here.

use serde_json::json;

use super::{OUTLOOK, outlook_session, run_in_outlook, wait_until_started};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::picture::{assert_fits_in_host_colours, save_screenshot};
use crate::view::Role;

/// What is in front and what is behind it, as numbers of red, green and blue.
const DARK: (u32, u32) = (0x0021_2121, 0x00ff_ffff);
const LIGHT: (u32, u32) = (0x00ff_ffff, 0x0021_2121);

/// Outlook changes its colours, the pane's page with them.
async fn set_outlook_colours(browser: &BrowserSession, scheme: &str) {
    let (behind, front) = if scheme == "dark" { DARK } else { LIGHT };
    run_in_outlook(browser, &format!("outlook.theme({behind}, {front})")).await;
}

#[tokio::test]
async fn lost_access_can_be_read_in_light_and_dark_outlook() {
    let browser = outlook_session(OUTLOOK).connected([AT_MICROSOFT]).with_lost_access().open().await;
    wait_until_started(&browser).await;
    let size = json!({ "width": 820, "height": 560, "deviceScaleFactor": 1, "mobile": false });
    browser.host_view().devtools("Emulation.setDeviceMetricsOverride", size).await;
    let pane = browser.pane();
    pane.wait_for_lost_mark().await;
    assert_fits_in_host_colours(&pane, "outlook-home", async |scheme| set_outlook_colours(&browser, scheme).await)
        .await;
    pane.open_email_configuration().await;
    pane.find(Role::Button, "Refresh").await;
    assert_fits_in_host_colours(&pane, "outlook-settings", async |scheme| set_outlook_colours(&browser, scheme).await)
        .await;
    save_screenshot("outlook-whole", &browser.host_view()).await;
    browser.close().await;
}

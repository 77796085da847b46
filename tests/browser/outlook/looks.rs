//! The pane in Outlook's light and dark colours. With `LATCHKEY_SCREENSHOTS` this makes the screenshots of docs/outlook.md.

use serde_json::json;

use super::{OUTLOOK, outlook_session, run_in_outlook, wait_until_started};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::picture::{assert_fits_in_host_colours, save_screenshot};
use crate::view::Role;

/// Background and text colour, as RGB numbers.
const DARK: (u32, u32) = (0x0021_2121, 0x00ff_ffff);
const LIGHT: (u32, u32) = (0x00ff_ffff, 0x0021_2121);

/// Changes Outlook's colours, which the pane follows.
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
    pane.see(Role::Button, "Refresh").await;
    assert_fits_in_host_colours(&pane, "outlook-settings", async |scheme| set_outlook_colours(&browser, scheme).await)
        .await;
    save_screenshot("outlook-whole", &browser.host_view()).await;
    browser.close().await;
}

//! The pane in Outlook as its reader sees it, in Outlook's own colours. With `LATCHKEY_SCREENSHOTS` the pictures of
//! docs/outlook.md come from here.

use serde_json::json;

use super::{OUTLOOK, has_started, in_outlook, outside};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::picture::{fits_around, keep};
use crate::view::Role;

/// What is in front and what is behind it, as numbers of red, green and blue.
const DARK: (u32, u32) = (0x0021_2121, 0x00ff_ffff);
const LIGHT: (u32, u32) = (0x00ff_ffff, 0x0021_2121);

/// Outlook changes its colours, the pane's page with them.
async fn turns(browser: &BrowserSession, scheme: &str) {
    let (behind, front) = if scheme == "dark" { DARK } else { LIGHT };
    outside(browser, &format!("outlook.theme({behind}, {front})")).await;
}

#[tokio::test]
async fn lost_access_can_be_read_in_light_and_dark_outlook() {
    let browser = in_outlook(OUTLOOK).connected([AT_MICROSOFT]).with_lost_access().open().await;
    has_started(&browser).await;
    let size = json!({ "width": 820, "height": 560, "deviceScaleFactor": 1, "mobile": false });
    browser.around_the_pane().devtools("Emulation.setDeviceMetricsOverride", size).await;
    let pane = browser.pane();
    pane.menu_shows_lost().await;
    fits_around(&pane, "outlook-home", async |scheme| turns(&browser, scheme).await).await;
    pane.open_email_configuration().await;
    pane.find(Role::Button, "Refresh").await;
    fits_around(&pane, "outlook-settings", async |scheme| turns(&browser, scheme).await).await;
    keep("outlook-whole", &browser.around_the_pane()).await;
    browser.close().await;
}

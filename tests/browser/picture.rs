//! A screen as wide as a sidebar: whether everything fits, and its picture if anybody wants it.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::view::View;

/// The narrowest that Outlook makes a pane.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 720;

/// The folder for pictures.
const SCREENSHOTS: &str = "LATCHKEY_SCREENSHOTS";

/// How wide the screen is, how much wider the page is, and everything that reaches beyond it.
const TOO_WIDE: &str = "
    const width = document.documentElement.clientWidth;
    const beyond = [...document.querySelectorAll('body *')].filter((it) => {
        const box = it.getBoundingClientRect();
        return box.width > 1 && (box.right > width + 1 || box.left < -1);
    });
    const page = document.documentElement.scrollWidth - width;
    return [innerWidth, page, beyond.map((it) => `${it.tagName} “${it.textContent.trim().slice(0, 40)}”`)];
";

/// Makes a window as narrow as a sidebar.
pub async fn has_width_of_a_sidebar(view: &View) {
    let size = json!({ "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 2, "mobile": false });
    view.devtools("Emulation.setDeviceMetricsOverride", size).await;
}

/// Looks at a screen in light and in dark, and keeps its pictures.
pub async fn fits(view: &View, name: &str) {
    for scheme in ["light", "dark"] {
        // Without motion, so that a picture is not taken in the middle of one.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        view.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        let too_wide = view.script(TOO_WIDE).await;
        assert_eq!(too_wide, json!([WIDTH, 0, []]), "{name}, {scheme}: too wide for {WIDTH} pixels");
        if let Some(folder) = env::var_os(SCREENSHOTS).map(PathBuf::from) {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{name}-{scheme}.png")), view.picture().await).unwrap();
        }
    }
}

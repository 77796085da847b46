//! A screen as wide as a sidebar, light and dark: whether everything fits and can be read, and its picture if anybody
//! wants it.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::view::View;
use crate::wait::until;

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

/// Texts that are hard to read: below 4.5 to 1 against what is behind them, or 3 to 1 if they are large (WCAG 2.2,
/// 1.4.3). The browser itself paints each colour on a canvas, so that it does not matter how the stylesheet writes it.
const TOO_FAINT: &str = "
    const paint = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const on = (colours) => {
        paint.clearRect(0, 0, 1, 1);
        for (const colour of colours) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); }
        return [...paint.getImageData(0, 0, 1, 1).data];
    };
    const light = (colours) => {
        const [r, g, b] = on(colours).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (it) => {
        const colours = [];
        for (let one = it; one; one = one.parentElement) {
            colours.unshift(getComputedStyle(one).backgroundColor);
            if (on([colours[0]])[3] === 255) return colours;
        }
        return ['Canvas', ...colours];
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const faint = [];
    while (texts.nextNode()) {
        const [text, it] = [texts.currentNode.data.trim(), texts.currentNode.parentElement];
        const box = it.getBoundingClientRect();
        if (!text || box.width <= 1 || !it.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (it.closest('script, style, noscript, :disabled')) continue;
        const style = getComputedStyle(it);
        const ground = behind(it);
        const [a, b] = [light(ground), light([...ground, style.color])];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        if (contrast < (large ? 3 : 4.5)) faint.push(`${contrast.toFixed(2)} “${text.slice(0, 40)}”`);
    }
    return faint;
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
        // A frame learns of the scheme a moment later, and its buttons take another to change their colours.
        until(&format!("{name}, {scheme}: nothing too faint"), async || match view.script(TOO_FAINT).await {
            faint if faint == json!([]) => Ok(()),
            faint => Err(faint.to_string()),
        })
        .await;
        if let Some(folder) = env::var_os(SCREENSHOTS).map(PathBuf::from) {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{name}-{scheme}.png")), view.picture().await).unwrap();
        }
    }
}

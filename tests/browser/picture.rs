//! A screen as wide as a sidebar, light and dark: whether everything fits and can be read. With `LATCHKEY_SCREENSHOTS` it also
//! saves a screenshot.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::view::View;
use crate::wait::until;

/// The width of the narrowest pane in Outlook.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 720;

/// The width at a zoom of 200 %: half as many CSS pixels, each twice as large.
const ZOOMED_WIDTH: u32 = WIDTH / 2;
const ZOOMED_HEIGHT: u32 = HEIGHT / 2;

const SCHEMES: [&str; 2] = ["light", "dark"];

/// The folder for pictures.
const SCREENSHOTS: &str = "LATCHKEY_SCREENSHOTS";

/// The width of the screen, the excess width of the page, and the elements that reach beyond the screen.
const TOO_WIDE: &str = "
    const width = document.documentElement.clientWidth;
    const beyond = [...document.querySelectorAll('body *')].filter((it) => {
        const box = it.getBoundingClientRect();
        return box.width > 1 && (box.right > width + 1 || box.left < -1);
    });
    const page = document.documentElement.scrollWidth - width;
    return [innerWidth, page, beyond.map((it) => `${it.tagName} “${it.textContent.trim().slice(0, 40)}”`)];
";

/// The colour scheme that the page shows, by its background.
const SHOWN_SCHEME: &str = "
    const paint = new OffscreenCanvas(1, 1).getContext('2d');
    paint.fillStyle = getComputedStyle(document.body).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
    return a < 255 ? 'none' : r + g + b < 384 ? 'dark' : 'light';
";

/// Texts that are cut off: longer than their box, and not scrollable. Input fields scroll with the cursor and are left out.
const CUT_OFF: &str = "
    const hides = (style) => [style.overflowX, style.overflowY].some((it) => it === 'hidden' || it === 'clip');
    const cut = [...document.querySelectorAll('body *:not(input)')].filter((it) => {
        const box = it.getBoundingClientRect();
        if (box.width <= 1 || !it.checkVisibility() || !hides(getComputedStyle(it))) return false;
        return it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1;
    });
    return cut.map((it) => `${it.tagName} “${it.textContent.trim().slice(0, 40)}”`);
";

/// Words that are broken across lines. Addresses and numbers may be.
const BROKEN: &str = "
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const broken = [];
    const range = document.createRange();
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (text.parentElement.closest('script, style, noscript, .unseen') || !text.parentElement.checkVisibility()) continue;
        for (const { 0: word, index } of text.data.matchAll(/(?<=^|\\s)\\p{L}{2,13}(?=$|[\\s.,:?!])/gu)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) broken.push(word);
        }
    }
    return broken;
";

/// Texts with too little contrast: below 4.5 to 1 against their background, or 3 to 1 if they are large (WCAG 2.2, 1.4.3). The
/// browser paints each colour on a canvas, so that its notation in the stylesheet does not matter.
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
pub async fn set_sidebar_width(view: &View) {
    set_size(view, WIDTH, HEIGHT, 2).await;
}

/// The same at a zoom of 200 %.
pub async fn zoom_to_200_percent(view: &View) {
    set_size(view, ZOOMED_WIDTH, ZOOMED_HEIGHT, 4).await;
}

async fn set_size(view: &View, width: u32, height: u32, scale: u32) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
    view.devtools("Emulation.setDeviceMetricsOverride", size).await;
}

/// Asserts that a screen fits in light and in dark, and saves its screenshots.
pub async fn assert_fits(view: &View, name: &str) {
    for scheme in SCHEMES {
        set_colour_scheme(view, scheme).await;
        assert_readable(view, name, scheme, WIDTH).await;
    }
}

/// The same at a zoom of 200 %.
pub async fn assert_fits_zoomed(view: &View, name: &str) {
    for scheme in SCHEMES {
        set_colour_scheme(view, scheme).await;
        assert_readable(view, &format!("zoom-{name}"), scheme, ZOOMED_WIDTH).await;
    }
}

/// The same in the host's colours, which `turns` sets.
pub async fn assert_fits_in_host_colours(view: &View, name: &str, turns: impl AsyncFn(&str)) {
    for scheme in SCHEMES {
        set_colour_scheme(view, scheme).await;
        turns(scheme).await;
        assert_readable(view, name, scheme, WIDTH).await;
    }
}

/// Sets the preferred colours, and no motion, so that no screenshot shows the middle of one.
async fn set_colour_scheme(view: &View, scheme: &str) {
    let features = json!([
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    view.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
}

async fn assert_readable(view: &View, name: &str, scheme: &str, width: u32) {
    // The scheme reaches a frame with a delay.
    until(&format!("{name}: {scheme} colours"), async || match view.script(SHOWN_SCHEME).await {
        shown if shown == scheme => Ok(()),
        shown => Err(shown.to_string()),
    })
    .await;
    let too_wide = view.script(TOO_WIDE).await;
    assert_eq!(too_wide, json!([width, 0, []]), "{name}, {scheme}: too wide for {width} pixels");
    assert_eq!(view.script(CUT_OFF).await, json!([]), "{name}, {scheme}: cut off");
    assert_eq!(view.script(BROKEN).await, json!([]), "{name}, {scheme}: words are broken");
    // Buttons change their colours with a transition.
    until(&format!("{name}, {scheme}: nothing too faint"), async || match view.script(TOO_FAINT).await {
        faint if faint == json!([]) => Ok(()),
        faint => Err(faint.to_string()),
    })
    .await;
    save_screenshot(&format!("{name}-{scheme}"), view).await;
}

/// Saves a screenshot, if the folder for them is set.
pub async fn save_screenshot(name: &str, view: &View) {
    if let Some(folder) = env::var_os(SCREENSHOTS).map(PathBuf::from) {
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.png")), view.screenshot().await).unwrap();
    }
}
